import re

import pytest

from ingest.extract.field import name_of_label
from ingest.extract.sign import Sign, signs_of
from search.analysis.references import references
from search.contacts.phone import phones_in
from search.filing import ANY, CASE, LABELS, RULES, names_number
from search.personal import mask

CALLED = [
    "dnr", "d.nr", "diarienr", "diarienummer", "ärendenummer", "ärendenr", "journalnummer", "jour.nr", "j.nr", "j nr",
    "jr. nr", "sagsnr", "sag nr", "sags nr", "sagsnummer", "case number", "case no", "file number",
]  # fmt: skip


@pytest.mark.parametrize("called", CALLED)
def test_the_number_of_a_case_is_known_to_all_who_look_for_one(called: str) -> None:
    """In questions, in what is cited, at the edges of papers, and before what might be a telephone number."""
    assert names_number(f"Vilket {called} har strategin?")
    assert "no:2019/1234" in {found.key for found in references(f"se {called}. 2019-1234")}
    assert "no:12345" in {found.key for found in references(f"{called.upper()}: 12345")}
    assert signs_of(f"{called}. 2019-1234") & Sign.FILED
    assert phones_in("08-465 004 13")
    assert not phones_in(f"{called}: 08-465 004 13")


@pytest.mark.parametrize("label", LABELS)
def test_every_label_announces_a_number_and_is_asked_for_by_its_name(label: str) -> None:
    """What stands before a colon is what somebody may ask for, but for words that say "reference" alone."""
    assert name_of_label(label) == "reference_number"
    assert re.search(rf"\b{ANY}\b", label) or label in {"referens", "reference", "our reference", "vores ref"}


@pytest.mark.parametrize(
    "text", ["Vem är sakkunnig?", "Hur många ärenden?", "Journalen förs av", "fil nr", "i ordning"]
)
def test_other_words_name_no_number(text: str) -> None:
    """Words that begin like one, and numbers of anything."""
    assert not names_number(text)


@pytest.mark.parametrize("called", CALLED)
def test_ten_digits_behind_the_name_of_a_case_are_not_taken_for_a_persons(called: str) -> None:
    """In one run, where a right check digit alone says little; anywhere else it says enough."""
    assert mask(f"{called} 8112289874").count == 0
    assert mask("ordning 8112289874").count == 1


def test_rules_have_one_kind_by_any_of_their_names() -> None:
    """Written out, shortened or in English, in lower case; no kind is the name of a case."""
    assert RULES["bekendtgørelse"] == RULES["order"] == "bek"
    assert all(name == name.lower() and not re.fullmatch(CASE, name) for name in RULES)
