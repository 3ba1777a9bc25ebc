import re
from collections.abc import Iterator

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from api.labels import EXAMPLE_QUESTIONS
from api.words import load_words
from tests.doubles.http_checks import assert_guarded
from tests.doubles.knowledge import CRASH, HOSTILE, SAMPLES, STOP_WORDS_ONLY, UNAVAILABLE
from tests.doubles.process import serving

AGREEMENT = SAMPLES[0]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(tmp_path_factory.mktemp("pages")) as served, served.client() as client:
        yield client


def page(client: httpx.Client, path: str = "/", status: int = 200, **parameters: str) -> LexborHTMLParser:
    response = client.get(path, params=parameters or None, headers={"accept-language": "sv"})
    assert response.status_code == status, response.text
    assert response.headers["content-type"].startswith("text/html")
    assert_guarded(response)
    assert not re.search(r"<script(?! type=\"module\" src=\"/static/)", response.text)
    assert "style=" not in response.text
    return LexborHTMLParser(response.text)


def words(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def test_start_page_offers_form_and_examples_in_three_languages(client: httpx.Client) -> None:
    """Before anything is asked there is a labelled field and something to begin with."""
    tree = page(client)
    assert words(tree, "label[for=q]") == ["Din fråga"]
    assert [node.attributes["lang"] for node in tree.css(".examples a")] == [code for code, _ in EXAMPLE_QUESTIONS]
    assert tree.css_first("form").attributes["method"] == "get"


@pytest.mark.parametrize("ui", ["sv", "da", "en"])
def test_interface_speaks_the_language_asked_for(client: httpx.Client, ui: str) -> None:
    """The page's lang, its words and the form agree, and the choice stays with the form."""
    tree = page(client, ui=ui, q="transporter")
    assert tree.css_first("html").attributes["lang"] == ui
    assert words(tree, ".box button") == [load_words()[ui].gettext("Search")]  # type: ignore[index]
    assert tree.css_first("input[name=ui]").attributes["value"] == ui
    current = tree.css_first(".languages [aria-current]")
    assert current.attributes["lang"] == ui
    others = [node.attributes["href"] for node in tree.css(".languages a")]
    assert all("q=transporter" in href for href in others)


def test_language_follows_the_browser_without_a_choice(client: httpx.Client) -> None:
    """The answer varies by the header and says so."""
    response = client.get("/", headers={"accept-language": "da"})
    assert '<html lang="da">' in response.text
    assert "Accept-Language" in response.headers["vary"]


def test_results_show_what_a_reader_needs_to_trust_them(client: httpx.Client) -> None:
    """Title with language, section, page, marked passage, kind, organisation, validity, file."""
    tree = page(client, q="transporter", language="sv")
    first = next(node for node in tree.css(".hits article") if "Syfte" in node.text())
    link = first.css_first("h3 a")
    assert (link.text(), link.attributes["lang"]) == (AGREEMENT.document.title, "sv")
    assert words_of(first, ".where") == "1 Syfte, sida 1"
    assert [node.text() for node in first.css("mark")] == ["transporter"]
    facts = words_of(first, ".facts")
    for fact in (
        "Gäller till 31 december 2099",
        "Språk: svenska",
        "överenskommelse",
        "Exempelverket",
        "overenskommelse.pdf",
    ):
        assert fact in facts
    assert words(tree, "h2")[0] == "Svar"
    assert "3 träffar" in words(tree, "h2")


def words_of(node: object, selector: str) -> str:
    return " ".join(node.css_first(selector).text().split())  # type: ignore[attr-defined]


def test_title_tells_question_hits_and_page(client: httpx.Client) -> None:
    """The title is the first thing that a screen reader says after a load."""
    assert words(page(client, q="transporter"), "title") == ["transporter – 4 träffar – Samsök"]
    assert "sida 2" in words(page(client, q="stycke", cursor="10", page="2"), "title")[0]


def test_answer_stands_above_with_its_source(client: httpx.Client) -> None:
    """The quote is shown as one, with its language and a link to where it stands."""
    tree = page(client, q="häkte", language="sv")
    answer = tree.css_first("section.answer")
    assert answer.css_first("blockquote").attributes["lang"] == "sv"
    assert "passage=" in answer.css_first("figcaption a").attributes["href"]
    assert "Bilaga 2 Kontaktpersoner, sida 2" in " ".join(answer.text().split())


def test_nothing_found_is_said_with_tips_and_examples(client: httpx.Client) -> None:
    """An honest box, the count, what to try, and questions that work."""
    tree = page(client, q="xyzzy")
    assert "Inget svar i dokumenten" in words(tree, "h2")
    assert "Inga träffar" in words(tree, "h2")
    assert len(tree.css(".none ul")) == 2
    also = tree.css_first(".answer li a")
    assert also.text() == SAMPLES[1].document.title
    page(client, also.attributes["href"] or "")
    assert "Träffarna nedan" not in tree.body.text()  # type: ignore[union-attr]


def test_expansions_are_listed_and_can_be_taken_out_and_put_back(client: httpx.Client) -> None:
    """What was searched for beside the question's own words is no secret, and the reader's to decide."""
    tree = page(client, q="transporter", language="sv")
    chip = tree.css_first(".expansions li a")
    assert " ".join(chip.text().split()) == "Ta bort transport (för transporter)×"
    without = page(client, chip.attributes["href"] or "")
    back = without.css_first(".expansions li a")
    assert " ".join(back.text().split()) == "Lägg tillbaka transport+"
    assert without.css_first("input[name=without]").attributes["value"] == "transport"
    again = page(client, back.attributes["href"] or "")
    assert again.css_first(".expansions li a").attributes["href"] == chip.attributes["href"]


def test_filters_tell_what_can_be_chosen_and_how_much_each_gives(client: httpx.Client) -> None:
    """Each option counts; of a kind that is narrowed the others stay to be chosen; each choice has a way out."""
    tree = page(client, q="transporter", language="sv")
    options = {" ".join(node.text().split()) for node in tree.css(".filters label")}
    assert {"Svenska (3)", "Danska (1)", "Exempelverket (2)", "Överenskommelse (2)"} <= options
    assert [node.attributes["value"] for node in tree.css(".filters input[checked]")] == ["sv"]
    both = page(client, "/?q=transporter&language=sv&language=da&include_expired=1&ui=sv")
    assert "4 träffar" in words(both, "h2")
    chips = both.css(".chips li a")
    assert words(both, ".chips li a")[:3] == [
        "Ta bort Svenska×", "Ta bort Danska×", "Ta bort även dokument som inte längre gäller×",
    ]  # fmt: skip
    assert "language=da" in (chips[0].attributes["href"] or "")
    assert "language=sv" not in (chips[0].attributes["href"] or "")
    clear = next(node for node in chips if node.attributes.get("class") == "clear")
    assert clear.attributes["href"] == "/?q=transporter&ui=sv"


def test_order_can_be_chosen_and_stays(client: httpx.Client) -> None:
    """The newest first has an address of its own, which the filters keep."""
    tree = page(client, q="transporter", sort="date")
    assert words(tree, ".order [aria-current]") == ["Nyast först"]
    assert tree.css_first("input[name=sort]").attributes["value"] == "date"
    page(client, status=400, q="transporter", sort="size")


def test_answer_can_be_cited_without_a_script(client: httpx.Client) -> None:
    """A field holds quote, title, section, page, file and an address that opens the paper at the passage."""
    tree = page(client, q="häkte", language="sv")
    text = tree.css_first(".cite textarea").text()
    assert AGREEMENT.document.title in text
    assert "Bilaga 2 Kontaktpersoner, sida 2 (overenskommelse.pdf)" in text
    address = text.split("). ")[-1]
    assert address.startswith(str(client.base_url).rstrip("/"))
    page(client, address.removeprefix(str(client.base_url).rstrip("/")))


def test_paging_leads_on_and_back(client: httpx.Client) -> None:
    """The next page continues the numbering and keeps the choices; the pages before can be reached again."""
    tree = page(client, q="stycke", language="sv")
    following = tree.css_first(".paging [rel=next]").attributes["href"] or ""
    second = page(client, following)
    assert second.css_first("ol.hits").attributes["start"] == "11"
    assert second.css_first(".filters input[checked]").attributes["value"] == "sv"
    assert second.css_first("section.answer") is None
    assert words(second, ".paging a")[0] == "Föregående sida"
    assert (second.css_first(".paging [rel=prev]").attributes["href"] or "") == "/?q=stycke&language=sv"
    third = page(client, second.css_first(".paging [rel=next]").attributes["href"] or "")
    assert words(third, ".paging a")[:2] == ["Första sidan", "Föregående sida"]
    back = page(client, third.css_first(".paging [rel=prev]").attributes["href"] or "")
    assert words(back, "ol.hits h3") == words(second, "ol.hits h3")
    assert back.css_first("ol.hits").attributes["start"] == "11"


@pytest.mark.parametrize("question", [" ", "...", STOP_WORDS_ONLY])
def test_question_without_words_is_answered_with_advice(client: httpx.Client, question: str) -> None:
    """The form stays, with the question in it and the advice tied to the field."""
    tree = page(client, status=400, q=question)
    assert words(tree, "#fault") == ["Skriv en fråga med minst ett ord."]
    assert "fault" in (tree.css_first("#q").attributes["aria-describedby"] or "")


def test_long_question_can_be_shortened_by_its_author(client: httpx.Client) -> None:
    """Both lengths are told and the text is still in the field."""
    tree = page(client, status=400, q="å" * 10_000)
    assert "10000 tecken, högst 2000" in words(tree, "#fault")[0]
    assert len(tree.css_first("#q").attributes["value"] or "") == 10_000


@pytest.mark.parametrize(
    ("parameters", "status", "told"),
    [
        ({"q": "x", "language": "fi"}, 400, "The address holds a choice that cannot be used. Search anew."),
        ({"q": "x", "cursor": "nonsense"}, 400, "The address holds a choice that cannot be used. Search anew."),
        ({"q": UNAVAILABLE}, 503, "The search does not answer right now. Try again in a moment."),
        ({"q": CRASH}, 500, "Something went wrong on our side. Try again in a moment."),
    ],
)
@pytest.mark.parametrize("ui", ["sv", "da", "en"])
def test_errors_are_pages_in_the_readers_language(
    client: httpx.Client, parameters: dict[str, str], status: int, told: str, ui: str
) -> None:
    """A person in a browser never meets JSON or a language not chosen."""
    tree = page(client, status=status, ui=ui, **parameters)
    assert words(tree, ".fault") == [load_words()[ui].gettext(told)]  # type: ignore[index]
    assert tree.css_first("html").attributes["lang"] == ui


def test_unknown_page_is_a_page_for_browsers_and_a_problem_for_programs(client: httpx.Client) -> None:
    """The reader decides the form of an error."""
    page(client, "/documents/unknown", status=404)
    browser = client.get("/nothing", headers={"accept": "text/html,*/*"})
    assert "<h1>" in browser.text
    assert client.get("/nothing").headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "parameters", [{"page": "x"}, {"page": "-1"}, {"page": "9" * 99}, {"part": "0"}, {"q[]": "x"}, {"ui": "<b>"}]
)
def test_strange_parameters_do_no_harm(client: httpx.Client, parameters: dict[str, str]) -> None:
    """A page that a person may have typed forgives what it does not know."""
    page(client, **parameters)


