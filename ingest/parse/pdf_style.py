"""How the running text of a PDF looks, and what stands out from it as a heading.

Knows sizes, weights and the wording of headings; must not know how lines are joined.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.parse.pdf_page import Page
from ingest.parse.pdf_text import Line
from ingest.pattern import BULLET, DATE_LINE, SECTION_NUMBER, is_contact_line

HEADING_EXTRA_POINTS = 0.9
"""Source: measured on real papers: headings are at least 0.9 points larger than the body, or bold."""
_HEADING_MAX_CHARS = 120


@dataclass(frozen=True, slots=True)
class Body:
    """How the running text of a document looks.

    Attributes:
        size: type size in points.
        leading: distance of baselines in type sizes.
        bold: whether most of it is bold.
        heading_sizes: sizes larger than the body's, largest first.
    """

    size: float
    leading: float
    bold: bool
    italic: bool
    heading_sizes: tuple[float, ...]


def body_of(pages: Sequence[Page]) -> Body:
    """Return how most of the text looks."""
    sizes: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    italic: Counter[bool] = Counter()
    for line in (line for page in pages for line in page.lines):
        sizes[_half(line.size)] += len(line.text)
        bold[line.bold] += len(line.text)
        italic[line.italic] += len(line.text)
    if not sizes:
        return Body(10.0, 1.2, bold=False, italic=False, heading_sizes=())
    size = max(sizes, key=lambda value: (sizes[value], -value))
    steps = [
        (one.y - other.y) / size
        for page in pages
        for one, other in zip(page.lines, page.lines[1:], strict=False)
        if abs(one.size - size) < HEADING_EXTRA_POINTS and 0.8 * size < one.y - other.y < 2.2 * size
    ]
    larger = sorted({value for value in sizes if value >= size + HEADING_EXTRA_POINTS}, reverse=True)
    mostly_bold, mostly_italic = bold[True] > bold[False], italic[True] > italic[False]
    return Body(size, _leading(steps), bold=mostly_bold, italic=mostly_italic, heading_sizes=tuple(larger))


def _leading(steps: Sequence[float]) -> float:
    """Return the most frequent distance of lines; blocks are parted by more."""
    if not steps:
        return 1.2
    rounded = Counter(round(step, 1) for step in steps)
    most = max(rounded.values())
    return min(step for step, count in rounded.items() if count >= 0.6 * most)


def _half(size: float) -> float:
    return round(size * 2) / 2


def stands_out(line: Line, body: Body) -> bool:
    """Tell whether a line is larger or bolder than running text."""
    larger = line.size >= body.size + HEADING_EXTRA_POINTS
    bold = line.bold and not body.bold and line.size > body.size - HEADING_EXTRA_POINTS
    return larger or bold


def could_be_heading(text: str) -> bool:
    """Tell whether a line is worded like a heading: short, no sentence, no contact, no date."""
    if len(text) > _HEADING_MAX_CHARS or BULLET.match(text) or not any(c.isalpha() for c in text):
        return False
    return text[-1] not in ".,;:" and not is_contact_line(text) and not DATE_LINE.match(text)


def level_of(text: str, line: Line, body: Body) -> int:
    """Return a level that only orders the headings; the layout makes 1, 2, 3 of it."""
    number = SECTION_NUMBER.match(text)
    if number:
        return number["number"].count(".") + 2
    sizes = body.heading_sizes
    if line.size < body.size + HEADING_EXTRA_POINTS:
        return len(sizes) + (2 if line.bold else 3)
    return 1 + min(range(len(sizes)), key=lambda index: abs(sizes[index] - line.size))
