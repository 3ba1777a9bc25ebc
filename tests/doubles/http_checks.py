"""Checks that every HTTP test applies: the shape of an error and the headers of any answer."""

import httpx

from api.middleware import DATA_POLICY, PAGE_POLICY
from api.problems import KINDS
from api.schema_state import ProblemModel


def assert_problem(response: httpx.Response, name: str, *told: str) -> dict[str, object]:
    """The one shape of every error: RFC 9457, a known type, what it must tell, and nothing of the server's inside."""
    body = response.json()
    kind = KINDS[name]
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, body["status"], body["type"], body["title"]) == (
        kind.status,
        kind.status,
        kind.type,
        kind.title,
    )
    ProblemModel.model_validate(body, extra="forbid")
    assert body["instance"] == response.request.url.path
    for words in told:
        assert words in body["detail"], body["detail"]
    assert "Traceback" not in response.text
    assert_guarded(response)
    return dict(body)


def assert_guarded(response: httpx.Response) -> None:
    """Every answer carries the headers that keep browsers from doing more with it than show it."""
    is_page = response.headers.get("content-type", "").startswith("text/html")
    assert response.headers["content-security-policy"] == (PAGE_POLICY if is_page else DATA_POLICY)
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "same-origin"
    assert "server" not in response.headers
