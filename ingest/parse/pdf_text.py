"""Words and lines of a PDF page with their place and style, as pdfium reads them.

Knows pdfium's calls and traps; must not know what a line means (`ingest.parse.pdf_layout`).
pdfium is not thread-safe: one thread of one process only.
"""

import ctypes
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

_HYPHENS = "\ufffe\x02\u00ad"
"""What pdfium gives for a hyphen at a line's end, by version, and the soft hyphen itself."""
_WORD = re.compile(rf"[^\s{_HYPHENS}]*[{_HYPHENS}]|[^\s{_HYPHENS}]+")
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi(?!light)|extrabold", re.IGNORECASE)
_ITALIC_FLAG = 0x40
_BOLD_WEIGHT = 600
"""Source: pdfium derives the weight from the font's stem; regular fonts were seen at up to 610 without "Bold" in
their name, so weight counts only where the name says nothing (see `_is_bold`)."""
_SAME_LINE = 0.35
"""Baselines that differ by less than this share of the type size stand on one line."""
_RAISED = 0.6
_MUCH_SMALLER = 0.9
"""Raised numbers of notes are at most this share of the size of the words they stand at."""
_CALL = re.compile(r"^(?P<word>.*[^\W\d_][.,;:)”\"]?)(?P<call>\d{1,2})(?P<after>[.,;:)]?)$")


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without blanks.

    Attributes:
        x0, x1: left and right edge in points, in the page as it is read (rotation undone).
        y: baseline, from the bottom.
        size: type size in points.
        hyphenated: a hyphen at the line's end stands after it (not in `text`).
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    italic: bool = False
    hyphenated: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, left to right."""

    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(word.x1 for word in self.words)

    @property
    def y(self) -> float:
        """Baseline of most words."""
        return median([word.y for word in self.words])

    @property
    def size(self) -> float:
        """Size of most characters."""
        return _heaviest(self.words)

    @property
    def bold(self) -> bool:
        """Whether every word with letters is bold."""
        return all(word.bold for word in self.words if any(c.isalnum() for c in word.text))

    @property
    def italic(self) -> bool:
        """Whether every word is italic."""
        return all(word.italic for word in self.words)

    @property
    def text(self) -> str:
        """The words parted by single blanks."""
        return " ".join(word.text + ("-" if word.hyphenated else "") for word in self.words)


def _heaviest(words: Sequence[Word]) -> float:
    weight: dict[float, int] = {}
    for word in words:
        weight[word.size] = weight.get(word.size, 0) + len(word.text)
    return max(weight, key=lambda size: (weight[size], size))


class PageText:
    """Reads the words of one open pdfium text page."""

    def __init__(self, textpage: Any, rotation: int, width: float, height: float) -> None:
        self._page = textpage
        self._rotation = rotation
        self._width = width
        self._height = height
        self._matrix = pdfium.FS_MATRIX()
        self._box = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._font = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def words(self) -> Iterator[Word]:
        """Yield the words in the order of the page's content."""
        text = self._text()
        for match in _WORD.finditer(text):
            plain = match.group().rstrip(_HYPHENS)
            if plain:
                yield from self._word(match.start(), plain, hyphenated=len(plain) < len(match.group()))

    def _text(self) -> str:
        count = pdfium.FPDFText_CountChars(self._page)
        codes = [pdfium.FPDFText_GetUnicode(self._page, index) for index in range(count)]
        return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " " for code in codes)  # noqa: PLR2004

    def _word(self, start: int, text: str, *, hyphenated: bool) -> Iterator[Word]:
        size, bold, italic = self._style(start)
        x0, y = self._origin(start)
        x1 = self._right(start + len(text) - 1)
        call = _CALL.match(text)
        if call and self._style(start + call.start("call"))[0] < size * 0.85:
            text = f"{call['word']}{call['after']} {call['call']}"
        yield Word(text, min(x0, x1), max(x0, x1), y, size, bold=bold, italic=italic, hyphenated=hyphenated)

    def _style(self, index: int) -> tuple[float, bool, bool]:
        pdfium.FPDFText_GetMatrix(self._page, index, self._matrix)
        scale = (self._matrix.c**2 + self._matrix.d**2) ** 0.5 or 1.0
        size = round(pdfium.FPDFText_GetFontSize(self._page, index) * scale, 1)
        pdfium.FPDFText_GetFontInfo(self._page, index, self._font, 128, self._flags)
        name = self._font.value.decode("latin-1")
        return (
            size,
            _is_bold(name, pdfium.FPDFText_GetFontWeight(self._page, index)),
            bool(self._flags.value & _ITALIC_FLAG),
        )

    def _origin(self, index: int) -> tuple[float, float]:
        pdfium.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        return self._turned(self._x.value, self._y.value)

    def _right(self, index: int) -> float:
        pdfium.FPDFText_GetLooseCharBox(self._page, index, self._box)
        if self._rotation in {90, 270}:
            return self._turned(self._box.left, self._box.bottom if self._rotation == 270 else self._box.top)[0]  # noqa: PLR2004
        return self._turned(self._box.left if self._rotation == 180 else self._box.right, self._box.bottom)[0]  # noqa: PLR2004

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        return turned(x, y, self._rotation, self._width, self._height)


