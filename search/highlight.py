"""Find the words of a question in a passage, in every form and language they were searched in."""

from search.analysis import Analyzer
from search.analysis.words import words_with_offsets
from search.index.port import SparseVector

_MIN_WEIGHT = 0.15
_GAP = 1
"""Marks that stand no further apart than a space become one."""


class AskedWords:
    """What one question asked for; remembers the words it has looked at, so make one for each question."""

    def __init__(self, vector: SparseVector, analyzer: Analyzer) -> None:
        self._weights: dict[int, float] = dict(zip(vector.indices.tolist(), vector.values.tolist(), strict=True))
        self.analyzer = analyzer
        self._seen: dict[tuple[str, str], float] = {}

    def weight(self, word: str, language: str) -> float:
        """Return how much a word of a passage was asked for, 0 where it was not."""
        key = (word, language)
        weight = self._seen.get(key)
        if weight is None:
            terms = self.analyzer.dimensions(word.lower(), language)
            weight = max([self._weights.get(dimension, 0.0) for dimension, _ in terms], default=0.0)
            self._seen[key] = weight
        return weight

    def held(self, words: set[str], language: str) -> set[int]:
        """Return those dimensions of the question that these words stand for."""
        found: set[int] = set()
        for word in words:
            if self.weight(word, language) > 0:
                found.update(key for key, _ in self.analyzer.dimensions(word, language) if key in self._weights)
        return found

    def highlights(self, text: str, language: str) -> tuple[tuple[int, int], ...]:
        """Return half-open offsets of the words that were asked for, sorted, not overlapping."""
        marks: list[tuple[int, int]] = []
        for word in words_with_offsets(text):
            if self.weight(word.text, language) < _MIN_WEIGHT:
                continue
            if marks and word.start - marks[-1][1] <= _GAP and "\n" not in text[marks[-1][1] : word.start]:
                marks[-1] = (marks[-1][0], word.end)
            else:
                marks.append((word.start, word.end))
        return tuple(marks)
