import pytest

from search.nation import FORMS, NATION_OF, NATION_WORDS, SPOKEN, Nation, pattern_of


@pytest.mark.parametrize("nation", ["se", "dk"])
def test_every_form_is_found_in_a_text_and_as_a_word(nation: Nation) -> None:
    """Whole and however it is capitalised, so that all who look for a country agree on what names it."""
    pattern = pattern_of(nation)
    for word in FORMS[nation]:
        for written in (word, word.capitalize(), word.upper()):
            found = pattern.search(f"om ({written}):")
            assert found is not None
            assert found.group() == written
        assert NATION_OF[word] == nation


def test_no_word_names_both_countries() -> None:
    """The country of a word is clear, and each country has a language."""
    assert len(NATION_WORDS) == sum(map(len, FORMS.values()))
    assert set(SPOKEN) == set(FORMS)


def test_parts_of_other_words_name_no_country() -> None:
    """A compound is about a language or a body, not about the country."""
    assert not any(pattern_of(nation).search("dansktalande svenskundervisning Sydsverigelinjen") for nation in FORMS)
