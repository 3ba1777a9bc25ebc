"""From lines to running text: hyphens at line ends, line breaks that were meant, words cut by a page break.

Knows places of words on lines; must not know what kind of block the lines are.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.parse.pdf_text import Line
from ingest.parsed import ParsedBlock

Margins = dict[tuple[int, int], float]
"""Column and left edge (in steps of `_STEP_POINTS`) -> right edge that lines from there reach, in points."""
_STEP_POINTS = 20
_SHORT_SHARE = 0.75
"""A line this much shorter than its neighbours was broken on purpose: an address, a field of a form."""
_KEPT_HYPHEN_BEFORE = frozenset({"och", "eller", "samt", "og", "and", "or", "respektive", "henholdsvis", "til", "till"})


def right_margins(lines: Sequence[Line]) -> Margins:
    """Return column and left edge (in steps) -> right edge that lines from there reach."""
    reach: Margins = {}
    for line in lines:
        slot = int(line.x0 // _STEP_POINTS)
        for near in (slot - 1, slot, slot + 1):
            reach[line.column, near] = max(reach.get((line.column, near), 0.0), line.x1)
    return reach


def _right(line: Line, margin: Margins) -> float:
    return margin.get((line.column, int(line.x0 // _STEP_POINTS)), line.x1)


def ends_early(last: Line, following: Line, margin: Margins) -> bool:
    """Tell whether the next word would have fitted on the line, so that its end was meant."""
    word = following.words[0]
    return last.x1 + (word.x1 - word.x0) + 1.5 * last.size < _right(last, margin)


def _is_short(line: Line, margin: Margins) -> bool:
    return line.x1 - line.x0 < _SHORT_SHARE * (_right(line, margin) - line.x0)


def flowed(lines: Sequence[Line], margin: Margins) -> str:
    """Join lines to running text: hyphens at line ends undone, line breaks that were meant kept."""
    text = lines[0].text
    for last, line in itertools.pairwise(lines):
        if text.endswith("-") or _is_cut_address(text):
            text = joined_word(text, line.text)
        elif ends_early(last, line, margin) and _is_short(last, margin):
            text += "\n" + line.text
        else:
            text += " " + line.text
    return text


def _is_cut_address(text: str) -> bool:
    """Tell whether a web address was cut after one of its strokes."""
    return text.endswith("/") and "://" in text.rsplit(maxsplit=1)[-1]


def joined_word(text: str, following: str) -> str:
    """Join text that ends with a hyphen to what follows.

    "fri-" + "och rättigheter" keeps hyphen and blank, "EU-" + "rätten" keeps the hyphen, "gemenskaps-" + "rätten"
    loses it.
    """
    first = following.split(maxsplit=1)[0] if following.split() else ""
    left = re.split(r"[\s(]", text.removesuffix("-"))[-1]
    if first.strip(",.;:").lower() in _KEPT_HYPHEN_BEFORE:
        return f"{text} {following}"
    if "://" in left or not left or left[-1].isdigit() or len(left) == 1 or left.isupper() or not first[:1].islower():
        return text + following
    return text.removesuffix("-") + following


def with_whole_words(blocks: Sequence[ParsedBlock]) -> list[ParsedBlock]:
    """Put a word that the end of a page or column cut in two whole where it begins; notes may stand between."""
    result = list(blocks)
    running = [position for position, block in enumerate(result) if block.kind != "note"]
    for here, there in itertools.pairwise(running):
        block, after = result[here], result[there]
        cut = block.kind in {"paragraph", "list_item"} and block.text.endswith("-") and _jumps(block, after)
        if cut and after.kind == "paragraph" and after.text[:1].islower():
            first, _, rest = after.text.partition(" ")
            if rest and first not in _KEPT_HYPHEN_BEFORE:
                result[here] = replace(block, text=joined_word(block.text, first))
                result[there] = replace(after, text=rest)
    return result


def _jumps(block: ParsedBlock, after: ParsedBlock) -> bool:
    """Tell whether a block begins on another page than the one before it, or higher up, in the next column."""
    higher = block.bbox is not None and after.bbox is not None and after.bbox[1] > block.bbox[3]
    return after.page != block.page or higher
