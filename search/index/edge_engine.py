"""What is asked of Qdrant Edge, and how its values and exceptions become ours.

Knows the engine's interface. Must not know generations or where they lie.
"""

import contextlib
import subprocess
import sys
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import qdrant_edge as edge
from numpy.typing import NDArray

from search.errors import IncompatibleData, IndexUnavailable
from search.index.point import FILTER_FIELDS, filter_values
from search.index.port import Candidate, Entry, IndexSettings, Point, SparseVector
from search.result import Filters

DENSE = "dense"
SPARSE = "sparse"
TERMS = "terms"
"""Payload field of the forward index's entry, in base64: the engine's payload is JSON."""

MAPPED = edge.Memory.Cold
"""Everything is mapped, nothing read in advance: the page cache holds it just as well.

Source: measured at 100,000 points after compaction: opens in 0.1 s instead of 3.1 s (with the interpreter lock held),
RSS 51 MB instead of 221 MB, queries equally fast from the second one on; at 1,000 points 40 MB instead of 104 MB.
"""

SEGMENTS = 2
SEARCH_THREADS = SEGMENTS
"""Threads that search a generation: one for each of its parts.

Source: by itself the engine starts eight on a machine of two processors and wakes them all for each search, which
costs 0.2 ms of processor time a question over 10,000 passages and 0.4 ms over 100,000.
"""

OVERSAMPLING = 4.0
"""Candidates by quantized vectors for each one wanted, rescored by full vectors.

Source: measured at 100,000 points, 256 dimensions, the best 100: recall 0.993 with 2, 1.000 with 4, both 2 ms
where the scan of the full vectors takes 9 ms.
"""

BATCH_POINTS = 1000
"""Points in one update: some 2 MB."""

_COMPACT = """
import sys, qdrant_edge
shard = qdrant_edge.EdgeShard.load(sys.argv[1])
shard.optimize()
shard.flush()
shard.close()
"""


def create_shard(path: Path, settings: IndexSettings) -> None:
    """Make an empty shard with its payload indexes, which later filters need from the first point on."""
    path.mkdir(parents=True)
    shard = edge.EdgeShard.create(str(path), _config(settings))
    for name in FILTER_FIELDS:
        shard.update(edge.UpdateOperation.create_field_index(name, edge.KeywordIndexParams(memory=MAPPED)))
    shard.flush()
    shard.close()


def _config(settings: IndexSettings) -> Any:
    """Return the engine's settings: full vectors beside 4-bit ones, no graph (m=0), no write-ahead log."""
    return edge.EdgeConfig(
        vectors={DENSE: edge.EdgeVectorParams(size=settings.dim, distance=edge.Distance.Cosine, memory=MAPPED)},
        sparse_vectors={SPARSE: edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf, memory=MAPPED)},
        hnsw_config=edge.HnswIndexConfig(m=0, ef_construct=4, full_scan_threshold=10_000),
        quantization_config=edge.TurboQuantQuantizationConfig(bits=edge.TurboQuantBitSize.Bits4, memory=MAPPED),
        optimizers=edge.EdgeOptimizersConfig(indexing_threshold=1, default_segment_number=SEGMENTS),
        wal_enabled=False,
        max_search_threads=SEARCH_THREADS,
    )


