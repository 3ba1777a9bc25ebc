"""Mail: the subject as title, who wrote to whom and when, the body, attachments that a parser takes.

Knows RFC 5322 and MIME as the standard library reads them; bodies and attachments go to the other parsers.
"""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

from ingest import media
from ingest.limits import Limits
from ingest.parse.html import blocks_of_fragment, decode_page
from ingest.parse.text import blocks_of, decode
from ingest.parsed import ParsedBlock, ParsedDocument
from search.errors import DocumentError, UnparseableDocument

_SHOWN_FIELDS = ("From", "To", "Cc", "Date")
_MAX_ATTACHMENTS = 50
_MAX_NESTED = 3


def parse(data: bytes, name: str, limits: Limits) -> ParsedDocument:
    """Parse a mail with its attachments.

    Raises:
        UnparseableDocument: it has no header fields.
    """
    return _parse(data, name, limits, nested=0)


def _parse(data: bytes, name: str, limits: Limits, nested: int) -> ParsedDocument:
    message = message_from_bytes(data, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise UnparseableDocument(f"{name} is no mail that can be read: it has no header; save it again")
    subject = _field(message, "Subject")
    blocks: list[ParsedBlock] = [ParsedBlock("heading", subject, level=1)] if subject else []
    header = [f"{field}: {_field(message, field)}" for field in _SHOWN_FIELDS if _field(message, field)]
    if header:
        blocks.append(ParsedBlock("contact", "\n".join(header)))
    blocks.extend(_body(message))
    notes: list[str] = []
    for attachment in list(message.iter_attachments())[:_MAX_ATTACHMENTS]:
        blocks.extend(_attachment(attachment, limits, notes, nested))
    metadata = {field.lower(): _field(message, field) for field in _SHOWN_FIELDS if _field(message, field)}
    return ParsedDocument(media.MAIL, tuple(blocks), title=subject or None, metadata=metadata, notes=tuple(notes))


def _field(message: EmailMessage, name: str) -> str:
    try:
        value = message.get(name, "")
    except (ValueError, IndexError, AttributeError, TypeError):  # malformed fields break the standard library's parser
        return ""
    return " ".join(str(value).split())


def _body(message: EmailMessage) -> Iterator[ParsedBlock]:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content.strip():
        return
    if part.get_content_subtype() == "html":
        yield from blocks_of_fragment(_decoded(part, content) or decode_page(content))
    else:
        yield from blocks_of(_unquoted(_decoded(part, content) or decode(content)), has_title=True)


def _decoded(part: MIMEPart, content: bytes) -> str | None:
    try:
        return content.decode(part.get_content_charset() or "utf-8").replace("\r\n", "\n")
    except (LookupError, UnicodeDecodeError):
        return None


def _unquoted(text: str) -> str:
    """Take off reply marks and what follows the signature line."""
    lines = [line.lstrip("> ") if line.startswith(">") else line for line in text.split("\n")]
    return "\n".join("" if line.rstrip() in {"--", "-- "} else line for line in lines)


def _attachment(part: EmailMessage, limits: Limits, notes: list[str], nested: int) -> Iterator[ParsedBlock]:
    from ingest.parse import parse as parse_any  # noqa: PLC0415 - the dispatcher imports this module

    name = " ".join((part.get_filename() or "attachment").split())
    content = part.get_payload(decode=True)
    if nested >= _MAX_NESTED or not isinstance(content, bytes) or media.kind_of_name(name) is None:
        notes.append(f"attachment {name} was left out")
        return
    try:
        parsed = (
            _parse(content, name, limits, nested + 1)
            if media.kind_of_name(name) == media.MAIL
            else parse_any(content, name, limits)
        )
    except DocumentError as error:
        notes.append(f"attachment {name} was left out: {error}")
        return
    yield ParsedBlock("heading", name, level=2)
    for block in parsed.blocks:
        level = min(block.level + 2, 6) if block.kind == "heading" else 0
        yield ParsedBlock(block.kind, block.text, level=level, bold=block.bold)
