"""Contacts in boxes: lines under "Kontakt", signatures, lists of "label: value", one line of a list.

Knows lines. Must not know tables or running sentences. Where it is not clear whose a number is, nobody's name is
put to it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.extract.draft import Draft, once, people_in, read_line
from ingest.extract.person import PRIVATE, is_name, names_in
from ingest.extract.point import hours_in, is_private, points_in

_GREETING = re.compile(
    r"^(?:med )?(?:vänliga?|venlig|mange|bästa|bedste|kind|best|de bedste|"
    r"hjärtliga)?\s*(?:hälsning(?:ar)?|hilsen(?:er)?|regards|wishes|mvh|vh)[,.! ]*$|^yours \w+,?$",
    re.IGNORECASE,
)
_RECIPIENT = re.compile(r"^\s*(?:till|til|to|cc|bcc|kopia|kopi)\s*:", re.IGNORECASE)
_SENDER = re.compile(r"^\s*(?:från|fra|from)\s*:", re.IGNORECASE)
_MAIL_HEAD = re.compile(r"^\s*(?:från|fra|from)\s*:\s*(?P<name>[^<\n]*?)\s*<", re.IGNORECASE)
_FUNCTION = re.compile(
    r"^(?:\w*(?:vagt|jour|växel|tjänst|tjeneste|reception|support|center|kontor|kontakt|service|telefon))$",
    re.IGNORECASE,
)
_GENERIC = re.compile(r"^(?:kontakt\w*|contact\w*|telefon|mail|adress\w*|ring(?: oss| os)?)$", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?]\s+\S|\b(?:är|er|ska|skal|kan|har|och den|som)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line at its offset into the document's text."""

    text: str
    start: int


def contacts_in_box(lines: Sequence[Line], lead: str | None = None) -> tuple[list[Draft], str | None]:
    """Return the contacts of a box, and the lead-in under which what follows it stands.

    Args:
        lead: the lead-in right before the box, such as "Presskontakt hos ministern:".
    """
    read = [line for line in lines if line.text.strip() and not _GREETING.match(line.text.strip())]
    is_letter_head = any(_RECIPIENT.match(line.text) for line in read)
    if is_letter_head:
        # whom a letter goes to is nobody to ask
        read = [line for line in read if _SENDER.match(line.text)]
    found: list[Draft] = []
    for start, stop, led in _stretches(read, lead):
        lead = led
        for run in _runs([(line, read_line(line.text, line.start)) for line in read[start:stop]]):
            draft = _joined(run)
            if draft is not None and draft.is_reachable:
                found.append(replace(draft, topics=draft.topics or ((lead,) if lead else ())))
    is_office = [draft.role or draft.organisation or draft.phones for draft in found]
    return [draft for draft, kept in zip(found, is_office, strict=True) if kept or not is_letter_head], lead


def _stretches(lines: Sequence[Line], lead: str | None) -> Iterator[tuple[int, int, str | None]]:
    """Yield runs of lines as half-open positions, each with the lead-in above it, which is no line of a contact."""
    start = 0
    for number, line in enumerate(lines):
        text = line.text.strip()
        if text.endswith(":") and not points_in(text) and not _is_name_with_colon(text):
            yield start, number, lead
            lead, start = None if _GENERIC.match(text[:-1]) else text[:-1], number + 1
    yield start, len(lines), lead


def _is_name_with_colon(text: str) -> bool:
    found = names_in(text)
    return len(found) == 1 and found[0].end == len(text) - 1 and " " not in text[: found[0].start].strip()


def sender_of(lines: Sequence[Line]) -> Draft | None:
    """Return the sender that a mail's head names with an address; None where there is none."""
    for line in lines:
        match = _MAIL_HEAD.match(line.text)
        if match and is_name(match["name"]):
            points = points_in(line.text)
            return Draft(
                line.start,
                line.start + len(line.text),
                name=match["name"],
                emails=tuple(p.email for p in points if p.email)[:1],
            )
    return None


def is_contact_line(text: str) -> bool:
    """Tell whether a line or list item names somebody with a number, and is no sentence."""
    bare = text.strip().rstrip(".")
    return bool(points_in(text)) and len(bare) <= 200 and not _SENTENCE.search(bare)  # noqa: PLR2004 - a line


_Read = tuple[Line, Draft]


def _runs(lines: Sequence[_Read]) -> Iterator[list[_Read]]:
    """Yield runs of lines that speak of one contact: each further name or function begins another."""
    run: list[_Read] = []
    said = _Said()
    for line, draft in lines:
        if run and _begins(draft, line, said):
            yield run
            run, said = [], _Said()
        run.append((line, draft))
        said = said.with_line(draft)
    if run:
        yield run


@dataclass(frozen=True, slots=True)
class _Said:
    """What the lines of a run have said of a contact so far."""

    is_reachable: bool = False
    is_named: bool = False
    has_somebody: bool = False

    def with_line(self, draft: Draft) -> "_Said":
        """Return what they say together with a further line."""
        return _Said(
            self.is_reachable or draft.is_reachable,
            self.is_named or bool(draft.name),
            self.has_somebody or draft.has_somebody,
        )


def _begins(draft: Draft, line: Line, said: _Said) -> bool:
    if draft.name:
        return said.is_named or (said.is_reachable and said.has_somebody)
    is_function = bool(_FUNCTION.match(line.text.strip())) or bool(draft.unit and not draft.is_reachable)
    return said.is_reachable and is_function


def _joined(run: Sequence[_Read]) -> Draft | None:
    names = {draft.name for _, draft in run if draft.name}
    people = sum(people_in(line.text) for line, _ in run)
    if any(names_in(line.text) and PRIVATE.search(line.text[: names_in(line.text)[0].start]) for line, _ in run):
        return None
    joined = Draft(run[0][0].start, run[-1][0].start + len(run[-1][0].text))
    phones = once(phone for _, draft in run for phone in draft.phones)
    emails = tuple(dict.fromkeys(email for _, draft in run for email in draft.emails))
    for line, draft in run:
        joined = _merged(joined, draft)
        function = line.text.strip(" :")
        if not draft.has_somebody and not draft.is_reachable and not draft.topics:
            joined = _with_function(joined, function)
    joined = replace(joined, phones=phones, emails=emails)
    if len(names) > 1 or people > 1:
        joined = replace(joined, name=None, role=None)
    hours = next((found for line, _ in run if (found := hours_in(line.text))), None)
    joined = replace(joined, hours=joined.hours or hours)
    is_somebody_at_home = all(map(is_private, joined.emails)) and bool(joined.emails) and not joined.role
    return None if is_somebody_at_home else joined


def _with_function(draft: Draft, text: str) -> Draft:
    if _FUNCTION.match(text) and not _GENERIC.match(text) and draft.unit is None:
        return replace(draft, unit=text)
    return draft


def _merged(one: Draft, other: Draft) -> Draft:
    """Return what is said first of everything but numbers and addresses, of which all count."""
    return replace(
        one,
        organisation=one.organisation or other.organisation,
        unit=one.unit or other.unit,
        role=one.role or other.role,
        name=one.name or other.name,
        topics=one.topics or other.topics,
        place=one.place or other.place,
        level=one.level or other.level,
        hours=one.hours or other.hours,
    )
