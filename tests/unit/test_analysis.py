import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import Analyzer
from search.analysis.words import words, words_with_offsets
from search.resources import LEXICON

ANALYZER = Analyzer(LEXICON)


def stems(text: str, language: str) -> set[str]:
    return {form.stem for token in ANALYZER.tokens(text, language) for form in token.forms}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PM 2018:26, saknr 190", ["pm", "2018:26", "saknr", "190"]),
        ("avsnitt 4.1.1 och § 7", ["avsnitt", "4.1.1", "och", "§", "7"]),
        ("skr. 2016/17:126", ["skr", "2016/17:126"]),
        ("EU\u2019s associeringsaftale", ["eu's", "associeringsaftale"]),
        ("SSP-samarbejde", ["ssp", "samarbejde"]),
        ("", []),
    ],
)
def test_words_keep_references_whole(text: str, expected: list[str]) -> None:
    """A reference number is one word, so that it is found exactly."""
    assert words(text) == expected


@given(st.text(max_size=200))
def test_offsets_point_at_the_words(text: str) -> None:
    """What a word says it covers is what stands there."""
    assert all(text[word.start : word.end] == word.text for word in words_with_offsets(text))


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("överenskommelsen", "överenskommelser", "sv"),
        ("samverkansöverenskommelse", "överenskommelse", "sv"),
        ("transportfrågor", "transport", "sv"),
        ("män", "man", "sv"),
        ("samarbejdsaftalen", "samarbejdsaftale", "da"),
        ("myndighedssamarbejde", "samarbejde", "da"),
        ("kommunerne", "kommune", "da"),
        ("agreements", "agreement", "en"),
    ],
)
def test_forms_of_a_word_share_a_term(one: str, other: str, language: str) -> None:
    """Inflection and composition do not hide a word."""
    assert stems(one, language) & stems(other, language)


@pytest.mark.parametrize(
    ("word", "language", "parts"),
    [
        ("samverkansöverenskommelse", "sv", ("samverkan", "överenskommelse")),
        ("handlingsplan", "sv", ("handling", "plan")),
        ("lokalpolisområde", "sv", ("lokal", "polis", "område")),
        ("samarbejdsaftale", "da", ("samarbejde", "aftale")),
        ("informationshæfte", "da", ("information", "hæfte")),
        ("verksamhet", "sv", ()),
        ("möjligheter", "sv", ()),
        ("restriktioner", "sv", ()),
        ("virksomheder", "da", ()),
        ("bekendtgørelse", "da", ()),
        ("agreement", "en", ()),
    ],
)
def test_compounds_are_cut_where_a_reader_would(word: str, language: str, parts: tuple[str, ...]) -> None:
    """Compounds come apart into words; derivations stay whole."""
    assert ANALYZER.parts(word, language) == parts


def test_stop_words_are_left_out_unless_nothing_else_is_asked() -> None:
    """A question of function words alone is still a question."""
    assert [token.word for token in ANALYZER.tokens("vem är kontakt för transporter", "sv")] == [
        "kontakt",
        "transporter",
    ]
    assert [token.word for token in ANALYZER.tokens("vad är det", "sv")] == ["vad", "är", "det"]


@given(st.text(max_size=80), st.sampled_from(["sv", "da", "en", "und"]))
def test_analysis_takes_any_text(text: str, language: str) -> None:
    """Each token starts with its stem at full weight; no form is repeated."""
    for token in ANALYZER.tokens(text, language):
        assert token.forms[0].weight == 1.0
        assert len({form.stem for form in token.forms}) == len(token.forms)
