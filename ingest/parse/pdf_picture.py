"""Pictures of PDF pages, as a reader sees them: how large each page is, and one page as WebP.

Knows pdfium and Pillow; must not know documents, caches or processes. pdfium is not safe with threads: whoever calls
does so from one thread of one process.
"""

import io
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from search.errors import NotFound, UnparseableDocument

MAX_PIXELS = 6_000_000
"""A sheet of A4 at three times its size in points has 4.5 million; a plan on A0 is drawn smaller than asked."""

MAX_PAGES = 20_000
_LOSSLESS_BYTES = 150_000
_QUALITY = 80
"""Source: pages of text take 40 to 52 kB without loss, less than lossy; noisy scans 705 kB, but 201 kB at 80."""


def page_sizes(path: Path) -> list[tuple[float, float]]:
    """Return (width, height) of each page as it is shown, in points.

    Raises:
        UnparseableDocument: pdfium cannot open the file.
    """
    with closing(_opened(path)) as document:
        return [tuple(map(float, document.get_page_size(i))) for i in range(min(len(document), MAX_PAGES))]  # type: ignore[misc]


def draw_page(path: Path, number: int, scale: float) -> bytes:
    """Return a page as WebP.

    Args:
        number: from 1.
        scale: pixels for each point, less where the page is very large.

    Raises:
        NotFound: there is no such page.
        UnparseableDocument: pdfium cannot open the file or draw the page.
    """
    with closing(_opened(path)) as document:
        if not 1 <= number <= len(document):
            raise NotFound(f"there is no page {number}; the document has {len(document)}")
        width, height = document.get_page_size(number - 1)
        fitting = (MAX_PIXELS / max(1.0, width * height)) ** 0.5
        try:
            with closing(document[number - 1]) as page:
                picture = page.render(scale=min(scale, fitting)).to_pil()
        except pdfium.PdfiumError as error:
            raise UnparseableDocument(f"page {number} cannot be drawn: {error}") from error
        return _encoded(picture)


def _opened(path: Path) -> Any:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise UnparseableDocument(f"{path.name} cannot be opened: {error}") from error


def _encoded(picture: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", lossless=True, method=4)
    if buffer.tell() > _LOSSLESS_BYTES:
        buffer = io.BytesIO()
        picture.save(buffer, "WEBP", quality=_QUALITY, method=2)
    return buffer.getvalue()
