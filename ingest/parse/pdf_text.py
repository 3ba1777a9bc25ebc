"""Words and lines of a PDF page with their place and style, as pdfium reads them.

Knows pdfium's calls and traps; must not know what a line means (`ingest.parse.pdf_layout`).
pdfium is not thread-safe: one thread of one process only.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Generic, NamedTuple, TypeVar

import pypdfium2.raw as pdfium

from ingest.parse.pdf_place import Frame

Value = TypeVar("Value")
_HYPHENS = "\ufffe\x02\u00ad"
"""What pdfium gives for a hyphen at a line's end, by version, and the soft hyphen itself."""
_LEADER = r"\.{4,}|…{2,}|_{4,}"
_WORD = re.compile(rf"[^\s{_HYPHENS}]*[{_HYPHENS}]|[^\s{_HYPHENS}]+")
_LEADER_OR_WORD = re.compile(
    rf"(?:{_LEADER})|(?:(?!{_LEADER})[^\s{_HYPHENS}])*[{_HYPHENS}]|(?:(?!{_LEADER})[^\s{_HYPHENS}])+"
)
"""Where dots lead from one cell to the next, they are a word of their own."""
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi(?!light)|extrabold", re.IGNORECASE)
_PLAIN_NAME = re.compile(r"regular|roman|book|light|italic|medium", re.IGNORECASE)
_ITALIC_FLAG = 0x40
_BOLD_WEIGHT = 600
"""Source: pdfium derives the weight from the font's stem; regular fonts were seen at up to 610 without "Bold" in
their name, so weight counts only where the name says nothing (see `_is_bold`)."""
_CALL = re.compile(r"^(?P<word>.*[^\W\d_][.,;:)”\"]?)(?P<call>\d{1,2})(?P<after>[.,;:)]?)$")
_UNIT = re.compile(r"(?:^|[\W\d])(?:[kcdmµ]?m|co|ha)$", re.IGNORECASE)
"""What a raised figure is a power of, or a lowered one belongs to: m², km², CO₂."""
CALL_SIZE = 0.85
"""Calls of notes are at most this share of the size of the words they stand at."""
CALL_RAISED = 0.1
MAX_PAGE_CHARS = 200_000
"""Source: the fullest of 114 public papers has 9,000 characters on a page; more is a drawing or an attack."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without blanks.

    Attributes:
        x0, x1: left and right edge in points, in the page as it is read (rotation undone).
        y: baseline, from the bottom.
        size: type size in points.
        hyphenated: a hyphen at the line's end stands after it (not in `text`).
        confidence: 0 to 1 where the word was read from a picture.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    italic: bool = False
    hyphenated: bool = False
    confidence: float | None = None


class _once(Generic[Value]):  # noqa: N801 - reads as the decorator it is, like `functools.cached_property`
    """A property that is worked out once.

    The lock of `functools.cached_property` (before Python 3.12) costs as much as most of these values.
    """

    def __init__(self, work: Callable[[Any], Value]) -> None:
        self._work, self.__doc__ = work, work.__doc__

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, line: Any, _owner: type | None = None) -> Value:
        value = line.__dict__[self._name] = self._work(line)
        return value


@dataclass(frozen=True)
class Line:
    """Words on one baseline, left to right.

    Attributes:
        aside: stands beside other text rather than in it, such as a mark in the margin.
        column: which column of its page the line stands in; 0 where the page has none.
        table: the line only keeps the place of this table of the page (an index), None for real lines.
    """

    words: tuple[Word, ...]
    aside: bool = False
    column: int = 0
    table: int | None = None

    @_once
    def x0(self) -> float:
        """Left edge."""
        return self.words[0].x0

    @_once
    def x1(self) -> float:
        """Right edge."""
        return max([word.x1 for word in self.words])

    @_once
    def y(self) -> float:
        """Baseline of most words."""
        first = self.words[0].y
        if all([word.y == first for word in self.words]):  # noqa: C419 - lists are quicker than generators here
            return first
        return median([word.y for word in self.words])

    @_once
    def size(self) -> float:
        """Size of most characters."""
        first = self.words[0].size
        if all([word.size == first for word in self.words]):  # noqa: C419
            return first
        return _heaviest(self.words)

    @_once
    def bold(self) -> bool:
        """Whether every word with letters is bold."""
        return all(word.bold or not any(map(str.isalnum, word.text)) for word in self.words)

    @_once
    def italic(self) -> bool:
        """Whether every word is italic."""
        return all([word.italic for word in self.words])  # noqa: C419

    @_once
    def calls(self) -> tuple[str, ...]:
        """The numbers of the notes that are called on the line: small and raised."""
        if len({word.size for word in self.words}) == 1:
            return ()
        return tuple(
            word.text
            for word in self.words[1:]
            if word.size < CALL_SIZE * self.size and word.y > self.y + CALL_RAISED * self.size and word.text.isdigit()
        )

    @_once
    def text(self) -> str:
        """The words parted by single blanks."""
        return text_of(self.words)


def text_of(words: Sequence[Word]) -> str:
    """Return words parted by single blanks, with their hyphens."""
    return " ".join([word.text + "-" if word.hyphenated else word.text for word in words])


def _heaviest(words: Sequence[Word]) -> float:
    weight: dict[float, int] = {}
    for word in words:
        weight[word.size] = weight.get(word.size, 0) + len(word.text)
    return max(weight, key=lambda size: (weight[size], size))


class _Style(NamedTuple):
    """How the characters of one text object look; `angle` in degrees against the page, 0 to 270."""

    size: float
    bold: bool
    italic: bool
    angle: int


class PageText:
    """Reads the words of one open pdfium text page."""

    def __init__(self, textpage: Any) -> None:
        self._page = textpage.raw
        self._matrix = pdfium.FS_MATRIX()
        self._box = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._font = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._styles: dict[int, _Style] = {}
        self.text = self._text()
        words = _LEADER_OR_WORD if re.search(_LEADER, self.text) else _WORD
        self._words = [(m.start(), m.group(), self._style(m.start())) for m in words.finditer(self.text)]

    def angle(self) -> int | None:
        """Return the direction of most of the text in degrees; None where there is no text."""
        count: Counter[int] = Counter()
        for _, text, style in self._words:
            count[style.angle] += len(text)
        return count.most_common(1)[0][0] if count else None

    def words(self, frame: Frame) -> Iterator[Word]:
        """Yield the words in the order of the page's content, without those that run in another direction."""
        for start, text, style in self._words:
            plain = text.rstrip(_HYPHENS)
            if plain and style.angle == frame.angle:
                yield from self._word(start, plain, style, frame, hyphenated=len(plain) < len(text))

    def _text(self) -> str:
        """Return one character for each of pdfium's, so that positions can be asked for."""
        count = min(pdfium.FPDFText_CountChars(self._page), MAX_PAGE_CHARS)
        if count <= 0:
            return ""
        buffer = ctypes.create_string_buffer(2 * count + 2)
        written = pdfium.FPDFText_GetText(self._page, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
        text = buffer.raw[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
        if len(text) != count:  # pdfium left characters out, or some take two units: positions would be wrong
            codes = [pdfium.FPDFText_GetUnicode(self._page, index) for index in range(count)]
            text = "".join([chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else " " for code in codes])  # noqa: PLR2004
        return text.replace("\x00", " ")

    def _word(self, start: int, text: str, style: _Style, frame: Frame, *, hyphenated: bool) -> Iterator[Word]:
        """Yield one word; a raised number of a note that hangs on it is a word of its own.

        What stands beside the part of the page that is shown is left out.
        """
        x0, y = self._origin(start, frame)
        if not frame.holds(x0, y):
            return
        x1 = self._right(start + len(text) - 1, frame)
        call = _CALL.match(text) if text[-1].isdigit() or text[-2:-1].isdigit() else None
        if call and not _UNIT.search(call["word"]):
            index = start + call.start("call")
            small, (x, raised) = self._style(index).size, self._origin(index, frame)
            if small < style.size * CALL_SIZE and raised > y + CALL_RAISED * style.size:
                yield Word(call["word"] + call["after"], x0, x, y, style.size, style.bold, style.italic)
                yield Word(call["call"], x, x1, raised, small)
                return
        yield Word(text, min(x0, x1), max(x0, x1), y, style.size, style.bold, style.italic, hyphenated)

    def _style(self, index: int) -> _Style:
        found = pdfium.FPDFText_GetTextObject(self._page, index)
        key = ctypes.addressof(found.contents) if found else -1
        style = self._styles.get(key)
        if style is None:
            style = self._read_style(index)
            if found:
                self._styles[key] = style
        return style

    def _read_style(self, index: int) -> _Style:
        pdfium.FPDFText_GetMatrix(self._page, index, self._matrix)
        scale = math.hypot(self._matrix.c, self._matrix.d) or 1.0
        size = round(pdfium.FPDFText_GetFontSize(self._page, index) * scale, 1)
        pdfium.FPDFText_GetFontInfo(self._page, index, self._font, 128, self._flags)
        name = self._font.value.decode("latin-1")
        bold = _is_bold(name, pdfium.FPDFText_GetFontWeight(self._page, index))
        angle = round(math.degrees(math.atan2(self._matrix.b, self._matrix.a)) / 90) * 90 % 360
        return _Style(size, bold, bool(self._flags.value & _ITALIC_FLAG), angle)

    def _origin(self, index: int, frame: Frame) -> tuple[float, float]:
        pdfium.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        return frame.read(self._x.value, self._y.value)

    def _right(self, index: int, frame: Frame) -> float:
        pdfium.FPDFText_GetLooseCharBox(self._page, index, self._box)
        if not frame.angle:
            return float(self._box.right) - frame.left
        one = frame.read(self._box.left, self._box.bottom)[0]
        return max(one, frame.read(self._box.right, self._box.top)[0])


def _is_bold(name: str, weight: int) -> bool:
    if _BOLD_NAME.search(name):
        return True
    return weight >= _BOLD_WEIGHT + 100 and _PLAIN_NAME.search(name) is None
