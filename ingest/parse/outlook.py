"""Mail as Outlook saves it (MSG): properties, recipients, attachments, letters attached whole.

Knows the storages and streams of MS-OXMSG as olefile gives them; how a letter becomes blocks is
`ingest.parse.letter`'s.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import olefile

from ingest import media
from ingest.limits import Limits
from ingest.parse.html import blocks_of_fragment, decode_page
from ingest.parse.letter import Attachment, Letter, document_of
from ingest.parse.mail import plain_body
from ingest.parsed import ParsedBlock, ParsedDocument
from search.errors import UnparseableDocument

_DAMAGED = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error, RecursionError)
"""What olefile raises for containers that are truncated or overwritten."""
_SUBJECT, _BODY, _HTML, _RTF = "0037", "1000", "1013", "1009"
_SENDER, _SENDER_SMTP, _SENDER_ADDRESS = "0C1A", "5D01", "0C1F"
_TO, _CC, _NAME, _SMTP, _ADDRESS = "0E04", "0E03", "3001", "39FE", "3003"
_FILE_NAME, _SHORT_NAME, _CONTENT, _CONTENT_ID = "3707", "3704", "3701", "3712"
_SENT, _DELIVERED, _RECIPIENT_KIND, _CODE_PAGE = 0x0039, 0x0E06, 0x0C15, 0x3FFD
_CC_KIND = 2
_WIDE, _NARROW, _BINARY, _STORAGE = "001F", "001E", "0102", "000D"
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_HEADER_BYTES = {"top": 32, "letter": 24, "other": 8}
_ENTRY_BYTES = 16
_MAX_NAMES_CHARS = 4000
_MAX_STORAGES = 500
_DEEPEST = 6

_Path = tuple[str, ...]


def parse(data: bytes, name: str, limits: Limits) -> ParsedDocument:
    """Parse an Outlook mail with its attachments.

    Raises:
        UnparseableDocument: the container is damaged.
    """
    return document_of(letter_of(data, name), media.OUTLOOK, limits)


def letter_of(data: bytes, name: str) -> Letter:
    """Read an Outlook mail.

    Raises:
        UnparseableDocument: as `parse`.
    """
    try:
        with olefile.OleFileIO(data) as container:
            return _letter(_Message(container, ()))
    except _DAMAGED as error:
        raise UnparseableDocument(f"{name} is a damaged or truncated Outlook mail ({error}); save it again") from error


@dataclass(frozen=True, slots=True)
class _Message:
    """A storage of the container: the letter itself, a recipient, an attachment."""

    container: olefile.OleFileIO
    path: _Path
    kind: str = "top"

    def raw(self, tag: str, kind: str) -> bytes | None:
        path = [*self.path, f"__substg1.0_{tag}{kind}"]
        if not self.container.exists(path) or self.container.get_type(path) != olefile.STGTY_STREAM:
            return None
        with self.container.openstream(path) as stream:
            return bytes(stream.read())

    def text(self, tag: str) -> str:
        wide = self.raw(tag, _WIDE)
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\x00")
        narrow = self.raw(tag, _NARROW)
        return "" if narrow is None else self._narrow(narrow).rstrip("\x00")

    def _narrow(self, data: bytes) -> str:
        try:
            return data.decode(f"cp{self.number(_CODE_PAGE) or 1252}")
        except (LookupError, UnicodeDecodeError):
            return data.decode("cp1252", "replace")

    def number(self, tag: int) -> int | None:
        """Return a fixed property as a number of 64 bits."""
        path = [*self.path, "__properties_version1.0"]
        if not self.container.exists(path):
            return None
        with self.container.openstream(path) as stream:
            entries = bytes(stream.read())[_HEADER_BYTES[self.kind] :]
        for start in range(0, len(entries) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            _, found, _, value = struct.unpack_from("<HHIQ", entries, start)
            if found == tag:
                return int(value)
        return None

    def below(self, prefix: str, kind: str) -> Iterator["_Message"]:
        """Yield the storages below this one whose name begins so."""
        depth = len(self.path)
        names = {
            path[depth]
            for path in self.container.listdir(streams=True, storages=True)
            if len(path) > depth and tuple(path[:depth]) == self.path and path[depth].startswith(prefix)
        }
        for name in sorted(names)[:_MAX_STORAGES]:
            yield _Message(self.container, (*self.path, name), kind)


def _letter(message: _Message) -> Letter:
    people = list(message.below("__recip_version1.0", "other"))
    fields = {
        "From": _named(message.text(_SENDER), message.text(_SENDER_SMTP) or message.text(_SENDER_ADDRESS)),
        "To": _people(people, cc=False) or message.text(_TO),
        "Cc": _people(people, cc=True) or message.text(_CC),
        "Date": _date(message),
    }
    body = list(_body(message))
    notes = () if body or message.raw(_RTF, _BINARY) is None else ("its text is rich text (RTF) only and was left out",)
    fields = {name: " ".join(value.split())[:_MAX_NAMES_CHARS] for name, value in fields.items()}
    return Letter(" ".join(message.text(_SUBJECT).split()), fields, body, tuple(_attachments(message)), notes)


def _body(message: _Message) -> Iterator[ParsedBlock]:
    text = message.text(_BODY).replace("\r\n", "\n").replace("\r", "\n")
    if text.strip():
        yield from plain_body(text)
        return
    page = message.raw(_HTML, _BINARY)
    html = decode_page(page) if page is not None else message.text(_HTML)
    if html.strip():
        yield from blocks_of_fragment(html)


def _attachments(message: _Message) -> Iterator[Attachment]:
    for storage in message.below("__attach_version1.0", "other"):
        name = " ".join((storage.text(_FILE_NAME) or storage.text(_SHORT_NAME) or storage.text(_NAME)).split())
        inner = _Message(message.container, (*storage.path, f"__substg1.0_{_CONTENT}{_STORAGE}"), "letter")
        if message.container.exists(list(inner.path)) and len(inner.path) <= _DEEPEST:
            yield Attachment(name or "attachment", letter=partial(_whole, _letter(inner)))
            continue
        data = storage.raw(_CONTENT, _BINARY)
        yield Attachment(name or "attachment", data or b"", inline=bool(storage.text(_CONTENT_ID)))


def _whole(letter: Letter) -> Letter:
    """Return a letter that was read while its container was open."""
    return letter


def _people(people: list[_Message], *, cc: bool) -> str:
    return ", ".join(
        _named(one.text(_NAME), one.text(_SMTP) or one.text(_ADDRESS))
        for one in people
        if ((one.number(_RECIPIENT_KIND) or 1) & 0xFFFFFFFF == _CC_KIND) == cc
    )


def _named(name: str, address: str) -> str:
    """Return a name with its address; addresses within an Exchange organisation say nothing to a reader."""
    if "@" not in address or address in name:
        return name.strip()
    return f"{name.strip()} <{address.strip()}>" if name.strip() else address.strip()


def _date(message: _Message) -> str:
    ticks = message.number(_SENT) or message.number(_DELIVERED)
    if not ticks:
        return ""
    try:
        return f"{_EPOCH + timedelta(microseconds=ticks // 10):%Y-%m-%d %H:%M} UTC"
    except OverflowError:
        return ""
