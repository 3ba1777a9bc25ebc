"""Contact records of a paper: from tables, boxes, signatures and running text.

Knows which reader takes which block, and what headings add. Must not know how a row, a line or a sentence is read,
nor storage. Every field of a record is from one row, box or sentence, or from a head above it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.extract.asking import leads_to_somebody
from ingest.extract.contact_box import Line, contacts_in_box, is_contact_line, sender_of
from ingest.extract.contact_date import day_of
from ingest.extract.contact_prose import contacts_in_prose, may_ask, officials_in
from ingest.extract.contact_table import Head, contacts_in_table
from ingest.extract.draft import Draft
from ingest.extract.paper import Paper
from ingest.extract.point import has_point, may_reach, may_reach_at
from ingest.extract.section import Section, sections
from ingest.extract.sign import Sign
from search.document import Block, Passage
from search.records import Contact, Span

_ASKS = (
    "kontakta", "fråga efter", "vänd dig", "vänd er", "hör av", "spørg efter", "henvend", "rettes til", "stilles til",
    "besvar", "ring ", "contact", "ask for", "frågor", "spørgsmål", "questions",
)  # fmt: skip
"""A paragraph without numbers is looked at where it holds one of these, in any case."""
_MOST_LINE_CHARS = 110
_MOST_MENTIONED = 20


def contacts_in(paper: Paper) -> tuple[Contact, ...]:
    """Return the contacts that a paper states, in the order in which they stand in it."""
    drafts = list(_drafts(paper))
    if not drafts:
        return ()
    place = _Places(paper.text, paper.blocks, paper.passages)
    verified = day_of(paper.text) or paper.document.validity.valid_from
    return tuple(replace(place.contact(draft, section), verified=verified) for draft, section in drafts)


class _Places:
    """Finds block and passage of a draft and makes the record."""

    def __init__(self, text: str, blocks: Sequence[Block], passages: Sequence[Passage]) -> None:
        self._text = text
        self._blocks = blocks
        self._passages = passages
        self._block_starts = [block.start for block in blocks]
        self._passage_starts = [passage.start for passage in passages]

    def contact(self, draft: Draft, section: Section) -> Contact:
        """Return the record of a draft with what the headings above add."""
        start, end = self._trimmed(draft.start, draft.end)
        block = self._blocks[max(0, bisect_right(self._block_starts, start) - 1)]
        passage = self._passages[bisect_right(self._passage_starts, start) - 1] if self._passages else None
        holds = passage is not None and passage.start <= start < passage.end
        return Contact(
            Span(start, end, block.page, passage.passage_id if passage and holds else None),
            organisation=draft.organisation or section.organisation,
            unit=draft.unit or section.unit or (None if draft.has_somebody else section.function),
            role=draft.role,
            name=draft.name,
            topics=draft.topics or section.topics,
            place=draft.place,
            level=draft.level or section.level,
            phones=draft.phones,
            emails=draft.emails,
            hours=draft.hours,
            language=block.language,
            is_named_only=draft.is_named_only,
            is_mentioned=draft.is_mentioned,
            text=self._text[start:end],
            heading=section.nearest,
        )

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        piece = self._text[start:end]
        return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _drafts(paper: Paper) -> Iterator[tuple[Draft, Section]]:
    """Yield what each block states, with the headings above it."""
    head, after_table = Head(), False
    box: list[Line] = []
    boxed: Section | None = None
    lead: str | None = None
    senders: list[tuple[Draft, Section]] = []
    names: set[str] = set()
    mentioned: set[str] = set()
    reaching = paper.blocks_at(may_reach_at(paper.text))
    for position, block, section in sections(paper):
        signs = paper.signs[position]
        is_boxed = _is_box_line(block, section)
        if box and boxed and (section != boxed or not is_boxed):
            yield from _of(contacts_in_box(box, lead)[0], boxed, names)
            box = []
        if section != boxed or not is_boxed:
            lead = None
        if block.kind == "table":
            found, head = contacts_in_table(block.text, block.start, head if after_table else Head())
            yield from _of(found, section, names)
        elif is_boxed:
            box += _lines(block)
            boxed = section
            if block.kind == "contact":
                sender = sender_of(_lines(block))
                senders += [(sender, section)] if sender else []
                found, lead = contacts_in_box(box, lead)
                yield from _of(found, section, names)
                box = []
        else:
            reaches = (position in reaching or signs & Sign.LOCAL != 0) and may_reach(block.text)
            if reaches or may_ask(signs):
                yield from _of(_in_prose(block, reaches=reaches), section, names)
            if signs & Sign.ROLE:
                yield from ((draft, section) for draft in _named_first(block, mentioned, reaches=reaches))
        after_table = block.kind == "table"
    if box and boxed:
        yield from _of(contacts_in_box(box, lead)[0], boxed, names)
    # a mail's sender is an office where the signature says so
    yield from ((draft, section) for draft, section in senders if draft.name in names)


def _in_prose(block: Block, *, reaches: bool) -> list[Draft]:
    """Return whom a paragraph, list item or note names to be asked."""
    if not reaches and not leads_to_somebody(block.text):
        return []
    has_number = has_point(block.text)
    if not has_number and (block.kind == "note" or not _asks(block.text)):
        return []
    return _of_block(block, reaches=reaches)


def _asks(text: str) -> bool:
    lower = text.lower()
    return any(words in lower for words in _ASKS)


def _named_first(block: Block, mentioned: set[str], *, reaches: bool) -> Iterator[Draft]:
    """Yield the holders of offices that a block names, each where a paper names it first."""
    if block.kind not in ("paragraph", "list_item") or len(mentioned) >= _MOST_MENTIONED:
        return
    for draft in officials_in(block.text, block.start, reaches=reaches):
        if draft.name and draft.name not in mentioned:
            mentioned.add(draft.name)
            yield draft
        if len(mentioned) >= _MOST_MENTIONED:
            return


def _of(found: Sequence[Draft], section: Section, names: set[str]) -> Iterator[tuple[Draft, Section]]:
    for draft in found:
        if draft.name and (draft.role or draft.organisation):
            names.add(draft.name)
        yield draft, section


def _of_block(block: Block, *, reaches: bool) -> list[Draft]:
    if reaches and block.kind in ("list_item", "paragraph") and is_contact_line(block.text) and "\n" not in block.text:
        return contacts_in_box(_lines(block))[0]
    return contacts_in_prose(block.text, block.start, reaches=reaches)


def _is_box_line(block: Block, section: Section) -> bool:
    """Tell whether a block is a box, or a short line of one under a heading that announces contacts."""
    if block.kind == "contact":
        return True
    if block.kind not in ("paragraph", "list_item") or not section.is_for_contacts:
        return False
    lines = block.text.split("\n")
    return all(
        len(line) <= _MOST_LINE_CHARS and not re.search(r"[.!?]\s+[A-ZÅÄÖÆØ]|[a-zåäöæø][.!?]$", line) for line in lines
    )


def _lines(block: Block) -> list[Line]:
    lines, at = [], block.start
    for line in block.text.split("\n"):
        lines.append(Line(line, at))
        at += len(line) + 1
    return lines
