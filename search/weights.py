"""Sparse vectors of passages: BM25 weights of their terms, for many passages at a time.

Knows analysis. Inverse document frequency is the engine's. Must not know questions, nor which engine.

Source: BM25, Robertson and Zaragoza 2009, equation 3.15.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer, dimension
from search.analysis.references import passage_references
from search.analysis.words import words
from search.chunks import MOST_CHUNKS, Chunked, ChunkRows, Derive, RunColumn, Runs
from search.index.port import SparseVector

K1 = 1.4
B = 0.75
CONTEXT_WEIGHT = 1.0
"""How much a word of the title or of a heading counts beside one of the passage."""

TERM = np.dtype([("dimension", np.uint32), ("share", np.float32), ("words", np.float32)])
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

    @classmethod
    def of(cls, vectors: Sequence[SparseVector]) -> Self:
        """Return these vectors one behind the other; there must be one at least."""
        return cls(
            np.concatenate([vector.indices for vector in vectors]),
            np.concatenate([vector.values for vector in vectors]),
            np.cumsum([vector.indices.size for vector in vectors]),
        )

    def vectors(self) -> list[SparseVector]:
        """Return the vectors, which share the memory of the rows."""
        begins = [0, *self.ends.tolist()]
        return [SparseVector(self.indices[begin:end], self.values[begin:end]) for begin, end in pairwise(begins)]


@dataclass(frozen=True, slots=True)
class FoundTerms:
    """The terms of the passages that speak one language.

    Attributes:
        passages: int64, shape (n,), their positions.
        runs: of their n texts, then of the n titles and headings above them.
        pieces: of each passage, what stands above it first; empty unless they are asked for.
    """

    language: str
    passages: NDArray[np.int64]
    runs: Runs
    pieces: Runs


class TermFinder:
    """Finds the terms of passages; remembers words, so it is for one thread and one run."""

    def __init__(self, analyzer: Analyzer, pieces: Derive | None = None) -> None:
        """Begin with nothing.

        Args:
            pieces: works out the pieces of words, see `StaticEncoder.pieces`; None where they are not needed.
        """
        self._analyzer = analyzer
        self._pieces = pieces
        self._tables: dict[str, _WordTable] = {}

    def find(self, passages: Sequence[PassageText]) -> list[FoundTerms]:
        """Return the terms of passages, language by language."""
        languages = dict.fromkeys(passage.language for passage in passages)
        return [self._find(passages, language) for language in languages]

    def _find(self, passages: Sequence[PassageText], language: str) -> FoundTerms:
        positions = [position for position, passage in enumerate(passages) if passage.language == language]
        bodies, contexts = [passages[i].body for i in positions], [passages[i].context for i in positions]
        runs, pieces = self._table(language).look_up(bodies, contexts)
        return FoundTerms(language, np.asarray(positions, np.int64), runs, pieces)

    def _table(self, language: str) -> "_WordTable":
        if language not in self._tables or self._tables[language].is_full():
            self._tables[language] = _WordTable(partial(_terms_of, self._analyzer, language), self._pieces or _nothing)
        return self._tables[language]


class _WordTable:
    """The terms and the pieces of what stands between blanks in one language: one look at a text gives both.

    Source: looking up the chunks of a text takes longer than all that is then done with their rows.
    """

    def __init__(self, terms: Derive, pieces: Derive) -> None:
        self._rows = ChunkRows()
        self._terms, self._pieces = RunColumn(terms, TERM), RunColumn(pieces, np.int32)

    def is_full(self) -> bool:
        return len(self._rows) > MOST_CHUNKS

    def look_up(self, bodies: Sequence[str], contexts: Sequence[str]) -> tuple[Runs, Runs]:
        """Return the terms of the bodies, then of what stands above them, and the pieces of both together."""
        number = len(bodies)
        chunked = self._rows.cut([*bodies, *contexts])
        self._terms.learn(self._rows)
        self._pieces.learn(self._rows)
        below, above = chunked.part(0, number), chunked.part(number, 2 * number)
        owners = np.repeat(np.tile(np.arange(number), 2), np.concatenate((above.counts, below.counts)))
        order = np.argsort(owners, kind="stable")
        whole = Chunked(np.concatenate((above.rows, below.rows))[order], above.counts + below.counts)
        return self._terms.runs(chunked), self._pieces.runs(whole)


def _nothing(chunks: Sequence[str]) -> tuple[NDArray[np.int32], list[int]]:
    return np.zeros(0, np.int32), [0] * len(chunks)


class PassageWeigher:
    """Weighs the terms of passages."""

    def __init__(self, average_words: float) -> None:
        """Take the mean of `content_words` over the collection."""
        self._average_words = average_words

    def weigh(self, found: Sequence[FoundTerms], cited: Sequence[Mapping[int, float]] = ()) -> SparseRows:
        """Return BM25 weights without the inverse document frequency; vector i belongs to the passage at i.

        Args:
            cited: dimensions of what each passage cites, with weights that no length changes; see `cited_terms`.
        """
        terms = np.concatenate([each.runs.numbers for each in found])
        owners = np.concatenate([each.passages[each.runs.owners % len(each.passages)] for each in found])
        weights = np.concatenate(
            [np.where(each.runs.owners < len(each.passages), 1.0, CONTEXT_WEIGHT) for each in found]
        )
        number = sum(len(each.passages) for each in found)
        lengths = np.bincount(owners, terms["words"] * weights, minlength=number)
        # one key for a passage's term: sorting brings together what is to be added, and puts dimensions in order
        keys = owners.astype(np.uint64) << np.uint64(32) | terms["dimension"]
        order = np.argsort(keys, kind="stable")  # sums must not depend on who else is in the batch
        keys = keys[order]
        firsts = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
        counts = np.add.reduceat((terms["share"] * weights)[order], firsts) if firsts.size else np.zeros(0)
        rows = (keys[firsts] >> np.uint64(32)).astype(np.int64)
        norms = K1 * (1 - B + B * lengths / self._average_words)
        values = counts * (K1 + 1) / (counts + norms[rows])
        if any(cited):
            keys, values, rows = _with_cited(keys[firsts], values, cited)
            firsts = np.arange(len(keys))
        ends = np.searchsorted(rows, np.arange(number), side="right")
        return SparseRows(keys[firsts].astype(np.uint32), values.astype(np.float32), ends)


def cited_dimension(key: str) -> int:
    """Return the dimension of a reference; all languages share it."""
    return dimension(key, "cited")


def cited_terms(passage: PassageText) -> Mapping[int, float]:
    """Return dimension -> weight of what a passage or its headings cite."""
    return {cited_dimension(key): weight for key, weight in passage_references(passage.body, passage.context).items()}


def _with_cited(
    keys: NDArray[np.uint64], values: NDArray[np.float64], cited: Sequence[Mapping[int, float]]
) -> tuple[NDArray[np.uint64], NDArray[np.float64], NDArray[np.int64]]:
    """Return keys, values and rows with what is cited among them; where a term has its dimension, the term stays."""
    more = [(row << 32 | key, weight) for row, terms in enumerate(cited) for key, weight in terms.items()]
    all_keys = np.concatenate((keys, np.array([key for key, _ in more], np.uint64)))
    all_values = np.concatenate((values, np.array([weight for _, weight in more], np.float64)))
    all_keys, first = np.unique(all_keys, return_index=True)
    return all_keys, all_values[first], (all_keys >> np.uint64(32)).astype(np.int64)


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
    return np.array(terms, TERM), np.diff(ends).tolist()
