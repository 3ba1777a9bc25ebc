import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.doubles.knowledge import HOSTILE, SAMPLES
from tests.doubles.process import Served, serving

pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install samsok[dev])")
pytest.importorskip("axe_playwright_python", reason="needs axe-playwright-python (pip install samsok[dev])")

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Debian's chromium (apt-get install chromium)"),
    # playwright leaves its event loop's sockets to the garbage collector
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

FLAGS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
AGREEMENT = f"/documents/{SAMPLES[0].document.document_id}"
PATHS = {
    "start": "/?ui=sv",
    "results": "/?q=transporter&ui=sv",
    "choices": "/?q=transporter&ui=da&language=sv&include_expired=1",
    "second page": "/?q=stycke&ui=en&cursor=10&page=2",
    "nothing": "/?q=xyzzy&ui=da",
    "fault": "/?q=...&ui=en",
    "document": f"{AGREEMENT}?passage={SAMPLES[0].passages[1].passage_id}&q=transporter&ui=da",
    "missing": "/documents/unknown?ui=sv",
    "docs": "/docs",
    "problem": "/problems/invalid-query",
}
WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("page")) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def open_page(browser: Browser, served: Served, width: int = 1280, **options: Any) -> Page:
    context = browser.new_context(
        base_url=served.url, viewport={"width": width, "height": 800}, reduced_motion="reduce", **options
    )
    # fails the test that left it open, and finds what the policy forbids
    context.add_init_script(
        "window.refused = []; addEventListener('securitypolicyviolation', e => refused.push(e.violatedDirective))"
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    page = open_page(browser, served)
    yield page
    page.context.close()


@pytest.fixture
def plain(browser: Browser, served: Served) -> Iterator[Page]:
    page = open_page(browser, served, java_script_enabled=False)
    yield page
    page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_pages_have_no_fault_that_axe_finds(
    browser: Browser, served: Served, width: int, scheme: str, tmp_path: Path
) -> None:
    """Every page, on a phone and on a screen, light and dark: no violation, no scrolling sideways, nothing refused."""
    page = open_page(browser, served, width, color_scheme=scheme)
    axe = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
    found = {}
    for name, path in PATHS.items():
        page.goto(path)
        page.screenshot(path=tmp_path / f"{name}-{width}-{scheme}.png", full_page=True)
        page.evaluate(f"{axe};0")
        result = page.evaluate("axe.run()")
        unsure = [
            (entry["id"], node["html"])
            for entry in result["incomplete"]
            for node in entry["nodes"]
            # text that a scrolling region hides for now is the same text in the same colours
            if not page.evaluate("s => document.querySelector(s)?.closest('.scroll') !== null", node["target"][0])
        ]
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found[name] = ([v["id"] for v in result["violations"]], unsure, wide, page.evaluate("refused"))
    page.context.close()
    assert found == {name: ([], [], False, []) for name in PATHS}


def test_search_works_without_javascript(plain: Page) -> None:
    """Type, press Enter, read the answer, follow the title to the passage."""
    plain.goto("/?ui=sv")
    plain.get_by_label("Din fråga").fill("häkte")
    with plain.expect_navigation():
        plain.keyboard.press("Enter")
    assert plain.title() == "häkte – 1 träff – Samsök"
    assert plain.get_by_role("heading", level=2).all_text_contents() == ["Svar", "1 träff"]
    plain.locator(".hits h3 a").click()
    assert plain.url.split("#")[1].startswith("p-")
    assert plain.locator(".found", has_text="hakte@exempel.example").is_visible()
    plain.get_by_role("link", name="Tillbaka till träffarna för ”häkte”").click()
    assert plain.get_by_label("Din fråga").input_value() == "häkte"


def test_choices_and_language_need_no_javascript(plain: Page) -> None:
    """The details open, the filter is sent, the interface changes language and keeps the question."""
    plain.goto("/?ui=sv&q=transporter")
    plain.get_by_text("Fler val").click()
    plain.get_by_label("Dokumentens språk").select_option("da")
    plain.get_by_role("button", name="Sök").click()
    assert plain.locator(".hits > li").count() == 1
    plain.get_by_role("link", name="English").click()
    assert plain.get_by_label("Your question").input_value() == "transporter"
    assert plain.get_by_label("Language of the papers").input_value() == "da"


def test_example_question_finds_something(plain: Page) -> None:
    """Whoever does not know what to ask gets results with one click."""
    plain.goto("/?ui=da")
    plain.get_by_role("link", name="Hvem skal jeg kontakte om varetægt?").click()
    assert plain.locator(".hits > li").count() > 0


def test_hostile_words_do_nothing(page: Page) -> None:
    """Markup in a question and in papers is shown; no dialog opens, no element of theirs is made."""
    dialogs: list[object] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.goto("/?q=transporter")
    assert page.get_by_role("link", name=HOSTILE).is_visible()
    page.get_by_role("searchbox").fill(f"{HOSTILE} transporter")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("searchbox").input_value() == f"{HOSTILE} transporter"
    assert dialogs == []
    assert page.locator("main script").count() == 0


@pytest.mark.parametrize("name", ["start", "results", "document"])
@pytest.mark.parametrize("width", WIDTHS)
def test_keyboard_reaches_everything_in_order(browser: Browser, served: Served, name: str, width: int) -> None:
    """Tab visits every control in document order, each time with a visible ring and inside the window."""
    page = open_page(browser, served, width)
    page.goto(PATHS[name].split("&passage")[0])
    controls = page.evaluate(
        "[...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,summary,[tabindex=\"0\"]')]"
        ".filter(e => e.checkVisibility()).map((e, i) => (e.dataset.order = i))"
    )
    visited = []
    for _ in controls:
        page.keyboard.press("Tab")
        at = page.evaluate(
            "(() => { const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);"
            "return [+e.dataset.order, s.outlineStyle != 'none' && parseFloat(s.outlineWidth) >= 2,"
            "r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth] })()"
        )
        visited.append(at)
    page.context.close()
    assert visited == [[order, True, True] for order in controls]


def test_skip_link_leads_past_the_header(page: Page) -> None:
    """The first Tab offers the way to the content, and it works."""
    page.goto("/?q=transporter&ui=sv")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def wear(page: Page, css: str) -> None:
    """Put a style sheet of the reader's own on the page; the policy allows no other way."""
    page.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }", css
    )


