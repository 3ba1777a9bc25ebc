"""The vector index on a Qdrant server or cluster, for more than one serving process or some 500,000 passages.

Knows qdrant-client. Must not know the catalog or how vectors are made. Import this module only where a server is
named: the client costs a second and 27 MB.

One collection holds many generations: a point carries the generation that added it and, once it is replaced, the
one that removed it, and a reader filters by them. So a small change writes few points however large the index is.
A generation begun without a base gets a new collection, and a record in `<name>-generations` commits each of them.
"""

import contextlib
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from qdrant_client import QdrantClient, models

from search.document import NAMESPACE
from search.errors import IncompatibleData, IndexUnavailable
from search.index.point import (
    FILTER_FIELDS,
    SPARE,
    Progress,
    batches,
    best,
    check_base,
    check_dense,
    check_points,
    check_sparse,
    filter_values,
)
from search.index.port import Candidate, Entry, IndexReader, IndexSettings, IndexWriter, Point, SparseVector
from search.index.qdrant_calls import (
    DENSE,
    SPARSE,
    TERMS,
    Server,
    ServerOptions,
    candidate_of,
    entry_of,
    in_range,
    matching,
    removed_until,
    request_for,
    roll_back,
    selector,
    struct_of,
    visible_in,
)
from search.result import Filters

FORMAT = 2
"""Of the payload, the records and the vectors' names."""

BATCH_POINTS = 256
"""Points in one request: about 500 kB at 256 dimensions, far below the server's 32 MB."""

EXACT_IDF_BELOW_POINTS = 20_000
"""Up to here term statistics count the visible points only; beyond, everything in the collection.

Source: measured with the engine at 100,000 points and 60 to 150 terms: 9 ms a query over the visible points, 1 ms
over the collection; points not visible come from the same kind of papers, so that they shift a logarithm little.
"""

MAX_RECORDS = 10_000


@dataclass(frozen=True, slots=True)
class _Record:
    """A committed generation."""

    generation: int
    collection: str
    dim: int
    count: int
    format: int = FORMAT


