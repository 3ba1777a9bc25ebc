"""What the catalog remembers of web pages, within the connection or transaction of the caller.

Knows the table and its rows. Must not know fetching, or which documents were made of the pages.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from search.catalog_change import CHUNK, chunks
from search.catalog_schema import pages
from search.page_state import PageState


def pages_of(connection: Connection, keys: Iterable[str]) -> dict[str, PageState]:
    """Return what is remembered of these pages, by key."""
    found: dict[str, PageState] = {}
    for chunk in chunks(keys, CHUNK):
        rows = connection.execute(select(*pages.c).where(pages.c.key.in_(chunk)))
        found.update((row[0], _state_of(row)) for row in rows)
    return found


def put_pages(connection: Connection, states: Sequence[PageState]) -> None:
    """Remember these states in place of earlier ones."""
    for chunk in chunks({state.key: state for state in states}.values(), CHUNK):
        forget_pages(connection, [state.key for state in chunk])
        connection.execute(insert(pages), [_row_of(state) for state in chunk])


def forget_pages(connection: Connection, keys: Iterable[str]) -> None:
    """Remember nothing of these pages any more."""
    for chunk in chunks(keys, CHUNK):
        connection.execute(delete(pages).where(pages.c.key.in_(chunk)))


def _row_of(state: PageState) -> dict[str, str]:
    return {
        "key": state.key,
        "location": state.location,
        "start": state.start,
        "etag": state.etag,
        "last_modified": state.last_modified,
        "sha256": state.sha256,
        "fetched_at": state.fetched_at.isoformat(),
        "checked_at": state.checked_at.isoformat(),
        "links": json.dumps(state.links),
    }


def _state_of(row: Sequence[Any]) -> PageState:
    key, location, start, etag, last_modified, sha256, fetched_at, checked_at, links = row
    return PageState(
        key, location, start, etag, last_modified, sha256,
        datetime.fromisoformat(fetched_at), datetime.fromisoformat(checked_at), tuple(json.loads(links)),
    )  # fmt: skip
