import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import load_settings
from search.errors import InvalidSetting
from tests.doubles.http_checks import assert_guarded, assert_problem
from tests.doubles.knowledge import MemoryKnowledge

LISTED = {"origin": "https://intra.example"}
OTHER = {"origin": "https://evil.example"}


def client_of(tmp_path: Path, **settings: str) -> TestClient:
    given = {"SAMSOK_DATA": str(tmp_path), **{f"SAMSOK_{name.upper()}": value for name, value in settings.items()}}
    knowledge = MemoryKnowledge()
    return TestClient(create_app(knowledge.service, knowledge.catalog, knowledge.terms, load_settings(given)))


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with client_of(
        tmp_path, embed_origins="https://intra.example https://two.example:8443", embed_key="open"
    ) as client:
        yield client


@pytest.mark.parametrize("path", ["/api/v1/suggest?q=kont", "/api/v1/search?q=transporter"])
def test_listed_origin_may_read_with_the_key(client: TestClient, path: str) -> None:
    """The origin is echoed, caches are told, no credentials are allowed."""
    response = client.get(f"{path}&key=open", headers=LISTED)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == LISTED["origin"]
    assert "Origin" in response.headers["vary"]
    assert "access-control-allow-credentials" not in response.headers


def test_other_origins_may_not_read(client: TestClient) -> None:
    """Without the header a browser keeps the answer from the page; a wrong key gets none at all."""
    response = client.get("/api/v1/suggest?q=kont&key=open", headers=OTHER)
    assert "access-control-allow-origin" not in response.headers
    assert "Origin" in response.headers["vary"]
    for path in ("/api/v1/suggest?q=kont", "/api/v1/suggest?q=kont&key=wrong"):
        assert_problem(client.get(path, headers=LISTED), "forbidden", "key")


def test_own_pages_and_programs_need_no_key(client: TestClient) -> None:
    """The service's own origin, and whoever sends none, are asked for nothing."""
    assert client.get("/api/v1/suggest?q=kont").status_code == 200
    own = {"origin": str(client.base_url).rstrip("/")}
    assert client.get("/api/v1/suggest?q=kont", headers=own).status_code == 200


def test_what_is_not_open_stays_closed(client: TestClient) -> None:
    """Documents, feedback and pages are never shared with other origins."""
    for path in ("/", "/api/v1/documents", "/api/v1/terms"):
        assert "access-control-allow-origin" not in client.get(path, headers=LISTED).headers


def test_script_is_one_small_file_that_any_site_may_load(client: TestClient) -> None:
    """Under 15 kB, no imports, its version in an address that may be kept for good."""
    response = client.get("/embed/samsok-search.js")
    assert len(response.content) < 15_000
    assert not re.search(rb"^\s*(import|export)\b", response.content, re.MULTILINE)
    assert b"innerHTML" not in response.content
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert_guarded(response)
    demo = client.get("/demo").text
    address = re.search(r'src="(/embed/[^"]+)"', demo)
    assert address is not None
    assert "immutable" in client.get(address.group(1)).headers["cache-control"]
    held = client.get("/embed/samsok-search.js", headers={"if-none-match": response.headers["etag"]})
    assert held.status_code == 304


@pytest.mark.parametrize(
    "origins", ["intra.example", "https://intra.example/", "https://a.example,https://b.example", "*"]
)
def test_origins_that_would_never_match_are_told_at_start(origins: str) -> None:
    """An operator's slip is an error, not a list that lets nobody in."""
    with pytest.raises(InvalidSetting, match="SAMSOK_EMBED_ORIGINS"):
        load_settings({"SAMSOK_EMBED_ORIGINS": origins})
    with pytest.raises(InvalidSetting, match="set both or neither"):
        load_settings({"SAMSOK_EMBED_KEY": "x"})
