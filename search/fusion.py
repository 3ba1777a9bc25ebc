"""Join the two signals' candidates and weigh them against each other.

Knows scores only. Must not know texts, languages or engines.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from search.index.port import Candidate

ANY_LANGUAGE_WEIGHT = 0.65
"""The lexical signal's share in choosing the candidates that are looked at closely (`search.rank`)."""

SURE_COSINE = 0.35
"""A best cosine under this is not stretched to 1: where nothing is near, being a little nearer means little."""

_DIGITS = 7
"""Scores that agree to so many decimals are a tie."""


class Fused(NamedTuple):
    """A candidate with what each signal said; a tuple, as a question has 150 of them.

    Attributes:
        score: 0 to 1.
        bm25_score, cosine: as the signal gave it; None where it did not find the passage among its best.
    """

    passage_id: str
    score: float
    bm25_score: float | None
    cosine: float | None


@dataclass(frozen=True, slots=True)
class Signals:
    """What two signals said of n candidates.

    Attributes:
        passage_ids: of the candidates.
        bm25, cosine: float64, shape (n,), as the signal gave it; nan where it did not find the passage.
        bm25_share, cosine_share: float64, shape (n,), in relation to the signal's best candidate, 0 to 1.
    """

    passage_ids: Sequence[str]
    bm25: NDArray[np.float64]
    cosine: NDArray[np.float64]
    bm25_share: NDArray[np.float64]
    cosine_share: NDArray[np.float64]

    def take(self, places: Sequence[int]) -> "Signals":
        """Return some of the candidates."""
        at = np.array(places, dtype=np.intp)
        ids = [self.passage_ids[place] for place in places]
        return Signals(ids, self.bm25[at], self.cosine[at], self.bm25_share[at], self.cosine_share[at])

    def with_cosines(self, found: Sequence[float | None]) -> "Signals":
        """Return the same candidates with the cosines of those that had none; None where it is not known either."""
        # as numbers None is nan
        cosine = np.where(np.isnan(self.cosine), np.array(found, np.float64), self.cosine)
        return replace(self, cosine=cosine, cosine_share=_scaled(cosine, SURE_COSINE))

    def weighted(self, lexical: float | NDArray[np.float64]) -> NDArray[np.float64]:
        """Return scores, 0 to 1, with the lexical signal's share as given (weighted CombSUM, Fox and Shaw 1994)."""
        return lexical * self.bm25_share + (1 - lexical) * self.cosine_share

    def order(self, scores: NDArray[np.float64]) -> list[int]:
        """Return the candidates' places by score, the best first; ties by id, so that every adapter agrees."""
        rounded = np.round(-scores, _DIGITS).tolist()
        return [place for _, _, place in sorted(zip(rounded, self.passage_ids, range(len(rounded)), strict=True))]

    def fused(self, scores: NDArray[np.float64]) -> list[Fused]:
        """Return the candidates with their scores, the best first."""
        values, bm25, cosine = scores.tolist(), _said(self.bm25), _said(self.cosine)
        return [
            Fused(self.passage_ids[place], values[place], bm25[place], cosine[place]) for place in self.order(scores)
        ]


class Ranking(Sequence[Fused]):
    """Candidates, the best first; those behind the ones looked at closely are put in order once one is asked for."""

    def __init__(self, close: Sequence[Fused], others: Signals, scores: NDArray[np.float64]) -> None:
        """Take the best candidates in order, the others, and the scores of these."""
        self._close = close
        self._others = others
        self._scores = scores

    def __len__(self) -> int:
        return len(self._close) + len(self._others.passage_ids)

    @overload
    def __getitem__(self, place: int) -> Fused: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Fused]: ...

    def __getitem__(self, place: int | slice) -> Fused | Sequence[Fused]:
        if isinstance(place, slice):
            start, stop, step = place.indices(len(self))
            if step > 0 and stop <= len(self._close):
                return self._close[start:stop:step]
        return self._all[place]

    @cached_property
    def _all(self) -> Sequence[Fused]:
        return [*self._close, *self._others.fused(self._scores)]


def join(dense: Sequence[Candidate], sparse: Sequence[Candidate]) -> Signals:
    """Return the union of both lists. A passage that a signal did not find gets nought from it."""
    ids = list(dict.fromkeys([passage_id for passage_id, _ in (*dense, *sparse)]))
    place = dict(zip(ids, range(len(ids)), strict=True))
    bm25, cosine = _column(sparse, place), _column(dense, place)
    return Signals(ids, bm25, cosine, _scaled(bm25, 0.0), _scaled(cosine, SURE_COSINE))


def _column(found: Sequence[Candidate], place: Mapping[str, int]) -> NDArray[np.float64]:
    column = np.full(len(place), np.nan)
    column[[place[passage_id] for passage_id, _ in found]] = [score for _, score in found]
    return column


def _scaled(scores: NDArray[np.float64], least: float) -> NDArray[np.float64]:
    """Scale so that the best, or `least` where the best is lower, has 1; below nought says nothing for a passage."""
    positive = np.where(scores > 0, scores, 0.0)
    high = max(least, float(positive.max(initial=0.0)))
    return positive / high if high > 0 else positive


def _said(scores: NDArray[np.float64]) -> list[float | None]:
    return [None if math.isnan(score) else score for score in scores.tolist()]
