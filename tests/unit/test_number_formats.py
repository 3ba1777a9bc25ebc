import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parse.counter import LevelCounter, letter, roman, spreadsheet_letter
from ingest.parse.xlsx_format import shown


@pytest.mark.parametrize(
    ("raw", "code", "expected"),
    [
        ("3", "", "3"), ("1.5", "General", "1,5"), ("46370112345", "0", "46370112345"),
        ("12500", '#,##0" kr"', "12 500 kr"), ("1234567.5", "#,##0.00", "1 234 567,50"),
        ("0.1", "[$kr-41D] 0.00", "kr 0,10"),
        ("1234.5", '_-* #,##0.00\\ "kr"_-;\\-* #,##0.00\\ "kr"_-', "1 234,50 kr"),
        ("0.256", "0.0%", "25,6%"), ("-5", '0;"minus "0', "minus 5"), ("0", '0;-0;"ingen"', "ingen"),
        ("-0.004", "0.00", "0,00"),
        ("700123456", "000-000 00 00", "070-012 34 56"), ("8465004", "[<=9999999]000-00 00;00-000 00 00", "846-50 04"),
        ("32123456", "00 00 00 00", "32 12 34 56"), ("1000000", "#,##0,", "1 000"), ("7", "000", "007"),
        ("45292", "yyyy-mm-dd", "2024-01-01"), ("45292.75", "d/m/yyyy hh:mm", "1/1/2024 18:00"),
        ("45292", "[$-41D]d mmmm yyyy", "1 januari 2024"),
        ("45292", '[$-406]dddd "den" d. mmmm', "mandag den 1. januar"),
        ("45292", "d mmmm yyyy", "2024-01-01"), ("45292", "mmm-yy", "2024-01"), ("0.5", "h:mm AM/PM", "12:00 PM"),
        ("1.75", "[h]:mm", "42:00"), ("45292", "[$-F800]dddd, mmmm dd, yyyy", "2024-01-01"),
        ("1E200", "0" * 250, "1E200"), ("-1", "yyyy", "-1"),
        ("99999999", "yyyy-mm-dd", "99999999"), ("NaN", "0", "NaN"),
    ],
)  # fmt: skip
def test_number_is_shown_as_in_its_cell(raw: str, code: str, expected: str) -> None:
    """A number is written by the format of its cell; months without a language become ISO dates."""
    assert shown(raw, code) == expected


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    """Workbooks of old Macintosh programs count from another day."""
    assert shown("43830", "yyyy-mm-dd", since_1904=True) == "2024-01-01"


@given(
    st.floats().map(repr) | st.text(max_size=8), st.text(alphabet='0#?.,;%yYmdhs[]$-41D"\\_*<=> EKkr/()', max_size=30)
)
def test_no_format_breaks_the_reader(raw: str, code: str) -> None:
    """Any number under any format gives some text."""
    assert isinstance(shown(raw, code), str)


@pytest.mark.parametrize(
    ("number", "letters", "sheet", "numerals"),
    [
        (1, "a", "a", "i"),
        (4, "d", "d", "iv"),
        (28, "bb", "ab", "xxviii"),
        (0, "0", "0", "0"),
        (5000, "5000", "5000", "5000"),
    ],
)
def test_numbers_are_written_as_programs_write_them(number: int, letters: str, sheet: str, numerals: str) -> None:
    """Word goes on with bb after z, OpenDocument with ab; what has no such form stays digits."""
    assert (letter(number), spreadsheet_letter(number), roman(number)) == (letters, sheet, numerals)


def test_levels_begin_again_below_and_are_implied_above() -> None:
    """1.1 may come before any 1; a new chapter begins its sections anew, unless a level never does."""
    counter = LevelCounter()
    steps = []
    for level in (1, 1, 0, 0, 1, 2, 0, 2):
        counter.step(level, [1] * 9, {2: 0})
        steps.append([counter.counts[above] for above in range(level + 1)])
    assert steps == [[1, 1], [1, 2], [1], [2], [2, 1], [2, 1, 1], [3], [3, 1, 2]]
