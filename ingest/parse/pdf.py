"""PDF: opened with pdfium, read page by page; pypdf where pdfium gives up.

Knows how a PDF is opened, encrypted, damaged and labelled; words and layout are in the modules `pdf_*` beside it.
"""

import ctypes
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest import media
from ingest.limits import Limits
from ingest.parse.pdf_layout import blocks_of
from ingest.parse.pdf_page import Page, without_furniture
from ingest.parse.pdf_table import Rule, ruled_tables
from ingest.parse.pdf_text import PageText, arranged, runs_of, turned
from ingest.parse.text import blocks_of as plain_blocks
from ingest.parsed import ParsedBlock, ParsedDocument
from search.errors import EmptyDocument, EncryptedDocument, UnparseableDocument

_END_MARK = b"%%EOF"
_TAIL_BYTES = 8192
_MAX_RULES = 600
"""A page with more straight lines is a drawing or a map."""
_MAX_PATH_POINTS = 400
_THIN_POINTS = 2.5
_MIN_RULE_POINTS = 8.0
_PASSWORD_ERROR = raw.FPDF_ERR_PASSWORD


def parse(data: bytes, name: str, limits: Limits) -> ParsedDocument:  # noqa: ARG001 - the signature of every parser
    """Parse a PDF.

    Raises:
        EncryptedDocument: it needs a password.
        UnparseableDocument: it is truncated or damaged.
        EmptyDocument: it has no pages, or only pictures.
    """
    if _END_MARK not in data.rstrip(b"\x00\r\n\t ")[-_TAIL_BYTES:]:
        raise UnparseableDocument(f"{name} is truncated: the end mark of a PDF is missing; get the whole file")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == _PASSWORD_ERROR or "password" in str(error).lower():
            raise EncryptedDocument(f"{name} needs a password; save a copy without one") from error
        return _with_pypdf(data, name, str(error))
    try:
        return _read(document, name)
    finally:
        document.close()


def _read(document: Any, name: str) -> ParsedDocument:
    if len(document) == 0:
        raise EmptyDocument(f"{name} has no pages")
    pages = [replace(page, lines=tuple(arranged(page.lines))) for page in without_furniture(list(_pages(document)))]
    blocks = blocks_of(pages)
    bare = [page.number for page in pages if page.pictures and not page.lines and not page.tables]
    if not blocks:
        if any(page.pictures for page in pages):
            raise EmptyDocument(f"{name} holds only pictures; text recognition is not available yet")
        raise EmptyDocument(f"{name} has {len(pages)} pages, but no text")
    notes = (f"pages without text, only pictures: {', '.join(map(str, bare))}",) if bare else ()
    fields = {key.lower(): value.strip() for key, value in document.get_metadata_dict(skip_empty=True).items()}
    return ParsedDocument(
        media.PDF, tuple(blocks), title=fields.pop("title", None), pages=len(document), metadata=fields, notes=notes
    )


def _pages(document: Any) -> Iterator[Page]:
    for index in range(len(document)):
        page = document[index]
        textpage = page.get_textpage()
        try:
            yield _page(page, textpage, index + 1, document.get_page_label(index) or None)
        finally:
            textpage.close()
            page.close()


def _page(page: Any, textpage: Any, number: int, label: str | None) -> Page:
    shown_width, shown_height = page.get_size()
    rotation = page.get_rotation()
    width, height = (shown_height, shown_width) if rotation in {90, 270} else (shown_width, shown_height)
    words = list(PageText(textpage, rotation, width, height).words())
    rules, pictures = _drawn(page, rotation, width, height)
    tables, rest = ruled_tables(rules if len(rules) < _MAX_RULES else [], words)
    return Page(number, label, shown_height, tuple(runs_of(rest)), tuple(tables), pictures)


def _drawn(page: Any, rotation: int, width: float, height: float) -> tuple[list[Rule], int]:
    """Return the straight lines of a page and how many pictures it shows."""
    rules: list[Rule] = []
    pictures = 0
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE), max_depth=4):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        elif len(rules) < _MAX_RULES:
            for x0, y0, x1, y1 in _strokes(item.raw):
                (ax, ay), (bx, by) = turned(x0, y0, rotation, width, height), turned(x1, y1, rotation, width, height)
                rules.extend(_rule(ax, ay, bx, by))
    return rules, pictures


def _strokes(path: Any) -> Iterator[tuple[float, float, float, float]]:
    """Yield the straight segments of a path, in page coordinates."""
    count = raw.FPDFPath_CountSegments(path)
    if not 1 < count <= _MAX_PATH_POINTS:
        return
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    first: tuple[float, float] | None = None
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield (*last, *point)
        if raw.FPDFPathSegment_GetClose(segment) and first is not None:
            yield (*point, *first)
        last = point


def _rule(ax: float, ay: float, bx: float, by: float) -> Iterator[Rule]:
    if abs(ay - by) < _THIN_POINTS and abs(ax - bx) > _MIN_RULE_POINTS:
        yield Rule(min(ax, bx), (ay + by) / 2, max(ax, bx), (ay + by) / 2)
    elif abs(ax - bx) < _THIN_POINTS and abs(ay - by) > _MIN_RULE_POINTS:
        yield Rule((ax + bx) / 2, min(ay, by), (ax + bx) / 2, max(ay, by))


def _with_pypdf(data: bytes, name: str, reason: str) -> ParsedDocument:
    """Read the text page by page with pypdf, which repairs some files that pdfium refuses."""
    import pypdf  # noqa: PLC0415 - needed for damaged files only
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise EncryptedDocument(f"{name} needs a password; save a copy without one")
        blocks = [
            ParsedBlock(block.kind, block.text, level=block.level, page=number)
            for number, page in enumerate(reader.pages, start=1)
            for block in plain_blocks(page.extract_text() or "", number, has_title=number > 1)
        ]
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise UnparseableDocument(f"{name} is a damaged PDF ({reason.strip()}); get it again") from error
    if not blocks:
        raise UnparseableDocument(f"{name} is a damaged PDF ({reason.strip()}); get it again")
    title = reader.metadata.title if reader.metadata else None
    return ParsedDocument(
        media.PDF, tuple(blocks), title=title, pages=len(reader.pages), notes=("read with the fallback parser",)
    )
