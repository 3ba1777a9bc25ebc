"""Text recognition: a grey picture to words with their places, by tesseract.

Knows tesseract's command and its hOCR; must not know PDF. Tesseract is a program of its own (Debian: tesseract-ocr,
tesseract-ocr-swe, tesseract-ocr-dan); where it is missing, `engine` says so and nothing else depends on it.
"""

import html
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

INSTALL = "Debian: apt-get install tesseract-ocr tesseract-ocr-swe tesseract-ocr-dan"
_LANGUAGES = ("swe", "dan")
"""Source: with both, 97 to 98 % of the words of scanned papers are right; the wrong one alone gives 73 to 86 %."""
_MAX_MEMORY_KB = 1_500_000
_PAGE_LIMIT_S = 60
"""Of processor time. Source: full pages took 1.5 to 4 s."""
_LIST_LIMIT_S = 10
_LIMITED = 'ulimit -t "$0" -v "$1"; shift; exec "$@"'
"""The limits hold for the program itself: it ends with them even where its parent was killed."""
_TOKEN = re.compile(
    r"<span class='(?P<kind>ocr_line|ocr_header|ocr_textfloat|ocr_caption|ocrx_word)'[^>]*?"
    r"title=[\"'](?P<title>[^\"']*)[\"'][^>]*>(?P<inner>(?:<(?!/?span)[^>]*>|[^<])*)"
)
_BOX = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_NUMBER = {
    "baseline": re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)"),
    "sure": re.compile(r"x_wconf (\d+)"),
    "turn": re.compile(r"Rotate: (\d+)"),
}


_TALL = re.compile(r"[bdfhijklßA-Z0-9]")
_TALLER = re.compile(r"[ÅÄÖÉÆØåäöé|/()\[\]{}—-]|^[^bdfhijklßA-Z0-9]*t")
_CAPITAL_SHARE = 0.72
_SMALL_SHARE = 0.53
"""How high capitals and small letters stand, in type sizes. Tesseract's own figure (x_size) fails on lines that lack
capitals or descenders."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """One word.

    Attributes:
        x0, x1: left and right edge in pixels.
        y: baseline in pixels from the top, the page's slant undone.
        size: type size in pixels.
        confidence: 0 to 1.
    """

    text: str
    x0: int
    x1: int
    y: float
    size: float
    confidence: float


@dataclass(frozen=True, slots=True)
class _Read:
    """A word as tesseract gives it."""

    text: str
    box: tuple[int, int, int, int]
    confidence: float


@dataclass(slots=True)
class _Line:
    """A line as tesseract gives it: its baseline rises by `slope` and passes `offset` below the box's lower left."""

    box: tuple[int, int, int, int]
    slope: float
    offset: float
    words: list[_Read] = field(default_factory=list)

    @property
    def size(self) -> float:
        """Type size in pixels, from how high letters stand above the baseline."""
        sizes = [size for word in self.words if (size := self._size(word))]
        return median(sizes) if sizes else float(self.box[3] - self.box[1])

    def _size(self, word: _Read) -> float | None:
        if _TALLER.search(word.text) or not any(map(str.isalnum, word.text)):
            return None
        baseline = self.box[3] + self.offset + self.slope * ((word.box[0] + word.box[2]) / 2 - self.box[0])
        return (baseline - word.box[1]) / (_CAPITAL_SHARE if _TALL.search(word.text) else _SMALL_SHARE)

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the baseline."""
        x0, _, x1, y1 = self.box
        return (x0 + x1) / 2, y1 + self.offset + self.slope * (x1 - x0) / 2


@dataclass(frozen=True, slots=True)
class Engine:
    """A tesseract that is ready, and the languages it reads."""

    command: str
    languages: str

    def words(self, pixels: bytes, width: int, height: int, dpi: int, limit_s: float) -> list[Recognised] | None:
        """Return the words of a picture in reading order; None where tesseract failed or took longer than `limit_s`.

        Args:
            pixels: one byte each, 255 white, row by row from the top.
        """
        options = ("-l", self.languages, "--dpi", str(dpi), "-c", "hocr_font_info=0", "hocr")
        hocr = self._run(_picture(pixels, width, height), options, limit_s)
        return None if hocr is None else list(_words(hocr, width / 2))

    def turn(self, pixels: bytes, width: int, height: int, limit_s: float) -> int:
        """Return by how many degrees clockwise a picture must be turned to stand upright; 0 where that is unknown."""
        found = _NUMBER["turn"].search(self._run(_picture(pixels, width, height), ("--psm", "0"), limit_s) or "")
        return int(found[1]) if found else 0

    def _run(self, picture: bytes, options: Sequence[str], limit_s: float) -> str | None:
        limits = ("sh", "-c", _LIMITED, str(max(1, min(_PAGE_LIMIT_S, round(limit_s)))), str(_MAX_MEMORY_KB))
        one_thread = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        try:
            done = subprocess.run(  # noqa: S603 - our own command; the picture is given as data
                [*limits, self.command, "stdin", "stdout", *options],
                input=picture, capture_output=True, timeout=max(1.0, limit_s), check=False, env=one_thread,
            )  # fmt: skip
        except (subprocess.TimeoutExpired, OSError):
            return None
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def engine() -> Engine | None:
    """Return tesseract with the languages it has of those that are needed; None where it is not installed."""
    command = shutil.which("tesseract")
    if command is None:
        return None
    try:
        listed = subprocess.run(  # noqa: S603
            [command, "--list-langs"], capture_output=True, timeout=_LIST_LIMIT_S, check=False, text=True
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    held = set(listed.stdout.split())
    languages = [language for language in _LANGUAGES if language in held]
    return Engine(command, "+".join(languages)) if languages else None


def _picture(pixels: bytes, width: int, height: int) -> bytes:
    """Return a picture as a portable grey map, which tesseract reads without a library for pictures."""
    return b"P5 %d %d 255\n" % (width, height) + pixels


def _words(hocr: str, centre: float) -> Iterator[Recognised]:
    lines = _lines(hocr)
    slope = _slope(lines)
    for line in lines:
        x, y = line.middle
        level, size = y + slope * (centre - x), line.size
        for word in line.words:
            yield Recognised(word.text, word.box[0], word.box[2], level, size, word.confidence)


def _lines(hocr: str) -> list[_Line]:
    lines: list[_Line] = []
    for token in _TOKEN.finditer(hocr):
        found = _BOX.search(token["title"])
        if found is None:
            continue
        box = (int(found[1]), int(found[2]), int(found[3]), int(found[4]))
        if token["kind"] != "ocrx_word":
            baseline = _NUMBER["baseline"].search(token["title"])
            lines.append(_Line(box, float(baseline[1]) if baseline else 0.0, float(baseline[2]) if baseline else 0.0))
        elif lines:
            text = html.unescape(re.sub("<[^>]+>", "", token["inner"])).strip()
            sure = _NUMBER["sure"].search(token["title"])
            if text:
                lines[-1].words.append(_Read(text, box, int(sure[1]) / 100 if sure else 0.0))
    return lines


def _slope(lines: Sequence[_Line]) -> float:
    """Return the slant of the page: that of its longer lines, since short ones tell it badly."""
    widths = [line.box[2] - line.box[0] for line in lines]
    long = [line.slope for line, width in zip(lines, widths, strict=True) if width >= 0.5 * max(widths)]
    return median(long) if long else 0.0
