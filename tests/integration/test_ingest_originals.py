from pathlib import Path

import pytest

from ingest.limits import Limits
from ingest.picture import PageDrawer
from ingest.pipeline import delete, ingest
from search.document import Document
from search.errors import NotFound, UnparseableDocument
from search.originals import Originals
from tests.conftest import ROOT
from tests.integration.ingest_memory import MemoryCatalog, MemoryIndexer, MemoryStore

PAPER = ROOT / "corpus" / "dk" / "aftale-ksp-soendervang.pdf"
TEXT = "Myndigheterna samverkar om transporter av frihetsberövade mellan häkte och domstol varje vecka. "


class Base:
    """A knowledge base in memory with originals on disk."""

    def __init__(self, data: Path) -> None:
        self.originals = Originals.under(data)
        self.parts = {"catalog": MemoryCatalog(), "store": MemoryStore(), "indexer": MemoryIndexer()}

    def ingest(self, folder: Path, *, keep: bool = True) -> None:
        originals = self.originals if keep else None
        ingest([folder], **self.parts, limits=Limits(workers=0), originals=originals)  # type: ignore[arg-type]

    def live(self) -> list[Document]:
        catalog = self.parts["catalog"]
        return list(catalog.live(catalog.current().number).values())  # type: ignore[attr-defined]

    def kept(self) -> list[bytes]:
        paths = (self.originals.path(document.sha256) for document in self.live())
        return sorted(path.read_bytes() for path in paths if path is not None)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text(TEXT * 2)
    return folder


def test_what_is_shown_has_its_original(tmp_path: Path, papers: Path) -> None:
    """After a run every live paper's bytes are kept."""
    base = Base(tmp_path)
    base.ingest(papers)
    assert base.kept() == sorted(path.read_bytes() for path in papers.iterdir())


def test_originals_kept_at_once_are_each_whole(tmp_path: Path, papers: Path) -> None:
    """Many papers of one run, some of the same bytes, all have their own bytes kept and nothing half-written beside."""
    for number in range(40):
        (papers / f"{number}.txt").write_text(TEXT * (1 + number % 25))
    base = Base(tmp_path)
    base.ingest(papers)
    assert base.kept() == sorted(path.read_bytes() for path in papers.iterdir())
    assert not list((tmp_path / "originals").rglob("*.part"))


def test_papers_from_before_originals_were_kept_get_theirs(tmp_path: Path, papers: Path) -> None:
    """The next run over unchanged files keeps what the version before did not."""
    base = Base(tmp_path)
    base.ingest(papers, keep=False)
    assert base.kept() == []
    base.ingest(papers)
    assert len(base.kept()) == 2


def test_withdrawn_originals_go_at_once(tmp_path: Path, papers: Path) -> None:
    """A removed paper's file and pictures are gone when the command ends; the others stay."""
    base = Base(tmp_path)
    base.ingest(papers)
    gone = next(document for document in base.live() if document.source == "b.txt")
    delete([gone.document_id], **base.parts, originals=base.originals)  # type: ignore[arg-type]
    assert base.originals.path(gone.sha256) is None
    assert len(base.kept()) == 1


def test_page_that_takes_too_long_ends_the_process_and_the_next_is_drawn(tmp_path: Path) -> None:
    """A hang costs its own picture; the drawer starts again."""
    drawer = PageDrawer(limit_s=0.0)
    with pytest.raises(UnparseableDocument, match="took longer"):
        drawer.draw(PAPER, 1, 1.0)
    drawer._limit_s = 30.0
    assert drawer.draw(PAPER, 1, 1.0)[8:12] == b"WEBP"
    with pytest.raises(NotFound, match="no page 99"):
        drawer.draw(PAPER, 99, 1.0)
    (tmp_path / "broken.pdf").write_bytes(b"no pdf")
    with pytest.raises(UnparseableDocument, match="cannot be opened"):
        drawer.sizes(tmp_path / "broken.pdf")
    drawer.close()


def test_process_that_died_is_replaced() -> None:
    """Whatever ends the process, the next page is drawn by a new one."""
    drawer = PageDrawer()
    first = drawer.sizes(PAPER)
    assert drawer._worker is not None
    drawer._worker[0].kill()
    drawer._worker[0].join()
    assert drawer.sizes(PAPER) == first
    drawer.close()
