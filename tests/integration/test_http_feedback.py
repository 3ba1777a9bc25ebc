from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

from api import feedback
from api.app import create_app
from api.settings import load_settings
from search.catalog import SqlCatalog
from search.feedback import MAX_ENTRIES, Feedback
from tests.doubles.http_checks import assert_problem
from tests.doubles.knowledge import MemoryKnowledge

PRIVATE = "frågan som ingen ska se"


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[SqlCatalog]:
    catalog = SqlCatalog.open(f"sqlite:///{tmp_path / 'catalog.db'}")
    yield catalog
    catalog.close()


def client_of(catalog: SqlCatalog, tmp_path: Path, **settings: str) -> TestClient:
    given = {"SAMSOK_DATA": str(tmp_path), **{f"SAMSOK_{name.upper()}": value for name, value in settings.items()}}
    knowledge = MemoryKnowledge()
    return TestClient(create_app(knowledge.service, catalog, knowledge.terms, load_settings(given)))


@pytest.fixture
def client(catalog: SqlCatalog, tmp_path: Path) -> Iterator[TestClient]:
    with client_of(catalog, tmp_path) as client:
        yield client


def test_verdict_is_held_without_the_question(client: TestClient, catalog: SqlCatalog, tmp_path: Path) -> None:
    """What the reader asked reaches neither the table nor any other file of the data folder."""
    body = {"verdict": "up", "query_id": "abc", "question": PRIVATE, "ui": "sv"}
    assert client.post("/api/v1/feedback", json=body).status_code == 201
    (entry,) = catalog.feedback(10)
    assert (entry.kind, entry.verdict, entry.query_id, entry.question) == ("answer", "up", "abc", None)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and PRIVATE.encode() in path.read_bytes()]


def test_question_is_kept_only_where_the_operator_says_so(catalog: SqlCatalog, tmp_path: Path) -> None:
    """The setting changes it, nothing else does."""
    with client_of(catalog, tmp_path, keep_questions="yes") as client:
        client.post("/api/v1/feedback", json={"verdict": "down", "question": PRIVATE})
    assert catalog.feedback(1)[0].question == PRIVATE


def test_plain_form_says_thank_you_and_leads_back(client: TestClient, catalog: SqlCatalog) -> None:
    """Without a script: a page in the reader's language, with the way back to the results."""
    fields = {"kind": "answer", "verdict": "down", "comment": "Fel avsnitt", "question": "häkte", "ui": "da"}
    response = client.post("/feedback", data=fields)
    tree = LexborHTMLParser(response.text)
    assert tree.css_first("h1").text() == "Tak"
    assert tree.css_first("main a").attributes["href"] == "/?q=h%C3%A4kte&ui=da"
    assert catalog.feedback(1)[0].comment == "Fel avsnitt"


def test_barrier_can_be_reported_by_anyone(client: TestClient, catalog: SqlCatalog) -> None:
    """The form of the accessibility statement: no name asked for, an address to answer to if wanted."""
    page = LexborHTMLParser(client.get("/feedback?about=accessibility&ui=sv").text)
    assert page.css_first("h1").text() == "Rapportera ett hinder"
    given = {node.attributes["name"]: node.attributes["value"] or "" for node in page.css("form.stacked [type=hidden]")}
    client.post("/feedback", data={**given, "comment": "Tabellen kan inte läsas", "reply_to": "a@exempel.example"})
    (entry,) = catalog.feedback(1)
    assert (entry.kind, entry.reply_to, entry.ui) == ("accessibility", "a@exempel.example", "sv")


@pytest.mark.parametrize(("comment", "told"), [(" ", "Skriv några ord"), ("x" * 2001, "högst 2\xa0000 tecken")])
def test_mistake_in_the_form_is_told_and_nothing_is_lost(
    client: TestClient, catalog: SqlCatalog, comment: str, told: str
) -> None:
    """The page comes back with what was written and what to do."""
    response = client.post("/feedback", data={"kind": "page", "ui": "sv", "comment": comment})
    tree = LexborHTMLParser(response.text)
    assert response.status_code == 400
    assert told in tree.css_first("#fault").text()
    assert tree.css_first("textarea").text() == comment
    assert catalog.feedback(1) == []


@pytest.mark.parametrize(
    "body", [{}, {"verdict": "maybe"}, {"verdict": "up", "comment": "x" * 2001}, {"verdict": "up", "other": "x"}]
)
def test_unusable_bodies_are_problems(client: TestClient, body: dict[str, str]) -> None:
    """Programs are told what is wrong."""
    assert_problem(client.post("/api/v1/feedback", json=body), "invalid-parameter")


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_other_sites_cannot_speak_for_a_reader(
    client: TestClient, catalog: SqlCatalog, headers: dict[str, str]
) -> None:
    """A form elsewhere that sends to us is refused, by script and without."""
    assert_problem(client.post("/api/v1/feedback", json={"verdict": "up"}, headers=headers), "forbidden")
    assert client.post("/feedback", data={"verdict": "up"}, headers=headers).status_code == 403
    assert catalog.feedback(1) == []


def test_flood_is_refused_and_what_is_short_and_rare_is_not(client: TestClient, catalog: SqlCatalog) -> None:
    """No more text than the window allows is held, and the refusal says when to come back."""
    body = {"verdict": "none", "comment": "x" * 2000}
    allowed = feedback.MAX_WINDOW_CHARACTERS // 2000
    statuses = [client.post("/api/v1/feedback", json=body).status_code for _ in range(allowed + 3)]
    assert statuses == [201] * allowed + [429] * 3
    refused = client.post("/api/v1/feedback", json=body)
    assert refused.headers["retry-after"] == "600"
    assert_problem(refused, "too-many-requests")
    assert len(catalog.feedback(1000)) == allowed


def test_oldest_entries_go_first(catalog: SqlCatalog) -> None:
    """The table is bounded and holds what came last."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from sqlalchemy import insert  # noqa: PLC0415

    from search.catalog_schema import feedback as table  # noqa: PLC0415

    now = datetime.now(UTC)
    old = {
        "kind": "answer", "verdict": "up", "comment": "", "created_at": now.isoformat(), "ui": "", "query_id": "",
        "document_id": "", "passage_id": "", "reply_to": "",
    }  # fmt: skip
    with catalog._write() as connection:
        connection.execute(insert(table), [old] * MAX_ENTRIES)
    catalog.add_feedback(Feedback("answer", "down", "newest", now))
    entries = catalog.feedback(MAX_ENTRIES + 10)
    assert len(entries) == MAX_ENTRIES
    assert entries[0].comment == "newest"
