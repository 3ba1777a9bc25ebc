from datetime import UTC, datetime

from api.suggesting import Suggester
from search.feedback import Feedback
from tests.doubles.knowledge import MemoryCatalog, MemoryGlossary


def said(question: str | None, verdict: str = "up") -> Feedback:
    return Feedback(
        kind="answer", verdict=verdict, comment="", created_at=datetime(2026, 1, 1, tzinfo=UTC), ui="sv",  # type: ignore[arg-type]
        reply_to="", question=question, query_id="", document_id="", passage_id="",
    )  # fmt: skip


def test_a_question_that_helped_several_is_suggested() -> None:
    """One reader's question is not shown to others, nor one whose answer did not help, nor one with a masked number."""
    once, twice, bad = "Vem ringer jag om zebror?", "Vem ringer jag om ekorrar?", "Vem ringer jag om älgar?"
    masked = "Vem är ******-****?"
    ups = [said(text) for text in (once, twice, twice, masked, masked, None)]
    catalog = MemoryCatalog(said=[*ups, said(bad, "down"), said(bad, "down")])
    suggester = Suggester(catalog, MemoryGlossary())
    assert [found.text for found in suggester.suggest("vem ri", 10) if found.kind == "question"] == [twice]
    assert not suggester.suggest("vem är", 10)
