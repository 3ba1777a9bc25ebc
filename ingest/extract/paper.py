"""A paper as those who look for records in it see it: its text, its blocks and what is known of it so far.

Knows offsets, sections and sentences. Must not know what a contact, an agreement or a definition looks like.
"""

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.extract.sign import signs_of_all
from search.document import Block, Document, Passage
from search.records import Span

_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*\s+(?=[\"“”„«(–—-]*\s*[A-ZÅÄÖÆØÉ0-9§])")
_NO_END = re.compile(
    r"(?:\b(?:bl\.\s?a|t\.\s?ex|f\.\s?eks|m\.\s?m|o\.\s?s\.\s?v|osv|jfr|jf|kap|nr|stk|ca|resp|kl|tel|tlf|ang|inkl|exkl|"
    r"ekskl|evt|fr\.\s?o\.\s?m|t\.\s?o\.\s?m|pkt|art|dir|prop|dnr|j|mr|dr|st|e\.\s?g|i\.\s?e)|(?<!\w)[^\W\d]|\b\d{1,3})\.$",
    re.IGNORECASE,
)
_SECTION_NUMBER = re.compile(r"^(?:(?:§+\s?)?\d{1,2}(?:\.\d{1,2})*[.)]?\s+|[A-Z][.)]\s+|steg \d+:?\s+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or a line, with its half-open offsets into the paper's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the blocks below it, those of its own subsections included.

    Attributes:
        title: without its number.
        own: the blocks before the first subsection.
        all: the blocks of its subsections too.
        below: headings of the subsections right under it.
    """

    heading: Block
    title: str
    own: tuple[Block, ...]
    all: tuple[Block, ...]
    below: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """What records are looked for in.

    Attributes:
        text: the stored text, into which all offsets point.
    """

    document: Document
    text: str
    blocks: Sequence[Block]
    passages: Sequence[Passage] = ()
    signs: Sequence[int] = field(default=(), repr=False, compare=False)
    """For each block which words it may hold, see `ingest.extract.sign`; looked up where they are not given."""
    _block_starts: list[int] = field(init=False, repr=False, compare=False)
    _passage_starts: list[int] = field(init=False, repr=False, compare=False)
    _sections: list[Section] = field(init=False, repr=False, compare=False, default_factory=list)

    def __post_init__(self) -> None:
        """Index where blocks and passages begin, and which words stand in which block."""
        if len(self.signs) != len(self.blocks):
            object.__setattr__(self, "signs", signs_of_all([block.text.lower().split() for block in self.blocks]))
        object.__setattr__(self, "_block_starts", [block.start for block in self.blocks])
        object.__setattr__(self, "_passage_starts", [passage.start for passage in self.passages])

    def span(self, start: int, end: int) -> Span:
        """Return where a record stands, with its page and its passage."""
        block = self.block_at(start)
        place = bisect.bisect_right(self._passage_starts, start) - 1
        held = self.passages[place] if place >= 0 and start < self.passages[place].end else None
        return Span(start, end, block.page if block else None, held.passage_id if held else None)

    def block_at(self, offset: int) -> Block | None:
        """Return the block in which an offset lies; None for what stands between blocks."""
        place = bisect.bisect_right(self._block_starts, offset) - 1
        return self.blocks[place] if place >= 0 and offset < self.blocks[place].end else None

    def blocks_at(self, offsets: Iterable[int]) -> set[int]:
        """Return the positions of the blocks that hold these offsets."""
        return {bisect.bisect_right(self._block_starts, offset) - 1 for offset in offsets}

    def pieces_between(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Return the parts of blocks between two offsets, as half-open offsets, each with the signs of its block."""
        first = max(0, bisect.bisect_right(self._block_starts, start) - 1)
        last = bisect.bisect_left(self._block_starts, end)
        pairs = zip(self.blocks[first:last], self.signs[first:last], strict=True)
        return [(max(start, block.start), min(end, block.end), signs) for block, signs in pairs if block.end > start]

    def sections(self) -> Sequence[Section]:
        """Return every heading with what stands below it; put together once, since each kind of record asks."""
        if not self._sections:
            self._sections.extend(
                _section(self.blocks, place) for place, block in enumerate(self.blocks) if block.kind == "heading"
            )
        return self._sections


def sentences_of(block: Block) -> Iterator[Sentence]:
    """Yield the sentences of a block; lines of prose that was broken into lines are one text."""
    if block.kind in {"table", "contact"}:
        start = block.start
        for line in block.text.split("\n"):
            if line.strip():
                yield Sentence(line, start, start + len(line))
            start += len(line) + 1
        return
    begin = 0
    for match in _SENTENCE_END.finditer(block.text):
        end = match.start() + len(match.group().rstrip())
        if _NO_END.search(block.text, max(0, match.start() - 12), match.start() + 1):
            continue
        yield Sentence(block.text[begin:end], block.start + begin, block.start + end)
        begin = match.end()
    if begin < len(block.text):
        yield Sentence(block.text[begin:], block.start + begin, block.end)


def without_number(heading: str) -> str:
    """Return a heading without its section number, in one line."""
    return " ".join(_SECTION_NUMBER.sub("", heading).split())


def _section(blocks: Sequence[Block], place: int) -> Section:
    heading = blocks[place]
    after = range(place + 1, len(blocks))
    end = next(
        (at for at in after if blocks[at].kind == "heading" and blocks[at].level <= heading.level),
        len(blocks),
    )
    inside = tuple(blocks[place + 1 : end])
    headings = [block for block in inside if block.kind == "heading"]
    own = inside[: inside.index(headings[0])] if headings else inside
    highest = min((block.level for block in headings), default=0)
    below = tuple(block for block in headings if block.level == highest)
    return Section(heading, without_number(heading.text), own, inside, below)
