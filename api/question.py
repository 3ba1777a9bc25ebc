"""What a question must be before it is searched for: readable text of a bounded length.

Knows characters only; must not know languages, HTTP or the index.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from search.errors import InvalidQuery

_DROPPED = frozenset({"Cc", "Cf"})
_SURROGATE = "Cs"
_MOST_QUESTIONS = 64
"""A page asks for the same one some thirty times, for each address in it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a question cannot be searched for.

    Attributes:
        actual, allowed: characters; set for "too_long".
    """

    kind: Literal["empty", "too_long", "unreadable"]
    actual: int = 0
    allowed: int = 0


@lru_cache(maxsize=_MOST_QUESTIONS)
def clean_question(text: str) -> str:
    """Return the text without control and formatting characters, its white space reduced to single spaces."""
    visible = (" " if char.isspace() else char for char in text)
    kept = (char for char in visible if char == " " or unicodedata.category(char) not in _DROPPED)
    return " ".join("".join(kept).split())


def find_fault(text: str, allowed: int) -> Fault | None:
    """Say what is wrong with a question as it was sent; None where nothing is.

    Args:
        text: as sent, not cleaned.
        allowed: most characters.
    """
    if len(text) > allowed:
        return Fault("too_long", len(text), allowed)
    if any(unicodedata.category(char) == _SURROGATE for char in text):
        return Fault("unreadable")
    if not any(char.isalnum() for char in text):
        return Fault("empty")
    return None


def read_question(text: str, allowed: int) -> str:
    """Return the cleaned question.

    Raises:
        InvalidQuery: it is empty, holds nothing but punctuation, is too long or is no valid text.
    """
    fault = find_fault(text, allowed)
    if fault is not None:
        raise InvalidQuery(fault_message(fault))
    return clean_question(text)


def fault_message(fault: Fault) -> str:
    """Return what the person who asked must do, in English."""
    if fault.kind == "too_long":
        return f"The question has {fault.actual} characters, {fault.allowed} are allowed: ask in fewer words."
    if fault.kind == "unreadable":
        return "The question is not valid UTF-8 text: send it in UTF-8."
    return "The question holds nothing to search for: write at least one word or number."
