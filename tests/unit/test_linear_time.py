"""Papers that repeat one thing without end: reading them takes time in proportion to their length.

Each case takes a second or two; before its cause was mended it took 10 s and more, and four times that for twice
the length.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.assemble import assemble
from ingest.limits import Limits
from ingest.parse import parse
from ingest.source import Source
from search.errors import DocumentTooLarge
from search.stored import StoredDocument
from tests.golden.office_made_files import p, with_parts

ONE_KIND_OF_BOX = "<div class='b-{0} x'><p>ord {0} 08-123 45 67</p></div>"


def taken_in(name: str, text: str) -> StoredDocument:
    """Parse a text as the kind that its name says, and assemble it."""
    data = text.encode()
    source = Source(f"file:///{name}", name, None, Path(name), len(data), datetime(2024, 1, 1, tzinfo=UTC))
    return assemble(parse(data, name, Limits()), source, "0" * 64)


def seconds(run: Callable[[], object]) -> float:
    """Return the processor time that a call takes."""
    begun = time.process_time()
    run()
    return time.process_time() - begun


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kontakt.md", "# Avtal\n\n## Kontakt\n\n" + "ord\n\n" * 12_000),
        ("rubrik.txt", "Innehåll\n\n" * 8_000),
        ("ring.txt", "Kontakt\n\n" * 16_000),
        ("punkt.md", "- Innehåll\n" * 8_000),
        ("anmärkning.md", "<!--" * 60_000 + "\n\nAvtalet gäller."),
        ("lådor.html", f"<html><body>{''.join(map(ONE_KIND_OF_BOX.format, range(6_000)))}</body></html>"),
    ],
)
def test_what_is_repeated_takes_linear_time(name: str, text: str) -> None:
    """Lines under a heading for contacts, headings of contents, open comments and boxes by thousands."""
    assert seconds(lambda: taken_in(name, text)) < 6


def test_a_comment_that_is_not_closed_stays() -> None:
    """A closed comment goes, an open one after it is text."""
    document = parse(b"Avtalet<!-- dolt -->\n\n2 <!-- 3", "avtal.md", Limits())
    assert [block.text for block in document.blocks] == ["Avtalet", "2 <!-- 3"]


def test_a_mail_of_many_thousand_parts_is_refused_at_once() -> None:
    """A mail of 40,000 parts is refused by their number before any of them is read."""
    head = 'Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
    data = (head + "--b\nContent-Type: text/plain\n\nDel\n" * 40_000 + "--b--\n").encode()

    def refused() -> None:
        with pytest.raises(DocumentTooLarge, match=r"brev\.eml holds 40,0\d\d parts, allowed are 5,000"):
            parse(data, "brev.eml", Limits())

    assert seconds(refused) < 1


def test_boxes_of_contacts_are_kept_however_deep_they_stand() -> None:
    """A box beside the main part, below hundreds of elements of much text, is still found, once."""
    long_text = "<p>Avtalet gäller i tre år och följs upp varje år av parterna.</p>" * 50
    deep = "<div>" * 300 + f"<aside><h2>Kontakt</h2><p>Telefon: 08-123 45 67</p></aside>{long_text}" + "</div>" * 300
    page = f"<html><body><main><h1>Avtal</h1>{long_text}</main>{deep}</body></html>"
    texts = [block.text for block in parse(page.encode(), "avtal.html", Limits()).blocks]
    assert [text for text in texts if "08-123 45 67" in text] == ["Telefon: 08-123 45 67"]


def test_a_long_word_file_is_refused_as_soon_as_it_is_too_long() -> None:
    """Of a Word file with more text than is allowed no more is read than that."""
    data = with_parts("".join(p(f"Stycke nummer {n} om avtalet.") for n in range(20_000)))
    limits = Limits(max_text_chars=10_000)

    def refused() -> None:
        with pytest.raises(DocumentTooLarge, match=r"lång\.docx holds more than the 10,000 characters of text"):
            parse(data, "lång.docx", limits)

    assert seconds(refused) < seconds(lambda: parse(data, "lång.docx", Limits())) / 4


def test_boxes_left_out_are_reported() -> None:
    """Of boxes by thousands outside the content the first are kept, and a note says that the others are not."""
    boxes = "".join(f"<div class='menu'><p>ord {n} 08-{n:03} 45 67</p></div>" for n in range(100, 1000))
    page = f"<html><body><main><p>{'Avtalet gäller. ' * 3000}</p></main>{boxes}{boxes.replace('45 67', '45 68')}</body>"
    document = parse(page.encode(), "lådor.html", Limits())
    assert document.notes == ("contact boxes beside the text were left out after the first 1,000",)
    assert sum(block.kind == "contact" for block in document.blocks) == 1000
