"""The port for making an index in parts, each in a process of its own: what one engine call takes fills one core only.

Knows nothing of any engine. An adapter may offer it; whoever writes asks with `isinstance`.
"""

from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Protocol, Self, runtime_checkable

from search.index.port import Point


class PartWriter(Protocol):
    """A part while it is being made; leaving the `with` block without `commit` discards it."""

    def add(self, points: Iterable[Point]) -> None:
        """Add points, see `search.index.port.IndexWriter.add`."""
        ...

    def commit(self) -> None:
        """Make the part whole: it can be joined from now on."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Part(Protocol):
    """Where a part is made; pickled, it says so to another process."""

    def begin(self) -> PartWriter:
        """Start the part; there may be one writer, once."""
        ...


@runtime_checkable
class PartedWriter(Protocol):
    """A writer whose generation may be made in parts."""

    def parts(self, number: int) -> Sequence[Part]:
        """Return places for this many parts, which must have no point in common."""
        ...

    def join(self) -> None:
        """Have `commit` add the points of these parts, all of which are whole; parts that are not joined are lost."""
        ...
