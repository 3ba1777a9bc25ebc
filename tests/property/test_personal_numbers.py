from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from search.personal import mask, mask_all
from tests.doubles.identity import bare, cpr, personnummer

TODAY = date(2026, 1, 15)
DAYS = st.dates(date(1927, 1, 1), date(2025, 12, 31))
HYPHENS = st.sampled_from(
    ["-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2212", "\u00ad", " - ", "- ", "-\n", "\n-", "\uff0d"]
)
LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Nd", "No", "Nl", "Cs", "Pd", "Cf"], exclude_characters="+|-"
)
AROUND = st.text(LETTERS, max_size=20)
DIGIT_ROWS = st.sampled_from(["０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"])


@given(DAYS, st.integers(1, 999), st.integers(0, 1), st.integers(0, 1), HYPHENS, AROUND, AROUND)
def test_swedish_number_with_a_hyphen_is_masked(
    day: date, serial: int, coordination: int, short: int, hyphen: str, before: str, after: str
) -> None:
    """Whoever is born when, written with two or four digits of the year and any hyphen, among any words."""
    number = personnummer(day, serial, coordination=bool(coordination))[2 * short :]
    text = f"{before}{number[:-4]}{hyphen}{number[-4:]}{after}"
    masked = mask(text, TODAY)
    assert (bare(masked.text), len(masked.text), masked.count) == ("", len(text), 1)
    assert masked.text.startswith(before)
    assert masked.text.endswith(after)


@given(DAYS, st.integers(1, 999), st.integers(0, 1), st.sampled_from(["", " ", "+", "\u00a0", "\u202f", " | ", "\n"]))
def test_swedish_number_without_a_hyphen_is_masked(day: date, serial: int, short: int, joint: str) -> None:
    """In one run, parted by a blank or a cell, and with the plus sign of those over a hundred."""
    number = personnummer(day, serial)[2 * short :]
    looks_otherwise = number.startswith("070") or (short and number[-4:-2] in ("19", "20"))
    assume(not looks_otherwise)
    text = f"Sökanden {number[:-4]}{joint}{number[-4:]}, boende i länet"
    masked = mask(text, TODAY)
    assert (bare(masked.text), len(masked.text)) == ("", len(text))


@given(DAYS, st.integers(1, 999), st.sampled_from(["-", " ", "", " - ", "\u2011", "-\n"]))
def test_danish_number_is_masked(day: date, serial: int, joint: str) -> None:
    """With a hyphen, with a blank and in one run."""
    number = cpr(day, serial % 400)
    # these serials belong to the 1900s, and 1900 had no leap day
    assume(not number.startswith(("070", "290200")))
    text = f"Den indsatte {number[:6]}{joint}{number[6:]} søger"
    assert bare(mask(text, TODAY).text) == ""


@given(DAYS, st.integers(0, 3999), st.sampled_from(["CPR-nr. ", "cpr: ", "personnummer ", ""]))
def test_danish_number_without_check_digit_is_masked(day: date, last: int, word: str) -> None:
    """Since 2007 some numbers keep no modulus 11: the day of birth and a hyphen are enough, and a word beside it is."""
    assume(day.year < 2000)
    assert bare(mask(f"{word}{day:%d%m%y}-{last:04d}", TODAY).text) == ""
    if word:
        assert bare(mask(f"{word}{day:%d%m%y}{last:04d}", TODAY).text) == ""


@given(DAYS, st.integers(1, 999), DIGIT_ROWS, st.integers(0, 11))
def test_other_digits_and_unseen_signs_hide_nothing(day: date, serial: int, row: str, place: int) -> None:
    """Digits of another width or script, and a sign of no width between any two of them."""
    number = personnummer(day, serial)
    written = "".join(row[int(digit)] for digit in number)
    text = f"{written[:8]}-{written[8:]}"
    text = f"{text[:place]}\u200b{text[place:]}"
    masked = mask(text, TODAY)
    assert (bare(masked.text), len(masked.text)) == ("", len(text))


