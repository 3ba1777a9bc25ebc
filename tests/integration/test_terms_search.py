"""The term bank through the service that answers, over the sample corpus, and through the real command."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.settings import load_settings
from api.wiring import Knowledge, open_temporary
from ingest.pipeline import ingest
from search.result import Query, SearchResponse
from tests.doubles.command import samsok
from tests.doubles.papers import write_papers
from tests.doubles.process import ROOT
from tests.doubles.tiny_model import write_tiny_model


@pytest.fixture(scope="module")
def knowledge() -> Iterator[Knowledge]:
    with open_temporary(load_settings({})) as opened:
        ingest([ROOT / "corpus"], catalog=opened.catalog, store=opened.store, indexer=opened.indexer)
        yield opened


def asked(knowledge: Knowledge, question: str, *, expand: bool = True) -> SearchResponse:
    return knowledge.service.search(Query(question, expand=expand))


def countries(response: SearchResponse, first: int) -> list[str]:
    return [hit.source.rsplit("/", 2)[-2] for hit in response.results[:first]]


@pytest.mark.parametrize(
    "question",
    [
        "who do I call about transport of people in custody",
        "vem ringer jag om transport av frihetsberövade",
        "hvem ringer jeg til om fangetransport",
    ],
)
def test_the_contact_for_transports_is_found_in_every_language(knowledge: Knowledge, question: str) -> None:
    """The first passages are about transport, and the term that was found is told."""
    response = asked(knowledge, question)
    assert all("transport" in hit.text.casefold() for hit in response.results[:2])
    assert "term bank: prison-prisoner-transport" in {each.why for each in response.expansions}


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("How often must a suicidal remand prisoner be checked in a Danish remand prison?", "arresthus"),
        ("What support do victims get from a volunteer support organisation?", "brottsofferjour"),
    ],
)
def test_words_of_the_trade_lead_across_languages(knowledge: Knowledge, question: str, held: str) -> None:
    """A term that has nothing in common with its translation is found by it."""
    with_bank = asked(knowledge, question)
    assert any(held in hit.text.casefold() for hit in with_bank.results[:3])


def test_expansion_can_be_switched_off(knowledge: Knowledge) -> None:
    """Then the response tells none, and another vector is asked."""
    question = "remand prisoner transport"
    assert asked(knowledge, question).expansions
    plain = asked(knowledge, question, expand=False)
    assert plain.expansions == ()
    assert plain.results


@pytest.mark.parametrize(
    ("question", "country", "counterpart"),
    [
        ("Vad ansvarar Kriminalvården för?", "se", "counterpart in Denmark"),
        ("Hvad har Kriminalforsorgen ansvaret for?", "dk", "counterpart in Sweden"),
    ],
)
def test_one_countrys_agency_is_not_the_others(
    knowledge: Knowledge, question: str, country: str, counterpart: str
) -> None:
    """The agency's own papers come first; the other's are marked as a counterpart's."""
    response = asked(knowledge, question)
    assert countries(response, 3) == [country] * 3
    marked = [each for each in response.expansions if each.why.endswith(counterpart)]
    assert marked
    assert max(each.weight for each in marked) <= 0.2


@pytest.fixture
def base(tmp_path: Path) -> Path:
    write_tiny_model(tmp_path / "model")
    (tmp_path / "terms").mkdir()
    write_papers(tmp_path / "papers")
    return tmp_path


def settings(base: Path) -> dict[str, str]:
    return {"model": str(base / "model"), "terms": str(base / "terms")}


def test_terms_of_ones_own_widen_the_commands_search(base: Path) -> None:
    """A file in a folder is enough; --no-expand does without."""
    row = "notation,prefLabel@sv,prefLabel@da\nour-thing,zorbulinjour,varetægt\n"
    (base / "terms" / "own.csv").write_text(row, encoding="utf-8")
    samsok("ingest", str(base / "papers"), data=base / "data", **settings(base))
    found = samsok("search", "var finns zorbulinjouren", "--json", data=base / "data", **settings(base)).json
    told = {each["term"]: each for each in found["query"]["expansions"]}
    assert told["varetægt"]["why"] == "term bank: our-thing"
    assert found["results"][0]["source"] == "vejledning.md"
    ran = samsok("search", "var finns zorbulinjouren", "--json", "--no-expand", data=base / "data", **settings(base))
    assert ran.json["query"]["expansions"] == []


def test_doctor_names_the_broken_line_and_the_search_goes_on(base: Path) -> None:
    """Code 4 with file, line and column; questions are answered with the shipped bank, and the log says why."""
    (base / "terms" / "own.csv").write_text("notation,prefLabel@sv\nOur Thing,x\n", encoding="utf-8")
    ran = samsok("doctor", data=base / "data", **settings(base))
    assert ran.code == 4
    assert 'FAIL term bank: own.csv, line 2, column notation: "Our Thing" is no notation' in ran.out
    samsok("ingest", str(base / "papers"), data=base / "data", **settings(base))
    found = samsok("search", "häkte", "--json", data=base / "data", **settings(base))
    assert found.code == 0
    assert any(each["why"] == "term bank: prison-remand-prison" for each in found.json["query"]["expansions"])
    assert "own.csv, line 2" in found.err
