"""Sparse vectors of passages: BM25 weights of their terms, for many passages at a time.

Knows analysis. Inverse document frequency is the engine's. Must not know questions, nor which engine.

Source: BM25, Robertson and Zaragoza 2009, equation 3.15.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer, dimension
from search.analysis.references import passage_references
from search.analysis.words import words
from search.chunks import MOST_CHUNKS, Chunked, ChunkRows, Derive, RunColumn, Runs, chunks_of
from search.index.port import SparseVector
from search.vocabulary import MetWords, Vocabulary

K1 = 1.4
B = 0.75
CONTEXT_WEIGHT = 1.0
"""How much a word of the title or of a heading counts beside one of the passage."""

TERM = np.dtype([("dimension", np.uint32), ("share", np.float32), ("words", np.float32)])
"""A term of a chunk: how much it counts, and 1 where a content word begins with it, else 0."""

_Words = Sequence[Sequence[str]]
"""The words of each chunk."""

_TermsOf = Callable[[_Words], tuple[NDArray[Any], list[int]]]
"""See `search.chunks.Derive`."""


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
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return the vectors of several parts one behind the other; there must be one part at least."""
        lengths = [np.diff(part.ends, prepend=0) for part in parts]
        return cls(
            np.concatenate([part.indices for part in parts]),
            np.concatenate([part.values for part in parts]),
            np.cumsum(np.concatenate(lengths)),
        )

    def taken(self, order: NDArray[np.intp]) -> Self:
        """Return the vectors in another order."""
        lengths = np.diff(self.ends, prepend=0)
        begins, lengths = (self.ends - lengths)[order], lengths[order]
        ends = np.cumsum(lengths)
        places = np.repeat(begins - (ends - lengths), lengths) + np.arange(lengths.sum())
        return type(self)(self.indices[places], self.values[places], ends)

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
    """Finds the terms of passages and counts their words; remembers words, so it is for one thread and one run."""

    def __init__(self, analyzer: Analyzer, pieces: Derive | None = None) -> None:
        """Begin with nothing.

        Args:
            pieces: works out the pieces of words, see `StaticEncoder.pieces`; None where they are not needed.
        """
        self._analyzer = analyzer
        self._pieces = pieces
        self._met = MetWords()
        self._tables: dict[str, _WordTable] = {}

    def find(self, passages: Sequence[PassageText]) -> list[FoundTerms]:
        """Return the terms of passages, language by language."""
        languages = dict.fromkeys(passage.language for passage in passages)
        return [self._find(passages, language) for language in languages]

    def vocabulary(self) -> Vocabulary:
        """Return the words of all passages whose terms were found, with those of what stands above them."""
        for table in self._tables.values():
            table.settle()
        return self._met.vocabulary()

    def _find(self, passages: Sequence[PassageText], language: str) -> FoundTerms:
        positions = [position for position, passage in enumerate(passages) if passage.language == language]
        bodies, contexts = [passages[i].body for i in positions], [passages[i].context for i in positions]
        runs, pieces = self._table(language).look_up(bodies, contexts)
        return FoundTerms(language, np.asarray(positions, np.int64), runs, pieces)

    def _table(self, language: str) -> "_WordTable":
        table = self._tables.get(language)
        if table is not None and table.is_full():
            table.settle()
            table = None
        if table is None:
            table = _WordTable(partial(_terms_of, self._analyzer, language), self._pieces or _nothing, self._met)
            self._tables[language] = table
        return table


class _WordTable:
    """The terms and the pieces of what stands between blanks in one language: one look at a text gives both.

    Source: looking up the chunks of a text takes longer than all that is then done with their rows.
    """

    def __init__(self, terms_of: _TermsOf, pieces: Derive, met: MetWords) -> None:
        self._terms_of, self._pieces_of = terms_of, pieces
        self._rows, self._met = ChunkRows(), met
        self._terms, self._pieces, self._words = RunColumn(TERM), RunColumn(np.int32), RunColumn(np.int32)
        self._times = np.zeros(0, np.int64)

    def is_full(self) -> bool:
        return len(self._rows) > MOST_CHUNKS

    def look_up(self, bodies: Sequence[str], contexts: Sequence[str]) -> tuple[Runs, Runs]:
        """Return the terms of the bodies, then of what stands above them, and the pieces of both together."""
        number = len(bodies)
        chunked = self._rows.cut([*bodies, *contexts])
        self._learn()
        self._times += np.bincount(chunked.rows, minlength=len(self._rows))
        below, above = chunked.part(0, number), chunked.part(number, 2 * number)
        owners = np.repeat(np.tile(np.arange(number), 2), np.concatenate((above.counts, below.counts)))
        order = np.argsort(owners, kind="stable")
        whole = Chunked(np.concatenate((above.rows, below.rows))[order], above.counts + below.counts)
        return self._terms.runs(chunked), self._pieces.runs(whole)

    def settle(self) -> None:
        """Count the words of what was looked up since this was last asked for."""
        self._met.add(self._words.totals(self._times, len(self._met)))
        self._times[:] = 0

    def _learn(self) -> None:
        new = self._rows.since(len(self._terms))
        if not new:
            return
        found = [words(chunk) for chunk in new]
        self._terms.append(*self._terms_of(found))
        self._words.append(self._met.numbers(found), list(map(len, found)))
        self._pieces.append(*self._pieces_of(new))
        self._times = np.concatenate((self._times, np.zeros(len(new), np.int64)))


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


class ContentWords:
    """Counts the words of passages that are no stop words; remembers what stands between blanks."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._counts: dict[str, _ContentCounts] = {}

    def of(self, passage: PassageText) -> float:
        """Return the length that BM25 sees: words that are no stop words, those of the headings weighted."""
        language = passage.language
        if language not in self._counts:
            self._counts[language] = _ContentCounts(self._analyzer, language)
        count = self._counts[language].__getitem__
        own, above = sum(map(count, chunks_of(passage.body))), sum(map(count, chunks_of(passage.context)))
        return own + CONTEXT_WEIGHT * above


class _ContentCounts(dict[str, int]):
    """Chunk -> number of its words that are no stop words; what is asked for is worked out once."""

    def __init__(self, analyzer: Analyzer, language: str) -> None:
        super().__init__()
        self._analyzer, self._language = analyzer, language

    def __missing__(self, chunk: str) -> int:
        count = self[chunk] = sum(not self._analyzer.is_stop_word(word, self._language) for word in words(chunk))
        return count


def _terms_of(analyzer: Analyzer, language: str, chunks: _Words) -> tuple[NDArray[Any], list[int]]:
    found = [analyzer.dimensions(word, language) for chunk in chunks for word in chunk]
    lengths = np.fromiter(map(len, found), np.intp, len(found))
    ends = np.cumsum(lengths)
    terms = np.zeros(int(lengths.sum()), TERM)
    # a double holds every dimension
    pairs = np.fromiter(chain.from_iterable(chain.from_iterable(found)), np.float64, 2 * terms.size).reshape(-1, 2)
    terms["dimension"], terms["share"] = pairs[:, 0], pairs[:, 1]
    terms["words"][(ends - lengths)[lengths > 0]] = 1
    of_words = np.concatenate((np.zeros(1, np.intp), ends))
    of_chunks = of_words[np.cumsum([0, *map(len, chunks)])]
    return terms, np.diff(of_chunks).tolist()
