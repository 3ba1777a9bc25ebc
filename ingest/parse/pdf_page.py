"""What one PDF page holds before it is understood, and what of it is running header or footer.

Knows places and repetition; must not know pdfium or blocks.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.parse.pdf_place import Box, Frame
from ingest.parse.pdf_table import Table
from ingest.parse.pdf_text import Line

_MARGIN_SHARE = 0.10
_RUNNING_SHARE = 0.40
"""Source: measured on real papers: repetition alone deletes real headings, so a line must also stand in the
top or bottom tenth of its page, on at least 40 % of the pages."""
_NEAR_PAGES = 4
_NEAR_REPEATS = 3
"""The running title of a chapter stands at one place on most of the chapter's pages only."""
_SAME_PLACE_POINTS = 2.0
_PAGE_NUMBER = re.compile(
    r"^(?:[-–] ?)?(?:(?:sida|sidan|side|page|s\.|sid\.?) )?(?P<page>\d{1,4}|[ivxl]{1,6})"
    r"(?: ?(?:av|af|of|/) ?\d{1,4})?(?: ?[-–])?$",
    re.IGNORECASE,
)
_RUNNING_MARK = re.compile(r"^(?:.{0,60}\s)?(?P<page>\d{1,4}) ?\((?P<pages>\d{1,4})\)$")
_LABEL_IN_RUNNING = re.compile(
    r"\b(?:(?:sida|side|page|s\.) ?)(?P<named>\d{1,4})(?: (?:av|af|of) \d{1,4})?\b|(?P<counted>\b\d{1,4}) ?\(\d{1,4}\)",
    re.IGNORECASE,
)

