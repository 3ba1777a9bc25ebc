"""From lines with place and size to headings, paragraphs, list items, tables and notes.

Knows typography: sizes, leading, indents, hyphens at line ends; must not know pdfium.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.parse.pdf_align import aligned, segments
from ingest.parse.pdf_contents import Contents, key_of
from ingest.parse.pdf_flow import Margins, ends_early, flowed, right_margins, with_whole_words
from ingest.parse.pdf_heading import Laid, levelled, look_of
from ingest.parse.pdf_note import begins_note, with_notes_at_calls
from ingest.parse.pdf_page import Page
from ingest.parse.pdf_place import Box
from ingest.parse.pdf_style import (
    CLAUSE,
    HEADING_EXTRA_POINTS,
    Body,
    could_be_heading,
    is_bold,
    is_larger,
    is_section,
    stands_out,
)
from ingest.parse.pdf_table import Table, mean_confidence
from ingest.parse.pdf_text import Line, Word
from ingest.parsed import ParsedBlock
from ingest.pattern import SECTION_NUMBER, SENTENCE_END, begins_item, is_list_line, without_bullet
from search.document import BlockKind

_HEADING_MAX_LINES = 4
_HEADING_MAX_CHARS = 220
_LEADING_SLACK = 0.35
_NOTE_ZONE = 0.45
_HANGING_SLACK = 0.25
"""How far a line of a list item may stand from where its text begins, in type sizes."""
_PARAGRAPH_END = re.compile(rf"{SENTENCE_END.pattern}|[.!?…] \([^()]{{3,40}}\)$")
"""A sentence's end, or a reference to a source after one."""
_TIGHT_DASH = re.compile(r"^[-–—](?=[^\W\d])")


@dataclass(slots=True)
class _Open:
    """The block under way on a page."""

    lines: list[Line] = field(default_factory=list)
    kind: BlockKind = "paragraph"


def laid_out(pages: Sequence[Page], body: Body) -> Iterator[Laid]:
    """Yield the blocks of pages in reading order; no block crosses a page."""
    for page in pages:
        margin = right_margins(page.lines)
        for run in _with_tables(page, body):
            if isinstance(run, Table):
                yield from _table_blocks(run, page)
            else:
                yield from _text_blocks(list(_with_asides(run, body)), page, body, margin)


def finished(blocks: Sequence[Laid], lists: Sequence[Contents] = ()) -> list[ParsedBlock]:
    """Return the blocks of a whole document: headings with levels, notes where they are called, cut words whole."""
    return with_whole_words([laid.block for laid in with_notes_at_calls(levelled(blocks, lists))])


def _table_blocks(table: Table, page: Page) -> Iterator[Laid]:
    for text, box in table.parts():
        yield Laid(
            ParsedBlock(
                "table", text, page=page.number, page_label=page.label, bbox=_placed(box, page),
                ocr_confidence=table.confidence,
            ),
            calls=table.calls,
        )  # fmt: skip


def _with_tables(page: Page, body: Body) -> Iterator[Table | list[Line]]:
    """Yield runs of lines with the tables at their places."""
    run: list[Line] = []
    for line in page.lines:
        if line.table is None:
            run.append(replace(line, aside=True) if _is_in_figure(line, page) else line)
            continue
        yield from _aligned(run, body)
        yield page.tables[line.table]
        run = []
    yield from _aligned(run, body)


def _is_in_figure(line: Line, page: Page) -> bool:
    return any(x0 <= line.x0 and line.x1 <= x1 and y0 <= line.y <= y1 for x0, y0, x1, y1 in page.figures)


def _aligned(lines: list[Line], body: Body) -> Iterator[Table | list[Line]]:
    return aligned(lines, [not is_larger(line, body) for line in lines])


def _with_asides(lines: Sequence[Line], body: Body) -> Iterator[Line]:
    """Yield lines with what stands beside a heading, such as a mark in the margin, on a line of its own before it."""
    for line in lines:
        if len(line.words) == 1 or not any(word.bold or word.size > body.size for word in line.words):
            yield line
            continue
        parts = [Line(tuple(part)) for part in segments(line)]
        if len(parts) == 1 or not any(stands_out(part, body) for part in parts):
            yield line
            continue
        main = max(parts, key=lambda part: (round(part.size), part.bold, len(part.text)))
        yield from (replace(part, aside=True) for part in parts if part is not main)
        yield main


