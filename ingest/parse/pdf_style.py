"""How the running text of a PDF looks, and what stands out from it as a heading.

Knows sizes, weights and the wording of headings; must not know how lines are joined.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.parse.pdf_page import Page
from ingest.parse.pdf_text import Line
from ingest.pattern import BULLET, DATE_LINE, NAMED_SECTION, is_contact_line

HEADING_EXTRA_POINTS = 0.9
"""Source: measured on real papers: headings are at least 0.9 points larger than the body, or bold."""
_HEADING_MAX_CHARS = 120
_RUNNING_MIN_LINES = 3
_RUNNING_MIN_SHARE = 0.5
_RUNNING_MIN_CHARS = 250
_CAPTION = re.compile(
    r"^(?:figur|figure|fig\.?|tabel|tabell|table|bild|billede|diagram|kort|karta|illustration|foto)\s?\d", re.IGNORECASE
)
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_FORMULA = re.compile(r"\S\s+[=≈]\s+\S")
_DOTTED_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})+\.?\s+[A-ZÅÄÖÆØ]")
_MARKER = re.compile(r"^\d{1,2}[.)]$")
NUMBER_ALONE = re.compile(r"^\d{1,3}(?:/\d{1,3})?$")
"""How the items of an agenda are called after cases: "103" or "101/103"."""
CHAPTER = re.compile(r"^\d{1,3} ?(?:[a-z] )?kap(?:\.|itel)?(?:\s|$)", re.IGNORECASE)
CLAUSE = re.compile(r"^(?:§{1,2} ?\d{1,3} ?[a-z]?\b|\d{1,3} ?[a-z]? ?§)(?=[.:]?(?:\s|$))")
_CLAUSE_TITLE = re.compile(r"^[.:]? ?[A-ZÅÄÖÆØ][^.:;,]{2,60}$")


@dataclass(frozen=True, slots=True)
class Body:
    """How the running text of a document looks.

    Attributes:
        size: type size in points.
        leading: distance of baselines in type sizes.
        bold: whether most of it is bold.
        running_sizes: larger sizes that whole paragraphs are set in.
        listed: words of the headings that the document's own contents list (see `pdf_contents.key_of`).
    """

    size: float
    leading: float
    bold: bool
    italic: bool
    running_sizes: frozenset[float] = frozenset()
    listed: frozenset[str] = frozenset()


def body_of(pages: Sequence[Page]) -> Body:
    """Return how most of the text looks."""
    sizes: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    italic: Counter[bool] = Counter()
    for line in (line for page in pages for line in page.lines):
        chars = len(line.text)
        sizes[half(line.size)] += chars
        bold[line.bold] += chars
        italic[line.italic] += chars
    if not sizes:
        return Body(10.0, 1.2, bold=False, italic=False)
    size = max(sizes, key=lambda value: (sizes[value], -value))
    steps = [
        (one.y - other.y) / size
        for page in pages
        for one, other in zip(page.lines, page.lines[1:], strict=False)
        if abs(one.size - size) < HEADING_EXTRA_POINTS and 0.8 * size < one.y - other.y < 2.2 * size
    ]
    mostly_bold, mostly_italic = bold[True] > bold[False], italic[True] > italic[False]
    return Body(size, _leading(steps), mostly_bold, mostly_italic, _running_sizes(pages, size, sizes))


def _leading(steps: Sequence[float]) -> float:
    """Return the most frequent distance of lines; blocks are parted by more."""
    if not steps:
        return 1.2
    rounded = Counter(round(step, 1) for step in steps)
    most = max(rounded.values())
    return min(step for step, count in rounded.items() if count >= 0.6 * most)


def _running_sizes(pages: Iterable[Page], size: float, sizes: Counter[float]) -> frozenset[float]:
    """Return the sizes above the body's of which most stands in paragraphs of several lines."""
    running: Counter[float] = Counter()
    for page in pages:
        run: list[Line] = []
        for line in [*page.lines, None]:
            if line is not None and line.size >= size + HEADING_EXTRA_POINTS and (not run or _one_paragraph(run, line)):
                run.append(line)
                continue
            if len(run) >= _RUNNING_MIN_LINES:
                running[half(run[0].size)] += sum(len(part.text) for part in run)
            run = []
    return frozenset(
        value
        for value, chars in running.items()
        if chars >= _RUNNING_MIN_CHARS and chars >= _RUNNING_MIN_SHARE * sizes[value]
    )


def _one_paragraph(run: Sequence[Line], line: Line) -> bool:
    last = run[-1]
    return abs(line.size - last.size) < 0.5 and 0 < last.y - line.y < 2 * line.size  # noqa: PLR2004 - points; sizes


def half(size: float) -> float:
    """Return a size rounded to half a point."""
    return round(size * 2) / 2


def stands_out(line: Line, body: Body) -> bool:
    """Tell whether a line is larger or bolder than running text."""
    return is_larger(line, body) or (is_bold(line) and not body.bold and line.size > body.size - HEADING_EXTRA_POINTS)


def is_bold(line: Line) -> bool:
    """Tell whether a line is bold, apart from its number and from what it adds in brackets: "2. **Mål** (Kim)"."""
    if line.bold or len(line.words) == 1 or not _MARKER.match(line.words[0].text):
        return line.bold
    rest = list(line.words[1:])
    plain = next((at for at, word in enumerate(rest) if not word.bold), len(rest))
    after = " ".join(word.text for word in rest[plain:])
    return plain > 0 and (not after or (after.startswith("(") and after.endswith(")")))


def is_larger(line: Line, body: Body) -> bool:
    """Tell whether a line is set in a size that running text is not set in."""
    return line.size >= body.size + HEADING_EXTRA_POINTS and half(line.size) not in body.running_sizes


def could_be_heading(text: str, *, larger: bool = False) -> bool:
    """Tell whether a line is worded like a heading: short, no sentence, no contact, no date, no caption.

    Args:
        larger: the line is larger than running text; then it may end with a colon.
    """
    if len(text) > _HEADING_MAX_CHARS or BULLET.match(text):
        return False
    if not any(c.isalpha() or c == "§" for c in text):
        return NUMBER_ALONE.match(text) is not None
    if text[-1] in (".,;" if larger else ".,;:") or _CAPTION.match(text) or _ADDRESS.match(text):
        return False
    if _FORMULA.search(text):
        return False
    return not is_contact_line(text) and not DATE_LINE.match(text)


def is_section(text: str) -> bool:
    """Tell whether a line is worded as the head of a section: "4.1 Mål", "Kapitel 2", "Bilag A", "3 kap.", "§ 4"."""
    if _DOTTED_NUMBER.match(text) or NAMED_SECTION.match(text) or CHAPTER.match(text):
        return True
    clause = CLAUSE.match(text)
    if clause is None:
        return False
    rest = text[clause.end() :]
    return not rest.strip(".: ") or _CLAUSE_TITLE.match(rest) is not None
