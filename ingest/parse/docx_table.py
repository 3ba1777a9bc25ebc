"""Tables of a Word document: rows of cells with their spans, and which tables only arrange a page.

Knows rows, merged cells and header rows; what stands in a cell comes from `docx_body`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.parse.grid import grid_blocks
from ingest.parse.xml_part import Element, child, is_on, local, number, value
from ingest.parsed import ParsedBlock

_LAYOUT_CELL_CHARS = 600
"""A table of one row with a cell longer than this arranges a page; it does not list data."""
_MAX_COLUMNS = 100
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins"})
_MAX_WRAPPERS = 10


@dataclass(slots=True)
class Row:
    """A row: for each column of the grid the blocks of its cell, None where the cell above goes on."""

    cells: list[list[ParsedBlock] | None] = field(default_factory=list)
    header: bool = False


def rows_of(table: Element, cell: Callable[[Element], list[ParsedBlock]]) -> list[Row]:
    """Return the rows that are neither deleted nor hidden; `cell` reads a cell."""
    rows: list[Row] = []
    for element in _named(table, "tr", 0):
        properties = child(element, "trPr")
        if child(properties, "del") is not None or is_on(properties, "hidden"):
            continue
        row = Row(header=bool(is_on(properties, "tblHeader")))
        row.cells += [[]] * number(value(properties, "gridBefore"), 0, high=_MAX_COLUMNS)
        for one in _named(element, "tc", 0):
            row.cells += _cell(one, cell)
        if row.cells:
            rows.append(row)
    return rows


def table_blocks(rows: Sequence[Row]) -> Iterator[ParsedBlock]:
    """Yield a table as blocks; where it only arranges a page, what stands in its cells."""
    held = [block for row in rows for one in row.cells if one for block in one]
    if _is_layout(rows):
        yield from held
        return
    header = next((i for i, row in enumerate(rows) if not row.header), 0)
    yield from grid_blocks(_texts(rows), header)
    yield from (block for block in held if block.kind == "note")


def _named(element: Element, name: str, depth: int) -> Iterator[Element]:
    """Yield the children of that name, also those in content controls and insertions."""
    for one in element:
        if local(one) == name:
            yield one
        elif local(one) in _WRAPPERS and depth < _MAX_WRAPPERS:
            yield from _named(one, name, depth + 1)


def _cell(element: Element, read: Callable[[Element], list[ParsedBlock]]) -> list[list[ParsedBlock] | None]:
    properties = child(element, "tcPr")
    blocks = read(element)
    span = number(value(properties, "gridSpan"), 1, low=1, high=_MAX_COLUMNS)
    merged = child(properties, "vMerge")
    if merged is not None and (value(properties, "vMerge") or "continue") == "continue" and not blocks:
        return [None] * span
    return [blocks, *([] for _ in range(span - 1))]


def _is_layout(rows: Sequence[Row]) -> bool:
    cells = [one for row in rows for one in row.cells if one]
    if max((len(row.cells) for row in rows), default=0) < 2:  # noqa: PLR2004 - one column is a box
        return True
    if any(block.kind == "table" for one in cells for block in one):
        return True
    below = [block for row in rows[1:] for one in row.cells if one for block in one]
    if any(block.kind == "heading" for block in (below or [b for one in cells for b in one])):
        return True
    return len(rows) == 1 and any(sum(len(block.text) for block in one) > _LAYOUT_CELL_CHARS for one in cells)


def _texts(rows: Sequence[Row]) -> list[list[str]]:
    """Give every row its own copy of cells that span several rows, so that a row can be read alone."""
    table: list[list[str]] = []
    for row in rows:
        above = table[-1] if table else []
        table.append(
            [
                (above[column] if column < len(above) else "")
                if one is None
                else " ".join(" ".join(block.text.split()) for block in one if block.kind != "note")
                for column, one in enumerate(row.cells)
            ]
        )
    return table
