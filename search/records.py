"""What a document states as data: contacts, agreements, definitions and facts about the paper itself.

Knows shapes only. Must not know how records are found in a text, stored, merged or asked for.
Each record comes from one document and says where it stands: nothing in it is put together from two places.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, TypeVar

from search.document import Document, Language

Level = Literal["national", "regional", "local"]
FactName = Literal[
    "title", "document_type", "issuer", "party", "area", "reference_number", "decided", "valid_from", "valid_to",
    "replaces", "replaced_by", "follow_up", "contact_unit", "dated", "masked", "decided_by", "signed", "signatory",
    "term", "renewal", "ended", "reports_on",
]  # fmt: skip


MASKED: FactName = "masked"
"""How many identity numbers of persons were masked in a paper; its original is not kept."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a record stands: half-open offsets into the stored text of its document.

    Attributes:
        page: physical page, from 1; None where the format has none.
        passage_id: the passage that holds `start`; None where no passage does.
    """

    start: int
    end: int
    page: int | None = None
    passage_id: str | None = None


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number.

    Attributes:
        printed: as the paper has it.
        e164: "+46..." or "+45..."; short numbers such as 112 and 11414 as digits alone; None where it cannot be told.
        extension: digits behind "lokal" or "anknytning"; two people may share a number and differ in it.
    """

    printed: str
    e164: str | None
    extension: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask: every field from one row, box or sentence of one paper.

    Attributes:
        topics: cooperation areas or subjects, as printed.
        place: region, municipality or town, as printed.
        language: of the text the record was read from.
        verified: the day on which the paper, or whoever keeps the record, says that it was right.
        is_named_only: a paper names whom to ask for and gives no number or address.
        is_mentioned: a paper says who holds an office, and not that questions go there; no contact, but somebody to
            name where none is stated.
        text: the words at `span`, verbatim, by which a quote of the record is checked.
        heading: the heading that the record stands under.
    """

    span: Span
    organisation: str | None = None
    unit: str | None = None
    role: str | None = None
    name: str | None = None
    topics: tuple[str, ...] = ()
    place: str | None = None
    level: Level | None = None
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    hours: str | None = None
    language: Language = "und"
    verified: date | None = None
    is_named_only: bool = False
    is_mentioned: bool = False
    text: str = ""
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A field of cooperation as an agreement lists it.

    Attributes:
        concept: identity in the term bank of what it is about; None where the bank does not know it. Stored without
            it, since the bank changes: `search.papers` tells it when it is asked.
    """

    text: str
    span: Span
    concept: str | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signed for whom, where and when, as far as the paper says."""

    name: str
    span: Span
    role: str | None = None
    organisation: str | None = None
    place: str | None = None
    signed: date | None = None


@dataclass(frozen=True, slots=True)
class Responsibility:
    """What a role or a party is to do, in the paper's words."""

    bearer: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Agreement:
    """What an agreement binds whom to.

    Attributes:
        areas: in the order of the paper.
        follow_up: the sentence that says how and how often it is followed up.
        is_reported: the paper only reports on the agreement, as a news item does: a secondary source.
    """

    span: Span
    parties: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()
    level: Level | None = None
    signatories: tuple[Signatory, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    follow_up: str | None = None
    follow_up_span: Span | None = None
    is_reported: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """What a paper says that a term or an abbreviation means."""

    term: str
    span: Span
    abbreviation: str | None = None
    text: str | None = None
    language: Language = "und"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known about the paper as a whole.

    Attributes:
        value: dates in ISO 8601, also of a month or a year alone; everything else as printed.
        span: None where it is stated outside the text: in a sidecar file or the format's own fields.
        confidence: 0 to 1.
        origin: what it was read from.
    """

    name: FactName
    value: str
    span: Span | None = None
    confidence: float = 1.0
    origin: Literal["text", "format", "sidecar", "file"] = "text"


Record = Contact | Agreement | Definition | Fact


@dataclass(frozen=True, slots=True)
class Records:
    """All records of one revision of a document, in the order in which they stand in it."""

    contacts: tuple[Contact, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    definitions: tuple[Definition, ...] = ()
    facts: tuple[Fact, ...] = field(default_factory=tuple)

    @classmethod
    def of(cls, records: Iterable[Record]) -> "Records":
        """Sort records by kind; within a kind their order stays."""
        held: dict[type, list[Record]] = {Contact: [], Agreement: [], Definition: [], Fact: []}
        for record in records:
            held[type(record)].append(record)
        return cls(*(tuple(each) for each in held.values()))  # type: ignore[arg-type]

    def all(self) -> tuple[Record, ...]:
        """Return every record, kind after kind."""
        return (*self.contacts, *self.agreements, *self.definitions, *self.facts)


R = TypeVar("R", Contact, Agreement, Definition, Fact)


@dataclass(frozen=True, slots=True)
class Recorded(Generic[R]):
    """A record with the document that states it."""

    record: R
    document: Document
