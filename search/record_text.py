"""Records as text for storage, and back.

Knows JSON and the names of the kinds. Must not know tables; what a record means is in `search.records`.
"""

from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from search.records import Agreement, Contact, Definition, Fact, Record

KINDS: dict[str, type[Any]] = {"contact": Contact, "agreement": Agreement, "definition": Definition, "fact": Fact}
"""Name in storage -> what it is."""

_NAMES = {kind: name for name, kind in KINDS.items()}


def name_of(kind: type[Any]) -> str:
    """Return the name in storage of a kind of record."""
    return _NAMES[kind]


def to_text(record: Record) -> str:
    """Return a record as JSON, without the fields that have their default value."""
    text: bytes = _adapter(name_of(type(record))).dump_json(record, exclude_defaults=True)
    return text.decode()


def from_text(kind: str, text: str) -> Any:
    """Return the record that `to_text` wrote."""
    return _adapter(kind).validate_json(text)


@lru_cache(maxsize=8)
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind])
