import io
import zipfile

import pytest

from ingest import media
from search.errors import DocumentError, EmptyDocument, EncryptedDocument, UnparseableDocument, UnsupportedFormat


def archive(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, text in members.items():
            file.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n", "avtal.txt", media.PDF),
        (b"\n junk \n%PDF-1.4", "avtal.pdf", media.PDF),
        (b"<!DOCTYPE html><html>", "avtal.pdf", media.HTML),
        (b"\xef\xbb\xbf  <!-- x --><HTML>", "sida.txt", media.HTML),
        (b"<p>bara text</p>", "sida.html", media.HTML),
        (b"Avtal\n\nText", "avtal.txt", media.TEXT),
        (b"# Ett\n\ntext\n\n## Tva\n", "avtal.txt", media.MARKDOWN),
        (b"# bara en kommentar\nrad", "avtal.txt", media.TEXT),
        (b"From: a@example.org\nSubject: x\nMIME-Version: 1.0\n\nHej", "brev.txt", media.MAIL),
        (b"From: Kim\nTo: Robin\nSubject: x\n\nHej", "brev.txt", media.TEXT),
        ("Avtal".encode("utf-16"), "avtal.txt", media.TEXT),
        (archive(word__document_xml="").replace(b"document_xml", b"document.xml"), "a.bin", media.DOCX),
        (archive(mimetype=media.ODT), "a.docx", media.ODT),
    ],
)
def test_content_decides(data: bytes, name: str, kind: str) -> None:
    """The bytes decide what a file is; the name only between kinds of text."""
    assert media.sniff(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "error", "words"),
    [
        (b"", "tom.pdf", EmptyDocument, "0 bytes"),
        (b"Bara text", "avtal.pdf", UnparseableDocument, "not what its name says"),
        (b"\x00\x01\x02", "avtal.txt", UnparseableDocument, "binary data"),
        (b"PK\x03\x04half", "avtal.docx", UnparseableDocument, "damaged or truncated"),
        (archive(annat="x"), "avtal.docx", UnsupportedFormat, "neither DOCX nor ODT"),
        (b"\x89PNG\r\n", "avtal.pdf", UnsupportedFormat, "PNG picture"),
        (b"{\\rtf1", "avtal.txt", UnsupportedFormat, "RTF"),
        (b"text", "program.py", UnsupportedFormat, "no parser"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"x", "avtal.doc", UnsupportedFormat, "before 2007"),
        (
            bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"),
            "avtal.docx",
            EncryptedDocument,
            "password",
        ),
    ],
)
def test_what_cannot_be_parsed_is_said(data: bytes, name: str, error: type[DocumentError], words: str) -> None:
    """A file that no parser takes is refused with its name and what to do."""
    with pytest.raises(error, match=words) as caught:
        media.sniff(data, name)
    assert name in str(caught.value)