@pytest.mark.parametrize("question", [HOSTILE, "'\"><img src=x onerror=alert(1)>transporter", "{{ 7*7 }} transporter"])
def test_hostile_words_are_shown_and_never_obeyed(client: httpx.Client, question: str) -> None:
    """Questions and papers are text: no element of theirs becomes part of the page."""
    tree = page(client, q=question)
    assert tree.css_first("#q").attributes["value"] == question
    assert not tree.css("main script, img[onerror]")
    assert "49" not in words(tree, "title")[0]


def test_hostile_title_is_harmless_in_lists_and_document(client: httpx.Client) -> None:
    """A title with markup is shown as it is written."""
    tree = page(client, q="transporter")
    assert HOSTILE in words(tree, "h3 a")
    assert words(page(client, f"/documents/{SAMPLES[2].document.document_id}"), "h1") == [HOSTILE]


def test_result_opens_at_the_passage_in_its_document(client: httpx.Client) -> None:
    """The link's anchor exists, the passage is marked, the way back names the question."""
    tree = page(client, q="häkte", language="sv")
    href = tree.css_first(".hits h3 a").attributes["href"] or ""
    path, anchor = href.split("#")
    document = page(client, path)
    assert document.css_first(f"#{anchor}") is not None
    found = " ".join(node.text() for node in document.css(".found"))
    assert "hakte@exempel.example" in found
    assert "transporter och frigivningar" not in found
    assert words(document, ".back a") == ["Tillbaka till träffarna för ”häkte”"]
    assert [node.attributes["id"] for node in document.css(".sheet")] == ["page-1", "page-2"]


def test_document_page_tells_languages_apart(client: httpx.Client) -> None:
    """The paper carries its own language inside a page in the reader's."""
    tree = page(client, f"/documents/{SAMPLES[1].document.document_id}", ui="en")
    assert tree.css_first("html").attributes["lang"] == "en"
    assert tree.css_first("article.paper").attributes["lang"] == "da"
    assert words(tree, ".badge") == ["Superseded, was in force to 31 January 2022"]


def test_long_document_is_shown_in_parts(client: httpx.Client) -> None:
    """A document of many pages can be leafed through."""
    listed = client.get("/api/v1/documents").json()["documents"]
    document_id = next(entry["document_id"] for entry in listed if entry["title"] == "Långt dokument")
    tree = page(client, f"/documents/{document_id}", part="2")
    assert words(tree, "nav.parts [aria-current]") == ["Del 2"]
    assert re.search(r"Stycke 401 ", tree.body.text())  # type: ignore[union-attr]
