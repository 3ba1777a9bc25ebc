"""The headings that a PDF itself lists: its bookmarks, or its printed table of contents, with their depth.

Knows how such lists are set and how headings are found in them; must not know blocks, or how headings look.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from ingest.parse.pdf_order import CELL_GAP
from ingest.parse.pdf_page import Page
from ingest.parse.pdf_text import Line, Word, text_of
from ingest.pattern import SECTION_NUMBER

_LEADER = re.compile(r"^(?:[.…_]{2,}|[.…])$")
_NUMBER = re.compile(r"^\d{1,4}$")
_MIN_ENTRIES = 3
_MIN_SHARE = 0.5
"""A list of which fewer headings are found is of another document, or of figures."""
_MAX_BOOKMARKS = 2000
_SAME_INDENT = 3.0
_WITHIN_PAGES = 20
_FURTHER_ENTRIES = 1
_LARGER = 0.9
"""A line this much larger than the entries is the heading of the list, or of the page."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A heading as a list names it: its words without signs and blanks, and its depth, 1 the highest."""

    key: str
    depth: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The headings that a document lists, in order; `keys` are their words."""

    entries: tuple[Listed, ...] = ()
    keys: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A printed entry: its words, where it begins, and whether it is bold; `numbered` is the depth of its number."""

    key: str
    x0: float
    bold: bool
    numbered: int | None


def key_of(text: str) -> str:
    """Return the letters and figures of a heading, which its entry in a list shares whatever signs stand between."""
    return re.sub(r"[\W_]+", "", text).casefold()


def contents_of(bookmarks: Sequence[tuple[int, str]], pages: Sequence[Page]) -> tuple[Contents, ...]:
    """Return the lists of a document's headings, the most trusted first.

    Args:
        bookmarks: level (from 0) and title of each.
        pages: arranged.
    """
    marked = tuple(Listed(key, level + 1) for level, title in bookmarks if (key := key_of(title)))
    printed = tuple(_with_depths(list(_printed(pages[:_WITHIN_PAGES]))))
    return tuple(
        Contents(entries, frozenset(entry.key for entry in entries))
        for entries in (marked, printed)
        if len(entries) >= _MIN_ENTRIES
    )


def bookmarks_of(document: Any) -> list[tuple[int, str]]:
    """Return level and title of the bookmarks of an open document."""
    found: list[tuple[int, str]] = []
    for mark in document.get_toc(max_depth=6):
        if len(found) >= _MAX_BOOKMARKS:
            break
        found.append((mark.level, mark.get_title() or ""))
    return found


def depths_of(headings: Sequence[str], lists: Iterable[Contents]) -> Mapping[int, int]:
    """Return position -> depth of the headings that a list names; empty where no list fits the headings."""
    keys = [key_of(text) for text in headings]
    for contents in lists:
        found = _found_in(keys, contents.entries)
        named = contents.keys & set(keys)
        if len(named) >= _MIN_ENTRIES and len(named) >= _MIN_SHARE * len(contents.keys):
            return found
    return {}


def _found_in(keys: Sequence[str], entries: Sequence[Listed]) -> dict[int, int]:
    """Return position -> depth, taking the entries in their order where headings of one wording stand in several."""
    places: dict[str, list[int]] = {}
    for place, entry in enumerate(entries):
        places.setdefault(entry.key, []).append(place)
    found: dict[int, int] = {}
    reached = -1
    for position, key in enumerate(keys):
        if key in places:
            reached = next((place for place in places[key] if place > reached), places[key][-1])
            found[position] = entries[reached].depth
    return found


def _printed(pages: Sequence[Page]) -> Iterator[_Entry]:
    """Yield the entries of a printed table of contents: lines that end with page numbers that rise."""
    last, begun = 0, False
    for page in pages:
        numbered = [(line, _page_number(line)) for line in page.lines if line.table is None]
        rising = [number for _, number in numbered if number is not None]
        if len(rising) < (_FURTHER_ENTRIES if begun else _MIN_ENTRIES) or rising != sorted(rising) or rising[0] < last:
            if begun:
                return
            continue
        if 2 * len(rising) < len(numbered):
            return
        begun, last = True, rising[-1]
        size = median([line.size for line, number in numbered if number is not None])
        alike = [(line, number is not None) for line, number in numbered if line.size < size + _LARGER]
        yield from _entries(alike)


def _page_number(line: Line) -> int | None:
    """Return the page number at the end of a line, after dots or a wide blank; None where there is none."""
    words = line.words
    if len(words) < 2 or not _NUMBER.match(words[-1].text):  # noqa: PLR2004 - an entry has words and a number
        return None
    led = _LEADER.match(words[-2].text) or words[-2].text.endswith(("....", "…"))
    apart = words[-1].x0 - words[-2].x1 > CELL_GAP * words[-1].size
    return int(words[-1].text) if led or apart else None


def _entries(lines: Sequence[tuple[Line, bool]]) -> Iterator[_Entry]:
    """Yield entries; a line without a number is the start of the next one, or names a part where it is bold."""
    held: list[Word] = []
    for line, ends in lines:
        words = [word for word in line.words if not _LEADER.match(word.text)]
        if ends:
            words.pop()
        if not words:
            continue
        if held and all(word.bold for word in held):
            yield _entry(held)
        if ends and held:
            yield _entry([*held, *words])
        if ends:
            yield _entry(words)
        held = [] if ends else words


def _entry(words: Sequence[Word]) -> _Entry:
    text = text_of(words).rstrip(". …_")
    number = SECTION_NUMBER.match(text)
    depth = number["number"].count(".") + 1 if number else None
    return _Entry(key_of(text), words[0].x0, all(word.bold for word in words), depth)


def _with_depths(entries: Sequence[_Entry]) -> Iterator[Listed]:
    """Yield entries with depths: those of their numbers; else by indent, bold ones above others of one indent."""
    places = _places(entries)
    numbers: dict[int, Counter[int]] = {}
    for entry, place in zip(entries, places, strict=True):
        if entry.numbered is not None:
            numbers.setdefault(place, Counter())[entry.numbered] += 1
    depths: dict[int, int] = {}
    for place in range(max(places, default=-1) + 1):
        above = depths.get(place - 1, 0)
        depths[place] = numbers[place].most_common(1)[0][0] if place in numbers else above + 1
    for entry, place in zip(entries, places, strict=True):
        yield Listed(entry.key, entry.numbered or depths[place])


def _places(entries: Sequence[_Entry]) -> list[int]:
    """Return for each entry the place of its indent and weight in their order, from the left, bold first."""
    indents: list[float] = []
    for x0 in sorted(entry.x0 for entry in entries):
        if not indents or x0 - indents[-1] > _SAME_INDENT:
            indents.append(x0)
    looks = [
        (max(index for index, x0 in enumerate(indents) if x0 <= entry.x0), not entry.bold or entry.numbered is not None)
        for entry in entries
    ]
    order = sorted(set(looks))
    return [order.index(look) for look in looks]
