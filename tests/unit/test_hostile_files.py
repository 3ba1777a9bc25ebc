import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import media
from ingest.limits import Limits
from ingest.parse import parse
from ingest.source import find_sources, hash_source
from ingest.work import Task, take_in
from search.errors import DocumentError, DocumentTooLarge, EncryptedDocument, UnparseableDocument, UnsupportedFormat
from tests.golden.ingest_made_files import guide_docx, list_odt
from tests.golden.mail_made_files import letter_eml, outlook_msg
from tests.golden.office_made_files import (
    contacts_xlsx,
    numbered_docx,
    numbered_odt,
    p,
    repacked,
    slides_pptx,
    with_parts,
)

LIMITS = Limits()
MAIN = {
    "word/document.xml": guide_docx, "content.xml": list_odt, "ppt/slides/slide1.xml": slides_pptx,
    "xl/worksheets/sheet1.xml": contacts_xlsx,
}  # fmt: skip


@pytest.mark.parametrize("share", [0.3, 0.9])
@pytest.mark.parametrize("made", [slides_pptx, contacts_xlsx, outlook_msg])
def test_truncated_file_is_refused(made: Callable[[], bytes], share: float) -> None:
    """A file of the newer formats that was cut off is refused with the reason."""
    data = made()
    with pytest.raises(UnparseableDocument, match="truncated"):
        parse(data[: int(len(data) * share)], "brev.msg", LIMITS)


@pytest.mark.parametrize(("member", "made"), MAIN.items())
def test_entities_after_a_long_comment_are_refused(member: str, made: Callable[[], bytes], tmp_path: Path) -> None:
    """Entities, also of files outside, are refused wherever in a part they are declared; none is ever read."""
    secret = tmp_path / "hemligt.txt"
    secret.write_text("hemligt", encoding="utf-8")
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        whole = archive.read(member).decode()
    xml = whole[whole.index("?>") + 2 :] if whole.startswith("<?xml") else whole
    late = f'<!--{" " * 70_000}--><!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}"><!ENTITY i "&e;">]>{xml}'
    with pytest.raises(UnparseableDocument, match="declares XML entities"):
        parse(repacked(made(), {member: late}), "fil", LIMITS)


@pytest.mark.parametrize(("member", "made"), MAIN.items())
def test_ten_thousand_levels_of_xml_are_refused(member: str, made: Callable[[], bytes]) -> None:
    """Elements nested deeper than any program writes them are refused, whatever they are."""
    deep = "<a>" * 10_000 + "</a>" * 10_000
    with pytest.raises(UnparseableDocument, match="is damaged XML"):
        parse(repacked(made(), {member: deep}), "fil", LIMITS)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("djup.md", "> " * 10_000 + "Avtalet gäller.\n\n" + "".join(f"{'  ' * n}- led\n" for n in range(300))),
        ("djup.html", "<html><body>" + "<dl><dt>ord<dd>" * 300 + "Avtalet gäller.</body></html>"),
        ("lista.html", "<html><body>" + "<ul><li>led" * 1000 + "Avtalet gäller.</body></html>"),
        ("tabell.html", "<html><body>" + "<table><tr><td>ruta" * 600 + "Avtalet gäller.</body></html>"),
        ("citat.eml", "Subject: x\nFrom: a@b.example\n\n" + ">" * 10_000 + "Avtalet gäller.\n"),
    ],
)
def test_deep_nesting_is_read(name: str, data: str) -> None:
    """Quotes, lists and tables within each other beyond all reason keep their words."""
    assert "Avtalet gäller." in "\n".join(block.text for block in parse(data.encode(), name, LIMITS).blocks)


def test_parts_of_a_mail_nested_without_end_are_refused() -> None:
    """A mail of fifteen hundred parts within each other is refused as such."""
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(1500))
    with pytest.raises(UnparseableDocument, match="nests its parts too deep"):
        parse(f"Subject: x\nMIME-Version: 1.0\n{parts}Content-Type: text/plain\n\nHej".encode(), "djup.eml", LIMITS)


def test_endless_header_is_cut() -> None:
    """A million characters of addresses and encoded words take well under a second."""
    field = "=?utf-8?q?a?= " * 40_000
    document = parse(f"Subject: {field}\nTo: {'a@b.example, ' * 40_000}\n\nHej på er".encode(), "lang.eml", LIMITS)
    assert len(document.blocks[0].text) < 5000


def test_member_of_high_ratio_is_refused() -> None:
    """A part that unpacks to many times its size is refused although it is below the limit on size."""
    bomb = repacked(guide_docx(), {"word/media/bild.bin": b"\0" * 30_000_000})
    with pytest.raises(DocumentTooLarge, match=r"bild\.bin unpacks to 1,0\d\d times its size, allowed are 200"):
        parse(bomb, "avtal.docx", LIMITS)


def test_overlapping_members_are_refused() -> None:
    """A container whose directory names one packed part many times is refused."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(guide_docx())) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, old.read(member))
        noise = os.urandom(50_000)
        new.writestr("word/kärna.bin", noise)
        first = new.getinfo("word/kärna.bin")
        for number in range(5):
            twin = zipfile.ZipInfo(f"word/{number}.bin")
            for field in ("header_offset", "file_size", "compress_size", "CRC", "compress_type", "flag_bits"):
                setattr(twin, field, getattr(first, field))
            new.filelist.append(twin)
    with pytest.raises(UnparseableDocument, match="parts lie over each other"):
        parse(buffer.getvalue(), "avtal.docx", LIMITS)


def test_container_within_a_container_is_not_unpacked() -> None:
    """A zip bomb embedded in a paper is a part like any other and stays packed."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", b"\0" * 50_000_000)
    document = parse(repacked(guide_docx(), {"word/embeddings/a.zip": inner.getvalue()}), "avtal.docx", LIMITS)
    assert document.blocks[0].text == "Guide til samarbejde om varetægt"


