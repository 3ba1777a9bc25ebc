from collections.abc import Iterator
from pathlib import Path

import pytest

from api.settings import load_settings
from api.wiring import Knowledge, open_temporary
from ingest.pipeline import ingest
from search.result import Query

CORPUS = Path(__file__).parents[2] / "corpus"
PAPERS = ("se/guide-vid-frigivning.html", "dk/nyhed-styrket-samarbejde.html", "dk/guide-varetaegtsarrestanter.pdf")


@pytest.fixture(scope="module")
def knowledge() -> Iterator[Knowledge]:
    with open_temporary(load_settings({})) as knowledge:
        paths = [CORPUS / name for name in PAPERS]
        ingest(paths, catalog=knowledge.catalog, store=knowledge.store, indexer=knowledge.indexer)
        yield knowledge


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("vilken guide gäller när någon friges", "guide-vid-frigivning.html"),
        ("which guide applies on the day of release", "guide-vid-frigivning.html"),
        ("hvilken vejledning gælder for varetægtsarrestanter", "guide-varetaegtsarrestanter.pdf"),
    ],
)
def test_a_paper_is_named_where_a_paper_is_asked_for(knowledge: Knowledge, question: str, source: str) -> None:
    """The guide itself, not a news item that speaks of guides."""
    answer = knowledge.service.answer(Query(question))
    assert {quote.source for quote in answer.quotes} == {source}
