"""Quote a paper: its words at a place, compared with the stored text before anybody reads them.

Knows passages and stored text through functions. Must not know why a place is quoted.
"""

from collections.abc import Callable, Mapping, Sequence

from search.catalog_port import PassageRecord
from search.document import Language
from search.records import Span
from search.result import Quote

Excerpt = Callable[[str, str, int, int], str]
"""(document_id, revision, start, end) -> that stretch of the stored text."""

Lookup = Callable[[Sequence[str]], Mapping[str, PassageRecord]]
"""Passage ids -> the passages that are held."""


def quote_at(
    record: PassageRecord, span: Span, excerpt: Excerpt, *, words: str = "", language: Language = "und"
) -> Quote | None:
    """Return the words at a place of a paper; None where the stored text has others there, or none.

    Args:
        record: the passage that the place begins in.
        span: half-open offsets into the paper's text. Its page, where it has one, counts before the passage's, which
            may have begun on the page before.
        words: what must stand there; "" for what the passage has there.
        language: of the words; "und" for the passage's, which may hold more than one.
    """
    document, passage = record.document, record.passage
    text = excerpt(document.document_id, document.revision, span.start, span.end)
    if not text or text != (words or passage.text[span.start - passage.start : span.end - passage.start]):
        return None
    spoken = passage.language if language == "und" else language
    return Quote(
        text, passage.passage_id, document.document_id, document.sha256, document.source, document.title,
        passage.section_path, span.page or passage.page, span.start, span.end, spoken,
    )  # fmt: skip
