"""PDF pages that hold no text, or broken text: drawn as pictures and read by text recognition.

Knows when a page needs that, and the limits on time and picture size; must not know layout.
"""

import itertools
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.limits import Limits
from ingest.parse import ocr
from ingest.parse.pdf_draw import Drawn
from ingest.parse.pdf_place import Frame
from ingest.parse.pdf_table import mean_confidence
from ingest.parse.pdf_text import Word
from ingest.pattern import is_contact_line
from search.analysis.stopwords import STOP_WORDS

_BARE_CHARS = 50
"""A page with fewer characters and a picture is taken for a scan."""
_BARE_PICTURE_SHARE = 0.3
_WHOLE_PAGE_SHARE = 0.75
_RUNNING_WORDS = 6
_RUNNING_SHARE = 0.6
_DPI = 300
_MIN_DPI = 70
_MAX_PIXELS = 12_000_000
"""An A4 page at 300 dots an inch has 8.7 million; larger pages are drawn coarser."""
_MAX_PICTURE_PIXELS = 75_000_000
"""A3 at 600 dots an inch has 70 million; unpacked in colour they take 210 MB."""
_TIME_SHARE = 0.7
"""Of a document's time limit that recognition may use beyond what is granted for scans (`Limits.max_scan_s`); reading,
cleaning and cutting need the rest."""
_MIN_LEFT_S = 3.0
_MIN_WORD_CONFIDENCE = 0.3
_MIN_LINE_CONFIDENCE = 0.5
_MIN_PAGE_CONFIDENCE = 0.6
"""Source: pages of text were read with 0.85 to 0.96, maps and photos with 0.2 to 0.6."""
_SURE_CONFIDENCE = 0.75
_MIN_LETTERS = 12
_FEW_CHARS = 4
_MOST_OF_BODY = 1.5
_SAME_SIZE = 0.13
"""Recognised sizes of one paragraph's lines differ by up to this share."""
_MAX_VAIN_TRIES = 3
_MIN_WORDS = 40
_ODD_SHARE = 0.12
_FEW_KNOWN = 0.015
_ENOUGH_KNOWN = 0.06
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ODD_INSIDE = re.compile(
    r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]|[^\W\d_][^\w\s'’´`.,:;/@&()\[\]+|*=%§°\"”“»«…!?‐–—-]+[^\W\d_]"
)
_KNOWN = frozenset(word for words in STOP_WORDS.values() for word in words)


