"""Text as it is read, stopped where there is more of it than a document may have.

Knows lengths and one limit; must not know formats. A paper of a hundred times the limit is refused after a hundredth
of the work, not after all of it, and a plain text before it is decoded.
"""

from collections.abc import Iterable, Iterator

from ingest.parsed import ParsedBlock
from search.errors import DocumentTooLarge

_PIECE_BYTES = 1 << 20
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_NOT_COUNTED = b" \t\n\v\f\r" + bytes(range(0x80, 0xC0))
"""Blanks, and the bytes with which a character goes on in UTF-8; in Windows-1252 these are signs and no letters."""


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


def check_plain(data: bytes, name: str, max_text_chars: int) -> None:
    """Refuse plain text of more than the limit by its bytes, a piece at a time.

    Decoded, it may take eight times as much memory. Blanks are not counted, since those around lines are left out of
    what is kept; UTF-16 is not either.

    Raises:
        DocumentTooLarge: it holds more characters, however they are encoded.
    """
    if len(data) <= max_text_chars or data.startswith(_UTF16_BOMS):
        return
    chars = sum(
        len(data[start : start + _PIECE_BYTES].translate(None, _NOT_COUNTED))
        for start in range(0, len(data), _PIECE_BYTES)
    )
    if chars > max_text_chars:
        raise DocumentTooLarge(
            f"{name} holds {chars:,} characters of text without blanks, allowed are {max_text_chars:,}; split it"
        )
