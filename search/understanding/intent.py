"""Tell what kind of answer a question asks for: cues by rules, weighed by a small trained classifier.

Knows wording and the shipped weights. Must not know documents or how an answer is made.

Source of the weights: `python -m training.intents`; docs/evaluation.md, "Understanding questions".
"""

import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from search.analysis.words import words
from search.errors import MissingResource
from search.result import Intent
from search.understanding.cues import CUES, cues_of

INTENTS: tuple[Intent, ...] = get_args(Intent)
BUCKETS = 4096
"""Rows for words and pairs of words, which share them by their hash; questions of a template file have 1,500."""

_CUE_ROWS = {name: BUCKETS + place for place, name in enumerate(CUES)}
ROWS = BUCKETS + len(CUES) + 1
"""Words and pairs, cues, and the bias as the last."""

_OPENING = 3
"""Words at the beginning whose place counts."""

_MOST_WORDS = 40
"""Of a question that are looked at; what is asked for stands at one end of a longer text."""


class IntentModel:
    """A linear classifier over words and cues."""

    def __init__(self, weights: NDArray[np.float32]) -> None:
        """Take the weights, shape (ROWS, len(INTENTS))."""
        self._weights = weights

    @classmethod
    def load(cls, path: Path) -> "IntentModel":
        """Read the shipped weights.

        Raises:
            MissingResource: the file is not there or has another shape.
        """
        try:
            with np.load(path, allow_pickle=False) as held:
                weights, names = held["weights"].astype(np.float32), tuple(held["intents"].tolist())
        except (OSError, ValueError, KeyError) as error:
            raise MissingResource(f"{path.name} cannot be read ({error}); install samsok again") from error
        if weights.shape != (ROWS, len(INTENTS)) or names != INTENTS:
            raise MissingResource(f"{path.name} has shape {weights.shape}; install samsok again")
        return cls(weights)

    def scores(self, question: str) -> NDArray[np.float32]:
        """Return the logit of each of `INTENTS`."""
        summed: NDArray[np.float32] = self._weights[rows_of(question)].sum(axis=0)
        return summed

    def intent(self, question: str) -> Intent:
        """Return the likeliest intent."""
        return INTENTS[int(self.scores(question).argmax())]


def rows_of(question: str) -> list[int]:
    """Return the rows of the weights that a question has, each once, sorted."""
    rows = {zlib.crc32(name.encode()) % BUCKETS for name in _names(question)}
    rows.update(_CUE_ROWS[cue] for cue in cues_of(question))
    return [*sorted(rows), ROWS - 1]


def _names(question: str) -> Iterator[str]:
    found = words(question)
    if len(found) > _MOST_WORDS:
        found = found[: _MOST_WORDS // 2] + found[-_MOST_WORDS // 2 :]
    yield from found
    yield from (f"{place}:{word}" for place, word in enumerate(found[:_OPENING]))
    yield from (f"{one} {other}" for one, other in pairwise(found))
