"""PDF files from parsed sources, with running headers, outline, contents list and footnotes."""

from __future__ import annotations

import io
import re
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    ListFlowable,
    ListItem,
    PageBreak,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from tools.sample_corpus.markup import (
    Block,
    Directive,
    Heading,
    Listing,
    Source,
    Table,
    plain,
    spans,
)

FONTS = {
    "helvetica": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    "times": ("Times-Roman", "Times-Bold", "Times-Italic"),
    "vera": ("Vera", "Vera-Bold", "Vera-Italic"),
}
SIDE = 25 * mm
TOP = 26 * mm
BOTTOM = 24 * mm
NOTE_SPACE = 22 * mm
CONTENTS_LEVELS = (2, 3)
HYPHENATED_FROM_CHARACTERS = 120
VOWELS = "aeiouyåäöæø"
CLUSTERS = ("sk", "st", "sp", "kt", "ng", "nk", "ck", "sj", "tj", "kj", "gn")


def register_fonts() -> None:
    """Register the Vera family that comes with reportlab."""
    for name, file in (
        ("Vera", "Vera.ttf"),
        ("Vera-Bold", "VeraBd.ttf"),
        ("Vera-Italic", "VeraIt.ttf"),
    ):
        pdfmetrics.registerFont(TTFont(name, file))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="Vera-Bold", italic="Vera-Italic")


def soft_hyphens(text: str) -> str:
    """Put soft hyphens into long words, before the consonant that opens a syllable."""
    return re.sub(r"[^\W\d_]{9,}", lambda found: _hyphenate(found.group()), text)


def _hyphenate(word: str) -> str:
    low = word.lower()
    out = word[:3]
    for at in range(3, len(word)):
        opens = low[at] not in VOWELS and at + 1 < len(word) and low[at + 1] in VOWELS
        parted = low[at - 1 : at + 1] in CLUSTERS
        if opens and not parted and at < len(word) - 2 and any(c in VOWELS for c in low[:at]):
            out += "\u00ad"
        out += word[at]
    return out


