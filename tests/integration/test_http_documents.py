from collections.abc import Iterator

import httpx
import pytest

from api.schema_documents import DocumentListModel, DocumentTextModel, PageModel
from tests.doubles.http_checks import assert_problem
from tests.doubles.knowledge import SAMPLES
from tests.doubles.process import serving

AGREEMENT, GUIDE = SAMPLES[0].document, SAMPLES[1].document


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(tmp_path_factory.mktemp("documents")) as served, served.client() as client:
        yield client


def test_documents_are_listed_page_by_page(client: httpx.Client) -> None:
    """Each document is listed once, by title, with the fields of the documented model."""
    first = client.get("/api/v1/documents", params={"limit": 2}).json()
    DocumentListModel.model_validate(first, extra="forbid")
    rest = client.get("/api/v1/documents", params={"limit": 100, "cursor": first["next_cursor"]}).json()
    titles = [document["title"] for document in first["documents"] + rest["documents"]]
    assert titles == sorted(titles)
    assert len(titles) == first["total"]["value"] == 5
    assert rest["next_cursor"] is None


@pytest.mark.parametrize("cursor", ["nonsense", "MTox", "Mjo0", "MTotMQ==", "å"])
def test_unusable_cursor_of_the_list_is_told(client: httpx.Client, cursor: str) -> None:
    """A cursor that was made up, or made before a change, is refused with what to do."""
    response = client.get("/api/v1/documents", params={"cursor": cursor})
    if cursor != "MTox":  # generation 1, offset 1: a good one
        assert_problem(response, "invalid-parameter", "leave it out to begin anew")
    else:
        assert response.status_code == 200


def test_unknown_parameter_of_the_list_is_told(client: httpx.Client) -> None:
    """A misspelt parameter is not passed over."""
    assert_problem(client.get("/api/v1/documents?size=3"), "invalid-parameter", "there is no such parameter")


def test_document_is_told_with_its_text(client: httpx.Client) -> None:
    """Metadata and the whole text into which offsets point."""
    body = client.get(f"/api/v1/documents/{AGREEMENT.document_id}").json()
    DocumentTextModel.model_validate(body, extra="forbid")
    assert body["text"] == SAMPLES[0].text
    assert body["validity"] == {
        "status": "in_force", "from": "2024-03-01", "to": "2099-12-31", "superseded_by": None, "reason": None,
    }  # fmt: skip


def test_page_holds_the_blocks_of_that_page(client: httpx.Client) -> None:
    """Blocks come in reading order, with offsets into the document's text."""
    body = client.get(f"/api/v1/documents/{AGREEMENT.document_id}/pages/2").json()
    PageModel.model_validate(body, extra="forbid")
    assert [block["kind"] for block in body["blocks"]] == ["heading", "table", "note"]
    assert all(SAMPLES[0].text[b["start"] : b["end"]] == b["text"] for b in body["blocks"])
    assert (body["page"], body["page_label"]) == (2, "2")


@pytest.mark.parametrize("document_id", ["00000000-0000-5000-8000-000000000000", "x", "%00", "..%2f..", "a" * 300])
def test_unknown_document_is_told(client: httpx.Client, document_id: str) -> None:
    """Whatever stands for an id, an unknown document is a 404 and never a fault of the service."""
    assert client.get(f"/api/v1/documents/{document_id}").status_code == 404
    assert_problem(client.get("/api/v1/documents/unknown"), "not-found", "/api/v1/documents lists")


@pytest.mark.parametrize(("page", "told"), [("3", "has 2 pages, there is no page 3"), ("9" * 30, "has 2 pages")])
def test_page_beyond_the_last_is_told(client: httpx.Client, page: str, told: str) -> None:
    """The problem says how many pages there are."""
    assert_problem(client.get(f"/api/v1/documents/{AGREEMENT.document_id}/pages/{page}"), "not-found", told)


@pytest.mark.parametrize("page", ["0", "-1", "one", "1.5"])
def test_page_that_is_no_number_is_told(client: httpx.Client, page: str) -> None:
    """Pages count from one."""
    assert_problem(client.get(f"/api/v1/documents/{AGREEMENT.document_id}/pages/{page}"), "invalid-parameter", "number")


def test_document_without_pages_points_to_its_text(client: httpx.Client) -> None:
    """Formats without pages have none to give."""
    response = client.get(f"/api/v1/documents/{GUIDE.document_id}/pages/1")
    assert_problem(response, "not-found", "vejledning.docx has no pages", GUIDE.document_id)
