"""Optional wording of an answer by a language model, each sentence of which is held against the papers.

Knows answers, passages and what a model wrote. Must not know how a model is reached: that is a `Writer`.
"""

from search.wording.claim import Judge
from search.wording.port import ChatMessage, Evidence, Writer
from search.wording.write import Sentence, word

__all__ = ["ChatMessage", "Evidence", "Judge", "Sentence", "Writer", "word"]
