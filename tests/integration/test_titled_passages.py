import os
from collections.abc import Iterator

import pytest

from api.settings import load_settings, without_settings
from api.wiring import Knowledge, open_temporary
from search.evaluation import as_document, build
from search.result import Query

TITLE = "Vägledning om gemensam förvaltning av byggnader"
OPENING = (
    "Den här vägledningen beskriver gemensam förvaltning. Med gemensam förvaltning menas att flera myndigheter har "
    "byggnader ihop och delar på kostnader för hyra, drift och underhåll."
)
PART = (
    "Underhåll planeras varje höst. Den som äger huset beställer underhållet, följer upp kostnaderna och ser till att "
    "tak, fönster och ventilation hålls i skick under hela året."
)


@pytest.fixture(scope="module")
def knowledge() -> Iterator[Knowledge]:
    documents = [
        as_document("opening", "sv", OPENING, TITLE),
        as_document("part", "sv", PART, TITLE),
        as_document("other", "sv", "Kommunen antar budgeten i november.", "Budget"),
    ]
    with open_temporary(load_settings(without_settings(os.environ))) as opened:
        build(documents, opened.catalog, opened.store, opened.indexer)
        yield opened


def sources(knowledge: Knowledge, question: str) -> list[str]:
    return [hit.source for hit in knowledge.service.search(Query(question, answer=False)).results]


def test_a_question_that_names_the_paper_finds_the_part_it_asks_about(knowledge: Knowledge) -> None:
    """The opening repeats the title and names the subject once; the part about the subject comes first."""
    assert sources(knowledge, "underhåll i vägledning om gemensam förvaltning av byggnader")[0] == "part"


def test_a_question_for_the_whole_paper_finds_its_opening(knowledge: Knowledge) -> None:
    """Where the title says the whole question, what repeats it stays first."""
    assert sources(knowledge, "vägledning om gemensam förvaltning av byggnader")[0] == "opening"