def compact(shard: Path) -> None:
    """Rewrite what is held without what was deleted, in a process of its own: the engine blocks its caller's threads.

    Raises:
        IndexUnavailable: it failed.
    """
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own text, a path
        [sys.executable, "-c", _COMPACT, str(shard)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        reason = done.stderr.strip().splitlines()[-1:] or [f"exit status {done.returncode}"]
        raise IndexUnavailable(f"the index in {shard} could not be compacted: {reason[0]}; run the command again")


def settle(shard: Path, points: int) -> None:
    """Load a shard once, and see that it holds as many points as were written.

    The first load after a change replays the journals of the payload indexes and removes them; the ones after it
    change no file, and so may happen in a reader, or in several.

    Raises:
        IndexUnavailable: it does not.
    """
    loaded = edge.EdgeShard.load(str(shard))
    count = loaded.info().points_count
    loaded.close()
    if count != points:
        raise IndexUnavailable(f"the index in {shard} holds {count:,} points, written were {points:,}; try again")


def upsert(shard: Any, points: Sequence[Point]) -> None:
    """Write points to a shard in one update; they must be fit, see `search.index.point.check_points`."""
    shard.update(edge.UpdateOperation.upsert_points([point_of(point) for point in points]))


def point_of(point: Point) -> Any:
    """Return a point as the engine takes it; without terms it has no sparse vector.

    What is empty is left out, since no filter asks for it. Source: the engine takes 4 us for an empty list, 55 us for
    a whole point.
    """
    vector: dict[str, Any] = {DENSE: point.dense.tolist()}
    if point.sparse.indices.size:
        vector[SPARSE] = edge.SparseVector(point.sparse.indices.tolist(), point.sparse.values.tolist())
    terms = b2a_base64(point.terms, newline=False).decode()
    payload = {name: value for name, value in point.payload.items() if value}
    return edge.Point(id=point.passage_id, vector=vector, payload={**payload, TERMS: terms})


def filter_of(filters: Filters) -> Any:
    """Return the engine's filter, or None where everything passes."""
    conditions: list[Any] = [
        edge.FieldCondition(name, match=edge.MatchAny(values)) for name, values in filter_values(filters)
    ]
    return edge.Filter(must=conditions) if conditions else None


def dense_query(dense: NDArray[np.float32]) -> Any:
    """Return the search by cosine, or None for a vector without direction."""
    return edge.Query.Nearest(dense.tolist(), using=DENSE) if dense.any() else None


def close_look(nearest: Any, passage_ids: Sequence[str]) -> Any:
    """Return the request for these passages' terms and how near they come."""
    these = edge.Filter(must=[edge.HasIdCondition(set(passage_ids))])
    return edge.QueryRequest(
        limit=len(passage_ids), query=nearest, filter=these, params=exact_search(), with_payload=[TERMS]
    )


def sparse_query(sparse: SparseVector) -> Any:
    """Return the search by terms, or None where there are none."""
    if not sparse.indices.size:
        return None
    return edge.Query.Nearest(edge.SparseVector(sparse.indices.tolist(), sparse.values.tolist()), using=SPARSE)


def exact_search() -> Any:
    """Return parameters that compare full vectors."""
    return edge.SearchParams(quantization=edge.QuantizationSearchParams(ignore=True))


def quantized_search() -> Any:
    """Return parameters that choose by 4-bit vectors and score by full ones."""
    return edge.SearchParams(quantization=edge.QuantizationSearchParams(rescore=True, oversampling=OVERSAMPLING))


_AS_CANDIDATE: Callable[[tuple[str, float]], Candidate] = partial(tuple.__new__, Candidate)
"""Makes a candidate of a pair without a call of Python for each; a question has 216."""


def candidates_of(answer: Iterable[Any]) -> list[Candidate]:
    """Return what the engine found, in its order."""
    found = list(answer)
    return list(map(_AS_CANDIDATE, zip(_ids_of(found), [point.score for point in found], strict=True)))


def entries_of(answer: Iterable[Any]) -> dict[str, Entry]:
    """Return what the engine gave of passages, by passage; where it gave no score, nothing was compared."""
    found = list(answer)
    return {
        passage_id: Entry(a2b_base64(point.payload[TERMS]), getattr(point, "score", None))
        for passage_id, point in zip(_ids_of(found), found, strict=True)
    }


def _ids_of(found: Iterable[Any]) -> list[str]:
    """Return passage ids as they are written.

    Source: a question meets 260 of them; 0.6 us each, with a call for each 1.0 us, by `str` of a `UUID` 1.4 us, and a
    look into 16,000 that are remembered takes no less.
    """
    written = [point.id.int.to_bytes(16).hex() for point in found]
    return [f"{d[:8]}-{d[8:12]}-{d[12:16]}-{d[16:20]}-{d[20:]}" for d in written]


@contextlib.contextmanager
def translated(what: str, error_class: type[IndexUnavailable | IncompatibleData]) -> Iterator[None]:
    """Turn what the engine raises, bare Exception and Rust panics, into `error_class`."""
    try:
        yield
    except OSError as error:
        raise error_class(f"{what} cannot be used: {error}; see to the disk and try again") from error
    except BaseException as error:
        if type(error) is not Exception and type(error).__name__ != "PanicException":
            raise
        way_out = "run `samsok reindex`" if error_class is IncompatibleData else "try again"
        raise error_class(f"{what} cannot be used: {error}; {way_out}") from error