class QdrantIndexStore:
    """Generations on a server; satisfies `search.index.port.IndexStore`."""

    def __init__(
        self,
        client: QdrantClient,
        settings: IndexSettings,
        collection: str = "samsok",
        options: ServerOptions | None = None,
    ) -> None:
        """Use a client that is already made; `connect` is the usual way in.

        Args:
            client: of a server, or `QdrantClient(":memory:")`, which is then used by one thread at a time.
            settings: what the generations must have been built with.
            collection: how the names of the collections begin.
            options: for collections made from now on.
        """
        self._server = Server(client)
        self._settings = settings
        self._name = collection
        self._records = f"{collection}-generations"
        self._options = options or ServerOptions()

    @classmethod
    def connect(
        cls,
        url: str,
        settings: IndexSettings,
        *,
        api_key: str | None = None,
        prefer_grpc: bool = False,
        timeout_s: int = 30,
        collection: str = "samsok",
        options: ServerOptions | None = None,
    ) -> Self:
        """Return the store of a server; nothing is sent before the first use."""
        client = QdrantClient(
            url=url, api_key=api_key, prefer_grpc=prefer_grpc, timeout=timeout_s, check_compatibility=False
        )
        return cls(client, settings, collection, options)

    def begin(self, base: int | None, generation: int) -> IndexWriter:
        """Start `generation`, see `IndexStore.begin`.

        Raises:
            IncompatibleData: `base` is not held or was built with other settings.
            IndexUnavailable: the server failed.
        """
        check_base(base, generation)
        with self._server.calls() as client:
            if base is None:
                collection = f"{self._name}-{generation:04d}"
                self._forget(client, generation)
                client.delete_collection(collection)
                self._create(client, collection)
            else:
                collection = self._fitting(client, base).collection
                self._forget(client, generation)
                roll_back(client, collection, base)
        return QdrantIndexWriter(self, collection, base, generation)

    def open(self, generation: int) -> IndexReader:
        """Open a committed generation, see `IndexStore.open`.

        Raises:
            IncompatibleData: it is not held, not whole or was built with other settings.
        """
        with self._server.calls() as client:
            record = self._fitting(client, generation)
            if not client.collection_exists(record.collection):
                raise IncompatibleData(f"the collection {record.collection} is gone; run `samsok reindex`")
            found = client.count(record.collection, count_filter=visible_in(generation), exact=True).count
            held = client.count(record.collection, exact=True).count
        if found != record.count:
            raise IncompatibleData(
                f"generation {generation} in {record.collection} has {found} of {record.count} passages; "
                "run `samsok reindex`"
            )
        return QdrantIndexReader(self._server, record, self._settings, exact_idf=held <= EXACT_IDF_BELOW_POINTS)

    def exists(self, generation: int) -> bool:
        """Tell whether a committed generation is held."""
        with self._server.calls() as client:
            return self._record(client, generation) is not None

    def drop_except(self, keep: Sequence[int]) -> None:
        """Remove the points that no generation kept shows; a reader of another one finds less from then on."""
        with self._server.calls() as client:
            records = self._all_records(client)
            for record in records:
                if record.generation not in keep:
                    self._forget(client, record.generation)
            kept = [record for record in records if record.generation in keep]
            for collection in self._collections(client):
                numbers = [record.generation for record in kept if record.collection == collection]
                if not numbers:
                    client.delete_collection(collection)
                else:
                    client.delete(collection, points_selector=selector(removed_until(min(numbers))), wait=True)

    def commit(self, writer: "QdrantIndexWriter") -> None:
        """Record that the writer's generation is whole."""
        with self._server.calls() as client:
            count = client.count(writer.collection, count_filter=visible_in(writer.generation), exact=True).count
            record = _Record(writer.generation, writer.collection, self._settings.dim, count)
            point = models.PointStruct(id=_record_id(record.generation), vector={}, payload=asdict(record))
            self._make_records(client)
            client.upsert(self._records, points=[point], wait=True)

    def discard(self, writer: "QdrantIndexWriter") -> None:
        """Take back what a writer wrote."""
        with self._server.calls() as client:
            if writer.base is None:
                client.delete_collection(writer.collection)
            else:
                roll_back(client, writer.collection, writer.base)

    @property
    def server(self) -> Server:
        """The way to the server, for writers."""
        return self._server

    @property
    def settings(self) -> IndexSettings:
        """What the generations must have been built with."""
        return self._settings

    def _create(self, client: QdrantClient, collection: str) -> None:
        client.create_collection(
            collection,
            vectors_config={DENSE: models.VectorParams(size=self._settings.dim, distance=models.Distance.COSINE)},
            sparse_vectors_config={SPARSE: models.SparseVectorParams(modifier=models.Modifier.IDF)},
            **self._options.given(),
        )
        if self._server.is_local:
            return  # it has no payload indexes
        for name in (*FILTER_FIELDS, "passage_id"):
            client.create_payload_index(collection, name, models.PayloadSchemaType.KEYWORD, wait=True)
        for name in ("added", "removed"):
            client.create_payload_index(collection, name, models.PayloadSchemaType.INTEGER, wait=True)

    def _make_records(self, client: QdrantClient) -> None:
        if not client.collection_exists(self._records):
            client.create_collection(self._records, vectors_config={})

    def _fitting(self, client: QdrantClient, generation: int) -> _Record:
        record = self._record(client, generation)
        if record is None:
            raise IncompatibleData(f"{self._records} has no generation {generation}; run `samsok reindex`")
        if (record.format, record.dim) != (FORMAT, self._settings.dim):
            raise IncompatibleData(
                f"generation {generation} in {record.collection} was built with format {record.format} and "
                f"{record.dim} dimensions; this Samsök needs format {FORMAT} and {self._settings.dim} dimensions; "
                "run `samsok reindex`"
            )
        return record

    def _record(self, client: QdrantClient, generation: int) -> _Record | None:
        if not client.collection_exists(self._records):
            return None
        found = client.retrieve(self._records, ids=[_record_id(generation)])
        return _Record(**found[0].payload) if found and found[0].payload else None

    def _all_records(self, client: QdrantClient) -> list[_Record]:
        if not client.collection_exists(self._records):
            return []
        return [_Record(**(point.payload or {})) for point in client.scroll(self._records, limit=MAX_RECORDS)[0]]

    def _forget(self, client: QdrantClient, generation: int) -> None:
        if client.collection_exists(self._records):
            client.delete(self._records, points_selector=[_record_id(generation)], wait=True)

    def _collections(self, client: QdrantClient) -> list[str]:
        names = (collection.name for collection in client.get_collections().collections)
        return [name for name in names if name.startswith(f"{self._name}-") and name[len(self._name) + 1 :].isdigit()]


