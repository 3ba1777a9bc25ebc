import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.settings import load_settings
from api.wiring import Knowledge, open_temporary
from ingest.assemble import assemble
from ingest.limits import Limits
from ingest.parse import parse
from ingest.source import Source
from search.evaluation import build
from search.records import Agreement, Area, Span
from search.result import Query
from search.stored import StoredDocument

NEWS = """Provverket och Exempelmyndigheten fördjupar samverkan

Provverket och Exempelmyndigheten har ingått en ny överenskommelse.

– Det är väldigt positivt, säger Provverkets generaldirektör Mart Prov.

3 överenskomna samverkansområden:

1. Lokaler
2. Transporter
3. IT
"""


def news() -> StoredDocument:
    """The paper with its areas as an agreement's record."""
    data = NEWS.encode()
    source = Source(
        "file:///nyhet.txt", "nyhet.txt", None, Path("nyhet.txt"), len(data), datetime(2024, 1, 1, tzinfo=UTC)
    )
    stored = assemble(parse(data, "nyhet.txt", Limits()), source, hashlib.sha256(data).hexdigest())

    def area(name: str) -> Area:
        start = stored.text.index(name)
        passage = next(each for each in stored.passages if each.start <= start < each.end)
        return Area(name, Span(start, start + len(name), None, passage.passage_id))

    agreement = Agreement(Span(0, 1), areas=tuple(map(area, ("Lokaler", "Transporter", "IT"))))
    return replace(stored, records=replace(stored.records, agreements=(agreement,)))


@pytest.fixture(scope="module")
def knowledge() -> Iterator[Knowledge]:
    with open_temporary(load_settings({})) as opened:
        build([news()], opened.catalog, opened.store, opened.indexer)
        yield opened


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("who is the contact for transport issues", "no contact person for it is stated"),
        ("vem är kontakt för transportfrågor?", "ingen kontaktperson för det är angiven"),
        ("hvem er kontaktperson for transport", "ikke nævnt nogen kontaktperson"),
    ],
)
def test_an_area_without_contact_is_said_with_source_and_whom_the_paper_names(
    knowledge: Knowledge, question: str, said: str
) -> None:
    """Transport is agreed on, nobody is named for it: the list is quoted, and who speaks for the cooperation."""
    answer = knowledge.service.answer(Query(question))
    assert said in answer.text
    assert answer.quotes[0].text == "Transporter"
    assert "Mart Prov, generaldirektör" in answer.text
    assert [contact["name"] for contact in answer.contacts] == ["Mart Prov"]


def test_what_is_no_area_is_not_found(knowledge: Knowledge) -> None:
    """Neither an area nor a contact."""
    answer = knowledge.service.answer(Query("vem är kontaktperson för tullfrågor"))
    assert (answer.status, answer.contacts) == ("not_found", ())