_COUNTING = re.compile(r"\d+|^[ivxl]{1,6}(?=\s)|(?<=\s)[ivxl]{1,6}$")
"""What differs from page to page in a running line: numbers, and Roman ones at its ends."""
_AT_ENDS = re.compile(r"^(?P<first>\d{1,4}|[ivxl]{1,6})\s|\s(?P<last>\d{1,4}|[ivxl]{1,6})$")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its lines and its ruled tables.

    Attributes:
        number: physical, from 1.
        label: as the file's page labels or the printed page number say.
        figures: places of charts, whose lettering is no heading.
        lines: before furniture is taken out and the lines are arranged, runs of words as the file holds them.
    """

    number: int
    label: str | None
    frame: Frame
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    figures: tuple[Box, ...] = ()

    @property
    def height(self) -> float:
        """Height of the page as it is read, in points."""
        return self.frame.read_size[1]


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """Return the pages without running headers, footers and page numbers; printed numbers become labels."""
    running = _running(pages)
    offsets = _offsets(pages)
    return [_cleaned(page, running, offsets, len(pages)) for page in pages]


def _key(line: Line) -> tuple[str, int]:
    return _COUNTING.sub("#", line.text).casefold(), round(line.size)


def _in_margin(line: Line, page: Page) -> bool:
    height = page.height
    return line.y > height * (1 - _MARGIN_SHARE) or line.y < height * _MARGIN_SHARE


def _running(pages: Sequence[Page]) -> dict[int, set[tuple[str, int]]]:
    """Return page number -> keys of the lines that run through the document or through the pages around."""
    seen: Counter[tuple[str, int]] = Counter()
    places: dict[tuple[str, int], list[tuple[int, float]]] = {}
    for page in pages:
        found = {_key(line): line.y for line in page.lines if _in_margin(line, page)}
        seen.update(found.keys())
        for key, y in found.items():
            places.setdefault(key, []).append((page.number, y))
    everywhere = {key for key, count in seen.items() if count > 1 and count >= _RUNNING_SHARE * len(pages)}
    running = {page.number: set(everywhere) for page in pages}
    for key, stood in places.items():
        if key not in everywhere and len(stood) >= _NEAR_REPEATS:
            for number in _repeated_near(stood):
                running[number].add(key)
    return running


def _repeated_near(stood: Sequence[tuple[int, float]]) -> Iterator[int]:
    """Yield the pages where a line stands at the place where it stands on two pages near by as well."""
    for position, (number, y) in enumerate(stood):
        near = stood[max(0, position - 2) : position + 3]
        alike = [n for n, other in near if abs(n - number) <= _NEAR_PAGES and abs(other - y) <= _SAME_PLACE_POINTS]
        if len(alike) >= _NEAR_REPEATS:
            yield number


def _offsets(pages: Sequence[Page]) -> set[int]:
    """Return by how much printed numbers differ from the count of pages, as far as several pages agree."""
    found: Counter[int] = Counter()
    for page in pages:
        margin = [line for line in page.lines if _in_margin(line, page)]
        numbers = {number for line in margin for number in (_number_of(line), *_numbers_at_ends(line))}
        found.update({int(number) - page.number for number in numbers if number and number.isdigit()})
    return {0} | {offset for offset, count in found.items() if count >= max(2, _RUNNING_SHARE * len(pages) / 2)}


def _number_of(line: Line) -> str | None:
    """Return the page number that a line consists of ("12", "Sida 3 av 7", "Strategi 4 (7)")."""
    if len(line.text) > 80:  # noqa: PLR2004 - a page number is short
        return None
    found = _PAGE_NUMBER.match(line.text) or _RUNNING_MARK.match(line.text)
    return found["page"] if found else None


def _cleaned(page: Page, running: dict[int, set[tuple[str, int]]], offsets: set[int], count: int) -> Page:
    kept: list[Line] = []
    printed: str | None = None
    edges = _edges(page)
    for line in page.lines:
        number = _number_of(line)
        margin = _in_margin(line, page)
        if number is not None and not _is_page_number(
            number, line, page, offsets, count, at_edge=margin or line in edges
        ):
            number = None
        if number is not None or (margin and _key(line) in running[page.number]):
            printed = printed or number or _label_in(line, page, offsets)
        else:
            kept.append(line)
    return replace(page, lines=tuple(kept), label=printed or page.label)


def _edges(page: Page) -> list[Line]:
    """Return the highest and the lowest lines of a page, several where they share a baseline."""
    if not page.lines:
        return []
    ys = [line.y for line in page.lines]
    return [
        line for line in page.lines if line.y >= max(ys) - _SAME_PLACE_POINTS or line.y <= min(ys) + _SAME_PLACE_POINTS
    ]


def _is_page_number(number: str, line: Line, page: Page, offsets: set[int], count: int, *, at_edge: bool) -> bool:
    """Tell whether a number at the edge of a page counts pages, and is not a year, an item or a cell."""
    if not at_edge:
        return False
    if number == page.label:
        return True
    if not number.isdigit():
        return _in_margin(line, page) and page.label is None and _value(number.lower()) - page.number in offsets
    mark = _RUNNING_MARK.match(line.text)
    if (
        mark is not None
        and int(mark["pages"]) >= max(int(number), 2)
        and (_in_margin(line, page) or int(mark["pages"]) == count)
    ):
        return True
    return int(number) - page.number in offsets


def _label_in(line: Line, page: Page, offsets: set[int]) -> str | None:
    """Return the page number within a running line ("Strategi 2 (7) PM 2024:26", "Handbok 12")."""
    found = _LABEL_IN_RUNNING.search(line.text)
    if found:
        return found["named"] or found["counted"]
    return next((number for number in _numbers_at_ends(line) if _value(number) - page.number in offsets), None)


def _numbers_at_ends(line: Line) -> list[str]:
    """Return the numbers that a line begins or ends with, Roman ones included."""
    return [number for found in _AT_ENDS.finditer(line.text) if (number := found["first"] or found["last"])]


def _value(number: str) -> int:
    """Return the value of a Roman or an ordinary number."""
    if number.isdigit():
        return int(number)
    values = [_ROMAN[letter] for letter in number]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