@pytest.mark.parametrize(
    ("width", "css"),
    [
        (320, ("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
              "p { margin-bottom: 2em !important }")),
        (640, "html { font-size: 200% }"),
    ],
    ids=["text spacing at 400 % zoom", "twice the text size"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["start", "choices", "document"])
def test_larger_and_wider_text_is_not_cut_off(
    browser: Browser, served: Served, name: str, width: int, css: str
) -> None:
    """WCAG 1.4.4, 1.4.10 and 1.4.12: no scrolling sideways, whatever the reader's own style does."""
    page = open_page(browser, served, width)
    page.goto(PATHS[name])
    wear(page, css)
    wide = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll,.hidden,.skip')"
        "&& e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"
    )
    page.context.close()
    assert wide == []


def test_print_leaves_out_what_paper_cannot_use(page: Page) -> None:
    """On paper: the question's results, without form, menu and paging."""
    page.goto("/?q=stycke&ui=sv")
    page.emulate_media(media="print")
    assert page.locator(".hits").is_visible()
    assert not page.locator("form.ask, .languages, .paging").filter(visible=True).count()


def test_targets_are_large_enough_to_hit(browser: Browser, served: Served) -> None:
    """Controls outside running text are at least 24 by 24 pixels (WCAG 2.5.8)."""
    page = open_page(browser, served, 320)
    page.goto(PATHS["choices"])
    small = page.evaluate(
        "[...document.querySelectorAll('button,input:not([type=hidden]),select,summary,.languages a,.brand,.paging a')]"
        ".map(e => [e.outerHTML, e.getBoundingClientRect()]).filter(([, r]) => r.width < 24 || r.height < 24)"
    )
    page.context.close()
    assert small == []


def test_pages_ask_nobody_else(browser: Browser, served: Served) -> None:
    """No request leaves for another address, on any page."""
    page = open_page(browser, served)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PATHS.values():
        page.goto(path)
    page.context.close()
    assert {url for url in asked if not url.startswith(served.url)} == set()
