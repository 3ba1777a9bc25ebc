from dataclasses import replace
from typing import Any

from search.catalog_port import PassageRecord
from search.document import Validity
from search.fusion import Fused
from search.papers.order import OVER_MALUS, by_standing
from search.papers.view import Papers
from search.ranked import Ranked
from search.records import Agreement, Fact, Recorded
from search.stored import StoredDocument
from tests.doubles.written import written

AGREEMENT = written(
    "# Överenskommelse mellan Kriminalvården och Polismyndigheten\n\n"
    "Överenskommelsen gäller från och med den 14 december 2020.",
    "avtal.md",
)
NEWS = written(
    "Kriminalvården och Polismyndigheten samverkar\n\nKriminalvården och Polismyndigheten skriver under en ny "
    "överenskommelse.\n\n– Det är bra för alla, säger chefen.\n\n– Mycket bra för alla, säger direktören.\n\n"
    "Överenskommelsen gäller från och med 14 december 2020.",
    "nyhet.txt",
)


def ranked(stored: StoredDocument, score: float, validity: Validity | None = None) -> Ranked:
    document = replace(stored.document, validity=validity or Validity())
    passage = stored.passages[0]
    return Ranked(Fused(passage.passage_id, score, None, None), PassageRecord(passage, document))


def papers_of(*stored: StoredDocument) -> Papers:
    def records(kind: Any) -> list[Recorded[Any]]:
        return [Recorded(r, each.document) for each in stored for r in each.records.all() if isinstance(r, kind)]

    return Papers(records(Fact), records(Agreement))


def order(shown: list[Ranked], papers: Papers, *, is_past: bool = False) -> list[tuple[str, float]]:
    found = by_standing(shown, papers, is_past=is_past)
    return [(each.record.document.source, round(each.fused.score, 3)) for each in found]


def test_a_paper_that_is_over_ranks_lower_unless_the_past_is_asked_for() -> None:
    """By a share of the score."""
    shown = [ranked(AGREEMENT, 0.9, Validity("expired")), ranked(NEWS, 0.8)]
    assert order(shown, Papers()) == [("nyhet.txt", 0.8), ("avtal.md", round(0.9 - OVER_MALUS, 3))]
    assert order(shown, Papers(), is_past=True) == [("avtal.md", 0.9), ("nyhet.txt", 0.8)]


def test_a_report_ranks_below_what_it_reports_on() -> None:
    """Just below the best passage of the agreement; where that was not found, its score stays."""
    shown = [ranked(NEWS, 0.9), ranked(AGREEMENT, 0.7)]
    assert order(shown, papers_of(NEWS, AGREEMENT)) == [("avtal.md", 0.7), ("nyhet.txt", 0.7)]
    assert order(shown[:1], papers_of(NEWS, AGREEMENT)) == [("nyhet.txt", 0.9)]
    assert order(shown, papers_of(NEWS)) == [("nyhet.txt", 0.9), ("avtal.md", 0.7)]
