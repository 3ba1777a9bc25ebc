import pytest

from search.catalog_port import PassageRecord
from search.evaluation import as_document
from search.fusion import Fused
from search.highlight import Asked
from search.preference import prefer
from search.ranked import Ranked


def ranked(*texts: str) -> list[Ranked]:
    records = []
    for place, text in enumerate(texts):
        stored = as_document(text, "sv", text, "")
        (passage,) = stored.passages
        fused = Fused(passage.passage_id, 0.6 - place / 10, 1.0, 0.1)
        records.append(Ranked(fused, PassageRecord(passage, stored.document), Asked()))
    return records


@pytest.mark.parametrize(
    "contact",
    [
        "Ring 031-390 06 12",
        "Telefon 08-465 004 12",
        "Tlf. 32 12 34 56, lokal 104",
        "7255 4141",
        "skriv till a.b@example.org",
    ],
)
def test_a_passage_with_contact_data_comes_before_one_without(contact: str) -> None:
    """Who asks for a contact wants the number, not the rule."""
    head = ranked("Transporter beställs i god tid", contact)
    assert prefer("contact", head)[0].record.passage.text == contact


@pytest.mark.parametrize(
    "other", ["den 14 december 2020", "PM 2018:26", "2018-08-31", "åren 2020 2021", "klockan 14.00"]
)
def test_dates_and_references_are_no_contact_data(other: str) -> None:
    """A number that nobody can call moves nothing."""
    head = ranked("Transporter beställs i god tid", other)
    assert prefer("contact", head) == head


def test_other_questions_keep_their_order() -> None:
    """Only a question for a contact is answered with contact data first."""
    head = ranked("Transporter beställs i god tid", "Ring 031-390 06 12")
    assert prefer("when", head) == head
