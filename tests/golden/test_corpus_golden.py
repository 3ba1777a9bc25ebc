"""The sample corpus: each block of each paper in the section and on the page where a reader of the paper finds it.

`data/corpus/NAME.txt` was drafted from what the parsers gave and then checked: sections against the sources that the
papers are built from, pages against what another library reads on each page, the rest by eye. "@ 2 (ii) | 1 Mål > 1.1
Transport" says page, printed number and section; a line below it gives kind and first words of a block there, in the
order of reading. "~ " stands before what runs along the margins.
"""

import hashlib
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from ingest.assemble import assemble
from ingest.limits import Limits
from ingest.parse import parse
from ingest.source import Source
from search.document import Block, Passage
from search.stored import StoredDocument

EXPECTED = Path(__file__).parent / "data" / "corpus"
CORPUS = Path(__file__).parents[2] / "corpus"
NAMES = sorted(path.name.removesuffix(".txt") for path in EXPECTED.glob("*.txt"))
SCANNED = frozenset({"rutin-inlamning-arrest-skannad.pdf"})
NEEDS_TESSERACT = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
ALL = [pytest.param(name, marks=NEEDS_TESSERACT) if name in SCANNED else name for name in NAMES]


@dataclass(frozen=True, slots=True)
class Expected:
    """A block as a reader would point at it."""

    kind: str
    begins: str
    section: tuple[str, ...]
    page: int | None
    label: str | None


def expected_of(name: str) -> tuple[str, list[Expected]]:
    """Return the title and the blocks of a paper as they were written down."""
    title, *lines = (EXPECTED / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    blocks: list[Expected] = []
    section: tuple[str, ...] = ()
    page: int | None = None
    label: str | None = None
    for line in (line for line in lines if line and not line.startswith("~ ")):
        where = re.match(r"^@ (?P<page>\d+|-)(?: \((?P<label>[^)]+)\))? \| ?(?P<section>.*)$", line)
        if where:
            section = tuple(filter(None, where["section"].split(" > ")))
            page, label = None if where["page"] == "-" else int(where["page"]), where["label"]
            continue
        kind, begins = line.split(" ", 1)
        blocks.append(Expected(kind, begins, section, page, label))
    return title.removeprefix("# "), blocks


def running_of(name: str) -> list[str]:
    """Return what a paper prints along the margins of its pages, "#" for numbers of pages."""
    lines = (EXPECTED / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("~ ") for line in lines if line.startswith("~ ")]


@cache
def stored(name: str) -> StoredDocument:
    path = next(CORPUS.glob(f"*/{name}"))
    data = path.read_bytes()
    source = Source(f"file:///{name}", name, None, path, len(data), datetime(2024, 1, 1, tzinfo=UTC))
    return assemble(parse(data, name, Limits()), source, hashlib.sha256(data).hexdigest())


def passage_of(block: Block, passages: tuple[Passage, ...]) -> Passage | None:
    return next((passage for passage in passages if passage.start <= block.start < passage.end), None)


def test_every_paper_of_the_corpus_is_expected() -> None:
    """No paper of the corpus is left out."""
    papers = {path.name for path in CORPUS.glob("*/*") if path.suffix not in {".yaml", ".jsonl"}}
    assert papers == set(NAMES)


@pytest.mark.parametrize("name", ALL)
def test_every_block_stands_in_its_section_and_on_its_page(name: str) -> None:
    """Kind, words, section, page and printed number of every block are those written down; none is missing."""
    title, blocks = expected_of(name)
    document = stored(name)
    found = []
    for block in document.blocks:
        passage = passage_of(block, document.passages)
        if passage is not None:
            words = " ".join(block.text.split()[:7])
            found.append(Expected(block.kind, words, passage.section_path, passage.page, passage.page_label))
    assert found == blocks
    assert document.document.title == title


@pytest.mark.parametrize("name", ALL)
def test_no_passage_holds_running_lines(name: str) -> None:
    """No line of a passage is what the paper prints along the margin, or a menu or cookie notice of its web page."""
    running = set(running_of(name))
    for passage in stored(name).passages:
        lines = {re.sub(r"(?<![\w:/.-])\d+(?![\w:/-])", "#", line) for line in passage.text.split("\n")}
        lines |= set(passage.text.split("\n"))
        assert not running & lines
        assert "cookies" not in passage.text.lower()
        assert "kakor" not in passage.text.lower()
