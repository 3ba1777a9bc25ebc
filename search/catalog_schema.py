"""The catalog's tables, how a database is opened, and how rows become values and back.

Knows SQLAlchemy Core, SQLite and PostgreSQL. Must not know what is staged, published or searched when.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    BigInteger,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    inspect,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from search.document import Block, Document, Passage, Validity
from search.errors import IncompatibleData, InvalidSetting
from search.record_text import name_of, to_text
from search.stored import StoredDocument

SCHEMA_VERSION = 1
"""Grows with every change to the tables or to what a column means."""

BUSY_TIMEOUT_MS = 10_000
"""How long a write waits for another process's; publishing 20,000 documents took 2.2 s."""

_ROW_ID = BigInteger().with_variant(Integer, "sqlite")
_SORTED_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
"""Sorted by code point in both databases."""

metadata = MetaData()

meta = Table("meta", metadata, Column("key", String(40), primary_key=True), Column("value", Text, nullable=False))

generations = Table(
    "generations",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("manifest", Text, nullable=False),
    Column("published_at", Text, nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", _ROW_ID, primary_key=True, autoincrement=False),
    Column("document_id", _SORTED_TEXT, nullable=False),
    Column("revision", Text, nullable=False),
    Column("source_key", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size_bytes", _ROW_ID, nullable=False),
    Column("modified", Text, nullable=False),
    Column("title", _SORTED_TEXT, nullable=False),
    Column("language", Text, nullable=False),
    Column("pages", Integer),
    Column("document_type", Text, nullable=False),
    Column("organisations", Text, nullable=False),
    Column("areas", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("valid_from", Text),
    Column("valid_to", Text),
    Column("superseded_by", Text),
    Column("passages", Integer, nullable=False),
    Index("revisions_document", "document_id", "revision", unique=True),
    Index("revisions_title", "title", "document_id"),
)
"""One row a revision, staged or shown; the columns up to superseded_by are a `Document`."""

contents = Table(
    "contents",
    metadata,
    Column("revision_id", ForeignKey("revisions.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("blocks", Text, nullable=False),
)
"""Apart from `revisions`, so that listing documents reads no text."""

passages = Table(
    "passages",
    metadata,
    Column("passage_id", Text, primary_key=True),
    Column("revision_id", ForeignKey("revisions.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("language", Text, nullable=False),
    Column("section_path", Text, nullable=False),
    Column("page", Integer),
    Column("page_to", Integer),
    Column("page_label", Text),
    Index("passages_revision", "revision_id", "ordinal", unique=True),
)

shown = Table(
    "shown",
    metadata,
    Column("revision_id", ForeignKey("revisions.id", ondelete="CASCADE"), primary_key=True),
    Column("added_in", Integer, primary_key=True, autoincrement=False),
    Column("removed_in", Integer),
    Index("shown_removed", "removed_in"),
)
"""Generation g shows a revision with added_in <= g and (removed_in is null or removed_in > g).

A revision has several rows when an older state of a document came back; it has none while it is only staged.
"""

records = Table(
    "records",
    metadata,
    Column("revision_id", ForeignKey("revisions.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
)
"""What a revision states as data, see `search.records`; the body is what `search.record_text` makes."""

hand_contacts = Table(
    "hand_contacts",
    metadata,
    Column("key", Text, primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("imported", Text, nullable=False),
)
"""Contacts kept by hand, apart from papers and generations; the body is what `search.record_text` makes."""

vocabularies = Table(
    "vocabularies",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("words", LargeBinary, nullable=False),
)
"""What `search.vocabulary` gives for storage, one row a generation that is kept."""

pages = Table(
    "web_pages",
    metadata,
    Column("key", Text, primary_key=True),
    Column("location", Text, nullable=False),
    Column("start", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("fetched_at", Text, nullable=False),
    Column("checked_at", Text, nullable=False),
    Column("links", Text, nullable=False),
)
"""How web pages answered last, see `search.page_state`; one row a page, whatever generation shows its document."""

feedback = Table(
    "feedback",
    metadata,
    Column("id", _ROW_ID, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("ui", Text, nullable=False),
    Column("query_id", Text, nullable=False),
    Column("document_id", Text, nullable=False),
    Column("passage_id", Text, nullable=False),
    Column("reply_to", Text, nullable=False),
    Column("question", Text),
)
"""What readers say; belongs to no generation, see `search.catalog_feedback`."""

_ADDED_LATER = frozenset({feedback.name, hand_contacts.name, pages.name, records.name, vocabularies.name})
"""Tables that a catalog of this schema may lack; they are made when it is opened."""

DOCUMENT_COLUMNS = tuple(revisions.c)[:-1]
PASSAGE_COLUMNS = tuple(passages.c)
_DOCUMENT_FIELDS = tuple(column.name for column in DOCUMENT_COLUMNS[1:])
_VALIDITY_FIELDS = ("status", "valid_from", "valid_to", "superseded_by")


def connect(url: str, busy_timeout_ms: int) -> tuple[Engine, Engine]:
    """Return engines for reading (each statement for itself) and for writing (one transaction at a time).

    Raises:
        InvalidSetting: the address names no database that can be used.
    """
    address = _address(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, isolation_level="AUTOCOMMIT", pool_pre_ping=True), create_engine(
            address, pool_pre_ping=True
        )
    reader = create_engine(address, isolation_level="AUTOCOMMIT", pool_size=8, max_overflow=32)
    writer = create_engine(address, pool_size=1, max_overflow=0, connect_args={"isolation_level": None})
    for engine in (reader, writer):
        event.listen(engine, "connect", partial(_prepare_sqlite, busy_timeout_ms))
    event.listen(writer, "begin", _begin_at_once)
    return reader, writer


def is_prepared(connection: Connection) -> bool:
    """Tell whether the database holds a catalog's tables; False where it holds none, or lacks one added later.

    Raises:
        IncompatibleData: the database belongs to another version or to something else.
    """
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return False
    place = connection.engine.url.render_as_string(hide_password=True)
    if not tables >= set(metadata.tables) - _ADDED_LATER:
        raise IncompatibleData(f"{place} does not hold a catalog's tables; name an empty database")
    found = connection.execute(select(meta.c.value).where(meta.c.key == "schema")).scalar()
    if found != str(SCHEMA_VERSION):
        raise IncompatibleData(
            f"the catalog {place} has schema {found}, this Samsök needs {SCHEMA_VERSION}; "
            "take the documents in again with `samsok ingest` into an empty data folder"
        )
    return tables >= set(metadata.tables)


def prepare(connection: Connection) -> None:
    """Make the tables, unless another process was faster, within one transaction of writing."""
    if not is_prepared(connection):
        is_new = not inspect(connection).has_table(meta.name)
        metadata.create_all(connection)
        if not is_new:
            return
        values = [{"key": "schema", "value": str(SCHEMA_VERSION)}, {"key": "next_revision_id", "value": "1"}]
        connection.execute(meta.insert(), values)


def document_row(stored: StoredDocument, row_id: int) -> dict[str, Any]:
    """Return the row of `revisions` for a document."""
    document = stored.document
    return {
        "id": row_id,
        "document_id": document.document_id,
        "revision": document.revision,
        "source_key": document.source_key,
        "source": document.source,
        "media_type": document.media_type,
        "sha256": document.sha256,
        "size_bytes": document.size_bytes,
        "modified": document.modified.isoformat(),
        "title": document.title,
        "language": document.language,
        "pages": document.pages,
        "document_type": document.document_type,
        "organisations": _list_text(document.organisations),
        "areas": _list_text(document.areas),
        "status": document.validity.status,
        "valid_from": _date_text(document.validity.valid_from),
        "valid_to": _date_text(document.validity.valid_to),
        "superseded_by": document.validity.superseded_by,
        "passages": len(stored.passages),
    }


def document_of(row: Sequence[Any]) -> Document:
    """Return the document of a row of DOCUMENT_COLUMNS."""
    fields = dict(zip(_DOCUMENT_FIELDS, row[1:], strict=True))
    status, valid_from, valid_to, superseded_by = (fields.pop(name) for name in _VALIDITY_FIELDS)
    fields["modified"] = datetime.fromisoformat(fields["modified"])
    fields["organisations"] = list_of(fields["organisations"])
    fields["areas"] = list_of(fields["areas"])
    return Document(**fields, validity=Validity(status, _date_of(valid_from), _date_of(valid_to), superseded_by))


def content_row(stored: StoredDocument, row_id: int) -> dict[str, Any]:
    """Return the row of `contents` for a document."""
    return {"revision_id": row_id, "text": stored.text, "blocks": _blocks_text(stored)}


def passage_row(passage: Passage, row_id: int) -> dict[str, Any]:
    """Return the row of `passages` for a passage."""
    return {
        "passage_id": passage.passage_id,
        "revision_id": row_id,
        "ordinal": passage.ordinal,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "language": passage.language,
        "section_path": _list_text(passage.section_path),
        "page": passage.page,
        "page_to": passage.page_to,
        "page_label": passage.page_label,
    }


def record_rows(stored: StoredDocument, row_id: int) -> list[dict[str, Any]]:
    """Return the rows of `records` for a document."""
    return [
        {"revision_id": row_id, "kind": name_of(type(record)), "ordinal": ordinal, "body": to_text(record)}
        for ordinal, record in enumerate(stored.records.all())
    ]


def passage_of(row: Sequence[Any], document: Document) -> Passage:
    """Return the passage of a row of PASSAGE_COLUMNS."""
    passage_id, _, ordinal, text, start, end, language, section_path, page, page_to, page_label = row
    return Passage(
        passage_id, document.document_id, document.revision, ordinal, text, start, end, language,
        list_of(section_path), page, page_to, page_label,
    )  # fmt: skip


def blocks_of(text: str, blocks: str) -> list[Block]:
    """Return the blocks of a document's text; see `_blocks_text`."""
    return [
        Block(kind, text[start:end], start, end, level, page, label, bbox and tuple(bbox), language, confidence)
        for kind, start, end, level, page, label, bbox, language, confidence in json.loads(blocks)
    ]


def _blocks_text(stored: StoredDocument) -> str:
    """Return the blocks without their texts, which are slices of the document's text."""
    for block in stored.blocks:
        if stored.text[block.start : block.end] != block.text:
            raise ValueError(
                f"block {block.start}:{block.end} of {stored.document.source} is not what the text has there"
            )
    rows = [
        (b.kind, b.start, b.end, b.level, b.page, b.page_label, b.bbox, b.language, b.ocr_confidence)
        for b in stored.blocks
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=4096)
def _list_text(values: tuple[str, ...]) -> str:
    return json.dumps(values, ensure_ascii=False) if values else ""


@lru_cache(maxsize=4096)
def list_of(text: str) -> tuple[str, ...]:
    """Return the values of a column that holds a list."""
    return tuple(json.loads(text)) if text else ()


def _date_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        address.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise InvalidSetting(f"{url!r} is not the address of a database ({error}); use sqlite:///FILE") from error
    if address.get_backend_name() == "sqlite":
        if address.database in (None, "", ":memory:"):
            raise InvalidSetting(f"{url!r} names a database in memory, which is lost; use sqlite:///FILE")
        _make_folder(Path(str(address.database)).parent)
    return address


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidSetting(f"the folder {folder} of the catalog cannot be made: {error}") from error


def _prepare_sqlite(busy_timeout_ms: int, connection: Any, _: object) -> None:
    """Set what SQLite forgets with each connection; a commit reaches the disk before it returns (FULL)."""
    for setting in (
        f"busy_timeout = {busy_timeout_ms}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "mmap_size = 268435456",
    ):
        connection.execute(f"PRAGMA {setting}")


def _begin_at_once(connection: Connection) -> None:
    """Take SQLite's write lock when the transaction begins: taken later, it is refused instead of waited for."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
