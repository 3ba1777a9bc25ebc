from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import Analyzer
from search.errors import MissingResource
from search.resources import INTENT_WEIGHTS, LEXICON, TERMS
from search.terms import TermStore
from search.understanding import Understander
from search.understanding.intent import INTENTS, IntentModel, rows_of
from training.intents import LANGUAGES, accuracy, gold

UNDERSTANDER = Understander(INTENT_WEIGHTS, TermStore(TERMS, Analyzer(LEXICON)))
MODEL = IntentModel.load(INTENT_WEIGHTS)
LEAST_RIGHT = 0.9


def test_wordings_that_were_not_learned_from_are_understood() -> None:
    """Nine of ten held-out questions; the wordings of both parts do not overlap."""
    learned, held = list(gold("train")), list(gold("held"))
    assert {each.question for each in learned}.isdisjoint(each.question for each in held)
    assert accuracy(MODEL, held) >= LEAST_RIGHT


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_gold_questions_of_every_intent_in_each_language(language: str) -> None:
    """No language is judged on less than the others."""
    asked = [each for part in ("train", "held") for each in gold(part) if each.language == language]
    assert {each.intent for each in asked} == set(INTENTS)
    assert len({each.question for each in asked}) >= 100


@pytest.mark.parametrize(
    "question",
    [
        "How quickly must the service contact the victim?",
        "Hur snabbt ska kommunen kontakta den utsatta?",
        "Hvor hurtigt skal arresten ringe til kommunen?",
        "When must the lawyer call the prison?",
    ],
)
def test_by_when_somebody_must_be_told_is_no_question_for_a_number(question: str) -> None:
    """Who contacts whom by when asks for a time, though it holds the words for contact."""
    assert UNDERSTANDER.read(question).intent == "when"


def test_when_something_may_be_done_asks_for_a_condition() -> None:
    """Not for a day, and not for a number."""
    assert UNDERSTANDER.read("When may a lawyer call the prison?").intent == "what"


@pytest.mark.parametrize(
    "question",
    ["vad heter rikspolischefen", "hvad hedder lederen af afdelingen", "what is the director of the prison called"],
)
def test_what_the_holder_of_an_office_is_called_asks_for_a_person(question: str) -> None:
    """The name of an office's holder, not what the office means."""
    assert UNDERSTANDER.read(question).intent == "who"


def test_what_an_agreement_is_called_asks_for_no_person() -> None:
    """Only offices are held by somebody."""
    assert UNDERSTANDER.read("vad heter avtalet om transporter").intent != "who"


@pytest.mark.parametrize(
    "question",
    [
        "vilka skrev på avtalet",
        "när skrevs avtalet med kommunen på",
        "vem har skrivit under",
        "who are the signatories",
    ],
)
def test_signing_is_told_however_it_is_worded(question: str) -> None:
    """Particles stand apart from their verb."""
    assert "signed" in UNDERSTANDER.read(question).events


@pytest.mark.parametrize(
    ("question", "wanted", "many"),
    [
        ("Vilka åtta områden omfattar avtalet?", "list", 8),
        ("Hvor ofte mødes de to parter?", "frequency", 2),
        ("When was the strategy decided?", "time", None),
        ("Vad är syftet med överenskommelsen?", "reason", None),
    ],
)
def test_what_an_answer_must_hold_is_told(question: str, wanted: str, many: int | None) -> None:
    """A list with so many items, a frequency, a point in time, a reason."""
    understood = UNDERSTANDER.read(question)
    assert wanted in understood.wanted
    assert understood.many == many


def test_organisations_subjects_places_and_times_are_named() -> None:
    """The bank's concepts by their notation, places and times as they are written."""
    named = UNDERSTANDER.named("Vem ansvarar för transporter hos Kriminalvården i Göteborg 2024?", "sv")
    assert "org-kriminalvarden" in named.organisations
    assert any("transport" in area for area in named.areas)
    assert (named.places, named.times) == (("Göteborg",), ("2024",))


@given(st.text(max_size=300))
def test_any_text_has_an_intent(text: str) -> None:
    """No question is too odd to be read, and it is read alike each time."""
    assert UNDERSTANDER.read(text) == UNDERSTANDER.read(text)
    assert rows_of(text) == sorted(set(rows_of(text)))


def test_weights_of_another_shape_are_refused(tmp_path: Path) -> None:
    """A file that does not belong to this version is named, not used."""
    broken = tmp_path / "intents.npz"
    broken.write_bytes(b"no weights")
    with pytest.raises(MissingResource, match=r"intents\.npz"):
        IntentModel.load(broken)
