import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.question import clean_question, find_fault, read_question
from search.errors import InvalidQuery


@pytest.mark.parametrize("text", ["", " \t\n", "...", "?!–—„”", "\x00\x01", "\u200b\u202e", "🙂"])
def test_question_without_words_is_refused_with_advice(text: str) -> None:
    """Nothing to search for is told as such, with what to do."""
    with pytest.raises(InvalidQuery, match="write at least one word"):
        read_question(text, 2000)


def test_long_question_is_told_both_lengths() -> None:
    """Ten thousand characters are refused with actual and allowed length."""
    with pytest.raises(InvalidQuery, match=r"10000 characters, 2000 are allowed"):
        read_question("å" * 10_000, 2000)


def test_length_at_the_limit_is_taken() -> None:
    """The limit itself is allowed."""
    assert read_question("a" * 2000, 2000) == "a" * 2000


def test_text_that_is_no_unicode_is_refused() -> None:
    """Bytes that were no UTF-8 arrive as surrogates and are told as such."""
    with pytest.raises(InvalidQuery, match="not valid UTF-8"):
        read_question("fr\udce5ga", 2000)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("vem\x00 är\x07 kontakt", "vem är kontakt"),
        ("  vem\tär\n\rkontakt ", "vem är kontakt"),
        ("soft\u00adhyphen \u202ereversed", "softhyphen reversed"),
        ("§ 5", "§ 5"),
    ],
)
def test_control_characters_are_removed(text: str, cleaned: str) -> None:
    """Control and formatting characters vanish, white space becomes single spaces."""
    assert read_question(text, 2000) == cleaned


@given(st.text(max_size=200))
def test_cleaning_is_idempotent_and_leaves_nothing_to_control_a_terminal(text: str) -> None:
    """What is cleaned is clean, whatever came in."""
    cleaned = clean_question(text)
    assert clean_question(cleaned) == cleaned
    assert not any(unicodedata.category(char) in ("Cc", "Cf") for char in cleaned)
    assert cleaned == cleaned.strip()


@given(st.text(max_size=200), st.integers(1, 200))
def test_every_text_is_either_faulty_or_a_question(text: str, allowed: int) -> None:
    """A text without fault gives a question with something to search for."""
    fault = find_fault(text, allowed)
    if fault is None:
        assert any(char.isalnum() for char in read_question(text, allowed))
    else:
        with pytest.raises(InvalidQuery):
            read_question(text, allowed)
