import io
import zipfile

import pytest

from ingest import media
from ingest.limits import Limits
from ingest.parse import parse
from search.errors import DocumentError, DocumentTooLarge, EmptyDocument, EncryptedDocument, UnparseableDocument
from tests.golden.ingest_made_files import agreement_pdf, encrypted_pdf, guide_docx, list_odt, picture_pdf

LIMITS = Limits()


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    """Return an Office file with one member replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("share", [0.2, 0.5, 0.95])
@pytest.mark.parametrize("made", [agreement_pdf, guide_docx, list_odt])
def test_truncated_file_is_refused(made: object, share: float) -> None:
    """A file cut off anywhere is refused with the reason, never taken in half."""
    data: bytes = made()  # type: ignore[operator]
    with pytest.raises(UnparseableDocument, match="truncated"):
        parse(data[: int(len(data) * share)], "avtal.pdf", LIMITS)


def test_pdf_with_a_password_is_refused() -> None:
    """A PDF that needs a password is named as such."""
    with pytest.raises(EncryptedDocument, match="needs a password"):
        parse(encrypted_pdf(), "hemlig.pdf", LIMITS)


def test_picture_without_text_is_refused_with_the_reason() -> None:
    """A PDF that shows nothing but an empty picture says so."""
    with pytest.raises(EmptyDocument, match="holds no text, only pictures"):
        parse(picture_pdf(), "skannad.pdf", LIMITS)


def test_scan_without_text_recognition_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where tesseract is missing, a scan is refused with the packages that it needs."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EmptyDocument, match=r"text recognition is not installed .*tesseract-ocr-swe.*page 1"):
        parse(picture_pdf(), "skannad.pdf", LIMITS)


def test_damaged_pdf_is_refused() -> None:
    """A PDF whose inside is overwritten is refused, not crashed upon."""
    data = agreement_pdf()
    with pytest.raises(UnparseableDocument, match="damaged"):
        parse(data[:20] + b"\x00" * (len(data) - 40) + data[-20:], "avtal.pdf", LIMITS)


def test_pdf_under_another_name_is_read() -> None:
    """A PDF named .txt is read as the PDF it is."""
    assert parse(agreement_pdf(), "avtal.txt", LIMITS).media_type == media.PDF


@pytest.mark.parametrize("made", [guide_docx, list_odt])
def test_zip_bomb_is_refused(made: object) -> None:
    """An Office file that unpacks to more than the limit is refused before it is unpacked."""
    bomb = repacked(made(), "word/media/bild.bin", b"0" * 3_000_000)  # type: ignore[operator]
    with pytest.raises(DocumentTooLarge, match="unpacks to"):
        parse(bomb, "avtal.docx", Limits(max_unpacked_bytes=2_000_000))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_xml_entities_are_refused(encoding: str) -> None:
    """XML that declares entities, which could unfold without end, is refused."""
    evil = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'.encode(encoding)
    with pytest.raises(UnparseableDocument, match="declares XML entities"):
        parse(repacked(guide_docx(), "word/document.xml", evil), "avtal.docx", LIMITS)


@pytest.mark.parametrize("tag", ["div", "b", "ul"])
def test_deeply_nested_page_is_refused(tag: str) -> None:
    """A page of a hundred thousand nested elements, which would exhaust the stack, is refused."""
    page = f"<html><body>{f'<{tag}>' * 100_000}Avtalet gäller.{f'</{tag}>' * 100_000}"
    with pytest.raises(UnparseableDocument, match="nests its elements 100"):
        parse(page.encode(), "djup.html", LIMITS)


def test_nested_page_is_read() -> None:
    """A page nested deeper than any sensible one is still read."""
    page = "<html><body>" + "<div>" * 3000 + "Avtalet gäller." + "</div>" * 3000
    assert "Avtalet gäller." in parse(page.encode(), "djup.html", LIMITS).blocks[0].text


def test_one_endless_word_takes_no_time() -> None:
    """A megabyte without a blank is read in well under a second."""
    assert parse(b"a" * 1_000_000, "ord.txt", LIMITS).blocks


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Häktet".encode("utf-8-sig"), "Häktet"),
        ("Häktet".encode("utf-16"), "Häktet"),
        ("Häktet – fængsel".encode("cp1252"), "Häktet – fængsel"),
        (b"H\xe4ktet\r\nok\rja", "Häktet\nok\nja"),
    ],
)
def test_text_in_other_encodings_is_read(data: bytes, text: str) -> None:
    """UTF-8 with a mark, UTF-16 and Windows-1252 are told apart."""
    assert parse(data, "avtal.txt", LIMITS).blocks[0].text == text


def test_page_in_its_declared_encoding_is_read() -> None:
    """A web page is decoded as it declares."""
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Häktet i Norrby</p></body></html>'
    assert parse(page.encode("latin-1"), "sida.html", LIMITS).blocks[0].text == "Häktet i Norrby"


@pytest.mark.parametrize("made", [guide_docx, list_odt])
def test_member_bytes_changed_are_found(made: object) -> None:
    """A flipped byte inside an Office file is found by its checksum or read around, never an odd exception."""
    data = bytearray(made())  # type: ignore[operator]
    for position in range(60, len(data), max(1, len(data) // 60)):
        changed = bytearray(data)
        changed[position] ^= 0x55
        try:
            parse(bytes(changed), "avtal.docx", LIMITS)
        except DocumentError:
            continue
