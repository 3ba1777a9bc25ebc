"""Mail as the internet carries it: header fields, body, attachments, letters forwarded whole.

Knows RFC 5322 and MIME as the standard library reads them; how a letter becomes blocks is `ingest.parse.letter`'s.
"""

import itertools
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

from ingest import media
from ingest.limits import Limits
from ingest.parse.html import blocks_of_fragment, decode_page
from ingest.parse.letter import SHOWN_FIELDS, Attachment, Letter, document_of
from ingest.parse.text import blocks_of, decode
from ingest.parsed import ParsedBlock, ParsedDocument
from search.errors import DocumentTooLarge, UnparseableDocument

_MAX_PARTS = 200
_MOST_READ_PARTS = 5000
"""Source: the standard library takes 0.2 ms for a part, and holds them all before one is asked for."""
_BOUNDARY = re.compile(rb"boundary\s*=\s*\"?([^\"\s;]{1,70})", re.IGNORECASE)
_MOST_BOUNDARIES = 50
_MAX_FIELD_CHARS = 4000
"""Longer fields are cut: the standard library takes 9 s for 20,000 addresses."""


def parse(data: bytes, name: str, limits: Limits) -> ParsedDocument:
    """Parse a mail with its attachments.

    Raises:
        UnparseableDocument: it has no header fields, or its parts are nested too deep.
        DocumentTooLarge: it has too many parts.
    """
    return document_of(letter_of(data, name), media.MAIL, limits)


def letter_of(data: bytes, name: str) -> Letter:
    """Read a mail.

    Raises:
        UnparseableDocument, DocumentTooLarge: as `parse`.
    """
    _check_parts(data, name)
    try:
        message = message_from_bytes(data, policy=policy.default)
        if not isinstance(message, EmailMessage) or not message.keys():
            raise UnparseableDocument(f"{name} is no mail that can be read: it has no header; save it again")
        return _letter(message)
    except RecursionError as error:
        raise UnparseableDocument(f"{name} nests its parts too deep to be read; save the mail again") from error


def _check_parts(data: bytes, name: str) -> None:
    """Raise DocumentTooLarge for a mail of many thousand parts, before the standard library makes an object of each."""
    boundaries = _BOUNDARY.findall(data)
    distinct = itertools.islice(dict.fromkeys(boundaries), _MOST_BOUNDARIES)
    parts = len(boundaries) + sum(data.count(b"\n--" + boundary) for boundary in distinct)
    if parts > _MOST_READ_PARTS:
        raise DocumentTooLarge(
            f"{name} holds {parts:,} parts, allowed are {_MOST_READ_PARTS:,}; save what is attached on its own"
        )


def _letter(message: EmailMessage) -> Letter:
    fields = {name: _field(message, name) for name in SHOWN_FIELDS}
    return Letter(_field(message, "Subject"), fields, tuple(_body(message)), tuple(_attachments(message)))


def _field(message: EmailMessage, name: str) -> str:
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    try:
        value = str(policy.default.header_fetch_parse(name, raw[:_MAX_FIELD_CHARS]))
    except (ValueError, IndexError, AttributeError, TypeError, OverflowError, RecursionError):  # malformed: its bugs
        return ""
    return " ".join(value.split())


def _body(message: EmailMessage) -> Iterator[ParsedBlock]:
    part = message.get_body(preferencelist=("plain", "html"))
    content = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(content, bytes) or not content.strip():
        return
    if part.get_content_subtype() == "html":
        yield from blocks_of_fragment(_decoded(part, content) or decode_page(content))
    else:
        yield from plain_body(_decoded(part, content) or decode(content))


def plain_body(text: str) -> Iterator[ParsedBlock]:
    """Yield the blocks of a body in plain text, without reply marks and the line that begins a signature."""
    lines = [line.lstrip("> ") if line.startswith(">") else line for line in text.split("\n")]
    plain = "\n".join("" if line.rstrip() in {"--", "-- "} else line for line in lines)
    yield from blocks_of(plain, has_title=True)


def _decoded(part: MIMEPart, content: bytes) -> str | None:
    try:
        return content.decode(part.get_content_charset() or "utf-8").replace("\r\n", "\n")
    except (LookupError, UnicodeDecodeError):
        return None


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    for part in itertools.islice(message.iter_attachments(), _MAX_PARTS):
        name = " ".join((part.get_filename() or "").split())
        inner = part.get_payload() if part.get_content_type() == "message/rfc822" else None
        if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage):
            forwarded = inner[0]
            shown = name or _field(forwarded, "Subject") or "attachment"
            yield Attachment(shown, letter=lambda forwarded=forwarded: _letter(forwarded))  # type: ignore[misc]
            continue
        content = part.get_payload(decode=True)
        inline = part.get_content_disposition() != "attachment" and "Content-ID" in part
        yield Attachment(name or "attachment", content if isinstance(content, bytes) else b"", inline=inline)
