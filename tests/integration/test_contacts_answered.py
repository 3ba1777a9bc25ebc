import dataclasses
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.settings import load_settings
from api.wiring import Knowledge, open_knowledge
from ingest.pipeline import ingest
from search.contacts.hand import NOWHERE, HandMade, key_of
from search.contacts.listing import ContactQuery
from search.records import Contact, Phone
from search.result import Answer, Query
from tests.doubles.process import ROOT, environment

CORPUS = ROOT / "corpus"
PAPERS = [
    CORPUS / "se" / "nationell-overenskommelse-2020.pdf",
    CORPUS / "se" / "nationell-overenskommelse-2016.pdf",
    CORPUS / "se" / "regional-overenskommelse-vast.docx",
    CORPUS / "se" / "kontaktlista-samverkan.md",
    CORPUS / "dk" / "kontaktliste-myndigheder.odt",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("contacts")


@pytest.fixture(scope="module")
def knowledge(folder: Path) -> Iterator[Knowledge]:
    settings = dataclasses.replace(load_settings({}), data=folder)
    with open_knowledge(settings) as opened:
        ingest(PAPERS, catalog=opened.catalog, store=opened.store, indexer=opened.indexer)
        yield opened


def ask(knowledge: Knowledge, question: str, **asked: object) -> Answer:
    return knowledge.service.answer(Query(question, **asked))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "name", "number"),
    [
        ("kontakt transporter region väst", "Sofia Nyqvist", "031-390 06 23"),
        ("Who is the national contact for procurement?", "Gunilla Werner", "08-465 004 15"),
        ("Hvem er kontaktperson for IT i region Nord?", "Cecilia Thorén", "0980-319 216"),
        ("security manager at Vejlby Hede prison phone", "Steen Aagaard", "32 12 34 56, lokal 130"),
        ("who is the contact for IT at national level", "Farid Karimi", "08-465 004 16"),
        ("frivilligsamordnare häktet malmö", "Roger Palmgren", "040-628 04 26"),
    ],
)
def test_the_right_record_answers(knowledge: Knowledge, question: str, name: str, number: str) -> None:
    """With its own number, in three languages, and with a quote that the stored text holds."""
    answer = ask(knowledge, question)
    assert (answer.status, answer.kind) == ("answered", "contact")
    assert (answer.contacts[0]["name"], answer.contacts[0]["phones"][0]["printed"]) == (name, number)  # type: ignore[index]
    quote = answer.quotes[0]
    document = knowledge.catalog.document(quote.document_id, 1)
    assert knowledge.catalog.text(document.document_id, document.revision)[quote.start : quote.end] == quote.text
    assert name in quote.text
    assert number in quote.text


def test_whoever_lacks_most_of_the_question_is_not_who_is_asked_for(knowledge: Knowledge) -> None:
    """A word of somebody's office is not enough, nor is the Danish "når" a wish to reach anybody."""
    assert ask(knowledge, "Who runs the security course for people under 25?").kind != "contact"
    assert ask(knowledge, "hvem finder en plads når transporterne er fyldt op").kind != "contact"


@pytest.mark.parametrize(
    "question",
    ["vem betalar för transporter", "vem är ordförande i nationella samverkansgruppen", "who pays for transports"],
)
def test_who_does_something_else_is_not_whom_to_reach(knowledge: Knowledge, question: str) -> None:
    """Whoever is there for transports does not pay for them, and whose office is another is not asked for."""
    answer = ask(knowledge, question)
    assert (answer.status, answer.kind) != ("answered", "contact")


def test_a_region_that_has_none_is_said(knowledge: Knowledge) -> None:
    """Not found, with the nearest contact."""
    answer = ask(knowledge, "transportsamordnare region syd telefon")
    assert answer.status == "not_found"
    assert answer.contacts[0]["name"] == "Sofia Nyqvist"
    assert "syd" in answer.text


