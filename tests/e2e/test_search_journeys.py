import re

import pytest
from playwright.sync_api import Page, expect

from tests.doubles.knowledge import HOSTILE, SAMPLES
from tests.doubles.process import Served

pytestmark = [
    pytest.mark.browser,
    # playwright leaves its event loop's sockets to the garbage collector
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

AGREEMENT = f"/documents/{SAMPLES[0].document.document_id}"


def test_search_works_without_javascript(plain: Page) -> None:
    """Type, press Enter, read the answer, follow the title to the passage, and come back."""
    plain.goto("/?ui=sv")
    plain.get_by_label("Din fråga").fill("häkte")
    with plain.expect_navigation():
        plain.keyboard.press("Enter")
    assert plain.title() == "häkte – 1 träff – Samsök"
    assert plain.get_by_role("heading", level=2).all_text_contents()[:2] == ["Svar", "1 träff"]
    plain.locator(".hits h3 a").click()
    assert plain.url.split("#")[1].startswith("p-")
    assert plain.locator(".found", has_text="hakte@exempel.example").is_visible()
    assert plain.locator(".sheet:has(svg.marks)").get_attribute("id") == "page-2"
    plain.get_by_role("link", name="Tillbaka till träffarna för ”häkte”").click()
    assert plain.get_by_label("Din fråga").input_value() == "häkte"


def test_filters_order_and_language_need_no_javascript(plain: Page) -> None:
    """Tick, show, sort, take out what was ticked; the interface changes language and keeps it all."""
    plain.goto("/?ui=sv&q=transporter&include_expired=1")
    plain.get_by_role("link", name="Nyast först").click()
    plain.get_by_label("Danska").check()
    plain.get_by_role("button", name="Visa träffar").click()
    assert plain.locator(".hits > li").count() == 1
    plain.get_by_role("link", name="English").click()
    assert plain.get_by_label("Your question").input_value() == "transporter"
    assert plain.get_by_label("Danish").is_checked()
    plain.get_by_role("link", name=re.compile("Remove Danish")).click()
    assert plain.locator(".hits > li").count() == 4
    assert plain.locator(".order [aria-current]").text_content() == "Newest"


def test_word_that_leads_astray_is_taken_out_and_put_back(plain: Page) -> None:
    """The reader decides what is searched for beside the question, without a script."""
    plain.goto("/?ui=sv&q=transporter")
    plain.get_by_text("Sökte även på transport").click()
    plain.get_by_role("link", name="Ta bort transport").click()
    assert "without=transport" in plain.url
    plain.locator(".expansions summary").click()
    plain.get_by_role("link", name="Lägg tillbaka transport").click()
    assert "without" not in plain.url


def test_example_question_finds_something(plain: Page) -> None:
    """Whoever does not know what to ask gets results with one click."""
    plain.goto("/?ui=da")
    plain.get_by_role("link", name="Hvem skal jeg kontakte om varetægt?").click()
    assert plain.locator(".hits > li").count() > 0


def test_verdict_can_be_given_without_javascript(plain: Page) -> None:
    """A thumb and a comment lead to a thank you, and from there back to the results."""
    plain.goto("/?ui=da&q=transporter")
    plain.get_by_text("Kommentér").click()
    plain.get_by_label("Hvad var godt").fill("Godt afsnit")
    plain.get_by_role("button", name="Ja", exact=True).click()
    assert plain.get_by_role("heading", level=1).text_content() == "Tak"
    plain.get_by_role("link", name="Tilbage til resultaterne for »transporter«").click()
    assert plain.locator(".hits > li").count() > 0


def test_verdict_with_javascript_stays_on_the_page_and_is_announced(page: Page) -> None:
    """The thank you takes the form's place, is a status, and has the focus that the button had."""
    page.goto("/?ui=sv&q=transporter")
    page.get_by_role("button", name="Ja", exact=True).press("Enter")
    note = page.get_by_role("status").filter(has_text="Tack")
    expect(note).to_be_focused()
    assert "q=transporter" in page.url


def test_citation_is_copied(opened) -> None:  # noqa: ANN001 - a fixture of conftest
    """One button puts quote, source and address where they can be pasted, and says so."""
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/?ui=sv&q=häkte")
    page.locator(".cite summary").click()
    page.get_by_role("button", name="Kopiera").click()
    expect(page.get_by_role("button", name="Kopierad")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".cite textarea").input_value()
    assert SAMPLES[0].document.title in copied


def test_whole_journey_by_keyboard_alone(page: Page) -> None:
    """Type, choose a suggestion with the arrows, reach a result, open it, and download is within reach."""
    page.goto("/?ui=sv")
    page.get_by_role("combobox").focus()
    page.keyboard.type("syf")
    page.get_by_role("option", name="Syfte").wait_for()
    page.keyboard.press("ArrowDown")
    chosen = page.get_by_role("combobox").get_attribute("aria-activedescendant")
    assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("combobox").input_value() == "Syfte"
    for _ in range(60):
        if page.evaluate("document.activeElement.matches('.hits h3 a')"):
            break
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".found").first.is_visible()


