"""What a paper states as data, read out of its text: contacts, and what other modules of this package read.

Knows which readers there are; must not know storage or how records are used.
"""

from collections.abc import Sequence

from ingest.extract.contacts import contacts_in
from search.document import Block, Document, Passage
from search.records import Record, Records


def records_in(document: Document, text: str, blocks: Sequence[Block], passages: Sequence[Passage]) -> Records:
    """Return every record of a document, in the order in which they stand in it.

    Args:
        text: the stored text that the offsets of blocks and passages point into.
    """
    found: list[Record] = [*contacts_in(document, text, blocks, passages)]
    return Records.of(found)
