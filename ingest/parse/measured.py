"""Blocks as they are read, stopped where they hold more text than a document may have.

Knows lengths and one limit; must not know formats. A paper of a hundred times the limit is refused after a hundredth
of the work, not after all of it.
"""

from collections.abc import Iterable, Iterator

from ingest.parsed import ParsedBlock
from search.errors import DocumentTooLarge


def within(blocks: Iterable[ParsedBlock], name: str, max_text_chars: int) -> Iterator[ParsedBlock]:
    """Yield the blocks.

    Raises:
        DocumentTooLarge: their texts are longer than the limit together; those before were yielded.
    """
    chars = 0
    for block in blocks:
        chars += len(block.text)
        if chars > max_text_chars:
            raise DocumentTooLarge(
                f"{name} holds more than the {max_text_chars:,} characters of text that are allowed; split it"
            )
        yield block
