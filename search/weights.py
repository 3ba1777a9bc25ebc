"""Sparse vectors of passages: BM25 weights of their terms, for many passages at a time.

Knows analysis. Inverse document frequency is the engine's. Must not know questions, nor which engine.

Source: BM25, Robertson and Zaragoza 2009, equation 3.15.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer
from search.analysis.words import words
from search.chunks import ChunkTable
from search.index.port import SparseVector

K1 = 1.4
B = 0.75
CONTEXT_WEIGHT = 1.0
"""How much a word of the title or of a heading counts beside one of the passage."""

_TERM = np.dtype([("dimension", np.uint32), ("share", np.float32), ("words", np.float32)])
"""A term of a chunk: how much it counts, and 1 where a content word begins with it, else 0."""


class PassageText(NamedTuple):
    """What a passage's vectors are made of.

    Attributes:
        context: the title and the headings above it.
    """

    body: str
    context: str
    language: str


@dataclass(frozen=True, slots=True)
class SparseRows:
    """The sparse vectors of many passages, one behind the other.

    Attributes:
        indices: uint32, shape (k,), strictly increasing within a passage.
        values: float32, shape (k,), finite and positive.
        ends: int64, shape (n,), where each passage's vector ends.
    """

    indices: NDArray[np.uint32]
    values: NDArray[np.float32]
    ends: NDArray[np.int64]

    def vectors(self) -> list[SparseVector]:
        """Return the vectors, which share the memory of the rows."""
        begins = [0, *self.ends.tolist()]
        return [SparseVector(self.indices[begin:end], self.values[begin:end]) for begin, end in pairwise(begins)]


class PassageWeigher:
    """Weighs the terms of passages; remembers words, so it is for one thread and one run."""

    def __init__(self, analyzer: Analyzer, average_words: float) -> None:
        """Take the mean of `content_words` over the collection."""
        self._analyzer = analyzer
        self._average_words = average_words
        self._tables: dict[str, ChunkTable] = {}

    def weigh(self, passages: Sequence[PassageText]) -> SparseRows:
        """Return BM25 weights without the inverse document frequency; vector i belongs to passages[i]."""
        found = [self._terms(passages, language) for language in {passage.language for passage in passages}]
        terms, owners, weights = (np.concatenate(part) for part in zip(*found, strict=True))
        lengths = np.bincount(owners, terms["words"] * weights, minlength=len(passages))
        # one key for a passage's term: sorting brings together what is to be added, and puts dimensions in order
        keys = owners.astype(np.uint64) << np.uint64(32) | terms["dimension"]
        order = np.argsort(keys)
        keys = keys[order]
        firsts = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
        counts = np.add.reduceat((terms["share"] * weights)[order], firsts) if firsts.size else np.zeros(0)
        rows = (keys[firsts] >> np.uint64(32)).astype(np.int64)
        norms = K1 * (1 - B + B * lengths / self._average_words)
        values = counts * (K1 + 1) / (counts + norms[rows])
        ends = np.searchsorted(rows, np.arange(len(passages)), side="right")
        return SparseRows(keys[firsts].astype(np.uint32), values.astype(np.float32), ends)

    def _terms(
        self, passages: Sequence[PassageText], language: str
    ) -> tuple[NDArray[Any], NDArray[np.int64], NDArray[np.float64]]:
        """Return the terms of the passages in one language, the passage of each, and what a word there counts."""
        positions = [position for position, passage in enumerate(passages) if passage.language == language]
        bodies, contexts = [passages[i].body for i in positions], [passages[i].context for i in positions]
        terms, owners = self._table(language).look_up([*bodies, *contexts])
        weights = np.where(owners < len(positions), 1.0, CONTEXT_WEIGHT)
        return terms, np.asarray(positions)[owners % len(positions)], weights

    def _table(self, language: str) -> ChunkTable:
        if language not in self._tables:
            self._tables[language] = ChunkTable(partial(_terms_of, self._analyzer, language), _TERM)
        return self._tables[language]


def content_words(passage: PassageText, analyzer: Analyzer) -> float:
    """Return the length that BM25 sees: words that are no stop words, those of the headings weighted."""
    own, above = (
        sum(not analyzer.is_stop_word(word, passage.language) for word in words(text))
        for text in (passage.body, passage.context)
    )
    return own + CONTEXT_WEIGHT * above


def _terms_of(analyzer: Analyzer, language: str, chunks: Sequence[str]) -> tuple[NDArray[Any], list[int]]:
    terms: list[tuple[int, float, float]] = []
    ends = [0]
    for chunk in chunks:
        for word in words(chunk):
            found = analyzer.dimensions(word, language)
            terms += [(key, share, float(place == 0)) for place, (key, share) in enumerate(found)]
        ends.append(len(terms))
    return np.array(terms, _TERM), np.diff(ends).tolist()
