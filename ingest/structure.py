"""Repairs of block structure that hold for every format: bold headings, contact boxes, tables of contents.

Knows blocks; must not know formats. Works on the list a parser made and gives a new one.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from ingest.parsed import ParsedBlock
from ingest.pattern import CONTACT_SIGN, DATE_LINE, heading_level, is_contact_box, is_contact_line

_HEADING_MAX_CHARS = 110
_LABEL_MAX_CHARS = 60
_LINK_KINDS = frozenset({"paragraph", "list_item"})
_BODY_KINDS = frozenset({"paragraph", "list_item", "table"})
_CONTENTS_WORD = re.compile(
    r"^(?:innehåll|innehållsförteckning|indhold|indholdsfortegnelse|contents|table of contents|innehåll \(sida\)):?$",
    re.IGNORECASE,
)
_LONGEST_CONTENTS_WORD = 24
_LEADER_LINE = re.compile(r"(?:\.{4,}|…{2,}|(?: \.){4,}|_{4,})[ |]*\d{1,4}$")
_NUMBERED_LINE = re.compile(r"^.{2,140}?[^\W\d][^\n]*?[ |.]\d{1,3}$")
"""Four digits at a line's end are a year."""
_CONTENTS_MAX_GAP = 2
_MOST_CONTENTS = 50
"""Each of these headings is followed through the rest of the paper; one that has more of them is no paper. A choice."""
_MIN_REPEATS = 3
_REPEATED_SHARE = 0.6
"""Of the entries of a list without page numbers that name headings word for word; the others are worded shorter."""


def promote_bold_headings(blocks: Sequence[ParsedBlock]) -> list[ParsedBlock]:
    """Make headings of short bold paragraphs that stand before text that is not bold."""
    result: list[ParsedBlock] = []
    level = 1
    for position, block in enumerate(blocks):
        if block.kind == "heading":
            level = block.level
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        if following is not None and _is_bold_heading(block, following):
            result.append(replace(block, kind="heading", level=heading_level(block.text, min(level + 1, 6))))
        else:
            result.append(block)
    return result


def _is_bold_heading(block: ParsedBlock, following: ParsedBlock) -> bool:
    if block.kind != "paragraph" or not block.bold or following.bold or following.kind not in _BODY_KINDS:
        return False
    text = block.text
    short = len(text) <= _HEADING_MAX_CHARS and "\n" not in text and any(c.isalpha() for c in text)
    return short and text[-1] not in ".,;:" and not is_contact_line(text) and not DATE_LINE.match(text)


def mark_contacts(blocks: Sequence[ParsedBlock]) -> list[ParsedBlock]:
    """Turn paragraphs made of contact lines into contact blocks, neighbours and a label before them merged."""
    boxes = {
        position
        for position in set(_with_contact_sign(blocks))
        if blocks[position].kind == "paragraph" and is_contact_box(blocks[position].text)
    }
    return list(_merged(blocks, boxes)) if boxes else list(blocks)


def _merged(blocks: Sequence[ParsedBlock], boxes: Collection[int]) -> Iterator[ParsedBlock]:
    """Yield the blocks, those at these positions as contacts."""
    held: ParsedBlock | None = None
    for position, block in enumerate(blocks):
        if position in boxes:
            if held is not None and held.page == block.page and (held.kind == "contact" or _is_label(held)):
                held = replace(block, kind="contact", text=f"{held.text}\n{block.text}", bbox=_around(held, block))
                continue
            if held is not None:
                yield held
            held = replace(block, kind="contact")
        else:
            if held is not None:
                yield held
            held = block
    if held is not None:
        yield held


def _with_contact_sign(blocks: Sequence[ParsedBlock]) -> Iterator[int]:
    """Yield the positions of the blocks that may hold a number or an address, found in all texts at once."""
    ends = list(accumulate(len(block.text) + 1 for block in blocks))
    for start in CONTACT_SIGN.starts("\n".join([block.text for block in blocks])):
        yield bisect_right(ends, start)


def _around(one: ParsedBlock, other: ParsedBlock) -> tuple[float, float, float, float] | None:
    """Return the box around two blocks of one page; None where one of them has none."""
    if one.bbox is None or other.bbox is None:
        return None
    (a, b, c, d), (e, f, g, h) = one.bbox, other.bbox
    return min(a, e), min(b, f), max(c, g), max(d, h)


