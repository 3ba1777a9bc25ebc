from collections.abc import Iterator

import pytest

from api.settings import load_settings
from api.wiring import Knowledge, open_temporary
from search.evaluation import build
from search.result import Filters, Query
from tests.doubles.written import written

NEWS = """# Provverket och Exempelmyndigheten fördjupar samverkan

Provverket och Exempelmyndigheten har ingått en ny överenskommelse.

– Det är väldigt positivt, säger Provverkets generaldirektör Mart Prov.

## Underlag

3 överenskomna samverkansområden:

1. Lokaler
2. Transporter
3. IT
"""
OTHERS = [
    f"# Om kontakt i transportfrågor, del {number}\n\nVem som är kontakt i transportfrågor varierar. En transport av"
    f" varor är en transport, och transportfrågor är frågor om transport nummer {number}."
    for number in range(30)
]
QUESTION = "vem är kontakt för transportfrågor?"


@pytest.fixture(scope="module")
def knowledge() -> Iterator[Knowledge]:
    with open_temporary(load_settings({})) as opened:
        papers = [written(text, f"annat-{number}.md") for number, text in enumerate(OTHERS)]
        build([written(NEWS, "nyhet.md"), *papers], opened.catalog, opened.store, opened.indexer)
        yield opened


def test_what_a_contact_answer_quotes_leads_the_results(knowledge: Knowledge) -> None:
    """Thirty papers speak of transport issues; the one that answers comes first, with its list."""
    response = knowledge.service.search(Query(QUESTION, limit=5))
    assert response.answer is not None
    assert response.answer.kind == "contact"
    quoted = {quote.passage_id for quote in response.answer.quotes}
    assert {result.passage_id for result in response.results[: len(quoted)]} == quoted
    assert "Transporter" in response.results[0].text + response.results[1].text
    marked = {result.text[begin:end] for result in response.results for begin, end in result.highlights}
    assert "Transporter" in marked
    scores = [result.score for result in response.results]
    assert scores == sorted(scores, reverse=True)


def test_nothing_is_lost_between_pages_for_what_leads(knowledge: Knowledge) -> None:
    """What is pushed off the first page begins the second."""
    ranked = knowledge.service.search(Query(QUESTION, limit=30, answer=False)).results
    found, cursor = [], None
    for _ in range(20):
        page = knowledge.service.search(Query(QUESTION, limit=5, cursor=cursor))
        found += [result.passage_id for result in page.results]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert {result.passage_id for result in ranked} <= set(found)


def test_a_filter_holds_for_what_leads(knowledge: Knowledge) -> None:
    """Whoever asks for Danish papers alone gets no Swedish one first."""
    response = knowledge.service.search(Query(QUESTION, limit=5, filters=Filters(language=("da",))))
    assert all(result.language == "da" for result in response.results)
