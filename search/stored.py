"""Everything that belongs to one revision of a document: what `ingest` hands to the catalog.

Knows shapes only. Must not know how a document was parsed or where it is stored.
"""

from dataclasses import dataclass, field

from search.document import Block, Document, Passage
from search.records import Records


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document with its text and what was read from it.

    Attributes:
        text: the blocks' texts, joined by `search.document.BLOCK_SEPARATOR`.
        records: contacts, agreements, definitions and facts, with their places in `text`.
    """

    document: Document
    text: str
    blocks: tuple[Block, ...]
    passages: tuple[Passage, ...]
    records: Records = field(default_factory=Records)
