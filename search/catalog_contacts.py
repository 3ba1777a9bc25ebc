"""Contacts made by hand in the catalog's tables, within the transaction of the caller.

Knows the table. Must not know files, papers or generations.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from search.catalog_schema import hand_contacts
from search.contacts.hand import HandMade
from search.record_text import from_text, to_text

CONTACTS_STAMP = select(func.count(), func.max(hand_contacts.c.imported))
"""What is different after each import."""


def held_contacts(connection: Connection) -> list[HandMade]:
    """Return all contacts made by hand, in the order in which they were imported."""
    rows = connection.execute(select(hand_contacts).order_by(hand_contacts.c.ordinal, hand_contacts.c.key))
    return [
        HandMade(row.key, from_text("contact", row.body), row.source, datetime.fromisoformat(row.imported))
        for row in rows
    ]


def put_contacts(connection: Connection, made: Sequence[HandMade]) -> None:
    """Hold contacts made by hand; those of the same key are replaced, all others stay."""
    latest = {each.key: each for each in made}
    if not latest:
        return
    first = int(connection.execute(select(func.coalesce(func.max(hand_contacts.c.ordinal), 0))).scalar_one()) + 1
    for key in latest:
        connection.execute(delete(hand_contacts).where(hand_contacts.c.key == key))
    connection.execute(
        insert(hand_contacts),
        [
            {
                "key": each.key,
                "ordinal": first + place,
                "body": to_text(each.contact),
                "source": each.source,
                "imported": each.imported.isoformat(),
            }
            for place, each in enumerate(latest.values())
        ],
    )


def remove_contacts(connection: Connection, source: str | None) -> int:
    """Forget what was imported from a file, or all for None; return how many those were."""
    statement = delete(hand_contacts)
    if source is not None:
        statement = statement.where(hand_contacts.c.source == source)
    return int(connection.execute(statement).rowcount)
