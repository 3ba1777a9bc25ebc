import re
from collections.abc import Iterator

import httpx
import pytest

from tests.doubles.http_checks import assert_guarded
from tests.doubles.process import serving

LINE = re.compile(r'(?:# (?:HELP|TYPE) .+|[a-z_]+(?:\{[a-z]+="[^"\\\n]*"(?:,[a-z]+="[^"\\\n]*")*\})? [0-9.+e]+)')


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(tmp_path_factory.mktemp("metrics")) as served, served.client() as client:
        yield client


def figures(client: httpx.Client) -> dict[str, float]:
    response = client.get("/metrics")
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert_guarded(response)
    lines = response.text.splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines if not line.startswith("#")}


def test_requests_are_counted_by_route_and_status(client: httpx.Client) -> None:
    """Each counts once, under its route's template; the durations add up to as many."""
    before = figures(client)
    for _ in range(3):
        client.get("/api/v1/search", params={"q": "transporter"})
    client.get("/api/v1/search", params={"q": "?"})
    client.get("/api/v1/documents/00000000-0000-5000-8000-000000000000")
    after = figures(client)
    for route, status, count in (
        ("/api/v1/search", 200, 3), ("/api/v1/search", 400, 1), ("/api/v1/documents/{document_id}", 404, 1),
    ):  # fmt: skip
        name = f'samsok_http_requests_total{{method="GET",route="{route}",status="{status}"}}'
        assert after[name] - before.get(name, 0) == count
    total = "samsok_http_request_seconds_count"
    assert after[total] - before[total] == 6
    assert after[total] == after['samsok_http_request_seconds_bucket{le="+Inf"}']
    assert (after["samsok_ready"], after["samsok_documents"]) == (1, 5)


def test_nothing_that_was_asked_is_in_the_figures(client: httpx.Client) -> None:
    """Neither questions nor paths nor methods that somebody made up make labels of their own."""
    client.get("/api/v1/search", params={"q": "hemligtord"})
    client.get("/hemligtord/annat")
    client.request("HEMLIGTORD", "/")
    client.get("/api/v1/documents/hemligtord")
    text = client.get("/metrics").text
    assert "hemligtord" not in text.lower()
    assert 'route="other"' in text
