"""Numbers that stand for the chunks of texts, a chunk being what stands between two blanks, worked out once for each.

Knows how text is cut at blanks and how runs of numbers are kept. Must not know what the numbers mean.

Running text repeats itself: of 126 chunks of a passage 4 to 8 are new. What is known is looked up for many texts at
once, in arrays, instead of word by word.
"""

from collections.abc import Callable, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

MOST_CHUNKS = 250_000
"""Source: 13 million chunks of Swedish and Danish text are 441,000 different ones; with 200,000 held and then all
forgotten 6 % had to be worked out, with no limit 3.4 %. Each takes about 200 bytes."""

Derive = Callable[[Sequence[str]], tuple[NDArray[Any], Sequence[int]]]
"""Chunks -> the runs of numbers of all of them, one behind the other, and the length of each run, which may be 0."""


class Runs(NamedTuple):
    """The numbers of several texts, one text behind the other.

    Attributes:
        numbers: shape (k,).
        owners: int64, shape (k,), the position of each number's text.
        places: int64, shape (k,), the ordinal of each number's chunk in its text, from 0.
    """

    numbers: NDArray[Any]
    owners: NDArray[np.int64]
    places: NDArray[np.int64]


class _Rows(dict[str, int]):
    """Chunk -> row; what is asked for gets the next row if it has none."""

    def __missing__(self, chunk: str) -> int:
        row = self[chunk] = len(self)
        return row


class Chunked(NamedTuple):
    """Texts as rows of chunks, one text behind the other.

    Attributes:
        rows: intp, shape (k,).
        counts: intp, shape (n,), how many chunks each text has.
    """

    rows: NDArray[np.intp]
    counts: NDArray[np.intp]

    def part(self, begin: int, end: int) -> "Chunked":
        """Return some of the texts, half-open."""
        first = int(self.counts[:begin].sum())
        return Chunked(self.rows[first : first + int(self.counts[begin:end].sum())], self.counts[begin:end])


class ChunkRows:
    """Chunk -> row, in the order in which they were met; for one thread at a time."""

    def __init__(self) -> None:
        """Begin empty."""
        self._rows = _Rows()

    def __len__(self) -> int:
        return len(self._rows)

    def cut(self, texts: Sequence[str]) -> Chunked:
        """Cut texts; chunks that are new get the next rows."""
        chunks = [chunks_of(text) for text in texts]
        counts = np.array([len(each) for each in chunks], np.intp)
        rows = np.fromiter(map(self._rows.__getitem__, chain.from_iterable(chunks)), np.intp, int(counts.sum()))
        return Chunked(rows, counts)

    def since(self, known: int) -> list[str]:
        """Return the chunks from a row on: the last ones, as dictionaries keep their order."""
        return list(islice(reversed(self._rows), len(self._rows) - known))[::-1]


class RunColumn:
    """What is worked out for each row of chunks: runs of numbers."""

    def __init__(self, dtype: DTypeLike) -> None:
        """Begin empty."""
        self._lengths, self._begins, self._numbers = _Growing(np.intp), _Growing(np.intp), _Growing(dtype)

    def __len__(self) -> int:
        return len(self._lengths.held)

    def append(self, numbers: NDArray[Any], counts: Sequence[int]) -> None:
        """Hold the runs of the next rows."""
        lengths = np.asarray(counts, np.intp)
        self._begins.append(len(self._numbers.held) + np.cumsum(lengths) - lengths)
        self._lengths.append(lengths)
        self._numbers.append(numbers)

    def runs(self, texts: Chunked) -> Runs:
        """Return the runs of texts whose rows are held."""
        rows, counts = texts
        lengths = self._lengths.held[rows]
        begins = self._begins.held[rows] - (np.cumsum(lengths) - lengths)
        numbers = self._numbers.held[np.repeat(begins, lengths) + np.arange(lengths.sum())]
        owners, places = np.repeat(np.arange(len(counts)), counts), np.arange(rows.size)
        places -= np.repeat(np.cumsum(counts) - counts, counts)
        return Runs(numbers, np.repeat(owners, lengths), np.repeat(places, lengths))

    def totals(self, counts: NDArray[np.int64], number: int) -> NDArray[np.int64]:
        """Return how often each number below `number` occurs where row i occurs counts[i] times."""
        weights = np.repeat(counts, self._lengths.held)
        return np.bincount(self._numbers.held, weights, number).astype(np.int64)


class ChunkTable:
    """Chunk -> run of numbers; for one thread at a time."""

    def __init__(self, derive: Derive, dtype: DTypeLike, most: int = MOST_CHUNKS) -> None:
        """Begin empty.

        Args:
            derive: works out what is not known yet. The run of a text must be the runs of its chunks in their order.
            dtype: of the numbers; may be a structured one.
            most: chunks after which everything is forgotten.
        """
        self._derive = derive
        self._most = most
        self._dtype = dtype
        self._forget()

    def look_up(self, texts: Sequence[str]) -> Runs:
        """Return the runs of all texts, one behind the other."""
        if len(self._rows) > self._most:
            self._forget()
        chunked = self._rows.cut(texts)
        if new := self._rows.since(len(self._column)):
            self._column.append(*self._derive(new))
        return self._column.runs(chunked)

    def _forget(self) -> None:
        self._rows = ChunkRows()
        self._column = RunColumn(self._dtype)


def chunks_of(text: str) -> list[str]:
    """Return what stands between a text's blanks, empty where two blanks meet; joined by blanks it is as long."""
    return text.replace("\n", " ").split(" ")


class _Growing:
    """An array that is appended to; it has room to grow, so that each number is copied few times."""

    def __init__(self, dtype: DTypeLike) -> None:
        self._room: NDArray[Any] = np.empty(1024, dtype)
        self.held = self._room[:0]

    def append(self, numbers: NDArray[Any]) -> None:
        begin, end = self.held.size, self.held.size + numbers.size
        if end > self._room.size:
            roomier = np.empty(end + end // 2, self._room.dtype)
            roomier[:begin] = self.held
            self._room = roomier
        self._room[begin:end] = numbers
        self.held = self._room[:end]
