"""Headings that only name people ("Deltagare", "Forfattere:") and what does not belong under them.

Knows blocks with levels and pages; must not know formats. Who took part and who wrote a paper is said before its text
begins, often in larger type than the first headings of the text.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.parsed import ParsedBlock
from ingest.pattern import SENTENCE_END

_PEOPLE = re.compile(
    r"(?:mötes|møde)?(?:deltagare|deltagere|deltager|närvarande|frånvarande|medverkande|närvaro|til ?stede|fraværende|"
    r"afbud|kallade|indkaldte|författare|forfattere?|participants|attendees|present|apologies|authors?):?$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?P<number>\d{1,2})[.)]?\s+\S")
_SENTENCE_MIN_WORDS = 8


def with_people_apart(blocks: Sequence[ParsedBlock]) -> list[ParsedBlock]:
    """Return the blocks with nothing under those headings but people: an agenda stands beside, the text has no heading.

    Numbered headings below one are raised to it, with all below them. One that the text of the next page stands under
    is no heading: a cover has said who wrote the paper.
    """
    result = list(blocks)
    for position, block in enumerate(blocks):
        if block.kind != "heading" or not _PEOPLE.match(block.text):
            continue
        end = _end(blocks, position)
        first = next((at for at in range(position + 1, end) if blocks[at].kind == "heading"), end)
        if first < end:
            _raise(result, position, first, end)
        elif _is_cover(block, blocks[position + 1 : end]):
            result[position] = replace(block, kind="paragraph", level=0)
    return result


def _end(blocks: Sequence[ParsedBlock], position: int) -> int:
    """Return where the section of a heading ends."""
    level = blocks[position].level
    for at in range(position + 1, len(blocks)):
        if blocks[at].kind == "heading" and blocks[at].level <= level:
            return at
    return len(blocks)


def _raise(blocks: list[ParsedBlock], position: int, first: int, end: int) -> None:
    """Raise an agenda that begins at `first` to the level of the heading at `position`, in place."""
    number = _NUMBERED.match(blocks[first].text)
    if number is None or number["number"] != "1":
        return
    raised = blocks[first].level - blocks[position].level
    for at in range(first, end):
        if blocks[at].kind == "heading":
            blocks[at] = replace(blocks[at], level=max(blocks[position].level, blocks[at].level - raised))


def _is_cover(heading: ParsedBlock, body: Sequence[ParsedBlock]) -> bool:
    """Tell whether a heading's page holds no sentence below it, and the pages after it do."""
    if heading.page is None:
        return False
    here = [block for block in body if block.page == heading.page]
    later = [block for block in body if block.page is not None and block.page > heading.page]
    return any(map(_is_sentence, later)) and not any(map(_is_sentence, here))


def _is_sentence(block: ParsedBlock) -> bool:
    return len(block.text.split()) >= _SENTENCE_MIN_WORDS and SENTENCE_END.search(block.text) is not None
