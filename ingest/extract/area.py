"""The fields of cooperation that a paper lists, in its order.

Knows the two ways in which papers list them: as items under a sentence or heading that announces them, and as the
subsections of such a heading. Must not know the term bank: what an area is about is told where it is asked for.
"""

import itertools
import re
from collections.abc import Iterator, Sequence

from ingest.extract.paper import Paper, without_number
from search.document import Block
from search.records import Area

_WORD = (
    r"(?:samverkansområde(?:n|na)?|samarbetsområde(?:n|na)?|samarbejdsområde(?:r|rne)?|indsatsområde(?:r|rne)?|"
    r"insatsområde(?:n|na)?|fokusområde(?:n|na|r|rne)?|områden|områdena|områder|emner|ämnesområden|"
    r"areas of (?:co-?operation|collaboration)|areas)"
)
_ANNOUNCES = re.compile(
    rf"(?:\b(?:följande|følgende|the following|omfattar|omfatter|enats om|valt|valgt|om|inom|inden for|covers?|"
    rf"överenskomna|aftalte|agreed|prioriterade|prioriterede|nio|åtta|sju|sex|fem|fyra|tre|two|three|four|five|six|seven|"
    rf"eight|nine|\d{{1,2}})\b[^.\n]{{0,60}})\b{_WORD}\b[^.\n:]{{0,60}}(?::|\.|$)",
    re.IGNORECASE,
)
_HEADS = re.compile(
    rf"^(?:prioriterade |prioriterede |gemensamma |fælles |våra |vores |tre |fire |fyra |fem |sex |seks |syv |"
    rf"sju |åtta |otte |"
    rf"særlige |särskilda |agreed |\d{{1,2}} )*{_WORD}(?: (?:för|for|of)\b[^.]{{0,40}})?$|"
    r"^(?:särskilda |særlige |gemensamma |fælles )*(?:åtaganden|samarbejdsflader)(?: (?:i|inom|för|for)\b[^.]{0,40})?$",
    re.IGNORECASE,
)
_ITEM_MARK = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|\(?[a-zåäöæø][.)]|[•–—-])\s+")
_NO_AREA = re.compile(r"[.!?]\s+\S|^(?:att|at|to)\s", re.IGNORECASE)
_LONGEST_AREA = 160
_LEAST, _MOST = 2, 30


def areas_of(paper: Paper) -> list[Area]:
    """Return the areas of the first place that lists any; none where no place does."""
    preface = list(itertools.takewhile(lambda block: block.kind != "heading", paper.blocks))
    listed = _listed(paper, "", preface)
    if listed:
        return listed
    for section in paper.sections():
        listed = _listed(paper, section.title, section.own)
        if not listed and _HEADS.match(section.title) and _LEAST <= len(section.below) <= _MOST:
            listed = [_of_heading(paper, heading) for heading in section.below]
        if listed:
            return listed
    return []


def _listed(paper: Paper, title: str, blocks: Sequence[Block]) -> list[Area]:
    """Return the items of the list that a section announces, in its heading or in the paragraph before the list."""
    announced = _HEADS.match(title) is not None
    for place, block in enumerate(blocks):
        if block.kind == "list_item":
            continue
        is_lead = block.kind == "paragraph" and _is_lead_in(block.text)
        if is_lead or (announced and block.text.rstrip().endswith(":")):
            found = list(_items(paper, blocks[place + 1 :]))
            if _LEAST <= len(found) <= _MOST:
                return found
    found = list(_items(paper, blocks)) if announced else []
    return found if _LEAST <= len(found) <= _MOST else []


def _is_lead_in(text: str) -> bool:
    """Tell whether the last sentences of a paragraph announce a list of areas."""
    return _ANNOUNCES.search(text[-260:]) is not None or (
        text.rstrip().endswith(":") and re.search(rf"\b{_WORD}\b", text[-120:], re.IGNORECASE) is not None
    )


def _items(paper: Paper, blocks: Sequence[Block]) -> Iterator[Area]:
    for block in blocks:
        if block.kind != "list_item":
            return
        mark = _ITEM_MARK.match(block.text)
        begin = mark.end() if mark else 0
        text = block.text[begin:].rstrip(" .;,\n")
        if not text or len(text) > _LONGEST_AREA or _NO_AREA.search(text):
            return
        yield Area(" ".join(text.split()), paper.span(block.start + begin, block.start + begin + len(text)))


def _of_heading(paper: Paper, heading: Block) -> Area:
    text = without_number(heading.text)
    begin = heading.start + max(0, heading.text.find(text))
    return Area(text, paper.span(begin, heading.end))
