import pytest
from playwright.sync_api import Page, Route

from tests.doubles.audit import AXE, NO_FAULTS, faults
from tests.doubles.knowledge import SAMPLES
from tests.doubles.process import Served

pytestmark = [
    pytest.mark.browser,
    # playwright leaves its event loop's sockets to the garbage collector
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

AGREEMENT = f"/documents/{SAMPLES[0].document.document_id}"
PATHS = {
    "start": "/?ui=sv",
    "results": "/?q=transporter&ui=sv",
    "filtered": "/?q=transporter&ui=da&language=sv&include_expired=1&without=transport&sort=date",
    "second page": "/?q=stycke&ui=en&cursor=10&page=2",
    "nothing": "/?q=xyzzy&ui=da",
    "fault": "/?q=...&ui=en",
    "document": f"{AGREEMENT}?passage={SAMPLES[0].passages[1].passage_id}&q=transporter&ui=da",
    "text": f"/documents/{SAMPLES[1].document.document_id}?ui=en",
    "missing": "/documents/unknown?ui=sv",
    "feedback": "/feedback?about=accessibility&ui=sv",
    "statement": "/accessibility/dk?ui=da",
    "demo": "/demo?ui=en",
    "agreements": "/agreements?ui=da",
    "contacts": "/contacts?ui=sv",
    "terms": "/terms?q=h&ui=sv",
    "welcome": "/welcome?ui=en",
    "docs": "/docs",
    "problem": "/problems/invalid-query",
}
SCRIPTED = ("start", "results", "document", "demo")
"""Pages that a script changes; the others are the same without."""

STATES = {
    "phone": (320, "light", True, tuple(PATHS)),
    "phone, dark, no script": (320, "dark", False, SCRIPTED),
    "tablet": (768, "light", True, ("results", "document")),
    "tablet, dark": (768, "dark", True, ("filtered", "text")),
    "screen, no script": (1280, "light", False, SCRIPTED),
    "screen, dark": (1280, "dark", True, tuple(PATHS)),
}


def without_scripts(route: Route) -> None:
    """Let a page load as if its scripts did not exist; axe needs a page that can run it."""
    route.abort() if route.request.resource_type == "script" else route.continue_()


@pytest.mark.parametrize("state", STATES)
def test_pages_have_no_fault_that_axe_finds(opened, state: str) -> None:  # noqa: ANN001 - a fixture of conftest
    """Pages on phone, tablet and screen, light and dark, with scripts and without.

    No violation, nothing that axe cannot decide, no scrolling sideways, nothing that the policy refused.
    """
    width, scheme, has_scripts, names = STATES[state]
    page = opened(width, color_scheme=scheme)
    if not has_scripts:
        page.route("**/*", without_scripts)
    found = {}
    for name in names:
        page.goto(PATHS[name])
        found[name] = faults(page)
    assert found == dict.fromkeys(names, NO_FAULTS)


@pytest.mark.parametrize("width", [320, 1280])
def test_open_list_of_suggestions_has_no_fault(opened, width: int) -> None:  # noqa: ANN001
    """The combobox in use, an option chosen, is as sound as the page around it."""
    page = opened(width)
    page.goto("/?ui=sv")
    page.get_by_role("combobox").press_sequentially("ko")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.evaluate(f"{AXE};0")
    result = page.evaluate("axe.run()")
    assert [v["id"] for v in result["violations"]] == []
    assert page.evaluate("refused") == []


@pytest.mark.parametrize("name", ["start", "results", "document"])
@pytest.mark.parametrize("width", [320, 1280])
def test_keyboard_reaches_everything_in_order(opened, name: str, width: int) -> None:  # noqa: ANN001
    """Tab visits every control in document order, each with a visible ring, inside the window and not covered."""
    page = opened(width)
    page.goto(PATHS[name].split("&passage")[0])
    controls = page.evaluate(
        "[...document.querySelectorAll('a[href],button,input:not([type=hidden]),textarea,select,summary,[tabindex=\"0\"]')]"
        ".filter(e => e.checkVisibility()).map((e, i) => (e.dataset.order = i))"
    )
    visited = []
    for _ in controls:
        page.keyboard.press("Tab")
        at = page.evaluate(
            "(() => { const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);"
            "const y = Math.min(Math.max(r.top + r.height / 2, 0), innerHeight - 1);"
            "const top = document.elementFromPoint(Math.min(r.left + 4, innerWidth - 1), y);"
            "return [+e.dataset.order, s.outlineStyle != 'none' && parseFloat(s.outlineWidth) >= 2,"
            "r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth,"
            "e === top || e.contains(top) || top?.contains(e)] })()"
        )
        visited.append(at)
    assert visited == [[order, True, True, True] for order in controls]


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
def test_larger_and_wider_text_is_not_cut_off(opened, width: int, css: str) -> None:  # noqa: ANN001
    """WCAG 1.4.4, 1.4.10 and 1.4.12: no scrolling sideways, whatever the reader's own style does."""
    page = opened(width, height=256, device_scale_factor=4)
    wide = {}
    for name in ("start", "filtered", "nothing", "document", "statement", "demo"):
        page.goto(PATHS[name])
        wear(page, css)
        wide[name] = page.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll,.hidden,.label,.skip,pre')"
            "&& e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"
        )
    assert wide == {name: [] for name in wide}


