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
        starts = self.bounds[group.rows]
        cuts = np.stack((starts, starts + group.shared, self.bounds[group.rows + 1]), axis=1)
        near = share_of(self.norms[group.left], np.square(self.best[np.ix_(group.left, group.rows)]))
        below = self._products(group.left, cuts)[:, 1]
        whole = self._products(np.ones_like(group.left), cuts).sum(axis=1)
        return near, np.maximum(below, 0) / np.maximum(whole, 1e-6)

    def _products(self, which: NDArray[np.bool_], cuts: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return dot products of the direction of some of the question's pieces with sums of pieces of passages.

        Args:
            cuts: shape (n, 3), the runs that are added: from the first place of each row on, and from the second.

        Returns:
            Shape (n, 2).
        """
        length = max(float(np.linalg.norm(self.vectors[which].sum(axis=0))), 1e-6)
        products = (self.norms[which] @ self.cosines[which]) * self.lengths / length
        first, last = cuts[0, 0], cuts[-1, -1]
        # the last run ends before a nought, and what stands between two passages is added to no purpose
        added = np.append(products.take(self.place[first:last]), np.float32(0))
        return np.add.reduceat(added, (cuts - first).ravel()).reshape(cuts.shape)[:, :2]


def share_of(weights: NDArray[np.float32], best: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the weighted mean of the rows; shape (n,)."""
    share: NDArray[np.float32] = weights @ best / max(float(weights.sum()), 1e-6)
    return share
