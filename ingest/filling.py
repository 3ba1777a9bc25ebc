"""The points of a new generation, handed to the index in the way that suits their number.

Knows the ports of the index and of whoever makes points. Must not know the catalog.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol, runtime_checkable

from search.catalog_port import PassageRecord
from search.index.parts import PartedWriter
from search.index.port import IndexWriter, Point
from search.vocabulary import WordCount

_BATCH_POINTS = 2000
"""Source: at 256 dimensions and 75 sparse terms, 2,000 points take about 10 MB; larger batches were no faster."""


class PointMaker(Protocol):
    """What makes points of passages: `search.indexing.Indexer`."""

    def manifest(self) -> Mapping[str, str]:
        """Return what an index made by it depends on."""
        ...

    def scale(self, records: Iterable[PassageRecord]) -> Mapping[str, str]:
        """Return what points depend on beside their own passage, measured over a sample of the collection."""
        ...

    def scaled(self, scale: Mapping[str, str]) -> "PointMaker":
        """Return a maker of points on this scale."""
        ...

    def points(self, records: Iterable[PassageRecord], met: WordCount) -> Iterator[Point]:
        """Yield one point for each passage, and count the words of all; what is counted is whole after the last."""
        ...


@runtime_checkable
class PartMaker(Protocol):
    """A maker of points that can write them to parts of an index, side by side."""

    def write_parts(self, records: Iterable[PassageRecord], writer: PartedWriter, met: WordCount) -> bool:
        """Write the points of all passages and count their words; False where neither was done."""
        ...


def fill(
    writer: IndexWriter, maker: PointMaker, passages: Callable[[], Iterable[PassageRecord]], *, is_new: bool
) -> WordCount:
    """Write one point for each passage to an index; return the words of all.

    Parts come compacted; where the index is a copy of another one, that is for the writer to decide.

    Args:
        passages: gives them anew with each call.
        is_new: nothing else is in the index.
    """
    met = WordCount()
    if is_new and isinstance(maker, PartMaker) and isinstance(writer, PartedWriter):  # noqa: SIM102
        if maker.write_parts(passages(), writer, met):
            return met
    for points in _batches(maker.points(passages(), met)):
        writer.add(points)
    return met


def _batches(points: Iterator[Point]) -> Iterator[list[Point]]:
    """Yield points in lists that bound what is held in memory at a time."""
    while batch := list(itertools.islice(points, _BATCH_POINTS)):
        yield batch
