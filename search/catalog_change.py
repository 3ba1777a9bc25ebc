"""What staging and publishing change in the catalog's tables, within the transaction of the caller.

Knows the tables and the rule that a revision's rows never change once a generation shows them. Must not know
connections, engines or transactions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, delete, func, insert, select, update

from search.catalog_port import Change
from search.catalog_schema import (
    content_row,
    contents,
    document_row,
    generations,
    meta,
    passage_row,
    passages,
    record_rows,
    records,
    revisions,
    shown,
)
from search.errors import BackendError
from search.stored import StoredDocument

_T = TypeVar("_T")

CHUNK = 500
"""Keys in one statement; SQLite before 3.32 takes 999 parameters."""


def held_rows(connection: Connection, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return (document_id, revision) -> (row id, number of passages) for those that are held."""
    wanted = set(pairs)
    columns = (revisions.c.document_id, revisions.c.revision, revisions.c.id, revisions.c.passages)
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for ids in chunks({document_id for document_id, _ in wanted}, CHUNK):
        for row in connection.execute(select(*columns).where(revisions.c.document_id.in_(ids))):
            if (row[0], row[1]) in wanted:
                found[row[0], row[1]] = (row[2], row[3])
    return found


def stage_revisions(connection: Connection, documents: Mapping[tuple[str, str], StoredDocument]) -> None:
    """Insert these revisions, replacing those that are staged and leaving those that a generation shows."""
    held = {row_id: pair for pair, (row_id, _) in held_rows(connection, documents).items()}
    published = set(connection.scalars(select(shown.c.revision_id).where(shown.c.revision_id.in_(held))))
    connection.execute(delete(revisions).where(revisions.c.id.in_(held.keys() - published)))
    kept = {held[row_id] for row_id in published}
    new = [stored for pair, stored in documents.items() if pair not in kept]
    if new:
        _insert(connection, list(enumerate(new, _take_ids(connection, len(new)))))


def _insert(connection: Connection, numbered: Sequence[tuple[int, StoredDocument]]) -> None:
    connection.execute(insert(revisions), [document_row(stored, row_id) for row_id, stored in numbered])
    connection.execute(insert(contents), [content_row(stored, row_id) for row_id, stored in numbered])
    rows = [passage_row(passage, row_id) for row_id, stored in numbered for passage in stored.passages]
    if rows:
        connection.execute(insert(passages), rows)
    stated = [row for row_id, stored in numbered for row in record_rows(stored, row_id)]
    if stated:
        connection.execute(insert(records), stated)


def _take_ids(connection: Connection, number: int) -> int:
    """Return the first of `number` row ids that were never given before, not even to rows pruned since."""
    counter = meta.c.key == "next_revision_id"
    first = int(connection.execute(select(meta.c.value).where(counter).with_for_update()).scalar_one())
    connection.execute(update(meta).where(counter).values(value=str(first + number)))
    return first


def check_next(connection: Connection, number: int) -> None:
    """Raise BackendError unless `number` comes right after the current generation."""
    current = connection.execute(select(func.max(generations.c.number))).scalar() or 0
    if number != current + 1:
        raise BackendError(
            f"generation {number} cannot be published after generation {current}: another process was faster; "
            "run the command again"
        )


def staged_rows(connection: Connection, pairs: Sequence[tuple[str, str]]) -> dict[int, str]:
    """Return row id -> document_id of revisions to be shown."""
    if len({document_id for document_id, _ in pairs}) != len(set(pairs)):
        raise ValueError("two revisions of one document cannot be shown together")
    held = held_rows(connection, pairs)
    for document_id, revision in pairs:
        if (document_id, revision) not in held:
            raise BackendError(f"revision {revision[:12]} of document {document_id} is not staged; ingest it again")
    return {held[pair][0]: pair[0] for pair in pairs}


def hide(connection: Connection, number: int, change: Change, row_ids: Mapping[int, str]) -> None:
    """Stop showing what the change removes or replaces, from generation `number` on."""
    for ids in chunks({*change.remove, *row_ids.values()}, CHUNK):
        visible = _visible(connection, ids)
        gone = visible - row_ids.keys()
        statement = update(shown).where(shown.c.revision_id.in_(gone), shown.c.removed_in.is_(None))
        connection.execute(statement.values(removed_in=number))


def show(connection: Connection, number: int, row_ids: Mapping[int, str]) -> None:
    """Show these revisions from generation `number` on; those shown already stay as they are."""
    for chunk in chunks(row_ids.items(), CHUNK):
        visible = _visible(connection, [document_id for _, document_id in chunk])
        rows = [{"revision_id": row_id, "added_in": number} for row_id, _ in chunk if row_id not in visible]
        if rows:
            connection.execute(insert(shown), rows)


def _visible(connection: Connection, document_ids: Sequence[str]) -> set[int]:
    """Return the row ids of what the newest generation shows of these documents."""
    return set(
        connection.scalars(
            select(shown.c.revision_id)
            .select_from(shown.join(revisions))
            .where(shown.c.removed_in.is_(None), revisions.c.document_id.in_(document_ids))
        )
    )


def chunks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Yield the items in lists of at most `size`."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
