"""Late interaction: how near each piece of a question comes to a piece of a passage.

Knows token vectors. Must not know words, scores or storage.

Source: MaxSim, Khattab and Zaharia 2020 (ColBERT), over static token vectors: a power of the best cosine, weighted by
one of the question's pieces' vector norms, which are small for what is common. docs/evaluation.md, "Ranking".
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.encode import StaticEncoder
from search.forward import TermTable
from search.half import widened
from search.similarities import Similarities, share_of

_MOST_QUESTIONS, _MOST_KEPT = 16, 100_000
"""Questions that are remembered, and cosines of each, 0.4 MB; a long question's are worked out twice."""

_LEVELS = 127
_ROWS_AT_A_TIME = 8192
_ROWS_COMPARED = 96
"""So few are still at hand in the processor when they are multiplied, and are multiplied without being copied first.

Source: 15 pieces of a question with 2,200 of passages take 0.6 ms, 128 at a time 0.7 ms, all at once 0.8 ms."""


@dataclass(slots=True)
class _Question:
    """A question's pieces.

    Attributes:
        pieces: int32, shape (q,).
        vectors: float32, shape (q, dim).
        compared: pieces of passages, sorted, and the cosines with them, shape (q, pieces), worked out last: the answer
            looks at sentences of passages that the ranking has looked at.
    """

    pieces: NDArray[np.int32]
    vectors: NDArray[np.float32]
    compared: tuple[NDArray[np.intp], NDArray[np.float32]] | None = None

    @property
    def norms(self) -> NDArray[np.float32]:
        """Return the lengths of the vectors."""
        norms: NDArray[np.float32] = np.linalg.norm(self.vectors, axis=1)
        return norms


class LateInteraction:
    """Compares the pieces of a question with those of passages; safe to use from several threads."""

    def __init__(self, pieces: StaticEncoder) -> None:
        self._pieces = pieces
        self._asked = lru_cache(maxsize=_MOST_QUESTIONS)(self._question)

    def similarities(self, question: str, table: TermTable) -> Similarities:
        """Compare a question with the passages of a table."""
        asked = self._asked(question)
        held, place = _different(table.piece, len(self._pieces.weights))
        cosines = self._cosines(asked, held)
        if 0 < cosines.size <= _MOST_KEPT:
            asked.compared = (held, cosines)
        return Similarities(
            pieces=asked.pieces,
            vectors=asked.vectors,
            norms=asked.norms,
            cosines=cosines,
            lengths=self._directions.lengths[held],
            place=place,
            bounds=table.piece_bounds,
            best=np.maximum(_best_of_each(cosines, place, table.piece_bounds), 0),
        )

    def compare(
        self, question: str, pieces: NDArray[np.integer[Any]], bounds: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return how much of a question short texts come near to, 0 to 1, and their cosines with it; shape (n,) each.

        Args:
            pieces: of the texts, one text behind the other.
            bounds: shape (n + 1,); the pieces of text i are bounds[i] to bounds[i + 1].
        """
        number = len(bounds) - 1
        asked = self._asked(question)
        if not asked.pieces.size or not pieces.size:
            return np.zeros(number, np.float32), np.zeros(number, np.float32)
        held, place = _different(pieces, len(self._pieces.weights))
        near = np.maximum(_best_of_each(self._cosines_again(asked, held), place, bounds), 0)
        best = share_of(asked.norms, np.square(near))
        sums, mean = _sums(widened(self._pieces.weights[held]), place, bounds), asked.vectors.sum(axis=0)
        lengths = np.linalg.norm(sums, axis=1) * np.linalg.norm(mean)
        return best, sums @ mean / np.maximum(lengths, 1e-6)

    def _question(self, text: str) -> _Question:
        pieces, _ = self._pieces.pieces([text])
        return _Question(pieces, widened(self._pieces.weights[pieces]))

    def _cosines_again(self, asked: _Question, held: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return what `_cosines` does, from what was worked out last if that holds all of it."""
        if asked.compared is not None:
            known, cosines = asked.compared
            at = np.minimum(known.searchsorted(held), known.size - 1)
            if np.array_equal(known[at], held):
                return cosines.take(at, axis=1)
        return self._cosines(asked, held)

    def _cosines(self, asked: _Question, held: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return cosines of the question's pieces with others."""
        directions, steps, _ = self._directions
        question = (directions[asked.pieces] * steps[asked.pieces, None]).T
        cosines = np.empty((question.shape[1], len(held)), np.float32)
        for begin in range(0, len(held), _ROWS_COMPARED):
            some = slice(begin, begin + _ROWS_COMPARED)
            cosines[:, some] = (directions.take(held[some], axis=0).astype(np.float32) @ question).T
        cosines *= steps[held]
        return cosines

    @cached_property
    def _directions(self) -> "_Directions":
        """Made with the first question.

        Source: widening 3,000 rows of float16 takes 3 ms a question, of int8 0.4 ms; no cosine is off by over 0.005.
        """
        weights = self._pieces.weights
        directions, steps = np.empty(weights.shape, np.int8), np.empty(len(weights), np.float32)
        lengths = np.empty(len(weights), np.float32)
        for begin in range(0, len(weights), _ROWS_AT_A_TIME):
            rows = slice(begin, begin + _ROWS_AT_A_TIME)
            vectors = weights[rows].astype(np.float32)
            lengths[rows] = np.linalg.norm(vectors, axis=1)
            vectors /= np.maximum(lengths[rows, None], 1e-6)
            steps[rows] = np.maximum(np.abs(vectors).max(axis=1), 1e-6) / _LEVELS
            directions[rows] = np.rint(vectors / steps[rows, None])
        return _Directions(directions, steps, lengths)


class _Directions(NamedTuple):
    """The vectors of all pieces.

    Attributes:
        directions: int8, shape (pieces, dim), at unit length in steps.
        steps: float32, shape (pieces,), the length of a step of each.
        lengths: float32, shape (pieces,).
    """

    directions: NDArray[np.int8]
    steps: NDArray[np.float32]
    lengths: NDArray[np.float32]


def _different(pieces: NDArray[np.integer[Any]], number: int) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """Return the pieces that occur, each once, and for each piece its place among them."""
    # they are used as indices twice, and turned into such once
    at = pieces.astype(np.intp)
    occurs = np.zeros(number, np.bool_)
    occurs[at] = True
    held = occurs.nonzero()[0]
    place = np.empty(number, np.int32)
    place[held] = np.arange(len(held), dtype=np.int32)
    return held, place.take(at)


def _best_of_each(
    values: NDArray[np.float32], place: NDArray[np.int32], bounds: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Return the highest value of each row in each run of places; 0 for an empty run."""
    filled = np.diff(bounds).nonzero()[0]
    best = np.zeros((len(values), len(bounds) - 1), np.float32)
    best[:, filled] = np.maximum.reduceat(values.take(place, axis=1), bounds[filled], axis=1)
    return best


def _sums(rows: NDArray[np.float32], place: NDArray[np.int32], bounds: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the sum of the rows at each run of places.

    One run after the other: `np.add.reduceat` takes three times as long down columns, and what is taken for one run is
    still at hand when it is added, which takes 0.25 ms a question instead of 0.33 ms.
    """
    sums = np.zeros((len(bounds) - 1, rows.shape[1]), np.float32)
    begin = 0
    for end, total in zip(bounds[1:].tolist(), sums, strict=True):
        np.add.reduce(rows.take(place[begin:end], axis=0), axis=0, out=total)
        begin = end
    return sums
