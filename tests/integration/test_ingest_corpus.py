"""The sample corpus and the seeds: every passage under the right title, section and page."""

import json
import shutil
from pathlib import Path

import pytest

from ingest.limits import Limits
from ingest.source import find_sources, hash_source
from ingest.work import Task, take_in
from search.document import Passage
from search.stored import StoredDocument

PROJECT = Path(__file__).parents[2]
CORPUS = PROJECT / "corpus"
SEEDS = PROJECT.parent / "shared" / "seeds"
LIMITS = Limits()
SCAN = "se/rutin-inlamning-arrest-skannad.pdf"


def taken_in(folder: Path) -> dict[str, StoredDocument]:
    """Return the stored documents by source name; scans are left out where there is no text recognition."""
    found: dict[str, StoredDocument] = {}
    for source in find_sources([folder]).sources:
        outcome = take_in(Task(source, hash_source(source, LIMITS.max_bytes)), LIMITS)
        assert outcome.stored or "text recognition is not installed" in str(outcome.error)
        if outcome.stored:
            found[source.source] = outcome.stored
    return found


@pytest.fixture(scope="module")
def corpus() -> dict[str, StoredDocument]:
    return taken_in(CORPUS)


@pytest.fixture(scope="module")
def seeds() -> dict[str, StoredDocument]:
    if not SEEDS.is_dir():
        pytest.skip(f"the shared folder with the seeds is not at {SEEDS}")
    return {name[:3]: document for name, document in taken_in(SEEDS).items()}


def flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def test_answers_stand_in_one_passage_where_the_questions_say(corpus: dict[str, StoredDocument]) -> None:
    """For each sample question, one passage holds all the words of the answer, on the page and in the section named."""
    wrong = []
    for line in (CORPUS / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        if not question["answerable"] or question["document"] not in corpus:
            continue
        document = corpus[question["document"]]
        holding = [p for p in document.passages if all(flat(a) in flat(p.text) for a in question["answer"])]
        if not any(is_where(passage, question, document) for passage in holding):
            wrong.append((question["id"], [(p.page, p.section_path) for p in holding]))
    assert wrong == []


def is_where(passage: Passage, question: dict[str, object], document: StoredDocument) -> bool:
    sections = question["section"]
    assert isinstance(sections, list)
    path = {flat(name) for name in (*passage.section_path, document.document.title)}
    return question["page"] in {None, passage.page} and (not sections or any(flat(name) in path for name in sections))


def test_whole_corpus_is_taken_in(corpus: dict[str, StoredDocument]) -> None:
    """Every document of the corpus is taken in, in its folder's language; the scan where there is text recognition."""
    names = {source.source for source in find_sources([CORPUS]).sources}
    assert names - set(corpus) == (set() if shutil.which("tesseract") else {SCAN})
    assert all(d.document.language == {"se": "sv", "dk": "da"}[name[:2]] for name, d in corpus.items())


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
def test_scan_is_read_with_its_sections(corpus: dict[str, StoredDocument]) -> None:
    """The scanned page gives its title, sections, list and numbers, and says how sure the reading is."""
    document = corpus[SCAN]
    assert document.document.title == "Lokal rutin: inlämning till polisarresten"
    headings = [block.text for block in document.blocks if block.kind == "heading"][-5:]
    assert headings == ["Ansvar", "Vid ankomst", "Tillsyn", "Överlämning till häktet", "Arkivering"]
    found = next(passage for passage in document.passages if "031-390 06 35" in passage.text)
    assert (found.section_path, found.page) == (("Överlämning till häktet",), 1)
    assert sum(block.kind == "list_item" for block in document.blocks) == 4
    assert all(0.8 < (block.ocr_confidence or 0) <= 1 and block.bbox for block in document.blocks)


@pytest.mark.shared
def test_seeds_have_their_titles_and_kinds(seeds: dict[str, StoredDocument]) -> None:
    """Each of the five source documents is known by its title, language and kind."""
    known = {name: (d.document.title[:32], d.document.language, d.document.document_type) for name, d in seeds.items()}
    assert known == {
        "000": ("Kriminalvården och polisen fördj", "sv", "news"),
        "001": ("Nationell överenskommelse mellan", "sv", "agreement"),
        "002": ("Polismyndighetens strategi för a", "sv", "strategy"),
        "003": ("Kriminalforsorgen styrker samarb", "da", "news"),
        "004": ("Positivt resultat av möte med po", "sv", "other"),
    }


@pytest.mark.shared
def test_list_of_areas_stays_whole_under_its_lead_in(seeds: dict[str, StoredDocument]) -> None:
    """The eight areas of cooperation stand in one passage behind the sentence that announces them."""
    passage = next(p for p in seeds["000"].passages if "3. Transporter" in p.text)
    assert passage.section_path == ("Behoven styr samverkan",)
    assert passage.text.index("8 överenskomna samverkansområden:") < passage.text.index("1. Infrastruktur")
    assert passage.text.endswith("8. Rättsliga frågor av strategisk karaktär")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("words", "page", "section"),
    [
        ("regleringsbrev för budgetåret 2018", 3, "1 Inledning"),
        ("inte ska finnas några utsatta områden", 3, "3 Övergripande vision och mål"),
        ("avropa de förmågor", 4, "4.1.1 Lokal polisiär förmåga"),
        ("karriärmöjligheter på lokalpolisområdet", 5, "4.1.2 Medarbetarnas engagemang"),
        ("varje lokalpolisområde ska ha en kommunikationsplan", 5, "4.1.5 Kommunikation"),
        ("digital plattform", 6, "4.2.1 Ledning och styrning"),
        ("kameraövervakning", 6, "4.2.2 Utredning och lagföring"),
        ("orsaksanalyser", 7, "4.3 Samverkan"),
        ("definierade effektmål", 7, "5 Uppföljning"),
    ],
)
def test_transcript_gives_page_and_section(
    seeds: dict[str, StoredDocument], words: str, page: int, section: str
) -> None:
    """Words of the transcribed strategy are found on their printed page and in their section."""
    passage = next(p for p in seeds["002"].passages if words in p.text)
    assert (passage.page, passage.page_label, passage.section_path[-1]) == (page, str(page), section)


@pytest.mark.shared
def test_furniture_of_the_seeds_is_gone(seeds: dict[str, StoredDocument]) -> None:
    """Breadcrumbs, newsletters, cookie notices and lists of other papers are no content; contacts are."""
    whole = "\n".join(document.text for document in seeds.values())
    for gone in ("Gå til indhold", "Nyt og presse >", "nyhedsbrev", "använder cookies", "Aktivitetsplan för UmeBrå"):
        assert gone not in whole
    assert "PRESSEVAGT\npresse@krfo.dk" in whole