def _text_blocks(lines: Sequence[Line], page: Page, body: Body, margin: Margins) -> Iterator[Laid]:
    current = _Open()
    dashed = _with_tight_dashes(lines)
    for position, line in enumerate(lines):
        kind = "list_item" if position in dashed else _kind(line, page, body)
        if kind == "heading" and not current.lines and _is_prose(lines, position, body, margin):
            kind = "paragraph"
        if current.lines and not (
            _goes_on(current, line, kind, body, margin)
            or (kind == "paragraph" and _hangs(current, lines, position, body, margin))
        ):
            yield _block(current, page, body, margin)
            current = _Open()
            if kind == "heading" and _is_prose(lines, position, body, margin):
                kind = "paragraph"
        if not current.lines:
            current.kind = _kind_of_start(line, kind, lines, position, body)
        current.lines.append(line)
    if current.lines:
        yield _block(current, page, body, margin)


def _leads_in(line: Line, following: Line | None) -> bool:
    """Tell whether a clause that runs on from its number is a sentence that goes on in the list after it."""
    return following is not None and CLAUSE.match(line.text) is not None and is_list_line(following.text)


def _kind(line: Line, page: Page, body: Body) -> BlockKind:
    low = line.y < page.height * _NOTE_ZONE
    if low and not line.aside and line.size <= body.size - HEADING_EXTRA_POINTS and begins_note(line.text):
        return "note"
    if not line.aside and stands_out(line, body) and could_be_heading(line.text, larger=is_larger(line, body)):
        return "heading"
    return "list_item" if is_list_line(line.text) else "paragraph"


def _is_prose(lines: Sequence[Line], position: int, body: Body, margin: Margins) -> bool:
    """Tell whether the lines that go on from here in the same look are a paragraph: too long, or sentences.

    One sentence on two lines in larger type is a heading that its author ended with a full stop.
    """
    group = [lines[position]]
    for line in lines[position + 1 : position + 12]:
        last = group[-1]
        if not _alike(last, line) or not 0 < last.y - line.y < 1.7 * line.size or ends_early(last, line, margin):
            break
        group.append(line)
    chars = sum(len(line.text) for line in group)
    few = 2 if is_larger(group[0], body) else 1
    return chars > _HEADING_MAX_CHARS or (
        len(group) > few and group[-1].text[-1] in ".:" and chars > _HEADING_MAX_CHARS / 3
    )


def _alike(one: Line, other: Line) -> bool:
    return one.bold == other.bold and abs(one.size - other.size) < HEADING_EXTRA_POINTS / 2


def _kind_of_start(line: Line, kind: BlockKind, lines: Sequence[Line], position: int, body: Body) -> BlockKind:
    """Return the kind of a block that begins here; a line alone may be a heading by number or slant."""
    if (
        line.aside
        or kind not in {"paragraph", "list_item"}
        or _leads_in(line, lines[position + 1] if position + 1 < len(lines) else None)
        or not could_be_heading(line.text)
        or not _stands_alone(lines, position, body)
    ):
        return kind
    if is_section(line.text) or (body.listed and key_of(line.text) in body.listed):
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
    if step <= 0 or step > leading or abs(line.size - last.size) >= HEADING_EXTRA_POINTS or last.aside != line.aside:
        return False
    if current.kind == "heading":
        return _heading_goes_on(current, line, kind, body, margin)
    if current.kind == "note":
        return kind != "note"
    if kind == "note" or (kind == "heading" and not (stands_out(last, body) and _alike(last, line))):
        return False
    tight_dash = kind == "list_item" and _TIGHT_DASH.match(line.text) is not None
    if (begins_item(line.text, last.text) or tight_dash) and not last.words[-1].hyphenated:
        return False
    return _body_goes_on(current, line, margin)


