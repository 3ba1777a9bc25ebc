"""Late interaction: how near each piece of a question comes to a piece of a passage.

Knows token vectors. Must not know words, scores or storage.

Source: MaxSim, Khattab and Zaharia 2020 (ColBERT), over static token vectors: a power of the best cosine, weighted by
one of the question's pieces' vector norms, which are small for what is common. docs/evaluation.md, "Ranking".
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.encode import StaticEncoder
from search.forward import TermTable
from search.half import widened

_MOST_QUESTIONS, _MOST_KEPT = 16, 100_000
"""Questions that are remembered, and cosines of each, 0.4 MB; a long question's are worked out twice."""

_COSINE_POWER_ABROAD, _NORM_POWER_ABROAD = 1.5, 1.5
"""Powers for passages in another language, where the cosines of what means the same are lower, instead of 2 and 1.

Source: docs/evaluation.md, "Ranking"."""

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

    def similarities(self, question: str, table: TermTable) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return for each passage of a table how much of the question it comes near to, 0 to 1; shape (n,) each.

        Returns:
            As it counts for passages in the question's language, and for those in another.
        """
        asked = self._asked(question)
        if not asked.pieces.size or not table.piece.size:
            nothing = np.zeros(len(table.languages), np.float32)
            return nothing, nothing
        held, place = _different(table.piece, len(self._pieces.weights))
        near = self._near(asked, held)
        if near.size <= _MOST_KEPT:
            asked.compared = (held, near)
        best = _best_of_each(near, place, table.piece_bounds)
        return (
            _share_of(asked.norms, np.square(best)),
            _share_of(asked.norms**_NORM_POWER_ABROAD, best**_COSINE_POWER_ABROAD),
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
        best = _share_of(asked.norms, np.square(_best_of_each(self._near_again(asked, held), place, bounds)))
        sums, mean = _sums(widened(self._pieces.weights[held]), place, bounds), asked.vectors.sum(axis=0)
        lengths = np.linalg.norm(sums, axis=1) * np.linalg.norm(mean)
        return best, sums @ mean / np.maximum(lengths, 1e-6)

    def _question(self, text: str) -> _Question:
        pieces, _ = self._pieces.pieces([text])
        return _Question(pieces, widened(self._pieces.weights[pieces]))

    def _near_again(self, asked: _Question, held: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return what `_near` does, from what was worked out last if that holds all of it."""
        if asked.compared is not None:
            known, near = asked.compared
            at = np.minimum(known.searchsorted(held), known.size - 1)
            if np.array_equal(known[at], held):
                return near.take(at, axis=1)
        return self._near(asked, held)

    def _near(self, asked: _Question, held: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return cosines of the question's pieces with others, 0 where they point apart."""
        directions, steps = self._directions
        question = (directions[asked.pieces] * steps[asked.pieces, None]).T
        cosines = np.empty((question.shape[1], len(held)), np.float32)
        for begin in range(0, len(held), _ROWS_COMPARED):
            some = slice(begin, begin + _ROWS_COMPARED)
            cosines[:, some] = (directions.take(held[some], axis=0).astype(np.float32) @ question).T
        cosines *= steps[held]
        return np.maximum(cosines, 0, out=cosines)

    @cached_property
    def _directions(self) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
        """The vectors at unit length, in 8 bits, and the length of a step of each; made with the first question.

        Source: widening 3,000 rows of float16 takes 3 ms a question, of int8 0.4 ms; no cosine is off by over 0.005.
        """
        weights = self._pieces.weights
        directions, steps = np.empty(weights.shape, np.int8), np.empty(len(weights), np.float32)
        for begin in range(0, len(weights), _ROWS_AT_A_TIME):
            rows = slice(begin, begin + _ROWS_AT_A_TIME)
            vectors = weights[rows].astype(np.float32)
            vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
            steps[rows] = np.maximum(np.abs(vectors).max(axis=1), 1e-6) / _LEVELS
            directions[rows] = np.rint(vectors / steps[rows, None])
        return directions, steps


def _share_of(weights: NDArray[np.float32], best: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the weighted mean of the rows; shape (n,)."""
    share: NDArray[np.float32] = weights @ best / max(float(weights.sum()), 1e-6)
    return share


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