def _is_label(block: ParsedBlock) -> bool:
    """Tell whether a paragraph names what the contact lines after it belong to ("PRESSEVAGT", "Presskontakt:")."""
    text = block.text
    return block.kind == "paragraph" and len(text) <= _LABEL_MAX_CHARS and "\n" not in text and text[-1] not in ".!?"


def without_contents(blocks: Sequence[ParsedBlock]) -> list[ParsedBlock]:
    """Leave out tables of contents: they repeat every heading and would answer for the section itself."""
    dropped = {
        position
        for position, block in enumerate(blocks)
        if block.text[-1:].isdecimal() and all(map(_is_leader, block.text.split("\n")))
    }
    last_place = {block.text: position for position, block in enumerate(blocks) if block.kind == "heading"}
    for number, position in enumerate(at for at, block in enumerate(blocks) if _is_contents_word(block.text)):
        if number >= _MOST_CONTENTS and position in dropped:
            continue
        end = _end_of_contents(blocks, position + 1, dropped)
        if number < _MOST_CONTENTS:
            end = max(end, _end_of_repeats(blocks, position + 1, last_place))
        if end > position + 1 or _leads_nothing(blocks, position):
            dropped.update(range(position, end))
    dropped.update(_links_to_sections(blocks, last_place))
    return [block for position, block in enumerate(blocks) if position not in dropped]


def _is_contents_word(text: str) -> bool:
    return len(text) <= _LONGEST_CONTENTS_WORD and _CONTENTS_WORD.match(text) is not None


def _leads_nothing(blocks: Sequence[ParsedBlock], position: int) -> bool:
    """Tell whether a heading of contents stands alone, because the format knew its lines for what they are."""
    following = blocks[position + 1] if position + 1 < len(blocks) else None
    return blocks[position].kind == "heading" and following is not None and following.kind == "heading"


def _links_to_sections(blocks: Sequence[ParsedBlock], last_place: Mapping[str, int]) -> Iterator[int]:
    """Yield where lines name the headings after them in their order, right before the first of these.

    A list after a lead-in ("Avtalet gäller:") says something, whatever the headings are called.
    """
    if not last_place:
        return
    places = [last_place.get(block.text, -1) if block.kind in _LINK_KINDS else -1 for block in blocks]
    run: list[int] = []
    for position, place in enumerate(places):
        if run and place <= places[run[-1]]:
            leads_in = run[0] > 0 and blocks[run[0] - 1].text.endswith(":")
            if len(run) >= _MIN_REPEATS and places[run[0]] == position and not leads_in:
                yield from run
            run = []
        if place > position:
            run.append(position)


def _is_leader(line: str) -> bool:
    """Tell whether dots lead to a page number; every such line ends with a digit, which is quick to tell."""
    return line[-1:].isdecimal() and _LEADER_LINE.search(line) is not None


def _end_of_contents(blocks: Sequence[ParsedBlock], start: int, dropped: set[int]) -> int:
    """Return the position after the last entry, allowing entries whose number stands on their second line."""
    end, gap = start, 0
    for position in range(start, len(blocks)):
        block = blocks[position]
        if position in dropped or _is_entry(block):
            end, gap = position + 1, 0
        elif len(block.text) > 3 * _HEADING_MAX_CHARS or gap >= _CONTENTS_MAX_GAP:
            break
        else:
            gap += 1
    return end


def _end_of_repeats(blocks: Sequence[ParsedBlock], start: int, last_place: Mapping[str, int]) -> int:
    """Return the position after the last entry of a list without page numbers: lines that name headings after it."""
    level = blocks[start - 1].level
    end, found = start, 0
    for position in range(start, len(blocks)):
        block = blocks[position]
        if len(block.text) > 3 * _HEADING_MAX_CHARS and "\n" not in block.text:
            break
        if block.kind == "heading" and 0 < block.level <= level:
            break
        lines = block.text.split("\n")
        if 2 * sum(1 for line in lines if last_place.get(line, -1) > position) > len(lines):
            end, found = position + 1, found + 1
    return end if found >= _MIN_REPEATS and found >= _REPEATED_SHARE * (end - start) else start


def _is_entry(block: ParsedBlock) -> bool:
    lines = block.text.split("\n")
    numbered = sum(1 for line in lines if _NUMBERED_LINE.match(line) or _is_leader(line))
    return numbered * 2 > len(lines)
