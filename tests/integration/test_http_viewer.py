import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from api.app import create_app
from api.settings import load_settings
from ingest.limits import Limits
from ingest.source import find_sources, hash_source
from ingest.work import Task, take_in
from search.originals import Originals
from search.stored import StoredDocument
from tests.conftest import ROOT
from tests.doubles.knowledge import MemoryCatalog, MemoryKnowledge

PAPERS = ("se/nationell-overenskommelse-2020.pdf", "se/guide-vid-frigivning.html", "dk/guide-afsonere.docx")


def taken_in(name: str) -> StoredDocument:
    source = find_sources([ROOT / "corpus" / name]).sources[0]
    outcome = take_in(Task(source, hash_source(source, 10**8)), Limits(workers=0))
    assert outcome.stored is not None, outcome.error
    return outcome.stored


@pytest.fixture(scope="module")
def held() -> list[StoredDocument]:
    return [taken_in(name) for name in PAPERS]


@pytest.fixture(scope="module")
def catalog(held: list[StoredDocument]) -> MemoryCatalog:
    return MemoryCatalog(tuple(held))


@pytest.fixture(scope="module")
def client(
    held: list[StoredDocument], catalog: MemoryCatalog, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    data = tmp_path_factory.mktemp("viewer")
    for stored in held:
        path = ROOT / "corpus" / next(name for name in PAPERS if name.endswith(stored.document.source))
        assert Originals.under(data).keep(stored.document.sha256, [path.read_bytes()])
    knowledge = MemoryKnowledge(catalog)
    app = create_app(knowledge.service, catalog, knowledge.terms, load_settings({"SAMSOK_DATA": str(data)}))
    with TestClient(app, headers={"accept-language": "sv"}) as client:
        yield client


def tree(client: TestClient, path: str, status: int = 200) -> LexborHTMLParser:
    response = client.get(path)
    assert response.status_code == status, response.text
    return LexborHTMLParser(response.text)


def test_page_shows_picture_marks_and_text_of_the_passage(client: TestClient, held: list[StoredDocument]) -> None:
    """The marked boxes lie on the page of the passage, inside it, and the text beside says where it begins."""
    stored = held[0]
    passage = next(p for p in stored.passages if p.page == 3 and "lokalprogrammet" in p.text)
    page = tree(client, f"/documents/{passage.document_id}?passage={passage.passage_id}")
    assert len(page.css(".picture img")) == stored.document.pages
    (marked,) = page.css(".sheet:has(svg)")
    assert marked.attributes["id"] == "page-3"
    width, height = (float(n) for n in (marked.css_first("svg").attributes["viewBox"] or "").split()[2:])
    for rect in marked.css("rect"):
        x, y, w, h = (float(rect.attributes[name] or "") for name in ("x", "y", "width", "height"))
        assert 0 < x < x + w < width
        assert 0 < y < y + h < height
    assert "lokalprogrammet" in marked.css_first(".found").text()
    assert next(node.text() for node in page.css(".found .hidden")).startswith("Det hittade stycket börjar")


def test_marks_cover_the_words_on_the_picture(client: TestClient, held: list[StoredDocument]) -> None:
    """Ink lies inside the marked box and hardly any on the margins beside it: the boxes sit on the right lines."""
    passage = next(p for p in held[0].passages if p.page == 3 and "lokalprogrammet" in p.text)
    page = tree(client, f"/documents/{passage.document_id}?passage={passage.passage_id}")
    sheet = page.css_first(".sheet:has(svg)")
    rect = {name: float(value or "0") for name, value in sheet.css_first("rect").attributes.items()}
    image = Image.open(io.BytesIO(client.get(sheet.css_first("img").attributes["src"] or "").content)).convert("L")
    scale = image.width / float((sheet.css_first("svg").attributes["viewBox"] or "").split()[2])

    def ink(left: float, top: float, right: float, bottom: float) -> float:
        pixels = image.crop(tuple(round(edge * scale) for edge in (left, top, right, bottom))).tobytes()
        return sum(pixel < 128 for pixel in pixels) / max(1, len(pixels))

    left, top = rect["x"], rect["y"]
    right, bottom = left + rect["width"], top + rect["height"]
    assert ink(left, top, right, bottom) > 0.05
    assert ink(0, top, left - 2, bottom) == ink(right + 2, top, right + 40, bottom) == 0


def test_picture_may_be_kept_for_good_and_is_told_apart_by_its_bytes(
    client: TestClient, held: list[StoredDocument]
) -> None:
    """The address names the original's hash; who holds the picture gets no second one; other addresses are unknown."""
    document = held[0].document
    path = f"/documents/{document.document_id}/pages/1.webp"
    version = document.sha256[:12]
    first = client.get(path, params={"v": version, "s": "1"})
    assert first.headers["content-type"] == "image/webp"
    assert "immutable" in first.headers["cache-control"]
    assert len(first.content) < 150_000
    again = client.get(path, params={"v": version, "s": "1"}, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    dense = Image.open(io.BytesIO(client.get(path, params={"v": version, "s": "2"}).content))
    assert dense.width == pytest.approx(2 * Image.open(io.BytesIO(first.content)).width, abs=2)
    for parameters in ({}, {"v": "0" * 12}, {"v": version, "s": "9"}):
        assert client.get(path, params=parameters).status_code == 404
    assert client.get(path.replace("/1.webp", "/99.webp"), params={"v": version}).status_code == 404


@pytest.mark.parametrize("number", range(3))
def test_original_is_given_as_it_was_and_never_run(client: TestClient, held: list[StoredDocument], number: int) -> None:
    """Right type, a web page as mere bytes, to be saved under its name, nothing sniffed, nothing of it run."""
    document = held[number].document
    response = client.get(f"/api/v1/documents/{document.document_id}/original")
    kind = "application/octet-stream" if document.media_type == "text/html" else document.media_type
    assert response.headers["content-type"].split(";")[0] == kind
    assert response.headers["content-disposition"].startswith("attachment")
    assert document.source in response.headers["content-disposition"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in response.headers["content-security-policy"]
    assert response.content == (ROOT / "corpus" / PAPERS[number]).read_bytes()
    held_already = {"if-none-match": response.headers["etag"]}
    assert client.get(f"/api/v1/documents/{document.document_id}/original", headers=held_already).status_code == 304


def test_papers_without_pages_are_structured_text(client: TestClient, held: list[StoredDocument]) -> None:
    """A web page and an office paper: outline, headings, no pictures, the original to fetch."""
    for stored in held[1:]:
        page = tree(client, f"/documents/{stored.document.document_id}")
        assert not page.css(".picture")
        targets = [node.attributes["href"] or "" for node in page.css(".outline a")]
        assert targets
        assert all(page.css_first(target) is not None for target in targets)
        assert "Hämta originalet" in page.css_first(".actions").text()


def test_text_alone_can_be_asked_for(client: TestClient, held: list[StoredDocument]) -> None:
    """Whoever does not want pictures leaves them out, and gets them back, without a script."""
    page = tree(client, f"/documents/{held[0].document.document_id}?view=text")
    assert not page.css(".picture")
    back = page.css(".actions a")[-1]
    assert back.text() == "Visa sidorna bredvid texten"
    assert tree(client, back.attributes["href"] or "").css(".picture")


def test_document_withdrawn_while_open_is_told(
    client: TestClient, catalog: MemoryCatalog, held: list[StoredDocument]
) -> None:
    """The page says what has happened and keeps the question; picture and original are gone as well."""
    document = held[2].document
    withdrawn = catalog.by_id.pop(document.document_id)
    try:
        page = tree(client, f"/documents/{document.document_id}?q=frigivning", 404)
        assert "dragits tillbaka" in page.css_first("main").text()
        assert page.css_first("#q").attributes["value"] == "frigivning"
        assert client.get(f"/api/v1/documents/{document.document_id}/original").status_code == 404
    finally:
        catalog.by_id[document.document_id] = withdrawn


def test_file_that_is_no_picture_costs_only_its_picture(held: list[StoredDocument], tmp_path: Path) -> None:
    """A damaged original: the text is shown, and nothing else fails."""
    import dataclasses  # noqa: PLC0415
    import hashlib  # noqa: PLC0415

    junk = b"%PDF-1.7 no more"
    sha256 = hashlib.sha256(junk).hexdigest()
    document = dataclasses.replace(held[0].document, sha256=sha256, modified=datetime(2024, 3, 1, tzinfo=UTC))
    Originals.under(tmp_path).keep(sha256, [junk])
    catalog = MemoryCatalog((dataclasses.replace(held[0], document=document),))
    knowledge = MemoryKnowledge(catalog)
    app = create_app(knowledge.service, catalog, knowledge.terms, load_settings({"SAMSOK_DATA": str(tmp_path)}))
    with TestClient(app) as client:
        page = tree(client, f"/documents/{document.document_id}")
        assert not page.css(".picture")
        assert "lokalprogrammet" in page.css_first("article").text()
        picture = client.get(f"/documents/{document.document_id}/pages/1.webp", params={"v": sha256[:12]})
        assert picture.status_code == 404