def test_names_that_lead_out_of_the_container_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Members and relations with ../ in their names write and read no file."""
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    (tmp_path / "footnotes.xml").write_text("<hemligt/>", encoding="utf-8")
    monkeypatch.chdir(folder)
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="x/footnotes" Target="../../../footnotes.xml"/><Relationship Id="r2" Type="x/styles" '
        'Target="file:///etc/hosts" TargetMode="External"/></Relationships>'
    )
    members: dict[str, bytes | str] = {"../../ut.txt": "ut", "/ut.txt": "ut", "word/_rels/document.xml.rels": rels}
    assert parse(repacked(guide_docx(), members), "avtal.docx", LIMITS).blocks
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b", "footnotes.xml"]


def test_text_of_a_file_with_macros_is_read_and_the_macros_are_not() -> None:
    """A Word file with macros is read for its text; its program is a part that nobody opens."""
    types = '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    macro = repacked(guide_docx(), {"word/vbaProject.bin": b"Sub AutoOpen()", "[Content_Types].xml": types})
    text = "\n".join(block.text for block in parse(macro, "avtal.docm", LIMITS).blocks)
    assert "varetægt" in text
    assert "AutoOpen" not in text


def test_open_document_with_a_password_is_refused() -> None:
    """OpenDocument says in its manifest that it is encrypted; no flag of the container does."""
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    with pytest.raises(EncryptedDocument, match="needs a password"):
        parse(repacked(list_odt(), {"META-INF/manifest.xml": manifest}), "aftale.odt", LIMITS)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"{\\rtf1 Hej}", "avtal.rtf", "rich text .* save it as DOCX or PDF"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + "Workbook".encode("utf-16-le"), "lista.xls", r"before 2007 \(XLS\).*XLSX"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + "WordDocument".encode("utf-16-le"), "a.doc", r"\(DOC\).*DOCX or PDF"),
    ],
)
def test_old_formats_are_refused_with_what_to_do(data: bytes, name: str, words: str) -> None:
    """A format from before 2007 is refused with the format to save it in."""
    with pytest.raises(UnsupportedFormat, match=words):
        parse(data, name, LIMITS)


@pytest.mark.parametrize(("kind", "saved_as"), [("spreadsheet", "XLSX"), ("presentation", "PPTX or PDF")])
def test_other_open_documents_are_refused_with_what_to_do(kind: str, saved_as: str) -> None:
    """OpenDocument sheets and slides are refused with the format to save them in."""
    other = repacked(list_odt(), {"mimetype": f"application/vnd.oasis.opendocument.{kind}"})
    with pytest.raises(UnsupportedFormat, match=f"save it as {saved_as}"):
        parse(other, "fil.ods", LIMITS)


def test_old_format_in_a_folder_is_skipped_with_what_to_do(tmp_path: Path) -> None:
    """A run over a folder says of each old file what it can be saved as."""
    (tmp_path / "avtal.doc").write_bytes(b"x")
    assert [one.reason for one in find_sources([tmp_path]).skipped] == ["no parser takes .doc; save it as DOCX or PDF"]


def test_parts_are_found_wherever_the_package_says() -> None:
    """The main part of a Word file may have any name: relations and content types tell."""
    data = guide_docx()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        for name, content in members.items():
            text = content.decode("utf-8", "surrogateescape") if isinstance(content, bytes) else content
            moved = text.replace("word/document.xml", "word/document2.xml").encode("utf-8", "surrogateescape")
            new.writestr(name.replace("document.xml", "document2.xml"), moved)
    document = parse(buffer.getvalue(), "avtal.bin", LIMITS)
    assert document.media_type == media.DOCX
    assert document.blocks[0].text == "Guide til samarbejde om varetægt"


def test_styles_that_inherit_from_each_other_end() -> None:
    """Styles based on each other in a circle, and lists that name no list, are read."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/><w:basedOn w:val="{other}"/>'
        '<w:pPr><w:numPr><w:numId w:val="77"/></w:numPr></w:pPr></w:style>'
        for one, other in (("A", "B"), ("B", "A"))
    )
    assert parse(with_parts(p("Text.", "A"), styles=styles), "a.docx", LIMITS).blocks[0].text == "Text."


@pytest.mark.parametrize("made", [numbered_docx, numbered_odt, slides_pptx, contacts_xlsx, outlook_msg, letter_eml])
def test_changed_bytes_are_found_or_read_around(made: Callable[[], bytes]) -> None:
    """A flipped byte anywhere is refused or read around, never an odd exception."""
    data = made()
    for position in range(8, len(data), max(1, len(data) // (6 if made is letter_eml else 25))):
        changed = bytearray(data)
        changed[position] ^= 0x55
        try:
            parse(bytes(changed), "fil.eml" if made is letter_eml else "fil", LIMITS)
        except DocumentError:
            continue


def test_text_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    """A document with more text than can be kept is refused before it is cut into passages."""
    path = tmp_path / "lang.txt"
    path.write_text("ord " * 1000, encoding="utf-8")
    source = find_sources([path]).sources[0]
    outcome = take_in(Task(source, hash_source(source, 10**6)), Limits(max_text_chars=1000))
    assert isinstance(outcome.error, DocumentTooLarge)
    assert "characters of text without blanks, allowed are 1,000" in str(outcome.error)
