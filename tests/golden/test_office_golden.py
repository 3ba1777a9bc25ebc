"""Files made with every trap of their format -> exactly the blocks that a reader of the finished paper would name."""

from collections.abc import Callable

import pytest

from ingest import media
from ingest.limits import Limits
from ingest.parse import parse
from ingest.parsed import ParsedDocument
from tests.golden.mail_made_files import letter_eml, outlook_msg
from tests.golden.office_made_files import contacts_xlsx, numbered_docx, numbered_odt, slides_pptx


def read(data: bytes, name: str) -> ParsedDocument:
    return parse(data, name, Limits())


def lines(document: ParsedDocument) -> list[str]:
    """Return what a reader would check by eye."""
    return [
        f"{b.kind}{b.level or ''}{f' p{b.page}' if b.page else ''}: {b.text}".replace("\n", " / ")
        for b in document.blocks
    ]


def test_word_numbers_are_printed_as_word_prints_them() -> None:
    """Headings and items carry their automatic numbers; hidden, deleted and prompting text is not there."""
    document = read(numbered_docx(), "avtal.docx")
    assert lines(document) == [
        "heading1: Överenskommelse om transporter",
        "heading1: 1 Syfte",
        "paragraph: Parterna samarbetar enligt avsnitt 2.1.[1]",
        "note: 1 Notens text.",
        "heading1: 2 Områden",
        "heading2: 2.1 Transporter",
        "list_item: a) första ledet",
        "list_item1: (i) under det",
        "list_item: b) andra ledet",
        "heading3: 2.1.2 Nattetid",
        "paragraph: Gäller efter klockan 22.",
        "paragraph: Rutan säger: ring 08-465 004 11.",
        "heading2: 2.2 Kontakter",
        "list_item: a) Listan börjar om",
        "paragraph: Uppgiften fylldes i.",
        "paragraph: Ett stycke.",
        (
            "table: Område | Namn | Telefon / Väst | Kim Exempel | 08-465 004 11 / Väst | Robin Prov | 08-465 004 12 / "
            "Gemensamt för alla |  | 112"
        ),
        "heading1: Bilaga A Blanketter",
        "paragraph: Sist.",
    ]


def test_open_document_numbers_are_printed() -> None:
    """Outline numbers, continued and restarted lists, notes, frames and spans of OpenDocument are read as shown."""
    assert lines(read(numbered_odt(), "aftale.odt")) == [
        "heading1: 1 Formål",
        "paragraph: Aftalen gælder transport[1].",
        "note: 1 Se bilag 2.",
        "heading1: 2 Ansvar",
        "heading2: 2.1 Politiet",
        "list_item: a) første led",
        "list_item1: under",
        "list_item: b) andet led",
        "paragraph: Mellem.",
        "list_item: c) tredje led",
        "list_item: a) forfra",
        "paragraph: I en ramme.",
        "table: Fyn | Kim / Fyn | Robin",
    ]


def test_slides_are_pages_with_their_titles_as_headings() -> None:
    """Each slide that is shown is a page; bullets keep their depth, speaker notes are notes."""
    document = read(slides_pptx(), "oplæg.pptx")
    assert document.pages == 4
    assert document.notes == ("hidden slides left out: 4",)
    assert lines(document) == [
        "heading1 p1: Samarbejde om transport",
        "paragraph p1: Oplæg for kredsene",
        "heading2 p2: Ansvar",
        "list_item p2: Politiet kører",
        "list_item1 p2: ved fare",
        "list_item p2: Kriminalforsorgen kører ellers",
        "note p2: Nævn vagttelefonen.",
        "heading2 p3: Kontakter i kredsene",
        "table p3: Kreds | Telefon / Fyn | 32 12 34 56 / Fyn | 32 12 34 57",
    ]


def test_spreadsheet_cells_are_read_as_shown() -> None:
    """Numbers, dates and amounts look as in their cells; hidden rows, columns, sheets and comments are left out."""
    document = read(contacts_xlsx(), "kontakter.xlsx")
    assert document.notes == ("hidden sheets left out: Dold",)
    tables = [block.text for block in document.blocks if block.kind == "table"]
    header = "Område | Namn | Telefon | Från"
    assert lines(document)[:2] == ["heading1: Kontakter", "paragraph: Kontaktlista för transporter"]
    assert len(tables) > 3
    assert all(table.startswith(header) for table in tables[:-1])
    rows = [line for table in tables[:-1] for line in table.split("\n")[1:]]
    assert rows == [f"Väst | Kim Exempel {n} | 08-465 00 41 | 2024-05-01" for n in range(59)]
    assert tables[-1] == "Post | Summa\nBidrag | 1 234 567,50 kr\nAndel | 25,6%\nFel"


def test_outlook_mail_is_read_with_what_is_attached() -> None:
    """A mail that Outlook saved gives people, body, its Word file and the letter that was attached whole."""
    document = read(outlook_msg(), "brev.msg")
    assert document.media_type == media.OUTLOOK
    assert lines(document)[:5] == [
        "heading1: Ny kontakt för transporter",
        (
            "contact: From: Kim Exempel <kim@polisen.example> / To: Robin Prov <robin@krim.example> / Cc: Alla / "
            "Date: 2024-04-29 16:00 UTC"
        ),
        "paragraph: Hej!",
        "paragraph: Ring 08-465 004 11 om transporter.",
        "paragraph: Kim",
    ]
    assert "heading2: guide.docx" in lines(document)
    assert lines(document)[-3:] == [
        "heading2: Sv: Transport", "contact: From: Robin Prov", "paragraph: Det gäller från den 1 maj 2024.",
    ]  # fmt: skip
    assert document.notes == ()


def test_attachments_are_bounded_in_depth_and_named_without_folders() -> None:
    """Letters within letters are read three deep; what is left out is named with the reason."""
    document = read(letter_eml(), "brev.eml")
    headings = [block.text for block in document.blocks if block.kind == "heading"]
    assert [text for text in headings if text.startswith("Brev")] == ["Brev 1", "Brev 2", "Brev 3", "Brev 4"]
    assert "lista.txt" in headings
    assert "attachment program.exe was left out: no parser takes .exe" in document.notes
    assert "attachment Brev 5 was left out: attached more than 3 letters deep" in document.notes


@pytest.mark.parametrize("made", [numbered_docx, numbered_odt, slides_pptx, contacts_xlsx, outlook_msg])
def test_every_original_is_read_twice_the_same(made: Callable[[], bytes]) -> None:
    """Counters of lists and notes begin anew with each document."""
    data = made()
    assert lines(read(data, "fil")) == lines(read(data, "fil"))
