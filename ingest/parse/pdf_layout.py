"""From lines with place and size to headings, paragraphs, list items, tables and notes.

Knows typography: sizes, leading, indents, hyphens at line ends; must not know pdfium.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.parse.pdf_flow import Margins, ends_early, flowed, right_margins, with_whole_words
from ingest.parse.pdf_page import Page
from ingest.parse.pdf_style import HEADING_EXTRA_POINTS, Body, body_of, could_be_heading, level_of, stands_out
from ingest.parse.pdf_table import Table, aligned_rows, aligned_text
from ingest.parse.pdf_text import Line
from ingest.parsed import ParsedBlock
from ingest.pattern import (
    NAMED_SECTION,
    SECTION_NUMBER,
    SENTENCE_END,
    begins_item,
    is_list_line,
    without_bullet,
)
from search.document import BlockKind

_HEADING_MAX_LINES = 4
_LEADING_SLACK = 0.35
_NOTE_ZONE = 0.45
_NOTE_START = re.compile(r"^\(?\d{1,3}\)?[ .]?\s*(?=\S)")
_DOTTED_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})+\.?\s+[A-ZÅÄÖÆØ]")


@dataclass(slots=True)
class _Open:
    """The block under way on a page."""

    lines: list[Line] = field(default_factory=list)
    kind: BlockKind = "paragraph"


def blocks_of(pages: Sequence[Page]) -> list[ParsedBlock]:
    """Return the blocks of all pages in reading order; no block crosses a page."""
    body = body_of(pages)
    blocks: list[ParsedBlock] = []
    for page in pages:
        blocks.extend(_page_blocks(page, body))
    return with_whole_words(_without_gaps(blocks))


def _page_blocks(page: Page, body: Body) -> list[ParsedBlock]:
    blocks: list[ParsedBlock] = []
    margin = right_margins(page.lines)
    for run in _with_tables(page):
        if isinstance(run, Table):
            blocks.append(_table_block(run, page))
        else:
            blocks.extend(_text_blocks(run, page, body, margin))
    return blocks


def _table_block(table: Table, page: Page) -> ParsedBlock:
    box = (table.x0, table.y0, table.x1, table.y1)
    return ParsedBlock("table", table.text, page=page.number, page_label=page.label, bbox=_rounded(box))


def _with_tables(page: Page) -> list[Table | list[Line]]:
    """Return runs of lines with the tables at their places."""
    runs: list[Table | list[Line]] = []
    waiting = sorted(page.tables, key=lambda table: -table.y1)
    current: list[Line] = []
    for line in page.lines:
        while waiting and line.y < waiting[0].y1:
            runs.extend([current, waiting.pop(0)])
            current = []
        current.append(line)
    runs.append(current)
    runs.extend(waiting)
    return [part for run in runs for part in ([run] if isinstance(run, Table) else _aligned(run))]


def _aligned(lines: list[Line]) -> list[Table | list[Line]]:
    """Cut the aligned tables out of a run of lines."""
    parts: list[Table | list[Line]] = []
    start = 0
    for rows in aligned_rows(lines):
        first = lines.index(rows[0], start)
        table = Table(
            aligned_text(rows),
            min(r.x0 for r in rows),
            rows[-1].y,
            max(r.x1 for r in rows),
            rows[0].y + rows[0].size,
            rows[0].size,
        )
        parts.extend([lines[start:first], table])
        start = first + len(rows)
    return [*parts, lines[start:]]


def _text_blocks(lines: Sequence[Line], page: Page, body: Body, margin: Margins) -> list[ParsedBlock]:
    blocks: list[ParsedBlock] = []
    current = _Open()
    for position, line in enumerate(lines):
        kind = _kind(line, page, body)
        if current.lines and not _goes_on(current, line, kind, body, margin):
            blocks.append(_block(current, page, body, margin))
            current = _Open()
        if not current.lines:
            current.kind = _kind_of_start(line, kind, lines, position, body)
        current.lines.append(line)
    if current.lines:
        blocks.append(_block(current, page, body, margin))
    return blocks


def _kind(line: Line, page: Page, body: Body) -> BlockKind:
    if (
        line.size <= body.size - HEADING_EXTRA_POINTS
        and line.y < page.height * _NOTE_ZONE
        and _NOTE_START.match(line.text)
    ):
        return "note"
    if stands_out(line, body) and could_be_heading(line.text):
        return "heading"
    return "list_item" if is_list_line(line.text) else "paragraph"


def _kind_of_start(line: Line, kind: BlockKind, lines: Sequence[Line], position: int, body: Body) -> BlockKind:
    """Return the kind of a block that begins here; a line alone may be a heading by number or slant."""
    if (
        kind not in {"paragraph", "list_item"}
        or not could_be_heading(line.text)
        or not _stands_alone(lines, position, body)
    ):
        return kind
    if _DOTTED_NUMBER.match(line.text) or NAMED_SECTION.match(line.text):
        return "heading"
    slanted = line.italic and not body.italic and kind == "paragraph" and line.text[0].isupper()
    return "heading" if slanted else kind


def _stands_alone(lines: Sequence[Line], position: int, body: Body) -> bool:
    """Tell whether a line ends early, or more than a line's distance lies before or after it."""
    line = lines[position]
    before = lines[position - 1] if position else None
    after = lines[position + 1] if position + 1 < len(lines) else None
    if after is None:
        return False
    apart = body.size * (body.leading + _LEADING_SLACK)
    return before is None or before.y - line.y > apart or line.y - after.y > apart or after.italic != line.italic


