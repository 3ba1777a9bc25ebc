"""Slides, spreadsheets and papers with everything that Office files do; XML written here where no library makes it."""

import datetime as dt
import io
import zipfile

from openpyxl import Workbook
from openpyxl.comments import Comment
from pptx import Presentation
from pptx.util import Inches

from tests.golden.ingest_made_files import guide_docx, list_odt

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def repacked(data: bytes, members: dict[str, bytes | str]) -> bytes:
    """Return a container with members replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, content in members.items():
            new.writestr(name, content)
    return buffer.getvalue()


def with_parts(document: str, **parts: str) -> bytes:
    """Return a Word file with this body; parts are written as `word/<name>.xml` and related to the document."""
    members: dict[str, bytes | str] = {"word/document.xml": _part("document", f"<w:body>{document}</w:body>")}
    relations = ""
    for number, (name, content) in enumerate(parts.items(), start=1):
        members[f"word/{name}.xml"] = _part(name, content)
        relations += f'<Relationship Id="r{number}" Type="{_RELATION}/{name}" Target="{name}.xml"/>'
    members["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
    )
    return repacked(guide_docx(), members)


def _part(name: str, content: str) -> str:
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    return f'<w:{name} xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{space}">{content}</w:{name}>'


def p(text: str, style: str = "", *, number: tuple[int, int] | None = None, properties: str = "") -> str:
    """Return a paragraph; `number` is (level, list)."""
    listed = f'<w:numPr><w:ilvl w:val="{number[0]}"/><w:numId w:val="{number[1]}"/></w:numPr>' if number else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{listed}{properties}</w:pPr>{text if '<' in text else r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def level(number: int, text: str, shape: str = "decimal", more: str = "") -> str:
    """Return a level of an abstract list."""
    written = f'<w:numFmt w:val="{shape}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/>{written}</w:lvl>'


def abstract(number: int, *levels: str) -> str:
    """Return an abstract list."""
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def numbered(number: int, of: int, more: str = "") -> str:
    """Return a list made of an abstract one."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="Rubrik{n}"><w:name w:val="heading {n}"/><w:pPr><w:numPr>'
    f'<w:ilvl w:val="{n - 1}"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    for n in (1, 2, 3)
) + (
    '<w:style w:type="paragraph" w:styleId="Egen"><w:name w:val="Egen rubrik"/><w:basedOn w:val="Rubrik2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="character" w:styleId="Dold"><w:name w:val="Dold"/><w:rPr><w:vanish/></w:rPr></w:style>'
)
NUMBERING = "".join(
    [
        abstract(1, level(0, "%1"), level(1, "%1.%2"), level(2, "%1.%2.%3")),
        abstract(2, level(0, "%1)", "lowerLetter"), level(1, "(%2)", "lowerRoman")),
        abstract(3, level(0, "Bilaga %1", "upperLetter")),
        numbered(1, 1),
        numbered(2, 2),
        numbered(3, 2, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
        numbered(4, 3),
    ]
)


def numbered_docx() -> bytes:
    """Return a Word file with numbered headings, lists, notes, a text box, tracked changes and hidden text."""
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>'
        f"{p('Rutan säger: ring 08-465 004 11.')}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<w:txbxContent>{p('Rutan säger: ring 08-465 004 11.')}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    field = "".join(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>{more}' for kind, more in (
        ("begin", "<w:r><w:instrText>REF hemlig</w:instrText></w:r>"), ("separate", r("avsnitt 2.1")), ("end", ""),
    ))  # fmt: skip
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = [
        p("Överenskommelse om transporter", properties='<w:outlineLvl w:val="0"/>'),
        p("Innehåll 1", "TOC1"),
        p("Syfte", "Rubrik1"),
        p(r("Parterna ") + f"<w:del>{r('struket')}</w:del><w:ins>{r('samarbetar')}</w:ins>"
          + r(" hemligt", "<w:vanish/>") + r(" dolt", '<w:rStyle w:val="Dold"/>') + r(" enligt ") + field + r(".")
          + '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        p("Områden", "Rubrik1"),
        p("Transporter", "Rubrik2"),
        p("första ledet", number=(0, 2)) + p("under det", number=(1, 2)) + p("andra ledet", number=(0, 2)),
        p("", "Rubrik3"),
        p("Nattetid", "Rubrik3") + p("Gäller efter klockan 22.") + p(box),
        p("Kontakter", "Egen"),
        p("Listan börjar om", number=(0, 3)),
        prompt.format(p("Klicka här för att ange text")),
        f"<w:sdt><w:sdtContent>{p('Uppgiften fylldes i.')}</w:sdtContent></w:sdt>",
        p("Ett ", properties="<w:rPr><w:del/></w:rPr>") + p("stycke."),
        _table(),
        p("Blanketter", "Rubrik1", number=(0, 4)),
        p("Sist.") + "<w:sectPr/>",
    ]  # fmt: skip
    notes = '<w:footnote w:id="0" w:type="separator">' + p("streck") + "</w:footnote>"
    notes += f'<w:footnote w:id="2">{p("Notens text.")}</w:footnote>'
    return with_parts("".join(body), styles=STYLES, numbering=NUMBERING, footnotes=notes, header1=p("Sidhuvud"))


def _table() -> str:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"

    rows = [
        "<w:tr><w:trPr><w:tblHeader/></w:trPr>" + cell("Område") + cell("Namn") + cell("Telefon") + "</w:tr>",
        "<w:tr>"
        + cell("Väst", '<w:vMerge w:val="restart"/>')
        + cell("Kim Exempel")
        + cell("08-465 004 11")
        + "</w:tr>",
        "<w:tr>" + cell("", "<w:vMerge/>") + cell("Robin Prov") + cell("08-465 004 12") + "</w:tr>",
        "<w:tr><w:trPr><w:del/></w:trPr>" + cell("Struken") + cell("rad") + cell("bort") + "</w:tr>",
        "<w:tr>" + cell("Gemensamt för alla", '<w:gridSpan w:val="2"/>') + cell("112") + "</w:tr>",
    ]
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def numbered_odt() -> bytes:
    """Return an OpenDocument text with numbered headings and lists, tracked deletions, hidden text and spans."""
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    )
    outline = "".join(
        f'<text:outline-level-style text:level="{n}" style:num-format="1" text:display-levels="{n}"/>' for n in (1, 2)
    )
    lists = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="a" '
        'style:num-suffix=")"/><text:list-level-style-bullet text:level="2" text:bullet-char="•"/></text:list-style>'
        '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )

    def item(text: str, more: str = "") -> str:
        return f"<text:list-item><text:p>{text}</text:p>{more}</text:list-item>"

    def h(number: int, text: str) -> str:
        return f'<text:h text:outline-level="{number}">{text}</text:h>'

    body = [
        (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>struket stycke</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes>"
        ),
        h(1, "Formål"),
        (
            '<text:p>Aftalen gælder <text:span text:style-name="T1">skjult </text:span>transport'
            '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
            "<text:p>Se bilag 2.</text:p></text:note-body></text:note>.</text:p>"
        ),
        h(1, "Ansvar") + h(2, "Politiet"),
        (
            f'<text:list text:style-name="L1">{item("første led", "<text:list>" + item("under") + "</text:list>")}'
            f"{item('andet led')}</text:list><text:p>Mellem.</text:p>"
        ),
        f'<text:list text:style-name="L1" text:continue-numbering="true">{item("tredje led")}</text:list>',
        f'<text:list text:style-name="L1">{item("forfra")}</text:list>',
        "<text:p><draw:frame><draw:text-box><text:p>I en ramme.</text:p></draw:text-box></draw:frame></text:p>",
        '<text:section text:display="none"><text:p>skjult afsnit</text:p></text:section>',
        (
            '<table:table><table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>Fyn</text:p>'
            "</table:table-cell><table:table-cell><text:p>Kim</text:p></table:table-cell></table:table-row>"
            "<table:table-row><table:covered-table-cell/><table:table-cell><text:p>Robin</text:p></table:table-cell>"
            "</table:table-row></table:table>"
        ),
    ]
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{lists}</office:automatic-styles><office:body>"
        f"<office:text>{''.join(body)}</office:text></office:body></office:document-content>"
    )
    styles = (
        f"<office:document-styles {spaces}><office:styles><text:outline-style>{outline}</text:outline-style>"
        "</office:styles></office:document-styles>"
    )
    return repacked(list_odt(), {"content.xml": content, "styles.xml": styles})


