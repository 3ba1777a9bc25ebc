"""Contacts in files: what a row may hold, and what is wrong with one that does not fit.

Knows fields as texts. Must not know CSV, vCard, nor where records are kept.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast, get_args

from search.contacts.entry import Entry
from search.contacts.hand import NOWHERE
from search.contacts.phone import phone_of
from search.document import Language
from search.records import Contact, Level, Phone

FIELDS = (
    "organisation", "unit", "role", "name", "topics", "place", "level", "phones", "emails", "hours", "language",
    "verified",
)  # fmt: skip
"""Of a row; those that may hold several values have them parted by " | "."""

SEPARATOR = "|"
MAX_FILE_BYTES = 20_000_000
_LONGEST = 500
_MAIL = re.compile(r"[^@\s,;<>|]+@[^@\s,;<>|]+\.[A-Za-z]{2,24}")


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was not taken, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a file gave: the contacts of its good rows, and its bad rows."""

    contacts: tuple[Contact, ...]
    problems: tuple[Problem, ...]


class BadRow(Exception):
    """A row does not fit; the message says which field and what to do."""


def contact_of(fields: Mapping[str, str]) -> Contact:
    """Return the contact of a row.

    Raises:
        BadRow: what is wrong with it and what to do.
    """
    values = {name: " ".join(fields.get(name, "").split()) for name in FIELDS}
    for name, value in values.items():
        if len(value) > _LONGEST:
            raise BadRow(f"{name} has {len(value)} characters, at most {_LONGEST} are kept; shorten it")
    if not any(values[name] for name in ("name", "role", "unit", "organisation", "emails")):
        raise BadRow("nobody is named; give name, role, unit, organisation or an address")
    phones = tuple(_phone(value) for value in several(values["phones"]))
    emails = tuple(_mail(value) for value in several(values["emails"]))
    return Contact(
        NOWHERE, values["organisation"] or None, values["unit"] or None, values["role"] or None, values["name"] or None,
        several(values["topics"]), values["place"] or None, _level(values["level"]), phones, emails,
        values["hours"] or None, _language(values["language"]), _day(values["verified"]),
        is_named_only=not phones and not emails,
    )  # fmt: skip


def fields_of(entry: Entry) -> dict[str, str]:
    """Return an entry as a row that `contact_of` reads again."""
    contact = entry.contact
    several_parted = f" {SEPARATOR} "
    return {
        "organisation": contact.organisation or "",
        "unit": contact.unit or "",
        "role": contact.role or "",
        "name": contact.name or "",
        "topics": several_parted.join(contact.topics),
        "place": contact.place or "",
        "level": contact.level or "",
        "phones": several_parted.join(phone.printed for phone in contact.phones),
        "emails": several_parted.join(contact.emails),
        "hours": contact.hours or "",
        "language": contact.language if contact.language != "und" else "",
        "verified": entry.best.day.isoformat() if entry.best.day else "",
    }


def several(value: str) -> tuple[str, ...]:
    """Return the values of a field that may hold several."""
    return tuple(dict.fromkeys(filter(None, map(str.strip, value.split(SEPARATOR)))))


def read_rows(rows: Sequence[tuple[int, Mapping[str, str]]]) -> Read:
    """Return the contacts of rows with their lines, and what is wrong with those that do not fit."""
    contacts: list[Contact] = []
    problems: list[Problem] = []
    for line, fields in rows:
        try:
            contacts.append(contact_of(fields))
        except BadRow as error:
            problems.append(Problem(line, str(error)))
    return Read(tuple(contacts), tuple(problems))


def _phone(value: str) -> Phone:
    phone = phone_of(value)
    if phone is None:
        raise BadRow(f'phones: "{value[:40]}" is no telephone number; write it as +46 8 123 45 67 or 08-123 45 67')
    return phone


def _mail(value: str) -> str:
    if not _MAIL.fullmatch(value):
        raise BadRow(f'emails: "{value[:60]}" is no e-mail address; write it as name@agency.example')
    return value


def _level(value: str) -> Level | None:
    if value and value not in get_args(Level):
        raise BadRow(f'level: "{value[:40]}" is none of {", ".join(get_args(Level))}')
    return cast("Level", value) if value else None


def _language(value: str) -> Language:
    if value and value not in get_args(Language):
        raise BadRow(f'language: "{value[:40]}" is none of {", ".join(get_args(Language))}')
    return cast("Language", value or "und")


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise BadRow(f'verified: "{value[:40]}" is no day; write it as 2026-03-01') from None
