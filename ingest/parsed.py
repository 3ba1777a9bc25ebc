"""What a parser hands on: blocks in reading order, and what the format itself says about the document.

Knows shapes only; must not know formats, cleaning or storage. Offsets come later, in `ingest.assemble`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from search.document import BlockKind


@dataclass(frozen=True, slots=True)
class ParsedBlock:
    """One heading, paragraph, list item, table, note or contact box as a parser read it.

    Attributes:
        level: 1 is the highest heading; 0 for everything that is no heading.
        bold: the whole text stands out; a short one may be a heading without a heading's markup.
        size_points: type size, where the format tells.
        page, page_label, bbox, ocr_confidence: see `search.document.Block`.
    """

    kind: BlockKind
    text: str
    level: int = 0
    bold: bool = False
    size_points: float | None = None
    page: int | None = None
    page_label: str | None = None
    bbox: tuple[float, float, float, float] | None = None
    ocr_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """What was read from one file.

    Attributes:
        media_type: what the bytes are, whatever the name says.
        title: the format's own title field; often missing, often wrong.
        pages: number of physical pages; None where the format has none.
        language_hint: BCP 47 as the file declares it; often wrong.
        metadata: further fields of the format, by lower-case name (author, date, from, to).
        notes: what a reader of the report should know, such as pages that hold only pictures.
        masked: identity numbers of persons that were masked in it.
    """

    media_type: str
    blocks: tuple[ParsedBlock, ...]
    title: str | None = None
    pages: int | None = None
    language_hint: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    masked: int = 0
