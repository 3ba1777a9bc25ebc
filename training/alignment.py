"""Word translation probabilities by IBM Model 1, on stems.

Source: Brown et al. 1993, "The Mathematics of Statistical Machine Translation", Model 1, estimated by expectation
maximisation; a NULL word takes what has no counterpart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_NULL = 0


@dataclass(frozen=True, slots=True)
class Bitext:
    """Sentence pairs as lists of stems, with how much each pair counts."""

    source: list[list[str]]
    target: list[list[str]]
    weight: list[float]

    def reversed(self) -> "Bitext":
        """Return the same pairs the other way round."""
        return Bitext(self.target, self.source, self.weight)


@dataclass(frozen=True, slots=True)
class _Links:
    """All possible links: arrays of equal length, one entry for each (source word, target word) of a sentence."""

    entry: NDArray[np.int64]
    token: NDArray[np.int64]
    weight: NDArray[np.float64]
    source: NDArray[np.int64]
    target: NDArray[np.int64]


def align(bitext: Bitext, iterations: int = 6) -> dict[str, dict[str, float]]:
    """Return source stem -> target stem -> p(target | source)."""
    source_ids, target_ids = _index(bitext.source), _index(bitext.target)
    links = _links(bitext, source_ids, target_ids)
    probability = np.full(len(links.source), 1.0)
    for _ in range(iterations):
        share = probability[links.entry]
        share /= np.bincount(links.token, share)[links.token]
        counts = np.bincount(links.entry, share * links.weight, minlength=len(links.source))
        probability = counts / np.bincount(links.source, counts)[links.source]
    return _table(links, probability, list(source_ids), list(target_ids))


def _index(sentences: Iterable[Sequence[str]]) -> dict[str, int]:
    words = dict.fromkeys(word for sentence in sentences for word in sentence)
    return {word: number for number, word in enumerate(words, start=1)}


def _links(bitext: Bitext, source_ids: dict[str, int], target_ids: dict[str, int]) -> _Links:
    pairs, tokens, weights, first_token = [], [], [], 0
    width = len(target_ids) + 1
    for source, target, weight in zip(bitext.source, bitext.target, bitext.weight, strict=True):
        left = np.array([_NULL, *(source_ids[word] for word in source)], dtype=np.int64)
        right = np.array([target_ids[word] for word in target], dtype=np.int64)
        pairs.append((left[:, None] * width + right[None, :]).ravel())
        tokens.append(np.tile(np.arange(first_token, first_token + len(right)), len(left)))
        weights.append(np.full(len(left) * len(right), weight))
        first_token += len(right)
    keys, entry = np.unique(np.concatenate(pairs), return_inverse=True)
    return _Links(entry, np.concatenate(tokens), np.concatenate(weights), keys // width, keys % width)


def _table(
    links: _Links, probability: NDArray[np.float64], source: list[str], target: list[str]
) -> dict[str, dict[str, float]]:
    keep = (links.source != _NULL) & (probability > 1e-3)
    table: dict[str, dict[str, float]] = {}
    for left, right, value in zip(links.source[keep], links.target[keep], probability[keep], strict=True):
        table.setdefault(source[left - 1], {})[target[right - 1]] = float(value)
    return table
