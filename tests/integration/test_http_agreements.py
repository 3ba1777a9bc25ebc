"""Agreements, facts, links and definitions over HTTP, from papers taken in as files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import schema_agreements, schema_documents, schema_terms
from api.app import create_app
from api.settings import load_settings
from api.wiring import open_temporary
from ingest.limits import Limits
from ingest.pipeline import ingest

OLD = """# Överenskommelse om samarbete mellan Kriminalvården och Polismyndigheten

Diarienummer KV 2016-4410. Överenskommelsen gäller från och med den 1 april 2016.

## Samarbetsområden

1. Transporter
2. Lokaler
"""
NEW = """# Nationell överenskommelse om samverkan mellan Kriminalvården och Polismyndigheten

Överenskommelsen gäller från och med den 14 december 2020. Överenskommelsen ersätter överenskommelsen KV 2016-4410.
Med häkte menas en plats för den som är häktad. Med gryningsrond menas en rond i gryningen.

## Samverkansområden

1. Transporter av frihetsberövade
2. IT

## Ansvar

Häkteschefen ansvarar för att transporter beställs i tid.

## Underskrifter

Lund den 3 november 2020

Anna Ek, chef, Kriminalvården
"""
DANISH = """# Samarbejdsaftale mellem Kriminalforsorgen og Rigspolitiet

Aftalen træder i kraft den 1. marts 2022.

## Samarbejdsområder

1. Transport og eskorte
2. Varetægt og arresthuse
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("papers")
    for name, text in (("gammal.md", OLD), ("ny.md", NEW), ("aftale.md", DANISH)):
        (folder / name).write_text(text, encoding="utf-8")
    settings = load_settings({})
    with open_temporary(settings) as held:
        ingest([folder], catalog=held.catalog, store=held.store, indexer=held.indexer, limits=Limits(workers=0))
        with TestClient(create_app(held.service, held.catalog, held.terms, settings, held.papers)) as opened:
            yield opened


def listed(client: TestClient, **parameters: Any) -> list[str]:
    body = client.get("/api/v1/agreements", params=parameters).json()
    schema_agreements.AgreementListModel.model_validate(body, extra="forbid")
    return [each["source"] for each in body["agreements"]]


def document(client: TestClient, source: str) -> dict[str, Any]:
    found = next(d for d in client.get("/api/v1/documents").json()["documents"] if d["source"] == source)
    body: dict[str, Any] = client.get(f"/api/v1/documents/{found['document_id']}").json()
    schema_documents.DocumentTextModel.model_validate(body, extra="forbid")
    return body


def test_agreements_in_force_are_listed(client: TestClient) -> None:
    """What was replaced only when asked for, or on a day before."""
    assert listed(client) == ["ny.md", "aftale.md"]
    assert listed(client, include_expired=True) == ["ny.md", "aftale.md", "gammal.md"]
    assert listed(client, as_of="2018-01-01", party="polis")[0] == "ny.md"
    assert "gammal.md" in listed(client, as_of="2018-01-01")


@pytest.mark.parametrize(
    ("parameters", "sources"),
    [
        ({"area": "transport issues"}, ["ny.md", "aftale.md"]),
        ({"area": "IT"}, ["ny.md"]),
        ({"area": "Lokaler"}, []),
        ({"party": "Rigspoliti"}, ["aftale.md"]),
        ({"level": "national"}, ["ny.md", "aftale.md"]),
        ({"level": "local"}, []),
    ],
)
def test_agreements_are_found_by_area_party_and_level(
    client: TestClient, parameters: dict[str, str], sources: list[str]
) -> None:
    """An area in any wording or language of the term bank."""
    assert listed(client, **parameters) == sources