class NoteCanvas(Canvas):  # type: ignore[misc]
    """A canvas that remembers the footnotes called on the page being drawn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page_notes: list[str] = []
        self.setNamedCB("footnote", self.footnote)

    def footnote(self, _canvas: Canvas, _kind: str, label: str) -> None:
        """Called by the paragraph as it draws a footnote call."""
        if label not in self.page_notes:
            self.page_notes.append(label)


class HeadingText(Text):  # type: ignore[misc]
    """A heading that is entered in the outline when drawn."""

    def __init__(self, text: str, style: ParagraphStyle, level: int) -> None:
        super().__init__(escape(text), style)
        self.outline_text = text
        self.outline_level = level


class PdfWriter(BaseDocTemplate):  # type: ignore[misc]
    """Lays out one source; run it twice so that contents and page totals are known."""

    def __init__(self, target: io.BytesIO, source: Source, known: dict[str, int], total: int) -> None:
        self.source = source
        self.known = known
        self.total = total
        self.found: dict[str, int] = {}
        head = source.head
        super().__init__(
            target,
            pagesize=A4,
            title=source.title,
            author=head.get("author", ""),
            subject=head.get("subject", ""),
            lang=head.get("lang", "sv"),
            invariant=1,
            pageCompression=1,
        )
        self.normal, self.bold, self.italic = FONTS[head.get("font", "helvetica")]
        self.size = float(head.get("size", "10.5"))
        bottom = BOTTOM + (NOTE_SPACE if source.notes else 0)
        width, height = A4
        frame = Frame(SIDE, bottom, width - 2 * SIDE, height - TOP - bottom, 0, 0, 0, 0)
        self.text_width = width - 2 * SIDE
        self.addPageTemplates([PageTemplate("page", [frame], onPageEnd=self._furniture)])

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        """Note the page of every heading and enter it in the outline."""
        if not isinstance(flowable, HeadingText):
            return
        self.found.setdefault(flowable.outline_text, self.page)
        if self.source.head.get("outline") == "yes":
            key = f"h{len(self.found)}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.outline_text, key, max(flowable.outline_level - 2, 0))

    def _furniture(self, canvas: NoteCanvas, _doc: BaseDocTemplate) -> None:
        """Draw running header and footer and the page's footnotes."""
        head = self.source.head
        values = {"page": self.page, "total": self.total}
        canvas.saveState()
        canvas.setFont(self.normal, 8)
        canvas.setFillColor(colors.Color(0.3, 0.3, 0.3))
        top = A4[1] - 15 * mm
        canvas.drawString(SIDE, top, head.get("header_left", "").format(**values))
        canvas.drawRightString(A4[0] - SIDE, top, head.get("header_right", "").format(**values))
        canvas.drawString(SIDE, 13 * mm, head.get("footer_left", "").format(**values))
        canvas.drawRightString(A4[0] - SIDE, 13 * mm, head.get("footer_right", "").format(**values))
        canvas.restoreState()
        self._draw_notes(canvas)

    def _draw_notes(self, canvas: NoteCanvas) -> None:
        if not canvas.page_notes:
            return
        top = BOTTOM + NOTE_SPACE - 3 * mm
        canvas.setLineWidth(0.4)
        canvas.line(SIDE, top, SIDE + 50 * mm, top)
        style = ParagraphStyle("note", fontName=self.normal, fontSize=7.5, leading=9.5)
        for label in canvas.page_notes:
            text = Text(f"<super>{label}</super> {escape(self.source.notes[label])}", style)
            _, high = text.wrap(self.text_width, NOTE_SPACE)
            top -= high + 1 * mm
            text.drawOn(canvas, SIDE, top)
        canvas.page_notes = []

    def inline(self, text: str, *, hyphens: bool = False) -> str:
        """The text with reportlab's marks for bold, italic and footnote calls."""
        out = ""
        for span in spans(text):
            if span.note:
                out += f'<onDraw name="footnote" label="{span.note}"/>'
                out += f'<super size="7">{span.note}</super>'
                continue
            piece = escape(soft_hyphens(span.text) if hyphens else span.text)
            out += f"<{span.style}>{piece}</{span.style}>" if span.style else piece
        return out

    def body_style(self, **changes: Any) -> ParagraphStyle:
        """The style of running text."""
        base: dict[str, Any] = {
            "fontName": self.normal,
            "fontSize": self.size,
            "leading": self.size * 1.38,
            "spaceAfter": self.size * 0.6,
        }
        if self.source.head.get("justify") == "yes":
            base |= {"alignment": 4, "embeddedHyphenation": 1}
        return ParagraphStyle("body", **(base | changes))

    def heading(self, block: Heading) -> list[Flowable]:
        """A heading with room kept under it."""
        size = self.size + {1: 9.0, 2: 4.5, 3: 2.2, 4: 1.1}[block.level]
        style = ParagraphStyle(
            "heading",
            fontName=self.bold,
            fontSize=size,
            leading=size * 1.25,
            spaceBefore=0 if block.level == 1 else size * 0.7,
            spaceAfter=size * (0.8 if block.level == 1 else 0.35),
            keepWithNext=1,
        )
        return [CondPageBreak(30 * mm), HeadingText(block.text, style, block.level)]

    def listing(self, block: Listing) -> list[Flowable]:
        """A bulleted or numbered list."""
        style = self.body_style(spaceAfter=self.size * 0.25, alignment=0)
        items = [ListItem(Text(self.inline(item), style), leftIndent=16) for item in block.items]
        kind: dict[str, Any] = (
            {"bulletType": "1", "bulletFormat": "%s."}
            if block.ordered
            else {
                "bulletType": "bullet",
                "start": "\u2022",
            }
        )
        flow = ListFlowable(items, bulletFontName=self.normal, bulletFontSize=self.size, leftIndent=18, **kind)
        return [flow, Spacer(0, self.size * 0.5)]

    def table(self, block: Table) -> list[Flowable]:
        """A table whose header row is repeated on each page."""
        size = float(block.options.get("size", "8.5"))
        cell = ParagraphStyle("cell", fontName=self.normal, fontSize=size, leading=size * 1.25)
        strong = ParagraphStyle("strong", parent=cell, fontName=self.bold)
        header = block.has_header and not block.is_plain
        data = [
            [Text(self.inline(text), strong if header and number == 0 else cell) for text in row]
            for number, row in enumerate(block.rows)
        ]
        look: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
        if not block.is_plain:
            look += [("GRID", (0, 0), (-1, -1), 0.5, colors.grey)]
        if header:
            look += [("BACKGROUND", (0, 0), (-1, 0), colors.Color(0.9, 0.92, 0.95))]
        widths = [share * self.text_width for share in block.widths()]
        grid = Grid(data, colWidths=widths, repeatRows=1 if header else 0, style=look)
        return [Spacer(0, 3), grid, Spacer(0, self.size)]

    def contents(self) -> list[Flowable]:
        """The table of contents, from the headings of the run before."""
        style = ParagraphStyle("toc", fontName=self.normal, fontSize=self.size - 0.5, leading=self.size * 1.3)
        rows = []
        for block in self.source.blocks:
            if isinstance(block, Heading) and block.level in CONTENTS_LEVELS:
                indent = "&nbsp;" * 4 * (block.level - 2)
                page = str(self.known.get(block.text, 0))
                rows.append([Text(indent + escape(block.text), style), Text(page, style)])
        look = [("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
        grid = Grid(rows, colWidths=[self.text_width * 0.92, self.text_width * 0.08], style=look)
        return [grid, Spacer(0, 10)]

    def flow(self, block: Block) -> list[Flowable]:
        """The flowables of one block."""
        if isinstance(block, Heading):
            return self.heading(block)
        if isinstance(block, Listing):
            return self.listing(block)
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Directive):
            return [PageBreak()] if block.name == "page" else self.contents()
        hyphens = self.source.head.get("justify") == "yes" and len(plain(block.text)) > HYPHENATED_FROM_CHARACTERS
        return [Text(self.inline(block.text, hyphens=hyphens), self.body_style())]

    def run(self) -> None:
        """Lay the document out."""
        story = [item for block in self.source.blocks for item in self.flow(block)]
        self.build(story, canvasmaker=NoteCanvas)


def build_pdf(source: Source) -> bytes:
    """The source as a PDF file."""
    register_fonts()
    known: dict[str, int] = {}
    total = 0
    for _ in range(2):
        target = io.BytesIO()
        writer = PdfWriter(target, source, known, total)
        writer.run()
        known, total = writer.found, writer.page
    return target.getvalue()


__all__ = ["build_pdf", "soft_hyphens"]
