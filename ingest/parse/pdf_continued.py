"""Ruled tables that go on over a page break: their header cells stand before the rows of every page.

Knows the edges of tables and what stands first and last on a page; must not know rules or fonts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.parse.pdf_page import Page
from ingest.parse.pdf_table import Row, Table

_SAME_EDGE = 4.0


def with_headers(pages: Sequence[Page]) -> Iterator[Page]:
    """Yield arranged pages; a table that goes on from the page before begins with its header row.

    A header row that stands alone at the end of a page is left out there: it belongs to the rows on the next.
    """
    header: Row | None = None
    kept = list(pages)
    for position, page in enumerate(kept):
        last, first = _last(kept[position - 1]) if position else None, _first(page)
        if last is None or first is None or not _goes_on(last, first):
            header = None
        elif last.has_header:
            header = last.rows[0]
        if header is not None and first is not None and first.rows[0].cells != header.cells:
            if last is not None and len(last.rows) == 1:
                kept[position - 1] = _without_last(kept[position - 1])
            kept[position] = _with_first(page, _headed(first, header))
    yield from kept


def _headed(table: Table, header: Row) -> Table:
    return replace(table, rows=(Row(header.cells, table.y1, table.y1), *table.rows), has_header=True)


def _goes_on(last: Table, first: Table) -> bool:
    """Tell whether two tables are one: as many columns between the same edges, the second without a header."""
    alike = len(last.rows[0].cells) == len(first.rows[0].cells)
    edges = abs(last.x0 - first.x0) < _SAME_EDGE and abs(last.x1 - first.x1) < _SAME_EDGE
    return alike and edges and not first.has_header


def _last(page: Page) -> Table | None:
    """Return the table that a page ends with."""
    place = page.lines[-1].table if page.lines else None
    return page.tables[place] if place is not None else None


def _first(page: Page) -> Table | None:
    """Return the table that a page begins with."""
    place = page.lines[0].table if page.lines else None
    return page.tables[place] if place is not None else None


def _with_first(page: Page, table: Table) -> Page:
    place = page.lines[0].table
    tables = tuple(table if index == place else other for index, other in enumerate(page.tables))
    return replace(page, tables=tables)


def _without_last(page: Page) -> Page:
    return replace(page, lines=page.lines[:-1])
