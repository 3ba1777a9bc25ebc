"""What the header of an answer says of its body: kind, character set, name, and whether robots may keep it.

Knows HTTP fields and media types; must not read bodies.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from ingest import media
from ingest.address import printable
from ingest.web.limits import ROBOT
from search.errors import UnsupportedFormat

SITEMAP = "application/xml"
"""Stands for what only a sitemap can be: XML that no parser takes."""

_ENDING_OF = {kind: ending for ending, kind in reversed(media.BY_EXTENSION.items())}
_SAME = {
    "application/xhtml+xml": media.HTML, "application/x-pdf": media.PDF, "text/x-markdown": media.MARKDOWN,
    "text/xml": SITEMAP, "application/xml": SITEMAP, "application/x-gzip": SITEMAP, "application/gzip": SITEMAP,
}  # fmt: skip
_SAYS_NOTHING = frozenset({
    "", "application/octet-stream", "binary/octet-stream", "application/zip", "application/x-zip-compressed",
    "application/download", "application/x-download", "application/force-download", "application/unknown",
})  # fmt: skip
_MAX_NAME_CHARACTERS = 150


@dataclass(frozen=True, slots=True)
class Headers:
    """The fields of an answer, by lower-case name; a field that came twice is joined with a comma."""

    fields: Mapping[str, str]

    @classmethod
    def of(cls, raw: Iterable[tuple[bytes, bytes]]) -> "Headers":
        """Return the fields as a connection gave them."""
        fields: dict[str, str] = {}
        for name, value in raw:
            key, text = name.decode("latin-1").lower(), value.decode("latin-1").strip()
            fields[key] = f"{fields[key]}, {text}" if key in fields else text
        return cls(fields)

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def modified(self) -> datetime | None:
        """When the server says that the page was changed last; None for what lies in the future."""
        stated = _date(self["last-modified"])
        return stated if stated is not None and stated <= datetime.now(UTC) else None

    @property
    def retry_after_s(self) -> float | None:
        """How many seconds the server asks to be left alone."""
        text = self["retry-after"]
        if text.isascii() and text.isdigit():
            return float(text[:9])
        until = _date(text)
        return max(0.0, (until - datetime.now(UTC)).total_seconds()) if until else None

    @property
    def robots(self) -> frozenset[str]:
        """The directives of X-Robots-Tag that are meant for every robot, or for this one."""
        return directives(self["x-robots-tag"])


@dataclass(frozen=True, slots=True)
class Kind:
    """What an answer promises to be.

    Attributes:
        media_type: one that a parser takes, or SITEMAP.
        name: a file name whose ending fits.
        charset: as the header has it; None where it has none.
    """

    media_type: str
    name: str
    charset: str | None = None


def kind_of(headers: Headers, address: str) -> Kind:
    """Return what a body will be, by its header and address.

    Raises:
        UnsupportedFormat: nothing that any parser takes.
    """
    message = Message()
    message["content-type"] = headers["content-type"] or "application/octet-stream"
    message["content-disposition"] = headers["content-disposition"]
    stated = message.get_content_type() if headers["content-type"] else ""
    name = _name(message.get_filename() or "", address)
    promised = media.kind_of_name(name)
    kind = _SAME.get(stated, stated)
    if kind in _SAYS_NOTHING:
        kind = promised or (media.HTML if not stated else "")
    elif kind == media.TEXT and promised == media.MARKDOWN:
        kind = promised
    if kind == SITEMAP or kind in _ENDING_OF:
        charset = message.get_param("charset")
        fitting = name if promised == kind else name + _ENDING_OF.get(kind, ".xml")
        return Kind(kind, fitting, charset if isinstance(charset, str) and charset else None)
    raise UnsupportedFormat(f"is {stated or 'of no stated kind'}, which no parser takes")


def directives(text: str) -> frozenset[str]:
    """Return the directives of a robots tag, in lower case; those for robots of another name are left out.

    A name holds for what comes after it in the same list, as in "noindex, otherbot: nofollow".
    """
    found: set[str] = set()
    meant = True
    for part in text.lower().split(","):
        name, colon, rest = part.partition(":")
        if colon and name.strip() not in {"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"}:
            meant = name.strip() == ROBOT
            part = rest  # noqa: PLW2901 - the directive behind the name
        if meant:
            found.add(part.strip())
    if "none" in found:
        found |= {"noindex", "nofollow"}
    return frozenset(found)


def _name(given: str, address: str) -> str:
    path = unquote(urlsplit(address).path, errors="replace")
    name = PurePosixPath(given.replace("\\", "/")).name or PurePosixPath(path).name or "index"
    name = re.sub(r"[\x00-\x1f\x7f/]", " ", printable(name.encode("utf-8", "replace").decode()))
    return name[-_MAX_NAME_CHARACTERS:]


def _date(text: str) -> datetime | None:
    try:
        stated = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)
