"""Word documents: opened, their parts found, their body read piece by piece.

Knows which part of a package holds what; DOCX has no fixed pages, so blocks have none. Headers, footers, comments and
macros are never read.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest import media
from ingest.limits import Limits
from ingest.parse.docx_body import BLOCK_TAGS, Body, note_elements
from ingest.parse.docx_numbering import numbering_of
from ingest.parse.docx_style import styles_of
from ingest.parse.ooxml import Package, opened
from ingest.parse.xml_part import children_of, value
from ingest.parsed import ParsedBlock, ParsedDocument
from ingest.structure import promote_bold_headings

_CONTENTS_LINE = re.compile(r"^.{3,120}?(?:\t|\.{4,}|\s{2,})\s*\d{1,4}$")
_TITLE_WITHIN_BLOCKS = 5
_DEFAULT_CALLS = {"footnote": "decimal", "endnote": "lowerRoman"}


def parse(data: bytes, name: str, limits: Limits) -> ParsedDocument:
    """Parse a Word document.

    Raises:
        EncryptedDocument, DocumentTooLarge, UnparseableDocument: see `ingest.parse.archive`.
    """
    with opened(data, name, limits, "a Word file") as package:
        blocks = [block for block in _blocks(package) if not _CONTENTS_LINE.match(block.text)]
        fields = package.properties()
    return ParsedDocument(
        media.DOCX,
        tuple(_with_title(promote_bold_headings(blocks))),
        title=fields.pop("title", None),
        language_hint=fields.pop("language", None),
        metadata=fields,
    )


def _blocks(package: Package) -> Iterator[ParsedBlock]:
    main = package.main("word/document.xml")
    body = _body(package, main)
    with package.open(main) as file:
        for element in children_of(file, "body", BLOCK_TAGS, package.name, main):
            yield from body.blocks(element)
    yield from body.rest()


def _with_title(blocks: list[ParsedBlock]) -> list[ParsedBlock]:
    """Return the blocks with a first heading that was only set bold as high as those after it: it is the title."""
    first = next((at for at, block in enumerate(blocks[:_TITLE_WITHIN_BLOCKS]) if block.kind == "heading"), None)
    if first is None or not any(block.kind == "heading" and block.level == 1 for block in blocks):
        return blocks
    return [*blocks[:first], replace(blocks[first], level=1), *blocks[first + 1 :]]


def _body(package: Package, main: str) -> Body:
    parts = {found.kind: found.target for found in package.relations(main).values() if not found.external}
    settings = package.tree(parts.get("settings", "word/settings.xml"))
    return Body(
        styles=styles_of(package.tree(parts.get("styles", "word/styles.xml"))),
        numbering=numbering_of(package.tree(parts.get("numbering", "word/numbering.xml"))),
        notes={
            **note_elements(package.tree(parts.get("footnotes", "")), "footnote"),
            **note_elements(package.tree(parts.get("endnotes", "")), "endnote"),
        },
        note_shapes={kind: value(settings, f"{kind}Pr", "numFmt") or shape for kind, shape in _DEFAULT_CALLS.items()},
    )
