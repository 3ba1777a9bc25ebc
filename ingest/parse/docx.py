"""Word documents: opened, their parts found, their body read piece by piece.

Knows which part of a package holds what; DOCX has no fixed pages, so blocks have none. Headers, footers, comments and
macros are never read.
"""

import re
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
        blocks = _blocks(package)
        fields = package.properties()
    return ParsedDocument(
        media.DOCX,
        tuple(blocks),
        title=fields.pop("title", None),
        language_hint=fields.pop("language", None),
        metadata=fields,
    )


def _blocks(package: Package) -> list[ParsedBlock]:
    main = package.main("word/document.xml")
    body = _body(package, main)
    blocks: list[ParsedBlock] = []
    with package.open(main) as file:
        for element in children_of(file, "body", BLOCK_TAGS, package.name, main):
            blocks += body.blocks(element)
    blocks += body.rest()
    content = [block for block in blocks if not _CONTENTS_LINE.match(block.text)]
    return _below_title(promote_bold_headings(content), titled=body.titles == 1)


def _below_title(blocks: list[ParsedBlock], *, titled: bool) -> list[ParsedBlock]:
    """Return the blocks with all headings one level below the title, where the first heading is one.

    Args:
        titled: a paragraph has the style of titles; else a title may only be set bold, above headings with styles.
    """
    first = next((at for at, block in enumerate(blocks[:_TITLE_WITHIN_BLOCKS]) if block.kind == "heading"), None)
    if first is None or not any(block.kind == "heading" and block.level == 1 for block in blocks[first + 1 :]):
        return blocks
    if not titled and blocks[first].level == 1:
        return blocks
    below = [
        replace(block, level=min(block.level + 1, 6)) if block.kind == "heading" else block
        for block in blocks[first + 1 :]
    ]
    return [*blocks[:first], replace(blocks[first], level=1), *below]


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
