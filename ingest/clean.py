"""Cleaning: characters, blanks, web furniture, tables of contents, repeated paragraphs.

Knows text and block order; must not know formats beyond their media type.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest import media
from ingest.clause import promote_chapters
from ingest.clutter import LONGEST, is_clutter
from ingest.front_matter import with_people_apart
from ingest.parsed import ParsedBlock, ParsedDocument
from ingest.structure import mark_contacts, without_contents

_LIGATURES = re.compile("[\ufb00-\ufb06]")
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ue000-\uf8ff\ufeff\ufff0-\uffff]"
)
_ODD = ("\ufffc", "\ufffd", "\ufb00", "\ufb01", "\ufb02", "\ufb03", "\ufb04", "\ufb05", "\ufb06")
"""What a line needs cleaning for although every character of it can be printed: signs of loss, ligatures."""
_BLANKS = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_NEWLINES = re.compile("\r\n|[\r\n\u0085\u2028\u2029]")
_WEB_KINDS = frozenset({media.HTML, media.TEXT, media.MAIL, media.OUTLOOK, media.MARKDOWN})
_REPEATED_MIN_CHARS = 30


def clean(document: ParsedDocument) -> ParsedDocument:
    """Return the document with clean blocks; blocks without words are left out."""
    blocks: Sequence[ParsedBlock] = [
        block if text == block.text else replace(block, text=text)
        for block in document.blocks
        if has_words(text := clean_text(block.text))
    ]
    if document.media_type in _WEB_KINDS:
        blocks = list(_without_clutter(blocks))
    if document.media_type != media.PDF:  # where type sizes tell
        blocks = promote_chapters(blocks)
    blocks = mark_contacts(with_people_apart(list(_without_repeats(without_contents(blocks)))))
    return replace(document, blocks=tuple(blocks), title=_clean_title(document.title))


def clean_text(text: str) -> str:
    """Return text in NFC with plain blanks, single line breaks, no ligatures and no invisible characters."""
    if text.isprintable():
        return _clean_printable(text)
    lines = map(_clean_line, _NEWLINES.sub("\n", text).split("\n"))
    return "\n".join(line for line in lines if line)


def _clean_line(line: str) -> str:
    """Clean one line; most lines are clean, which is quick to tell."""
    return _clean_printable(line) if line.isprintable() else _mended(line)


def _clean_printable(line: str) -> str:
    if "  " in line or _is_odd(line):
        return _mended(line)
    return unicodedata.normalize("NFC", line).strip()


def _mended(line: str) -> str:
    line = _INVISIBLE.sub("", line)
    line = _LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match.group()), line)
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", line)).strip()


def _is_odd(line: str) -> bool:
    if line.isascii():
        return False
    for odd in _ODD:  # noqa: SIM110 - `any` takes three times as long, and this is asked of every line
        if odd in line:
            return True
    return False


def has_words(text: str) -> bool:
    """Tell whether a text holds a letter or a digit."""
    return any(map(str.isalnum, text))


def _clean_title(title: str | None) -> str | None:
    text = " ".join(clean_text(title or "").split())
    return text if has_words(text) else None


def _without_clutter(blocks: Sequence[ParsedBlock]) -> Iterator[ParsedBlock]:
    """Leave out web furniture, as whole blocks and as lines within short ones; empty headings go with it."""
    for block in blocks:
        if block.kind in {"table", "note"} or (len(block.text) > LONGEST and "\n" not in block.text):
            yield block
            continue
        if is_clutter(block.text):
            continue
        if "\n" not in block.text:
            yield block
            continue
        lines = [line for line in block.text.split("\n") if not is_clutter(line)]
        if lines:
            yield replace(block, text="\n".join(lines))


def _without_repeats(blocks: Sequence[ParsedBlock]) -> Iterator[ParsedBlock]:
    """Leave out a paragraph that says again what the one before says, such as the lead of a news page."""
    last: ParsedBlock | None = None
    for block in blocks:
        same = last is not None and last.text == block.text and last.kind == block.kind == "paragraph"
        if not (same and len(block.text) >= _REPEATED_MIN_CHARS):
            yield block
        last = block
