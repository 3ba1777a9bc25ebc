import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import Analyzer, dimension
from search.cognates import cognates
from search.resources import LEXICON, TRANSLATION
from search.sparse import QueryTranslator, merge_queries, to_vector
from search.translation import Translator
from search.weights import PassageText, PassageWeigher, TermFinder

ANALYZER = Analyzer(LEXICON)
TRANSLATOR = Translator(TRANSLATION)
TERMS = QueryTranslator(ANALYZER, TRANSLATOR)


def score(question: str, asked_in: str, passage: str, language: str) -> float:
    (vector,) = PassageWeigher(90.0).weigh(TermFinder(ANALYZER).find([PassageText(passage, "", language)])).vectors()
    held = dict(zip(vector.indices.tolist(), vector.values.tolist(), strict=True))
    query = TERMS.query(question, asked_in).vector
    return sum(held.get(i, 0.0) * w for i, w in zip(query.indices.tolist(), query.values.tolist(), strict=True))


@pytest.mark.parametrize(
    ("question", "asked_in", "right", "wrong", "language"),
    [
        ("agreement on cooperation", "en", "Överenskommelse om samarbete", "Inköp och fakturor", "sv"),
        ("agreement on cooperation", "en", "Aftale om samarbejde", "Indkøb og fakturaer", "da"),
        ("avtal om samarbete", "sv", "Aftale om samarbejde", "Indkøb og fakturaer", "da"),
        ("hvem har ansvaret for fængslet", "da", "Ansvaret för fängelset", "Regler för fiske", "sv"),
    ],
)
def test_a_question_finds_the_passage_in_another_language(
    question: str, asked_in: str, right: str, wrong: str, language: str
) -> None:
    """Translation by tables puts the passage on the subject above another one."""
    assert score(question, asked_in, right, language) > score(question, asked_in, wrong, language)


def test_a_name_is_found_in_every_language() -> None:
    """A word that no table knows is searched for as it is."""
    assert score("Zorbulin", "en", "Kontakta Zorbulin i Göteborg", "sv") > 0


def test_expansions_name_the_word_they_come_from() -> None:
    """What is searched for beside the question's words can be shown with its reason."""
    expansions = TERMS.query("prison", "en").expansions
    assert {"fängelse"} <= {expansion.term for expansion in expansions}
    assert all(expansion.source_term == "prison" and 0 < expansion.weight <= 1 for expansion in expansions)


def test_languages_do_not_share_terms() -> None:
    """Swedish "barn" and English "barn" are different terms."""
    assert dimension("barn", "sv") != dimension("barn", "en")


def test_a_reading_in_a_second_language_counts_by_its_share() -> None:
    """Where the language is in doubt both readings are searched, the likelier one with more weight."""
    one, other = TERMS.query("transport", "sv"), TERMS.query("transport", "da")
    merged = merge_queries([(one, 1.0), (other, 0.5)]).vector
    assert set(one.vector.indices.tolist()) <= set(merged.indices.tolist())
    assert merged.values.max() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("word", "source", "target", "expected"),
    [
        ("gata", "sv", "da", "gade"),
        ("köpa", "sv", "da", "købe"),
        ("købe", "da", "sv", "köpa"),
        ("myndighed", "da", "sv", "myndighet"),
    ],
)
def test_cognates_follow_the_two_orthographies(word: str, source: str, target: str, expected: str) -> None:
    """The neighbouring language's spelling is guessed where its vocabulary has it."""
    assert expected in cognates(word, source, target, lambda guess: ANALYZER.is_known(guess, target))


@given(st.dictionaries(st.integers(0, 2**32 - 1), st.floats(0.01, 10), max_size=40))
def test_sparse_vectors_are_in_order(weights: dict[int, float]) -> None:
    """Indices rise strictly and keep their values, as the port asks."""
    vector = to_vector(weights)
    assert (np.diff(vector.indices.astype(np.int64)) > 0).all()
    assert {
        int(i): pytest.approx(float(v), rel=1e-5) for i, v in zip(vector.indices, vector.values, strict=True)
    } == weights


def test_surfaces_come_from_the_probability_on_from_which_they_are_wanted() -> None:
    """What is searched for stays the same; what is not shown need not be spelt out."""
    whole, shown = TRANSLATOR.translate("avtal", "sv", "en"), TRANSLATOR.translate("avtal", "sv", "en", 0.2)
    assert [each[:2] for each in shown] == [each[:2] for each in whole]
    assert all(each.surface for each in whole)
    assert [each.surface for each in shown] == [each.surface if each.probability >= 0.2 else "" for each in whole]


@given(
    st.lists(st.sampled_from(["avtal", "häktade", "transporter", "brottsofferjour", "Kriminalvården", "2018", "och"]))
)
def test_every_term_of_a_question_is_in_its_vector(words: list[str]) -> None:
    """The ranking looks only at terms of passages that the vector names."""
    query = merge_queries([(TERMS.query(" ".join(words), language), 0.5) for language in ("sv", "da")])
    terms = {key for found in query.terms.values() for _, weights in found for key in weights}
    assert terms <= set(query.vector.indices.tolist())
