"""Takes documents in through the stages of the real pipeline, from parsed text to searchable, and times each.

Knows the pipeline's parts; must not know where the text came from. As in the pipeline, two worker processes run
`ingest.assemble` on whole documents while a thread of this one writes what they hand over to the catalog; points are
made and published after that, by `ingest.generation`. Timed is all of it: starting the workers, sending parsed
documents to them and stored ones back, up to the switch to the new generation. Not timed: reading the text, loading
the model.
"""

import hashlib
import multiprocessing
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.settings import load_settings
from api.wiring import open_knowledge
from benchmarks.material import Item, Text
from benchmarks.server import environment
from ingest.assemble import assemble
from ingest.generation import publish
from ingest.progress import NoProgress
from ingest.source import Source
from ingest.stage import holder, stage
from ingest.work import Outcome, Task, prepare_worker
from search.catalog_port import Catalog, Change, PassageRecord
from search.index.parts import PartedWriter
from search.index.port import Point
from search.indexing import Indexer
from search.stored import StoredDocument
from search.vocabulary import WordCount

WORKERS = 2
CHUNK_DOCUMENTS = 4
SAMPLE_DOCUMENTS = 100
MARGIN = 1.02
_MODIFIED = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in and how long each stage took; the stages follow each other.

    Attributes:
        cut_s: clean, tell languages, find metadata and cut into passages, in two processes, as far as hold_s, which
            goes on at the same time, does not cover it.
        hold_s: write documents, blocks and passages to the catalog.
        publish_s: make points, hand them to the engine, write the generation to disk and switch to it.
        points_s: wait for what is analysed and embedded, in a process of its own; part of publish_s.
    """

    items: Sequence[Item]
    documents: int
    cut_s: float
    hold_s: float
    publish_s: float
    points_s: float

    @property
    def index_s(self) -> float:
        """Seconds from passages to searchable: what the other systems do too."""
        return self.hold_s + self.publish_s

    @property
    def total_s(self) -> float:
        """Seconds from parsed text to searchable."""
        return self.cut_s + self.index_s


class _TimedIndexer:
    """The indexer, with a watch on the time that measuring the collection and making points take."""

    def __init__(self, indexer: Indexer) -> None:
        self._indexer = indexer
        self.seconds = 0.0

    def manifest(self) -> Mapping[str, str]:
        return self._indexer.manifest()

    def scale(self, records: Iterable[PassageRecord]) -> Mapping[str, str]:
        begun = time.perf_counter()
        scale = self._indexer.scale(records)
        self.seconds += time.perf_counter() - begun
        return scale

    def scaled(self, scale: Mapping[str, str]) -> "_TimedIndexer":
        self._indexer = self._indexer.scaled(scale)
        return self

    def write_parts(self, records: Iterable[PassageRecord], writer: PartedWriter, met: WordCount) -> bool:
        begun = time.perf_counter()
        done = self._indexer.write_parts(records, writer, met)
        self.seconds += time.perf_counter() - begun
        return done

    def points(self, records: Iterable[PassageRecord], met: WordCount) -> Iterator[Point]:
        points = self._indexer.points(records, met)
        while True:
            begun = time.perf_counter()
            point = next(points, None)
            self.seconds += time.perf_counter() - begun
            if point is None:
                return
            yield point


def enough(texts: Sequence[Text], passages: int) -> Sequence[Text]:
    """Return as many documents as give about this many passages, going by a sample; fewer if there are no more."""
    sample = texts[:SAMPLE_DOCUMENTS]
    mean = sum(len(assemble(text.parsed, _source(text), _sha256(text)).passages) for text in sample) / len(sample)
    return texts[: int(passages / mean * MARGIN) + 1]


def take_in(texts: Sequence[Text], data: Path) -> Taken:
    """Take documents into an empty data folder."""
    with open_knowledge(load_settings(environment(), {"data": str(data)})) as knowledge:
        begun = time.perf_counter()
        documents, hold_s = _cut_and_hold(texts, knowledge.catalog)
        held = time.perf_counter()
        indexer = _TimedIndexer(knowledge.indexer)
        publish(
            Change(put=[(stored.document.document_id, stored.document.revision) for stored in documents]),
            catalog=knowledge.catalog,
            store=knowledge.store,
            indexer=indexer,
            progress=NoProgress(),
        )
        published = time.perf_counter()
    items = [Item(passage.passage_id, passage.language, passage.text) for d in documents for passage in d.passages]
    return Taken(items, len(documents), held - begun - hold_s, hold_s, published - held, indexer.seconds)


def _cut_and_hold(texts: Sequence[Text], catalog: Catalog) -> tuple[list[StoredDocument], float]:
    """Assemble documents in worker processes and stage them as they come; return them and the seconds of staging."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.knowledge"])
    hold_s: list[float] = []
    hold_all = holder(catalog)

    def hold(documents: Sequence[StoredDocument]) -> None:
        begun = time.perf_counter()
        hold_all(documents)
        hold_s.append(time.perf_counter() - begun)

    with ProcessPoolExecutor(WORKERS, context, prepare_worker) as pool:
        parsed = [text.parsed for text in texts]
        stored = pool.map(assemble, parsed, map(_source, texts), map(_sha256, texts), chunksize=CHUNK_DOCUMENTS)
        outcomes = (Outcome(Task(_source(t), ""), document) for t, document in zip(texts, stored, strict=True))
        documents = [outcome.stored for outcome in stage(outcomes, hold, NoProgress()) if outcome.stored is not None]
    return documents, sum(hold_s)


def _source(text: Text) -> Source:
    return Source(f"benchmark:{text.name}", text.name, "text/plain", Path(text.name), 0, _MODIFIED)


def _sha256(text: Text) -> str:
    return hashlib.sha256("\n".join(block.text for block in text.parsed.blocks).encode()).hexdigest()
