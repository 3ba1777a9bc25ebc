"""The clauses of laws and statutes: where each begins ("§ 5.", "5 §", "2 kap. 5 §"), and the chapters around them.

Knows kinds and texts of blocks in reading order; must not know formats. A clause has no heading of its own, but it is
what people cite; only a paper that counts its clauses from the first one is read so, not one that quotes some.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ingest.parsed import ParsedBlock
from ingest.pattern import DATE_LINE, is_contact_line
from search.document import BlockKind

_TEXT = r"(?=[A-ZÅÄÖÆØÉ§(\"“”„«»]|$|har upphävts|(?:är )?upphävd|ophævet)"
"""How the text of a clause begins; in "5 § andra stycket" a sentence goes on."""
_DANISH = re.compile(rf"§ ?(?P<number>\d{{1,3}})(?: ?(?P<letter>[a-zæøå]))?(?:\.|(?= [A-ZÅÄÖÆØ]))\s*{_TEXT}")
_SWEDISH = re.compile(rf"(?:\d{{1,2}}(?: [a-z])? kap\. )?(?P<number>\d{{1,3}})(?: ?(?P<letter>[a-z]))? §\s+{_TEXT}")
_MIN_CLAUSES = 3
_LARGEST_GAP = 30
"""Numbers that a law leaves out at most: repealed clauses are not always printed."""
_PART = re.compile(r"(?:afsnit|avdelning(?:en)?|afdeling|del) (?:\d{1,2}|[IVX]{1,5})(?: [A-Za-z])?\b\.?", re.IGNORECASE)
_CHAPTER = re.compile(
    r"(?:kapitel \d{1,2}(?: ?[a-z])?\b\.?|\d{1,2}(?: ?[a-z])? kap\.(?! \d)|(?:bilaga?|appendix)(?: \d{1,2}|(?= ?$)))",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:denna|detta|dessa) [^\W\d]{3,30} träder i kraft|på (?:regeringens|myndighetens|verkets) vägnar|givet på|"
    r"(?:övergångs|ikraftträdande|overgangs|ikrafttrædelses)\w*(?: och \w+| og \w+)?$|"
    r"[A-ZÅÄÖÆØ][^\W\d]+(?:[ -][^\W\d]+){0,6}, den \d{1,2}\. [^\W\d]+ \d{4}$|/ ?[A-ZÅÄÖÆØ][^\d]{3,60}$)",
    re.IGNORECASE,
)
"""What stands after the last clause without a heading: entry into force, place and date, signatures."""
_HEADING_MAX_CHARS = 110


class _Readable(Protocol):
    """What is read of a block, before and after it is placed in the text."""

    @property
    def kind(self) -> BlockKind: ...

    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _Number:
    """The printed number of a clause and what it is sorted by."""

    label: str
    number: int
    letter: str

    def follows(self, other: "_Number | None") -> bool:
        """Tell whether this clause comes after another one, None for the beginning."""
        if other is None:
            return self.number == 1
        later = (self.number, self.letter) > (other.number, other.letter)
        return later and self.number - other.number <= _LARGEST_GAP


def clause_labels(blocks: Sequence[_Readable]) -> dict[int, str]:
    """Return position -> the clause that begins there as people cite it, empty where one ends; nothing if no law.

    The last clause before a heading ends with it; that is for the caller to see.
    """
    if sum(1 for block in blocks if "§" in block.text) < _MIN_CLAUSES:
        return {}
    found: dict[int, str] = {}
    for form in (_DANISH, _SWEDISH):
        labels = dict(_chain(blocks, form))
        if len(labels) > max(len(found), _MIN_CLAUSES - 1):
            found = labels
    if not found:
        return {}
    first = min(found)
    ends = {position: "" for position, block in enumerate(blocks) if position > first and _CLOSING.match(block.text)}
    return ends | found


def _chain(blocks: Sequence[_Readable], form: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield the clauses of one form that count upwards; they may begin anew after the line of a chapter."""
    last: _Number | None = None
    anew = False
    for position, block in enumerate(blocks):
        number = _number_of(block, form)
        if number is None:
            anew = anew or (len(block.text) <= _HEADING_MAX_CHARS and _CHAPTER.match(block.text) is not None)
        elif number.follows(last) or (number.number == 1 and (anew or " kap. " in number.label)):
            yield position, number.label
            last, anew = number, False


def _number_of(block: _Readable, form: re.Pattern[str]) -> _Number | None:
    match = form.match(block.text) if block.kind == "paragraph" else None
    if match is None:
        return None
    label = match.group().strip().removesuffix(".")
    return _Number(" ".join(label.split()), int(match["number"]), match["letter"] or "")


def promote_chapters(blocks: Sequence[ParsedBlock]) -> list[ParsedBlock]:
    """Make headings of the chapter lines and the short lines between the clauses of a law.

    Pages of laws often set them as paragraphs in the middle of the page. "Kapitel 2" and the line after it are one.
    """
    labels = clause_labels(blocks)
    if not labels:
        return list(blocks)
    has_parts = any(_is_line(block) and _PART.match(block.text) for block in blocks)
    result: list[ParsedBlock] = []
    above = 1
    for position, block in enumerate(blocks):
        level = _level(block, has_parts=has_parts)
        if not level and position not in labels and _goes_on(result, block):
            result[-1] = replace(result[-1], text=f"{result[-1].text} {block.text}")
            continue
        above = level or (block.level if block.kind == "heading" else above)
        level = level or (above + 1 if _names_clause(blocks, position, labels) else 0)
        result.append(replace(block, kind="heading", level=level) if level else block)
    return result


def _is_line(block: ParsedBlock) -> bool:
    text = block.text
    short = block.kind == "paragraph" and len(text) <= _HEADING_MAX_CHARS and "\n" not in text
    return short and text[-1] not in ",;:!?" and not is_contact_line(text) and not DATE_LINE.match(text)


def _goes_on(before: Sequence[ParsedBlock], block: ParsedBlock) -> bool:
    """Tell whether a line is the name of the chapter whose number alone stands on the line before it."""
    if not before or before[-1].kind != "heading" or not _is_line(block):
        return False
    number = before[-1].text
    return (_PART.fullmatch(number) or _CHAPTER.fullmatch(number)) is not None


def _level(block: ParsedBlock, *, has_parts: bool) -> int:
    """Return the level of a line that begins a part or chapter, 0 for any other."""
    if not _is_line(block):
        return 0
    if _PART.match(block.text):
        return 2
    return 2 + has_parts if _CHAPTER.match(block.text) else 0


def _names_clause(blocks: Sequence[ParsedBlock], position: int, labels: dict[int, str]) -> bool:
    """Tell whether a short line right before a clause names what comes."""
    block = blocks[position]
    if not labels.get(position + 1) or position in labels or position == 0 or not _is_line(block):
        return False
    return block.text[0].isupper() and block.text[-1] not in ".)"
