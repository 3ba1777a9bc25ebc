"""Word documents: opened, their parts found, their body read piece by piece.

Knows which part of a package holds what; DOCX has no fixed pages, so blocks have none. Headers, footers, comments and
macros are never read.
"""

import itertools
import re
from dataclasses import replace

from ingest import media
from ingest.limits import Limits
from ingest.parse.docx_body import BLOCK_TAGS, Body, note_elements
from ingest.parse.docx_numbering import numbering_of
from ingest.parse.docx_style import styles_of
from ingest.parse.measured import within
from ingest.parse.ooxml import Package, opened
from ingest.parse.xml_part import children_of, value
from ingest.parsed import ParsedBlock, ParsedDocument
from ingest.structure import promote_bold_headings

_CONTENTS_LINE = re.compile(r"^.{3,120}?(?:\t|\.{4,}|\s{2,})\s*\d{1,4}$")
_TITLE_WITHIN_BLOCKS = 5
_TITLE_MIN_POINTS = 18.0
"""Source: Word sets its own style of titles in 26 or 28 points, body text in 10 to 12."""
_SUBTITLE_MIN_POINTS = 14.0
_TITLE_MAX_CHARS = 110
_DEFAULT_CALLS = {"footnote": "decimal", "endnote": "lowerRoman"}


def parse(data: bytes, name: str, limits: Limits) -> ParsedDocument:
    """Parse a Word document.

    Raises:
        EncryptedDocument, DocumentTooLarge, UnparseableDocument: see `ingest.parse.archive`,
            `ingest.parse.measured`.
    """
    with opened(data, name, limits, "a Word file") as package:
        blocks = _blocks(package, limits)
        fields = package.properties()
    return ParsedDocument(
        media.DOCX,
        tuple(blocks),
        title=fields.pop("title", None),
        language_hint=fields.pop("language", None),
        metadata=fields,
    )


def _blocks(package: Package, limits: Limits) -> list[ParsedBlock]:
    main = package.main("word/document.xml")
    body = _body(package, main)
    with package.open(main) as file:
        elements = children_of(file, "body", BLOCK_TAGS, package.name, main)
        read = (block for element in elements for block in body.blocks(element))
        blocks = list(within(itertools.chain(read, body.rest()), package.name, limits.max_text_chars))
    content = [block for block in blocks if not _CONTENTS_LINE.match(block.text)]
    promoted = promote_bold_headings(content)
    if body.titles or any(
        one is not other for one, other in zip(promoted[:_TITLE_WITHIN_BLOCKS], content, strict=False)
    ):
        return _below_title(promoted, titled=body.titles == 1)
    large = _with_large_title(promoted)
    return _below_title(large, titled=large is not promoted)


def _with_large_title(blocks: list[ParsedBlock]) -> list[ParsedBlock]:
    """Make the title of the lines at the start that are set as large as titles, with the large lines after them."""
    start = next((at for at, block in enumerate(blocks[:_TITLE_WITHIN_BLOCKS]) if _is_large(block)), None)
    if start is None or any(block.kind == "heading" for block in blocks[:start]):
        return blocks
    end = next((at for at in range(start, len(blocks)) if not _is_large(blocks[at], _SUBTITLE_MIN_POINTS)), len(blocks))
    text = " ".join(" ".join(block.text.split()) for block in blocks[start:end])
    if len(text) > _TITLE_MAX_CHARS:
        return blocks
    return [*blocks[:start], ParsedBlock("heading", text, level=1), *blocks[end:]]


def _is_large(block: ParsedBlock, least_points: float = _TITLE_MIN_POINTS) -> bool:
    return block.kind == "paragraph" and (block.size_points or 0) >= least_points


def _below_title(blocks: list[ParsedBlock], *, titled: bool) -> list[ParsedBlock]:
    """Return the blocks with all headings one level below the title, where the first heading is one.

    Args:
        titled: a paragraph has the style of titles or their size; else a title may only be set bold, above headings
            with styles.
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
