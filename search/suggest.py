"""Suggestions while a question is typed: titles, headings, terms and organisations by the beginnings of their words.

Knows texts with a kind and a weight; must not know where they come from. Never changes once made, so one index serves
any number of threads.
"""

import bisect
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

SuggestionKind = Literal["title", "heading", "term", "organisation", "question"]

MIN_CHARACTERS = 2
"""With one letter every list is the same handful of words."""

_WEIGHTS: dict[SuggestionKind, float] = {
    "organisation": 3.0, "title": 3.0, "heading": 2.0, "term": 0.0, "question": 3.0,
}  # fmt: skip
"""What the papers hold comes before what the term bank knows; in steps of a doubled number of papers. A choice."""
_STARTS = 3.0
"""What it is worth, in the same steps, that the whole text begins as was typed. A choice."""

_SAME_LANGUAGE = 1.5
"""What it is worth that the text is in the reader's language. A choice."""

_TIE = 1e-9
_MOST_WORDS = 8
_SAME_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l"})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that can be asked for.

    Attributes:
        language: of the text; "und" where it is not known.
    """

    text: str
    kind: SuggestionKind
    language: str = "und"


def fold(text: str) -> str:
    """Return a text as it is compared: without case, marks and punctuation, words parted by single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SAME_LETTERS))
    kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(kept.split())


class SuggestionIndex:
    """Finds suggestions by the beginnings of their words, in any order."""

    def __init__(self, found: Iterable[tuple[Suggestion, int]]) -> None:
        """Take suggestions, each with how often it occurs; of the same text the most important kind stays."""
        best: dict[str, tuple[float, Suggestion]] = {}
        counts: dict[str, int] = {}
        for suggestion, count in found:
            key = fold(suggestion.text)
            counts[key] = counts.get(key, 0) + count
            weight = _WEIGHTS[suggestion.kind]
            if key and (key not in best or weight > best[key][0]):
                best[key] = weight, suggestion
        self._keys = sorted(best)
        self._suggestions = [best[key][1] for key in self._keys]
        self._scores = np.array([best[key][0] + np.log2(1 + counts[key]) for key in self._keys])
        pairs = sorted((word, number) for number, key in enumerate(self._keys) for word in set(key.split()))
        self._languages = np.array([suggestion.language for suggestion in self._suggestions], dtype="U3")
        self._words = [word for word, _ in pairs]
        self._places = np.array([number for _, number in pairs], dtype=np.int32)

    def __len__(self) -> int:
        return len(self._keys)

    def suggest(self, typed: str, limit: int, language: str = "") -> list[Suggestion]:
        """Return what begins as was typed, the best first; [] for less than `MIN_CHARACTERS`.

        Args:
            language: the reader's, "" where it is not known.
        """
        wanted = fold(typed)
        if len(wanted) < MIN_CHARACTERS:
            return []
        places = self._with_words(wanted.split()[:_MOST_WORDS])
        if not len(places):
            return []
        low, high = _range(self._keys, wanted)
        scores = self._scores[places] + _STARTS * ((places >= low) & (places < high))
        scores += _SAME_LANGUAGE * (self._languages[places] == language)
        # keys are in alphabetical order, so that places break ties; sorting all that begins with two letters takes long
        scores -= places * _TIE
        best = np.argpartition(-scores, limit)[:limit] if len(scores) > limit else np.arange(len(scores))
        return [self._suggestions[places[at]] for at in best[np.argsort(-scores[best])]]

    def _with_words(self, words: Sequence[str]) -> NDArray[np.intp]:
        found = np.ones(len(self._keys), dtype=np.bool_)
        for word in words:
            low, high = _range(self._words, word)
            has_word = np.zeros(len(self._keys), dtype=np.bool_)
            has_word[self._places[low:high]] = True
            found &= has_word
        return np.flatnonzero(found)


def _range(texts: Sequence[str], beginning: str) -> tuple[int, int]:
    return bisect.bisect_left(texts, beginning), bisect.bisect_left(texts, beginning + "\U0010ffff")
