from collections.abc import Iterator

import httpx
import pytest

from api.schema_state import ReadyModel
from api.schema_terms import TermListModel, TermModel
from tests.doubles.http_checks import assert_guarded, assert_problem
from tests.doubles.process import Served, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("terms")) as server:
        yield server


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    with served.client() as client:
        yield client


def found(client: httpx.Client, **parameters: object) -> list[str]:
    response = client.get("/api/v1/terms", params=parameters)
    body = response.json()
    TermListModel.model_validate(body, extra="forbid")
    assert_guarded(response)
    return [term["notation"] for term in body["terms"]]


def test_terms_are_found_by_the_beginning_of_a_label(client: httpx.Client) -> None:
    """In any language, or in the one that is named; hidden labels are found but not shown."""
    assert found(client, q="häkt") == ["test-remand-prison", "test-remand"]
    assert found(client, q="REMAND", lang="en") == ["test-remand", "test-remand-prison"]
    assert found(client, q="häkt", lang="da") == []
    assert found(client, q="remanded") == ["test-remand"]
    assert "remanded" not in client.get("/api/v1/terms/test-remand").text


def test_all_terms_are_listed_without_a_text(client: httpx.Client) -> None:
    """The limit cuts the list and not the number."""
    body = client.get("/api/v1/terms", params={"limit": 1}).json()
    assert len(body["terms"]) == 1
    assert body["total"] == {"value": 2, "relation": "eq"}


def test_a_term_has_every_field_in_every_language(client: httpx.Client) -> None:
    """What is not known is null or empty and never left out."""
    body = client.get("/api/v1/terms/test-remand-prison").json()
    TermModel.model_validate(body, extra="forbid")
    assert body == {
        "notation": "test-remand-prison",
        "country": "se",
        "kind": "place",
        "prefLabel": {"sv": "häkte", "da": None, "en": "remand prison"},
        "altLabel": {"sv": [], "da": [], "en": []},
        "definition": {"sv": None, "da": None, "en": None},
        "broader": [],
        "related": [],
        "closeMatch": [],
        "papers": [],
    }


def test_an_unknown_term_is_not_found(client: httpx.Client) -> None:
    """With where to look."""
    assert_problem(client.get("/api/v1/terms/nothing"), "not-found", '"nothing"', "/api/v1/terms")


@pytest.mark.parametrize(
    ("parameters", "told"),
    [({"lang": "no"}, "lang"), ({"limit": 0}, "limit"), ({"limit": 101}, "limit"), ({"language": "sv"}, "language")],
)
def test_a_wrong_parameter_is_named(client: httpx.Client, parameters: dict[str, object], told: str) -> None:
    """A misspelt parameter is never taken for none."""
    body = assert_problem(client.get("/api/v1/terms", params=parameters), "invalid-parameter")
    assert [error["field"] for error in body["errors"]] == [told]  # type: ignore[index, attr-defined]


def test_too_long_a_text_is_refused(client: httpx.Client) -> None:
    """As a question is."""
    assert_problem(client.get("/api/v1/terms", params={"q": "x" * 201}), "invalid-query", "200")


def test_readiness_tells_the_bank_in_use(client: httpx.Client) -> None:
    """How many terms there are, and what is wrong with the user's files."""
    body = client.get("/readyz").json()
    ReadyModel.model_validate(body, extra="forbid")
    assert body["terms"] == {"concepts": 2, "fault": None}


def test_expansion_can_be_switched_off(client: httpx.Client) -> None:
    """The parameter reaches the service in both forms."""
    asked = client.post("/api/v1/search", json={"query": "transporter", "expand": False}).json()
    assert asked["query"]["expansions"] == []
    by_address = client.get("/api/v1/search", params={"q": "transporter", "expand": "false"}).json()
    assert by_address["query"]["expansions"] == []
    assert client.post("/api/v1/search", json={"query": "transporter"}).json()["query"]["expansions"] != []
    assert client.post("/api/v1/answer", json={"query": "transporter", "expand": False}).status_code == 200
