"""Turn passages into points of the index: what is embedded, what is weighted, what filters need.

Knows passages, analysis and the encoder. Must not know where points are stored.
"""

import gc
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from itertools import chain, islice
from statistics import fmean

from search.analysis import ANALYZER_VERSION, Analyzer
from search.catalog_port import PassageRecord
from search.encode import Encoder, StaticEncoder
from search.index.parts import PartedWriter
from search.index.point import batches
from search.index.port import Point
from search.part_process import Passages, write_parts
from search.vector_process import has_spare_core, vectors_made_aside, vectors_made_here
from search.vectors import Recipe, embedded_text
from search.vocabulary import WordCount
from search.weights import ContentWords, PassageText

SCHEMA_VERSION = "2"
"""Changes with what a point holds."""

_BATCH = 512

_ASIDE_FROM = 8 * _BATCH
"""Passages from which on a process of its own is worth its start: here they take about a second."""

_COLLECT_FROM_OBJECTS = 50_000
"""Source: the process that feeds the engine spent an eighth of its time on looking for garbage after each 700."""

TYPICAL_WORDS = 90.0
"""Content words of an average passage, until a collection's own average is known."""

_AVERAGE = "average_words"


class Indexer:
    """Makes points; one instance holds the model and the lexicons."""

    def __init__(
        self, encoder: Encoder, pieces: StaticEncoder, analyzer: Analyzer, average_words: float = TYPICAL_WORDS
    ) -> None:
        """Take what vectors are made with, see `search.vectors.Recipe`."""
        self._encoder = encoder
        self._pieces = pieces
        self._analyzer = analyzer
        self._average_words = average_words

    def manifest(self) -> dict[str, str]:
        """Return what an index made by this indexer depends on; another manifest needs a rebuild."""
        return {
            "model": self._encoder.model_id,
            "dim": str(self._encoder.dim),
            "pieces": self._pieces.model_id,
            "analyzer": ANALYZER_VERSION,
            "schema": SCHEMA_VERSION,
        }

    def scale(self, records: Iterable[PassageRecord]) -> dict[str, str]:
        """Return what points depend on beside their own passage, measured over (a sample of) the collection.

        It is stored with the index, and what is added later is scaled alike.
        """
        content_words = ContentWords(self._analyzer)
        lengths = [content_words.of(text_of(record)) for record in records]
        return {_AVERAGE: f"{max(1.0, fmean(lengths)):.2f}"} if lengths else {}

    def scaled(self, scale: Mapping[str, str]) -> "Indexer":
        """Return an indexer that makes points on this scale."""
        return Indexer(self._encoder, self._pieces, self._analyzer, float(scale.get(_AVERAGE, TYPICAL_WORDS)))

    def points(self, records: Iterable[PassageRecord], met: WordCount) -> Iterator[Point]:
        """Yield one point for each passage, in order, in constant memory, and then add their words to `met`.

        Many passages get their vectors in a process of its own, if another core and the model allow; whoever asks for
        that many must be importable without side effects, as `multiprocessing` wants it.
        """
        source = iter(records)
        first = list(islice(source, _ASIDE_FROM))
        is_long = len(first) == _ASIDE_FROM and self._encoder.is_portable() and has_spare_core()
        make = vectors_made_aside if is_long else vectors_made_here
        waiting: deque[list[PassageRecord]] = deque()

        def texts() -> Iterator[list[PassageText]]:
            for batch in batches(chain(first, source), _BATCH):
                waiting.append(batch)
                yield [text_of(record) for record in batch]

        recipe = Recipe(self._encoder, self._pieces, self._analyzer, self._average_words)
        with _collected_seldom() if is_long else nullcontext():
            for vectors in make(recipe, texts(), met):
                batch = waiting.popleft()
                ids = [record.passage.passage_id for record in batch]
                yield from map(Point, ids, vectors.dense, vectors.sparse.vectors(), _payloads(batch), vectors.terms)

    def write_parts(self, records: Iterable[PassageRecord], writer: PartedWriter, met: WordCount) -> bool:
        """Write the points of many passages to parts of an index, side by side, and add their words to `met`.

        Returns:
            False where that is not worth while or could not be done: nothing is then written or counted.
        """
        source = iter(records)
        first = list(islice(source, _ASIDE_FROM))
        if len(first) < _ASIDE_FROM or not (self._encoder.is_portable() and has_spare_core()):
            return False
        recipe = Recipe(self._encoder, self._pieces, self._analyzer, self._average_words)
        with _collected_seldom():
            return write_parts(recipe, map(_passages, batches(chain(first, source), _BATCH)), writer, met)


@contextmanager
def _collected_seldom() -> Iterator[None]:
    """Have Python look for garbage in circles seldom: many objects come and go, and none of them is any."""
    before = gc.get_threshold()
    gc.set_threshold(_COLLECT_FROM_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def context_of(record: PassageRecord) -> str:
    """Return the title and the headings above a passage as one text."""
    return " ".join((record.document.title, *record.passage.section_path)).strip()


def text_of(record: PassageRecord) -> PassageText:
    """Return what a passage's vectors are made of."""
    return PassageText(record.passage.text, context_of(record), record.passage.language)


def _passages(records: Sequence[PassageRecord]) -> Passages:
    """Return passages as they travel to a process that makes their points."""
    ids = [record.passage.passage_id for record in records]
    return Passages(ids, [text_of(record) for record in records], list(_payloads(records)))


def words_of(record: PassageRecord) -> str:
    """Return the text whose words a passage adds to those of the collection; a title counts with each passage."""
    return embedded_text(text_of(record))


def _payloads(records: Sequence[PassageRecord]) -> Iterator[dict[str, str | list[str]]]:
    """Yield what filters need; the passages of a document that speak one language share it."""
    shared: dict[tuple[str, str], dict[str, str | list[str]]] = {}
    for record in records:
        language, document = record.passage.language, record.document
        payload = shared.get((document.document_id, language))
        if payload is None:
            payload = shared[document.document_id, language] = {
                "document_id": document.document_id,
                "language": language,
                "document_type": document.document_type,
                "organisation": list(document.organisations),
                "area": list(document.areas),
            }
        yield payload
