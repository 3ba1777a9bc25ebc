"""DOCX and ODT files from parsed sources, byte for byte the same on every run."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.shared import Pt
from odf import dc, meta, style, table, text
from odf.opendocument import OpenDocumentText

from tools.sample_corpus.markup import Heading, Listing, Paragraph, Source, Table, spans

STAMP = (2024, 1, 1, 0, 0, 0)
WHEN = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the formats hold no zone


def steady_zip(data: bytes) -> bytes:
    """The same archive with fixed time stamps; ``mimetype`` stays first and uncompressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = sorted(old.namelist(), key=lambda name: (name != "mimetype", name))
        for name in names:
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()


def _docx_runs(paragraph: Any, line: str) -> None:
    for span in spans(line):
        run = paragraph.add_run(span.text or span.note)
        run.bold = span.style == "b" or None
        run.italic = span.style == "i" or None
        if span.note:
            run.font.superscript = True


def _docx_table(document: Any, block: Table) -> None:
    grid = document.add_table(rows=0, cols=len(block.rows[0]))
    grid.style = "Normal Table" if block.is_plain else "Table Grid"
    for number, row in enumerate(block.rows):
        for cell, line in zip(grid.add_row().cells, row, strict=True):
            _docx_runs(cell.paragraphs[0], line)
            if number == 0 and block.has_header and not block.is_plain:
                for run in cell.paragraphs[0].runs:
                    run.bold = True
    document.add_paragraph()


def _docx_furniture(document: Any, head: dict[str, str]) -> None:
    section = document.sections[0]
    for part, key in ((section.header, "header_left"), (section.footer, "footer_left")):
        if head.get(key):
            part.paragraphs[0].text = head[key]


def build_docx(source: Source) -> bytes:
    """The source as a DOCX file with real heading and list styles."""
    document = Document()
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(11)
    props = document.core_properties
    props.title, props.author = source.title, source.head.get("author", "")
    props.language, props.comments = source.head.get("lang", "sv"), ""
    props.created = props.modified = WHEN
    _docx_furniture(document, source.head)
    for block in source.blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, level=block.level - 1)
        elif isinstance(block, Listing):
            for item in block.items:
                name = "List Number" if block.ordered else "List Bullet"
                _docx_runs(document.add_paragraph(style=name), item)
        elif isinstance(block, Table):
            _docx_table(document, block)
        elif isinstance(block, Paragraph):
            _docx_runs(document.add_paragraph(), block.text)
        elif block.name == "page":
            document.add_page_break()  # type: ignore[no-untyped-call]
    out = io.BytesIO()
    document.save(out)
    return steady_zip(out.getvalue())


class OdtWriter:
    """Collects the parts of an ODT file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.document = OpenDocumentText()
        self.document.meta.addElement(dc.Title(text=source.title))
        self.document.meta.addElement(dc.Language(text=source.head.get("lang", "sv")))
        self.document.meta.addElement(meta.CreationDate(text=WHEN.isoformat()))
        self._styles()

    def _styles(self) -> None:
        for level, size in ((1, 20), (2, 15), (3, 13), (4, 12)):
            look = style.Style(name=f"Heading_20_{level}", displayname=f"Heading {level}", family="paragraph")
            look.addElement(style.TextProperties(fontsize=f"{size}pt", fontweight="bold"))
            look.addElement(style.ParagraphProperties(margintop="0.4cm", marginbottom="0.2cm"))
            self.document.styles.addElement(look)
        for name, change in (("B", {"fontweight": "bold"}), ("I", {"fontstyle": "italic"})):
            mark = style.Style(name=name, family="text")
            mark.addElement(style.TextProperties(**change))
            self.document.automaticstyles.addElement(mark)
        cell = style.Style(name="Cell", family="table-cell")
        cell.addElement(style.TableCellProperties(border="0.5pt solid #888888", padding="0.1cm"))
        self.document.automaticstyles.addElement(cell)

    def paragraph(self, line: str) -> Any:
        """A paragraph with inline marks and real footnotes."""
        out = text.P()
        for span in spans(line):
            if span.note:
                out.addElement(self._note(span.note))
            elif span.style:
                out.addElement(text.Span(stylename=span.style.upper(), text=span.text))
            else:
                out.addText(span.text)
        return out

    def _note(self, label: str) -> Any:
        note = text.Note(id=f"ftn{label}", noteclass="footnote")
        note.addElement(text.NoteCitation(text=label))
        body = text.NoteBody()
        body.addElement(text.P(text=self.source.notes[label]))
        note.addElement(body)
        return note

    def listing(self, block: Listing) -> Any:
        """A list; a numbered one carries its numbers in a list style."""
        out = text.List(stylename="Numbers" if block.ordered else "Bullets")
        for item in block.items:
            entry = text.ListItem()
            entry.addElement(self.paragraph(item))
            out.addElement(entry)
        return out

    def list_styles(self) -> None:
        """The two list styles."""
        numbers = text.ListStyle(name="Numbers")
        numbers.addElement(text.ListLevelStyleNumber(level="1", numformat="1", numsuffix="."))
        bullets = text.ListStyle(name="Bullets")
        bullets.addElement(text.ListLevelStyleBullet(level="1", bulletchar="\u2022"))
        for look in (numbers, bullets):
            self.document.automaticstyles.addElement(look)

    def table(self, block: Table, number: int) -> Any:
        """A table, with its header row marked as such."""
        out = table.Table(name=f"Tabell{number}")
        out.addElement(table.TableColumn(numbercolumnsrepeated=str(len(block.rows[0]))))
        header = table.TableHeaderRows()
        for at, row in enumerate(block.rows):
            line = table.TableRow()
            for cell in row:
                box = table.TableCell(valuetype="string", stylename="Cell")
                box.addElement(self.paragraph(cell))
                line.addElement(box)
            if at == 0 and block.has_header:
                header.addElement(line)
                out.addElement(header)
            else:
                out.addElement(line)
        return out

    def write(self) -> bytes:
        """The whole file."""
        self.list_styles()
        body = self.document.text
        for number, block in enumerate(self.source.blocks):
            if isinstance(block, Heading):
                name = f"Heading_20_{block.level}"
                body.addElement(text.H(outlinelevel=str(block.level), stylename=name, text=block.text))
            elif isinstance(block, Listing):
                body.addElement(self.listing(block))
            elif isinstance(block, Table):
                body.addElement(self.table(block, number))
            elif isinstance(block, Paragraph):
                body.addElement(self.paragraph(block.text))
        out = io.BytesIO()
        self.document.write(out)
        return steady_zip(out.getvalue())


def build_odt(source: Source) -> bytes:
    """The source as an ODT file."""
    return OdtWriter(source).write()
