"""Tables on a PDF page: ruled ones from their lines, aligned ones from the places of their words.

Knows geometry; must not know fonts or what the table is about.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.parse.grid import grid_text
from ingest.parse.pdf_text import Line, Word, lines_of
from ingest.pattern import is_list_line

_TOLERANCE = 3.0
_CELL_GAP = 1.6
"""Blanks wider than this many type sizes part cells. Source: word gaps of justified text in public papers
stay under 1.2 sizes; gaps between columns of contact lists begin at 1.8."""
_MIN_RULES = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line on the page, horizontal (y0 == y1) or vertical (x0 == x1), in points."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        """Whether it lies rather than stands."""
        return self.y0 == self.y1


@dataclass(frozen=True, slots=True)
class Table:
    """A table as text with the place it takes."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float


def ruled_tables(rules: Sequence[Rule], words: Sequence[Word]) -> tuple[list[Table], list[Word]]:
    """Return the ruled tables of a page and the words that stand outside them."""
    tables: list[Table] = []
    rest = list(words)
    for group in _touching(rules):
        table, rest = _table(group, rest)
        if table is not None:
            tables.append(table)
    return tables, rest


def _touching(rules: Sequence[Rule]) -> Iterable[list[Rule]]:
    """Group rules that touch or cross each other."""
    groups: list[list[Rule]] = []
    for rule in rules:
        joined = [group for group in groups if any(_touch(rule, other) for other in group)]
        merged = [rule, *(other for group in joined for other in group)]
        groups = [group for group in groups if group not in joined] + [merged]
    return groups


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.x0 <= other.x1 + _TOLERANCE
        and other.x0 <= one.x1 + _TOLERANCE
        and one.y0 <= other.y1 + _TOLERANCE
        and other.y0 <= one.y1 + _TOLERANCE
    )


