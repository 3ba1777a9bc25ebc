"""Phonetic keys: where languages spell a rare word their own way, it is found all the same."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import Analyzer
from search.analysis.analyzer import spelling_dimension
from search.analysis.phonetic import phonetic_key
from search.resources import LEXICON, TRANSLATION
from search.sparse import QueryTranslator
from search.translation import Translator

ANALYZER = Analyzer(LEXICON)


@pytest.mark.parametrize(
    "spellings",
    [
        ("hugenott", "huguenott", "huguenot"),
        ("septikemi", "septikæmi", "septicemi"),
        ("vapentillverk", "våbentilverk"),
        ("filosof", "philosoph"),
    ],
)
def test_spellings_of_one_word_share_a_key(spellings: tuple[str, ...]) -> None:
    """A name or loan word has one key in the three languages."""
    assert len({phonetic_key(spelling) for spelling in spellings}) == 1
    assert phonetic_key(spellings[0])


@pytest.mark.parametrize(("one", "other"), [("hugenott", "hagenau"), ("septikemi", "skeptiker"), ("norman", "normalt")])
def test_other_words_have_other_keys(one: str, other: str) -> None:
    """Words that only resemble each other keep apart."""
    assert phonetic_key(one) != phonetic_key(other)


@given(st.text("abcdefghijklmnopqrstuvwxyzåäöæøé", max_size=30))
def test_a_key_is_empty_or_long_enough(stem: str) -> None:
    """A key that would bring together too much is none, and no letter stands twice in a row."""
    key = phonetic_key(stem)
    assert key == "" or len(key) >= 4
    assert all(a != b for a, b in pairwise(key))


def test_a_question_meets_the_other_languages_spelling() -> None:
    """What a Danish question adds for Swedish is among the terms of the Swedish word."""
    query = QueryTranslator(ANALYZER, Translator(TRANSLATION)).query("huguenotterne", "da")
    held = {dimension for dimension, _ in ANALYZER.dimensions("hugenotterna", "sv")}
    assert held & set(query.vector.indices.tolist())


def test_common_words_have_no_key() -> None:
    """What is in everybody's mouth is translated, not guessed by its letters."""
    assert ANALYZER.phonetic_key("information", "sv") == ""
    assert spelling_dimension("hknt", "sv") != spelling_dimension("hknt", "da")
