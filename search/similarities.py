"""What the cosines of a question's pieces with those of passages say: of the whole question, or of what a title leaves.

Knows numbers only. Must not know words, models or how much a similarity counts.

Source: MaxSim, Khattab and Zaharia 2020 (ColBERT); docs/evaluation.md, "Ranking".
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.titled import Titled

_COSINE_POWER_ABROAD, _NORM_POWER_ABROAD = 1.5, 1.5
"""Powers for passages in another language, where the cosines of what means the same are lower, instead of 2 and 1.

Source: docs/evaluation.md, "Ranking"."""


@dataclass(frozen=True, slots=True)
class Similarities:
    """How near the pieces of n passages come to the q pieces of a question.

    Attributes:
        pieces: int32, shape (q,), of the question.
        vectors: float32, shape (q, dim), theirs.
        norms: float32, shape (q,), the lengths of these.
        cosines: float32, shape (q, h), with each different piece of the passages.
        lengths: float32, shape (h,), of these pieces' vectors.
        place: int32, shape (k,), which of them each piece of each passage is.
        bounds: int64, shape (n + 1,); the pieces of passage i are bounds[i] to bounds[i + 1].
        best: float32, shape (q, n), the best cosine in each passage, at least 0.
    """

    pieces: NDArray[np.int32]
    vectors: NDArray[np.float32]
    norms: NDArray[np.float32]
    cosines: NDArray[np.float32]
    lengths: NDArray[np.float32]
    place: NDArray[np.int32]
    bounds: NDArray[np.int64]
    best: NDArray[np.float32]

    def shares(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return for each passage how much of the question it comes near to, 0 to 1; shape (n,) each.

        Returns:
            As it counts for passages in the question's language, and for those in another.
        """
        return (
            share_of(self.norms, np.square(self.best)),
            share_of(self.norms**_NORM_POWER_ABROAD, self.best**_COSINE_POWER_ABROAD),
        )

    def said(self, group: Titled) -> float:
        """Return the share of the question that a title says."""
        return float(1 - self.norms[group.left].sum() / max(float(self.norms.sum()), 1e-6))

    def left(self, group: Titled) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Compare what is left of the question, without what a title says of it, with passages under this title.

        Returns:
            For each of these passages, how much of what is left it comes near to, 0 to 1, and what its cosine with the
            question is to be multiplied by, to be that of what is left with what stands below the title.
        """
        near = share_of(self.norms[group.left], np.square(self.best[np.ix_(group.left, group.rows)]))
        bounds = zip(self.bounds[group.rows].tolist(), self.bounds[group.rows + 1].tolist(), strict=True)
        runs = [self.place[begin:end] for begin, end in bounds]
        starts = np.cumsum([0, *map(len, runs[:-1])])
        cuts = np.stack((starts, starts + group.shared), axis=1).ravel()
        products = self._products(np.stack((group.left, np.ones_like(group.left))))
        # the title of each, then what stands below it
        sums = np.add.reduceat(products.take(np.concatenate(runs), axis=1), cuts, axis=1)
        below, whole = sums[0, 1::2], sums[1, 0::2] + sums[1, 1::2]
        return near, np.maximum(below, 0) / np.maximum(whole, 1e-6)

    def _products(self, which: NDArray[np.bool_]) -> NDArray[np.float32]:
        """Return the dot products of directions with each different piece's vector; shape (m, h).

        Args:
            which: shape (m, q), the question's pieces that each direction is the sum of.
        """
        chosen = which.astype(np.float32)
        lengths = np.maximum(np.linalg.norm(chosen @ self.vectors, axis=1, keepdims=True), np.float32(1e-6))
        products: NDArray[np.float32] = (chosen * self.norms / lengths) @ self.cosines * self.lengths
        return products


def share_of(weights: NDArray[np.float32], best: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the weighted mean of the rows; shape (n,)."""
    share: NDArray[np.float32] = weights @ best / max(float(weights.sum()), 1e-6)
    return share
