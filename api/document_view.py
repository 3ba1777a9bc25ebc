"""What the document page shows: blocks in reading order, by page and group, with anchors for passages and headings.

Knows blocks and passages; must not know requests or HTML. A long document is shown in parts, so that one page stays
within what a browser and this service can bear.
"""

import bisect
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.view import lang_of
from search.document import Block, Passage

PART_BLOCKS = 400
"""Blocks on one page: about 30 printed pages; a choice."""

OUTLINE_HEADINGS = 60
"""Most entries of an outline: a document with more shows only its higher headings. A choice."""

_PAD = 2.5
"""Points around a marked block: the boxes of letters are tight."""

_DEEPEST_HEADING = 6
_HEAD_CELL = re.compile(r"[^\d|]{1,40}")
_OWN_MARK = re.compile(r"\(?(\d{1,3}|[a-zåäöæø])[.)]\s|[•–—-]\s")


@dataclass(frozen=True, slots=True)
class BlockView:
    """One block.

    Attributes:
        heading: 2 to 6 for headings, 0 otherwise; never skips a level on the way down.
        anchors: names of the passages and the heading that begin here.
        rows: cells of a table.
        has_head: whether the first row of a table names its columns.
        numbered: whether a list item carries its own number or letter, so that it needs no bullet.
        begins, ends: whether it is the first or last block of the passage that was asked for.
    """

    kind: str
    text: str
    lang: str | None
    heading: int
    anchors: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    has_head: bool
    numbered: bool
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class GroupView:
    """Neighbouring blocks: items of one list, or others; all of the passage that was asked for, or none."""

    is_list: bool
    found: bool
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A place on a page, in points from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class SheetView:
    """What stands on one page, or all of it where the format has none.

    Attributes:
        page: physical page, from 1.
        label: the number printed on it, where that is another one.
        is_new: whether nothing of this page stood before.
        boxes: left, bottom, right, top of the blocks of the passage that was asked for, in points from the lower left.
    """

    page: int | None
    label: str | None
    is_new: bool
    groups: tuple[GroupView, ...]
    boxes: tuple[tuple[float, float, float, float], ...]

    def marks(self, height: float) -> tuple[Rectangle, ...]:
        """Return where the passage that was asked for stands on a page of this height in points."""
        return tuple(
            Rectangle(left - _PAD, height - top - _PAD, right - left + 2 * _PAD, top - bottom + 2 * _PAD)
            for left, bottom, right, top in self.boxes
        )


