"""The catalog in a relational database: SQLite by default, PostgreSQL when it is outgrown.

Knows the tables and what staging, publishing and pruning mean. Must not know parsing, the index or the network.

Each generation sees its own set of revisions, so a reader needs no lock and no transaction: what it asks for
generation g stays the same until g is pruned.
"""

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any, Self

from sqlalchemy import Connection, Engine, Select, bindparam, delete, exists, func, insert, or_, select, text
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from search.catalog_change import CHUNK, check_next, chunks, held_rows, hide, show, stage_revisions, staged_rows
from search.catalog_contacts import CONTACTS_STAMP, held_contacts, put_contacts, remove_contacts
from search.catalog_feedback import add_entry, newest_entries
from search.catalog_port import Change, Generation, PassageKind, PassageRecord
from search.catalog_schema import (
    BUSY_TIMEOUT_MS,
    DOCUMENT_COLUMNS,
    PASSAGE_COLUMNS,
    blocks_of,
    connect,
    contents,
    document_of,
    generations,
    is_prepared,
    list_of,
    passage_of,
    passages,
    prepare,
    records,
    revisions,
    shown,
    vocabularies,
)
from search.catalog_statement import IdleConnections, Statement, StatementOfMany
from search.catalog_web import forget_pages, pages_of, put_pages
from search.contacts.hand import HandMade
from search.document import Block, Document
from search.errors import BackendError, IncompatibleData, NotFound
from search.feedback import Feedback
from search.page_state import PageState
from search.record_text import from_text, name_of
from search.records import R, Recorded, Records
from search.stored import StoredDocument

PAGE_PASSAGES = 2000
"""Passages held at a time while streaming, about 4 MB."""

MAX_DOCUMENTS_CACHED = 20_000
"""About 1 kB each."""

_CURRENT = text("SELECT number, manifest, published_at FROM generations ORDER BY number DESC LIMIT 1")
_DOCUMENTS = select(*DOCUMENT_COLUMNS).where(revisions.c.id.in_(bindparam("ids", expanding=True)))


def _of_content(*columns: Any) -> Select[Any]:
    """Select columns of one revision's content; a statement is made once, as making it takes longer than running it."""
    return (
        select(*columns)
        .join(revisions, revisions.c.id == contents.c.revision_id)
        .where(revisions.c.document_id == bindparam("document"), revisions.c.revision == bindparam("its_revision"))
    )


_TEXT = _of_content(contents.c.text)
_BLOCKS = _of_content(contents.c.text, contents.c.blocks)
_EXCERPT = _of_content(func.substr(contents.c.text, bindparam("first"), bindparam("length")))
_KINDS = select(passages.c.revision_id, passages.c.language)
_NOT_SHOWN = ~exists().where(shown.c.revision_id == revisions.c.id)


