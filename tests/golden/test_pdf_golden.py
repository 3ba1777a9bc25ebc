"""PDFs of the project's own making: every sentence under its headings, on its page, with its printed number."""

import hashlib
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from ingest.assemble import assemble
from ingest.limits import Limits
from ingest.parse import parse
from ingest.source import Source
from search.stored import StoredDocument
from tests.golden import pdf_made_files as made
from tests.golden import pdf_minutes_files as short
from tests.golden import pdf_structure_files as long

MADE: dict[str, Callable[[], made.Made]] = {
    "columns": partial(made.columns, by_line=False),
    "columns by line": partial(made.columns, by_line=True),
    "levels": made.levels,
    "clauses": made.clauses,
    "running lines": made.running_lines,
    "tables": made.tables,
    "notes": made.notes,
    "letters": made.letters,
    "turned": made.turned,
    "contents": long.contents,
    "bookmarks": long.bookmarks,
    "parts": long.parts,
    "split tables": long.split_tables,
    "charts": long.charts,
    "sources": long.sources,
    "minutes": short.minutes,
    "cases": short.cases,
    "agenda as list": short.agenda_as_list,
    "cover": short.cover,
    "below numbers": short.below_numbers,
    "series": short.series,
}
LIMITS = Limits(max_document_s=250)
NEEDS_TESSERACT = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
ALL = [*MADE, pytest.param("scanned", marks=NEEDS_TESSERACT)]


@cache
def taken_in(name: str) -> tuple[made.Made, StoredDocument]:
    file = {**MADE, "scanned": made.scanned}[name]()
    path = f"{name}.pdf"
    source = Source(f"file:///{path}", path, None, Path(path), len(file.data), datetime(2024, 1, 1, tzinfo=UTC))
    return file, assemble(parse(file.data, path, LIMITS), source, hashlib.sha256(file.data).hexdigest())


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", ALL)
def test_every_sentence_stands_in_its_section_and_on_its_page(name: str) -> None:
    """Each sentence is in one passage, whose headings, page and printed page number are those a reader would give."""
    file, document = taken_in(name)
    for place in file.places:
        holding = [passage for passage in document.passages if place.words in flat(passage.text)]
        assert holding, (place.words, [block.text for block in document.blocks])
        found = holding[0]
        assert (found.section_path, found.page, found.page_to) == (place.section, place.page, place.page), place.words
        assert place.label in {None, found.page_label}, place.words


@pytest.mark.parametrize("name", ALL)
def test_blocks_are_of_their_kinds(name: str) -> None:
    """Headings, list items, notes and tables are told from paragraphs, in reading order."""
    file, document = taken_in(name)
    blocks = iter(document.blocks)
    for kind, text in file.blocks:
        assert any(block.kind == kind and block.text.startswith(text) for block in blocks), (kind, text)


@pytest.mark.parametrize("name", ALL)
def test_no_passage_holds_running_lines(name: str) -> None:
    """Running headers and footers, page numbers and what lies beside the page are in no passage."""
    file, document = taken_in(name)
    for words in file.absent:
        assert not any(words in flat(passage.text) for passage in document.passages)


@pytest.mark.parametrize("name", MADE)
def test_boxes_lie_around_the_words_of_their_blocks(name: str) -> None:
    """What pdfium reads inside a block's box on the page as shown begins with the block's first word."""
    file, document = taken_in(name)
    pdf = pdfium.PdfDocument(file.data)
    for block in document.blocks:
        assert block.bbox is not None
        assert block.page is not None
        page = pdf[block.page - 1]
        left, bottom, right, top = block.bbox
        width, height = page.get_size()
        assert -1 <= left < right <= width + 1
        assert -6 <= bottom < top <= height + 6
        if page.get_rotation() == 0 and page.get_cropbox()[0] == 0:
            inside = page.get_textpage().get_text_bounded(left - 1, bottom - 2, right + 1, top + 2)
            assert block.text.split()[0].rstrip("-")[:3] in inside.replace("\ufb01", "fi").replace("\ufb02", "fl")
    pdf.close()


def test_the_name_of_a_series_is_no_title() -> None:
    """A regulation is called by its own title, not by the collection that it came out in."""
    title = taken_in("series")[1].document.title
    assert title == "Arrestverkets föreskrifter och allmänna råd om besök i arrester och häkten"
