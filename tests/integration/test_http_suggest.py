from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import load_settings
from api.suggesting import Suggester
from search.catalog_port import Generation
from tests.doubles.http_checks import assert_problem
from tests.doubles.knowledge import SAMPLES, MemoryCatalog, MemoryGlossary, MemoryKnowledge


@pytest.fixture
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    knowledge = MemoryKnowledge()
    settings = load_settings({"SAMSOK_DATA": str(tmp_path_factory.mktemp("suggest"))})
    with TestClient(create_app(knowledge.service, knowledge.catalog, knowledge.terms, settings)) as client:
        yield client


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("overens", ("Överenskommelse om samverkan mellan Exempelverket och Provmyndigheten", "title", "sv")),
        ("kontaktp", ("Bilaga 2 Kontaktpersoner", "heading", "sv")),
        ("syf", ("Syfte", "heading", "sv")),
        ("haktn", ("häktning", "term", "sv")),
        ("vareteg", ("varetægtsfængsling", "term", "da")),
        ("prov", ("Provmyndigheten", "organisation", "und")),
    ],
)
def test_each_kind_is_suggested(client: TestClient, typed: str, found: tuple[str, str, str]) -> None:
    """Titles, headings without their numbers, terms in each language, organisations."""
    body = client.get("/api/v1/suggest", params={"q": typed.replace("teg", "taeg")}).json()
    told = [(s["text"], s["kind"], s["language"]) for s in body["suggestions"]]
    assert found in told


def test_parameters_are_checked(client: TestClient) -> None:
    """A misspelt parameter is told, too long a text is refused."""
    assert_problem(client.get("/api/v1/suggest?limits=1"), "invalid-parameter", "the nearest one is limit")
    assert_problem(client.get("/api/v1/suggest", params={"q": "x" * 201}), "invalid-query")
    assert client.get("/api/v1/suggest").json() == {"suggestions": []}


class Growing(MemoryCatalog):
    """A catalog whose generation can move on; only the newest is held."""

    number = 1

    def current(self) -> Generation | None:
        return replace(super().current() or Generation(1, {}, None), number=self.number)  # type: ignore[arg-type]

    def live(self, generation: int | None) -> dict:
        return {e.document.source_key: e.document for e in self.held} if generation == self.number else {}


def test_new_generation_brings_new_suggestions() -> None:
    """What was taken in since is suggested; until it is ready the old suggestions answer."""
    catalog = Growing(SAMPLES[:1])
    suggester = Suggester(catalog, MemoryGlossary())
    assert suggester.suggest("release", 8) == []
    catalog.held, catalog.number = SAMPLES, 2
    for _ in range(500):
        if suggester.suggest("release", 8):
            break
        suggester.prepare()
    assert [suggestion.text for suggestion in suggester.suggest("release pl", 8)] == ["Release planning"]
