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
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"
MAIL = "message/rfc822"
OUTLOOK = "application/vnd.ms-outlook"

BY_EXTENSION = {
    ".pdf": PDF, ".docx": DOCX, ".docm": DOCX, ".dotx": DOCX, ".odt": ODT, ".ott": ODT,
    ".pptx": PPTX, ".pptm": PPTX, ".ppsx": PPTX, ".potx": PPTX, ".xlsx": XLSX, ".xlsm": XLSX, ".xltx": XLSX,
    ".html": HTML, ".htm": HTML, ".xhtml": HTML, ".md": MARKDOWN, ".markdown": MARKDOWN,
    ".txt": TEXT, ".text": TEXT, ".eml": MAIL, ".msg": OUTLOOK,
}  # fmt: skip

_TAKEN = "PDF, DOCX, PPTX, XLSX, ODT, HTML, Markdown, text or mail"
_SNIFFED_BYTES = 4096
_OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_BINARY_MAGIC = {
    b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture", b"GIF8": "a GIF picture",
    b"II*\x00": "a TIFF picture", b"MM\x00*": "a TIFF picture",
    b"\x1f\x8b": "a gzip archive", b"7z\xbc\xaf": "a 7-Zip archive", b"Rar!": "a RAR archive",
    b"\x7fELF": "a program", b"MZ\x90": "a program",
}  # fmt: skip
_RTF_MAGIC = b"{\\rtf"
_SAVE_AS = {
    ".doc": "DOCX or PDF", ".dot": "DOCX or PDF", ".rtf": "DOCX or PDF", ".pages": "DOCX or PDF", ".wpd": "DOCX or PDF",
    ".xls": "XLSX", ".xlsb": "XLSX", ".ods": "XLSX", ".numbers": "XLSX", ".csv": "XLSX",
    ".ppt": "PPTX or PDF", ".pps": "PPTX or PDF", ".odp": "PPTX or PDF", ".key": "PPTX or PDF",
    ".pst": "single mails (EML or MSG)", ".mbox": "single mails (EML or MSG)", ".mht": "HTML or PDF",
}  # fmt: skip
"""Formats that agencies still hold, without a parser here, and what the programs that write them can save instead."""
_MAIN_PARTS = {
    "word/document.xml": DOCX, "ppt/presentation.xml": PPTX, "xl/workbook.xml": XLSX, "xl/workbook.bin": ".xlsb",
}  # fmt: skip
_MAIN_TYPES = (
    (re.compile(rb"wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macroEnabled"), DOCX),
    (
        re.compile(
            rb"presentationml\.(?:presentation|slideshow|template)\.main|ms-powerpoint\.\w+\.macroEnabled\.main"
        ),
        PPTX,
    ),
    (re.compile(rb"ms-excel\.sheet\.binary"), ".xlsb"),
    (re.compile(rb"spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template)\.macroEnabled"), XLSX),
)
"""What the list of content types calls the main part, where it does not have its usual name."""
_OPEN_DOCUMENTS = {"spreadsheet": ".ods", "presentation": ".odp"}
_OLE_STREAMS = (("WordDocument", ".doc"), ("Workbook", ".xls"), ("PowerPoint Document", ".ppt"))
_OUTLOOK_STREAM = "__properties_version1.0"
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


def why_not_taken(name: str) -> str:
    """Return why a file of that name is not taken in, and what it can be saved as."""
    ending = PurePath(name).suffix.lower()
    advice = f"; save it as {_SAVE_AS[ending]}" if ending in _SAVE_AS else ""
    return f"no parser takes {ending or 'files without ending'}{advice}"


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
    if head.startswith(_RTF_MAGIC):
        raise UnsupportedFormat(
            f"{name} is a rich text (RTF) file; open it in Word or LibreOffice and save it as {_SAVE_AS['.rtf']}"
        )
    for magic, words in _BINARY_MAGIC.items():
        if head.startswith(magic):
            raise UnsupportedFormat(f"{name} is {words}; give a {_TAKEN} file")
    return _kind_of_text(head, name)


def _kind_of_zip(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
            declared = _start_of(archive, "mimetype", members, 100).decode("ascii", "replace")
            types = _start_of(archive, "[Content_Types].xml", members, 500_000)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise UnparseableDocument(f"{name} is a damaged or truncated Office file ({error}); get it again") from error
    kind = next((kind for part, kind in _MAIN_PARTS.items() if part in members), None)
    kind = kind or next((kind for pattern, kind in _MAIN_TYPES if pattern.search(types)), None)
    if kind is None and declared.startswith(ODT):
        kind = ODT
    kind = kind or next((kind for word, kind in _OPEN_DOCUMENTS.items() if declared.rpartition(".")[2] == word), None)
    if kind is None:
        raise UnsupportedFormat(
            f"{name} is a ZIP file, but neither DOCX nor ODT, PPTX or XLSX; give the files in it one by one"
        )
    if kind in _SAVE_AS:
        raise UnsupportedFormat(
            f"{name} is a {kind[1:].upper()} file, which no parser takes; save it as {_SAVE_AS[kind]}"
        )
    return kind


def _start_of(archive: zipfile.ZipFile, part: str, members: set[str], max_bytes: int) -> bytes:
    if part not in members:
        return b""
    with archive.open(part) as file:
        return file.read(max_bytes)


def _kind_of_ole(data: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedDocument(f"{name} needs a password; save a copy without one")
    if _OUTLOOK_STREAM.encode("utf-16-le") in data or kind_of_name(name) == OUTLOOK:
        return OUTLOOK
    old = next((old for stream, old in _OLE_STREAMS if stream.encode("utf-16-le") in data), ".doc")
    raise UnsupportedFormat(
        f"{name} is an Office file from before 2007 ({old[1:].upper()}); open it in Word, Excel, PowerPoint or "
        f"LibreOffice and save it as {_SAVE_AS[old]}"
    )


def _kind_of_text(head: bytes, name: str) -> str:
    promised = kind_of_name(name)
    if not head.startswith(_UTF16_BOMS) and b"\x00" in head:
        raise UnparseableDocument(f"{name} holds binary data that no parser knows; check that it is the right file")
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML_START.search(plain):
        return HTML
    if _looks_like_mail(plain, promised):
        return MAIL
    if promised is not None and promised not in _TEXT_KINDS:
        start = plain[:20].decode("utf-8", "replace")
        raise UnparseableDocument(f"{name} is not what its name says: it begins with {start!r}; check the file")
    if promised == TEXT and len(_MARKDOWN_HEADING.findall(plain)) > 1:
        return MARKDOWN
    if promised in _TEXT_KINDS:
        return promised
    raise UnsupportedFormat(f"{name}: {why_not_taken(name)}; give a {_TAKEN} file")


def _looks_like_mail(plain: bytes, promised: str | None) -> bool:
    header = re.split(rb"\r?\n\r?\n", plain, maxsplit=1)[0]
    fields = len(_MAIL_FIELD.findall(header))
    if promised == MAIL:
        return fields > 0
    return fields > 2 and _MAIL_ONLY_FIELD.search(header) is not None  # noqa: PLR2004 - three fields make a header
