from datetime import date

import pytest

from search.document import Validity
from search.validity import asks_about_past, asks_standing, is_over, on_day

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "status"),
    [
        (date(2020, 12, 14), None, "in_force"),
        (date(2020, 12, 14), date(2026, 11, 22), "in_force"),
        (date(2016, 1, 1), date(2020, 12, 13), "expired"),
        (date(2027, 1, 1), None, "upcoming"),
        (None, None, "unknown"),
        (None, date(2030, 1, 1), "unknown"),
    ],
)
def test_status_follows_from_the_dates(valid_from: date | None, valid_to: date | None, status: str) -> None:
    """A paper counts from its first to its last day, both included."""
    assert on_day(Validity(valid_from=valid_from, valid_to=valid_to), DAY).status == status


def test_what_a_paper_says_of_itself_outranks_its_dates() -> None:
    """A superseded paper stays superseded."""
    validity = on_day(Validity("superseded", date(2020, 1, 1)), DAY)
    assert validity.status == "superseded"
    assert is_over(validity)


@pytest.mark.parametrize(
    ("question", "past"),
    [
        ("vem var transportchef i den gamla överenskommelsen", True),
        ("beställningstid enligt 2016 års avtal", True),
        ("what was the previous deadline", True),
        ("PM 2018:26", False),
        ("Handlingsplan 2027", False),
        ("vem är kontakt för transporter", False),
    ],
)
def test_a_question_about_the_past_is_told(question: str, past: bool) -> None:  # noqa: FBT001
    """A past year or a word for what was before; a reference number is neither."""
    assert asks_about_past(question, DAY) is past


@pytest.mark.parametrize(
    ("question", "standing"),
    [
        ("gäller överenskommelsen fortfarande", True),
        ("which agreement replaced the 2016 one", True),
        ("vad har ersatt 2016 års överenskommelse", True),
        ("which agreement was replaced by the one from 2020", False),
        ("vad ersätter överenskommelsen", False),
        ("which areas does the agreement cover", False),
    ],
)
def test_a_question_whether_a_paper_still_counts_is_told(question: str, standing: bool) -> None:  # noqa: FBT001
    """By yes or no, or by what came in its place; not what it took the place of."""
    assert asks_standing(question) is standing
