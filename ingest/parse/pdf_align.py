"""Tables without rules on a PDF page, from the places where their cells begin and end.

Knows geometry and dot leaders; must not know fonts or what the table is about.
"""

import itertools
import re
from collections.abc import Iterator, Sequence

from ingest.parse.pdf_flow import joined_word
from ingest.parse.pdf_order import CELL_GAP
from ingest.parse.pdf_table import Row, Table, calls_in, is_header, mean_confidence
from ingest.parse.pdf_text import Line, Word, text_of
from ingest.pattern import is_list_line

_TOLERANCE = 3.0
_NARROW_GAP = 0.7
"""Where other rows show that a column begins, a blank this wide (in type sizes) parts cells as well."""
_MAX_STEP = 3.2
_MAX_STEP_WITHIN = 2.2
_LEADER = re.compile(r"^(?:\.{4,}|…{2,}|_{4,})$")
_PAGE_REFERENCE = re.compile(r"^(?:\d{1,4}|[ivxlIVXL]{1,6})$")
_MIN_ROWS = 2
_SPREAD_GAPS = 2
_SPREAD_RATIO = 1.5
"""The blanks of a justified line differ by less than this; those between cells are as different as their texts."""
_PROSE_WORDS = 4
"""A line of a cell with fewer words is a value, not a sentence that goes on."""

Cells = list[list[Word]]


def aligned(lines: Sequence[Line], is_plain: Sequence[bool]) -> Iterator[Table | list[Line]]:
    """Cut the aligned tables out of lines.

    Args:
        lines: in reading order, words from left to right.
        is_plain: for each line, whether it may be a row: a heading is none.
    """
    cells = _parted(lines, is_plain)
    start = position = 0
    while position < len(lines):
        end = _end_of_table(lines, cells, position)
        if end is None:
            position += 1
            continue
        if start < position:
            yield list(lines[start:position])
        yield _table(lines[position:end], cells[position:end])
        start = position = end
    if start < len(lines):
        yield list(lines[start:])


def segments(line: Line) -> Cells:
    """Split a line at wide blanks and at dot leaders; a list marker stays with its text.

    A line of a table of contents is one segment: dots lead to a page number there.
    """
    words = line.words
    if any(_LEADER.match(word.text) for word in words):
        if _PAGE_REFERENCE.match(words[-1].text) or _LEADER.match(words[-1].text):
            return [list(words)]
        parts: Cells = [[]]
        for word in words:
            if _LEADER.match(word.text):
                parts.append([])
            else:
                parts[-1].append(word)
        return [part for part in parts if part]
    parts = [[words[0]]]
    for before, word in itertools.pairwise(words):
        if word.x0 - before.x1 > CELL_GAP * max(before.size, word.size):
            parts.append([word])
        else:
            parts[-1].append(word)
    return _with_marker(parts)


def _with_marker(parts: Cells) -> Cells:
    if len(parts) > 1 and len(parts[0]) == 1 and _is_marker(parts[0][0].text):
        return [parts[0] + parts[1], *parts[2:]]
    return parts


def _is_marker(text: str) -> bool:
    return is_list_line(f"{text} x") or text.replace(".", "").isdigit() or text in {"§", "-", "–"}


def _parted(lines: Sequence[Line], is_plain: Sequence[bool]) -> list[Cells]:
    """Return the segments of each line, split as well where at least two other lines begin a column."""
    spread = _spread(lines)
    cells = [
        segments(line) if plain and position not in spread else [list(line.words)]
        for position, (line, plain) in enumerate(zip(lines, is_plain, strict=True))
    ]
    starts = [part[0].x0 for parts in cells for part in parts[1:]]
    columns = {start for start in starts if sum(1 for other in starts if abs(other - start) <= 1) >= _MIN_ROWS}
    if not columns:
        return cells
    return [
        _split_at(parts, columns) if plain and len(parts) <= 2 else parts  # noqa: PLR2004 - one blank was too narrow
        for parts, plain in zip(cells, is_plain, strict=True)
    ]


