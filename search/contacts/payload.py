"""A contact as the HTTP contract has it.

Knows field names of the contract and entries. Must not know requests, nor how an entry was found.
"""

from datetime import date
from typing import Any

from search.contacts.entry import Entry, Rival, Stated
from search.records import Phone
from search.validity import fields_of


def contact_payload(entry: Entry, day: date) -> dict[str, Any]:
    """Return an entry as it stands on a day; the first source is the one whose words it has."""
    contact = entry.contact
    return {
        "organisation": contact.organisation,
        "unit": contact.unit,
        "role": contact.role,
        "name": contact.name,
        "topics": list(contact.topics),
        "place": contact.place,
        "level": contact.level,
        "phones": [_phone(phone) for phone in contact.phones],
        "emails": list(contact.emails),
        "hours": contact.hours,
        "language": contact.language,
        "sources": [_source(stated, day) for stated in entry.stated],
        "verified": _day(entry.best.day),
        "is_named_only": contact.is_named_only,
        "is_hand_made": entry.best.is_hand_made,
        "contradictions": [_rival(rival, day) for rival in entry.contradictions()],
    }


def _phone(phone: Phone) -> dict[str, str | None]:
    return {"printed": phone.printed, "e164": phone.e164, "extension": phone.extension}


def _source(stated: Stated, day: date) -> dict[str, Any]:
    span, document, validity = stated.contact.span, stated.document, stated.validity(day)
    return {
        "document_id": document.document_id if document else None,
        "title": stated.title,
        "source": stated.source,
        "page": span.page,
        "passage_id": span.passage_id,
        "start": span.start if document else None,
        "end": span.end if document else None,
        "date": _day(stated.day),
        "validity": fields_of(validity),
    }


def _rival(rival: Rival, day: date) -> dict[str, Any]:
    return {"field": rival.field, "value": rival.value, "source": _source(rival.stated, day)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
