"""Parts of an embedded index: shards of their own, made side by side, whose segments become those of one shard.

Knows Qdrant Edge's folders. Must not know processes.

A segment holds all that is known of its points, and a shard is what lies in its folder `segments`. Term statistics
are the shard's, so that a search over joined segments finds what it finds in one segment.

Source: measured at 105,223 points on two cores: a shard of half as many takes less processor time to fill (65 us a
point instead of 78) and to compact (91 us instead of 131), and two are made at a time; a query over two segments
takes as long as over one, since the engine searches them side by side.
"""

import contextlib
import json
import shutil
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import qdrant_edge as edge

from search.errors import IncompatibleData, IndexUnavailable
from search.index.edge_engine import BATCH_POINTS, create_shard, translated, upsert
from search.index.edge_files import Marker, read_marker, sync_tree, write_marker
from search.index.point import check_points
from search.index.port import IndexSettings, Point


@dataclass(frozen=True, slots=True)
class EdgePart:
    """Satisfies `search.index.parts.Part`."""

    folder: Path
    settings: IndexSettings

    def begin(self) -> "EdgePartWriter":
        """Start the part."""
        with translated(f"the index in {self.folder}", IndexUnavailable):
            create_shard(self.folder / "shard", self.settings)
            return EdgePartWriter(self)


class EdgePartWriter:
    """Satisfies `search.index.parts.PartWriter`; compacts in this process, which so must have nothing else to do."""

    def __init__(self, part: EdgePart) -> None:
        """Open the part's shard, which must be there."""
        self._part = part
        self._count = 0
        self._shard: Any = edge.EdgeShard.load(str(part.folder / "shard"))

    def add(self, points: Iterable[Point]) -> None:
        """Add points, see `PartWriter.add`."""
        for some in check_points(points, self._part.settings, BATCH_POINTS):
            with translated(f"the index in {self._part.folder}", IndexUnavailable):
                upsert(self._shard, some)
            self._count += len(some)

    def commit(self) -> None:
        """Compact and make durable, see `PartWriter.commit`."""
        with translated(f"the index in {self._part.folder}", IndexUnavailable):
            self._shard.optimize()
            self._shard.flush()
            self._shard.close()
            write_marker(self._part.folder, Marker.of(self._part.settings, count=self._count, changed_points=0))
            sync_tree(self._part.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(IndexUnavailable), translated("the index", IndexUnavailable):
            self._shard.close()


def new_parts(folder: Path, number: int, settings: IndexSettings) -> list[EdgePart]:
    """Return places for parts below a folder."""
    return [EdgePart(folder / f"part-{uuid.uuid4().hex[:8]}", settings) for _ in range(number)]


def join(shard: Path, parts: Sequence[EdgePart]) -> int:
    """Move the segments of whole parts to a shard that is not open; return how many points that adds.

    Raises:
        IndexUnavailable: a part is not whole.
    """
    points = 0
    for part in parts:
        try:
            points += read_marker(part.folder, part.settings).count
        except IncompatibleData as error:
            raise IndexUnavailable(f"a part of the index is not whole ({error}); run the command again") from error
        for segment in _filled(part.folder / "shard"):
            segment.rename(shard / "segments" / segment.name)
    return points


def discard_parts(folder: Path) -> None:
    """Remove the parts below a folder, joined or not."""
    for path in folder.glob("part-*"):
        shutil.rmtree(path, ignore_errors=True)


def _filled(shard: Path) -> Iterator[Path]:
    """Yield the segments that hold something; the engine keeps an empty one for what comes."""
    for segment in sorted((shard / "segments").iterdir()):
        state = json.loads((segment / "segment.json").read_text(encoding="utf-8"))
        if state.get("initial_version", 0) is not None:
            yield segment
