import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import Analyzer
from search.encode import StaticEncoder
from search.errors import InvalidQuery
from search.language import QuestionLanguage
from search.plan import Planner, clean_question
from search.resources import LEXICON, MODEL, TRANSLATION
from search.sparse import QueryTranslator
from search.translation import Translator

ANALYZER = Analyzer(LEXICON)
PLANNER = Planner(
    ANALYZER, QueryTranslator(ANALYZER, Translator(TRANSLATION)), StaticEncoder(MODEL), QuestionLanguage(ANALYZER), 2000
)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("who is the contact for transport issues", "en"),
        ("vilken guide gäller när någon friges", "sv"),
        ("hvem skal jeg ringe til om varetægt", "da"),
        ("hvornår trådte aftalen i kraft", "da"),
        ("hur ofta följs överenskommelsen upp", "sv"),
    ],
)
def test_the_language_of_a_question_is_told(question: str, language: str) -> None:
    """Short questions in the three languages are not mixed up."""
    assert PLANNER.plan(question).language == language


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("who is the contact for transport issues", "contact"),
        ("vem ansvarar för uppföljningen", "who"),
        ("hvornår trådte aftalen i kraft", "when"),
        ("vilka samverkansområden finns", "list"),
        ("hvordan følges der op", "how"),
        ("vad betyder restriktioner", "definition"),
        ("hvor ofte mødes gruppen", "amount"),
        ("which guide applies on release", "which_document"),
        ("gäller överenskommelsen fortfarande", "yes_no"),
        ("transporter", "other"),
    ],
)
def test_what_a_question_asks_for(question: str, intent: str) -> None:
    """The question words say which kind of answer is wanted."""
    assert PLANNER.plan(question).intent == intent


@pytest.mark.parametrize("text", ["", "   ", "?!…", "\x00\x07", "§", "---", "\u200b"])
def test_a_question_without_words_is_refused(text: str) -> None:
    """Nothing to search for is said, not searched."""
    with pytest.raises(InvalidQuery, match="no words"):
        PLANNER.plan(text)


def test_a_question_that_is_too_long_is_refused_with_both_numbers() -> None:
    """Actual against allowed."""
    with pytest.raises(InvalidQuery, match=r"10000 characters, at most 2000"):
        PLANNER.plan("a" * 10_000)


@given(st.text(max_size=300))
def test_any_text_is_planned_or_refused(text: str) -> None:
    """No question crashes the planner; the cleaned text has no control characters."""
    try:
        plan = PLANNER.plan(text)
    except InvalidQuery:
        return
    assert plan.text == clean_question(text)
    assert plan.text.isprintable()
    assert plan.language in {"sv", "da", "en", "und"}


@pytest.mark.parametrize(
    ("question", "languages"),
    [
        ("vilken guide gäller när någon friges", {"sv"}),
        ("what does the agreement say about transport", {"en"}),
        ("transport", {"sv", "da", "en"}),
        ("2018:26", {"sv", "da", "en"}),
    ],
)
def test_words_in_doubt_are_read_in_each_language_they_may_be(question: str, languages: set[str]) -> None:
    """Where the words leave no doubt there is one language; where they do, the letters say how likely each is."""
    likely = QuestionLanguage(ANALYZER).likely(question)
    assert {language for language, _ in likely} <= languages
    assert (len(likely) == 1) == (len(languages) == 1)
    assert [share for _, share in likely] == sorted((share for _, share in likely), reverse=True)
