"""Contacts in tables: one row, one record.

Knows rows, cells and what column heads say in three languages. Must not know boxes or prose.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.extract.draft import Draft, add_part, parts_of, with_points
from ingest.extract.person import is_name, is_role
from ingest.extract.place import is_place, level_in, place_in
from ingest.extract.point import hours_in, points_in

Column = Literal[
    "topic", "organisation", "unit", "facility", "role", "name", "contact", "phone", "email", "place", "level", "hours",
    "held_by", "other",
]  # fmt: skip

_HEADS: tuple[tuple[Column, str], ...] = (
    ("level", r"nivå|niveau|level"),
    ("hours", (
        r"(?:öppet|åbnings|telefon|træffe|besøgs|besöks)?tid(?:er)?|öppettider|åbent|öppet|hours|opening "
        r"hours|tillgänglighet"
    )),
    ("email", r"e-?post(?:adress)?|e-?mail(?:adresse)?|mail(?:adresse)?|mejl(?:adress)?|email(?: address)?"),
    ("phone", (
        r"telefon(?:nummer|nr)?\.?|tlf\.?(?:nr\.?)?|tel\.?|mobil(?:telefon|nummer)?|phone(?: number)?|"
        r"direkt(?:nummer|telefon)?|lokal(?:nummer|nr\.?)?|"
        r"växel|hovednummer|nummer|telefon ?[/,&] ?(?:e-?post|mail|e-?mail)|mobile"
    )),
    ("contact", (
        r"kontakt(?:person(?:er)?|uppgift(?:er)?|oplysninger|info(?:rmation)?)?|contact(?: person| details)?|"
        r"kontakta|hvem|vem|henvendelse til|"
        r"kontakter|ansvarig kontaktperson|kontaktväg(?:ar)?"
    )),
    ("name", (
        r"namn|navn|name|person|medarbetare|medarbejder|namn och (?:titel|funktion|roll)|navn og (?:titel|"
        r"stilling)"
    )),
    ("role", r"funktion|roll|rolle|stilling|titel|befattning|position|role|job title|title|tjänst|yrkesroll"),
    ("organisation", (
        r"myndighet(?:er)?|myndighed(?:er)?|organisation(?:er)?|part(?:er)?|authority|agency|organi[sz]ation|"
        r"förening|forening|virksomhed|företag|aktör|aktør"
    )),
    ("facility", (
        r"häkte(?:n)?|anstalt(?:er)?|arresthus(?:e)?|arrest|fængsel|fængsler|frivård(?:skontor)?|"
        r"kriminalvårdsanstalt|station|polisstation|politistation|domstol|tingsrätt"
    )),
    ("unit", (
        r"enhet|enhed|afdeling|avdelning|sektion|institution(?:er)?|verksamhetsställe|tjänsteställe|"
        r"tjenestested|unit|department|division|office|"
        r"förvaltning|forvaltning|grupp|gruppe"
    )),
    ("place", (
        r"ort|region(?:er)?|kreds|politikreds|distrikt|län|landsdel|place|district|kommun|kommune|by|plats|"
        r"sted|kontor|polisområde|polisregion|town|city|område/ort"
    )),
    ("topic", (
        r"område(?:n)?|(?:samverkans|samarbets|samarbejds|sak|fag|ansvars|verksamhets)område(?:n|r)?|"
        r"emne(?:r)?|opgave(?:r)?|ämne(?:n)?|fråg(?:a|or)|spørgsmål(?: om)?|"
        r"frågor om|sag(?:er)?|ärende(?:n)?|uppgift(?:er)?|topic|area(?: of cooperation)?|subject|tema|"
        r"verksamhet|gäller|vedrørende|angående|ämnesområde"
    )),
)  # fmt: skip
_PATTERNS = tuple((column, re.compile(rf"(?:{pattern})\s*[:*]?", re.IGNORECASE)) for column, pattern in _HEADS)
_CARRIED = frozenset({"topic", "organisation", "unit", "facility", "place"})
_NOBODY = re.compile(
    r"^[(\[]?(?:växlar|varierar|skifter|vakant|vacant|ledig|-|–|—|n/?a|saknas|okänt|ukendt)[)\]]?$", re.IGNORECASE
)
_LEAST_HEADS = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text at its offset into the document's text."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Head:
    """What a table's columns are.

    Attributes:
        columns: kind of each column; an empty tuple where the table has no head.
        texts: the head's own words.
    """

    columns: tuple[Column, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def is_for_contacts(self) -> bool:
        """Whether a column is there for whom to ask or how to reach them."""
        return bool({"phone", "email", "contact"} & set(self.columns))


def contacts_in_table(text: str, start: int, carried: Head) -> tuple[list[Draft], Head]:
    """Return the contacts of a table and its head, by which a table that goes on after a page break is read.

    Args:
        start: offset of the table into the document's text.
        carried: the head of the table right before, for one that has none of its own.
    """
    rows = list(_rows(text, start))
    if not rows:
        return [], Head()
    head = head_of([cell.text for cell in rows[0]])
    body = rows[1:] if head.columns else rows
    if not head.columns and len(carried.columns) >= len(rows[0]) > 1:
        head = carried
    return list(_contacts(body, head)), head


def head_of(cells: Sequence[str]) -> Head:
    """Return what the columns are by a table's first row; no columns where that row is no head."""
    columns = tuple(column_of(cell) for cell in cells)
    known = sum(column not in ("other", "held_by") for column in columns)
    is_head = known >= min(_LEAST_HEADS, len(cells)) and not any(points_in(cell, is_labelled=True) for cell in cells)
    return Head(columns, tuple(cells)) if is_head else Head()


