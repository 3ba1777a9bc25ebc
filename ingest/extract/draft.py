"""A contact in the making: what one line, row or sentence says, sorted into fields.

Knows how a short text is taken apart at commas. Must not know tables, boxes or prose.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.extract.person import is_name, is_organisation, is_role, is_unit, names_in
from ingest.extract.place import is_place, level_in, looks_like_place, place_in
from ingest.extract.point import LABEL, Point, has_point, hours_in, is_phone_label, points_in
from search.records import Level, Phone

_PARTS = re.compile(r"\s*(?:[,;|•·]|\s[–—-]\s|\t|\s{3,})\s*")
_SHORT_CHARS = 80
_POINT_LABEL = re.compile(
    r"\s+(?:tfn|tlf|tel|telefon|mobil|mob|e-?post|e-?mail|mail)\.?:?(?=\s*(?:,|$))", re.IGNORECASE
)
_OFFICE_OF = re.compile(r"(?P<role>[^,]+?) (?:i|vid|hos|på|ved|at) (?P<of>.+)")


@dataclass(frozen=True, slots=True)
class Draft:
    """Fields found so far; offsets are half-open, into the document's text."""

    start: int
    end: int
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
    is_named_only: bool = False
    is_mentioned: bool = False

    @property
    def is_reachable(self) -> bool:
        """Whether there is a number or an address."""
        return bool(self.phones or self.emails)

    @property
    def has_somebody(self) -> bool:
        """Whether it says who is reached."""
        return bool(self.name or self.role or self.unit or self.organisation)


def with_points(draft: Draft, points: list[Point]) -> Draft:
    """Return the draft with numbers and addresses added, each once."""
    phones = once((*draft.phones, *(point.phone for point in points if point.phone)))
    emails = dict.fromkeys((*draft.emails, *(point.email for point in points if point.email)))
    return replace(draft, phones=phones, emails=tuple(emails))


def once(phones: Iterable[Phone]) -> tuple[Phone, ...]:
    """Return each number once, as it is printed first; an extension alone is left out beside the whole number."""
    numbers: dict[tuple[str, str | None], Phone] = {}
    for phone in phones:
        numbers.setdefault((phone.e164 or phone.printed, phone.extension), phone)
    whole = {phone.extension for phone in numbers.values() if phone.e164}
    return tuple(
        phone for phone in numbers.values() if phone.e164 or not phone.extension or phone.extension not in whole
    )


def read_line(text: str, start: int) -> Draft:
    """Return what one line says of a contact: "Label: Name, role, unit, number"."""
    label, at = split_label(text)
    body = text[at:]
    draft = with_points(Draft(start, start + len(text)), points_in(body, is_labelled=is_phone_label(label)))
    hours = hours_in(body)
    draft = replace(draft, hours=hours) if hours else draft
    for part in parts_of(body):
        draft = add_part(draft, part)
    return add_label(draft, label) if label else draft


def split_label(text: str) -> tuple[str, int]:
    """Return a line's label and where what follows it begins; "" and 0 where there is none."""
    match = LABEL.match(text)
    if not match:
        return "", 0
    return (match["label"] or match["short"] or "").strip(), match.end()


def parts_of(text: str) -> list[str]:
    """Return the parts of a line that hold neither number nor address."""
    bare = text
    for point in reversed(points_in(text, is_labelled=True)):
        bare = f"{bare[: point.start]},{bare[point.end :]}"
    plain = _POINT_LABEL.sub("", bare.replace("\u00a0", " "))
    parts = (part.strip(" .:;<>()") for part in _PARTS.split(plain))
    return [part for part in parts if part and not is_phone_label(part) and part.lower() not in _WORDS_OF_POINTS]


_POINT_WORDS = """
e-post epost e-mail email mail telefon tlf tel tfn mobil og och eller or and samt direkt på nås
"""
_WORDS_OF_POINTS = frozenset(_POINT_WORDS.split())


def add_part(draft: Draft, part: str, *, is_cell: bool = False) -> Draft:
    """Return the draft with a part of a line put into the field that it fits; what fits none is left out."""
    if len(part) > _SHORT_CHARS and not is_cell:
        return draft
    if draft.name is None and is_name(part):
        return replace(draft, name=part)
    office = _office_and_name(part)
    if draft.name is None and office:
        return replace(draft, name=office[1], role=draft.role or office[0], level=draft.level or level_in(office[0]))
    if draft.role is None and is_role(part) and not part.endswith((".", "?", "!")):
        split = _OFFICE_OF.match(part)
        if split and is_role(split["role"]) and (is_organisation(split["of"]) or is_unit(split["of"])):
            return _add_body(_with_office(replace(draft, role=split["role"]), part), split["of"])
        return _with_office(replace(draft, role=part), part)
    return _add_body(draft, part)


def _office_and_name(part: str) -> tuple[str, str] | None:
    """Return office and name of "pressekreterare Anna Ek"; None for what is built otherwise."""
    found = names_in(part)
    if len(found) != 1 or found[0].end != len(part):
        return None
    office = part[: found[0].start].strip()
    return (office, found[0].name) if office and is_role(office) else None


def _add_body(draft: Draft, part: str) -> Draft:
    if draft.organisation is None and is_organisation(part):
        return replace(draft, organisation=part, place=draft.place or place_in(part))
    if draft.unit is None and is_unit(part) and not has_point(part):
        return _with_office(replace(draft, unit=part, place=draft.place or place_in(part)), part)
    if draft.place is None and (place_in(part) or is_place(part)):
        return _with_office(replace(draft, place=part if is_place(part) else place_in(part)), part)
    if draft.place is None and draft.role and looks_like_place(part) and len(part.split()) == 1 and not part.isupper():
        return replace(draft, place=part)
    return draft


def _with_office(draft: Draft, text: str) -> Draft:
    return replace(draft, level=draft.level or level_in(text), place=draft.place or place_in(text))


def add_label(draft: Draft, label: str) -> Draft:
    """Return the draft with its label put where it belongs: a unit, an office, a body, or what it is about."""
    if is_phone_label(label) or label.lower().rstrip(".") in _WORDS_OF_POINTS or is_letter_label(label):
        return draft
    if draft.unit is None and is_unit(label) and not is_role(label):
        return replace(draft, unit=label, place=draft.place or place_in(label))
    if draft.role is None and is_role(label):
        return replace(draft, role=label)
    if draft.organisation is None and is_organisation(label):
        return replace(draft, organisation=label)
    return draft if draft.topics else replace(draft, topics=(label,))


_LETTER_LABEL = re.compile(
    r"^(?:från|fra|from|till|til|to|cc|kopia|namn|navn|name|kontakt(?:person(?:er)?|uppgifter)?|contact|"
    r"adress(?:e)?|address|besöksadress|"
    r"postadress|datum|dato|date|ämne|emne|webb?|webbplats|hjemmeside|hej|obs|ps|handläggare|"
    r"sagsbehandler|avsändare|afsender)$",
    re.IGNORECASE,
)


def is_letter_label(label: str) -> bool:
    """Tell whether a label says nothing of whom or what the line is about."""
    return bool(_LETTER_LABEL.match(label.strip()))


def people_in(text: str) -> int:
    """Return how many people a text names."""
    return len({found.name for found in names_in(text)})
