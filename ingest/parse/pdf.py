"""PDF: opened with pdfium, read page by page; pypdf where pdfium gives up.

Knows how a PDF is opened, encrypted, damaged and labelled; words and layout are in the modules `pdf_*` beside it.
"""

import io
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest import media
from ingest.limits import Limits
from ingest.parse.pdf_contents import Contents, bookmarks_of, contents_of
from ingest.parse.pdf_continued import with_headers
from ingest.parse.pdf_draw import drawn_on
from ingest.parse.pdf_figure import without_lettering
from ingest.parse.pdf_heading import Laid
from ingest.parse.pdf_layout import finished, laid_out, table_places
from ingest.parse.pdf_order import arranged, runs_of
from ingest.parse.pdf_page import Page, without_furniture
from ingest.parse.pdf_place import Frame
from ingest.parse.pdf_scan import Scanner
from ingest.parse.pdf_style import Body, body_of
from ingest.parse.pdf_table import ruled_tables
from ingest.parse.pdf_text import PageText
from ingest.parse.text import blocks_of as plain_blocks
from ingest.parsed import ParsedBlock, ParsedDocument
from search.errors import DocumentTooLarge, EmptyDocument, EncryptedDocument, UnparseableDocument

_END_MARK = b"%%EOF"
_TAIL_BYTES = 8192
_PASSWORD_ERROR = raw.FPDF_ERR_PASSWORD
_PAGES_AT_A_TIME = 200
"""Source: 200 full pages of words take 40 MB, and what pdfium keeps of them as much again."""

_MORE_S_A_PAGE = 0.25
"""What each page after the first group adds to a document's time, if it takes that long. Source: a page is read, laid
out and cut in 0.01 s; on a machine with fifteen times as much to do as it has cores for, in 0.03 to 0.1 s."""
_MAX_DAMAGED_PAGES = 100


def parse(data: bytes, name: str, limits: Limits) -> ParsedDocument:
    """Parse a PDF.

    Raises:
        EncryptedDocument: it needs a password.
        UnparseableDocument: it is truncated or damaged.
        EmptyDocument: it has no pages, or only pictures.
        DocumentTooLarge: its pages hold more text than a document may have.
    """
    if _END_MARK not in data.rstrip(b"\x00\r\n\t ")[-_TAIL_BYTES:]:
        raise UnparseableDocument(f"{name} is truncated: the end mark of a PDF is missing; get the whole file")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == _PASSWORD_ERROR or "password" in str(error).lower():
            raise EncryptedDocument(f"{name} needs a password; save a copy without one") from error
        return _with_pypdf(data, name, str(error))
    with document:
        count, fields = len(document), document.get_metadata_dict(skip_empty=True)
        bookmarks = bookmarks_of(document)
    if count == 0:
        raise EmptyDocument(f"{name} has no pages")
    scanner = Scanner.within(limits)
    read = _Read(name, count, limits.max_text_chars)
    blocks = _blocks(data, read, bookmarks, scanner)
    return _document(
        name, count, {key.lower(): value.strip() for key, value in fields.items()}, blocks, scanner.notes()
    )


def _document(
    name: str, count: int, fields: dict[str, str], blocks: Sequence[ParsedBlock], notes: tuple[str, ...]
) -> ParsedDocument:
    if not blocks:
        if notes:
            raise EmptyDocument(f"{name} holds no text, only pictures; {'; '.join(notes)}")
        raise EmptyDocument(f"{name} has {count} pages, but no text")
    title = fields.pop("title", None)
    return ParsedDocument(media.PDF, tuple(blocks), title=title, pages=count, metadata=fields, notes=notes)


