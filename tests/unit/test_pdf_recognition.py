"""Reading pictures of pages: what is asked of tesseract, what is made of its answer, and what happens without it."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader

from ingest.limits import Limits
from ingest.parse import parse
from ingest.parse.pdf_scan import is_broken
from search.errors import EmptyDocument
from tests.golden.pdf_made_files import drawn, finished, scanned, sheet_of

HOCR = """<div class='ocr_page' title='bbox 0 0 2481 3508'>
<span class='ocr_line' id='l1' title="bbox 300 600 1500 660; baseline 0 -10; x_size 60">
<span class='ocrx_word' title='bbox 300 604 700 650; x_wconf 96'>Kontakter</span>
<span class='ocrx_word' title='bbox 720 604 1500 650; x_wconf 92'>&amp; transporter</span></span>
<span class='ocr_line' id='l2' title="bbox 300 800 1800 840; baseline 0 -8; x_size 40">
<span class='ocrx_word' title='bbox 300 802 900 832; x_wconf 95'>Ring</span>
<span class='ocrx_word' title='bbox 920 802 1800 832; x_wconf 91'><strong>vakthavande</strong></span>
<span class='ocrx_word' title='bbox 1820 802 2200 832; x_wconf 90'>inspek-</span></span>
<span class='ocr_line' id='l3' title="bbox 300 860 1800 900; baseline 0 -8; x_size 40">
<span class='ocrx_word' title='bbox 300 862 900 892; x_wconf 95'>tör</span>
<span class='ocrx_word' title='bbox 920 862 1800 892; x_wconf 91'>dygnet</span>
<span class='ocrx_word' title='bbox 1820 862 2200 892; x_wconf 90'>runt.</span></span>
<span class='ocr_line' id='l4' title="bbox 300 1900 340 2400; baseline 0 0; x_size 500">
<span class='ocrx_word' title='bbox 300 1900 340 2400; x_wconf 21'>|</span></span>
</div>"""

ANSWERS = """#!/bin/sh
if [ "$1" = --list-langs ]; then echo 'List of available languages (2):'; echo dan; echo swe; exit 0; fi
echo "$OMP_THREAD_LIMIT $*" >>"$(dirname "$0")/calls"
cat >/dev/null
{do}
"""


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the path with a `tesseract` that gives the answer above for every picture."""
    (tmp_path / "hocr").write_text(HOCR, encoding="utf-8")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    program(tmp_path, 'cat "$(dirname "$0")/hocr"')
    return tmp_path


def program(folder: Path, do: str) -> None:
    path = folder / "tesseract"
    path.write_text(ANSWERS.replace("{do}", do))
    path.chmod(0o755)


def test_words_of_a_picture_become_blocks_with_confidence_and_place(tesseract: Path) -> None:
    """Larger lines are headings, hyphens are undone, strokes are left out, and every block says how sure it is."""
    parsed = parse(scanned().data, "skannad.pdf", Limits())
    blocks = [block for block in parsed.blocks if block.page == 2]
    assert [(block.kind, block.text) for block in blocks] == [
        ("heading", "Kontakter & transporter"),
        ("paragraph", "Ring vakthavande inspektör dygnet runt."),
    ]
    assert [block.ocr_confidence for block in blocks] == [pytest.approx(0.936, abs=0.02), pytest.approx(0.92, abs=0.02)]
    assert blocks[0].bbox is not None
    assert blocks[0].bbox[0] == pytest.approx(72, abs=0.5)
    assert any("read from pictures by text recognition, confidence 0.9" in note for note in parsed.notes)
    assert "1 stdin stdout -l swe+dan --dpi 300" in (tesseract / "calls").read_text()


