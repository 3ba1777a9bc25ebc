"""What one PDF page holds before it is understood, and what of it is running header or footer.

Knows places and repetition; must not know pdfium or blocks.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.parse.pdf_table import Table
from ingest.parse.pdf_text import Line

_MARGIN_SHARE = 0.10
_RUNNING_SHARE = 0.40
"""Source: measured on real papers: repetition alone deletes real headings, so a line must also stand in the
top or bottom tenth of its page, on at least 40 % of the pages."""
_PAGE_NUMBER = re.compile(
    r"^(?:[-–] ?)?(?:(?:sida|sidan|side|page|s\.|sid\.?) )?(?P<page>\d{1,4})(?: ?(?:av|af|of|/) ?\d{1,4})?(?: ?[-–])?$",
    re.IGNORECASE,
)
_RUNNING_MARK = re.compile(r"^(?:.{0,60}\s)?(?P<page>\d{1,4}) ?\(\d{1,4}\)$")
_LABEL_IN_RUNNING = re.compile(
    r"\b(?:(?:sida|side|page|s\.) ?)(?P<named>\d{1,4})(?: (?:av|af|of) \d{1,4})?\b|(?P<counted>\b\d{1,4}) ?\(\d{1,4}\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its lines and its ruled tables.

    Attributes:
        number: physical, from 1.
        label: as the file's page labels or the printed page number say.
        height: in points.
        pictures: how many pictures it shows.
    """

    number: int
    label: str | None
    height: float
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    pictures: int = 0


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """Return the pages without running headers, footers and page numbers; printed numbers become labels."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_key(line) for line in page.lines if _in_margin(line, page)})
    running = {key for key, count in seen.items() if count > 1 and count >= _RUNNING_SHARE * len(pages)}
    return [_cleaned(page, running) for page in pages]


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text).casefold(), round(line.size)


def _in_margin(line: Line, page: Page) -> bool:
    return line.y > page.height * (1 - _MARGIN_SHARE) or line.y < page.height * _MARGIN_SHARE


def _cleaned(page: Page, running: set[tuple[str, int]]) -> Page:
    kept: list[Line] = []
    label = page.label
    lowest = min((line.y for line in page.lines), default=0.0)
    for line in page.lines:
        number = _PAGE_NUMBER.match(line.text) or _RUNNING_MARK.match(line.text)
        alone_below = line.y <= lowest and number is not None and number["page"] in {str(page.number), page.label}
        if alone_below or (_in_margin(line, page) and (_key(line) in running or number)):
            label = label or (number["page"] if number else _label_in(line.text))
        else:
            kept.append(line)
    return replace(page, lines=tuple(kept), label=label)


def _label_in(running: str) -> str | None:
    """Return the page number within a running line ("Strategi 2 (7) PM 2024:26")."""
    found = _LABEL_IN_RUNNING.search(running)
    return (found["named"] or found["counted"]) if found else None