class QdrantIndexWriter:
    """A generation in the making; satisfies `search.index.port.IndexWriter`."""

    def __init__(self, store: QdrantIndexStore, collection: str, base: int | None, generation: int) -> None:
        self.collection = collection
        self.base = base
        self.generation = generation
        self._store = store
        self._progress = Progress()
        self._committed = False

    def delete_documents(self, document_ids: Sequence[str]) -> None:
        """Leave out every passage of these documents, see `IndexWriter.delete_documents`."""
        for some in batches(document_ids, BATCH_POINTS):
            self._leave_out("document_id", some)

    def add(self, points: Iterable[Point]) -> None:
        """Add points, see `IndexWriter.add`."""
        with self._progress.of_one_call() as sending:
            for some in check_points(points, self._store.settings, BATCH_POINTS):
                sending()
                if self.base is not None:
                    self._leave_out("passage_id", [point.passage_id for point in some])
                structs = [struct_of(point, self.generation) for point in some]
                with self._store.server.calls() as client:
                    client.upsert(self.collection, points=structs, wait=True)

    def commit(self) -> None:
        """Make the generation durable, see `IndexWriter.commit`."""
        self._progress.check()
        self._store.commit(self)
        self._committed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._committed:
            with contextlib.suppress(IndexUnavailable):  # the next `begin` takes it back
                self._store.discard(self)

    def _leave_out(self, field: str, values: list[str]) -> None:
        named = matching(field, values)
        mine = models.Filter(must=[named, in_range("added", gte=self.generation)])
        earlier = models.Filter(must=[named, visible_in(self.generation - 1)])
        with self._store.server.calls() as client:
            client.delete(self.collection, points_selector=selector(mine), wait=True)
            client.set_payload(self.collection, payload={"removed": self.generation}, points=earlier, wait=True)


class QdrantIndexReader:
    """A generation on a server; satisfies `search.index.port.IndexReader`."""

    def __init__(self, server: Server, record: _Record, settings: IndexSettings, *, exact_idf: bool) -> None:
        self._server = server
        self._record = record
        self._settings = settings
        self._exact_idf = exact_idf
        self._closed = False

    def query(
        self, dense: NDArray[np.float32], sparse: SparseVector, filters: Filters, limit: int
    ) -> tuple[list[Candidate], list[Candidate]]:
        """Return candidates by cosine and by sparse dot product, see `IndexReader.query`."""
        check_dense(dense, self._settings.dim, "the question")
        check_sparse(sparse, "the question")
        if self._closed:
            raise IndexUnavailable("this generation of the index has been closed; ask again for the current one")
        visible = visible_in(self._record.generation)
        conditions: list[Any] = [visible, *(matching(name, values) for name, values in filter_values(filters))]
        asked = []
        if limit > 0 and dense.any():
            asked.append(request_for(DENSE, dense.tolist(), conditions))
        if limit > 0 and sparse.indices.size:
            vector = models.SparseVector(indices=sparse.indices.tolist(), values=sparse.values.tolist())
            asked.append(request_for(SPARSE, vector, conditions, idf_over=visible if self._exact_idf else None))
        found = dict(zip([request.using for request in asked], self._best(asked, limit), strict=True))
        return found.get(DENSE, []), found.get(SPARSE, [])

    def entries(self, dense: NDArray[np.float32], passage_ids: Sequence[str]) -> dict[str, Entry]:
        """Return what is held of these passages, see `IndexReader.entries`."""
        check_dense(dense, self._settings.dim, "the question")
        if not passage_ids:
            return {}
        these = models.Filter(must=[visible_in(self._record.generation), matching("passage_id", list(passage_ids))])
        fields, most = ["passage_id", TERMS], len(passage_ids)
        with self._server.calls() as client:
            if dense.any():
                answer = client.query_points(
                    self._record.collection, dense.tolist(), DENSE, query_filter=these, with_payload=fields, limit=most
                )
                return dict(map(entry_of, answer.points))
            records, _ = client.scroll(self._record.collection, these, limit=most, with_payload=fields)
        return dict(map(entry_of, records))

    def count(self) -> int:
        """Return the number of passages in this generation."""
        return self._record.count

    def close(self) -> None:
        """Release the generation; the connection stays with the store."""
        self._closed = True

    def _best(self, asked: Sequence[models.QueryRequest], limit: int) -> list[list[Candidate]]:
        if not asked:
            return []
        first = self._ask([request.model_copy(update={"limit": limit + SPARE}) for request in asked])
        return [
            best(answer, limit, limit + SPARE, self._again(request))
            for request, answer in zip(asked, first, strict=True)
        ]

    def _again(self, request: models.QueryRequest) -> Callable[[int], list[Candidate]]:
        return lambda size: self._ask([request.model_copy(update={"limit": size})])[0]

    def _ask(self, requests: Sequence[models.QueryRequest]) -> list[list[Candidate]]:
        with self._server.calls() as client:
            answers = client.query_batch_points(self._record.collection, requests=requests)
        return [[candidate_of(point) for point in answer.points] for answer in answers]


def _record_id(generation: int) -> str:
    return str(uuid.uuid5(NAMESPACE, f"generation/{generation}"))
