"""Levels of a PDF's headings, from their numbers and from how they look beside each other.

Knows numbering and type; must not know pages or places.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.parse.pdf_contents import Contents, depths_of
from ingest.parse.pdf_style import CHAPTER, CLAUSE, NUMBER_ALONE, half, is_bold
from ingest.parse.pdf_text import Line
from ingest.parsed import ParsedBlock
from ingest.pattern import SECTION_NUMBER

MAX_LEVEL = 6
_PART_START = re.compile(
    r"^(?:kapitel|[^\W\d]{0,15}bilaga?|appendix|chapter|annex|del)\s+(?:\d{1,3}|[IVX]{1,5}|[A-Z])\b", re.IGNORECASE
)
_APPENDIX = re.compile(r"^(?:[^\W\d]{0,15}bilaga?|appendix|annex)\b", re.IGNORECASE)
_HOLDS_CHAPTERS = re.compile(r"^del\b", re.IGNORECASE)
_PART = re.compile(rf"{_PART_START.pattern}[.:]?$", re.IGNORECASE)
_ABOVE = 0.1
_COUNTED = re.compile(r"(\d{1,2})[.)]\s")
_MIN_CASES = 3
_EDGE_POINTS = 2.0
Look = tuple[float, bool, bool]
"""Size rounded to half a point, bold, upright: the greater, the higher the heading."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A block, how its first line looks, and the numbers of the notes that it calls.

    Attributes:
        plain_number: all that stands out is what follows the number, as in many lists.
    """

    block: ParsedBlock
    look: Look = (0.0, False, True)
    calls: tuple[str, ...] = ()
    plain_number: bool = False


def look_of(line: Line) -> Look:
    """Return how a line looks."""
    return half(line.size), is_bold(line), not line.italic


def levelled(blocks: Sequence[Laid], lists: Sequence[Contents] = ()) -> list[Laid]:
    """Return the blocks with the levels of the headings, 1 the highest, none left out.

    The document's own list of headings gives the level, else a number ("4.1" stands under "4"). A heading without
    either has the level that most of those of its look have, else one between those of the looks above and below.
    """
    blocks = _without_subtitles(_without_items(_without_lone_numbers(blocks)))
    headings = [position for position, laid in enumerate(blocks) if laid.block.kind == "heading"]
    depths = _depths([blocks[position] for position in headings], lists)
    ranks = _ranks([(blocks[position], depth) for position, depth in zip(headings, depths, strict=True)])
    placed: list[float | None] = [None] * len(blocks)
    for position, depth in zip(headings, depths, strict=True):
        placed[position] = ranks[blocks[position].look] if depth is None else float(depth)
    listed = {position for position, depth in zip(headings, depths, strict=True) if depth is not None}
    placed = _below_numbered(placed, dict(zip(headings, depths, strict=True)), blocks)
    found = _by_wording(placed, blocks, listed)
    used = sorted({rank for rank in found if rank is not None})
    return [
        laid if rank is None else replace(laid, block=replace(laid.block, level=min(used.index(rank) + 1, MAX_LEVEL)))
        for laid, rank in zip(blocks, found, strict=True)
    ]


def _depths(headings: Sequence[Laid], lists: Sequence[Contents]) -> list[int | None]:
    """Return how deep each heading stands as the document's list or its number says; None where neither does.

    Where both do, numbers that the list leaves out count from where it puts those that it names.
    """
    listed = dict(depths_of([laid.block.text for laid in headings], lists))
    if _begins_with_title(headings):
        listed.pop(0, None)
    numbered = [_depth(laid.block.text) for laid in headings]
    shifts = Counter(depth - number for at, depth in listed.items() if (number := numbered[at]) is not None)
    shift = shifts.most_common(1)[0][0] if shifts else 0
    return [
        listed.get(position, None if number is None else max(1, number + shift))
        for position, number in enumerate(numbered)
    ]


def _begins_with_title(headings: Sequence[Laid]) -> bool:
    """Tell whether the first heading is a title: set larger than all others, which a list may put beside sections."""
    return len(headings) > 1 and headings[0].look > max(laid.look for laid in headings[1:])


def _without_subtitles(blocks: Sequence[Laid]) -> list[Laid]:
    """Return the blocks with what stands between the title and the first section, and looks like neither, as text."""
    looks = Counter(laid.look for laid in blocks if laid.block.kind == "heading")
    result = list(blocks)
    title = next((position for position, laid in enumerate(blocks) if laid.block.kind == "heading"), len(blocks))
    for position in range(title + 1, len(blocks) - 1):
        laid = blocks[position]
        if laid.block.kind != "heading" or blocks[position + 1].block.kind != "heading":
            break
        if looks[laid.look] == 1 and _depth(laid.block.text) is None and not _PART.match(laid.block.text):
            result[position] = replace(laid, block=replace(laid.block, kind="paragraph"))
    return result


def _without_lone_numbers(blocks: Sequence[Laid]) -> list[Laid]:
    """Return the blocks with numbers as text that are no heads of cases: those look alike and like other headings.

    A large figure that a page is decorated with stands apart from the text about it.
    """
    alone = {
        position: laid
        for position, laid in enumerate(blocks)
        if laid.block.kind == "heading" and NUMBER_ALONE.match(laid.block.text)
    }
    named = {laid.look for at, laid in enumerate(blocks) if laid.block.kind == "heading" and at not in alone}
    result = list(blocks)
    for position, laid in alone.items():
        alike = laid.look in named or sum(1 for other in alone.values() if other.look == laid.look) >= _MIN_CASES
        if not alike or not _leads(laid.block, blocks[position + 1].block if position + 1 < len(blocks) else None):
            result[position] = replace(laid, block=replace(laid.block, kind="paragraph"))
    return result


def _without_items(blocks: Sequence[Laid]) -> list[Laid]:
    """Return the blocks with items as such that only begin bold, where the item before or after them is no heading."""
    counted = [
        (position, int(marker[1]))
        for position, laid in enumerate(blocks)
        if laid.block.kind in {"heading", "list_item"} and (marker := _COUNTED.match(laid.block.text))
    ]
    result = list(blocks)
    for at, (position, number) in enumerate(counted):
        before, after = counted[at - 1 : at] or [], counted[at + 1 : at + 2]
        beside = [other for other, count in (*before, *after) if abs(count - number) == 1]
        if blocks[position].plain_number and any(blocks[other].block.kind == "list_item" for other in beside):
            result[position] = replace(blocks[position], block=replace(blocks[position].block, kind="list_item"))
    return result


def _leads(block: ParsedBlock, following: ParsedBlock | None) -> bool:
    """Tell whether text begins right below a heading, at its left edge."""
    if following is None or following.kind == "heading" or following.page != block.page:
        return False
    if block.bbox is None or following.bbox is None:
        return False
    return abs(block.bbox[0] - following.bbox[0]) <= _EDGE_POINTS


def _below_numbered(
    placed: Sequence[float | None], depths: Mapping[int, int | None], blocks: Sequence[Laid]
) -> list[float | None]:
    """Return the places with headings below the numbered one before them that are set smaller than it.

    How deep most headings of a look stand says little of the few that have no number: below "2.1.1 Data" a smaller
    "Helårsboliger" stands deeper, although "2.1" is set as "2.1.1" is.
    """
    result = list(placed)
    above: int | None = None
    for position, depth in depths.items():
        rank = result[position]
        if depth is not None:
            above = position
        elif above is not None and rank is not None and blocks[position].look[0] < blocks[above].look[0]:
            result[position] = max(rank, (result[above] or 0.0) + 0.5)
        else:
            above = None
    return result


def _by_wording(ranks: Sequence[float | None], blocks: Sequence[Laid], listed: Collection[int]) -> list[float | None]:
    """Return the ranks with headings that are worded alike on one level, whatever they look like.

    "Bilaga 1" or "Kapitel 2" on a line of its own stands above the heading that follows it, which is its title: the
    next heading that looks like the title stands beside them. A part ("Del 1") holds what looks like its title. No
    appendix stands under a section of the text before it.
    """
    result = list(ranks)
    top = _top(ranks, blocks)
    for at, rank in enumerate(result):
        if rank is not None and top is not None and at not in listed and _APPENDIX.match(blocks[at].block.text):
            result[at] = min(rank, top)
    for position in range(len(blocks) - 1):
        rank, below = result[position], result[position + 1]
        text, title = blocks[position].block.text, blocks[position + 1].block.text
        if rank is None or below is None or rank < below or not _PART.match(text):
            continue
        if _HOLDS_CHAPTERS.match(text) or _depth(title) is not None:
            result[position] = below - _ABOVE
        else:
            result[position], result[position + 1] = below, below + _ABOVE
    for wording in (_PART_START, CHAPTER, CLAUSE):
        alike = [at for at, rank in enumerate(result) if rank is not None and wording.match(blocks[at].block.text)]
        highest = min((rank for at in alike if (rank := result[at]) is not None), default=None)
        for at in alike:
            result[at] = highest
    return result


def _top(ranks: Sequence[float | None], blocks: Sequence[Laid]) -> float | None:
    """Return the rank of the highest sections: that of the highest headings, the title left out."""
    found = [(rank, laid.block.text) for rank, laid in zip(ranks, blocks, strict=True) if rank is not None]
    others = [rank for rank, text in found if text != found[0][1]]
    if others and found[0][0] < min(others):
        return min(others)
    return min((rank for rank, _ in found), default=None)


def _depth(text: str) -> int | None:
    number = SECTION_NUMBER.match(text)
    return number["number"].count(".") + 1 if number else None


def _ranks(headings: Sequence[tuple[Laid, int | None]]) -> dict[Look, float]:
    """Return look -> place in the order of headings; 1, 2, 3 are the depths that lists and numbers give."""
    votes: dict[Look, Counter[int]] = {}
    looks: set[Look] = set()
    for laid, depth in headings:
        looks.add(laid.look)
        if depth is not None:
            votes.setdefault(laid.look, Counter())[depth] += 1
    ranks = {look: float(count.most_common(1)[0][0]) for look, count in votes.items()}
    ordered = sorted(looks, reverse=True)
    above = 0.0
    result: dict[Look, float] = {}
    for position, look in enumerate(ordered):
        if look in ranks:
            above = max(above, ranks[look])
            result[look] = ranks[look]
            continue
        below = min((ranks[other] for other in ordered[position + 1 :] if other in ranks), default=above + 2)
        above = (above + below) / 2 if below > above else above + 0.5
        result[look] = above
    first = headings[0][0].look if headings else None
    if first is not None and sum(1 for laid, _ in headings if laid.look == first) == 1 and first not in votes:
        result[first] = min(result.values()) - _ABOVE  # a title, even where sections are set as large
    return result
