"""Sidecar files beside papers, over real runs of taking in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.settings import load_settings
from api.wiring import Knowledge, open_temporary
from ingest.limits import Limits
from ingest.pipeline import ingest
from ingest.report import Report
from search.result import Query

IN_PROCESS = Limits(workers=0)
PAPER = (
    "# Avtal mellan Norrverket och Sydverket om transporter\n\nTransporter av personer bokas hos Norrverkets central.\n"
)


@pytest.fixture(scope="module")
def knowledge() -> Iterator[Knowledge]:
    with open_temporary(load_settings({})) as opened:
        yield opened


def take_in(knowledge: Knowledge, folder: Path) -> Report:
    return ingest(
        [folder], catalog=knowledge.catalog, store=knowledge.store, indexer=knowledge.indexer, limits=IN_PROCESS
    )


def test_a_sidecar_comes_changes_breaks_and_goes(knowledge: Knowledge, tmp_path: Path) -> None:
    """Each step makes the paper be taken in again; a broken one is told with file and line, and the paper stays."""
    paper, sidecar = tmp_path / "avtal.md", tmp_path / "avtal.md.samsok.yaml"
    paper.write_text(PAPER, encoding="utf-8")
    assert [entry.status for entry in take_in(knowledge, tmp_path).entries] == ["added"]
    sidecar.write_text("valid_from: 2020-01-01\nvalid_to: 2021-12-31\n", encoding="utf-8")
    assert [entry.status for entry in take_in(knowledge, tmp_path).entries] == ["changed"]
    assert knowledge.service.search(Query("transporter av personer")).results == ()
    (hit,) = knowledge.service.search(Query("transporter av personer", include_expired=True)).results
    assert hit.validity.status == "expired"
    assert [entry.status for entry in take_in(knowledge, tmp_path).entries] == ["unchanged"]
    sidecar.write_text("title: Avtal\nvalid_to: förra året\n", encoding="utf-8")
    (entry,) = take_in(knowledge, tmp_path).entries
    assert entry.status == "changed"
    assert "avtal.md.samsok.yaml, line 2" in (entry.reason or "")
    assert [hit.source for hit in knowledge.service.search(Query("transporter av personer")).results] == ["avtal.md"]
    (entry,) = take_in(knowledge, tmp_path).entries
    assert entry.status == "unchanged"
    assert "line 2" in (entry.reason or "")
    sidecar.unlink()
    (entry,) = take_in(knowledge, tmp_path).entries
    assert (entry.status, entry.reason) == ("changed", None)


def test_a_sidecar_without_its_paper_is_told(knowledge: Knowledge, tmp_path: Path) -> None:
    """It is skipped with the name of what is missing, and is no paper itself."""
    (tmp_path / "borta.pdf.samsok.yaml").write_text("title: Avtal\n", encoding="utf-8")
    (entry,) = take_in(knowledge, tmp_path).entries
    assert entry.status == "skipped"
    assert "borta.pdf" in (entry.reason or "")
