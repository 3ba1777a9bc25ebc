"""Files with more in them than a document may hold: refused early, with what they hold and what is allowed."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.limits import Limits
from ingest.parse import parse
from ingest.parse.measured import check_plain
from ingest.pool import WorkerPool
from ingest.source import find_sources, hash_source
from ingest.work import Outcome, Task
from search.errors import DocumentTooLarge

_LINE = b"Myndigheterna samverkar om transporter enligt avtal. "


def _made_pdf(pages: int) -> bytes:
    """Return a PDF with a short line on each page."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    for number in range(1, pages + 1):
        content = b"BT /F1 11 Tf 60 400 Td (Sida %d handlar om avtal.) Tj ET" % number
        own = len(objects) + 1
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (own + 1),
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        ]
    kids = b" ".join(b"%d 0 R" % number for number in range(4, len(objects) + 1, 2))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids)
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n0\n%%%%EOF" % (len(objects) + 1)


def _taken_in(path: Path, limits: Limits) -> Outcome:
    source = find_sources([path]).sources[0]
    with WorkerPool(limits) as pool:
        return next(iter(pool.outcomes([Task(source, hash_source(source, limits.max_bytes))])))


@pytest.mark.parametrize("name", ["stor.txt", "stor.md"])
def test_long_plain_text_is_refused_with_the_limit(name: str) -> None:
    """The message says how much is allowed and what to do."""
    with pytest.raises(DocumentTooLarge, match=rf"{name} holds 9,400 characters .* allowed are 5,000; split it"):
        parse(_LINE * 200, name, Limits(max_text_chars=5_000))


def test_blanks_around_lines_do_not_count() -> None:
    """A file of several times the limit is taken in where most of it is blanks that are not kept."""
    data = b"".join(b"%sNamn %d\n\n" % (b" " * 400, number) for number in range(100))
    assert len(data) > 10 * 3_000
    assert len(parse(data, "indraget.txt", Limits(max_text_chars=3_000)).blocks) == 100


@given(text=st.text(max_size=60), most=st.integers(0, 60), encoding=st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_only_what_is_too_long_is_refused_unread(text: str, most: int, encoding: str) -> None:
    """Whatever the encoding, bytes are refused for nothing that would be kept."""
    data = text.encode(encoding, "replace")
    held = sum(1 for character in data.decode(encoding) if character not in " \t\n\v\f\r")
    try:
        check_plain(data, "x.txt", most)
    except DocumentTooLarge:
        assert held > most


def test_a_pdf_with_too_much_text_says_on_how_many_pages() -> None:
    """Pages, characters and limit are named, so that its keeper knows where to split it."""
    with pytest.raises(DocumentTooLarge, match=r"has 30 pages, of which the first 30 hold \d+ .* 100; split"):
        parse(_made_pdf(30), "lang.pdf", Limits(max_text_chars=100))


def test_a_long_pdf_may_take_longer_for_its_later_pages() -> None:
    """Each further group of pages adds the time it took, which is bounded by their number; the first adds none."""
    told: list[float] = []
    parsed = parse(_made_pdf(450), "lang.pdf", Limits(more_time=told.append))
    assert parsed.pages == 450
    assert len(told) == 2
    assert all(0 < seconds <= 0.25 * 200 for seconds in told)


def test_a_long_opendocument_text_is_refused_in_little_memory(tmp_path: Path) -> None:
    """Reading ends where the text is too long, and looking for styles ends where the text begins."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    head = f'<o:document-content xmlns:o="{names}:office:1.0" xmlns:t="{names}:text:1.0"><o:body><o:text>'.encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        with archive.open("content.xml", "w") as file:
            file.write(head)
            for number in range(200):
                file.write(b"".join(b"<t:p>%s%d.%d</t:p>" % (_LINE, number, each) for each in range(1_000)))
            file.write(b"</o:text></o:body></o:document-content>")
    path = tmp_path / "stor.odt"
    path.write_bytes(packed.getvalue())
    limits = Limits(workers=1, max_memory_bytes=120_000_000, max_text_chars=500_000)
    assert "holds more than the 500,000 characters" in str(_taken_in(path, limits).error)


def test_a_page_of_more_tags_than_fit_into_memory_says_so(tmp_path: Path) -> None:
    """The number of tags is named, not the library's error."""
    path = tmp_path / "tat.html"
    path.write_bytes(b"<!DOCTYPE html><title>T</title><body>" + b"<p>a <b>b</b></p>" * 600_000)
    outcome = _taken_in(path, Limits(workers=1, max_memory_bytes=200_000_000))
    assert isinstance(outcome.error, DocumentTooLarge)
    assert "tags in" in str(outcome.error) or "needs more memory than the 200 MB" in str(outcome.error)