@dataclass(slots=True)
class Scanner:
    """Reads the pictures of one document's pages, within its limits.

    Attributes:
        deadline: when recognition ends, put off by what each page took as long as there is time to spare.
        read: page -> confidence, 0 to 1, of the pages that were read from pictures.
        bare: pages with a picture, or nothing, in which no text was found.
        figures: pages whose picture is one of a map or a window, with text of the page's own beside it.
        missed: pages that could not be tried: page -> why.
    """

    deadline: float
    limits: Limits
    spare_s: float
    read: dict[int, float] = field(default_factory=dict)
    bare: list[int] = field(default_factory=list)
    figures: list[int] = field(default_factory=list)
    missed: dict[int, str] = field(default_factory=dict)
    _engine: ocr.Engine | None = None
    _looked: bool = False
    _vain: int = 0

    @classmethod
    def within(cls, limits: Limits) -> "Scanner":
        """Return a scanner that ends well before the document's time does."""
        return cls(time.monotonic() + _TIME_SHARE * limits.max_document_s, limits, limits.max_scan_s)

    def words(self, page: Any, number: int, frame: Frame, text: str, drawn: Drawn) -> tuple[Frame, list[Word]] | None:
        """Return the words of a page read from its picture, and how it lies; None where its own text is to be used."""
        need = _need(text, drawn)
        if need is None or (need == "broken" and self._vain >= _MAX_VAIN_TRIES):
            return None
        problem = self._problem(drawn)
        if problem:
            self.missed[number] = problem
            return None
        begun = time.monotonic()
        found = self._recognised(page, replace(frame, angle=frame.rotation))
        if found is None:
            self.missed[number] = "text recognition did not finish in its time"
            return None
        self.put_off(time.monotonic() - begun)
        sure = mean_confidence(found[1]) or 0.0
        if not _is_text(found[1], sure) or (need == "broken" and not _is_better(found[1], text)):
            self._vain += need == "broken"
            if need == "bare":
                self.bare.append(number)
            return None
        if need == "bare" and _is_beside_text(text, drawn) and not _says_something(found[1]):
            self.figures.append(number)
            return None
        self.read[number] = sure
        return found

    def put_off(self, took_s: float) -> None:
        """Take the time that pages took from what is to spare for them, not from what the document may take."""
        granted = max(0.0, min(took_s, self.spare_s))
        self.spare_s -= granted
        self.deadline += granted
        self.limits.more_time(took_s)

    def notes(self) -> tuple[str, ...]:
        """Return what a reader of the report should know."""
        notes = []
        if self.read:
            sure = sum(self.read.values()) / len(self.read)
            notes.append(f"read from pictures by text recognition, confidence {sure:.2f}: {_pages(list(self.read))}")
        notes += [
            f"not read, {why}: {_pages([page for page, other in self.missed.items() if other == why])}"
            for why in dict.fromkeys(self.missed.values())
        ]
        if self.figures:
            notes.append(f"lettering of maps and figures left out: {_pages(self.figures)}")
        if self.bare:
            notes.append(f"pictures without text: {_pages(self.bare)}")
        return tuple(notes)

    def _problem(self, drawn: Drawn) -> str | None:
        if not self._looked:
            self._engine, self._looked = ocr.engine(), True
        if self._engine is None:
            return f"text recognition is not installed ({ocr.INSTALL})"
        if drawn.picture_pixels > _MAX_PICTURE_PIXELS:
            return f"a picture has more than {_MAX_PICTURE_PIXELS // 1_000_000} million pixels"
        if self.deadline - time.monotonic() < _MIN_LEFT_S:
            return "text recognition used up its time; split the file or raise the time limit of a document"
        return None

    def _recognised(self, page: Any, frame: Frame) -> tuple[Frame, list[Word]] | None:
        words, picture = self._words(page, frame)
        if words is None:
            return None
        if picture is None or (mean_confidence(words) or 0.0) >= _SURE_CONFIDENCE:
            return frame, words
        assert self._engine is not None  # noqa: S101 - asked for in `_problem`
        turn = self._engine.turn(*picture, self.deadline - time.monotonic())
        if turn and self.deadline - time.monotonic() > _MIN_LEFT_S:
            turned = replace(frame, angle=(frame.rotation + turn) % 360)
            again, _ = self._words(page, turned)
            if (mean_confidence(again or []) or 0.0) > (mean_confidence(words) or 0.0):
                return turned, again or []
        return frame, words

    def _words(self, page: Any, frame: Frame) -> tuple[list[Word] | None, tuple[bytes, int, int] | None]:
        """Return the words of a page turned as the frame has it, and its picture.

        No words where reading did not finish; no picture where it has one shade, or is too large to draw.
        """
        assert self._engine is not None  # noqa: S101
        width, height = frame.read_size
        dpi = int(min(_DPI, (_MAX_PIXELS / max(1.0, width * height)) ** 0.5 * 72))
        if dpi < _MIN_DPI:
            return [], None
        scale = dpi / 72
        bitmap = page.render(
            scale=scale, rotation=(frame.angle - frame.rotation) % 360, grayscale=True, may_draw_forms=False
        )
        shades = bitmap.to_numpy()
        pixels, (rows, columns) = shades.tobytes(), shades.shape[:2]
        uniform = shades.min() == shades.max()
        bitmap.close()
        if uniform:
            return [], None
        found = self._engine.words(pixels, columns, rows, dpi, self.deadline - time.monotonic())
        words = None if found is None else _kept([_word(word, height, scale) for word in found])
        return words, (pixels, columns, rows)


def _word(word: ocr.Recognised, height: float, scale: float) -> Word:
    size = round(word.size / scale, 1)
    return Word(word.text, word.x0 / scale, word.x1 / scale, height - word.y / scale, size, confidence=word.confidence)


def _kept(words: Sequence[Word]) -> list[Word]:
    """Return the words of lines that were read well, in few sizes, hyphens at line ends told from those in words."""
    lines: list[list[Word]] = []
    for word in words:
        if lines and lines[-1][-1].y == word.y and word.x0 >= lines[-1][-1].x0:
            lines[-1].append(word)
        else:
            lines.append([word])
    body = _body_size([line for line in lines if (mean_confidence(line) or 0.0) >= _SURE_CONFIDENCE] or lines)
    good = [line for line in lines if _is_legible(line, body)]
    sizes = _few_sizes([line[0].size for line in good], body)
    kept: list[Word] = []
    for line in good:
        size = sizes[line[0].size]
        sure = [replace(word, size=size) for word in line if (word.confidence or 0.0) >= _MIN_WORD_CONFIDENCE]
        kept += [*sure[:-1], *(_cut(word) for word in sure[-1:])]
    return kept