def test_suggestions_are_announced_and_can_be_left(page: Page) -> None:
    """How many there are is told after a pause; Escape closes the list first and empties the field then."""
    page.goto("/?ui=sv")
    field = page.get_by_role("combobox")
    field.press_sequentially("kont")
    page.get_by_role("option").first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    expect(page.locator(".box [role=status]")).to_have_text(re.compile(r"\d+ förslag"))
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "kont"
    field.press("Escape")
    assert field.input_value() == ""


def test_suggestion_can_be_taken_with_the_mouse(page: Page) -> None:
    """A click on an option searches for it."""
    page.goto("/?ui=sv")
    page.get_by_role("combobox").press_sequentially("syf")
    with page.expect_navigation():
        page.get_by_role("option", name="Syfte").click()
    assert page.get_by_role("combobox").input_value() == "Syfte"


def test_form_works_while_suggestions_do_not(page: Page) -> None:
    """When the service that suggests is away, typing and Enter are as ever."""
    page.route("**/api/v1/suggest*", lambda route: route.abort())
    page.goto("/?ui=sv")
    page.get_by_role("combobox").press_sequentially("transporter")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".hits > li").count() > 0


def test_hostile_words_do_nothing(page: Page) -> None:
    """Markup in questions, papers and suggestions is shown; no dialog opens, no element of theirs is made."""
    dialogs: list[object] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.goto("/?q=transporter")
    assert page.get_by_role("link", name=HOSTILE).first.is_visible()
    page.get_by_role("combobox").fill("")
    page.get_by_role("combobox").press_sequentially("alert")
    page.get_by_role("option", name=HOSTILE).wait_for()
    page.get_by_role("combobox").fill(f"{HOSTILE} transporter")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("combobox").input_value() == f"{HOSTILE} transporter"
    assert dialogs == []
    assert page.locator("main script").count() == 0


def test_skip_link_leads_past_the_header(page: Page) -> None:
    """The first Tab offers the way to the content, and it works."""
    page.goto("/?q=transporter&ui=sv")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_picture_that_is_gone_is_told(page: Page) -> None:
    """A paper withdrawn while it is open: its pictures say so, its text stays."""
    page.route("**/*.webp*", lambda route: route.fulfill(status=404))
    page.goto(f"{AGREEMENT}?ui=sv")
    expect(page.get_by_text("Dokumentet kan ha dragits tillbaka").first).to_be_visible()
    assert page.locator(".text").first.is_visible()


def test_passage_opens_with_its_page_in_sight(page: Page) -> None:
    """The address of a result opens at the passage, with the picture of its page drawn and marked."""
    passage = SAMPLES[0].passages[1].passage_id
    page.goto(f"{AGREEMENT}?ui=sv&passage={passage}#p-{passage}")
    picture = page.locator("#page-2 img")
    page.wait_for_function("e => e.complete && e.naturalWidth > 500", arg=picture.element_handle())
    assert page.locator(".found").first.bounding_box()["y"] < 800  # type: ignore[index]
    box, mark = picture.bounding_box(), page.locator("#page-2 rect").first.bounding_box()
    assert box is not None
    assert mark is not None
    assert box["x"] < mark["x"] < box["x"] + box["width"]
    assert box["y"] < mark["y"] < box["y"] + box["height"]


def test_box_on_another_site_suggests_and_searches(opened, host, served: Served) -> None:  # noqa: ANN001
    """Under a strict policy of the host, in the host's language; the form leads to the results here."""
    page = opened()
    page.goto(host.url)
    box = page.locator("samsok-search")
    field = box.get_by_role("combobox", name="Søg i samarbejdsdokumenterne")
    field.press_sequentially("syf")
    box.get_by_role("option", name="Syfte").wait_for()
    assert page.evaluate("refused") == []
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.startswith(f"{served.url}/?ui=da&q=Syfte")


def test_plain_form_stands_on_another_site_without_the_script(opened, host, served: Served) -> None:  # noqa: ANN001
    """Where the script does not come, the host's own form searches."""
    page = opened(java_script_enabled=False)
    page.goto(host.url)
    page.get_by_label("Spørg").fill("transporter")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == f"{served.url}/?q=transporter"