@dataclass(frozen=True, slots=True)
class HeadingView:
    """An entry of the outline."""

    depth: int
    text: str
    lang: str | None
    part: int
    anchor: str


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of a document's text.

    Attributes:
        number, count: from 1.
        has_found: whether the passage that was asked for is in it.
        found_page: the page that it begins on.
    """

    number: int
    count: int
    sheets: tuple[SheetView, ...]
    has_found: bool
    found_page: int | None


def part_view(
    blocks: Sequence[Block], passages: Sequence[Passage], language: str, passage_id: str | None, part: int | None
) -> PartView:
    """Lay out one part of a document.

    Args:
        blocks: all blocks, in reading order.
        passages: all passages.
        language: the document's; blocks in it need no lang attribute of their own.
        passage_id: the passage to show; one that is not held is passed over.
        part: the part to show, from 1, brought within bounds; None means the one that holds the passage.
    """
    anchors = _anchors(blocks, passages)
    found = next((passage for passage in passages if passage.passage_id == passage_id), None)
    within = _within(blocks, found)
    count = max(1, -(-len(blocks) // PART_BLOCKS))
    number = min(max(part or 1 + (within[0] if within else 0) // PART_BLOCKS, 1), count)
    shown = range((number - 1) * PART_BLOCKS, min(number * PART_BLOCKS, len(blocks)))
    sheets = tuple(_sheets(blocks, shown, anchors, within, language))
    found_page = next((blocks[index].page for index in within), None)
    return PartView(number, count, sheets, any(index in within for index in shown), found_page)


def part_of_page(blocks: Sequence[Block], page: int) -> int | None:
    """Return the part in which a page begins; None where no block stands on it."""
    return next((1 + index // PART_BLOCKS for index, block in enumerate(blocks) if block.page == page), None)


def outline_of(blocks: Sequence[Block], language: str, title: str) -> list[HeadingView]:
    """Return the headings of a document, from the highest down to the level at which there are not too many.

    The one that only says the title again is left out.
    """
    headings = [(index, block) for index, block in enumerate(blocks) if block.kind == "heading" and block.text != title]
    levels = sorted({block.level for _, block in headings})
    while len(levels) > 1 and sum(block.level in levels for _, block in headings) > OUTLINE_HEADINGS:
        levels.pop()
    return [
        HeadingView(
            levels.index(block.level),
            block.text,
            _other_lang(block.language, language),
            1 + index // PART_BLOCKS,
            f"h-{index}",
        )
        for index, block in headings
        if block.level in levels
    ][: 4 * OUTLINE_HEADINGS]


def _anchors(blocks: Sequence[Block], passages: Sequence[Passage]) -> dict[int, list[str]]:
    starts = [block.start for block in blocks]
    anchors: dict[int, list[str]] = {}
    for passage in passages:
        index = max(0, bisect.bisect_right(starts, passage.start) - 1)
        anchors.setdefault(index, []).append(passage.passage_id)
    return anchors


def _within(blocks: Sequence[Block], found: Passage | None) -> range:
    if found is None:
        return range(0)
    touched = [i for i, block in enumerate(blocks) if block.start < found.end and block.end > found.start]
    return range(touched[0], touched[-1] + 1) if touched else range(0)


def _sheets(
    blocks: Sequence[Block], shown: range, anchors: dict[int, list[str]], within: range, language: str
) -> Iterator[SheetView]:
    heading = 1
    seen: set[int | None] = set()
    for page, run in itertools.groupby(shown, key=lambda index: blocks[index].page):
        indices = list(run)
        groups, heading = _groups(blocks, indices, anchors, within, (language, heading))
        label = next((blocks[i].page_label for i in indices if blocks[i].page_label), None)
        boxes = tuple(box for i in indices if i in within and (box := blocks[i].bbox) is not None)
        yield SheetView(page, label if label != str(page) else None, page not in seen, tuple(groups), boxes)
        seen.add(page)


def _groups(
    blocks: Sequence[Block],
    indices: Sequence[int],
    anchors: dict[int, list[str]],
    within: range,
    before: tuple[str, int],
) -> tuple[list[GroupView], int]:
    language, heading = before

    def kin(index: int) -> tuple[bool, bool]:
        return blocks[index].kind == "list_item", index in within

    groups: list[GroupView] = []
    for (is_list, found), run in itertools.groupby(indices, key=kin):
        views = []
        for index in run:
            heading = _heading(blocks[index], heading)
            views.append(_block(blocks[index], index, heading, anchors.get(index, []), within, language))
        groups.append(GroupView(is_list, found, tuple(views)))
    return groups, heading


def _heading(block: Block, before: int) -> int:
    if block.kind != "heading":
        return before
    return min(max(block.level, 1) + 1, before + 1, _DEEPEST_HEADING)


def _block(block: Block, index: int, heading: int, anchors: list[str], within: range, language: str) -> BlockView:
    rows = tuple(tuple(line.split(" | ")) for line in block.text.split("\n")) if block.kind == "table" else ()
    return BlockView(
        kind=block.kind,
        text=block.text,
        lang=_other_lang(block.language, language),
        heading=heading if block.kind == "heading" else 0,
        anchors=(*(f"p-{name}" for name in anchors), *([f"h-{index}"] if block.kind == "heading" else [])),
        rows=rows,
        has_head=_has_head(rows),
        numbered=block.kind == "list_item" and _OWN_MARK.match(block.text) is not None,
        begins=bool(within) and index == within[0],
        ends=bool(within) and index == within[-1],
    )


def _has_head(rows: Sequence[tuple[str, ...]]) -> bool:
    """Tell whether the first row can only be names of columns: short words in each cell, no figures, rows below."""
    return len(rows) > 1 and len(rows[0]) > 1 and all(_HEAD_CELL.fullmatch(cell.strip()) for cell in rows[0])


def _other_lang(language: str, around: str) -> str | None:
    """Return the lang attribute of a text inside one in another language; None where none is needed."""
    lang = lang_of(language)
    return lang if lang != around else None
