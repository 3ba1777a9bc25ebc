"""Tables on a PDF page: what a table is, and the ruled ones, from their lines.

Knows geometry; must not know fonts or what the table is about. Tables without rules are in `pdf_align`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.parse.grid import grid_text
from ingest.parse.pdf_flow import joined_word
from ingest.parse.pdf_order import lines_of
from ingest.parse.pdf_place import Box
from ingest.parse.pdf_text import CALL_SIZE, Word

_TOLERANCE = 3.0
_MIN_RULES = 3
"""In each direction, the outer ones included; a row alone may have two below each other if it is a header."""
_MAX_CUT_SHARE = 0.1
"""Rules that run through more of the words are a drawing, not the edges of cells."""
_PART_WORDS = 110
_WHOLE_WORDS = 180
"""A longer table is cut into parts that fit a passage, each with the header cells before its rows."""


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
class Row:
    """The cells of one row and the height it takes, in points."""

    cells: tuple[str, ...]
    y0: float
    y1: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the place it takes.

    Attributes:
        has_header: whether the first row names what stands in the columns.
        confidence: 0 to 1 where the words were read from a picture.
        calls: the numbers of the notes that are called in it.
    """

    rows: tuple[Row, ...]
    x0: float
    x1: float
    size: float
    has_header: bool = False
    confidence: float | None = None
    calls: tuple[str, ...] = ()

    @property
    def y0(self) -> float:
        """Lower edge."""
        return min(row.y0 for row in self.rows)

    @property
    def y1(self) -> float:
        """Upper edge."""
        return max(row.y1 for row in self.rows)

    def parts(self) -> Iterator[tuple[str, Box]]:
        """Yield the text of the table and its place, in parts if it is long; each part begins with the header row."""
        rows = [row for row in self.rows if any(row.cells)]
        texts = grid_text([row.cells for row in rows]).split("\n")
        counts = [len(text.split()) for text in texts]
        header = 1 if self.has_header and len(rows) > 1 else 0
        head = sum(counts[:header])
        share = (sum(counts) - head) / max(1, round((sum(counts) - head) / _PART_WORDS))
        target = sum(counts) if sum(counts) <= _WHOLE_WORDS else head + share
        start, words = header, head
        for position in range(header, len(rows)):
            words += counts[position]
            following = counts[position + 1] if position + 1 < len(rows) else None
            if following is None or words + following / 2 > target:
                held = rows[start : position + 1]
                top = rows[0].y1 if start == header else held[0].y1
                box = (self.x0, min(row.y0 for row in held), self.x1, top)
                yield "\n".join([*texts[:header], *texts[start : position + 1]]), box
                start, words = position + 1, head


def is_header(first: Sequence[Word], others: Sequence[Word]) -> bool:
    """Tell whether a row names its columns: it stands out, or it alone has no figures."""
    if not first or not others:
        return False
    if all(word.bold for word in first if _has_letter(word.text)) and not all(word.bold for word in others):
        return True
    figures = sum(1 for word in others if any(map(str.isdigit, word.text)))
    return figures >= len(others) / 4 and not any(map(str.isdigit, "".join(word.text for word in first)))


def _has_letter(text: str) -> bool:
    return any(map(str.isalpha, text))


def calls_in(words: Sequence[Word]) -> tuple[str, ...]:
    """Return the numbers of the notes that are called among the words of a table: small ones."""
    size = max((word.size for word in words), default=0.0)
    return tuple(word.text for word in words if word.size < CALL_SIZE * size and word.text.isdigit())


def mean_confidence(words: Sequence[Word]) -> float | None:
    """Return how sure the recognition of words was, each weighing as it is long; None where none was recognised."""
    read = [(word.confidence, len(word.text)) for word in words if word.confidence is not None]
    return round(sum(sure * chars for sure, chars in read) / sum(chars for _, chars in read), 3) if read else None


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
    if len(xs) < _MIN_RULES or len(ys) < _MIN_RULES - 1:
        return None, words
    inside = [
        w
        for w in words
        if xs[0] - 1 <= (w.x0 + w.x1) / 2 <= xs[-1] + 1 and ys[-1] - 1 <= w.y + w.size * 0.3 <= ys[0] + 1
    ]
    if sum(1 for word in inside if any(word.x0 + 2 < x < word.x1 - 2 for x in xs[1:-1])) > _MAX_CUT_SHARE * len(inside):
        return None, words
    alone = len(ys) < _MIN_RULES
    if alone and not (len(xs) > _MIN_RULES and inside and all(word.bold for word in inside)):
        return None, words
    texts = _rows(rules, xs, ys, inside)
    if not any(sum(1 for cell in row if cell) > 1 for row in texts):
        return None, words
    taken = {id(word) for word in inside}
    rows = tuple(Row(tuple(cells), ys[place + 1], ys[place]) for place, cells in enumerate(texts))
    first = [word for word in inside if _slot(word, xs, ys)[0] == 0]
    others = [word for word in inside if _slot(word, xs, ys)[0] > 0]
    size = max((word.size for word in inside), default=0.0)
    calls = calls_in(inside)
    named = alone or is_header(first, others)
    table = Table(rows, xs[0], xs[-1], size, named, mean_confidence(inside), calls)
    return table, [w for w in words if id(w) not in taken]


def _rows(rules: list[Rule], xs: list[float], ys: list[float], words: list[Word]) -> list[list[str]]:
    """Return the cells row by row; a cell that spans rows is repeated in each, one that spans columns stands once."""
    columns, lines = len(xs) - 1, len(ys) - 1
    owner = {(row, column): (row, column) for row in range(lines) for column in range(columns)}
    standing = [[r for r in rules if not r.horizontal and abs(r.x0 - x) <= _TOLERANCE] for x in xs]
    lying = [[r for r in rules if r.horizontal and abs(r.y0 - y) <= _TOLERANCE] for y in ys]
    for row in range(lines):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(1, columns):
            if not any(_covers(r.y0, r.y1, middle) for r in standing[column]):
                owner[row, column] = owner[row, column - 1]
    for row in range(1, lines):
        for column in range(columns):
            centre = (xs[column] + xs[column + 1]) / 2
            ruled = any(_covers(r.x0, r.x1, centre) for r in lying[row])
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
    for line in lines_of(words):
        text = joined_word(text, line.text) if _is_cut(text) else f"{text} {line.text}".strip()
    return text


def _is_cut(text: str) -> bool:
    """Tell whether a line of a cell ends in the middle of a word."""
    return len(text) > 2 and text[-1] == "-" and text[-2].isalpha()  # noqa: PLR2004 - a letter and the hyphen