def test_text_of_other_pages_is_kept_without_text_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where tesseract is missing, pages with text are read and the others are named with what to install."""
    monkeypatch.setenv("PATH", "")
    parsed = parse(scanned().data, "blandad.pdf", Limits())
    assert any("skriven med ordbehandlare" in block.text for block in parsed.blocks)
    assert all(block.ocr_confidence is None for block in parsed.blocks)
    assert "text recognition is not installed (Debian: apt-get install tesseract-ocr" in parsed.notes[0]
    assert "pages 2-4" in parsed.notes[0]


def test_text_recognition_that_hangs_is_ended_in_time(tesseract: Path) -> None:
    """Recognition uses part of a document's time and says which pages it did not reach."""
    program(tesseract, "exec sleep 60")
    started = time.monotonic()
    parsed = parse(scanned().data, "skannad.pdf", Limits(max_document_s=8))
    assert time.monotonic() - started < 8
    assert parsed.notes == (
        "not read, text recognition did not finish in its time: page 2",
        "not read, text recognition used up its time; split the file or raise the time limit of a document: pages 3-4",
    )


def test_a_long_scan_goes_on_while_its_pages_are_read(tesseract: Path) -> None:
    """Pages that are read do not use up the document's time; whoever watches it is told what each took."""
    program(tesseract, 'sleep 1; cat "$(dirname "$0")/hocr"')
    told: list[float] = []
    limits = Limits(max_document_s=5.5, more_time=told.append)
    assert scan_pages_read(limits) == {2, 3}
    assert len(told) == 3
    assert min(told) >= 1
    assert scan_pages_read(replace(limits, max_scan_s=0.0)) == {2}


def scan_pages_read(limits: Limits) -> set[int | None]:
    parsed = parse(scanned().data, "skannad.pdf", limits)
    return {block.page for block in parsed.blocks if block.ocr_confidence is not None}


def test_picture_that_cannot_be_read_is_no_text(tesseract: Path) -> None:
    """A crash of tesseract costs the page, not the document."""
    program(tesseract, "kill -SEGV $$")
    parsed = parse(scanned().data, "skannad.pdf", Limits())
    assert {block.page for block in parsed.blocks if block.ocr_confidence is not None} == set()
    assert any("did not finish" in note for note in parsed.notes)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Den som är häktad har rätt till besök och det ska prövas av åklagaren i varje fall. " * 4, False),
        ("Die Behörde entscheidet über den Antrag und der Bescheid wird dem Betroffenen zugestellt. " * 4, False),
        ("Vakthavande Kim Exempel Göteborg 031-390 06 01 kim@exempel.example " * 3, False),
        ("Ghq#vrp#äu#käkwdg#kdu#uäww#wloo#ehvön, och det " * 30, True),
        ("ehuxvdg vnhu ydu ihpwrqgh plqxw dy wyd shuvrqhu " * 20, True),
        ("en \ufffdnskild \ue012rson p\ufffd h\ufffdkte \ue001kt " * 20, True),
    ],
)
def test_unreadable_text_is_told_from_other_languages_and_lists(text: str, *, broken: bool) -> None:
    """Signs within words, or hardly any known word, mean a broken font; names and numbers do not."""
    assert is_broken(text) == broken


def test_empty_file_of_pictures_is_refused(tesseract: Path) -> None:
    """A scan in which nothing can be read is refused as empty."""
    program(tesseract, "exit 1")
    with pytest.raises(EmptyDocument, match="holds no text, only pictures"):
        parse(only_scans(), "skannad.pdf", Limits())


def only_scans() -> bytes:
    import io  # noqa: PLC0415

    import pypdf  # noqa: PLC0415

    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.append(io.BytesIO(scanned().data), pages=(1, 2))
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(("share", "read"), [(0.5, False), (1.0, True)])
def test_lettering_of_a_figure_with_a_caption_is_left_out(tesseract: Path, share: float, *, read: bool) -> None:
    """A map or window within a page that has a caption says nothing in twos and threes; a picture of a page does."""
    (tesseract / "hocr").write_text(HOCR.replace("vakthavande", "norr").replace("dygnet", "nord"), encoding="utf-8")
    sheet, buffer = sheet_of()
    sheet.line("Karta 3")
    image = ImageReader(drawn([("Kontakter", 16)]))
    sheet.canvas.drawImage(image, 0, 0, A4[0] * share**0.5, A4[1] * share**0.5)
    parsed = parse(finished(sheet, buffer), "karta.pdf", Limits())
    assert any(block.ocr_confidence is not None for block in parsed.blocks) is read
    assert ("lettering of maps and figures left out: page 1" in parsed.notes) is not read