def _spread(lines: Sequence[Line]) -> set[int]:
    """Return the positions of lines whose few words were spread to the edges of their paragraph, all blanks alike."""
    found: set[int] = set()
    for position, line in enumerate(lines):
        gaps = [word.x0 - before.x1 for before, word in itertools.pairwise(line.words)]
        if len(gaps) < _SPREAD_GAPS or min(gaps) < CELL_GAP * line.size / 2 or max(gaps) > _SPREAD_RATIO * min(gaps):
            continue
        near = [*lines[max(0, position - 1) : position], *lines[position + 1 : position + 2]]
        if any(abs(other.x1 - line.x1) < 1 and len(segments(other)) == 1 for other in near):
            found.add(position)
    return found


def _split_at(parts: Cells, columns: set[float]) -> Cells:
    split: Cells = []
    for part in parts:
        split.append([part[0]])
        for before, word in itertools.pairwise(part):
            begins = any(abs(word.x0 - column) <= 1 for column in columns)
            if begins and word.x0 - before.x1 > _NARROW_GAP * word.size:
                split.append([word])
            else:
                split[-1].append(word)
    return _with_marker(split)


def _end_of_table(lines: Sequence[Line], cells: Sequence[Cells], start: int) -> int | None:
    """Return the position after the table that begins at a line; None where none begins."""
    if len(cells[start]) < 2:  # noqa: PLR2004 - a row has cells
        return None
    end = start + 1
    while end < len(lines):
        if not _belongs(lines, cells, start, end):
            ahead = _first_cell_goes_on(lines, cells, start, end)
            if not ahead:
                break
        end += 1
    rows = sum(1 for parts in cells[start:end] if len(parts) > 1)
    return end if rows >= _MIN_ROWS or (end > start + 1 and _fills(cells[start:end])) else None


def _fills(cells: Sequence[Cells]) -> bool:
    """Tell whether the only row is one term with a text of several lines beside it."""
    term, text = cells[0][0], cells[0][-1]
    return len(cells[0]) == 2 and text[-1].x1 - text[0].x0 > 2 * (term[-1].x1 - term[0].x0)  # noqa: PLR2004


def _belongs(lines: Sequence[Line], cells: Sequence[Cells], start: int, position: int) -> bool:
    """Tell whether a line is a further row, or goes on in a column other than the first."""
    line, last, parts = lines[position], lines[position - 1], cells[position]
    step, size = last.y - line.y, max(last.size, line.size)
    if not 0 < step < (_MAX_STEP if len(parts) > 1 else _MAX_STEP_WITHIN) * size:
        return False
    rows = [row for row in cells[start:position] if len(row) > 1]
    if len(parts) == 1:
        begins = parts[0][0].x0
        return any(abs(begins - part[0].x0) < _TOLERANCE for row in rows for part in row[1:]) or all(
            begins > row[1][0].x0 + _TOLERANCE and begins < row[-1][0].x0 + 4 * size for row in rows[-1:]
        )
    return any(_same_edge(part, other) for part in parts[1:] for row in rows[-3:] for other in row[1:])


def _same_edge(part: Sequence[Word], other: Sequence[Word]) -> bool:
    return abs(part[0].x0 - other[0].x0) < 2 * _TOLERANCE or abs(part[-1].x1 - other[-1].x1) < _TOLERANCE


def _first_cell_goes_on(lines: Sequence[Line], cells: Sequence[Cells], start: int, position: int) -> bool:
    """Tell whether a line goes on in the first column alone, within a table that goes on after it."""
    if position + 1 >= len(lines) or len(cells[position]) > 1 or not lines[position].words:
        return False
    line, last = lines[position], lines[position - 1]
    second = min(row[1][0].x0 for row in cells[start:position] if len(row) > 1)
    first = cells[start][0][0].x0
    close = 0 < last.y - line.y < 1.5 * line.size
    inside = first - _TOLERANCE < line.x0 and line.x1 < second
    return (
        close
        and inside
        and _belongs(lines, [*cells[:position], cells[start], *cells[position + 1 :]], start, position + 1)
    )