def test_the_grid_has_a_cell_for_every_area_and_party(client: TestClient) -> None:
    """An empty list is a gap; transports of both countries are one row."""
    body = client.get("/api/v1/agreements/matrix").json()
    schema_agreements.MatrixModel.model_validate(body, extra="forbid")
    labels = [area["label"] for area in body["areas"]]
    parties = [party["name"] for party in body["parties"]]
    assert next(area["concept"] for area in body["areas"]) == "prison-prisoner-transport"
    assert body["areas"][0]["texts"] == ["Transporter av frihetsberövade", "Transport og eskorte"]
    row = body["cells"][labels.index("IT")]
    assert row[parties.index("Rigspolitiet")] == {"national": [], "regional": [], "local": [], "unknown": []}
    assert len(row[parties.index("Kriminalvården")]["national"]) == 1
    assert len(body["cells"]) == len(labels)
    assert {len(each) for each in body["cells"]} == {len(parties)}


def test_a_document_shows_its_facts_with_their_places(client: TestClient) -> None:
    """Each place holds the value; the agreement's parts too."""
    body = document(client, "ny.md")
    facts = {fact["name"]: fact for fact in body["facts"]}
    place = facts["replaces"]["place"]
    assert body["text"][place["start"] : place["end"]] == facts["replaces"]["value"] == "överenskommelsen KV 2016-4410"
    assert facts["valid_from"]["value"] == "2020-12-14"
    assert body["areas"] == ["Transporter av frihetsberövade", "IT"]
    agreement = body["agreement"]
    assert agreement["signatories"][0]["signed"] == "2020-11-03"
    assert [each["bearer"] for each in agreement["responsibilities"]] == ["Häkteschefen"]
    assert [link["source"] for link in body["links"]["replaces"]] == ["gammal.md"]


def test_a_replaced_document_names_its_successor(client: TestClient) -> None:
    """In the document, in the list and in results."""
    old, new = document(client, "gammal.md"), document(client, "ny.md")
    assert old["validity"]["status"] == "superseded"
    assert old["validity"]["superseded_by"] == new["document_id"]
    assert [link["source"] for link in old["links"]["replaced_by"]] == ["ny.md"]
    body = client.post("/api/v1/search", json={"query": "lokaler", "include_expired": True}).json()
    hit = next(each for each in body["results"] if each["source"] == "gammal.md")
    assert hit["validity"]["superseded_by"] == new["document_id"]


def test_results_are_narrowed_by_area(client: TestClient) -> None:
    """An area in other words finds the papers that list it; an unknown one finds nothing."""
    body = client.post("/api/v1/search", json={"query": "transport", "area": "transport issues"}).json()
    assert {hit["source"] for hit in body["results"]} == {"ny.md", "aftale.md"}
    assert client.post("/api/v1/search", json={"query": "transport", "area": "fiske"}).json()["results"] == []


def test_only_the_paper_of_the_day_is_found(client: TestClient) -> None:
    """Today the new one, before it the old one."""
    for day, source in ((None, "ny.md"), ("2018-01-01", "gammal.md")):
        body = client.post("/api/v1/search", json={"query": "Kriminalvården och Polismyndigheten", "as_of": day}).json()
        assert {hit["source"] for hit in body["results"]} - {"aftale.md"} == {source}


def test_definitions_stand_beside_the_terms(client: TestClient) -> None:
    """Those of a term of the bank with it, others in a list of their own."""
    body = client.get("/api/v1/terms", params={"q": "häkte"}).json()
    schema_terms.TermListModel.model_validate(body, extra="forbid")
    papers = [paper for term in body["terms"] for paper in term["papers"]]
    assert [(paper["term"], paper["text"], paper["source"]) for paper in papers] == [
        ("häkte", "en plats för den som är häktad", "ny.md")
    ]
    body = client.get("/api/v1/terms", params={"q": "gryning"}).json()
    assert [each["term"] for each in body["definitions"]] == ["gryningsrond"]


@pytest.mark.parametrize("parameters", [{"level": "global"}, {"as_of": "i går"}, {"land": "se"}])
def test_a_wrong_parameter_is_named(client: TestClient, parameters: dict[str, str]) -> None:
    """With the field at fault, as everywhere."""
    for path in ("/api/v1/agreements", "/api/v1/agreements/matrix"):
        response = client.get(path, params=parameters)
        assert response.status_code == 400
        assert response.json()["errors"][0]["field"] == next(iter(parameters))
