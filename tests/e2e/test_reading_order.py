"""What a screen reader is given of each page: landmarks, headings, fields and tables, by role, name and order."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.doubles.knowledge import SAMPLES
from tests.doubles.process import Served

pytestmark = [
    pytest.mark.browser,
    # playwright leaves its event loop's sockets to the garbage collector
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

AGREEMENT = f"/documents/{SAMPLES[0].document.document_id}"
TITLE = SAMPLES[0].document.title

_TOLD = re.compile(
    r"^(?:banner|navigation|main|contentinfo|search|region|form|heading|textbox|combobox|searchbox|radio|checkbox|"
    r"button|columnheader|rowheader|table|status|alert|group)\b"
)

HEAD = {
    "sv": ["banner", 'navigation "Huvudmeny"', 'navigation "Språk"', "main"],
    "da": ["banner", 'navigation "Hovedmenu"', 'navigation "Sprog"', "main"],
    "en": ["banner", 'navigation "Main menu"', 'navigation "Language"', "main"],
}
FIELD = {
    "sv": ["search", 'searchbox "Din fråga"', 'button "Sök"'],
    "da": ["search", 'searchbox "Dit spørgsmål"', 'button "Søg"'],
    "en": ["search", 'searchbox "Your question"', 'button "Search"'],
}
VERDICT = {
    "da": ['group "Hjalp det?"', 'button "Ja"', 'button "Nej"', "group: Kommentér"],
    "en": ['group "Did this help?"', 'button "Yes"', 'button "No"', "group: Comment"],
}
EXAMPLES = ['region "Frågor att börja med"', 'heading "Frågor att börja med" [level=2]']
WAYS = ['region "Slå upp"', 'heading "Slå upp" [level=2]']
SEARCH = 'heading "Sök i myndigheternas gemensamma dokument" [level=1]'

PAGES = {
    "start": ("/?ui=sv", [SEARCH, *FIELD["sv"], *EXAMPLES, *WAYS]),
    "results": (
        "/?q=transporter&ui=da",
        [
            'heading "Søg i myndighedernes fælles dokumenter" [level=1]', *FIELD["da"],
            'region "Svar"', 'heading "Svar" [level=2]', "group: Henvis citat 1", *VERDICT["da"],
            'region "4 resultater"', 'heading "4 resultater" [level=2]', 'navigation "Rækkefølge"',
            "group: Søgte også på transport",
            'heading "Vejledning om varetægt" [level=3]',
            f'heading "{TITLE}" [level=3]',
            'heading "<script>alert(\'x\')</script> & "citat"" [level=3]',
            f'heading "{TITLE}" [level=3]',
            'region "Filtrér"', 'heading "Filtrér" [level=2]',
            'group "Sprog"', 'checkbox "Dansk (1)"', 'checkbox "Svensk (3)"',
            'group "Organisation"', 'checkbox "Eksempelstyrelsen (1)"', 'checkbox "Exempelverket (2)"',
            'checkbox "Provmyndigheten (2)"',
            'group "Dokumenttype"', 'checkbox "Aftale (2)"', 'checkbox "Vejledning (1)"', 'checkbox "Andet (1)"',
            'checkbox "Tag dokumenter med, der ikke længere gælder"', 'button "Vis resultater"',
        ],
    ),
    "nothing": (
        "/?q=xyzzy&ui=en",
        [
            'heading "Search the agencies’ shared papers" [level=1]', *FIELD["en"],
            'region "No answer in the papers"', 'heading "No answer in the papers" [level=2]',
            'heading "See also" [level=3]', *VERDICT["en"],
            'region "No results"', 'heading "No results" [level=2]', 'heading "Questions to start with" [level=3]',
        ],
    ),
    "fault": ("/?q=...&ui=sv", [SEARCH, *FIELD["sv"], "alert: Skriv en fråga med minst ett ord.", *EXAMPLES, *WAYS]),
    "withdrawn": ("/documents/unknown?ui=da", ['heading "Det lykkedes ikke" [level=1]', *FIELD["da"]]),
    "document": (
        f"{AGREEMENT}?passage={SAMPLES[0].passages[1].passage_id}&q=transporter&ui=da",
        [
            f'heading "{TITLE}" [level=1]', 'navigation "Indhold"', "group", 'heading "1 Syfte" [level=2]',
            'heading "Det fundne afsnit begynder: Bilaga 2 Kontaktpersoner" [level=2]', 'group "Tabel"',
            "table", 'columnheader "Område"', 'columnheader "Kontakt"', 'columnheader "Telefon"',
        ],
    ),
    "contacts": (
        "/contacts?ui=da",
        [
            'heading "Kontakter" [level=1]', 'form "Afgræns listen"', 'combobox "Hvad det drejer sig om"',
            'textbox "Organisation eller enhed"', 'textbox "Region eller sted"', 'combobox "Niveau"',
            'button "Vis kontakter"', 'region "3 kontakter"', 'heading "3 kontakter" [level=2]',
            'heading "Anna Exempel" [level=3]', 'heading "Bo "<b>" Exempel" [level=3]',
            'heading "Eva Exempel" [level=3]',
        ],
    ),
    "terms": (
        "/terms?q=h&ui=sv",
        [
            'heading "Termer" [level=1]', 'search "Hitta en term"',
            'searchbox "Ett ord eller dess början, på något av språken"', 'button "Slå upp"',
            'navigation "Efter första bokstaven"', 'region "2 termer"', 'heading "2 termer" [level=2]',
            'heading "häkte bara i Sverige" [level=3]', 'heading "häktning" [level=3]',
        ],
    ),
    "welcome": (
        "/welcome?ui=en",
        [
            'heading "New in the cooperation?" [level=1]', 'combobox "Your organisation"', 'group "What you do"',
            'radio "Something else, or not decided yet"', 'radio "Coordinates the cooperation"',
            'radio "Works with people in remand"', 'radio "Works with people serving a sentence"',
            'radio "Works with people being released"', 'button "Show my way in"',
        ],
    ),
    "feedback": (
        "/feedback?about=accessibility&ui=da",
        [
            'heading "Rapportér en barriere" [level=1]', 'textbox "Din besked"',
            'textbox "Hvordan vi får fat i dig, hvis du vil have svar (frivilligt)"', 'button "Send"',
        ],
    ),
    "statement": (
        "/accessibility/se?ui=sv",
        [
            'heading "Tillgänglighetsredogörelse för Sverige" [level=1]', 'heading "Rapportera ett hinder" [level=2]',
            'heading "Om du inte är nöjd med vårt svar" [level=2]',
        ],
    ),
}  # fmt: skip


def told(page: Page) -> list[str]:
    """What the page says of itself, in order: role, name and level; values and states are left out."""
    lines = (_plain(line) for line in page.locator("body").aria_snapshot().splitlines())
    return [line for line in lines if _TOLD.match(line)]


def _plain(line: str) -> str:
    line = line.strip().removeprefix("- ")
    if line.startswith("'"):
        # YAML puts a line into quotes that holds a colon
        line = line.rstrip(":")[1:-1].replace("''", "'")
    line = line.replace('\\"', '"')
    role = line.split(" ", 1)[0].rstrip(":")
    if role in ("searchbox", "textbox", "combobox", "radio", "checkbox", "navigation", "region", "form", "table"):
        line = re.sub(r'^(\w+(?: ".*?")?)(?: \[[^]]*\])*:?.*$', r"\1", line)
    return re.sub(r'^(group|alert|status): "(.*)"$', r"\1: \2", line.removesuffix(":"))


@pytest.mark.parametrize("name", PAGES)
def test_page_without_script_is_read_in_order(plain: Page, name: str) -> None:
    """Landmarks, headings, fields with their labels and table heads are what is expected, in this order."""
    path, expected = PAGES[name]
    plain.goto(path)
    language = plain.locator("html").get_attribute("lang") or ""
    assert told(plain) == [*HEAD[language], *expected, "contentinfo"]


def test_scripts_change_nothing_but_the_field(page: Page) -> None:
    """With scripts the field offers suggestions and has a place to announce them; all else is as without."""
    for path, expected in PAGES.values():
        page.goto(path)
        language = page.locator("html").get_attribute("lang") or ""
        field = FIELD[language][1]
        scripted = [line.replace("searchbox", "combobox") if line == field else line for line in expected]
        if field in expected:
            scripted.insert(scripted.index(FIELD[language][2]) + 1, "status")
        assert told(page) == [*HEAD[language], *scripted, "contentinfo"], path


@pytest.mark.parametrize("name", PAGES)
def test_headings_go_down_one_level_at_a_time(plain: Page, name: str) -> None:
    """One first heading, and none that leaves a level out."""
    plain.goto(PAGES[name][0])
    levels = [int(level) for line in told(plain) for level in re.findall(r"^heading .*\[level=(\d)\]$", line)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_what_was_found_is_the_first_thing_said(page: Page) -> None:
    """The title of the page, which is read after a load, holds the question and how much was found."""
    page.goto("/?ui=da")
    page.get_by_role("combobox").fill("transporter")
    page.keyboard.press("Enter")
    expect(page).to_have_title("transporter – 4 resultater – Samsök")


def test_number_of_suggestions_is_announced(page: Page) -> None:
    """It is said in a live region, once the typing pauses."""
    page.goto("/?ui=sv")
    page.get_by_role("combobox").press_sequentially("kon")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ förslag$"))


def test_contact_is_a_card_that_is_read_once(library: Served, plain: Page) -> None:
    """A contact answer: name, office, number and address, each once; the paper's words only on request."""
    plain.goto(f"{library.url}/?q=vem+kontaktar+jag+om+transporter&ui=sv")
    answer = plain.locator(".answer")
    number = answer.get_by_role("link", name=re.compile(r"^\d[\d\s-]+$")).first.inner_text()
    assert answer.inner_text().count(number) == 1
    answer.get_by_text("Så står det i dokumentet").click()
    assert answer.locator("blockquote").first.is_visible()


def test_matrix_has_heads_for_rows_and_columns(library: Served, plain: Page) -> None:
    """Whoever hears a cell of the agreements' matrix hears area and party with it; the region that scrolls is named."""
    plain.goto(f"{library.url}/agreements?ui=sv")
    lines = told(plain)
    rows = [line for line in lines if line.startswith("rowheader")]
    columns = [line for line in lines if line.startswith("columnheader")]
    assert 'table "Överenskommelser efter område och part"' in lines
    assert columns[0] == 'columnheader "Område"'
    assert 'columnheader "Kriminalvården"' in columns
    assert 'rowheader "Operativ samverkan"' in rows
    assert plain.get_by_role("region", name="Överenskommelser efter område och part").get_attribute("tabindex") == "0"
