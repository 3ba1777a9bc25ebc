"""Turn passages into points of the index: what is embedded, what is weighted, what filters need.

Knows passages, analysis and the encoder. Must not know where points are stored.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from search.analysis import ANALYZER_VERSION, Analyzer, Token
from search.catalog_port import PassageRecord
from search.document import Passage
from search.encode import Encoder
from search.index.port import Point
from search.sparse import passage_vector

SCHEMA_VERSION = "1"
"""Changes with what a point holds."""

_BATCH = 512


class Indexer:
    """Makes points; one instance holds the model and the lexicons."""

    def __init__(self, encoder: Encoder, analyzer: Analyzer) -> None:
        self._encoder = encoder
        self._analyzer = analyzer
        self._context_tokens = lru_cache(maxsize=4096)(analyzer.tokens)

    def manifest(self) -> dict[str, str]:
        """Return what an index made by this indexer depends on; another manifest needs a rebuild."""
        return {
            "model": self._encoder.model_id,
            "dim": str(self._encoder.dim),
            "analyzer": ANALYZER_VERSION,
            "schema": SCHEMA_VERSION,
        }

    def points(self, records: Iterable[PassageRecord]) -> Iterator[Point]:
        """Yield one point for each passage, in order, in constant memory."""
        for batch in _batches(records, _BATCH):
            dense = self._encoder.encode_passages([embedded_text(record) for record in batch])
            for record, vector in zip(batch, dense, strict=True):
                body, context = self._tokens(record)
                sparse = passage_vector(body, context, record.passage.language)
                yield Point(record.passage.passage_id, vector, sparse, _payload(record))

    def _tokens(self, record: PassageRecord) -> tuple[Sequence[Token], Sequence[Token]]:
        passage = record.passage
        context = self._context_tokens(context_of(record), passage.language) if context_of(record) else []
        return self._analyzer.tokens(passage.text, passage.language), context


def context_of(record: PassageRecord) -> str:
    """Return the title and the headings above a passage as one text."""
    return " ".join((record.document.title, *record.passage.section_path)).strip()


def embedded_text(record: PassageRecord) -> str:
    """Return the text whose vector stands for the passage: its headings and its words."""
    return f"{context_of(record)} {record.passage.text}".strip()


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
