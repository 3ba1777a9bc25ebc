from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

from api.app import create_app
from api.settings import load_settings
from api.statement import load_statements
from search.errors import InvalidSetting
from tests.doubles.knowledge import MemoryKnowledge

FILLED = """
[se]
operator = "Exempelverket"
status = "partial"
assessed = 2026-03-01
updated = 2026-03-15
email = "tillganglighet@exempel.example"
phone = "000-00 00 01"
faults = ["Skannade original saknar taggar."]
burden = ["Äldre protokoll görs inte om."]

[dk]
operator = "Eksempelstyrelsen"
status = "full"
assessed = 2026-02-01
updated = 2026-02-02
method = "external"
email = "tilgaengelighed@eksempel.example"
phone = "00 00 00 02"
was_url = "https://was.eksempel.example/samsok"
"""


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    file = tmp_path / "statement.toml"
    file.write_text(FILLED, encoding="utf-8")
    knowledge = MemoryKnowledge()
    settings = load_settings({"SAMSOK_DATA": str(tmp_path), "SAMSOK_STATEMENT": str(file)})
    with TestClient(create_app(knowledge.service, knowledge.catalog, knowledge.terms, settings)) as client:
        yield client


def test_sweden_gets_all_that_its_law_asks_for(client: TestClient) -> None:
    """Who, how far, what not and why, when and how it was tested, where to report, who watches."""
    text = " ".join(LexborHTMLParser(client.get("/accessibility/se?ui=sv").text).css_first("main").text().split())
    for told in (
        "Exempelverket står bakom Samsök", "delvis förenlig", "(2018:1937)", "Skannade original saknar taggar.",
        "Äldre protokoll görs inte om.", "1 mars 2026", "15 mars 2026", "självskattning",
        "tillganglighet@exempel.example", "000-00 00 01", "digg.se/tdosanmalan", "Till formuläret",
    ):  # fmt: skip
        assert told in text


def test_denmark_gets_its_register_and_its_short_address(client: TestClient) -> None:
    """Telephone and writing, the registered statement, and /was leading to it."""
    text = " ".join(LexborHTMLParser(client.get("/accessibility/dk?ui=da").text).css_first("main").text().split())
    for told in ("Eksempelstyrelsen", "1. februar 2026", "uafhængig part", "was.eksempel.example", "00 00 00 02"):
        assert told in text
    response = client.get("/was", follow_redirects=False)
    assert response.headers["location"] == "https://was.eksempel.example/samsok"
    assert client.get("/accessibility/no", headers={"accept": "text/html"}).status_code in (400, 404)


def test_every_page_leads_to_the_statement_and_the_form(client: TestClient) -> None:
    """The footer has both, for the reader's country."""
    links = [node.attributes["href"] for node in LexborHTMLParser(client.get("/?ui=da").text).css(".foot a")]
    assert links[:2] == ["/accessibility/dk?ui=da", "/feedback?ui=da"]
    assert (
        LexborHTMLParser(client.get("/?ui=sv").text).css_first(".foot a").attributes["href"]
        == "/accessibility/se?ui=sv"
    )


def test_whoever_finds_no_answer_reads_whom_to_ask(client: TestClient) -> None:
    """Where the papers do not answer, the body that runs the service is named, for the reader's country."""
    missing = LexborHTMLParser(client.get("/?ui=da&q=xyzzy").text).css_first(".answer.missing").text()
    assert "Du kan spørge Eksempelstyrelsen: tilgaengelighed@eksempel.example, 00 00 00 02." in missing


def test_statement_that_is_not_filled_in_says_so_and_has_the_form(tmp_path: Path) -> None:
    """Nothing is claimed that nobody has checked."""
    knowledge = MemoryKnowledge()
    settings = load_settings({"SAMSOK_DATA": str(tmp_path)})
    with TestClient(create_app(knowledge.service, knowledge.catalog, knowledge.terms, settings)) as client:
        page = client.get("/accessibility/se?ui=sv").text
        assert "inte fyllt i sin redogörelse" in page
        assert "förenlig" not in page
        assert client.get("/was", follow_redirects=False).headers["location"] == "/accessibility/dk"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ('status = "partial"', "status"),
        ("assessed = 2026-03-01", "assessed"),
        ("[se]", "SAMSOK_STATEMENT"),
        ('operator = "Exempelverket"', "operator"),
    ],
)
def test_missing_fields_are_told_at_start(tmp_path: Path, change: str, told: str) -> None:
    """Whoever fills the file reads which field of which table is wrong."""
    file = tmp_path / "statement.toml"
    file.write_text(FILLED.replace(change, "", 1), encoding="utf-8")
    with pytest.raises(InvalidSetting, match=told):
        load_statements(file)


@pytest.mark.parametrize(
    "line",
    [
        'status = "mostly"',
        'assessed = "2026-03-01"',
        "faults = 3",
        'was_url = "javascript:x"',
        'other = "x"',
        "email = 1",
    ],
)
def test_values_that_cannot_be_are_told_at_start(tmp_path: Path, line: str) -> None:
    """Each with the name of the field."""
    name = line.split(" ", maxsplit=1)[0]
    kept = [row for row in FILLED.partition("[dk]")[0].splitlines() if not row.startswith(name)]
    file = tmp_path / "statement.toml"
    file.write_text("\n".join([*kept, line]), encoding="utf-8")
    with pytest.raises(InvalidSetting, match=name):
        load_statements(file)


def test_nothing_given_is_nothing_claimed() -> None:
    """Without a file there are no statements; with one, days are days."""
    assert load_statements(None) == {}
    assert date(2026, 3, 1).isoformat() in FILLED
