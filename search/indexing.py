"""Turn passages into points of the index: what is embedded, what is weighted, what filters need.

Knows passages, analysis and the encoder. Must not know where points are stored.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from statistics import fmean

from search.analysis import ANALYZER_VERSION, Analyzer
from search.analysis.references import passage_references
from search.analysis.words import words
from search.catalog_port import PassageRecord
from search.document import Passage
from search.encode import Encoder
from search.index.port import Point, SparseVector
from search.sparse import content_words, passage_vector

SCHEMA_VERSION = "1"
"""Changes with what a point holds."""

_BATCH = 512

TYPICAL_WORDS = 90.0
"""Content words of an average passage, until a collection's own average is known."""

_AVERAGE = "average_words"


class Indexer:
    """Makes points; one instance holds the model and the lexicons."""

    def __init__(self, encoder: Encoder, analyzer: Analyzer, average_words: float = TYPICAL_WORDS) -> None:
        self._encoder = encoder
        self._analyzer = analyzer
        self._average_words = average_words
        self._context_words = lru_cache(maxsize=4096)(words)

    def manifest(self) -> dict[str, str]:
        """Return what an index made by this indexer depends on; another manifest needs a rebuild."""
        return {
            "model": self._encoder.model_id,
            "dim": str(self._encoder.dim),
            "analyzer": ANALYZER_VERSION,
            "schema": SCHEMA_VERSION,
        }

    def scale(self, records: Iterable[PassageRecord]) -> dict[str, str]:
        """Return what points depend on beside their own passage, measured over (a sample of) the collection.

        It is stored with the index, and what is added later is scaled alike.
        """
        lengths = [self._length(record) for record in records]
        return {_AVERAGE: f"{max(1.0, fmean(lengths)):.2f}"} if lengths else {}

    def scaled(self, scale: Mapping[str, str]) -> "Indexer":
        """Return an indexer that makes points on this scale."""
        return Indexer(self._encoder, self._analyzer, float(scale.get(_AVERAGE, TYPICAL_WORDS)))

    def _sparse(self, record: PassageRecord) -> SparseVector:
        above = context_of(record)
        body, context = words(record.passage.text), self._context_words(above)
        cited = passage_references(record.passage.text, above)
        return passage_vector(body, context, record.passage.language, self._analyzer, self._average_words, cited)

    def _length(self, record: PassageRecord) -> float:
        context = self._context_words(context_of(record))
        return content_words(words(record.passage.text), context, record.passage.language, self._analyzer)

    def points(self, records: Iterable[PassageRecord]) -> Iterator[Point]:
        """Yield one point for each passage, in order, in constant memory."""
        for batch in _batches(records, _BATCH):
            dense = self._encoder.encode_passages([embedded_text(record) for record in batch])
            for record, vector in zip(batch, dense, strict=True):
                yield Point(record.passage.passage_id, vector, self._sparse(record), _payload(record))


def context_of(record: PassageRecord) -> str:
    """Return the title and the headings above a passage as one text."""
    return " ".join((record.document.title, *record.passage.section_path)).strip()


def embedded_text(record: PassageRecord) -> str:
    """Return the text whose vector stands for the passage: its headings and its words."""
    return f"{context_of(record)} {record.passage.text}".strip()


def words_of(record: PassageRecord) -> str:
    """Return the text whose words a passage adds to those of the collection; a title counts with each passage."""
    return embedded_text(record)


def _payload(record: PassageRecord) -> dict[str, str | list[str]]:
    passage: Passage = record.passage
    return {
        "document_id": passage.document_id,
        "language": passage.language,
        "document_type": record.document.document_type,
        "organisation": list(record.document.organisations),
        "area": list(record.document.areas),
    }


def _batches(records: Iterable[PassageRecord], size: int) -> Iterator[list[PassageRecord]]:
    batch: list[PassageRecord] = []
    for record in records:
        batch.append(record)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