def turned(x: float, y: float, rotation: int, width: float, height: float) -> tuple[float, float]:
    """Return where a point lies on the page as it is shown; width and height are those of the unturned page."""
    if rotation == 90:  # noqa: PLR2004 - degrees
        return y, width - x
    if rotation == 180:  # noqa: PLR2004
        return width - x, height - y
    if rotation == 270:  # noqa: PLR2004
        return height - y, x
    return x, y


def _is_bold(name: str, weight: int) -> bool:
    if _BOLD_NAME.search(name):
        return True
    plain = re.search(r"regular|roman|book|light|italic|medium", name, re.IGNORECASE)
    return weight >= _BOLD_WEIGHT + 100 and plain is None


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Group words into lines, in reading order."""
    return arranged(runs_of(words))


def arranged(runs: Sequence[Line]) -> list[Line]:
    """Put runs into reading order and join those on one baseline.

    A page in one column is sorted from top to bottom; in columns, the order of the content is kept.
    """
    if _has_columns(runs):
        return list(runs)
    return _merged(sorted(runs, key=lambda line: (-line.y, line.x0)))


def runs_of(words: Sequence[Word]) -> list[Line]:
    """Group words that follow each other in the content on one baseline."""
    runs: list[list[Word]] = []
    for word in words:
        run = runs[-1] if runs else []
        if run and not run[-1].hyphenated and _continues(run, word):
            run.append(word)
        else:
            runs.append([word])
    return [Line(tuple(run)) for run in runs]


def _continues(run: Sequence[Word], word: Word) -> bool:
    last = run[-1]
    beside = word.x0 > last.x1 - 0.5 * last.size
    return beside and any(_on_one_line(other, word) for other in (last, run[0]))


def _on_one_line(one: Word, other: Word) -> bool:
    """Tell whether two words share a line; a raised note number shares the line of the word it stands at."""
    small, large = sorted((one.size, other.size))
    allowed = _RAISED if small < _MUCH_SMALLER * large else _SAME_LINE
    return abs(one.y - other.y) < allowed * large


def _merged(runs: list[Line]) -> list[Line]:
    """Join runs on one baseline, such as the cells of a row."""
    merged: list[Line] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last is not None and abs(last.y - run.y) < _SAME_LINE * min(last.size, run.size):
            merged[-1] = Line(tuple(sorted((*last.words, *run.words), key=lambda word: word.x0)))
        else:
            merged.append(run)
    return [_hyphen_inside(line) for line in merged]


def _hyphen_inside(line: Line) -> Line:
    """Put back the hyphen of a cell that ends inside a merged line; only the last word of a line can be cut."""
    if not any(word.hyphenated for word in line.words[:-1]):
        return line
    head = tuple(
        replace(word, text=word.text + "-", hyphenated=False) if word.hyphenated else word for word in line.words[:-1]
    )
    return Line((*head, line.words[-1]))


_COLUMN_MIN_LINES = 6
_COLUMN_MIN_WIDTH = 0.25


def _has_columns(runs: Sequence[Line]) -> bool:
    """Tell whether running text stands in two or more columns beside each other.

    Columns of text have many wide lines on both sides of a gutter that almost no line crosses, and the content
    finishes one column before it begins the next; a table jumps between them at every row.
    """
    if len(runs) < 2 * _COLUMN_MIN_LINES:
        return False
    left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
    width = right - left
    for share in (0.5, 0.45, 0.55, 0.35, 0.65):
        gutter = left + width * share
        crossing = sum(1 for run in runs if run.x0 < gutter - 3 and run.x1 > gutter + 3)
        before = [run for run in runs if run.x1 <= gutter + 3 and run.x1 - run.x0 > _COLUMN_MIN_WIDTH * width]
        after = [run for run in runs if run.x0 >= gutter - 3 and run.x1 - run.x0 > _COLUMN_MIN_WIDTH * width]
        full = min(len(before), len(after)) >= _COLUMN_MIN_LINES
        if full and crossing <= 0.2 * len(runs) and _jumps(runs, gutter) <= 0.25 * len(runs):
            return True
    return False


def _jumps(runs: Sequence[Line], gutter: float) -> int:
    sides = [run.x0 >= gutter - 3 for run in runs]
    return sum(1 for one, other in itertools.pairwise(sides) if one != other)
