from datetime import date

import pytest

from search.dates import bounds_of, dates_in, durations_in, last_day_of, periods_in


@pytest.mark.parametrize(
    ("text", "value", "printed"),
    [
        ("den 14 december 2020", "2020-12-14", "14 december 2020"),
        ("den 14:e december 2020", "2020-12-14", "14:e december 2020"),
        ("den 1. maj 2024", "2024-05-01", "1. maj 2024"),
        ("29. jan. 2020", "2020-01-29", "29. jan. 2020"),
        ("January 29, 2020", "2020-01-29", "January 29, 2020"),
        ("Jan 29th, 2020", "2020-01-29", "Jan 29th, 2020"),
        ("the 3rd of March 2021", "2021-03-03", "3rd of March 2021"),
        ("Gäller 2018-08-31.", "2018-08-31", "2018-08-31"),
        ("2020/12/14", "2020-12-14", "2020/12/14"),
        ("14/12 2020", "2020-12-14", "14/12 2020"),
        ("14/12-2020", "2020-12-14", "14/12-2020"),
        ("14.12.2020", "2020-12-14", "14.12.2020"),
        ("06-11-2023", "2023-11-06", "06-11-2023"),
        ("Thu, 22 Feb 2024 09:14:00", "2024-02-22", "22 Feb 2024"),
        ("Revideret september 2022.", "2022-09", "september 2022"),
        ("hösten 2017", "2017-09-01/2017-11-30", "hösten 2017"),
        ("foråret 2024", "2024-03-01/2024-05-31", "foråret 2024"),
        ("första halvåret 2023", "2023-01-01/2023-06-30", "första halvåret 2023"),
        ("tredje kvartalet 2023", "2023-07-01/2023-09-30", "tredje kvartalet 2023"),
        ("inden udgangen af 2025", "2025-12-31", "udgangen af 2025"),
        ("utgången av februari 2024", "2024-02-29", "utgången av februari 2024"),
        ("vid årsskiftet 2024/25", "2025-01-01", "årsskiftet 2024/25"),
    ],
)
def test_every_usual_spelling_of_a_date_is_read(text: str, value: str, printed: str) -> None:
    """Swedish, Danish and English; days, months, seasons, halves, quarters and ends."""
    (found,) = dates_in(text)
    assert (found.value, text[found.start : found.end]) == (value, printed)


@pytest.mark.parametrize(
    "text",
    [
        "31 februari 2020",
        "PM 2018:26",
        "KV 2016-4410",
        "A612.304/2020",
        "sekretesslagen (2009:400)",
        "prop. 2016/17:126",
        "under 2017",
        "telefon 031-390 06 23",
        "§ 12 i 2020 års lag",
        "12.30 den 1 maj",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    """Numbers of papers and laws, days that no calendar has, years alone and telephone numbers."""
    assert dates_in(text) == []


def test_only_the_stretch_that_is_asked_for_is_read() -> None:
    """Offsets are those of the whole text."""
    text = "den 1 maj 2020 och den 2 juni 2021"
    (found,) = dates_in(text, 15)
    assert (found.value, found.start) == ("2021-06-02", 23)


def test_years_that_span_and_numbers_that_do_not() -> None:
    """A dash between two years is a period, with the second one whole or short."""
    assert [each.value for each in periods_in("Strategi 2023–2026, 2024-25; nr 2020-18744; 2026-2023")] == [
        "2023/2026",
        "2024/2025",
    ]


@pytest.mark.parametrize(("text", "months"), [("i tre år", 36), ("18 måneder", 18), ("two years", 24), ("ett år", 12)])
def test_spoken_durations_are_read(text: str, months: int) -> None:
    """In words and figures."""
    assert [each.months for each in durations_in(text)] == [months]


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2023, 9, 1), 36, date(2026, 8, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2024, 1, 31), 1, date(2024, 2, 28)),
        (date(2020, 12, 14), 12, date(2021, 12, 13)),
    ],
)
def test_a_time_ends_the_day_before_it_would_begin_again(first: date, months: int, last: date) -> None:
    """Also where the month has no such day."""
    assert last_day_of(first, months) == last


@pytest.mark.parametrize(
    ("value", "bounds"),
    [
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2024-02-03", (date(2024, 2, 3), date(2024, 2, 3))),
        ("2023-01-01/2023-06-30", (date(2023, 1, 1), date(2023, 6, 30))),
        ("2024-13", None),
        ("i går", None),
    ],
)
def test_values_have_a_first_and_a_last_day(value: str, bounds: tuple[date, date] | None) -> None:
    """Also those of reduced precision; what is none has none."""
    assert bounds_of(value) == bounds
