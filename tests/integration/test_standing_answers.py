from collections.abc import Iterator
from datetime import date

import pytest

from api.settings import load_settings
from api.wiring import Knowledge, open_temporary
from search.evaluation import build
from search.result import Answer, Query
from tests.doubles.written import written

OLD = """# Överenskommelse mellan Provverket och Polismyndigheten (2016)

Diarienummer: PV 2016-4410

## Giltighetstid

Överenskommelsen gäller från och med den 1 april 2016 till och med den 31 mars 2019.

## Besök

Besök bokas en vecka före.
"""
NEW = """# Nationell överenskommelse mellan Provverket och Polismyndigheten

Diarienummer: PV 2020-18744

## Giltighetstid

Överenskommelsen gäller från och med den 14 december 2020 och tills vidare. Den ersätter Överenskommelse mellan
Provverket och Polismyndigheten (2016).

## Besök

Besök bokas två veckor före.
"""
PLAN = """# Handlingsplan mot återfall i region Väst

Planen gäller från och med den 1 januari 2025 till och med den 31 december 2025.

Åtgärderna följs upp varje månad.
"""
GUIDE = """# Vejledning om besøg i arresthuse

Udgivet den 3. maj 2023.

Besøg aftales med arresthuset.
"""
DAY = date(2026, 5, 1)


@pytest.fixture(scope="module")
def knowledge() -> Iterator[Knowledge]:
    with open_temporary(load_settings({})) as opened:
        texts = {"gammal.md": OLD, "ny.md": NEW, "plan.md": PLAN, "vejledning.md": GUIDE}
        papers = [written(text, name) for name, text in texts.items()]
        build(papers, opened.catalog, opened.store, opened.indexer)
        yield opened


def ask(knowledge: Knowledge, question: str, day: date = DAY) -> Answer:
    return knowledge.service.answer(Query(question, as_of=day))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "gäller överenskommelsen mellan Provverket och Polismyndigheten fortfarande?",
            "gäller från och med 2020-12-14, utan angivet slut",
        ),
        ("is the national agreement still in force?", "is in force from 2020-12-14"),
        ("har överenskommelsen från 2016 ersatts?", "(2016) gäller inte längre: Nationell överenskommelse"),
        (
            "gælder handlingsplanen mod tilbagefald i region Väst stadig?",
            "gælder ikke længere (gjaldt fra og med 2025-01-01 til og med 2025-12-31)",
        ),
        ("er vejledningen om besøg i arresthuse stadig gyldig?", "siger ikke, om det stadig gælder"),
    ],
)
def test_whether_a_paper_counts_is_said_with_the_words_it_rests_on(
    knowledge: Knowledge, question: str, said: str
) -> None:
    """In the question's language, whether it does, no longer does, or does not say."""
    answer = ask(knowledge, question)
    assert answer.status == "answered"
    assert answer.kind == "yes_no"
    assert said in answer.text
    assert answer.quotes


def test_the_day_that_is_asked_for_decides(knowledge: Knowledge) -> None:
    """The same paper counted a year before."""
    assert (
        "gäller från och med 2025-01-01"
        in ask(knowledge, "gäller handlingsplanen mot återfall fortfarande?", date(2025, 6, 1)).text
    )


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("vilket diarienummer har den nationella överenskommelsen?", "PV 2020-18744"),
        ("what is the case number of the 2016 agreement?", "PV 2016-4410"),
        ("vilket ärendenummer har den nationella överenskommelsen?", "PV 2020-18744"),
        ("hvilket sagsnummer har den nationale aftale?", "PV 2020-18744"),
    ],
)
def test_the_number_of_a_paper_is_quoted(knowledge: Knowledge, question: str, number: str) -> None:
    """Of the one that is meant, and of no other."""
    answer = ask(knowledge, question)
    assert [number in quote.text for quote in answer.quotes] == [True]


def test_a_paper_that_is_not_held_is_not_judged(knowledge: Knowledge) -> None:
    """A question about a passport is not answered with an agreement's validity."""
    assert "utan angivet slut" not in ask(knowledge, "är mitt pass fortfarande giltigt?").text