def slides_pptx() -> bytes:
    """Return slides with titles, bullets in levels, a table, notes, a slide without title and a hidden one."""
    deck = Presentation()
    deck.core_properties.title = "PowerPoint-præsentation"
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = "Samarbejde om transport"
    first.placeholders[1].text = "Oplæg for kredsene"
    second = deck.slides.add_slide(deck.slide_layouts[1])
    second.shapes.title.text = "Ansvar"
    frame = second.placeholders[1].text_frame
    frame.text = "Politiet kører"
    for depth, text in ((1, "ved fare"), (0, "Kriminalforsorgen kører ellers")):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = text, depth
    second.notes_slide.notes_text_frame.text = "Nævn vagttelefonen."
    third = deck.slides.add_slide(deck.slide_layouts[6])
    box = third.shapes.add_textbox(Inches(1), Inches(1), Inches(4), Inches(1)).text_frame
    box.text = "Kontakter i kredsene"
    table = third.shapes.add_table(3, 2, Inches(1), Inches(2), Inches(6), Inches(2)).table
    for row, cells in enumerate((("Kreds", "Telefon"), ("Fyn", "32 12 34 56"), ("", "32 12 34 57"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    hidden = deck.slides.add_slide(deck.slide_layouts[5])
    hidden.shapes.title.text = "Skjult slide"
    hidden._element.set("show", "0")
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def contacts_xlsx() -> bytes:
    """Return a workbook with a caption, merged cells, formats, a long table, hidden rows, columns and sheets."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Kontakter"
    sheet.append(["Kontaktlista för transporter"])
    sheet.append([])
    sheet.append(["Område", "Namn", "Telefon", "Från", "Intern kod"])
    for number in range(60):
        sheet.append([None, f"Kim Exempel {number}", 84650041, dt.date(2024, 5, 1), "x1"])
    sheet["A4"] = "Väst"
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A4:A63")
    for row in range(4, 64):
        sheet.cell(row, 3).number_format, sheet.cell(row, 4).number_format = "00-000 00 00", "d mmmm yyyy"
    sheet["B4"].comment = Comment("en kommentar", "x")
    sheet.column_dimensions["E"].hidden = True
    sheet.row_dimensions[63].hidden = True
    amounts = book.create_sheet("Belopp")
    for row in (["Post", "Summa"], ["Bidrag", 1234567.5], ["Andel", 0.256], ["Fel", "=1/0"]):
        amounts.append(row)
    amounts["B2"].number_format, amounts["B3"].number_format = '#,##0.00" kr"', "0.0%"
    book.create_sheet("Dold")["A1"] = "hemligt"
    book["Dold"].sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
