"""Plain text: decoding, paragraphs, lists, headings without markup, form feeds as page breaks.

Knows what people do in plain text; transcripts of document-sharing sites are left to `ingest.parse.transcript`.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest import media
from ingest.limits import Limits
from ingest.parse import transcript
from ingest.parse.measured import check_plain
from ingest.parsed import ParsedBlock, ParsedDocument
from ingest.pattern import (
    DATE_LINE,
    GREETING,
    LINK_LINE,
    NAMED_SECTION,
    SECTION_NUMBER,
    SENTENCE_END,
    begins_item,
    heading_level,
    is_contact_box,
    is_contact_line,
    is_list_line,
    without_bullet,
)

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_FIELD = re.compile(r"^[A-ZÅÄÖÆØ][\w -]{1,24}: ")
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,}|~{3,})$")
_WRAPPED_LINE_CHARS = 50
"""A text whose full lines are longer than this, and of much the same length, was wrapped by a program."""
_UNWRAPPED_LINE_CHARS = 130
_HEADING_MAX_CHARS = 110
_HEADING_MAX_WORDS = 14
_BINDING = frozenset({
    "och", "og", "and", "eller", "or", "samt", "av", "af", "of", "i", "in", "på", "för", "for", "til", "till",
    "med", "with", "om", "mellan", "mellem",
})  # fmt: skip
"""A line that ends with one of these goes on."""


def parse(data: bytes, name: str, limits: Limits) -> ParsedDocument:
    """Parse plain text.

    Raises:
        DocumentTooLarge: it holds more text than a document may have.
    """
    check_plain(data, name, limits.max_text_chars)
    text = decode(data)
    if transcript.is_transcript(text):
        return transcript.parse_transcript(text)
    pages = text.split("\f")
    blocks: list[ParsedBlock] = []
    for number, page in enumerate(pages, start=1):
        blocks.extend(blocks_of(page, number if len(pages) > 1 else None, has_title=bool(blocks)))
    return ParsedDocument(media.TEXT, tuple(blocks), pages=len(pages) if len(pages) > 1 else None)


def decode(data: bytes) -> str:
    """Decode text of unknown encoding: UTF-8, UTF-16 with a byte order mark, else Windows-1252; newlines become LF."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def blocks_of(text: str, page: int | None = None, *, has_title: bool = False) -> Iterator[ParsedBlock]:
    """Yield the blocks of one page or one whole text.

    Args:
        text: with LF newlines.
        page: its number, where there are pages.
        has_title: a heading stood before; without one, the first heading becomes the title.
    """
    width = _wrap_width(text)
    chunks = [chunk for raw in _BLANK_LINES.split(text) for chunk in _chunks(raw, width)]
    for position, chunk in enumerate(chunks):
        if chunk.underlined:
            block = ParsedBlock("heading", chunk.text, level=heading_level(chunk.text, chunk.underlined))
        else:
            following = chunks[position + 1].text if position + 1 < len(chunks) else ""
            previous = chunks[position - 1].text if position else ""
            block = _block(chunk.text, previous, following, has_title=has_title)
        has_title = has_title or block.kind == "heading"
        yield replace(block, page=page)


def _wrap_width(text: str) -> int | None:
    """Return the width at which a program wrapped the text, or None where each line break was meant."""
    lengths = sorted(
        len(line.rstrip()) for line in text.splitlines() if line.strip() and not _UNDERLINE.match(line.strip())
    )
    if not lengths:
        return None
    width = lengths[int(len(lengths) * 0.95)] if len(lengths) > 1 else lengths[0]
    full = sum(1 for length in lengths if length > width * 0.8)
    if not (_WRAPPED_LINE_CHARS < width < _UNWRAPPED_LINE_CHARS and full >= len(lengths) * 0.2):
        return None
    return max(length for length in lengths if length <= width * 1.1)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A paragraph, list item or heading of plain text.

    Attributes:
        underlined: the heading level that a line of "=" (1) or "-" (2) under it gives, else 0.
    """

    text: str
    underlined: int = 0


def _chunks(raw: str, width: int | None) -> Iterator[_Chunk]:
    """Yield the paragraphs of a run of lines without blank lines between them; each list item is one."""
    chunk: list[str] = []
    for line in (line.strip() for line in raw.splitlines()):
        if chunk and _UNDERLINE.match(line):
            if chunk[:-1]:
                yield _Chunk(_joined(chunk[:-1], width))
            yield _Chunk(chunk[-1], 1 if line[0] == "=" else 2)
            chunk = []
            continue
        if chunk and begins_item(line, chunk[-1]):
            yield _Chunk(_joined(chunk, width))
            chunk = []
        if line:
            chunk.append(line)
    if chunk:
        yield _Chunk(_joined(chunk, width))


def _joined(lines: Sequence[str], width: int | None) -> str:
    joined = lines[0]
    for before, line in itertools.pairwise(lines):
        full = width is not None and len(before) + 1 + len(line.split(maxsplit=1)[0]) > width
        wrapped = full and not _FIELD.match(line)
        joined += (" " if wrapped else "\n") + line
    return joined


def _block(chunk: str, previous: str, following: str, *, has_title: bool) -> ParsedBlock:
    if _is_heading(chunk, previous, following, has_title=has_title):
        return ParsedBlock("heading", chunk, level=heading_level(chunk, 2 if has_title else 1))
    if is_list_line(chunk):
        return ParsedBlock("list_item", without_bullet(chunk))
    return ParsedBlock("paragraph", chunk)


def _is_heading(chunk: str, previous: str, following: str, *, has_title: bool) -> bool:
    if not is_heading_shaped(chunk) or not following:
        return False
    if not has_title:
        return not is_list_line(chunk)
    if is_list_line(chunk) and (is_list_line(previous) or is_list_line(following) or previous.endswith(":")):
        return False
    if is_contact_box(following):
        return False
    return bool(SENTENCE_END.search(following)) or following.endswith(":") or SECTION_NUMBER.match(chunk) is not None


def is_heading_shaped(text: str) -> bool:
    """Tell whether a text could be a heading: one short line that is neither a sentence nor a contact, date or link."""
    if "\n" in text or len(text) > _HEADING_MAX_CHARS or len(text.split()) > _HEADING_MAX_WORDS:
        return False
    if not (text[0].isupper() or text[0].isdigit() or text[0] in '§”"') or text[-1] in ".,;:!–-":
        return False
    if text.rsplit(maxsplit=1)[-1].lower() in _BINDING:
        return False
    if NAMED_SECTION.match(text):
        return True
    if is_contact_line(text) or DATE_LINE.match(text) or LINK_LINE.match(text) or GREETING.match(text):
        return False
    return any(c.isalpha() for c in text)
