from collections.abc import Iterator
from pathlib import Path

import pytest

from api.settings import load_settings
from api.wiring import Knowledge, open_temporary
from ingest.pipeline import ingest
from search.result import Answer, Query

CORPUS = Path(__file__).parents[2] / "corpus"
PAPERS = (
    "se/nationell-overenskommelse-2020.pdf", "se/regional-overenskommelse-vast.docx", "se/pm-hotbild-vittnen.txt",
    "dk/national-samarbejdsaftale.odt", "dk/informationshaefte-samarbejdspartnere.pdf",
)  # fmt: skip


@pytest.fixture(scope="module")
def knowledge() -> Iterator[Knowledge]:
    with open_temporary(load_settings({})) as knowledge:
        paths = [CORPUS / name for name in PAPERS]
        ingest(paths, catalog=knowledge.catalog, store=knowledge.store, indexer=knowledge.indexer)
        yield knowledge


def ask(knowledge: Knowledge, question: str) -> Answer:
    answer = knowledge.service.answer(Query(question))
    texts = {
        each.document_id: knowledge.catalog.text(each.document_id, each.revision)
        for each in knowledge.catalog.live(1).values()
    }
    assert all(texts[quote.document_id][quote.start : quote.end] == quote.text for quote in answer.quotes)
    return answer


@pytest.mark.parametrize(
    ("question", "said", "bank"),
    [
        (
            "vad menas med restriktioner",
            "Med restriktioner menas åklagarens inskränkningar",
            "Termbanken: restriktioner",
        ),
        ("Hvad betyder målsägande?", "Med målsägande menas den som ett brott har begåtts mot", "målsägande –"),
        ('What is "fodlænke" in the Danish prison service?', "Fodlænke | Afsoning på bopælen", "Term bank: "),
        ("hvad betyder KiF", "KiF | Kriminalforsorgen i Frihed", "Termbanken: "),
    ],
)
def test_a_term_is_explained_by_the_paper_then_by_the_bank(
    knowledge: Knowledge, question: str, said: str, bank: str
) -> None:
    """The paper's own words come first, with their source."""
    answer = ask(knowledge, question)
    assert answer.kind == "definition"
    assert answer.quotes[0].text.startswith(said)
    assert answer.text.index(said) < answer.text.index(bank)


def test_a_question_that_asks_more_of_a_term_is_not_answered_by_its_meaning(knowledge: Knowledge) -> None:
    """What a disciplinary punishment is does not say when to complain about it."""
    answer = ask(knowledge, "hvad er fristen for at klage over en disciplinærstraf")
    assert answer.kind != "definition"


def test_what_the_bank_alone_explains_is_said_with_the_refusal(knowledge: Knowledge) -> None:
    """Whom to ask instead does not push the term bank's words out."""
    answer = ask(knowledge, "vad betyder kontraktsvård")
    assert answer.status == "not_found"
    assert "Termbanken: kontraktsvård" in answer.text


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("when was the national agreement signed", {"national-samarbejdsaftale", "nationell-overenskommelse-2020"}),
        ("when was the Danish national agreement signed", {"national-samarbejdsaftale"}),
        (
            "since when does the agreement between Kriminalvården and the police hold",
            {"nationell-overenskommelse-2020"},
        ),
        ("vem undertecknade den regionala överenskommelsen i väst", {"regional-overenskommelse-vast"}),
        ("hvornår trådte aftalen mellem Kriminalforsorgen og politiet i kraft", {"national-samarbejdsaftale"}),
    ],
)
def test_what_a_question_names_decides_which_agreement_answers(
    knowledge: Knowledge, question: str, sources: set[str]
) -> None:
    """Parties, country and level decide; what fits two alike is answered by both."""
    answer = ask(knowledge, question)
    assert {Path(quote.source).stem for quote in answer.quotes} == sources


def test_the_day_of_a_signature_is_quoted_with_the_names(knowledge: Knowledge) -> None:
    """Day and name stand on lines of their own."""
    (quote,) = ask(knowledge, "hvornår blev aftalen mellem Kriminalforsorgen og Rigspolitiet underskrevet").quotes
    assert "10. februar 2022" in quote.text
    assert "Henriette Lauritzen" in quote.text


@pytest.mark.parametrize(
    ("question", "source", "first", "last", "number"),
    [
        (
            "vilka områden omfattar överenskommelsen mellan Kriminalvården och Polismyndigheten?",
            "nationell-overenskommelse-2020",
            "1. Infrastruktur och lokalplanering",
            "8. Rättsliga frågor av strategisk karaktär",
            8,
        ),
        (
            "which areas of cooperation does the Danish national agreement cover",
            "national-samarbejdsaftale",
            "1. Transport og eskorte",
            "6. It-sikkerhed og datadeling",
            6,
        ),
        (
            "hvilke områder samarbejder Kriminalforsorgen og Rigspolitiet om",
            "national-samarbejdsaftale",
            "1. Transport og eskorte",
            "6. It-sikkerhed og datadeling",
            6,
        ),
    ],
)
def test_areas_of_an_agreement_are_listed_whole_and_in_order(
    knowledge: Knowledge, question: str, source: str, first: str, last: str, number: int
) -> None:
    """As its record has them, quoted where they stand."""
    answer = ask(knowledge, question)
    assert answer.kind == "list"
    (quote,) = answer.quotes
    lines = [line for line in quote.text.splitlines() if line.strip()]
    assert source in quote.source
    assert (lines[0], lines[-1], len(lines)) == (first, last, number)


def test_areas_of_two_agreements_that_fit_alike_are_both_listed(knowledge: Knowledge) -> None:
    """The one in the question's language first."""
    answer = ask(knowledge, "vilka områden omfattar den nationella överenskommelsen?")
    assert ["nationell-overenskommelse-2020" in quote.source for quote in answer.quotes] == [True, False]


@pytest.mark.parametrize(
    "question",
    [
        "vad ska polisen och kriminalvården samarbeta om enligt den nationella överenskommelsen",
        "What do the Swedish police and the Swedish prison service cooperate on?",
    ],
)
def test_what_parties_cooperate_on_are_the_areas_of_their_agreement(knowledge: Knowledge, question: str) -> None:
    """The list as it stands, whole and in order, though no area is named by that word."""
    answer = ask(knowledge, question)
    assert answer.kind == "list"
    areas = ["Infrastruktur", "Arrest", "Transporter", "Operativ", "Inköp", "IT", "HR", "Rättsliga"]
    places = [answer.quotes[0].text.find(area) for area in areas]
    assert places == sorted(places)
    assert places[0] >= 0


def test_who_put_their_names_to_an_agreement_is_told_by_its_signatures(knowledge: Knowledge) -> None:
    """Asked for several persons by a verb whose particle stands apart."""
    answer = ask(knowledge, "vilka skrev på den nationella överenskommelsen mellan Kriminalvården och Polismyndigheten")
    assert "Ingrid Malmsten" in answer.quotes[0].text
    assert answer.kind == "person"


def test_where_an_agreement_was_signed_is_told_by_its_signatures(knowledge: Knowledge) -> None:
    """The place stands beside the day; the sentence before the signatures says nothing of it and is left out."""
    answer = ask(knowledge, "var undertecknades den nationella överenskommelsen mellan Kriminalvården och polisen")
    assert answer.quotes[0].text.startswith("Norrköping den 7 december 2020")