def _with_tight_dashes(lines: Sequence[Line]) -> set[int]:
    """Return the positions of lines that begin with a dash right before a word, where several do at one place."""
    found = [position for position, line in enumerate(lines) if _TIGHT_DASH.match(line.text)]
    alike = [sum(1 for other in found if abs(lines[other].x0 - lines[one].x0) < 1) for one in found]
    return {position for position, count in zip(found, alike, strict=True) if count > 1}


def _body_goes_on(current: _Open, line: Line, margin: Margins) -> bool:
    last, first = current.lines[-1], current.lines[0]
    if current.kind == "list_item":
        text = current.lines[1].x0 if len(current.lines) > 1 else first.words[min(1, len(first.words) - 1)].x0
        hanging = line.x0 > first.x0 + 2 and abs(line.x0 - text) < _HANGING_SLACK * line.size
        return hanging or not ends_early(last, line, margin)
    return not (ends_early(last, line, margin) and SENTENCE_END.search(last.text)) and not _indented(last, line)


def _heading_goes_on(current: _Open, line: Line, kind: BlockKind, body: Body, margin: Margins) -> bool:
    last = current.lines[-1]
    alike = is_bold(last) == is_bold(line) and last.italic == line.italic
    wrapped = not ends_early(last, line, margin) or line.text[0].islower()
    slanted = line.italic and kind == "paragraph" and wrapped
    ending = wrapped and stands_out(line, body) and line.text[-1] in (";,." if is_larger(line, body) else ";,")
    numbered = SECTION_NUMBER.match(line.text) is not None or is_list_line(line.text) or is_section(line.text)
    return (
        alike and (kind == "heading" or slanted or ending) and not numbered and len(current.lines) < _HEADING_MAX_LINES
    )


def _indented(last: Line, line: Line) -> bool:
    """Tell whether a line begins a paragraph by its indent."""
    return line.x0 > last.x0 + 0.8 * line.size and bool(_PARAGRAPH_END.search(last.text))


def _hangs(current: _Open, lines: Sequence[Line], position: int, body: Body, margin: Margins) -> bool:
    """Tell whether a line goes on with a block whose first line alone begins further left, as in a list of sources."""
    last, line = current.lines[-1], lines[position]
    apart = body.size * (body.leading + _LEADING_SLACK)
    if len(current.lines) > 1 or current.kind != "paragraph" or ends_early(last, line, margin) or last.aside:
        return False
    if not (0 < last.y - line.y <= apart and line.x0 > last.x0 + 0.8 * line.size):
        return False
    after = lines[position + 1] if position + 1 < len(lines) else None
    ends = after is None or not 0 < line.y - after.y <= apart
    return ends or (after is not None and abs(after.x0 - line.x0) < 1)


def _block(current: _Open, page: Page, body: Body, margin: Margins) -> Laid:
    lines, kind = current.lines, current.kind
    text = flowed(lines, margin)
    size = lines[0].size
    if kind == "heading":
        text = " ".join(text.split())
    elif kind == "list_item":
        text = _TIGHT_DASH.sub("", without_bullet(text))
    bold = all(line.bold for line in lines) and not body.bold
    box = (min(line.x0 for line in lines), lines[-1].y - 0.25 * size, max(line.x1 for line in lines), lines[0].y + size)
    block = ParsedBlock(
        kind, text, bold=bold and kind == "paragraph" and not lines[0].aside, size_points=size,
        page=page.number, page_label=page.label, bbox=_placed(box, page),
        ocr_confidence=mean_confidence([word for line in lines for word in line.words]),
    )  # fmt: skip
    plain_number = kind == "heading" and not lines[0].bold and not is_larger(lines[0], body)
    return Laid(block, look_of(lines[0]), tuple(call for line in lines for call in line.calls), plain_number)


def _placed(box: Box, page: Page) -> Box:
    """Return a box of the page as it is read as one of the page as it is shown, within its edges."""
    x0, y0, x1, y1 = page.frame.shown(box)
    return round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1)


def table_places(tables: Sequence[Table]) -> list[Line]:
    """Return lines that keep the places of tables while the lines of their page are put in order."""
    return [
        Line((Word("\ufffc", table.x0, table.x1, table.y1 - 1, 1.0),), table=index)
        for index, table in enumerate(tables)
    ]