def test_an_expired_agreement_answers_only_when_the_past_is_asked_for(knowledge: Knowledge) -> None:
    """Whoever was named in 2016 is not whom to call today."""
    assert ask(knowledge, "kontakt transporter nationell nivå").contacts[0]["name"] == "Henrik Dalvik"
    past = ask(knowledge, "kontakt transporter i den gamla överenskommelsen från 2016")
    assert past.contacts[0]["name"] == "Rolf Hägglund"
    assert past.contacts[0]["sources"][0]["validity"]["status"] == "superseded"  # type: ignore[index]
    then = ask(knowledge, "kontakt transporter kriminalvården", as_of=date(2018, 1, 1))
    assert then.contacts[0]["name"] == "Rolf Hägglund"


def test_the_newer_of_two_lists_wins_and_tells_the_other(knowledge: Knowledge) -> None:
    """The regional agreement names one victim coordinator, the later list another."""
    answer = ask(knowledge, "brottsoffersamordnare region väst")
    assert answer.contacts[0]["name"] == "Linnea Borg"
    assert "Kjell Ramberg" in answer.text
    assert [each["value"] for each in answer.contacts[0]["contradictions"]] == ["Kjell Ramberg"]  # type: ignore[attr-defined]


def test_the_list_is_narrowed_by_area_in_any_language(knowledge: Knowledge) -> None:
    """An area's name in another language finds what papers call otherwise."""
    found = [
        knowledge.service.contacts(ContactQuery(area=area, limit=None)) for area in ("transport issues", "transporter")
    ]
    names = [{entry.contact.name for entry in page.entries} for page in found]
    assert {"Henrik Dalvik", "Sofia Nyqvist", "Tomas Brodd", "Morten Krogh"} <= names[0] & names[1]
    assert all("Birgitta Ask" not in each for each in names)
    only = knowledge.service.contacts(ContactQuery(area="transporter", place="Väst", level="regional"))
    assert [entry.contact.name for entry in only.entries] == ["Sofia Nyqvist"]


def test_an_import_is_seen_at_once_and_outranks_papers(knowledge: Knowledge) -> None:
    """Without a new generation; removed again, the papers count."""
    mine = Contact(
        NOWHERE, "Kriminalvården", role="Transportchef", name="Vera Hand", topics=("Transporter",), level="national",
        phones=(Phone("08-465 004 99", "+46846500499"),), language="sv",
    )  # fmt: skip
    catalog = knowledge.catalog
    catalog.put_hand_made([HandMade(key_of(mine), mine, "mine.csv", datetime.now(UTC))])  # type: ignore[attr-defined]
    try:
        answer = ask(knowledge, "kontakt transporter nationell nivå")
        assert (answer.contacts[0]["name"], answer.contacts[0]["is_hand_made"]) == ("Vera Hand", True)
    finally:
        assert catalog.remove_hand_made("mine.csv") == 1  # type: ignore[attr-defined]
    assert ask(knowledge, "kontakt transporter nationell nivå").contacts[0]["name"] == "Henrik Dalvik"


def test_the_command_writes_and_takes_in_contacts(tmp_path: Path) -> None:
    """A file with a broken row: the row is named on standard error, the exit code tells, the rest is there."""
    mine = tmp_path / "mine.csv"
    mine.write_text("name,role,phones\nVera Hand,jurist,08-465 004 99\nUlf Fel,jurist,12ab\n", encoding="utf-8")
    given = environment(data=str(tmp_path / "data"))

    def samsok(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "api.cli", "contacts", *arguments]
        return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)

    taken = samsok("import", str(mine))
    assert taken.returncode == 1
    assert 'mine.csv, line 3: phones: "12ab"' in taken.stderr
    written = samsok("export", "--format", "vcard")
    assert written.returncode == 0
    assert "FN:Vera Hand" in written.stdout
    assert "Ulf Fel" not in written.stdout