def _goes_on(current: _Open, line: Line, kind: BlockKind, body: Body, margin: Margins) -> bool:
    """Tell whether a line belongs to the block under way."""
    last = current.lines[-1]
    step = last.y - line.y
    leading = (body.leading + _LEADING_SLACK) * max(line.size, last.size, body.size if current.kind != "heading" else 0)
    if step <= 0 or step > leading or abs(line.size - last.size) >= HEADING_EXTRA_POINTS:
        return False
    if current.kind == "heading":
        return _heading_goes_on(current, line, kind, margin)
    if current.kind == "note":
        return kind != "note"
    if kind == "note" or (kind == "heading" and not (last.bold and line.bold)):
        return False
    if begins_item(line.text, last.text) and not last.words[-1].hyphenated:
        return False
    return _body_goes_on(current, line, margin)


def _body_goes_on(current: _Open, line: Line, margin: Margins) -> bool:
    last, first = current.lines[-1], current.lines[0]
    if current.kind == "list_item":
        hanging = len(first.words) > 1 and line.x0 > first.x0 + 2 and abs(line.x0 - first.words[1].x0) < line.size
        return hanging or not ends_early(last, line, margin)
    return not (ends_early(last, line, margin) and SENTENCE_END.search(last.text)) and not _indented(last, line, first)


def _heading_goes_on(current: _Open, line: Line, kind: BlockKind, margin: Margins) -> bool:
    last = current.lines[-1]
    alike = last.bold == line.bold and last.italic == line.italic
    slanted = line.italic and kind == "paragraph" and not ends_early(last, line, margin)
    numbered = SECTION_NUMBER.match(line.text) is not None or is_list_line(line.text)
    return alike and (kind == "heading" or slanted) and not numbered and len(current.lines) < _HEADING_MAX_LINES


def _indented(last: Line, line: Line, first: Line) -> bool:
    """Tell whether a line begins a paragraph by its indent."""
    return (
        line.x0 > last.x0 + line.size and abs(last.x0 - first.x0) < line.size and bool(SENTENCE_END.search(last.text))
    )


def _block(current: _Open, page: Page, body: Body, margin: Margins) -> ParsedBlock:
    lines = current.lines
    text = flowed(lines, margin)
    size = lines[0].size
    kind, level = current.kind, 0
    if kind == "heading":
        text = " ".join(text.split())
        level = level_of(text, lines[0], body)
    bold = all(line.bold for line in lines) and not body.bold
    box = (min(line.x0 for line in lines), lines[-1].y - 0.25 * size, max(line.x1 for line in lines), lines[0].y + size)
    if kind == "list_item":
        text = without_bullet(text)
    return ParsedBlock(
        kind, text, level=level, bold=bold and kind == "paragraph", size_points=size,
        page=page.number, page_label=page.label, bbox=_rounded(box),
    )  # fmt: skip


def _rounded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)


def _without_gaps(blocks: list[ParsedBlock]) -> list[ParsedBlock]:
    used = sorted({block.level for block in blocks if block.kind == "heading"})
    return [
        replace(block, level=min(used.index(block.level) + 1, 6)) if block.kind == "heading" else block
        for block in blocks
    ]