class SqlCatalog:
    """Documents, passages and generations in SQL; satisfies `Catalog` and `search.page_state.PageStates`."""

    def __init__(self, reader: Engine, writer: Engine) -> None:
        """Take engines whose database is prepared; `open` is the usual way in."""
        self._reader = reader
        self._writer = writer
        self._writing = threading.Lock()
        self._idle = idle = IdleConnections(reader) if reader.dialect.name == "sqlite" else None
        self._current = Statement(reader, _CURRENT, idle)
        self._excerpt = Statement(reader, _EXCERPT, idle)
        self._stamp = Statement(reader, CONTACTS_STAMP, idle)
        self._passages = StatementOfMany(reader, select(*PASSAGE_COLUMNS), passages.c.passage_id, idle)
        self._kinds = StatementOfMany(reader, _KINDS, passages.c.passage_id, idle)
        self._documents: dict[int, Document] = {}
        """Row id -> document. Rows never change and ids are never given twice, so nothing here goes stale."""

    @classmethod
    def open(cls, url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Self:
        """Open the catalog at a database address, making its tables if the database is empty.

        Args:
            url: as SQLAlchemy has it: "sqlite:////data/catalog.db" or "postgresql+psycopg://host/name".
            busy_timeout_ms: how long a write to SQLite waits for another process's.

        Raises:
            InvalidSetting: the address cannot be used.
            IncompatibleData: the database is damaged, of another version or of something else.
            BackendError: the database does not answer.
        """
        reader, writer = connect(url, busy_timeout_ms)
        catalog = cls(reader, writer)
        try:
            with catalog._read() as connection:
                ready = is_prepared(connection)
            if not ready:
                with catalog._write() as connection:
                    prepare(connection)
        except BaseException:
            catalog.close()
            raise
        return catalog

    def close(self) -> None:
        """Let go of all connections; closing twice is harmless."""
        if self._idle is not None:
            self._idle.close()
        self._reader.dispose()
        self._writer.dispose()

    def current(self) -> Generation | None:
        """Return the current generation; None before the first publication."""
        with self._translated():
            rows = self._current.rows()
        return _generation_of(*rows[0]) if rows else None

    def document(self, document_id: str, generation: int) -> Document:
        """Return the revision visible in this generation, or raise NotFound."""
        found = self._rows(_shown_in(generation).where(revisions.c.document_id == document_id))
        if not found:
            raise NotFound(f"no document {document_id} is held")
        return document_of(found[0])

    def documents(self, generation: int, limit: int, offset: int = 0) -> list[Document]:
        """List visible documents, by title, then id."""
        ordered = _shown_in(generation).order_by(revisions.c.title, revisions.c.document_id)
        return [document_of(row) for row in self._rows(ordered.limit(limit).offset(offset))]

    def count_documents(self, generation: int) -> int:
        """Return the number of visible documents."""
        return int(self._rows(_shown_in(generation, func.count()))[0][0])

    def count_passages(self, generation: int) -> int:
        """Return the number of passages of visible documents."""
        return int(self._rows(_shown_in(generation, func.coalesce(func.sum(revisions.c.passages), 0)))[0][0])

    def live(self, generation: int | None) -> dict[str, Document]:
        """Return source_key -> visible document; empty for None."""
        if generation is None:
            return {}
        found = map(document_of, self._rows(_shown_in(generation)))
        return {document.source_key: document for document in found}

    def text(self, document_id: str, revision: str) -> str:
        """Return the whole stored text of one revision, or raise NotFound."""
        return str(self._content(_TEXT, document_id, revision)[0])

    def excerpt(self, document_id: str, revision: str, start: int, end: int) -> str:
        """Return a part of the stored text, see `Catalog.excerpt`; the rest of it stays in the database."""
        wanted = {"first": start + 1, "length": max(0, end - start)}
        with self._translated():
            found = self._excerpt.rows({"document": document_id, "its_revision": revision, **wanted})
        return str(_only(found, document_id, revision)[0])

    def blocks(self, document_id: str, revision: str) -> list[Block]:
        """Return the blocks of one revision in reading order, or raise NotFound."""
        return blocks_of(*self._content(_BLOCKS, document_id, revision))

    def passages(self, passage_ids: Sequence[str]) -> dict[str, PassageRecord]:
        """Return the passages that are held, by id; unknown ids are left out."""
        with self._translated():
            rows = [row for ids in chunks(dict.fromkeys(passage_ids), CHUNK) for row in self._passages.rows(ids)]
        documents = self._documents_of({row[1] for row in rows})
        return {row[0]: _record(row, documents[row[1]]) for row in rows if row[1] in documents}

    def kinds(self, passage_ids: Sequence[str]) -> list[PassageKind]:
        """Return what the passages that are held are counted by, see `Catalog.kinds`."""
        with self._translated():
            rows = [row for ids in chunks(dict.fromkeys(passage_ids), CHUNK) for row in self._kinds.rows(ids)]
        documents = self._documents_of({row_id for row_id, _ in rows})
        return [PassageKind(language, documents[row_id]) for row_id, language in rows if row_id in documents]

    def records(self, generation: int, kind: type[R]) -> list[Recorded[R]]:
        """Return every record of a kind that the visible documents state, see `Catalog.records`."""
        name = name_of(kind)
        stated = self._rows(
            _shown_in(generation, records.c.revision_id, records.c.body)
            .join(records, records.c.revision_id == revisions.c.id)
            .where(records.c.kind == name)
            .order_by(records.c.revision_id, records.c.ordinal)
        )
        documents = self._documents_of({row_id for row_id, _ in stated})
        return [Recorded(from_text(name, body), documents[row_id]) for row_id, body in stated if row_id in documents]

    def records_of(self, document_id: str, revision: str) -> Records:
        """Return what one revision states as data, see `Catalog.records_of`."""
        rows = self._rows(
            select(records.c.kind, records.c.body)
            .join(revisions, revisions.c.id == records.c.revision_id)
            .where(revisions.c.document_id == document_id, revisions.c.revision == revision)
            .order_by(records.c.ordinal)
        )
        return Records.of(from_text(kind, body) for kind, body in rows)

    def section_paths(self, generation: int) -> list[tuple[tuple[str, ...], str]]:
        """Return the different headings above passages, see `Catalog.section_paths`."""
        columns = (passages.c.section_path, passages.c.language, revisions.c.id)
        found = _shown_in(generation, *columns).join(passages, passages.c.revision_id == revisions.c.id).distinct()
        return [(list_of(path), language) for path, language, _ in self._rows(found)]

    def iter_passages(self, revisions: Sequence[tuple[str, str]]) -> Iterator[PassageRecord]:
        """Yield the passages of these revisions in the order given, each document from its first passage to its last.

        At most `PAGE_PASSAGES` and one document's metadata for each of them are held at a time; no connection is
        held between two pages.
        """
        for chunk in chunks(revisions, CHUNK):
            held = self._held(chunk)
            for group in _grouped((held[pair] for pair in chunk if pair in held), PAGE_PASSAGES):
                yield from self._records(group)

    def is_staged(self, document_id: str, revision: str) -> bool:
        """Tell whether this revision is held, published or not."""
        return bool(self._held([(document_id, revision)]))

    def staged_among(self, revisions: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        """Return those of these (document_id, revision) pairs that are held, published or not."""
        return set(self._held(revisions))

    def stage(self, stored: StoredDocument) -> None:
        """Hold a revision durably without showing it, see `Catalog.stage`."""
        self.stage_many([stored])

    def stage_many(self, documents: Sequence[StoredDocument]) -> None:
        """Hold revisions durably without showing them, all of them or none.

        A revision that some generation shows is left as it is: its id stands for its content. Of a revision that
        occurs twice in one call the last one counts.
        """
        latest = {(stored.document.document_id, stored.document.revision): stored for stored in documents}
        with self._write() as connection:
            for chunk in chunks(latest.items(), CHUNK):
                stage_revisions(connection, dict(chunk))

    def publish(self, number: int, manifest: Mapping[str, str], change: Change) -> Generation:
        """Make `number` the current generation, in one transaction, see `Catalog.publish`.

        Raises:
            BackendError: another writer was faster, or a revision of the change is not staged.
        """
        published = Generation(number, dict(manifest), datetime.now(UTC))
        with self._write() as connection:
            check_next(connection, number)
            row_ids = staged_rows(connection, change.put)
            hide(connection, number, change, row_ids)
            show(connection, number, row_ids)
            row = {"number": number, "manifest": json.dumps(published.manifest)}
            connection.execute(insert(generations), row | {"published_at": published.published_at.isoformat()})
        return published

    def put_vocabulary(self, number: int, words: bytes) -> None:
        """Hold the words of a generation, see `Catalog.put_vocabulary`."""
        with self._write() as connection:
            connection.execute(delete(vocabularies).where(vocabularies.c.generation == number))
            connection.execute(insert(vocabularies), {"generation": number, "words": words})

    def vocabulary(self, number: int) -> bytes | None:
        """Return the words of a generation; None where none are held."""
        found = self._rows(select(vocabularies.c.words).where(vocabularies.c.generation == number))
        return bytes(found[0][0]) if found else None

    def add_feedback(self, entry: Feedback) -> None:
        """Hold what a reader says, see `Catalog.add_feedback`."""
        with self._write() as connection:
            add_entry(connection, entry)

    def feedback(self, limit: int) -> list[Feedback]:
        """Return what readers said last, the newest first."""
        with self._read() as connection:
            return newest_entries(connection, limit)

    def hand_made(self) -> list[HandMade]:
        """Return the contacts made by hand, see `ContactStore.hand_made`."""
        with self._read() as connection:
            return held_contacts(connection)

    def hand_made_stamp(self) -> str:
        """Return what changes with every import, see `ContactStore.hand_made_stamp`."""
        with self._translated():
            count, latest = self._stamp.rows()[0]
        return f"{count} {latest}"

    def put_hand_made(self, made: Sequence[HandMade]) -> None:
        """Hold contacts made by hand, all of them or none; one with the key of another replaces it."""
        with self._write() as connection:
            put_contacts(connection, made)

    def remove_hand_made(self, source: str | None) -> int:
        """Forget what was imported from a file, or all for None; return how many those were."""
        with self._write() as connection:
            return remove_contacts(connection, source)

    def prune(self, keep_from: int) -> None:
        """Forget revisions that no generation from `keep_from` on shows, see `Catalog.prune`."""
        with self._write() as connection:
            connection.execute(delete(shown).where(shown.c.removed_in <= keep_from))
            connection.execute(delete(revisions).where(_NOT_SHOWN))
            connection.execute(delete(vocabularies).where(vocabularies.c.generation < keep_from))
            newest = select(func.max(generations.c.number)).scalar_subquery()
            connection.execute(
                delete(generations).where(generations.c.number < keep_from, generations.c.number < newest)
            )

    def page_states(self, keys: Iterable[str]) -> dict[str, PageState]:
        """Return what is remembered of web pages, see `search.page_state.PageStates`."""
        with self._read() as connection:
            return pages_of(connection, keys)

    def put_page_states(self, states: Sequence[PageState]) -> None:
        """Remember how web pages answered, all of them or none."""
        with self._write() as connection:
            put_pages(connection, states)

    def forget_page_states(self, keys: Iterable[str]) -> None:
        """Remember nothing of these web pages any more."""
        with self._write() as connection:
            forget_pages(connection, keys)

    def _content(self, statement: Select[Any], document_id: str, revision: str) -> Sequence[Any]:
        """Return the row of `contents` that a statement of `_of_content` asks for, or raise NotFound."""
        found = self._rows(statement, {"document": document_id, "its_revision": revision})
        return _only(found, document_id, revision)

    def _held(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, int]]:
        """Return (document_id, revision) -> (row id, number of passages) for those that are held."""
        with self._read() as connection:
            return held_rows(connection, pairs)

    def _documents_of(self, row_ids: set[int]) -> dict[int, Document]:
        known = self._documents
        missing = [row_id for row_id in row_ids if row_id not in known]
        if missing:
            rows = [row for ids in chunks(missing, CHUNK) for row in self._rows(_DOCUMENTS, {"ids": ids})]
            found = {row[0]: document_of(row) for row in rows}
            if len(known) + len(found) > MAX_DOCUMENTS_CACHED:
                known = {row_id: known[row_id] for row_id in row_ids if row_id in known}
            self._documents = known = known | found
        return known

    def _records(self, row_ids: Sequence[int]) -> Iterator[PassageRecord]:
        documents = self._documents_of(set(row_ids))
        if len(row_ids) > 1:
            rows = self._rows(_in_order(row_ids))
            by_revision = {key: list(group) for key, group in groupby(rows, key=lambda row: row[1])}
            for row_id in row_ids:
                yield from (_record(row, documents[row_id]) for row in by_revision.get(row_id, ()))
            return
        after = -1
        while rows := self._rows(_in_order(row_ids).where(passages.c.ordinal > after).limit(PAGE_PASSAGES)):
            yield from (_record(row, documents[row_ids[0]]) for row in rows)
            after = rows[-1][2]

    def _rows(self, statement: Select[Any], parameters: Mapping[str, Any] | None = None) -> list[Any]:
        with self._read() as connection:
            return list(connection.execute(statement, parameters).all())  # at once, not row by row

    @contextlib.contextmanager
    def _read(self) -> Iterator[Connection]:
        with self._translated(), self._reader.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._writing, self._translated(), self._writer.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn what the database raises into errors of ours, by who must act."""
        place = self._reader.url
        try:
            yield
        except OperationalError as error:
            raise BackendError(f"the catalog {place!r} does not answer ({_reason(error)}); try again later") from error
        except DatabaseError as error:
            if isinstance(error.orig, sqlite3.DatabaseError) and not isinstance(error.orig, sqlite3.IntegrityError):
                raise IncompatibleData(
                    f"the catalog {place!r} is damaged ({_reason(error)}); "
                    "restore it from a backup, or take the documents in again into an empty data folder"
                ) from error
            raise BackendError(f"the catalog {place!r} refused ({_reason(error)}); try again later") from error
        except SQLAlchemyError as error:
            raise BackendError(f"the catalog {place!r} cannot be used ({error}); try again later") from error


@lru_cache(maxsize=8)
def _generation_of(number: int, manifest: str, published_at: str) -> Generation:
    """Return the generation of a row; each question asks which is the current one."""
    return Generation(number, json.loads(manifest), datetime.fromisoformat(published_at))


def _shown_in(generation: int, *columns: Any) -> Select[Any]:
    """Select what a generation shows: documents, unless other columns are named."""
    return (
        select(*(columns or DOCUMENT_COLUMNS))
        .select_from(revisions.join(shown))
        .where(shown.c.added_in <= generation, or_(shown.c.removed_in.is_(None), shown.c.removed_in > generation))
    )


def _in_order(row_ids: Sequence[int]) -> Select[Any]:
    return (
        select(*PASSAGE_COLUMNS)
        .where(passages.c.revision_id.in_(row_ids))
        .order_by(passages.c.revision_id, passages.c.ordinal)
    )


def _record(row: Sequence[Any], document: Document) -> PassageRecord:
    return PassageRecord(passage_of(row, document), document)


def _only(found: Sequence[Sequence[Any]], document_id: str, revision: str) -> Sequence[Any]:
    if not found:
        raise NotFound(f"no revision {revision[:12]} of document {document_id} is held")
    return found[0]


def _grouped(rows: Iterable[tuple[int, int]], most: int) -> Iterator[list[int]]:
    """Yield row ids in runs whose numbers of passages add up to at most `most`, or a single one with more."""
    run: list[int] = []
    held = 0
    for row_id, number in rows:
        if run and held + number > most:
            yield run
            run, held = [], 0
        run.append(row_id)
        held += number
    if run:
        yield run


def _reason(error: DatabaseError) -> str:
    return str(error.orig).strip().splitlines()[0]
