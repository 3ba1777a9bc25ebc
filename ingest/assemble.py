"""From parsed blocks to the stored form: offsets, languages, metadata, passages.

Knows every step between a parser and the catalog; must not know files, processes or storage.
"""

from collections.abc import Sequence
from dataclasses import replace

from ingest.clean import clean
from ingest.extract import Paper, records_in
from ingest.extract.sign import LANGUAGE_SHIFT, signs_of_all
from ingest.guard import guarded
from ingest.language import block_language, document_language
from ingest.metadata import document_type_of, organisations_of, title_of
from ingest.parsed import ParsedBlock, ParsedDocument
from ingest.passages import passages_of
from ingest.sidecar import Sidecar, described, overridden
from ingest.source import Source
from search.document import BLOCK_SEPARATOR, Block, Document, Language, document_id_of, revision_of
from search.errors import EmptyDocument
from search.papers.settle import settled
from search.records import MASKED, Fact
from search.stored import StoredDocument

PIPELINE = "samsok-ingest-5"
"""Fingerprint of parsing, cleaning and cutting; a new value makes every document be taken in again."""


def assemble(parsed: ParsedDocument, source: Source, sha256: str, sidecar: Sidecar | None = None) -> StoredDocument:
    """Return the stored form of a parsed document.

    Args:
        sidecar: what its keeper says of it, which outranks what is read from it.

    Raises:
        EmptyDocument: no words are left after cleaning.
    """
    # again after cleaning, which may bring together what stood apart
    document = guarded(clean(parsed))
    if not document.blocks:
        raise EmptyDocument(f"{source.source} holds no text; nothing of it can be found")
    language = document_language(document.blocks, document.language_hint)
    words = [block.text.lower().split() for block in document.blocks]
    signs = signs_of_all(words)
    blocks = tuple(_placed(document.blocks, words, signs, language))
    text = BLOCK_SEPARATOR.join(block.text for block in blocks)
    title = title_of(document, source.file_name)
    revision = revision_with(sha256, sidecar)
    known = described(_document(document, source, sha256, revision, title, language), sidecar)
    counts = list(map(len, words))
    passages = tuple(passages_of(known.document_id, known.revision, text, blocks, known.title, counts))
    paper = Paper(known, text, blocks, passages, signs)
    records = overridden(records_in(paper), sidecar, paper)
    if document.masked:
        records = replace(records, facts=(*records.facts, Fact(MASKED, str(document.masked), origin="file")))
    areas = tuple(dict.fromkeys(fact.value for fact in records.facts if fact.name == "area"))
    known = replace(known, validity=settled(records.facts).validity, areas=areas)
    return StoredDocument(known, text, blocks, passages, records)


def revision_with(sha256: str, sidecar: Sidecar | None) -> str:
    """Return the revision of these bytes with what their keeper says of them."""
    return revision_of(sha256, PIPELINE if sidecar is None else f"{PIPELINE}\n{sidecar.sha256}")


def _document(
    document: ParsedDocument, source: Source, sha256: str, revision: str, title: str, language: Language
) -> Document:
    return Document(
        document_id=document_id_of(source.key),
        revision=revision,
        source_key=source.key,
        source=source.source,
        media_type=document.media_type,
        sha256=sha256,
        size_bytes=source.size,
        modified=source.modified,
        title=title,
        language=language,
        pages=document.pages,
        document_type=document_type_of(document, title, source.file_name),
        organisations=organisations_of(document, title),
    )


def _placed(
    blocks: Sequence[ParsedBlock], words: Sequence[Sequence[str]], signs: Sequence[int], language: Language
) -> list[Block]:
    placed: list[Block] = []
    start = 0
    for block, its_words, its_signs in zip(blocks, words, signs, strict=True):
        end = start + len(block.text)
        placed.append(
            Block(
                block.kind, block.text, start, end,
                level=block.level, page=block.page, page_label=block.page_label, bbox=block.bbox,
                language=block_language(block, language, its_words, its_signs >> LANGUAGE_SHIFT),
                ocr_confidence=block.ocr_confidence,
            )
        )  # fmt: skip
        start = end + len(BLOCK_SEPARATOR)
    return placed