def _clusters(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _TOLERANCE:
            found.append(value)
    return found


def _table(rules: list[Rule], words: list[Word]) -> tuple[Table | None, list[Word]]:
    xs = _clusters(rule.x0 for rule in rules if not rule.horizontal)
    ys = _clusters(rule.y0 for rule in rules if rule.horizontal)[::-1]
    if len(xs) < _MIN_RULES or len(ys) < _MIN_RULES:
        return None, words
    inside = [
        w
        for w in words
        if xs[0] - 1 <= (w.x0 + w.x1) / 2 <= xs[-1] + 1 and ys[-1] - 1 <= w.y + w.size * 0.3 <= ys[0] + 1
    ]
    rows = _rows(rules, xs, ys, inside)
    if sum(1 for row in rows if sum(1 for cell in row if cell) > 1) < 1:
        return None, words
    taken = {id(word) for word in inside}
    size = max((word.size for word in inside), default=0.0)
    return Table(grid_text(rows), xs[0], ys[-1], xs[-1], ys[0], size), [w for w in words if id(w) not in taken]


def _rows(rules: list[Rule], xs: list[float], ys: list[float], words: list[Word]) -> list[list[str]]:
    """Return the cells row by row; a cell that spans rows is repeated in each, one that spans columns stands once."""
    columns, lines = len(xs) - 1, len(ys) - 1
    owner = {(row, column): (row, column) for row in range(lines) for column in range(columns)}
    for row in range(lines):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(1, columns):
            if not any(
                _covers(r.y0, r.y1, middle) and abs(r.x0 - xs[column]) <= _TOLERANCE for r in rules if not r.horizontal
            ):
                owner[row, column] = owner[row, column - 1]
    for row in range(1, lines):
        for column in range(columns):
            centre = (xs[column] + xs[column + 1]) / 2
            ruled = any(
                _covers(r.x0, r.x1, centre) and abs(r.y0 - ys[row]) <= _TOLERANCE for r in rules if r.horizontal
            )
            if not ruled and owner[row, column] == (row, column):
                owner[row, column] = owner[row - 1, column]
    held: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        held.setdefault(owner[_slot(word, xs, ys)], []).append(word)
    texts = {cell: _cell_text(content) for cell, content in held.items()}
    return [[_shown(texts, owner, row, column) for column in range(columns)] for row in range(lines)]


def _shown(
    texts: dict[tuple[int, int], str], owner: dict[tuple[int, int], tuple[int, int]], row: int, column: int
) -> str:
    beside = column > 0 and owner[row, column] == owner[row, column - 1]
    return "" if beside else texts.get(owner[row, column], "")


def _covers(start: float, end: float, value: float) -> bool:
    return start - _TOLERANCE <= value <= end + _TOLERANCE


def _slot(word: Word, xs: list[float], ys: list[float]) -> tuple[int, int]:
    centre, height = (word.x0 + word.x1) / 2, word.y + word.size * 0.3
    column = sum(1 for x in xs[1:-1] if centre > x)
    row = sum(1 for y in ys[1:-1] if height < y)
    return row, column


def _cell_text(words: Sequence[Word]) -> str:
    text = ""
    for part in (line.text for line in lines_of(words)):
        text = (
            text[:-1] + part
            if text.endswith("-") and part[:1].islower() and _cut_word(text)
            else f"{text} {part}".strip()
        )
    return text


def _cut_word(text: str) -> bool:
    return len(text) > 2 and text[-2].islower()  # noqa: PLR2004 - a letter and the hyphen


def aligned_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Return runs of neighbouring lines that form a table without rules; each line keeps its words."""
    runs: list[list[Line]] = []
    run: list[Line] = []
    for line in lines:
        if run and _belongs(run, line):
            run.append(line)
            continue
        runs.append(run)
        run = [line] if len(segments(line)) > 1 else []
    runs.append(run)
    return [run for run in runs if sum(1 for line in run if len(segments(line)) > 1) > 1]


def _belongs(run: Sequence[Line], line: Line) -> bool:
    """Tell whether a line is a further row, or goes on in a column other than the first."""
    first = [segment[0].x0 for segment in segments(run[0])]
    starts = [segment[0].x0 for segment in segments(line)]
    close = run[-1].y - line.y < 3.2 * max(run[-1].size, line.size) and run[-1].y > line.y
    known = sum(1 for start in starts[1:] if any(abs(start - other) < _TOLERANCE * 2 for other in first[1:]))
    if len(starts) > 1:
        return close and known > 0
    return close and any(abs(starts[0] - other) < _TOLERANCE for other in first[1:])


def segments(line: Line) -> list[list[Word]]:
    """Split a line at wide blanks; a list marker stays with its text."""
    parts: list[list[Word]] = [[line.words[0]]]
    for before, word in zip(line.words, line.words[1:], strict=False):
        if word.x0 - before.x1 > _CELL_GAP * max(before.size, word.size):
            parts.append([word])
        else:
            parts[-1].append(word)
    if (
        len(parts) > 1
        and len(parts[0]) == 1
        and (is_list_line(f"{parts[0][0].text} x") or _is_number(parts[0][0].text))
    ):
        parts = [parts[0] + parts[1], *parts[2:]]
    return parts


def _is_number(text: str) -> bool:
    return text.replace(".", "").isdigit() or text == "§"


def aligned_text(run: Sequence[Line]) -> str:
    """Return an aligned table as text."""
    columns = _clusters(segment[0].x0 for line in run for segment in segments(line))
    rows: list[list[str]] = []
    for line in run:
        cells = [""] * len(columns)
        parts = segments(line)
        for part in parts:
            column = max(index for index, x in enumerate(columns) if x <= part[0].x0 + _TOLERANCE)
            cells[column] = f"{cells[column]} {' '.join(word.text for word in part)}".strip()
        if len(parts) == 1 and not cells[0] and rows:
            rows[-1] = [f"{old} {new}".strip() for old, new in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    return grid_text(rows)
