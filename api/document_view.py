"""What the document page shows: blocks in reading order, grouped, with an anchor for each passage and each page.

Knows blocks and passages; must not know requests or HTML. A long document is shown in parts, so that one page stays
within what a browser and this service can bear.
"""

import bisect
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from api.view import lang_of
from search.document import Block, Passage

PART_BLOCKS = 400
"""Blocks on one page: about 30 printed pages; a choice."""

_DEEPEST_HEADING = 6
_OWN_MARK = re.compile(r"\(?(\d{1,3}|[a-zåäöæø])[.)]\s|[•–—-]\s")


@dataclass(frozen=True, slots=True)
class BlockView:
    """One block.

    Attributes:
        heading: 2 to 6 for headings, 0 otherwise; never skips a level on the way down.
        anchors: ids of the passages that begin here.
        rows: cells of a table.
        numbered: whether a list item carries its own number or letter, so that it needs no bullet.
        begins, ends: whether it is the first or last block of the passage that was asked for.
    """

    kind: str
    text: str
    lang: str | None
    heading: int
    anchors: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbered: bool
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class GroupView:
    """Neighbouring blocks: items of one list, or others; all of the passage that was asked for, or none.

    Attributes:
        page: the page that begins here; None where it goes on.
    """

    is_list: bool
    found: bool
    page: int | None
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of a document's text.

    Attributes:
        number, count: from 1.
        has_found: whether the passage that was asked for is in it.
    """

    number: int
    count: int
    groups: tuple[GroupView, ...]
    has_found: bool


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
    groups = _groups(blocks, shown, anchors, within, language)
    return PartView(number, count, tuple(groups), any(index in within for index in shown))


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


def _groups(
    blocks: Sequence[Block], shown: range, anchors: dict[int, list[str]], within: range, language: str
) -> list[GroupView]:
    def kin(index: int) -> tuple[bool, int | None, bool]:
        return blocks[index].kind == "list_item", blocks[index].page, index in within

    groups: list[GroupView] = []
    page, heading = None, 1
    for (is_list, at, found), run in itertools.groupby(shown, key=kin):
        views = []
        for index in run:
            heading = _heading(blocks[index], heading)
            views.append(_block(blocks[index], index, heading, anchors.get(index, []), within, language))
        groups.append(GroupView(is_list, found, at if at != page else None, tuple(views)))
        page = at
    return groups


def _heading(block: Block, before: int) -> int:
    if block.kind != "heading":
        return before
    return min(max(block.level, 1) + 1, before + 1, _DEEPEST_HEADING)


def _block(block: Block, index: int, heading: int, anchors: list[str], within: range, language: str) -> BlockView:
    lang = lang_of(block.language)
    rows = tuple(tuple(line.split(" | ")) for line in block.text.split("\n")) if block.kind == "table" else ()
    return BlockView(
        kind=block.kind,
        text=block.text,
        lang=lang if lang != language else None,
        heading=heading if block.kind == "heading" else 0,
        anchors=tuple(anchors),
        rows=rows,
        numbered=block.kind == "list_item" and _OWN_MARK.match(block.text) is not None,
        begins=bool(within) and index == within[0],
        ends=bool(within) and index == within[-1],
    )
