"""Late interaction: how near each piece of a question comes to a piece of a passage.

Knows token vectors. Must not know words, scores or storage.

Source: MaxSim, Khattab and Zaharia 2020 (ColBERT), over static token vectors: the best squared cosine, weighted by the
question's pieces' vector norms, which are small for what is common. docs/evaluation.md, "Ranking".
"""

import numpy as np
from numpy.typing import NDArray

from search.encode import StaticEncoder
from search.forward import TermTable


class LateInteraction:
    """Compares the pieces of a question with those of passages; safe to use from several threads."""

    def __init__(self, pieces: StaticEncoder) -> None:
        self._pieces = pieces
        self._weights = pieces.weights

    def similarities(self, question: str, table: TermTable) -> NDArray[np.float32]:
        """Return for each passage of a table how much of the question it comes near to, 0 to 1; shape (n,)."""
        asked, _ = self._pieces.pieces([question])
        held, place = np.unique(table.piece, return_inverse=True)
        if not asked.size or not held.size:
            return np.zeros(len(table.languages), np.float32)
        vectors, norms = _unit(self._weights[asked].astype(np.float32))
        near = np.square(np.maximum(vectors @ _unit(self._weights[held].astype(np.float32))[0].T, 0))[:, place]
        best = _best_of_each(near, table.piece_bounds)
        result: NDArray[np.float32] = norms @ best / norms.sum()
        return result


def _unit(vectors: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    norms = np.maximum(np.linalg.norm(vectors, axis=1), 1e-6)
    return vectors / norms[:, None], norms


def _best_of_each(values: NDArray[np.float32], bounds: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the highest value of each row in each run of columns; 0 for an empty run."""
    filled = np.flatnonzero(np.diff(bounds))
    best = np.zeros((len(values), len(bounds) - 1), np.float32)
    best[:, filled] = np.maximum.reduceat(values, bounds[filled], axis=1)
    return best
