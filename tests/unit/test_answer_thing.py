import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answering.thing import asked_thing, holds_thing
from search.understanding.question import Understood


@pytest.mark.parametrize(
    ("question", "intent", "thing"),
    [
        ("vad kostar en fotlänk per dygn", "amount", "money"),
        ("What is the budget of the plan?", "what", "money"),
        ("hvor mange pladser har arresthuset", "amount", "count"),
        ("hur stor andel kom i tid", "amount", "share"),
        ("How often does the group meet?", "amount", "often"),
        ("hur länge gäller samtycket", "amount", "span"),
        ("hvornår trådte aftalen i kraft", "when", "day"),
        ("åbningstid for rådgivningen", "contact", "day"),
        ("vad heter prästen", "who", "named"),
        ("hvem er ansvarlig for planen", "who", "body"),
        ("telefonnummer till häktet", "contact", "phone"),
        ("What is the prison like?", "what", None),
        ("How are valuables handled when someone is brought in?", "when", None),
    ],
)
def test_the_kind_of_thing_is_read_from_the_question(question: str, intent: str, thing: str | None) -> None:
    """A price is no number of places, and a prison no price."""
    assert asked_thing(question, Understood(intent)) == thing  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "thing"),
    [("hur många timmar får någon sitta i arrest", "span"), ("how many days of notice", "span"),
     ("hvor mange pladser er der", "count")],
)  # fmt: skip
def test_how_many_units_of_time_asks_for_a_span(question: str, thing: str) -> None:
    """Hours are no things that are counted."""
    assert asked_thing(question, Understood("amount")) == thing


@pytest.mark.parametrize(
    ("thing", "holding", "other"),
    [
        ("money", "Turen debiteras med 4 500 kronor.", "Arresten har 45 platser."),
        ("money", "Stödet är gratis.", "Stödet ges den 3 maj 2024."),
        ("share", "andelen är 41 procent", "41 personer"),
        ("count", "minst åtta områdespoliser", "områdespoliser"),
        ("count", "12 500 personer häktades", "den 3 mars 2016, tfn 08-465 004 13"),
        ("count", "Kurset tager to dage for 600 medarbejdere.", "Jan 29, 2020"),
        ("count", "Häktet har 45 platser i 3 avdelningar.", "högst 12 timmar, kl. 20.00, enligt polislagen (1984:387)"),
        ("count", "två samordnare", "Stk. 3. I arresthuse kan rum låses, jf. § 4."),
        ("often", "Gruppen möts varje månad.", "Gruppen möts i Borås."),
        ("mail", "presse@krfo.example", "lokal 150"),
        ("phone", "32 12 34 56, lokal 150", "presse@krfo.example"),
        ("named", "Ordförande är Börje Tallgren.", "Ordförande är avdelningschefen."),
    ],
)
def test_a_sentence_holds_the_thing_or_does_not(thing: str, holding: str, other: str) -> None:
    """What an answer needs is told from what stands beside it."""
    assert holds_thing(thing, holding)  # type: ignore[arg-type]
    assert not holds_thing(thing, other)  # type: ignore[arg-type]


@given(st.text(max_size=80))
def test_where_the_kind_is_open_any_sentence_will_do(text: str) -> None:
    """Nothing is held against a sentence that the question did not ask of it."""
    assert holds_thing(None, text)
