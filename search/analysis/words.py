"""Cut text into words.

Knows what a word is in our papers: letters, digits, and numbers held together by their signs ("2018:26", "4.1.1").
Must not know languages.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_WORD = re.compile(
    r"""
    \d+(?:[:./,\u2010-\u2013-]\d+)+     # references, dates, section and phone numbers: 2018:26, 4.1.1, 2016/17
    | [^\W_]+(?:['\u2019][^\W\d_]+)?    # words, digits; an apostrophe inside a word: EU's
    | §
    """,
    re.VERBOSE,
)


class Word(NamedTuple):
    """A word and where it stands, half-open offsets; a tuple, as texts have many."""

    text: str
    start: int
    end: int


def words(text: str) -> list[str]:
    """Return the words of a text, lower-cased, in order."""
    return [match.replace("\u2019", "'") for match in _WORD.findall(text.lower())]


def words_with_offsets(text: str) -> Iterator[Word]:
    """Yield the words of a text as printed, with their offsets."""
    for match in _WORD.finditer(text):
        yield Word(match.group(), match.start(), match.end())
