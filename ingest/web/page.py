"""The text of a fetched page, in the character set that its server stated.

Knows character sets. Must not know tags beyond the one that names a character set.
"""

import codecs
import re
from dataclasses import replace

from ingest import media
from ingest.web.spool import Body, Spool
from ingest.web.visitor import Answer

MAX_LOOKED_AT_BYTES = 4_000_000
"""Of one page, for links and tags; what comes later is read by the parser alone."""

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_TEXTS = frozenset({media.HTML, media.MARKDOWN, media.TEXT})
_ON_THE_WEB = ("utf-8", "utf-16", "iso8859", "cp125", "koi8", "mac", "gb", "big5", "shift_jis", "euc_")
"""Python knows character sets that no page has, some of them costly."""
_LATIN = frozenset({"iso8859-1", "ascii"})
"""What these names mean on the web is Windows-1252. Source: the WHATWG encoding standard."""
_STATED_INSIDE = re.compile(rb"charset=[\"']?\s*([\w-]+)", re.IGNORECASE)


def with_charset(answer: Answer, spool: Spool) -> Answer:
    """Return the answer with its text in UTF-8 where the header states a character set; parsers see no header.

    Bytes that need no change stay as they came, so that their hash is the one that others compute.
    """
    kind, body = answer.kind, answer.body
    if kind is None or body is None or kind.charset is None or kind.media_type not in _TEXTS:
        return answer
    charset = _known(kind.charset)
    data = body.path.read_bytes() if charset else b""
    if charset is None or data.startswith(_BOMS) or not _differs(data, charset):
        return answer
    try:
        text = data.decode(charset)
    except UnicodeDecodeError:
        return answer
    spool.drop(body)
    return replace(answer, body=spool.put([codecs.BOM_UTF8, text.encode()], 4 * body.size + len(codecs.BOM_UTF8)))


def page_text(body: Body) -> str:
    """Return the start of a web page, decoded well enough for its tags."""
    from ingest.parse.html import decode_page  # noqa: PLC0415 - the parser loads its library

    return decode_page(body.head(MAX_LOOKED_AT_BYTES))


def _known(charset: str) -> str | None:
    try:
        name = codecs.lookup(charset.strip("\"' ")).name
    except (LookupError, ValueError):
        return None
    return "cp1252" if name in _LATIN else name if name.startswith(_ON_THE_WEB) else None


def _differs(data: bytes, charset: str) -> bool:
    """Tell whether a reader of the bytes alone might take them for something else."""
    if data.isascii() and charset != "utf-8" and not charset.startswith("utf-16"):
        return False
    inside = _STATED_INSIDE.search(data[:2048])
    stated = _known(inside[1].decode()) if inside else None
    return stated != charset if inside else charset not in ("utf-8", "cp1252")
