"""Contacts that somebody keeps by hand: they outrank what is read out of papers.

Knows the shape and its text for storage. Must not know files or tables.
"""

from dataclasses import dataclass
from datetime import datetime

from search.records import Contact, Span

NOWHERE = Span(0, 0)
"""The place of a record that stands in no paper."""


@dataclass(frozen=True, slots=True)
class HandMade:
    """A contact with where it came from.

    Attributes:
        key: tells it from the others; a record with the same key replaces it.
        source: name of the file that it was imported from.
    """

    key: str
    contact: Contact
    source: str
    imported: datetime


def key_of(contact: Contact) -> str:
    """Return what tells a contact from others: who it is, for what and where."""
    parts = (
        contact.organisation, contact.unit, contact.role, contact.name, contact.place, contact.level,
        "|".join(sorted(topic.casefold() for topic in contact.topics)),
    )  # fmt: skip
    return "\n".join((part or "").strip().casefold() for part in parts)
