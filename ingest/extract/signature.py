"""Who signed a paper, in which office, for whom, where and when, read off its signature section.

Knows how signatures are laid out: columns of a table, lines under a place and a day, one line a person. Name, office
and organisation of a signatory come from one column or line; must not know what was signed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest.extract.paper import Paper
from ingest.organisation import organisations_in
from search.dates import dates_in
from search.document import Block
from search.records import Signatory, Span

_HEADING = re.compile(
    r"^(?:underskrift(?:er|erna)?|undertecknande(?:n)?|underskrivelse|undertegnelse|signatures?|signed|namnteckningar)\b",
    re.IGNORECASE,
)
_NAME_WORD = r"[A-ZÅÄÖÆØÉÜ][\w'’.]*(?:-[A-ZÅÄÖÆØÉ][\w'’]+)*"
_NAME = re.compile(rf"^{_NAME_WORD}(?: (?:af|av|von|van|de|der|den)\b)?(?: {_NAME_WORD}){{1,3}}$")
_PLACE = re.compile(r"^(?P<place>[A-ZÅÄÖÆØ][\w. -]{1,40}?),?\s+(?:den\s+)?$")
_FOR = re.compile(
    r"^(?:för|for|på vegne af|on behalf of|for and on behalf of)\s+(?P<organisation>\S.{2,100})$", re.IGNORECASE
)
_OFFICE = re.compile(
    r"(?:direkt[öø]r|chef(?:en)?|ledare|leder|minister|ministern|ordf[öø]rande|formand|sekreterare|sekretær|borgmester|"
    r"borgmästare|kommunalråd|landshövding|rektor|föreståndare|forstander|intendent|inspektör|inspektør|kommissarie|"
    r"kommissær|samordnare|koordinator|advokat|åklagare|anklager|rådgiver|handläggare|konsulent|statssekreterare|ombud|"
    r"president|manager|director|chair(?:man|woman|person)?|officer|head|secretary|mayor|commissioner|general|VD|CEO)$",
    re.IGNORECASE,
)
_NOWHERE = Span(0, 0)
_SECTION_BLOCKS = 24
_END_BLOCKS = 6
_LONGEST_LINE = 140
_LONGEST_CELL = 90


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, or one cell of a row, of a signature section with its offsets into the paper's text."""

    text: str
    start: int
    end: int


def signatories_of(paper: Paper) -> list[Signatory]:
    """Return who signed, in order; nobody where the paper has no signature section."""
    blocks = _signed_blocks(paper)
    found: list[Signatory] = []
    lines: list[_Line] = []
    for block in blocks:
        if block.kind == "table":
            found.extend(_in_table(paper, block))
        else:
            lines.extend(_lines(block))
    return [*_in_lines(paper, lines), *found] if lines else found


def last_signed(signatories: Sequence[Signatory]) -> date | None:
    """Return the day on which the last one signed; None unless it is known of all."""
    days = [each.signed for each in signatories]
    return max(day for day in days if day) if days and all(days) else None


def _signed_blocks(paper: Paper) -> Sequence[Block]:
    """Return the blocks under a heading for signatures, or the end of the paper from a place and a day on."""
    for section in paper.sections():
        if _HEADING.match(section.title) and len(section.own) <= _SECTION_BLOCKS:
            return section.own
    if paper.document.document_type == "mail":
        return ()
    tail = list(paper.blocks[-_END_BLOCKS:])
    for place, block in enumerate(tail[:-1]):
        first = block.text.split("\n")[0]
        if block.kind in {"paragraph", "contact"} and _place_and_day(first) and _is_signed(tail[place : place + 2]):
            return tail[place:]
    return ()


def _is_signed(blocks: Sequence[Block]) -> bool:
    """Tell whether a name stands right under the place and the day."""
    lines = [line for block in blocks for line in block.text.split("\n")]
    return len(lines) > 1 and _NAME.match(lines[1].split(",")[0].strip()) is not None


def _lines(block: Block) -> Iterator[_Line]:
    start = block.start
    for line in block.text.split("\n"):
        if line.strip() and len(line) <= _LONGEST_LINE:
            yield _Line(line.strip(), start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
        start += len(line) + 1


def _in_table(paper: Paper, block: Block) -> Iterator[Signatory]:
    """Yield a signatory for each column that has a name."""
    rows: list[list[_Line]] = []
    start = block.start
    for row in block.text.split("\n"):
        cells, at = [], start
        for cell in row.split("|"):
            begin = at + len(cell) - len(cell.lstrip())
            cells.append(_Line(cell.strip(), begin, begin + len(cell.strip())))
            at += len(cell) + 1
        rows.append(cells)
        start += len(row) + 1
    for column in range(max(map(len, rows))):
        cells = [row[column] for row in rows if column < len(row) and row[column].text]
        if any(len(cell.text) > _LONGEST_CELL for cell in cells):
            return
        yield from _in_lines(paper, cells, joins=True)


def _in_lines(paper: Paper, lines: Sequence[_Line], *, joins: bool = False) -> Iterator[Signatory]:
    """Yield the signatories of lines that belong together, each with the place and the day above it.

    Args:
        joins: all lines after a name describe it, as in a column of a table.
    """
    place: str | None = None
    day: date | None = None
    organisation: str | None = None
    position = 0
    while position < len(lines):
        line = lines[position]
        stamp = _place_and_day(line.text)
        spoken_for = _FOR.match(line.text)
        person = None if stamp or spoken_for else _person(lines, position, joins=joins)
        position += 1
        if stamp:
            place, day = stamp
        elif spoken_for:
            organisation = spoken_for["organisation"].strip(" ,:")
        elif person:
            signatory, used = person
            position += used
            yield replace(
                signatory,
                organisation=signatory.organisation or organisation,
                place=place,
                signed=day,
                span=paper.span(line.start, lines[position - 1].end),
            )


def _place_and_day(line: str) -> tuple[str | None, date] | None:
    """Return place and day of "Stockholm den 9 december 2020" and "København, den 10. februar 2022"."""
    found = dates_in(line)
    if len(found) != 1 or not found[0].is_day or line[found[0].end :].strip(" .,"):
        return None
    before = line[: found[0].start]
    if not before.strip(" ,") or before.strip().lower() == "den":
        return None, found[0].first
    match = _PLACE.match(before)
    if match is None:
        return None
    place = match["place"].strip(" ,")
    is_office = next(organisations_in(f"{place} "), None) is not None or place.endswith(("ministeriet", "styrelsen"))
    return (None if is_office else place), found[0].first


def _person(lines: Sequence[_Line], position: int, *, joins: bool) -> tuple[Signatory, int] | None:
    """Return the signatory that a line names, and how many further lines describe them."""
    name, _, rest = lines[position].text.partition(",")
    if not _NAME.match(name.strip()):
        return None
    span = Signatory(name.strip(), _NOWHERE)
    if rest.strip():
        return _described(span, rest), 0
    following = [line.text for line in lines[position + 1 :]]
    if joins:
        return _described(span, " ".join(following)), len(following)
    if following and _is_office(following[0]):
        return _described(span, following[0]), 1
    return None


def _is_office(line: str) -> bool:
    office = line.partition(",")[0].strip(" ()")
    return _OFFICE.search(office) is not None and not dates_in(line)


def _described(signatory: Signatory, words: str) -> Signatory:
    """Split "generaldirektör, Kriminalvården" into office and organisation."""
    parts = [part.strip(" ()") for part in words.split(",") if part.strip(" ()")]
    if not parts:
        return signatory
    organisation = ", ".join(parts[1:]) or None
    return replace(signatory, role=parts[0], organisation=organisation)
