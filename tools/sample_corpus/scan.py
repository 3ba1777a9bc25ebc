"""A scanned page: the text is drawn as a slightly turned, speckled bitmap in a PDF without text."""

from __future__ import annotations

import io
import random
from pathlib import Path

import reportlab
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tools.sample_corpus.markup import Heading, Listing, Paragraph, Source, Table, plain

WIDTH, HEIGHT = 1654, 2339  # A4 at 200 dots an inch
MARGIN = 190
FONT_FOLDER = Path(reportlab.__file__).parent / "fonts"


def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT_FOLDER / ("VeraBd.ttf" if bold else "Vera.ttf")), size)


def _wrap(line: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in line.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


class Page:
    """A bitmap page that is written from the top down."""

    def __init__(self) -> None:
        self.image = Image.new("L", (WIDTH, HEIGHT), 250)
        self.draw = ImageDraw.Draw(self.image)
        self.top = MARGIN

    def write(self, line: str, size: int, *, bold: bool = False, indent: int = 0, after: int = 16) -> None:
        """Write a paragraph."""
        font = _font(size, bold=bold)
        for part in _wrap(line, font, WIDTH - 2 * MARGIN - indent):
            self.draw.text((MARGIN + indent, self.top), part, font=font, fill=25)
            self.top += round(size * 1.42)
        self.top += after

    def row(self, cells: list[str], widths: list[float], *, bold: bool) -> None:
        """Write a table row."""
        left = float(MARGIN)
        for cell, share in zip(cells, widths, strict=True):
            self.draw.text((left, self.top), cell, font=_font(25, bold=bold), fill=25)
            left += share * (WIDTH - 2 * MARGIN)
        self.top += 42


def _draw(source: Source) -> Image.Image:
    page = Page()
    for block in source.blocks:
        if isinstance(block, Heading):
            page.write(block.text, 40 if block.level == 1 else 31, bold=True, after=10)
        elif isinstance(block, Paragraph):
            page.write(plain(block.text), 26)
        elif isinstance(block, Listing):
            for number, item in enumerate(block.items, 1):
                mark = f"{number}. " if block.ordered else "- "
                page.write(mark + plain(item), 26, indent=30, after=4)
            page.top += 12
        elif isinstance(block, Table):
            for at, cells in enumerate(block.rows):
                page.row([plain(cell) for cell in cells], block.widths(), bold=at == 0 and block.has_header)
            page.top += 12
    return page.image


def _age(image: Image.Image) -> Image.Image:
    """Turn the page a little and give it the specks of a copying machine."""
    chance = random.Random(7)  # noqa: S311 - specks, not secrets
    turned = image.rotate(0.35, resample=Image.Resampling.BICUBIC, fillcolor=250)
    pixels = ImageDraw.Draw(turned)
    for _ in range(260):
        pixels.point((chance.randrange(WIDTH), chance.randrange(HEIGHT)), fill=chance.randrange(60, 200))
    return turned.filter(ImageFilter.GaussianBlur(0.6)).quantize(16).convert("L")


def build_scan(source: Source) -> bytes:
    """The source as a one-page PDF that holds only an image."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(source.head.get("scan_title", "scan"))
    canvas.drawImage(ImageReader(_age(_draw(source))), 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
