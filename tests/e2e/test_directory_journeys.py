import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.doubles.audit import NO_FAULTS, faults
from tests.doubles.process import Served

pytestmark = [
    pytest.mark.browser,
    # playwright leaves its event loop's sockets to the garbage collector
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

AGREEMENT_2020 = "Nationell överenskommelse om samverkan mellan Kriminalvården och Polismyndigheten"
PATHS = {
    "start": "/?ui=sv",
    "answer with a contact": "/?q=Vem+är+kontaktperson+för+transporter%3F&ui=sv",
    "contacts": "/contacts?ui=da",
    "contacts narrowed": "/contacts?area=transport&level=regional&ui=en",
    "no contacts": "/contacts?place=Ingenstans&ui=sv",
    "agreements": "/agreements?ui=sv&include_expired=1",
    "agreements with a fault": "/agreements?ui=en&as_of=igår",
    "no agreements": "/agreements?ui=da&as_of=1950-01-01&level=local",
    "terms": "/terms?ui=da&q=restr",
    "no terms": "/terms?ui=en&q=xyzzy",
    "welcome": "/welcome?ui=sv",
    "way in": "/welcome/Kriminalvården?role=release&ui=sv",
    "way in, others' language": "/welcome/Kriminalvården?ui=en",
}
MOST_CLICKS = 3


class Visitor:
    """Somebody new who begins at the front page; counts clicks."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0
        page.goto("/?ui=sv")

    def click(self, what: Locator) -> None:
        with self.page.expect_navigation():
            what.first.click()
        self.clicks += 1

    def menu(self, name: str) -> None:
        self.click(self.page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name=name))

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name))


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def visitor(opened: Callable[..., Page], library: Served, request: pytest.FixtureRequest) -> Visitor:
    return Visitor(opened(base_url=library.url, java_script_enabled=request.param))


def test_the_contact_for_transports_is_found(visitor: Visitor) -> None:
    """Task 1: a number to call, the paper that names it and the day it was last right."""
    visitor.menu("Kontakter")
    visitor.page.get_by_label("Vad det gäller").fill("transporter")
    visitor.button("Visa kontakter")
    card = visitor.page.locator(".card", has_text="Sofia Nyqvist")
    assert card.locator("a[href^='tel:+46']").count() == 1
    assert "Senast bekräftad: 10 juni 2021" in " ".join(card.inner_text().split())
    assert card.locator("a[href*='/documents/'][href*='#p-']").count() >= 1
    assert visitor.clicks <= MOST_CLICKS


def test_the_contact_for_transports_is_answered_too(visitor: Visitor) -> None:
    """Task 1 by a question: the card stands in the answer, before the quotes."""
    visitor.click(visitor.page.get_by_role("link", name="Vem är kontaktperson för transporter?"))
    assert visitor.page.locator(".answer .card a[href^='tel:']").count() >= 1
    assert visitor.clicks <= MOST_CLICKS


def test_whether_an_agreement_is_in_force_is_seen(visitor: Visitor) -> None:
    """Task 2: the list says it of each agreement, with the day."""
    visitor.menu("Överenskommelser")
    entry = visitor.page.locator(".records > li", has=visitor.page.get_by_role("heading", name=AGREEMENT_2020))
    assert entry.locator(".badge").inner_text() == "Gäller sedan 14 december 2020"
    assert visitor.clicks <= MOST_CLICKS


def test_what_a_trade_word_means_is_found(visitor: Visitor) -> None:
    """Task 3: "restriktioner" in three languages, and as a paper explains it."""
    visitor.menu("Termer")
    visitor.page.get_by_label("Ett ord eller dess början").fill("restriktioner")
    visitor.button("Slå upp")
    term = visitor.page.locator(".records > li").first
    assert "inskränkningar i en häktads kontakt" in " ".join(term.inner_text().split())
    assert term.locator(".tongues > li").count() == 3
    assert term.locator(".explained figcaption a[href*='/documents/']").count() >= 1
    assert visitor.clicks <= MOST_CLICKS


def test_the_guide_for_somebody_released_is_found(visitor: Visitor) -> None:
    """Task 4: a question in one's own words leads to the guide."""
    visitor.page.get_by_label("Din fråga").fill("Vilken vägledning gäller för den som friges från fängelse?")
    visitor.button("Sök")
    visitor.click(visitor.page.locator(".hits li", has_text="guide-vid-frigivning.html").get_by_role("link"))
    assert "guide-vid-frigivning.html" in visitor.page.locator(".paper-head").inner_text()
    assert visitor.clicks <= MOST_CLICKS


def test_the_old_wording_is_found(visitor: Visitor) -> None:
    """Task 5: an agreement names the one that it replaces, which opens and says that it no longer applies."""
    visitor.menu("Överenskommelser")
    entry = visitor.page.locator(".records > li", has=visitor.page.get_by_role("heading", name=AGREEMENT_2020))
    visitor.click(entry.get_by_role("link", name="(2016)"))
    assert "Dokumentet gäller inte längre" in visitor.page.locator(".paper-head .fault").inner_text()
    assert visitor.page.locator(".paper .text p").first.is_visible()
    assert visitor.clicks <= MOST_CLICKS


def test_the_grid_shows_agreements_and_gaps(visitor: Visitor) -> None:
    """A table with caption and heads; a cell leads to the place where the area stands; a gap says that it is one."""
    visitor.menu("Överenskommelser")
    table = visitor.page.get_by_role("table", name="Överenskommelser efter område och part")
    row = table.get_by_role("row").filter(has=visitor.page.get_by_role("rowheader", name="Operativ samverkan"))
    assert row.locator(".gap").first.inner_text().split() == ["–", "ingen", "överenskommelse"]
    visitor.click(row.get_by_role("link", name=re.compile(AGREEMENT_2020)))
    assert "Operativ samverkan" in " ".join(visitor.page.locator(".found").all_inner_texts())


def test_the_way_in_is_walked(visitor: Visitor) -> None:
    """Organisation and role lead to cited steps in order; the answer of the control question waits behind it."""
    visitor.menu("Ny här?")
    visitor.page.get_by_label("Din organisation").select_option("Kriminalvården")
    visitor.page.get_by_label("Möter personer som friges").check()
    visitor.button("Visa min väg in")
    steps = visitor.page.locator(".steps > li")
    assert 5 <= steps.count() <= 8
    first = steps.first
    assert first.locator("figcaption a[href*='/documents/']").count() >= 1
    assert first.locator(".badge").first.is_visible()
    assert not first.locator(".control .answer").is_visible()
    first.locator(".control summary").click()
    assert first.locator(".control .answer, .control p").first.is_visible()


def test_progress_stays_in_the_browser(opened: Callable[..., Page], library: Served) -> None:
    """A tick is there after a reload, is counted aloud, and belongs to its role alone."""
    page = opened(base_url=library.url)
    page.goto("/welcome/Kriminalvården?ui=sv")
    page.get_by_label("Jag har läst det här steget").first.check()
    told = page.get_by_role("status").filter(has_text="steg klara")
    expect(told).to_have_text(re.compile(r"^1 av \d"))
    page.reload()
    expect(told).to_have_text(re.compile(r"^1 av \d"))
    page.goto("/welcome/Kriminalvården?ui=sv&role=remand")
    expect(told).to_have_text(re.compile(r"^0 av \d"))


def test_the_way_in_prints_without_what_paper_cannot_use(opened: Callable[..., Page], library: Served) -> None:
    """On paper: steps and quotes, no menu, ticks or progress."""
    page = opened(base_url=library.url)
    page.goto("/welcome/Kriminalvården?ui=sv")
    page.emulate_media(media="print")
    assert page.locator(".steps blockquote").first.is_visible()
    assert page.locator(".menu, .languages, .done, .progress").filter(visible=True).count() == 0


def test_a_trade_word_is_explained_where_it_stands(opened: Callable[..., Page], library: Served) -> None:
    """By hovering, by focus and Escape, and by a click where there is no script."""
    path = "/?q=restriktioner+häkte&ui=sv"
    page = opened(base_url=library.url)
    page.goto(path)
    word = page.locator(".hits button.term").first
    note = page.locator(f"#{word.get_attribute('popovertarget')}")
    word.hover()
    expect(note).to_be_visible()
    page.mouse.move(0, 0)
    expect(note).to_be_hidden()
    page.locator(".hits h3 a").first.focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('button.term')"):
            break
    expect(note).to_be_visible()
    assert faults(page) == NO_FAULTS
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    plain = opened(base_url=library.url, java_script_enabled=False)
    plain.goto(path)
    plain.locator(".hits button.term").first.click()
    assert plain.locator(".note-box").first.is_visible()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_directory_pages_have_no_fault_that_axe_finds(
    opened: Callable[..., Page], library: Served, width: int, scheme: str
) -> None:
    """Over real papers, on phone and screen: no violation, nothing undecided, no scrolling sideways."""
    page = opened(width, color_scheme=scheme, base_url=library.url)
    found = {}
    for name, path in PATHS.items():
        page.goto(path)
        found[name] = faults(page)
    assert found == dict.fromkeys(PATHS, NO_FAULTS)
