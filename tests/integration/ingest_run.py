"""One real ingest run as a process: `python ingest_run.py PROJECT DATA FOLDER WORKERS`; the kill tests end it.

Catalog, index, lock and worker processes are the real ones; only the vectors are made by hand.
"""

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])

import numpy as np

from ingest.limits import Limits
from ingest.pipeline import ingest
from search.catalog import SqlCatalog
from search.catalog_port import PassageRecord
from search.index.edge import EdgeIndexStore
from search.index.port import IndexSettings, Point, SparseVector
from search.indexing import words_of
from search.lock import WriteLock
from search.vocabulary import WordCount

DIM = 8


class HashIndexer:
    """Makes vectors of hashes: the same passage gives the same point in every process."""

    def manifest(self) -> dict[str, str]:
        return {"model": "hash"}

    def scale(self, records: Iterable[PassageRecord]) -> dict[str, str]:
        return {"lengths": str(sum(len(record.passage.text) for record in records))}

    def scaled(self, scale: Mapping[str, str]) -> "HashIndexer":  # noqa: ARG002 # the port asks for it
        return self

    def points(self, records: Iterable[PassageRecord], met: WordCount) -> Iterator[Point]:
        for record in records:
            met.add(words_of(record))
            digest = hashlib.sha256(record.passage.text.encode()).digest()
            dense = np.frombuffer(digest[:DIM], np.uint8).astype(np.float32) + 1
            sparse = SparseVector(np.array([1, 2], np.uint32), np.ones(2, np.float32))
            payload: dict[str, str | list[str]] = {"document_id": record.passage.document_id}
            yield Point(record.passage.passage_id, dense / np.linalg.norm(dense), sparse, payload)


def open_catalog(data: Path) -> SqlCatalog:
    data.mkdir(parents=True, exist_ok=True)
    return SqlCatalog.open(f"sqlite:///{data / 'catalog.db'}")


def open_store(data: Path) -> EdgeIndexStore:
    return EdgeIndexStore(data / "index", IndexSettings(dim=DIM))


def main(data: Path, folder: Path, workers: int) -> None:
    catalog, store = open_catalog(data), open_store(data)
    with WriteLock(data):
        report = ingest([folder], catalog=catalog, store=store, indexer=HashIndexer(), limits=Limits(workers=workers))
    print(report.generation, dict(report.counts), flush=True)  # noqa: T201
    catalog.close()


if __name__ == "__main__":
    main(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
