"""Contacts as they are asked for: what several papers state of one, and how it stands on a day.

Knows records, documents and validity. Must not know how contacts are found or worded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from search.contacts.compare import differ, phone_key
from search.document import Document, Validity
from search.papers.view import Papers
from search.records import Contact, Phone
from search.validity import is_over, on_day

Country = Literal["se", "dk", ""]

_NO_DAY = date.min


@dataclass(frozen=True, slots=True)
class Stated:
    """A contact as one paper, or whoever keeps contacts by hand, states it.

    Attributes:
        document: the paper; None for a record made by hand.
        source: file name or address as the reader knows it.
        context: the passage that it stands in, where no other contact does.
        papers: what the papers of its generation say of each other; None where nothing is known of that.
    """

    contact: Contact
    document: Document | None
    source: str
    context: str = ""
    papers: Papers | None = field(default=None, compare=False, repr=False)

    @property
    def is_hand_made(self) -> bool:
        """Whether somebody keeps it by hand; such a record outranks what papers say."""
        return self.document is None

    @property
    def day(self) -> date | None:
        """The day on which it was said to be right, as far as is known."""
        known = self.contact.verified
        return known or (self.document.validity.valid_from if self.document else None)

    def validity(self, day: date) -> Validity:
        """Return whether the paper counts on a day; what is kept by hand always does."""
        if self.document is None:
            return Validity("in_force")
        return self.papers.validity(self.document, day) if self.papers else on_day(self.document.validity, day)

    def counts(self, day: date) -> bool:
        """Tell whether the paper is in force on a day, or does not say; one that is over or to come is not."""
        validity = self.validity(day)
        return not is_over(validity) and validity.status != "upcoming"

    @property
    def title(self) -> str:
        """The paper's title, or the file that the record was imported from."""
        return self.document.title if self.document else self.source


@dataclass(frozen=True, slots=True)
class Rival:
    """What another source says otherwise.

    Attributes:
        field: "phones", "emails" or "name".
        value: what it says instead, as printed.
    """

    field: Literal["phones", "emails", "name"]
    value: str
    stated: Stated


@dataclass(frozen=True, slots=True)
class Entry:
    """One person, office or desk with everything that was stated of it.

    Attributes:
        number: position in the directory; stable for one generation.
        rivals: statements of the same office held by somebody else.
    """

    number: int
    stated: tuple[Stated, ...]
    rivals: tuple[Stated, ...] = field(default_factory=tuple)

    def on(self, day: date, *, show_all: bool = False) -> "Entry | None":
        """Return the entry with what counts on a day alone, the best source first; None where nothing does.

        Args:
            show_all: whether papers that are over count too.
        """
        held = [each for each in self.stated if show_all or each.counts(day)]
        if not held:
            return None
        rivals = [each for each in self.rivals if show_all or each.counts(day)]
        return replace(self, stated=tuple(sorted(held, key=lambda each: _order(each, day))), rivals=tuple(rivals))

    @property
    def best(self) -> Stated:
        """The source that counts: made by hand, then the newest paper in force."""
        return self.stated[0]

    @property
    def contact(self) -> Contact:
        """What is known of the contact: the best source's words, with what it lacks from the others of the same one."""
        known = self.best.contact
        for stated in self.stated[1:]:
            known = _completed(known, stated.contact)
        return known

    def contradictions(self) -> Iterator[Rival]:
        """Yield what other sources say otherwise, newest first."""
        ours = self.best.contact
        for stated in self.stated[1:]:
            theirs = stated.contact
            if _numbers_differ(ours.phones, theirs.phones):
                yield Rival("phones", "; ".join(phone.printed for phone in theirs.phones), stated)
            if ours.emails and theirs.emails and not set(ours.emails) & set(theirs.emails):
                yield Rival("emails", "; ".join(theirs.emails), stated)
        for stated in sorted(self.rivals, key=lambda each: each.day or _NO_DAY, reverse=True):
            yield Rival("name", stated.contact.name or "", stated)


def _order(stated: Stated, day: date) -> tuple[bool, bool, bool, int, int]:
    known = stated.contact
    filled = sum(map(bool, (known.name, known.role, known.phones, known.emails, known.topics)))
    return (
        not stated.is_hand_made,
        not stated.counts(day),
        known.is_named_only,
        -(stated.day or _NO_DAY).toordinal(),
        -filled,
    )


def _completed(known: Contact, other: Contact) -> Contact:
    return replace(
        known,
        organisation=known.organisation or other.organisation,
        unit=known.unit or other.unit,
        role=known.role or other.role,
        name=known.name or other.name,
        topics=tuple(dict.fromkeys((*known.topics, *(t for t in other.topics if not _has(known.topics, t))))),
        place=known.place or other.place,
        level=known.level or other.level,
        phones=known.phones or other.phones,
        emails=known.emails or other.emails,
        hours=known.hours or other.hours,
        is_named_only=known.is_named_only and other.is_named_only,
    )


def _has(topics: Sequence[str], topic: str) -> bool:
    return any(each.casefold() == topic.casefold() for each in topics)


def _numbers_differ(ours: Sequence[Phone], theirs: Sequence[Phone]) -> bool:
    return differ({phone_key(phone) for phone in ours}, {phone_key(phone) for phone in theirs})