def _body_size(lines: Sequence[Sequence[Word]]) -> float:
    sizes = sorted(word.size for line in lines for word in line for _ in word.text)
    return sizes[len(sizes) // 2] if sizes else 0.0


def _is_legible(line: Sequence[Word], body: float) -> bool:
    """Tell whether a line is text rather than a stroke or a speck that looks like some."""
    sure = mean_confidence(line) or 0.0
    chars = sum(1 for word in line for character in word.text if character.isalnum())
    if chars <= _FEW_CHARS:
        return chars > 0 and sure >= _SURE_CONFIDENCE and line[0].size <= _MOST_OF_BODY * body
    return sure >= _MIN_LINE_CONFIDENCE


def _few_sizes(sizes: Sequence[float], body: float) -> dict[float, float]:
    """Return recognised size -> size: those near the body's are the body's, others near each other are one."""
    result: dict[float, float] = {}
    held = body
    for size in sorted(set(sizes), key=lambda size: (abs(size - body) > _SAME_SIZE * body, size)):
        if abs(size - held) > _SAME_SIZE * held:
            held = size
        result[size] = held
    return result


def _cut(word: Word) -> Word:
    """Return the last word of a line, its hyphen taken for one that parts a word."""
    plain = word.text.rstrip("-‐¬")
    return replace(word, text=plain, hyphenated=True) if plain and plain[-1].isalpha() and plain != word.text else word


def _need(text: str, drawn: Drawn) -> str | None:
    """Return "bare" for a page that has a picture in place of text, "broken" for unreadable text, else None."""
    chars = sum(1 for _ in filter(str.isalnum, text)) if len(text) < 20 * _BARE_CHARS else _BARE_CHARS
    if chars < _BARE_CHARS and (drawn.picture_share >= _BARE_PICTURE_SHARE or (chars == 0 and drawn.objects)):
        return "bare"
    return "broken" if is_broken(text) else None


def is_broken(text: str) -> bool:
    """Tell whether most of a page's text is unreadable: signs within words, or hardly a word that is known."""
    tokens = text.split()
    words = _LETTERS.findall(text)
    if len(tokens) < _MIN_WORDS:
        return False
    odd = sum(1 for token in tokens if _ODD_INSIDE.search(token))
    return odd > _ODD_SHARE * len(tokens) or (len(words) >= _MIN_WORDS and _known_share(words) < _FEW_KNOWN)


def _known_share(words: Sequence[str]) -> float:
    return sum(1 for word in words if word.lower() in _KNOWN) / len(words) if words else 0.0


def _is_text(words: Sequence[Word], sure: float) -> bool:
    letters = sum(1 for word in words for character in word.text if character.isalpha())
    return sure >= _MIN_PAGE_CONFIDENCE and letters >= _MIN_LETTERS


def _is_beside_text(text: str, drawn: Drawn) -> bool:
    """Tell whether a picture stands within a page that has a word of its own, such as a caption."""
    return drawn.picture_share < _WHOLE_PAGE_SHARE and _LETTERS.search(text) is not None


def _says_something(words: Sequence[Word]) -> bool:
    """Tell whether words are mostly lines of text, or name a contact; on maps and windows they stand in twos or threes.

    Source: on 13 maps and 2 windows 23 to 49 per cent of the words stood in lines of six or more, in a scan 79.
    """
    lines = [list(line) for _, line in itertools.groupby(words, key=lambda word: word.y)]
    running = sum(len(line) for line in lines if len(line) >= _RUNNING_WORDS)
    contact = any(is_contact_line(" ".join(word.text for word in line)) for line in lines)
    return contact or running >= _RUNNING_SHARE * len(words)


def _is_better(words: Sequence[Word], text: str) -> bool:
    """Tell whether what was recognised is language where the page's own text is not."""
    recognised = _known_share([word for part in words for word in _LETTERS.findall(part.text)])
    return recognised >= max(_ENOUGH_KNOWN, 2 * _known_share(_LETTERS.findall(text)))


def _pages(numbers: Sequence[int]) -> str:
    """Return page numbers as a reader would write them: "page 3", "pages 1-4, 7"."""
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1].append(number)
        else:
            ranges.append([number])
    shown = ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in ranges)
    return f"{'page' if len(numbers) == 1 else 'pages'} {shown}"
