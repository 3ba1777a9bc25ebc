"""Files whose structure leads in circles or without end: refused or read, each in little time."""

import time

import pytest

from ingest.limits import Limits
from ingest.parse import parse
from ingest.parse.markdown import plain
from search.errors import UnparseableDocument


def pdf_of(*objects: bytes) -> bytes:
    """Return a PDF with these objects, the first of them its root."""
    data = b"%PDF-1.7\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start, count = len(data), len(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % count + b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, start)


def test_pages_that_lead_in_a_circle_are_refused() -> None:
    """A tree of pages that holds itself and promises a million of them ends with the first hundred."""
    pages = b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 1000000>>"
    data = pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", pages, b"<</Type/Pages/Kids[2 0 R]/Count 9>>")
    with pytest.raises(UnparseableDocument, match="too many pages of the PDF are damaged"):
        parse(data, "ring.pdf", Limits())


def test_letters_a_hundred_deep_are_left_out_from_the_fourth() -> None:
    """A letter that holds a letter, a hundred times over, is read as far as people attach them, and says so."""
    letter = b"Subject: inre\nFrom: a@b.example\n\nHej.\n"
    for depth in range(100):
        head = b"Subject: brev %d\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (depth, depth)
        text = b"--b%d\nContent-Type: text/plain\n\nSe bilagan.\n" % depth
        inner = b"--b%d\nContent-Type: message/rfc822\n\n%s\n--b%d--\n" % (depth, letter, depth)
        letter = head + text + inner
    document = parse(letter, "brev.eml", Limits())
    assert any("attached more than 3 letters deep" in note for note in document.notes)
    assert not any(block.text == "Hej." for block in document.blocks)


@pytest.mark.parametrize("marks", ["[", "[a", "`"])
def test_marks_without_end_take_no_quadratic_time(marks: str) -> None:
    """Opening marks that nothing closes stay as they are, and cost a bounded look each."""
    begun = time.perf_counter()
    assert plain(marks * 20_000) == marks * 20_000
    assert time.perf_counter() - begun < 10
