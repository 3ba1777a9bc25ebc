from datetime import UTC, datetime
from pathlib import Path

from search.catalog import SqlCatalog
from search.feedback import Feedback
from tests.doubles.command import samsok


def test_what_readers_said_is_shown_newest_first(tmp_path: Path) -> None:
    """An operator reads verdicts, comments and how to reach who wants an answer; programs get all fields."""
    data = tmp_path / "data"
    assert samsok("feedback", data=data).out.strip() == "Nobody has said anything yet."
    catalog = SqlCatalog.open(f"sqlite:///{data / 'catalog.db'}")
    day = datetime(2026, 3, 1, 12, tzinfo=UTC)
    catalog.add_feedback(Feedback("answer", "up", "", day, document_id="d-1"))
    catalog.add_feedback(Feedback("accessibility", "none", "Tabellen", day, reply_to="a@exempel.example"))
    catalog.close()
    lines = samsok("feedback", data=data).out.splitlines()
    assert lines[0] == "2026-03-01 12:00  accessibility  none  “Tabellen”  reply to a@exempel.example"
    assert lines[1] == "2026-03-01 12:00  answer  up  document d-1"
    (entry,) = samsok("feedback", "--limit", "1", "--json", data=data).json["feedback"]
    assert (entry["comment"], entry["question"]) == ("Tabellen", None)
