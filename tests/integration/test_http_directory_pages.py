from collections.abc import Iterator

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.doubles.http_checks import assert_guarded
from tests.doubles.process import serving

PATHS = ("/contacts", "/agreements", "/terms", "/terms?q=h", "/welcome", "/welcome/Exempelverket?role=release")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(tmp_path_factory.mktemp("directory")) as served, served.client() as client:
        yield client


def page(client: httpx.Client, path: str, status: int = 200, **parameters: str) -> LexborHTMLParser:
    response = client.get(path, params=parameters or None)
    assert response.status_code == status, response.text
    assert response.headers["content-type"].startswith("text/html")
    assert_guarded(response)
    assert "style=" not in response.text
    return LexborHTMLParser(response.text)


def texts(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in tree.css(selector)]


@pytest.mark.parametrize("ui", ["sv", "da", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_speaks_the_language_asked_for(client: httpx.Client, path: str, ui: str) -> None:
    """The page and all its links within the menu are in one language; the menu marks where the reader is."""
    tree = page(client, f"{path}{'&' if '?' in path else '?'}ui={ui}")
    assert tree.css_first("html").attributes["lang"] == ui
    assert all((node.attributes["href"] or "").endswith(f"ui={ui}") for node in tree.css(".menu a"))
    current = tree.css_first(".menu [aria-current]").attributes["href"] or ""
    assert current.split("?", maxsplit=1)[0] == "/" + path.split("?", maxsplit=1)[0].split("/")[1]


def test_contacts_carry_their_source_and_a_file(client: httpx.Client) -> None:
    """A card links to its paper, says when it was last right, and gives a vCard of its own."""
    tree = page(client, "/contacts", ui="sv")
    assert texts(tree, ".card .who") == ["Anna Exempel", 'Bo "<b>" Exempel', "Eva Exempel"]
    first = tree.css_first(".card")
    assert first.css_first(".reach a").attributes["href"] == "tel:+46846500413"
    assert (first.css_first(".from a").attributes["href"] or "").startswith("/documents/")
    assert first.css_first("time").attributes["datetime"] == "2024-03-01"
    card = client.get(first.css_first(".take a").attributes["href"] or "")
    assert card.headers["content-type"].startswith("text/vcard")
    assert card.headers["content-disposition"] == 'attachment; filename="contact.vcf"'
    assert card.text.count("BEGIN:VCARD") == 1
    assert "Anna" in card.text


def test_page_beyond_the_last_shows_the_last(client: httpx.Client) -> None:
    """A link from when the list was longer leads to contacts, not to a claim that there are none."""
    assert (
        texts(page(client, "/contacts?page=99&ui=en"), ".who") == texts(page(client, "/contacts?ui=en"), ".who") != []
    )


def test_contact_that_has_changed_is_not_found(client: httpx.Client) -> None:
    """The address of a contact that is no longer what it was tells what to do, to people as a page."""
    tree = page(client, "/contacts/0123456789abcdef0123.vcf", 404, ui="en")
    assert tree.css_first("form.ask") is not None


@pytest.mark.parametrize("path", ["/contacts", "/agreements", "/terms"])
def test_script_in_a_filter_is_shown_harmless(client: httpx.Client, path: str) -> None:
    """Whatever is written into a field comes back as text."""
    hostile = '"><script>alert(1)</script>'
    given = {"q": hostile, "party": hostile, "area": hostile, "organisation": hostile, "level": hostile}
    response = client.get(path, params=given)
    assert response.status_code == 200
    assert "<script>alert" not in response.text


def test_day_that_is_none_is_told_and_today_is_shown(client: httpx.Client) -> None:
    """The form stays as it is, with the field marked and the reason in words."""
    tree = page(client, "/agreements", as_of="in spring", ui="en")
    assert texts(tree, "#fault") == ["Write the day as year, month and day: 2024-03-01. The list shows today."]
    assert tree.css_first("#as_of").attributes["aria-invalid"] == "true"


def test_empty_lists_say_what_to_do(client: httpx.Client) -> None:
    """No agreement, no term: each page says so and leads on."""
    assert tree_links(page(client, "/agreements", ui="en"), "section a") == ["/agreements?include_expired=1&ui=en"]
    assert tree_links(page(client, "/terms", q="xyzzy", ui="en"), "section a") == ["/?q=xyzzy&ui=en"]


def tree_links(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [node.attributes["href"] or "" for node in tree.css(selector)]


def test_choice_of_the_way_in_leads_to_its_address(client: httpx.Client) -> None:
    """Organisation and role become an address that can be shared; an unknown role is left out."""
    chosen = client.get("/welcome", params={"organisation": "A/B & C", "role": "release", "ui": "da"})
    assert chosen.status_code == 303
    assert chosen.headers["location"] == "/welcome/A%2FB%20%26%20C?role=release&ui=da"
    unknown = client.get("/welcome", params={"organisation": "Exempelverket", "role": "none"})
    assert unknown.headers["location"] == "/welcome/Exempelverket"


@pytest.mark.parametrize("path", ["/welcome/Ingen myndighet", "/welcome/A%2FB", "/welcome/Exempelverket?role=king"])
def test_unknown_organisation_or_role_is_a_page(client: httpx.Client, path: str) -> None:
    """Somebody with an old link reads words and finds the search."""
    tree = page(client, path, 404)
    assert tree.css_first("form.ask") is not None
