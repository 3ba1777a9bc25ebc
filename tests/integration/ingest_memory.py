"""In-memory catalog, index and indexer that keep to the ports; for tests of the pipeline."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import numpy as np

from search.catalog_port import Change, Generation, PassageKind, PassageRecord
from search.document import Block, Document
from search.errors import BackendError, NotFound
from search.index.port import IndexReader, Point, SparseVector
from search.indexing import words_of
from search.records import Records
from search.stored import StoredDocument
from search.vocabulary import WordCount


class MemoryCatalog:
    """Keeps every revision and, per generation, which one is visible."""

    def __init__(self) -> None:
        self.vocabularies: dict[int, bytes] = {}
        self.held: dict[tuple[str, str], StoredDocument] = {}
        self.visible: dict[int, dict[str, str]] = {0: {}}
        self.generation: Generation | None = None
        self.staged: list[str] = []

    def current(self) -> Generation | None:
        return self.generation

    def document(self, document_id: str, generation: int) -> Document:
        revision = self.visible[generation].get(document_id)
        if revision is None:
            raise NotFound(document_id)
        return self.held[document_id, revision].document

    def documents(self, generation: int, limit: int, offset: int = 0) -> list[Document]:
        listed = [self.held[pair].document for pair in self.visible[generation].items()]
        return sorted(listed, key=lambda d: (d.title, d.document_id))[offset : offset + limit]

    def count_documents(self, generation: int) -> int:
        return len(self.visible[generation])

    def count_passages(self, generation: int) -> int:
        return sum(len(self.held[pair].passages) for pair in self.visible[generation].items())

    def text(self, document_id: str, revision: str) -> str:
        return self.held[document_id, revision].text

    def excerpt(self, document_id: str, revision: str, start: int, end: int) -> str:
        return self.text(document_id, revision)[start:end]

    def blocks(self, document_id: str, revision: str) -> list[Block]:
        return list(self.held[document_id, revision].blocks)

    def records_of(self, document_id: str, revision: str) -> Records:
        held = self.held.get((document_id, revision))
        return held.records if held else Records()

    def passages(self, passage_ids: Sequence[str]) -> dict[str, PassageRecord]:
        records = self.iter_passages(list(self.held))
        return {r.passage.passage_id: r for r in records if r.passage.passage_id in set(passage_ids)}

    def kinds(self, passage_ids: Sequence[str]) -> list[PassageKind]:
        return [PassageKind(r.passage.language, r.document) for r in self.passages(passage_ids).values()]

    def iter_passages(self, revisions: Sequence[tuple[str, str]]) -> Iterator[PassageRecord]:
        for pair in revisions:
            for passage in self.held[pair].passages:
                yield PassageRecord(passage, self.held[pair].document)

    def live(self, generation: int | None) -> dict[str, Document]:
        pairs = self.visible.get(generation or 0, {}).items()
        return {self.held[pair].document.source_key: self.held[pair].document for pair in pairs}

    def is_staged(self, document_id: str, revision: str) -> bool:
        return (document_id, revision) in self.held

    def staged_among(self, revisions: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        return self.held.keys() & set(revisions)

    def stage(self, stored: StoredDocument) -> None:
        self.staged.append(stored.document.source)
        self.held[stored.document.document_id, stored.document.revision] = stored

    def publish(self, number: int, manifest: Mapping[str, str], change: Change) -> Generation:
        before = self.generation.number if self.generation else 0
        if number != before + 1:
            raise BackendError(f"generation {number} does not follow {before}")
        visible = {k: v for k, v in self.visible[before].items() if k not in set(change.remove)}
        self.visible[number] = visible | dict(change.put)
        self.generation = Generation(number, dict(manifest), datetime.now(UTC))
        return self.generation

    def put_vocabulary(self, number: int, words: bytes) -> None:
        self.vocabularies[number] = words

    def vocabulary(self, number: int) -> bytes | None:
        return self.vocabularies.get(number)

    def prune(self, keep_from: int) -> None:
        self.visible = {n: v for n, v in self.visible.items() if n >= keep_from}
        shown = {pair for pairs in self.visible.values() for pair in pairs.items()}
        self.held = {pair: stored for pair, stored in self.held.items() if pair in shown}

    def close(self) -> None:
        pass


class MemoryStore:
    """Keeps generations as dictionaries of points."""

    def __init__(self) -> None:
        self.generations: dict[int, dict[str, Point]] = {}
        self.fail_at_commit = False

    def begin(self, base: int | None, generation: int) -> "MemoryWriter":
        return MemoryWriter(self, generation, dict(self.generations[base]) if base is not None else {})

    def open(self, generation: int) -> IndexReader:
        raise NotImplementedError

    def exists(self, generation: int) -> bool:
        return generation in self.generations

    def drop_except(self, keep: Sequence[int]) -> None:
        self.generations = {n: points for n, points in self.generations.items() if n in keep}

    def sources(self, generation: int) -> set[str]:
        return {str(point.payload["document_id"]) for point in self.generations[generation].values()}


class MemoryWriter:
    """The next generation while it is made."""

    def __init__(self, store: MemoryStore, generation: int, points: dict[str, Point]) -> None:
        self._store, self._generation, self._points = store, generation, points

    def delete_documents(self, document_ids: Sequence[str]) -> None:
        gone = set(document_ids)
        self._points = {i: p for i, p in self._points.items() if p.payload["document_id"] not in gone}

    def add(self, points: Iterable[Point]) -> None:
        self._points |= {point.passage_id: point for point in points}

    def commit(self) -> None:
        if self._store.fail_at_commit:
            raise BackendError("the disk is full")
        self._store.generations[self._generation] = self._points

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


class MemoryIndexer:
    """Makes points that carry only what tells them apart."""

    def __init__(self, model: str = "one") -> None:
        self.model = model
        self.made = 0

    def manifest(self) -> dict[str, str]:
        return {"model": self.model}

    def scale(self, records: Iterable[PassageRecord]) -> dict[str, str]:
        return {"lengths": str(sum(len(record.passage.text) for record in records))}

    def scaled(self, scale: Mapping[str, str]) -> "MemoryIndexer":  # noqa: ARG002 # the port asks for it
        return self

    def points(self, records: Iterable[PassageRecord], met: WordCount) -> Iterator[Point]:
        empty = SparseVector(np.zeros(0, np.uint32), np.zeros(0, np.float32))
        for record in records:
            self.made += 1
            met.add(words_of(record))
            payload: dict[str, str | list[str]] = {"document_id": record.passage.document_id}
            yield Point(record.passage.passage_id, np.ones(2, np.float32), empty, payload)
