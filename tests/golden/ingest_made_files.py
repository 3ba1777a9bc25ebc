"""Small binary documents made by script: a PDF with everything that PDFs do, a Word file, an OpenDocument text."""

import io

from docx import Document as WordDocument
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import H, List, ListItem, ListLevelStyleNumber, ListStyle, Note, NoteBody, NoteCitation, P
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

BODY = ("Helvetica", 10)
BOLD = ("Helvetica-Bold", 10)
LARGE = ("Helvetica-Bold", 18)
SMALL = ("Helvetica", 7.5)
LEFT, LEADING = 72, 14


class Page:
    """Writes lines from the top of a page downwards."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas, self.y = canvas, 740.0

    def line(self, text: str, font: tuple[str, float] = BODY, x: float = LEFT, gap: float = 0) -> None:
        self.y -= LEADING + gap
        self.canvas.setFont(*font)
        self.canvas.drawString(x, self.y, text)

    def lines(self, *texts: str, gap: float = 10, x: float = LEFT) -> None:
        for position, text in enumerate(texts):
            self.line(text, x=x, gap=gap if position == 0 else 0)

    def grid(self, rows: list[list[str]], widths: list[float]) -> None:
        """Draw a ruled table cell by cell; a line break within a cell starts a new line there."""
        self.y -= 12
        top = self.y
        for row in rows:
            height = 6 + 12 * max(len(cell.split("\n")) for cell in row)
            x = float(LEFT)
            for cell, width in zip(row, widths, strict=True):
                self.canvas.rect(x, self.y - height, width, height)
                self.canvas.setFont(*BODY)
                for number, part in enumerate(cell.split("\n")):
                    self.canvas.drawString(x + 3, self.y - 11 - 12 * number, part)
                x += width
            self.y -= height
        assert top > self.y


def agreement_pdf() -> bytes:
    """Return a PDF of three pages: running lines, sections, list, hyphens, footnote, tables, text over a page break."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setTitle("Mall för avtal.docx")
    for number, write in enumerate((_first, _second, _third), start=1):
        canvas.setFont(*SMALL)
        canvas.drawString(LEFT, 810, f"Överenskommelse {number} (3)")
        canvas.drawString(400, 810, "Dnr 2024:17")
        canvas.drawString(LEFT, 30, "Kriminalvården och Polismyndigheten")
        write(Page(canvas))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _first(page: Page) -> None:
    page.line("Överenskommelse om samverkan mellan", LARGE)
    page.line("Kriminalvården och Polismyndigheten", LARGE, gap=8)
    page.lines(
        "Överenskommelsen gäller från och med den 1 maj 2024. Den ska göra samver-",
        "kan enklare för den som arbetar med fri- och rättigheter, EU-",
        "rätten och transporter",
        gap=20,
    )
    page.canvas.setFont("Helvetica", 6)
    page.canvas.drawString(174, page.y + 4, "1")
    page.canvas.setFont(*BODY)
    page.canvas.drawString(182, page.y, "inom båda myndigheterna i hela landet och över gränserna.")
    page.line("1 Områden", BOLD, gap=16)
    page.lines("Samverkan omfattar följande områden:")
    page.lines("•  Transporter av frihetsberövade personer mellan häkte, anstalt och domstol i alla", gap=6)
    page.lines("   delar av landet", gap=0, x=82)
    page.lines("•  IT", gap=0)
    page.y = 120
    page.line("1 Med transport menas förflyttning under bevakning.", SMALL, gap=4)


def _second(page: Page) -> None:
    page.line("1.1 Kontakter", BOLD)
    page.lines("Kontakta den som är närmast.")
    page.grid(
        [
            ["Område", "Namn", "Telefon"],
            ["Transporter", "Kim\nExempel", "08-465 004 11"],
            ["IT", "Robin Prov", "08-465 004 12"],
        ],
        [100, 120, 120],
    )
    page.lines(
        "Kontakterna ses över två gånger om året av den nationella gruppen, som också svarar för att",
        "uppgifterna är riktiga och att listan sprids till alla som behöver den i det dagliga arbe-",
        gap=16,
    )


def _third(page: Page) -> None:
    page.lines("tet på häkten och arrester. Den som byter uppgift anmäler det själv inom en vecka.", gap=0)
    page.line("2 Jourtider", BOLD, gap=16)
    page.y -= 20
    for left, right in (("Ort", "Tid"), ("Stockholm", "dygnet runt"), ("Göteborg", "klockan 7-22")):
        page.y -= LEADING
        page.canvas.setFont(*BODY)
        page.canvas.drawString(LEFT, page.y, left)
        page.canvas.drawString(250, page.y, right)


def picture_pdf() -> bytes:
    """Return a PDF whose only page is a picture."""
    buffer, picture = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    picture.seek(0)
    canvas.drawImage(ImageReader(picture), 0, 0, 300, 300)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def encrypted_pdf() -> bytes:
    """Return a PDF that needs a password."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, encrypt=StandardEncryption("hemligt", strength=128))
    canvas.drawString(72, 700, "Hemligt avtal")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def guide_docx() -> bytes:
    """Return a Word file with title, headings, lists, a bold line and a table."""
    document = WordDocument()
    document.core_properties.title = "Skabelon"
    document.add_heading("Guide til samarbejde om varetægt", 0)
    document.add_paragraph("Guiden gælder fra den 1. juni 2024.")
    document.add_heading("Indsættelse", 1)
    document.add_paragraph("Ved indsættelsen skal personalet:")
    document.add_paragraph("ringe til kommunen", style="List Bullet")
    document.add_paragraph("skrive i journalen", style="List Bullet")
    document.add_paragraph("første skridt", style="List Number")
    document.add_paragraph().add_run("Kontakter").bold = True
    document.add_paragraph("Kontakterne står i listen.")
    table = document.add_table(2, 2)
    for row, cells in enumerate((("Område", "Navn"), ("Varetægt", "Kim Eksempel"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def list_odt() -> bytes:
    """Return an OpenDocument text with outline levels, a list, a footnote and a table."""
    document = OpenDocumentText()
    body = document.text
    body.addElement(H(outlinelevel=1, text="Kontaktliste for myndigheder"))
    paragraph = P(text="Listen opdateres hvert kvartal")
    note = Note(noteclass="footnote")
    note.addElement(NoteCitation(text="1"))
    note_body = NoteBody()
    note_body.addElement(P(text="Senest i marts."))
    note.addElement(note_body)
    paragraph.addElement(note)
    body.addElement(paragraph)
    body.addElement(H(outlinelevel=2, text="Områder"))
    style = ListStyle(name="Nummer")
    style.addElement(ListLevelStyleNumber(level=1, numformat="1", numsuffix="."))
    document.automaticstyles.addElement(style)
    items = List(stylename=style)
    for text in ("Varetægt", "Afsoning"):
        item = ListItem()
        item.addElement(P(text=text))
        items.addElement(item)
    body.addElement(items)
    table = Table()
    for cells in (("Område", "Navn"), ("Varetægt", "Kim Eksempel")):
        row = TableRow()
        for text in cells:
            cell = TableCell()
            cell.addElement(P(text=text))
            row.addElement(cell)
        table.addElement(row)
    body.addElement(table)
    buffer = io.BytesIO()
    document.write(buffer)
    return buffer.getvalue()
