from hypothesis import given
from hypothesis import strategies as st

from search.dates import dates_in


@given(st.text(alphabet=" \n\t.,:/-0123456789maj§", max_size=60), st.sampled_from(["2020", "1999", "3 maj 2020"]))
def test_any_surroundings_of_a_year_are_read(around: str, year: str) -> None:
    """Blanks, signs and digits around a year lead to dates within the text or to none, never to an error."""
    text = f"{around}{year}{around}"
    for found in dates_in(text):
        assert 0 <= found.start < found.end <= len(text)


def test_a_year_after_nothing_but_blanks_is_read() -> None:
    """A column of years in a table is no date, and no error."""
    assert dates_in(f"x{' ' * 80}2020") == []