@pytest.mark.parametrize("width", [320, 768])
def test_long_words_and_markup_of_papers_stay_in_their_place(opened, library: Served, width: int) -> None:  # noqa: ANN001
    """A title, a heading and a file name longer than any line, with markup in them: nothing scrolls, nothing runs."""
    page = opened(width, base_url=library.url)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.goto("/?q=cykelställ&ui=sv")
    paper = page.locator(".hits a", has_text="Anvisning om cykelställ").first.get_attribute("href") or ""
    wide = {}
    for path in ("/?q=cykelställ&ui=sv", "/?q=cykelställ&ui=da&sort=date", f"{paper}", f"/?q={'x' * 900}&ui=en"):
        page.goto(path)
        wide[path] = page.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => e.checkVisibility()"
            "&& !e.closest('.scroll,.hidden,.label,.skip,.to-filters')"
            "&& e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"
        )
    assert wide == {path: [] for path in wide}
    assert dialogs == []


def test_chosen_colours_of_the_system_keep_everything_visible(opened) -> None:  # noqa: ANN001
    """With the reader's own few colours, badges, marks and the ring of focus are still there."""
    page = opened(forced_colors="active")
    page.goto(PATHS["results"])
    page.locator("#q").focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.evaluate("getComputedStyle(document.querySelector('mark')).backgroundColor") != "rgba(0, 0, 0, 0)"
    assert page.locator(".badge").first.is_visible()


def test_nothing_moves_for_who_does_not_want_it(opened) -> None:  # noqa: ANN001
    """With reduced motion nothing is animated, and jumps are jumps."""
    page = opened()
    for name in ("start", "results", "document"):
        page.goto(PATHS[name])
        moving = page.evaluate(
            "[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);"
            "return s.scrollBehavior == 'smooth' || parseFloat(s.transitionDuration) > 0 || s.animationName != 'none'"
            "}).length"
        )
        assert moving == 0


def test_print_leaves_out_what_paper_cannot_use(page: Page) -> None:
    """On paper: the question's results, without form, menu, filters and paging."""
    page.goto("/?q=stycke&ui=sv")
    page.emulate_media(media="print")
    assert page.locator(".hits").is_visible()
    assert not page.locator("form.ask, .languages, .paging, .filters, .verdict").filter(visible=True).count()


def test_targets_are_large_enough_to_hit(opened) -> None:  # noqa: ANN001
    """Controls outside running text are at least 24 by 24 pixels (WCAG 2.5.8)."""
    page = opened(320)
    small = {}
    for name in ("filtered", "document", "feedback"):
        page.goto(PATHS[name])
        small[name] = page.evaluate(
            "[...document.querySelectorAll('button,input:not([type=hidden]),select,summary,.languages a,.brand,"
            ".paging a,.chips a,.order a,.actions a,.outline a,.foot a')].filter(e => e.checkVisibility())"
            ".map(e => [e.outerHTML, e.getBoundingClientRect()]).filter(([, r]) => r.width < 24 || r.height < 24)"
        )
    assert small == {name: [] for name in small}


def test_pages_ask_nobody_else_and_are_small(page: Page, served: Served) -> None:
    """No request leaves for another address, on any page; the first page is under 60 kB with all that it loads."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(PATHS["start"], wait_until="networkidle")
    size = page.evaluate(
        "performance.getEntries().filter(e => 'transferSize' in e).reduce((sum, e) => sum + e.transferSize, 0)"
    )
    for path in PATHS.values():
        page.goto(path)
    assert {url for url in asked if not url.startswith(served.url)} == set()
    assert 1_000 < size < 60_000
