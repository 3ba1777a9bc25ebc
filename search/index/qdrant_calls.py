"""What is asked of a Qdrant server, and how its values and exceptions become ours.

Knows qdrant-client's interface and which points a generation shows. Must not know when generations are made.
"""

import contextlib
import threading
import uuid
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import grpc  # type: ignore[import-untyped]  # its stubs are a package of their own
from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ApiException

from search.document import NAMESPACE
from search.errors import IndexUnavailable
from search.index.port import Candidate, Entry, Point

DENSE = "dense"
SPARSE = "sparse"
TERMS = "terms"
"""Payload field of the forward index's entry, in base64: a payload is JSON."""


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """What a new collection is created with, as the server's documentation has it; None leaves it to the server.

    Attributes:
        hnsw_config: keys of HnswConfigDiff, such as {"m": 32, "on_disk": True}.
        quantization_config: such as {"scalar": {"type": "int8", "always_ram": True}}.
    """

    shard_number: int | None = None
    replication_factor: int | None = None
    write_consistency_factor: int | None = None
    on_disk_payload: bool | None = None
    hnsw_config: Mapping[str, Any] | None = None
    quantization_config: Mapping[str, Any] | None = None

    def given(self) -> dict[str, Any]:
        """Return the options that are set, as arguments of `create_collection`."""
        given = {name: value for name, value in asdict(self).items() if value is not None}
        if "hnsw_config" in given:
            given["hnsw_config"] = models.HnswConfigDiff(**given["hnsw_config"])
        if "quantization_config" in given:
            given["quantization_config"] = models.CreateCollection(
                quantization_config=given["quantization_config"]
            ).quantization_config
        return given


class Server:
    """The client, and what each call to it goes through."""

    def __init__(self, client: QdrantClient) -> None:
        self._client = client
        self.is_local = client.init_options["location"] == ":memory:" or bool(client.init_options["path"])
        self._guard: Any = threading.RLock() if self.is_local else contextlib.nullcontext()

    @contextlib.contextmanager
    def calls(self) -> Iterator[QdrantClient]:
        """Lend the client; what it raises becomes IndexUnavailable.

        A local client is lent to one thread at a time: it is not safe to use from several, and reports what it does
        not hold as ValueError.
        """
        try:
            with self._guard:
                yield self._client
        except (ApiException, grpc.RpcError, OSError) as error:
            raise IndexUnavailable(f"the Qdrant server did not do as asked ({error}); try again later") from error
        except ValueError as error:
            if not self.is_local:
                raise
            raise IndexUnavailable(f"the local Qdrant cannot do this: {error}") from error


def roll_back(client: QdrantClient, collection: str, base: int) -> None:
    """Take back what writers after `base` did without committing."""
    client.delete(collection, points_selector=selector(models.Filter(must=[in_range("added", gt=base)])), wait=True)
    removed_later = models.Filter(must=[in_range("removed", gt=base)])
    client.delete_payload(collection, keys=["removed"], points=removed_later, wait=True)


def visible_in(generation: int) -> models.Filter:
    """Return the condition that a generation shows a point."""
    return models.Filter(
        must=[in_range("added", lte=generation)],
        must_not=[in_range("removed", lte=generation)],
    )


def removed_until(generation: int) -> models.Filter:
    """Return the condition that no generation from this one on shows a point."""
    return models.Filter(must=[in_range("removed", lte=generation)])


def selector(condition: models.Filter) -> models.FilterSelector:
    """Return all points that meet a condition."""
    return models.FilterSelector(filter=condition)


def in_range(field: str, **bounds: float) -> models.FieldCondition:
    """Return the condition that a number lies between bounds (gt, gte, lt, lte); a point without it does not."""
    return models.FieldCondition(key=field, range=models.Range(**bounds))


def matching(field: str, values: list[str]) -> models.FieldCondition:
    """Return the condition that a field has any of these values."""
    return models.FieldCondition(key=field, match=models.MatchAny(any=values))


def request_for(
    using: str, query: Any, conditions: list[Any], idf_over: models.Filter | None = None
) -> models.QueryRequest:
    """Return one search; `idf_over` names the points that term statistics count, all of them if None."""
    idf = models.IdfCorpusParams(corpus=idf_over) if idf_over is not None else None
    return models.QueryRequest(
        query=query,
        using=using,
        filter=models.Filter(must=conditions),
        with_payload=["passage_id"],
        params=models.SearchParams(idf=idf) if idf is not None else None,
    )


def candidate_of(point: models.ScoredPoint) -> Candidate:
    """Return what the server found as a candidate."""
    return Candidate((point.payload or {})["passage_id"], point.score)


def entry_of(record: models.Record | models.ScoredPoint) -> tuple[str, Entry]:
    """Return a passage's id and what the server gave of it; where it gave no score, nothing was compared."""
    payload = record.payload or {}
    return payload["passage_id"], Entry(a2b_base64(payload[TERMS]), getattr(record, "score", None))


def struct_of(point: Point, generation: int) -> models.PointStruct:
    """Return a point as the server takes it, with an id of its own in each generation that adds it."""
    vector: dict[str, Any] = {DENSE: point.dense.tolist()}
    if point.sparse.indices.size:
        vector[SPARSE] = models.SparseVector(indices=point.sparse.indices.tolist(), values=point.sparse.values.tolist())
    return models.PointStruct(
        id=str(uuid.uuid5(NAMESPACE, f"{point.passage_id}/{generation}")),
        vector=vector,
        payload={
            **point.payload,
            TERMS: b2a_base64(point.terms, newline=False).decode(),
            "passage_id": point.passage_id,
            "added": generation,
        },
    )
