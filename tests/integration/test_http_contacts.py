from collections.abc import Iterator

import httpx
import pytest

from api.schema_contacts import ContactListModel
from search.contacts.csv_file import read_csv
from search.contacts.vcard import read_vcards
from tests.doubles.http_checks import assert_guarded, assert_problem
from tests.doubles.process import Served, serving

PATH = "/api/v1/contacts"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("contacts")) as server:
        yield server


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    with served.client() as client:
        yield client


def test_contacts_have_every_field_of_the_model(client: httpx.Client) -> None:
    """What is not known is null or empty and never left out."""
    response = client.get(PATH)
    ContactListModel.model_validate(response.json(), extra="forbid")
    assert_guarded(response)
    first = response.json()["contacts"][0]
    assert (first["name"], first["sources"][0]["page"], first["verified"]) == ("Anna Exempel", 2, "2024-03-01")


def test_cursor_leads_through_all_contacts_once(client: httpx.Client) -> None:
    """Pages follow each other until the cursor ends."""
    names, cursor = [], None
    while True:
        body = client.get(PATH, params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        names += [contact["name"] for contact in body["contacts"]]
        cursor = body["next_cursor"]
        if cursor is None:
            break
    assert len(names) == len(set(names)) == body["total"]["value"] == 3


@pytest.mark.parametrize(
    ("asked", "headers"),
    [({"format": "csv"}, {}), ({}, {"Accept": "text/csv, */*;q=0.1"}), ({"format": "csv", "limit": 1}, {})],
)
def test_a_file_has_all_that_fit(client: httpx.Client, asked: dict[str, str], headers: dict[str, str]) -> None:
    """As CSV by parameter or by Accept header, whatever the limit of a page."""
    response = client.get(PATH, params=asked, headers=headers)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="contacts.csv"' in response.headers["content-disposition"]
    assert [contact.name for contact in read_csv(response.text, "x").contacts] == [
        "Anna Exempel", 'Bo "<b>" Exempel', "Eva Exempel",
    ]  # fmt: skip


def test_contacts_as_vcards(client: httpx.Client) -> None:
    """Cards that can be read again."""
    response = client.get(PATH, params={"q": "häkte", "format": "vcard"})
    assert response.headers["content-type"] == "text/vcard; charset=utf-8"
    assert [contact.topics for contact in read_vcards(response.text).contacts] == [("Häkte",), ("Häkte, anstalt",)]


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"level": "central"}, "level"),
        ({"limit": 0}, "limit"),
        ({"topic": "x"}, "topic"),
        ({"format": "pdf"}, "format"),
    ],
)
def test_a_wrong_parameter_is_named(client: httpx.Client, parameters: dict[str, object], told: str) -> None:
    """A misspelt parameter is never taken for none."""
    body = assert_problem(client.get(PATH, params=parameters), "invalid-parameter")
    assert [error["field"] for error in body["errors"]] == [told]  # type: ignore[index, attr-defined]


@pytest.mark.parametrize("cursor", ["nonsense", "MDow", "LTE6MQ==", "MToy"])
def test_a_foreign_cursor_is_refused(client: httpx.Client, cursor: str) -> None:
    """One that is none, is out of range or is of another state."""
    assert_problem(client.get(PATH, params={"cursor": cursor}), "invalid-parameter", "cursor")
