"""One sheet: which cells are shown and as what, and how its rows make paragraphs and tables.

Knows rows, merged cells and hidden ones; must not know workbooks. A blank row ends a table; lines of one cell before a
table are its caption.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from ingest.parse.grid import grid_blocks
from ingest.parse.walker import tidy
from ingest.parse.xlsx_format import shown
from ingest.parse.xml_part import Element, attribute, child, local, number
from ingest.parsed import ParsedBlock
from ingest.pattern import DATE_LINE, is_contact_line

_REFERENCE = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})$")
_MAX_COLUMNS = 100
_MAX_MERGES = 20_000
_MAX_SPREAD_CELLS = 200_000
_MAX_COLUMN = 16_384
_MAX_ROW = 1_048_576


@dataclass(frozen=True, slots=True)
class Cells:
    """What the cells of a workbook refer to: shared texts, formats of styles, the day from which dates count."""

    texts: Sequence[str]
    formats: Sequence[str]
    since_1904: bool = False

    def text(self, cell: Element) -> str:
        """Return a cell as it is shown; "" for errors and formulas without a saved value."""
        kind = attribute(cell, "t") or "n"
        if kind == "inlineStr":
            return _inline(child(cell, "is"))
        found = child(cell, "v")
        raw = (found.text or "").strip() if found is not None else ""
        if not raw or kind == "e":
            return ""
        if kind == "s":
            position = number(raw, -1, low=-1, high=10_000_000)
            return self.texts[position] if 0 <= position < len(self.texts) else ""
        if kind == "b":
            return "TRUE" if raw == "1" else "FALSE"
        if kind != "n":
            return (found.text or "") if found is not None else ""
        style = number(attribute(cell, "s"), 0)
        code = self.formats[style] if style < len(self.formats) else ""
        return shown(raw, code, since_1904=self.since_1904)


@dataclass(slots=True)
class Sheet:
    """A sheet while it is read.

    Attributes:
        max_rows: how many rows with words are kept.
        rows: row number -> column -> text.
        is_cut: there are more rows than were kept.
    """

    PARENTS: ClassVar[tuple[str, ...]] = ("sheetData", "mergeCells", "cols", "autoFilter")
    TAGS: ClassVar[tuple[str, ...]] = ("row", "mergeCell", "col", "filterColumn")

    cells: Cells
    max_rows: int
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    is_cut: bool = False
    _hidden_rows: set[int] = field(default_factory=set)
    _hidden_columns: set[int] = field(default_factory=set)
    _merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    _filtered: bool = False
    _last: int = 0

    def read(self, elements: Iterable[Element]) -> None:
        """Take in the rows, and what stands before and after them."""
        for element in elements:
            name = local(element)
            if name == "row":
                if len(self.rows) >= self.max_rows:
                    self.is_cut = True
                    break
                self._row(element)
            elif name == "col" and attribute(element, "hidden") in {"1", "true"}:
                first, last = (number(attribute(element, key), 1, high=_MAX_COLUMN) for key in ("min", "max"))
                if len(self._hidden_columns) < _MAX_COLUMN:
                    self._hidden_columns.update(range(first, last + 1))
            elif name == "mergeCell" and len(self._merges) < _MAX_MERGES:
                self._merge(attribute(element, "ref") or "")
            elif name == "filterColumn":
                self._filtered = True
        self._leave_out_hidden()
        self._spread_merged()

    def _row(self, element: Element) -> None:
        position = number(attribute(element, "r"), self._last + 1, low=1, high=_MAX_ROW)
        self._last = position
        cells: dict[int, str] = {}
        column = 0
        for cell in element:
            if local(cell) != "c":
                continue
            place = _place(attribute(cell, "r") or "")
            column = place[1] if place else column + 1
            text = " ".join(tidy(self.cells.text(cell)).split())
            if text and column not in self._hidden_columns and len(cells) < _MAX_COLUMNS:
                cells[column] = text
        if cells:
            self.rows[position] = cells
            if attribute(element, "hidden") in {"1", "true"}:
                self._hidden_rows.add(position)

    def _merge(self, reference: str) -> None:
        ends = [_place(end) for end in reference.split(":")]
        if len(ends) == 2 and ends[0] and ends[1]:  # noqa: PLR2004 - "A1:B2"
            self._merges.append((*ends[0], *ends[1]))

    def _leave_out_hidden(self) -> None:
        """Leave out hidden rows, unless a filter hides them: that is the last reader's choice, not the author's."""
        if not self._filtered:
            for position in self._hidden_rows:
                del self.rows[position]

    def _spread_merged(self) -> None:
        """Give every row its own copy of cells that span several rows, so that a row can be read alone."""
        left_over = _MAX_SPREAD_CELLS
        for top, left, bottom, right in self._merges:
            text = self.rows.get(top, {}).get(left)
            if text is None or bottom - top > left_over or left > right:
                continue
            left_over -= max(0, bottom - top)
            for position in range(top + 1, bottom + 1):
                if position in self.rows:
                    self.rows[position].setdefault(left, text)


def sheet_blocks(sheet: Sheet) -> Iterator[ParsedBlock]:
    """Yield the paragraphs and tables of a sheet."""
    for region in _regions(sheet.rows):
        position = 0
        while position < len(region) and len(region[position]) == 1:
            yield ParsedBlock("paragraph", next(iter(region[position].values())))
            position += 1
        if position < len(region):
            yield from _table(region[position:])


def _regions(rows: dict[int, dict[int, str]]) -> Iterator[list[dict[int, str]]]:
    """Yield runs of rows without blank rows between them."""
    region: list[dict[int, str]] = []
    last = 0
    for position in sorted(rows):
        if region and position > last + 1:
            yield region
            region = []
        region.append(rows[position])
        last = position
    if region:
        yield region


def _table(rows: Sequence[dict[int, str]]) -> Iterator[ParsedBlock]:
    columns = sorted({column for row in rows for column in row})[:_MAX_COLUMNS]
    grid = [[row.get(column, "") for column in columns] for row in rows]
    yield from grid_blocks(grid, int(len(grid) > 1 and _is_header(rows[0])))


def _is_header(row: dict[int, str]) -> bool:
    """Tell whether a row names columns: words only, no number, date, telephone number or address."""
    return all(
        any(c.isalpha() for c in text) and not DATE_LINE.match(text) and not is_contact_line(text)
        for text in row.values()
    )


def _inline(item: Element | None) -> str:
    parts = [one if local(one) == "t" else child(one, "t") for one in (item if item is not None else ())]
    return "".join(part.text or "" for part in parts if part is not None)


def _place(reference: str) -> tuple[int, int] | None:
    """Return row and column of "B7", both from 1."""
    match = _REFERENCE.match(reference)
    if not match:
        return None
    column = 0
    for character in match[1]:
        column = column * 26 + ord(character) - ord("A") + 1
    return int(match[2]), column
