"""What pages show of a contact: who, how to reach them, where it is stated, how fresh it is and what speaks against it.

Knows contacts as the HTTP contract has them and words; must not know requests, HTML or how contacts are found.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from api import view
from api.labels import level_label, validity_label
from api.place_view import place_address
from api.words import N_, Words
from search.document import Validity
from search.records import Contact, Span

_FIELDS = {"phones": N_("telephone"), "emails": N_("e-mail"), "name": N_("name")}
_IDENTITY = ("organisation", "unit", "role", "name", "place")


@dataclass(frozen=True, slots=True)
class StatedView:
    """A paper that states a contact.

    Attributes:
        href: None for a list that somebody keeps by hand.
        verified: the day on which it says that it was right, in words.
    """

    title: str
    href: str | None
    where: str | None
    verified: str | None
    badge: view.Badge | None


@dataclass(frozen=True, slots=True)
class RivalView:
    """What another source says instead."""

    field: str
    value: str
    sources: tuple[StatedView, ...]


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A contact.

    Attributes:
        heading: the name, else the office or what it is for; what stands in it is not repeated in `lines`.
        phones: (as printed, address or None).
        key: names the contact in the address of its vCard.
    """

    heading: str
    lines: tuple[str, ...]
    lang: str | None
    phones: tuple[tuple[str, str | None], ...]
    emails: tuple[str, ...]
    hours: str | None
    topics: tuple[str, ...]
    level: str | None
    verified: str | None
    verified_day: str | None
    sources: tuple[StatedView, ...]
    contradictions: tuple[RivalView, ...]
    is_named_only: bool
    is_hand_made: bool
    key: str


def contact_card(contact: Mapping[str, Any], words: Words, ui: str | None) -> ContactCard:
    """Return a contact as a card shows it.

    Args:
        contact: as in the HTTP contract.
    """
    named = [contact[name] for name in ("name", "role", "unit", "organisation") if contact[name]]
    lines = [*named, *([contact["place"]] if contact["place"] else [])]
    heading, *others = lines or [", ".join(contact["topics"]) or words.gettext("Contact")]
    return ContactCard(
        heading,
        tuple(dict.fromkeys(line for line in others if line not in heading)),
        view.lang_of(contact["language"]) if lines or contact["topics"] else None,
        tuple((each["printed"], f"tel:{each['e164']}" if each["e164"] else None) for each in contact["phones"]),
        tuple(contact["emails"]),
        contact["hours"],
        tuple(contact["topics"]),
        level_label(contact["level"], words),
        _day_words(contact["verified"], words),
        contact["verified"],
        _once([_stated(each, words, ui) for each in contact["sources"]]),
        _rivals(contact["contradictions"], words, ui),
        contact["is_named_only"],
        contact["is_hand_made"],
        contact_key(contact),
    )


def contact_key(contact: Mapping[str, Any]) -> str:
    """Return what names a contact for as long as who it is and how to reach it stay the same."""
    return _key(
        [contact[name] for name in _IDENTITY], [each["printed"] for each in contact["phones"]], contact["emails"]
    )


def entry_key(contact: Contact) -> str:
    """Return the same as `contact_key` for a contact that has not been put into the form of the contract."""
    identity = [getattr(contact, name) for name in _IDENTITY]
    return _key(identity, [phone.printed for phone in contact.phones], contact.emails)


def _key(identity: Iterable[str | None], phones: Iterable[str], emails: Iterable[str]) -> str:
    parts = [*(part or "" for part in identity), *phones, *emails]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


def _rivals(stated: Iterable[Mapping[str, Any]], words: Words, ui: str | None) -> tuple[RivalView, ...]:
    """Return each thing that is said otherwise once, with everywhere that it is said."""
    found: dict[tuple[str, str], list[StatedView]] = {}
    for each in stated:
        found.setdefault((each["field"], each["value"]), []).append(_stated(each["source"], words, ui))
    rivals = ((_FIELDS[name], value, sources) for (name, value), sources in found.items())
    return tuple(RivalView(words.gettext(label), value, _once(sources)) for label, value, sources in rivals)


def _once(sources: Iterable[StatedView]) -> tuple[StatedView, ...]:
    """Return sources without those that a reader would take for one named before: the same page of the same paper."""
    return tuple({(each.title, each.where, each.verified): each for each in reversed(list(sources))}.values())[::-1]


def _stated(source: Mapping[str, Any], words: Words, ui: str | None) -> StatedView:
    span = Span(source["start"] or 0, source["end"] or 0, source["page"], source["passage_id"])
    validity = _validity(source["validity"])
    is_known = source["document_id"] is not None and validity.status != "unknown"
    return StatedView(
        source["title"].strip() or words.gettext("Untitled"),
        place_address(source["document_id"], span, ui) if source["document_id"] else None,
        view.page_words(source["page"], None, words),
        _day_words(source["date"], words),
        view.Badge(validity.status, validity_label(validity, words)) if is_known else None,
    )


def _validity(stated: Mapping[str, Any]) -> Validity:
    return Validity(
        stated["status"],
        date.fromisoformat(stated["from"]) if stated["from"] else None,
        date.fromisoformat(stated["to"]) if stated["to"] else None,
    )


def _day_words(day: str | None, words: Words) -> str | None:
    return words.day(date.fromisoformat(day)) if day else None
