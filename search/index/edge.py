"""The embedded vector index: one folder per generation, each a Qdrant Edge shard, searched within this process.

Knows Qdrant Edge and files. Must not know the catalog, the network or how vectors are made.

A generation is built in a folder of its own and renamed into place when it is whole, so that what bears the name
of a generation can be opened. The shards have no write-ahead log: a generation exists after `commit` or not at all.
"""

import contextlib
import shutil
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import qdrant_edge as edge
from numpy.typing import NDArray

from search.errors import IncompatibleData, IndexUnavailable
from search.index.edge_engine import (
    BATCH_POINTS,
    TERMS,
    candidates_of,
    close_look,
    compact,
    create_shard,
    dense_query,
    entries_of,
    exact_search,
    filter_of,
    quantized_search,
    settle,
    sparse_query,
    translated,
    upsert,
)
from search.index.edge_files import Marker, copy_tree, prefetch, read_marker, sync_tree, write_marker
from search.index.edge_parts import EdgePart, discard_parts, join, new_parts
from search.index.point import SPARE, Progress, batches, best, check_base, check_dense, check_points, check_sparse
from search.index.port import Candidate, Entry, IndexReader, IndexSettings, IndexWriter, Point, SparseVector
from search.lock import FileLock
from search.result import Filters

EXACT_BELOW_POINTS = 5_000
"""Smaller generations are searched through their full vectors, without any approximation.

Source: measured at 12,626 points, 600 questions, the best 100: all 60,000 are found by the 4-bit vectors too, in 0.3 ms
of processor time instead of 1.0 ms.
"""

COMPACT_FROM_POINTS = 20_000
"""Points added or deleted since the last compaction that make the next one worth its time.

Source: measured at 100,000 points: compacted, a generation opens in 0.1 s instead of 1.2 s (with the interpreter
lock held) and keeps 7 MB instead of 154 MB outside the page cache; compacting takes 8 to 13 s.
"""


class EdgeIndexStore:
    """Generations in the folders gen-0001, gen-0002 and so on; satisfies `search.index.port.IndexStore`."""

    def __init__(
        self,
        folder: Path,
        settings: IndexSettings,
        *,
        shared: bool = False,
        compact_from_points: int = COMPACT_FROM_POINTS,
    ) -> None:
        """Prepare the store; the folder is made by the first writer.

        Args:
            folder: holds the generations and nothing else.
            settings: what the generations must have been built with.
            shared: let several processes read the same folder. Reading changes no file's content, so this is safe;
                each process holds its own index in memory.
            compact_from_points: changes since the last compaction that make a commit compact again.
        """
        self._folder = folder
        self._settings = settings
        self._compact_from_points = compact_from_points
        self._readers = 0
        self._guard = threading.Lock()
        self._serving = FileLock(
            folder / "serve.lock",
            f"{folder} is open in {{owner}}; ask that one, stop it, or set SAMSOK_QDRANT_URL to a Qdrant server, "
            "which several processes can use",
            shared=shared,
        )

    def begin(self, base: int | None, generation: int) -> IndexWriter:
        """Start `generation` in a folder of its own, see `IndexStore.begin`.

        Raises:
            DataFolderInUse: another writer is at work.
            IncompatibleData: `base` is not held, damaged or built with other settings.
        """
        check_base(base, generation)
        lock = FileLock(self._folder / "build.lock", f"{self._folder} is being written by {{owner}}; wait for it")
        lock.acquire()
        try:
            self._discard_unfinished(generation)
            building = self._folder / f"{_name(generation)}.building-{uuid.uuid4().hex[:8]}"
            with translated(f"the index in {building}", IndexUnavailable):
                changed_points = self._lay_out(base, building)
            return EdgeIndexWriter(
                building, self._path(generation), changed_points, lock, self._settings, self._compact_from_points
            )
        except BaseException:
            lock.release()
            raise

    def open(self, generation: int) -> IndexReader:
        """Open a committed generation, see `IndexStore.open`."""
        marker = read_marker(self._path(generation), self._settings)
        self._join()
        try:
            prefetch(self._path(generation), marker)
            with translated(f"generation {generation} in {self._folder}", IncompatibleData):
                shard = edge.EdgeShard.load(str(self._path(generation) / "shard"))
            return EdgeIndexReader(shard, self._settings, marker, self._leave)
        except BaseException:
            self._leave()
            raise

    def exists(self, generation: int) -> bool:
        """Tell whether a committed generation is held; whether it fits is for `open` to say."""
        return (self._path(generation) / "generation.json").is_file()

    def drop_except(self, keep: Sequence[int]) -> None:
        """Remove every generation but these; mapped files live on until their last reader closes."""
        kept = {self._path(generation) for generation in keep}
        for path in self._folder.glob("gen-*"):
            if path not in kept and ".building-" not in path.name:
                _remove(path)

    def _path(self, generation: int) -> Path:
        return self._folder / _name(generation)

    def _lay_out(self, base: int | None, building: Path) -> int:
        """Make the shard to be changed; return the number of changes since it was last compacted."""
        if base is None:
            create_shard(building / "shard", self._settings)
            return 0
        marker = read_marker(self._path(base), self._settings)
        copy_tree(self._path(base) / "shard", building / "shard")
        return marker.changed_points

    def _discard_unfinished(self, generation: int) -> None:
        for path in self._folder.glob("gen-*.building-*"):
            _remove(path)
        _remove(self._path(generation))

    def _join(self) -> None:
        with self._guard:
            if self._readers == 0:
                self._serving.acquire()
            self._readers += 1

    def _leave(self) -> None:
        with self._guard:
            self._readers -= 1
            if self._readers == 0:
                self._serving.release()


