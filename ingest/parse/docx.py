"""Word documents: mammoth turns them into HTML, the walker turns that into blocks.

Knows Word's style names, also in Swedish and Danish; DOCX has no fixed pages, so blocks have none.
"""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import mammoth
from defusedxml import ElementTree

from ingest import media
from ingest.limits import Limits
from ingest.parse.archive import check_archive
from ingest.parse.html import blocks_of_fragment
from ingest.parsed import ParsedBlock, ParsedDocument
from search.errors import UnparseableDocument

_STYLES = "\n".join(
    [
        f"p[style-name='{word}'] => h1.title:fresh"
        for word in ("Title", "Rubrik", "Titel", "Dokumenttitel", "Dokumentrubrik")
    ]
    + [
        f"p[style-name='{word} {level}'] => h{level}:fresh"
        for word in ("Rubrik", "Overskrift", "heading", "Numrerad rubrik", "Nummerad rubrik")
        for level in range(1, 7)
    ]
    + ["p[style-name='Subtitle'] => p.subtitle:fresh", "comment-reference => "]
)
_CORE = "docProps/core.xml"
_CORE_FIELDS = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "author": "{http://purl.org/dc/elements/1.1/}creator",
    "language": "{http://purl.org/dc/elements/1.1/}language",
    "modified": "{http://purl.org/dc/terms/}modified",
}
_FOOTNOTE_BACK_LINK = re.compile(r"\s*↑\s*$")
_FOOTNOTE_ITEM = re.compile(r'<li id="(?:foot|end)note-')
_NOTE_NUMBER = re.compile(r"^(\d{1,3})\.\s")
_TITLE_TAG = '<h1 class="title">'
_TITLE_WITHIN_BLOCKS = 5
_CONTENTS_LINE = re.compile(r"^.{3,120}?(?:\t|\.{4,}|\s{2,})\s*\d{1,4}$")


def parse(data: bytes, name: str, limits: Limits) -> ParsedDocument:
    """Parse a Word document.

    Raises:
        EncryptedDocument, DocumentTooLarge, UnparseableDocument: see `ingest.parse.archive`.
    """
    check_archive(data, name, limits)
    try:
        result = mammoth.convert_to_html(io.BytesIO(data), style_map=_STYLES, convert_image=_no_image)
    except (KeyError, ValueError, IndexError, AttributeError, TypeError, zipfile.BadZipFile, OSError) as error:
        raise UnparseableDocument(f"{name} is not a Word file that can be read ({error}); save it again") from error
    fields = _core_fields(data)
    return ParsedDocument(
        media.DOCX,
        tuple(_blocks(result.value)),
        title=fields.pop("title", None),
        language_hint=fields.pop("language", None),
        metadata=fields,
    )


def _no_image(_image: Any) -> list[Any]:
    return []


def _blocks(html: str) -> list[ParsedBlock]:
    """Return the blocks; footnotes, which mammoth lists at the end, become notes behind what calls them."""
    match = _FOOTNOTE_ITEM.search(html)
    body, notes = (
        (html[: html.rfind("<ol>", 0, match.start())], html[html.rfind("<ol>", 0, match.start()) :])
        if match
        else (html, "")
    )
    blocks = [block for block in blocks_of_fragment(body) if not _CONTENTS_LINE.match(block.text)]
    found = blocks_of_fragment(notes) if notes else []
    noted = [ParsedBlock("note", _FOOTNOTE_BACK_LINK.sub("", note.text)) for note in found]
    titled = html.count(_TITLE_TAG) == 1
    return [block for block in _with_notes(_below_title(blocks, titled=titled), noted) if block.text]


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


def _with_notes(blocks: list[ParsedBlock], notes: list[ParsedBlock]) -> list[ParsedBlock]:
    """Return the blocks with each note behind the first one that calls it ("[1]"), the others at the end."""
    if not blocks:
        return notes
    behind: dict[int, list[ParsedBlock]] = {}
    for note in notes:
        number = _NOTE_NUMBER.match(note.text)
        call = f"[{number[1]}]" if number else None
        place = next((at for at, block in enumerate(blocks) if call and call in block.text), len(blocks) - 1)
        behind.setdefault(place, []).append(note)
    return [part for at, block in enumerate(blocks) for part in (block, *behind.get(at, ()))]


def _core_fields(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if _CORE not in archive.namelist():
            return {}
        try:
            root = ElementTree.fromstring(archive.read(_CORE))
        except ElementTree.ParseError:
            return {}
    found = {name: (root.findtext(tag) or "").strip() for name, tag in _CORE_FIELDS.items()}
    return {name: value for name, value in found.items() if value}