@given(DAYS, st.integers(1, 999), st.integers(1, 12))
def test_number_over_a_line_break_is_masked(day: date, serial: int, place: int) -> None:
    """A line may end anywhere in a number."""
    number = personnummer(day, serial)
    text = f"{number[:8]}-{number[8:]}"
    text = f"{text[:place]}\n{text[place:]}"
    assert bare(mask(text, TODAY).text) == ""


@given(st.lists(st.text(max_size=40), max_size=6), DAYS, st.integers(1, 999), st.integers(0, 6))
def test_number_over_two_blocks_is_masked_and_lengths_stay(
    texts: list[str], day: date, serial: int, place: int
) -> None:
    """Half a number at the end of one block and half at the beginning of the next; every other block stays."""
    number = personnummer(day, serial)
    place = min(place, len(texts))
    blocks = [*texts[:place], f"Namn {number[:8]}-", f"{number[8:]} forts.", *texts[place:]]
    masked, count = mask_all(blocks, TODAY)
    assert [len(block) for block in masked] == [len(block) for block in blocks]
    assert (masked[place], masked[place + 1], count >= 1) == ("Namn ********-", "**** forts.", True)


@given(st.text(max_size=200))
def test_masking_changes_digits_alone_and_once(text: str) -> None:
    """Whatever is masked is as long as before, differs in digits only, and holds no further number."""
    masked = mask(text, TODAY)
    assert len(masked.text) == len(text)
    assert all(new == old or (new == "*" and old.isdecimal()) for new, old in zip(masked.text, text, strict=True))
    assert mask(masked.text, TODAY).text == masked.text
    assert (masked.count == 0) == (masked.text == text)


@given(st.integers(20, 99), st.integers(0, 10**4 - 1), st.integers(0, 999_999), st.sampled_from(["-", "", " "]))
def test_number_of_an_organisation_stays(pair: int, head: int, tail: int, joint: str) -> None:
    """The third and fourth digits of an organisation's number are 20 or more: no month, in neither country."""
    digits = f"{head % 100:02d}{pair}{tail:06d}"
    text = f"{digits[:6]}{joint}{digits[6:]}"
    assert mask(text, TODAY).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Tel. 010-123 45 67, växel 08-123 456 78",
        "Mobil 070-123 45 67 eller 0701234567",
        "Tlf. 12 34 56 78, +45 12345678, +46701234567",
        "Telefon: 0101201234",
        "Dnr KV 2021-012345, dnr 2020/123-4, A123.456/2021",
        "Diarienummer 120315-0013",
        "J.nr. 2014-11-30-0068, sagsnr. 150180-1233",
        "SFS 2018:1177, LBK nr 1010 af 2012, 2016/679",
        "Bankgiro 5050-1055, plusgiro 12 34 56-7",
        "CVR 12345678, EAN 5798000123456, P-nummer 1003388394",
        "Org.nr 202100-0225, 556036-0793",
        "2019-01-01 2020, 2018-01-01-2018-12-31, 31.12.2014-2015",
        "ISBN 978-91-38-12345-6, kl. 2024-01-15 10:30",
        "Budget 2020 | 2021 | 2022\n121 212 | 1 212 | 343 434",
        "https://exempel.example/id/a8507099805b",
        "850709-9806 har fel kontrollsiffra",
        "30 februari: 300280-1234, 310480-1234",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    """Numbers of phones, papers, laws, accounts and organisations, and digits that are nobody's."""
    assert mask(text, TODAY).text == text


def test_number_of_nobody_yet_stays_unless_it_is_said_to_be_one() -> None:
    """A day of birth in the future is none."""
    later = personnummer(date(2026, 2, 1), 7)
    assert mask(f"{later[:8]}-{later[8:]}", TODAY).count == 0
    assert mask(f"{later[:8]}-{later[8:]}", date(2026, 2, 1)).count == 1


def test_every_cell_of_a_column_is_masked_on_its_own() -> None:
    """A table of numbers without hyphens: the column's head says what they are, the other cells stay."""
    table = "Namn | Personnummer | Avdelning\nA | 8507099806 | 1203\nB | 121212 1212 | 8507"
    assert mask(table, TODAY).text == ("Namn | Personnummer | Avdelning\nA | ********** | 1203\nB | ****** **** | 8507")
