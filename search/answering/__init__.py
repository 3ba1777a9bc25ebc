"""Answer questions with verbatim quotes, or say that the papers do not answer them."""

from search.answering.answer import Answering
from search.answering.source import Reader

__all__ = ["Answering", "Reader"]
