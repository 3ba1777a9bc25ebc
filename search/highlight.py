"""Find the words of a question in passages, in every form and language they were searched in.

Knows the forward index and a question's sparse vector. Must not know texts, fusion or how an answer is chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.forward import BODY, TermTable
from search.index.port import SparseVector

_MIN_WEIGHT = 0.15
_GAP = 1
"""Marks that stand no further apart than a space become one."""


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of a passage that was asked for.

    Attributes:
        start, end: half-open offsets into the passage.
        weight: of the best term of the question that it stands for.
        stem: what its other forms share.
    """

    start: int
    end: int
    weight: float
    stem: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a passage has of a question.

    Attributes:
        words: in its text, in order.
        held: dimensions of the question that its text, its title or its headings stand for.
    """

    words: Sequence[AskedWord] = ()
    held: frozenset[int] = frozenset()

    def highlights(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return half-open offsets of what to mark in the passage's text, sorted, not overlapping."""
        marks: list[tuple[int, int]] = []
        for word in self.words:
            if word.weight < _MIN_WEIGHT:
                continue
            if marks and word.start - marks[-1][1] <= _GAP and "\n" not in text[marks[-1][1] : word.start]:
                marks[-1] = (marks[-1][0], word.end)
            else:
                marks.append((word.start, word.end))
        return tuple(marks)


class AskedWords:
    """Where one question's words stand in the passages of a table."""

    def __init__(self, vector: SparseVector, table: TermTable, passage_ids: Sequence[str]) -> None:
        """Look the table's words up in the question.

        Args:
            passage_ids: of the table's passages.
        """
        self._table = table
        self._places = {passage_id: place for place, passage_id in enumerate(passage_ids)}
        self._stem_weight = weights_of(vector, table.stem)
        self._further_weight = weights_of(vector, table.further)
        self._weight = self._stem_weight.copy()
        np.maximum.at(self._weight, table.further_word, self._further_weight)

    @classmethod
    def of_nothing(cls) -> "AskedWords":
        """Return what no passage has of anything."""
        return cls(SparseVector(np.zeros(0, np.uint32), np.zeros(0, np.float32)), TermTable.of([]), [])

    def of(self, passage_id: str) -> Asked:
        """Return what a passage has of the question; nothing where it was not looked at."""
        place = self._places.get(passage_id)
        if place is None:
            return Asked()
        words = slice(self._table.bounds[place], self._table.bounds[place + 1])
        return Asked(self._words(words), self._held(words))

    def _words(self, words: slice) -> list[AskedWord]:
        table, weight = self._table, self._weight[words]
        (hit,) = np.nonzero((weight > 0) & (table.field[words] == BODY))
        start = table.start[words][hit]
        return [
            AskedWord(*row)
            for row in zip(
                start.tolist(),
                (start + table.length[words][hit]).tolist(),
                weight[hit].tolist(),
                table.stem[words][hit].tolist(),
                strict=True,
            )
        ]

    def _held(self, words: slice) -> frozenset[int]:
        table = self._table
        further = slice(*np.searchsorted(table.further_word, (words.start, words.stop)))
        stems = table.stem[words][self._stem_weight[words] > 0]
        return frozenset(stems.tolist() + table.further[further][self._further_weight[further] > 0].tolist())


def weights_of(vector: SparseVector, dimensions: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Return the question's weight of each dimension, 0 where it has none."""
    if not vector.indices.size:
        return np.zeros(len(dimensions), dtype=np.float32)
    at = np.minimum(np.searchsorted(vector.indices, dimensions), vector.indices.size - 1)
    return np.where(vector.indices[at] == dimensions, vector.values[at], np.float32(0))
