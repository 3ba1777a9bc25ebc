"""Parsers, one module a format; each gives a `ParsedDocument` and imports its heavy library only when used.

Knows which module parses which media type; must not know where bytes come from or where results go.
"""

from importlib import import_module
from typing import Protocol, cast

from ingest import media
from ingest.limits import Limits
from ingest.parse.letter import Letter
from ingest.parsed import ParsedDocument

_MODULE_OF = {
    media.PDF: "pdf", media.DOCX: "docx", media.PPTX: "pptx", media.XLSX: "xlsx", media.ODT: "odt", media.HTML: "html",
    media.MARKDOWN: "markdown", media.TEXT: "text", media.MAIL: "mail",
    media.OUTLOOK: "outlook",
}  # fmt: skip


class Parser(Protocol):
    """What each parser module offers."""

    def parse(self, data: bytes, name: str, limits: Limits) -> ParsedDocument:
        """Parse bytes that are known to be of the module's kind."""
        ...


def parse(data: bytes, name: str, limits: Limits) -> ParsedDocument:
    """Parse bytes as what they are.

    Args:
        data: the whole file.
        name: shown in messages; its ending decides only between kinds of plain text.
        limits: what the document may cost.

    Raises:
        DocumentError: the file is empty, encrypted, damaged, too large when unpacked, or of a kind without parser.
    """
    module = cast("Parser", import_module(f"ingest.parse.{_MODULE_OF[media.sniff(data, name)]}"))
    return module.parse(data, name, limits)


def letter_of(data: bytes, name: str) -> Letter | None:
    """Read bytes as a letter, None where they are none.

    Raises:
        DocumentError: as `parse`.
    """
    kind = media.sniff(data, name)
    if kind not in {media.MAIL, media.OUTLOOK}:
        return None
    module = import_module(f"ingest.parse.{_MODULE_OF[kind]}")
    return cast("Letter", module.letter_of(data, name))