def column_of(head: str) -> Column:
    """Return what a column holds by its head; a head that names an office has who holds it below."""
    text = head.strip()
    for column, pattern in _PATTERNS:
        if pattern.fullmatch(text):
            return column
    return "held_by" if is_role(text) and len(text.split()) <= 3 else "other"  # noqa: PLR2004 - a head, no sentence


def _rows(text: str, start: int) -> Iterator[list[Cell]]:
    at = start
    for line in text.split("\n"):
        cells, inner = [], at
        for part in line.split("|"):
            bare = part.strip()
            cells.append(Cell(bare, inner + len(part) - len(part.lstrip()) if bare else inner))
            inner += len(part) + 1
        if any(cell.text for cell in cells):
            yield cells
        at += len(line) + 1


def _contacts(rows: Sequence[Sequence[Cell]], head: Head) -> Iterator[Draft]:
    places_as_topics = _are_places(rows, head)
    previous: dict[int, str] = {}
    for row in rows:
        draft = _row(row, head, previous, areas_are_places=places_as_topics)
        for column, cell in enumerate(row):
            if cell.text:
                previous[column] = cell.text
        if draft is not None:
            yield draft


def _are_places(rows: Sequence[Sequence[Cell]], head: Head) -> bool:
    """Tell whether the column that could be of subjects or of regions ("Område") is of regions."""
    if "topic" not in head.columns:
        return False
    column = head.columns.index("topic")
    cells = [row[column].text for row in rows if len(row) > column and row[column].text]
    return bool(cells) and sum(map(is_place, cells)) * 2 > len(cells)


def _row(row: Sequence[Cell], head: Head, previous: dict[int, str], *, areas_are_places: bool) -> Draft | None:
    filled = [cell for cell in row if cell.text]
    draft = Draft(filled[0].start, filled[-1].start + len(filled[-1].text))
    for number, cell in enumerate(row):
        column = head.columns[number] if number < len(head.columns) else "other"
        text = cell.text or (previous.get(number, "") if number == 0 and column in _CARRIED else "")
        if text:
            label = head.texts[number] if number < len(head.texts) else ""
            kind: Column = "place" if column == "topic" and areas_are_places else column
            draft = _with_cell(draft, kind, text, label)
    if not head.columns and not (draft.is_reachable and draft.has_somebody):
        return None
    is_named = head.is_for_contacts and "contact" in head.columns and bool(draft.name or draft.role)
    if not draft.is_reachable and not is_named:
        return None
    return replace(draft, is_named_only=not draft.is_reachable)


def _with_cell(draft: Draft, column: Column, text: str, label: str) -> Draft:
    if column in ("phone", "email", "contact", "hours", "other", "name"):
        draft = with_points(draft, points_in(text, is_labelled=column == "phone"))
    if column in ("phone", "email") or _NOBODY.match(text):
        return draft
    if column == "topic":
        return replace(draft, topics=(text,))
    if column == "level":
        return replace(draft, level=level_in(text))
    if column == "hours":
        return replace(draft, hours=hours_in(text) or text)
    if column == "place":
        return draft if draft.place else replace(draft, place=text)
    return _with_body(draft, column, text, label)


def _with_body(draft: Draft, column: Column, text: str, label: str) -> Draft:
    if column == "organisation":
        return replace(draft, organisation=text, place=draft.place or place_in(text))
    if column == "facility" and place_in(text) is None:
        return replace(draft, unit=label, place=text)
    if column in ("unit", "facility"):
        return replace(draft, unit=text, place=draft.place or place_in(text), level=draft.level or level_in(text))
    if column == "held_by":
        return replace(draft, role=label, name=text if is_name(text) else draft.name)
    return _with_person(draft, column, text)


def _with_person(draft: Draft, column: Column, text: str) -> Draft:
    parts = parts_of(text)
    if not parts:
        return draft
    if column == "name" and draft.name is None:
        # what stands in a column of names is one, however it is written
        draft, parts = replace(draft, name=parts[0]), parts[1:]
    elif column == "role" and draft.role is None:
        draft, parts = (
            replace(
                draft, role=parts[0], level=draft.level or level_in(parts[0]), place=draft.place or place_in(parts[0])
            ),
            parts[1:],
        )
    elif column == "contact" and draft.name is None and draft.role is None and not is_name(parts[0]):
        draft, parts = replace(draft, role=parts[0]), parts[1:]
    for part in parts:
        draft = add_part(draft, part, is_cell=column != "other")
    return draft
