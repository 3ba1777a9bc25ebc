from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest

from api.settings import load_settings
from api.wiring import Knowledge, open_temporary
from ingest.pipeline import ingest
from search.result import Hit, Query, SearchResponse

PAPERS, UNDATED = 70, 3
FIRST = date(2020, 1, 1)


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Knowledge]:
    """Seventy memos on parking, each with its day, three without, and one on another matter that is newer than all."""
    folder = tmp_path_factory.mktemp("memos")
    for number in range(PAPERS):
        # neither names nor the order in which they are taken in follow the days
        day = FIRST + timedelta(days=number * 37 % PAPERS)
        text = f"# Promemoria {number}\n\nDatum: {day}\n\nParkering vid huset kostar {number} kronor."
        (folder / f"pm-{number:02}.md").write_text(text, encoding="utf-8")
    for number in range(UNDATED):
        text = f"# Anteckning\n\nParkering vid huset är inte tillåten på gård {number}."
        (folder / f"odaterad-{number}.md").write_text(text, encoding="utf-8")
    other = "# Promemoria om mat\n\nDatum: 2024-05-01\n\nMatsalen serverar lunch."
    (folder / "mat.md").write_text(other, encoding="utf-8")
    with open_temporary(load_settings({})) as knowledge:
        ingest([folder], catalog=knowledge.catalog, store=knowledge.store, indexer=knowledge.indexer)
        yield knowledge


def pages(knowledge: Knowledge) -> Iterator[SearchResponse]:
    cursor = None
    while True:
        found = knowledge.service.search(Query("parkering", sort="date", limit=20, cursor=cursor, facets=True))
        yield found
        cursor = found.next_cursor
        if cursor is None:
            return


@pytest.fixture(scope="module")
def hits(knowledge: Knowledge) -> list[Hit]:
    return [hit for page in pages(knowledge) for hit in page.results]


def test_all_that_matches_is_in_order_of_days(hits: list[Hit]) -> None:
    """Each once, the newest first, far beyond what a page or a look at the best holds; undated papers last."""
    days = [hit.dated for hit in hits]
    assert len({hit.passage_id for hit in hits}) == len(hits) == PAPERS + UNDATED
    assert all(one and other and one >= other for one, other in pairwise(days[:PAPERS]))
    assert days[PAPERS:] == [None] * UNDATED


def test_what_does_not_match_is_left_out_however_new(hits: list[Hit]) -> None:
    """The newest paper is about something else."""
    assert "mat.md" not in {hit.source for hit in hits}


def test_the_count_is_of_what_is_in_order(knowledge: Knowledge, hits: list[Hit]) -> None:
    """The total is exact, the same on each page, and so are the counts of the filters."""
    found = list(pages(knowledge))
    assert {page.total for page in found} == {(len(hits), "eq")}
    assert sum(facet.count for facet in found[0].facets if facet.name == "document_type") == len(hits)


def test_the_answer_is_that_of_the_most_relevant(knowledge: Knowledge) -> None:
    """The order of the list does not change what is answered."""
    by_date, by_fit = (
        knowledge.service.search(Query("vad kostar parkering", sort=sort)) for sort in ("date", "relevance")
    )
    assert by_date.answer == by_fit.answer
