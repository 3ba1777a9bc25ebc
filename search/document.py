"""What is stored of a document: its blocks, its passages and what is known about it.

Knows shapes only. Must not know how a document was parsed, where it is stored or how it is searched.

Invariants, checked by `tests/property`:
    stored.text == BLOCK_SEPARATOR.join(block.text for block in stored.blocks)
    stored.text[block.start:block.end] == block.text
    stored.text[passage.start:passage.end] == passage.text
"""

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

BLOCK_SEPARATOR = "\n\n"
"""What stands between two blocks in a document's text."""

NAMESPACE = uuid.UUID("6f9b7c1e-7d0f-5c57-9c6e-2f3f0d7c5a10")
"""Namespace of every uuid5 that Samsök makes."""

BlockKind = Literal["heading", "paragraph", "list_item", "table", "note", "contact"]
Language = Literal["sv", "da", "en", "und"]
"""BCP 47; "und" where the language is another one or could not be told."""

DocumentType = Literal[
    "agreement", "strategy", "action_plan", "guide", "booklet", "contact_list",
    "regulation", "news", "minutes", "memo", "mail", "other",
]  # fmt: skip
ValidityStatus = Literal["in_force", "upcoming", "expired", "superseded", "unknown"]


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item, table, note or contact box, in reading order.

    Attributes:
        text: as read; rows of a table stand on lines of their own, cells parted by " | ".
        start, end: half-open character offsets into the document's text.
        level: 1 is the highest heading; 0 for everything that is no heading.
        page: physical page, from 1; None where the format has no pages.
        page_label: the number printed on the page, where it differs or is known.
        bbox: left, bottom, right, top in points from the lower left of the page.
        ocr_confidence: 0 to 1 where the text was read from a picture.
    """

    kind: BlockKind
    text: str
    start: int
    end: int
    level: int = 0
    page: int | None = None
    page_label: str | None = None
    bbox: tuple[float, float, float, float] | None = None
    language: Language = "und"
    ocr_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether a paper is in force, as far as is known.

    Attributes:
        superseded_by: id of the held document that took its place.
        reason: why nothing more can be said; told when it is asked for, not stored.
    """

    status: ValidityStatus = "unknown"
    valid_from: date | None = None
    valid_to: date | None = None
    superseded_by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What is known about a document, without its text.

    Attributes:
        document_id: stays the same over revisions (see `document_id_of`).
        revision: changes with the bytes or with the pipeline (see `revision_of`).
        source_key: canonical address, unique: a file URI or a web address.
        source: file name or address as the reader knows it.
        sha256: of the bytes, hexadecimal.
        pages: number of physical pages; None where the format has none.
    """

    document_id: str
    revision: str
    source_key: str
    source: str
    media_type: str
    sha256: str
    size_bytes: int
    modified: datetime
    title: str
    language: Language
    pages: int | None = None
    document_type: DocumentType = "other"
    organisations: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    validity: Validity = field(default_factory=Validity)


@dataclass(frozen=True, slots=True)
class Passage:
    """What is found and shown: a run of blocks within one section.

    Attributes:
        passage_id: see `passage_id_of`; also the id of the point in the index.
        ordinal: position within the document, from 0.
        section_path: headings from the highest to the nearest, as printed.
        start, end: offsets into the stored text.
        page, page_to: first and last physical page.
    """

    passage_id: str
    document_id: str
    revision: str
    ordinal: int
    text: str
    start: int
    end: int
    language: Language
    section_path: tuple[str, ...] = ()
    page: int | None = None
    page_to: int | None = None
    page_label: str | None = None


def document_id_of(source_key: str) -> str:
    """Return the identity of the document at a canonical source key."""
    return str(uuid.uuid5(NAMESPACE, source_key))


def revision_of(sha256: str, pipeline: str) -> str:
    """Return the revision that these bytes give under this pipeline fingerprint, 64 hexadecimal digits."""
    return hashlib.sha256(f"{sha256}\n{pipeline}".encode()).hexdigest()


def passage_id_of(document_id: str, revision: str, ordinal: int) -> str:
    """Return the identity of a passage, a uuid5 as text."""
    return _uuid5(f"{document_id}/{revision}/{ordinal}")


def _uuid5(name: str) -> str:
    """Return the uuid5 of a name as text, as the standard library makes it, without an object for each passage."""
    digest = bytearray(hashlib.sha1(NAMESPACE.bytes + name.encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    plain = digest.hex()
    return f"{plain[:8]}-{plain[8:12]}-{plain[12:16]}-{plain[16:20]}-{plain[20:]}"