def _table(lines: Sequence[Line], cells: Sequence[Cells]) -> Table:
    columns = _columns(cells)
    rows: list[list[str]] = []
    edges: list[tuple[float, float]] = []
    held: list[list[Word]] = []
    right = _right_edges(cells, columns)
    last: dict[int, list[Word]] = {}
    for line, parts in zip(lines, cells, strict=True):
        placed: dict[int, list[Word]] = {}
        for part in parts:
            placed.setdefault(_column_of(part, columns), []).extend(part)
        bottom, top = line.y - 0.25 * line.size, line.y + line.size
        if rows and _goes_on(rows[-1], last, placed, right, columns[0][0]):
            for column, words in placed.items():
                rows[-1][column] = _joined(rows[-1][column], text_of(words))
            edges[-1] = (bottom, edges[-1][1])
            held[-1].extend(line.words)
            last = {**last, **placed}
        else:
            rows.append([text_of(placed.get(column, ())) for column in range(len(columns))])
            edges.append((bottom, top))
            held.append(list(line.words))
            last = placed
    header = is_header(held[0], [word for row in held[1:] for word in row])
    words = [word for row in held for word in row]
    made = tuple(Row(tuple(row), *edge) for row, edge in zip(rows, edges, strict=True))
    size = max(line.size for line in lines)
    left, right_edge = min(line.x0 for line in lines), max(line.x1 for line in lines)
    return Table(made, left, right_edge, size, header, mean_confidence(words), calls_in(words))


def _goes_on(
    row: Sequence[str], last: dict[int, list[Word]], placed: dict[int, list[Word]], right: Sequence[float], first: float
) -> bool:
    """Tell whether a line goes on with the cells of the row before rather than beginning one.

    In doubt it begins one: two contacts in one row would be worse than one contact in two.
    """
    if 0 not in placed and len(placed) == 1:
        return True
    for column in placed:
        before = last.get(column)
        if before and (before[-1].hyphenated or (before[-1].text.endswith("-") and before[-1].text[-2:-1].islower())):
            return True
    if 0 in placed and row[0]:
        words = placed[0]
        begins = words[0].text[0]
        if not (begins.islower() or begins == "(" or words[0].x0 > first + words[0].size):
            return False
        if len(placed) == 1:
            return not words[-1].hyphenated
    return any(_wraps(last.get(column, ()), words, right[column]) for column, words in placed.items())


def _wraps(before: Sequence[Word], words: Sequence[Word], right: float) -> bool:
    """Tell whether the words of a cell go on on its next line: no room was left and it is not a new sentence."""
    if len(before) < _PROSE_WORDS or not words[0].text[0].islower() or "@" in words[0].text:
        return False
    return before[-1].x1 + (words[0].x1 - words[0].x0) + 0.2 * before[-1].size > right


def _joined(text: str, following: str) -> str:
    if len(text) > 2 and text.endswith("-") and text[-2].isalpha():  # noqa: PLR2004 - a letter and the hyphen
        return joined_word(text, following)
    return f"{text} {following}".strip()


def _columns(cells: Sequence[Cells]) -> list[tuple[float, float]]:
    """Return where each column begins and ends: parts of rows that overlap stand in one column."""
    spans = sorted((part[0].x0, part[-1].x1) for row in cells if len(row) > 1 for part in row)
    found: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if found and x0 < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    if len(found) >= max(map(len, cells)):
        return found
    starts: list[float] = []
    for x0, _ in spans:
        if not starts or x0 - starts[-1] > _TOLERANCE:
            starts.append(x0)
    return [(x0, x0) for x0 in starts]


def _column_of(part: Sequence[Word], columns: Sequence[tuple[float, float]]) -> int:
    return max((index for index, (x0, _) in enumerate(columns) if x0 <= part[0].x0 + _TOLERANCE), default=0)


def _right_edges(cells: Sequence[Cells], columns: Sequence[tuple[float, float]]) -> list[float]:
    edges = [0.0] * len(columns)
    for part in (part for row in cells for part in row):
        column = _column_of(part, columns)
        edges[column] = max(edges[column], part[-1].x1)
    return edges