@dataclass(slots=True)
class _Read:
    """What has been read of a document, against what it may hold.

    Attributes:
        count: its pages.
        pages, chars: read so far.
    """

    name: str
    count: int
    max_text_chars: int
    pages: int = 0
    chars: int = 0

    def add(self, laid: Sequence[Laid]) -> None:
        """Count what was laid out of the next group of pages.

        Raises:
            DocumentTooLarge: the text is longer than the limit.
        """
        self.pages = min(self.pages + _PAGES_AT_A_TIME, self.count)
        self.chars += sum(len(each.block.text) for each in laid)
        if self.chars > self.max_text_chars:
            raise DocumentTooLarge(
                f"{self.name} has {self.count:,} pages, of which the first {self.pages:,} hold {self.chars:,} "
                f"characters of text, allowed are {self.max_text_chars:,}; split it"
            )


def _blocks(data: bytes, read: _Read, bookmarks: Sequence[tuple[int, str]], scanner: Scanner) -> list[ParsedBlock]:
    """Return the blocks of a document, laid out some hundred pages at a time, so that memory does not grow with them.

    The first pages tell how the running text looks and which headings the document lists.
    """
    body: Body | None = None
    lists: tuple[Contents, ...] = ()
    laid: list[Laid] = []
    for pages in _pages(data, read.count, scanner):
        if body is None:
            lists = contents_of(bookmarks, pages)
            body = replace(body_of(pages), listed=frozenset().union(*(contents.keys for contents in lists)))
        group = list(laid_out(pages, body))
        read.add(group)
        laid.extend(group)
    return finished(laid, lists)


def _pages(data: bytes, count: int, scanner: Scanner) -> Iterator[list[Page]]:
    """Yield pages in reading order, in groups.

    The file is opened anew for each group: pdfium keeps what it has read of an open one.
    """
    for start in range(0, count, _PAGES_AT_A_TIME):
        begun, spare_s = time.monotonic(), scanner.spare_s
        with pdfium.PdfDocument(data) as document:
            read = [_page(document, index, scanner) for index in range(start, min(start + _PAGES_AT_A_TIME, count))]
        yield list(with_headers([_in_order(page) for page in without_furniture(read)]))
        if start:
            took_s = time.monotonic() - begun - (spare_s - scanner.spare_s)  # less what was put off for pictures
            scanner.put_off(min(took_s, _MORE_S_A_PAGE * len(read)))


def _in_order(page: Page) -> Page:
    lines = arranged([*page.lines, *table_places(page.tables)]) if page.lines or page.tables else []
    return replace(page, lines=tuple(lines))


def _page(document: Any, index: int, scanner: Scanner) -> Page:
    page = _loaded(document, index, scanner)
    if page is None:
        return Page(index + 1, None, Frame(0, 0, 1, 1, 0, 0), (), (), ())
    textpage = page.get_textpage()
    try:
        found = PageText(textpage)
        frame = _frame(page, found.angle())
        drawn = drawn_on(page, frame)
        read = scanner.words(page, index + 1, frame, found.text, drawn)
        frame, words = read or (frame, list(found.words(frame)))
    finally:
        textpage.close()
        page.close()
    tables, rest = ruled_tables([] if read else drawn.rules, words)
    label = document.get_page_label(index) or None
    rest = rest if read else without_lettering(rest, drawn.figures)
    return Page(index + 1, label, frame, tuple(runs_of(rest)), tuple(tables), drawn.figures)


def _loaded(document: Any, index: int, scanner: Scanner) -> Any:
    """Return a page; None, with a note for the report, for one whose entry in the file leads nowhere."""
    try:
        return document[index]
    except pdfium.PdfiumError as error:
        damaged = scanner.missed
        damaged[index + 1] = "the page is damaged"
        if len(damaged) > _MAX_DAMAGED_PAGES:
            raise UnparseableDocument("too many pages of the PDF are damaged; get it again") from error
        return None


def _frame(page: Any, angle: int | None) -> Frame:
    left, bottom, right, top = page.get_bbox()
    rotation = page.get_rotation()
    return Frame(left, bottom, right - left, top - bottom, rotation, rotation if angle is None else angle)


def _with_pypdf(data: bytes, name: str, reason: str) -> ParsedDocument:
    """Read the text page by page with pypdf, which repairs some files that pdfium refuses."""
    import pypdf  # noqa: PLC0415 - needed for damaged files only
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs what it stumbles over: the document's own bytes
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
