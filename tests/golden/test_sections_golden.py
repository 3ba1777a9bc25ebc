"""Small papers of other formats than PDF, each with something that tears text from its section."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from docx import Document as WordDocument

from ingest.assemble import assemble
from ingest.limits import Limits
from ingest.parse import parse
from ingest.source import Source
from search.stored import StoredDocument

NOTE_REFERENCE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
FOOTNOTES = (
    '<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/'
    '2006/main"><w:footnote w:id="2"><w:p><w:r><w:t>Senast ändrad i maj.</w:t></w:r></w:p></w:footnote></w:footnotes>'
)
RELATION = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" '
    'Target="footnotes.xml"/></Relationships>'
)
CONTENT_TYPE = (
    '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.footnotes+xml"/></Types>'
)


def stored(data: bytes, name: str) -> StoredDocument:
    source = Source(f"file:///{name}", name, None, Path(name), len(data), datetime(2024, 1, 1, tzinfo=UTC))
    return assemble(parse(data, name, Limits()), source, "0" * 64)


def sections(document: StoredDocument) -> dict[tuple[str, ...], str]:
    """Return section -> its text."""
    found: dict[tuple[str, ...], str] = {}
    for passage in document.passages:
        found[passage.section_path] = f"{found.get(passage.section_path, '')} {passage.text}".strip()
    return found


def word_file(*, titled: bool) -> bytes:
    """Return a Word file whose title has the style of titles, or is only bold, and whose first section has a note."""
    document = WordDocument()
    if titled:
        document.add_heading("Avtal om vårdplatser", 0)
    else:
        document.add_paragraph().add_run("Avtal om vårdplatser").bold = True
    document.add_paragraph("Avtalet gäller i tre år.")
    document.add_heading("Platser", 1)
    document.add_paragraph("Tio platser hålls lediga.")
    document.add_heading("Pris", 1)
    document.add_paragraph("Priset räknas upp varje år.")
    plain, noted = io.BytesIO(), io.BytesIO()
    document.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(noted, "w") as target:
        for item in source.namelist():
            text = source.read(item)
            if item == "word/document.xml":
                after = "Tio platser hålls lediga.</w:t></w:r>".encode()
                text = text.replace(after, after + NOTE_REFERENCE.encode())
            elif item == "word/_rels/document.xml.rels":
                text = text.replace(b"</Relationships>", RELATION.encode())
            elif item == "[Content_Types].xml":
                text = text.replace(b"</Types>", CONTENT_TYPE.encode())
            target.writestr(item, text)
        target.writestr("word/footnotes.xml", FOOTNOTES)
    return noted.getvalue()


def test_a_note_of_a_word_file_stands_in_the_section_that_calls_it() -> None:
    """A footnote belongs to the text that calls it, not to the last section."""
    found = sections(stored(word_file(titled=True), "avtal.docx"))
    assert found["Platser",].endswith("Senast ändrad i maj.")
    assert "maj" not in found["Pris",]


def test_the_title_of_a_word_file_is_no_section() -> None:
    """What stands between title and first section has no section, also where the title is only set bold."""
    for titled in (True, False):
        document = stored(word_file(titled=titled), "avtal.docx")
        assert document.document.title == "Avtal om vårdplatser"
        assert sections(document)[()] == "Avtalet gäller i tre år."


def test_boxes_beside_a_web_page_stand_in_none_of_its_sections() -> None:
    """A fact box within an article and a telephone number in the page's header are not part of the section before."""
    page = """<html><body><header><p>Ring oss: 08-465 004 90</p></header><main><h1>Ny arrest i Norrby</h1>
    <p>Arresten öppnar i maj.</p><h2>Bakgrund</h2><p>Den gamla arresten var för liten.</p>
    <aside><h3>Fakta</h3><p>Arresten har tolv rum.</p></aside><p>Bygget tog två år.</p></main></body></html>"""
    found = sections(stored(page.encode(), "nyhet.html"))
    assert found["Bakgrund",] == "Den gamla arresten var för liten.\n\nBygget tog två år."
    assert found["Fakta",] == "Arresten har tolv rum."
    assert found[()].startswith("Ring oss: 08-465 004 90")


def test_a_list_of_contents_without_page_numbers_is_left_out() -> None:
    """Lines that only name the headings after them answer nothing, whatever they are marked up as."""
    headings = ("Inledning", "Ansvar för tillsyn", "Lokaler", "Uppföljning")
    linked = "".join(f"<h3>{text}</h3><p>Kontakt om {text.lower()}</p>" for text in headings[:1])
    listed = "".join(f"<li>{text}</li>" for text in headings[1:])
    body = "".join(f"<h2>{text}</h2><p>Om {text.lower()} står det mer i bilagan.</p>" for text in headings)
    contents = f"<h2>Innehåll</h2>{linked}<ul>{listed}</ul>"
    page = f"<html><body><main><h1>Plan för arrester</h1>{contents}{body}</main></body></html>"
    document = stored(page.encode(), "plan.html")
    assert sorted(sections(document)) == sorted((text,) for text in headings)
    assert "Kontakt om" not in document.text


def test_a_greeting_is_no_heading() -> None:
    """A mail begins with a greeting on a line of its own; what follows it has no section."""
    mail = "From: kim@exempel.example\nSubject: Möte om häktet\n\nHej alla\n\nVi ses den 12 mars.\n\nHälsningar\nKim\n"
    assert set(sections(stored(mail.encode(), "mejl.eml"))) == {()}


def test_a_note_of_a_transcript_stands_where_it_is_called() -> None:
    """A note at the foot of a transcribed page goes to the section with its number, past the sections after it."""
    text = (
        "Plan för häkten\n\nTranskript:\n\nPlan 1 (2) 1 Mål Målet är att reglerna i konventionen 1 och i lagen följs. "
        "2 Ansvar Ansvaret ligger hos chefen för häktet, som kan lämna över det till sin ställföreträdare. "
        "1 Konventionen om barnets rättigheter.\n\nPlan 2 (2) 3 Tid Planen gäller i fyra år.\n"
    )
    found = sections(stored(text.encode(), "plan.txt"))
    assert found["1 Mål",].endswith("1 Konventionen om barnets rättigheter.")
    assert "Konventionen" not in found["2 Ansvar",]
