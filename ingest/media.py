"""Which kind a file is: by its name when folders are walked, by its first bytes when it is parsed.

Knows names, magic numbers and container layouts; must not read from disk or parse content.
"""

import io
import re
import zipfile
import zlib
from pathlib import PurePath

from search.errors import EmptyDocument, EncryptedDocument, UnparseableDocument, UnsupportedFormat

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"
MAIL = "message/rfc822"

BY_EXTENSION = {
    ".pdf": PDF, ".docx": DOCX, ".odt": ODT, ".html": HTML, ".htm": HTML, ".xhtml": HTML,
    ".md": MARKDOWN, ".markdown": MARKDOWN, ".txt": TEXT, ".text": TEXT, ".eml": MAIL,
}  # fmt: skip

_SNIFFED_BYTES = 4096
_OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_BINARY_MAGIC = {
    b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture", b"GIF8": "a GIF picture",
    b"II*\x00": "a TIFF picture", b"MM\x00*": "a TIFF picture", b"{\\rtf": "a rich text (RTF) file",
    b"\x1f\x8b": "a gzip archive", b"7z\xbc\xaf": "a 7-Zip archive", b"Rar!": "a RAR archive",
    b"\x7fELF": "a program", b"MZ\x90": "a program",
}  # fmt: skip
_HTML_START = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_FIELD = re.compile(
    rb"^(?:from|to|cc|subject|date|received|return-path|mime-version|message-id|content-type|delivered-to|"
    rb"content-transfer-encoding|reply-to|x-[a-z-]+|dkim-signature|list-id):",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_ONLY_FIELD = re.compile(rb"^(?:mime-version|message-id|received|return-path):", re.IGNORECASE | re.MULTILINE)
_MARKDOWN_HEADING = re.compile(rb"^#{1,6} \S.*$", re.MULTILINE)
_TEXT_KINDS = frozenset({TEXT, MARKDOWN, HTML, MAIL})


def kind_of_name(name: str) -> str | None:
    """Return the media type that a file name promises, or None where no parser takes it."""
    return BY_EXTENSION.get(PurePath(name).suffix.lower())


def sniff(data: bytes, name: str) -> str:
    """Return the media type of these bytes; the name decides only between kinds of plain text.

    Raises:
        EmptyDocument: there are no bytes.
        EncryptedDocument: an Office file that needs a password.
        UnparseableDocument: the bytes are not what the name says, nor anything else that can be parsed.
        UnsupportedFormat: a known kind without a parser.
    """
    if not data:
        raise EmptyDocument(f"{name} has 0 bytes; save it again with content")
    head = data[:_SNIFFED_BYTES]
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data, name)
    if head.startswith(_OLE_MAGIC):
        return _kind_of_ole(data, name)
    for magic, words in _BINARY_MAGIC.items():
        if head.startswith(magic):
            raise UnsupportedFormat(f"{name} is {words}; give a PDF, DOCX, ODT, HTML, Markdown, text or mail file")
    return _kind_of_text(head, name)


def _kind_of_zip(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
            declared = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in members else ""
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise UnparseableDocument(f"{name} is a damaged or truncated Office file ({error}); get it again") from error
    if "word/document.xml" in members:
        return DOCX
    if declared.startswith(ODT):
        return ODT
    raise UnsupportedFormat(f"{name} is a ZIP file, but neither DOCX nor ODT; save it as one of these or as PDF")


def _kind_of_ole(data: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedDocument(f"{name} needs a password; save a copy without one")
    raise UnsupportedFormat(f"{name} is an Office file from before 2007; save it as DOCX or PDF")


def _kind_of_text(head: bytes, name: str) -> str:
    promised = kind_of_name(name)
    if not head.startswith(_UTF16_BOMS) and b"\x00" in head:
        raise UnparseableDocument(f"{name} holds binary data that no parser knows; check that it is the right file")
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML_START.search(plain):
        return HTML
    if _looks_like_mail(plain, promised):
        return MAIL
    if promised in {PDF, DOCX, ODT}:
        start = plain[:20].decode("utf-8", "replace")
        raise UnparseableDocument(f"{name} is not what its name says: it begins with {start!r}; check the file")
    if promised == TEXT and len(_MARKDOWN_HEADING.findall(plain)) > 1:
        return MARKDOWN
    if promised in _TEXT_KINDS:
        return promised
    raise UnsupportedFormat(
        f"{name}: no parser takes this kind of file; give PDF, DOCX, ODT, HTML, Markdown, text or mail"
    )


def _looks_like_mail(plain: bytes, promised: str | None) -> bool:
    header = re.split(rb"\r?\n\r?\n", plain, maxsplit=1)[0]
    fields = len(_MAIL_FIELD.findall(header))
    if promised == MAIL:
        return fields > 0
    return fields > 2 and _MAIL_ONLY_FIELD.search(header) is not None  # noqa: PLR2004 - three fields make a header
