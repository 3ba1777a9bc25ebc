"""Sitemaps: which pages a site lists, plain or packed, and sitemaps of sitemaps.

Knows the format (sitemaps.org); must not fetch. Entities and document types are refused, and no tree is built.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from ingest.web.address import MAX_CHARACTERS, clean
from ingest.web.unpack import GZIP_MAGIC, gunzip
from search.errors import RefusedAddress, UnparseableDocument

MAX_ENTRIES = 50_000
MAX_BYTES = 52_428_800
"""Source of both: sitemaps.org allows no more in one file."""

_STEP_BYTES = 1 << 16


@dataclass(slots=True)
class Sitemap:
    """What a sitemap lists.

    Attributes:
        pages: cleaned addresses of pages.
        sitemaps: cleaned addresses of further sitemaps.
    """

    pages: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)


def read_sitemap(data: bytes, address: str) -> Sitemap:
    """Return what the sitemap at an address lists, at most `MAX_ENTRIES`.

    Raises:
        UnparseableDocument: it is no sitemap, is damaged, or unpacks to more than `MAX_BYTES`.
    """
    target = _Target(address)
    parser = XMLParser(target=target, forbid_dtd=True)
    try:
        for part in _unpacked(data):
            parser.feed(part)
        parser.close()
    except (ParseError, DefusedXmlException, zlib.error, ValueError) as error:
        raise UnparseableDocument(f"is no sitemap that can be read ({error})") from error
    if not target.is_sitemap:
        raise UnparseableDocument("is XML, but no sitemap; give the address of a page or of a sitemap")
    return target.found


class _Target:
    """Takes what the XML parser meets."""

    def __init__(self, address: str) -> None:
        self.found = Sitemap()
        self.is_sitemap = False
        self._address = address
        self._inside = ""
        self._text: list[str] = []
        self._is_location = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        del attributes
        name = tag.rpartition("}")[2].lower()
        self.is_sitemap |= name in ("urlset", "sitemapindex")
        if name in ("url", "sitemap"):
            self._inside = name
        self._is_location = name == "loc"
        self._text.clear()

    def data(self, text: str) -> None:
        if self._is_location and sum(map(len, self._text)) <= MAX_CHARACTERS:
            self._text.append(text)

    def end(self, tag: str) -> None:
        del tag
        if self._is_location and self._inside:
            self._take("".join(self._text))
        self._is_location = False

    def close(self) -> None:
        """Nothing is left to do at the end."""

    def _take(self, text: str) -> None:
        held = self.found.pages if self._inside == "url" else self.found.sitemaps
        try:
            address = clean(text, self._address)
        except RefusedAddress:
            return
        if len(held) < MAX_ENTRIES:
            held.append(address)


def _unpacked(data: bytes) -> Iterator[bytes]:
    parts = (data[start : start + _STEP_BYTES] for start in range(0, len(data), _STEP_BYTES))
    size = 0
    for part in gunzip(parts) if data.startswith(GZIP_MAGIC) else parts:
        size += len(part)
        if size > MAX_BYTES:
            raise UnparseableDocument(f"is a sitemap that unpacks to more than {MAX_BYTES:,} bytes")
        yield part
