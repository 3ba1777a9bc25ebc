"""Score sentences with the shipped weights.

Knows numbers. Must not know what the features mean.

Source of the weights: `python -m training.sentences`; docs/evaluation.md, "Choice of sentences".
"""

from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from search.answering.features import FEATURES
from search.errors import MissingResource

_Array = NDArray[np.float64]
_NAMES = ("mean", "scale", "into", "bias", "out", "straight")


class SentenceScorer:
    """A network with one hidden layer beside a linear path."""

    def __init__(self, mean: _Array, scale: _Array, into: _Array, bias: _Array, out: _Array, straight: _Array) -> None:
        """Take the weights for k features and h hidden units.

        Args:
            mean, scale: shape (k,), of each feature over the questions it was trained on.
            into: shape (k, h).
            bias, out: shape (h,).
            straight: shape (k,).
        """
        self._held = (mean, scale, into, bias, out, straight)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the shipped weights.

        Raises:
            MissingResource: the file is not there, or was made for other features.
        """
        try:
            with np.load(path, allow_pickle=False) as held:
                names, arrays = tuple(held["names"].tolist()), [held[name].astype(np.float64) for name in _NAMES]
        except (OSError, ValueError, KeyError) as error:
            raise MissingResource(f"{path.name} cannot be read ({error}); install samsok again") from error
        if names != FEATURES:
            raise MissingResource(f"{path.name} was made for other features; install samsok again")
        return cls(*arrays)

    def arrays(self) -> dict[str, NDArray[np.float32]]:
        """Return what `load` reads, by name."""
        return {name: array.astype(np.float32) for name, array in zip(_NAMES, self._held, strict=True)}

    def scores(self, features: _Array) -> _Array:
        """Return a score for each sentence; differences are logs of odds between sentences of one question."""
        mean, scale, into, bias, out, straight = self._held
        x = (features - mean) / scale
        scores: _Array = np.tanh(x @ into + bias) @ out + x @ straight
        return scores
