import json
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.middleware import PAGE_POLICY
from api.problems import KINDS
from tests.doubles.http_checks import assert_guarded, assert_problem
from tests.doubles.process import Served, serving

EMPTY = (sys.executable, "-m", "tests.doubles.serve_memory", "--empty")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("operation")) as server:
        yield server


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    with served.client() as client:
        yield client


def test_health_and_readiness(client: httpx.Client) -> None:
    """One tells that the process lives, the other over how much it answers."""
    assert client.get("/healthz").json()["status"] == "ok"
    ready = client.get("/readyz").json()
    assert (ready["status"], ready["generation"], ready["documents"]) == ("ready", 1, 5)


def test_unknown_path_and_method_are_problems(client: httpx.Client) -> None:
    """Errors of the HTTP layer have the same shape as all others."""
    assert_problem(client.get("/api/v1/nothing"), "not-found", "/api/v1/nothing")
    response = client.delete("/api/v1/search")
    assert_problem(response, "method-not-allowed", "DELETE")
    assert set(response.headers["allow"].split(", ")) & {"GET", "POST"}


def test_head_is_answered_as_get_without_body(client: httpx.Client) -> None:
    """Monitors that ask with HEAD get the status of GET."""
    response = client.head("/healthz")
    assert (response.status_code, response.content) == (200, b"")
    assert client.head("/api/v1/documents/unknown").status_code == 404


def test_openapi_document_is_whole(client: httpx.Client) -> None:
    """Version 3.1, every reference leads somewhere, every operation announces its problems, and no 422."""
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    text = json.dumps(document)
    for reference in {part.split('"')[0] for part in text.split('"$ref": "#/components/schemas/')[1:]}:
        assert reference in document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert "422" not in operation["responses"]
            if path.startswith("/api/"):
                problem = operation["responses"]["500"]["content"]["application/problem+json"]
                assert problem["examples"]["internal-error"]["value"]["type"] == "/problems/internal-error"
    assert "example" in document["paths"]["/api/v1/search"]["get"]["responses"]["200"]["content"]["application/json"]


def test_docs_page_needs_nothing_from_elsewhere(client: httpx.Client) -> None:
    """The page shows every operation, with no script and no address of another site."""
    page = client.get("/docs")
    assert_guarded(page)
    assert page.headers["content-security-policy"] == PAGE_POLICY
    assert "<script" not in page.text
    assert "://" not in page.text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    for path in client.get("/openapi.json").json()["paths"]:
        assert path in page.text


@pytest.mark.parametrize("name", KINDS)
def test_type_of_a_problem_is_an_address_that_explains_it(client: httpx.Client, name: str) -> None:
    """Whoever follows the type of an error reads what to do."""
    page = client.get(KINDS[name].type)
    assert page.status_code == 200
    assert KINDS[name].title in page.text


def test_static_files_may_be_kept_for_good(client: httpx.Client) -> None:
    """Their address carries a hash of their content; without it they are not kept."""
    start = client.get("/").text
    href = start.split('rel="stylesheet" href="')[1].split('"')[0]
    response = client.get(href)
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/style.css").headers["cache-control"] == "no-cache"
    assert client.get("/static/../api/app.py").status_code == 404
    assert client.get("/static/%2e%2e/app.py").status_code == 404


def test_first_page_is_light(client: httpx.Client) -> None:
    """The page with everything it needs stays under 60 KB before compression."""
    page = client.get("/").text
    files = {part.split('"')[0] for part in page.split('"/static/')[1:]}
    assert len(page.encode()) + sum(len(client.get(f"/static/{name}").content) for name in files) < 60_000


def test_bytes_that_are_no_request_are_survived(served: Served, client: httpx.Client) -> None:
    """Garbage, an endless header and a connection that says nothing do not take the service down."""
    for data in (b"\x16\x03\x01\x02\x00", b"GET / HTTP/1.1\r\nx: " + b"a" * 300_000, b""):
        with socket.create_connection(("127.0.0.1", served.port), timeout=5) as connection:
            connection.sendall(data)
    assert client.get("/healthz").status_code == 200


def test_server_ends_cleanly_when_told_to(tmp_path: Path) -> None:
    """SIGTERM ends with code 0, within seconds, and takes the note away."""
    with serving(tmp_path) as served:
        with served.client() as client:
            assert client.get("/").status_code == 200
        started = time.monotonic()
        assert served.stop() == 0
        assert time.monotonic() - started < 8
        assert not (served.data / "serve.json").exists()
        assert "Traceback" not in served.log.read_text()


def test_empty_knowledge_base_is_not_ready_and_still_answers(tmp_path: Path) -> None:
    """Before anything is taken in, readiness says what to do and the pages work."""
    with serving(tmp_path, *EMPTY) as served, served.client() as client:
        assert_problem(client.get("/readyz"), "not-ready", "run samsok ingest")
        assert client.get("/api/v1/documents").json() == {
            "documents": [],
            "total": {"value": 0, "relation": "eq"},
            "next_cursor": None,
        }
        assert client.get("/?q=transporter").status_code == 200
        assert_problem(client.get("/api/v1/documents/00000000-0000-5000-8000-000000000000"), "not-found")