class EdgeIndexWriter:
    """A generation in the making; satisfies `search.index.port.IndexWriter` and `search.index.parts.PartedWriter`."""

    def __init__(
        self,
        building: Path,
        target: Path,
        changed_points: int,
        lock: FileLock,
        settings: IndexSettings,
        compact_from_points: int,
    ) -> None:
        self._building = building
        self._target = target
        self._settings = settings
        self._lock = lock
        self._compact_from_points = compact_from_points
        self._changed = changed_points
        self._parts: list[EdgePart] = []
        self._joined: list[EdgePart] = []
        self._progress = Progress()
        with translated(f"the index in {building}", IndexUnavailable):
            self._shard = edge.EdgeShard.load(str(building / "shard"))

    def delete_documents(self, document_ids: Sequence[str]) -> None:
        """Leave out every passage of these documents, see `IndexWriter.delete_documents`."""
        with translated(f"the index in {self._building}", IndexUnavailable):
            before = self._shard.info().points_count
            for some in batches(document_ids, BATCH_POINTS):
                condition = edge.FieldCondition("document_id", match=edge.MatchAny(some))
                self._shard.update(edge.UpdateOperation.delete_points_by_filter(edge.Filter(must=[condition])))
            self._changed += before - self._shard.info().points_count

    def add(self, points: Iterable[Point]) -> None:
        """Add points, see `IndexWriter.add`."""
        with self._progress.of_one_call() as sending:
            for some in check_points(points, self._settings, BATCH_POINTS):
                sending()
                with translated(f"the index in {self._building}", IndexUnavailable):
                    upsert(self._shard, some)
                self._changed += len(some)

    def parts(self, number: int) -> Sequence[EdgePart]:
        """Return places for parts of this generation, see `PartedWriter.parts`."""
        self._parts = new_parts(self._building, number, self._settings)
        return self._parts

    def join(self) -> None:
        """Have the next commit add the parts' points, see `PartedWriter.join`."""
        self._joined, self._parts = [*self._joined, *self._parts], []

    def commit(self) -> None:
        """Make the generation durable, see `IndexWriter.commit`.

        Raises:
            IndexUnavailable: it could not be written, an `add` ended half-way, or a part is not whole; it is then not
                held.
        """
        self._progress.check()
        with translated(f"the index in {self._building}", IndexUnavailable):
            self._shard.flush()
            count = self._shard.info().points_count
            self._shard.close()
            count += join(self._building / "shard", self._joined)
            discard_parts(self._building)
            if self._changed >= self._compact_from_points:
                compact(self._building / "shard")
                self._changed = 0
            settle(self._building / "shard", count)
            write_marker(self._building, Marker.of(self._settings, count=count, changed_points=self._changed))
            sync_tree(self._building)
            self._building.rename(self._target)
            sync_tree(self._target.parent, deep=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(IndexUnavailable), translated("the index", IndexUnavailable):
            self._shard.close()
        _remove(self._building)
        self._lock.release()


class EdgeIndexReader:
    """An open generation; satisfies `search.index.port.IndexReader`."""

    def __init__(self, shard: Any, settings: IndexSettings, marker: Marker, on_close: Callable[[], None]) -> None:
        self._shard = shard
        self._settings = settings
        self._count = marker.count
        self._on_close = on_close
        self._idle = threading.Condition()
        self._queries = 0
        self._closed = False

    def query(
        self, dense: NDArray[np.float32], sparse: SparseVector, filters: Filters, limit: int
    ) -> tuple[list[Candidate], list[Candidate]]:
        """Return candidates by cosine and by sparse dot product, see `IndexReader.query`."""
        check_dense(dense, self._settings.dim, "the question")
        check_sparse(sparse, "the question")
        if limit < 1:
            return [], []
        signals = [signal for signal in (dense_query(dense), sparse_query(sparse)) if signal is not None]
        with self._in_use(), translated("the index", IndexUnavailable):
            found = iter(self._search(signals, filter_of(filters), limit))
            return (
                next(found) if dense.any() else [],
                next(found) if sparse.indices.size else [],
            )

    def entries(self, dense: NDArray[np.float32], passage_ids: Sequence[str]) -> dict[str, Entry]:
        """Return what is held of these passages, see `IndexReader.entries`.

        Source: cosines and terms asked for at once take 0.35 ms for 48 passages, one after the other 0.65 ms.
        """
        check_dense(dense, self._settings.dim, "the question")
        if not passage_ids:
            return {}
        nearest = dense_query(dense)
        with self._in_use(), translated("the index", IndexUnavailable):
            if nearest is not None:
                return entries_of(self._shard.query(close_look(nearest, passage_ids)))
            return entries_of(self._shard.retrieve(list(passage_ids), with_payload=[TERMS], with_vector=False))

    def count(self) -> int:
        """Return the number of passages in this generation."""
        return self._count

    def close(self) -> None:
        """Release the generation after the queries in flight; closing twice is harmless."""
        with self._idle:
            if self._closed:
                return
            self._closed = True
            self._idle.wait_for(lambda: self._queries == 0)
        try:
            with translated("the index", IndexUnavailable):
                self._shard.close()
        finally:
            self._on_close()

    @contextlib.contextmanager
    def _in_use(self) -> Iterator[None]:
        with self._idle:
            if self._closed:
                raise IndexUnavailable("this generation of the index has been closed; ask again for the current one")
            self._queries += 1
        try:
            yield
        finally:
            with self._idle:
                self._queries -= 1
                self._idle.notify_all()

    def _search(self, signals: Sequence[Any], condition: Any, limit: int) -> list[list[Candidate]]:
        fetch = limit + SPARE

        def ask(signal: Any, size: int) -> Any:
            params = quantized_search() if self._count >= EXACT_BELOW_POINTS else exact_search()
            return edge.QueryRequest(limit=size, query=signal, filter=condition, params=params, with_payload=False)

        def again(signal: Any) -> Callable[[int], list[Candidate]]:
            return lambda size: candidates_of(self._shard.query(ask(signal, size)))

        answers = self._shard.query_batch(edge.QueryBatchRequest([ask(signal, fetch) for signal in signals]))
        return [
            best(candidates_of(answer), limit, fetch, again(signal))
            for signal, answer in zip(signals, answers, strict=True)
        ]


def _name(generation: int) -> str:
    return f"gen-{generation:04d}"


def _remove(path: Path) -> None:
    """Remove a generation; without its marker, which goes first, what is left of it is never opened."""
    (path / "generation.json").unlink(missing_ok=True)
    shutil.rmtree(path, ignore_errors=True)
