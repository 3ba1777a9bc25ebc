"""What readers say, in the catalog's own table, within the transaction of the caller.

Knows the table and how many entries it may hold. Must not know connections, engines or who may read it.
"""

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from search.catalog_schema import feedback
from search.feedback import MAX_ENTRIES, Feedback

_FIELDS = tuple(column.name for column in feedback.c if column.name != "id")


def add_entry(connection: Connection, entry: Feedback) -> None:
    """Hold one entry; the oldest go where there are too many."""
    values = {name: getattr(entry, name) for name in _FIELDS} | {"created_at": entry.created_at.isoformat()}
    connection.execute(insert(feedback), values)
    newest = connection.execute(select(func.max(feedback.c.id))).scalar() or 0
    connection.execute(delete(feedback).where(feedback.c.id <= newest - MAX_ENTRIES))


def newest_entries(connection: Connection, limit: int) -> list[Feedback]:
    """Return the newest entries, the newest first."""
    columns = [feedback.c[name] for name in _FIELDS]
    rows = connection.execute(select(*columns).order_by(feedback.c.id.desc()).limit(limit))
    return [
        Feedback(**{**dict(zip(_FIELDS, row, strict=True)), "created_at": datetime.fromisoformat(row.created_at)})
        for row in rows
    ]
