"""From parsed blocks to the stored form: offsets, languages, metadata, passages.

Knows every step between a parser and the catalog; must not know files, processes or storage.
"""

from collections.abc import Sequence

from ingest.clean import clean
from ingest.extract import records_in
from ingest.language import block_language, document_language
from ingest.metadata import document_type_of, organisations_of, title_of
from ingest.parsed import ParsedBlock, ParsedDocument
from ingest.passages import passages_of
from ingest.source import Source
from ingest.validity import validity_of
from search.document import BLOCK_SEPARATOR, Block, Document, Language, document_id_of, revision_of
from search.errors import EmptyDocument
from search.stored import StoredDocument

PIPELINE = "samsok-ingest-2"
"""Fingerprint of parsing, cleaning and cutting; a new value makes every document be taken in again."""


def assemble(parsed: ParsedDocument, source: Source, sha256: str) -> StoredDocument:
    """Return the stored form of a parsed document.

    Raises:
        EmptyDocument: no words are left after cleaning.
    """
    document = clean(parsed)
    if not document.blocks:
        raise EmptyDocument(f"{source.source} holds no text; nothing of it can be found")
    language = document_language(document.blocks, document.language_hint)
    blocks = tuple(_placed(document.blocks, language))
    text = BLOCK_SEPARATOR.join(block.text for block in blocks)
    title = title_of(document, source.source)
    known = _document(document, source, sha256, title, language)
    passages = tuple(passages_of(known.document_id, known.revision, text, blocks, title))
    return StoredDocument(known, text, blocks, passages, records_in(known, text, blocks, passages))


def _document(document: ParsedDocument, source: Source, sha256: str, title: str, language: Language) -> Document:
    return Document(
        document_id=document_id_of(source.key),
        revision=revision_of(sha256, PIPELINE),
        source_key=source.key,
        source=source.source,
        media_type=document.media_type,
        sha256=sha256,
        size_bytes=source.size,
        modified=source.modified,
        title=title,
        language=language,
        pages=document.pages,
        document_type=document_type_of(document, title, source.source),
        organisations=organisations_of(document, title),
        validity=validity_of(document.blocks),
    )


def _placed(blocks: Sequence[ParsedBlock], language: Language) -> list[Block]:
    placed: list[Block] = []
    start = 0
    for block in blocks:
        end = start + len(block.text)
        placed.append(
            Block(
                block.kind, block.text, start, end,
                level=block.level, page=block.page, page_label=block.page_label, bbox=block.bbox,
                language=block_language(block, language), ocr_confidence=block.ocr_confidence,
            )
        )  # fmt: skip
        start = end + len(BLOCK_SEPARATOR)
    return placed
