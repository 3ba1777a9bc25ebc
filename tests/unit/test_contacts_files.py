from datetime import date

import pytest

from search.contacts.csv_file import read_csv, write_csv
from search.contacts.entry import Entry, Stated
from search.contacts.file import read_rows
from search.contacts.vcard import read_vcards, write_vcards
from search.errors import InvalidParameter
from search.records import Contact, Phone, Span

FULL = Contact(
    Span(0, 0),
    "Kriminalvården",
    "nationella, operativa enheten",
    "Samordnare; transport",
    "Anna Maria Ek",
    ("Transporter", "IT, drift"),
    "region Väst",
    "regional",
    (Phone("031-390 06 23", "+46313900623"), Phone("32 12 34 56, lokal 104", "+4532123456", "104")),
    ("anna@x.example", "b@y.example"),
    "vardagar 8–16",
    "sv",
    date(2025, 3, 1),
)
DESK = Contact(Span(0, 0), unit="Växeln", phones=(Phone("112", "112"),), language="da")


def entries(*contacts: Contact) -> list[Entry]:
    return [Entry(number, (Stated(contact, None, "mine.csv"),)) for number, contact in enumerate(contacts)]


def test_csv_gives_back_what_was_written() -> None:
    """Every field, commas and several values among them."""
    read = read_csv(write_csv(entries(FULL, DESK)), "x.csv")
    assert read.contacts == (FULL, DESK)
    assert read.problems == ()


def test_vcard_gives_back_what_was_written() -> None:
    """Folded lines and escaped characters too; no line is longer than the standard allows."""
    text = write_vcards(entries(FULL, DESK))
    read = read_vcards(text)
    assert read.contacts == (FULL, DESK)
    assert read.problems == ()
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_broken_rows_are_named_and_the_rest_is_taken() -> None:
    """With the line that a text editor shows, even after a cell with line breaks."""
    read = read_csv(
        'name,phones,emails,level\n"Anna\nEk",08-465 004 13,,\nBo Al,12ab,,\nEva Ek,,eva(at)x,\n'
        "Ulf Ek,,,central\na,b\nIda Ek,,,\n",
        "x.csv",
    )
    assert [contact.name for contact in read.contacts] == ["Anna Ek", "Ida Ek"]
    assert [problem.line for problem in read.problems] == [4, 5, 6, 7]
    assert [word in problem.reason for word, problem in zip(
        ('"12ab"', '"eva(at)x"', '"central"', "2 cells"), read.problems, strict=True
    )] == [True] * 4  # fmt: skip


def test_a_semicolon_may_part_cells() -> None:
    """As spreadsheets of both countries write them."""
    assert read_csv("name;role\nAnna Ek;jurist\n", "x.csv").contacts[0].role == "jurist"


@pytest.mark.parametrize("text", ["", "phone\n08-1\n", "name,colour\nAnna,red\n", "name,name\nAnna,Bo\n"])
def test_a_head_of_something_else_is_refused(text: str) -> None:
    """No row could be read."""
    if text:
        with pytest.raises(InvalidParameter, match=r"x\.csv"):
            read_csv(text, "x.csv")
    else:
        assert read_csv(text, "x.csv").contacts == ()


def test_a_broken_card_is_named_and_the_rest_is_taken() -> None:
    """A card without end, one with a number that is none; version 3.0 is read."""
    text = (
        "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Ek\nBEGIN:VCARD\nFN:Bo Al\nTEL;TYPE=work:12ab\nEND:VCARD\n"
        "BEGIN:VCARD\nN:Ek;Ida;;;\nTEL;VALUE=uri:tel:+46-8-465-004-13\nEMAIL;TYPE=INTERNET:ida@x.example\nEND:VCARD\n"
    )
    read = read_vcards(text)
    assert [(contact.name, contact.emails) for contact in read.contacts] == [("Ida Ek", ("ida@x.example",))]
    assert [problem.line for problem in read.problems] == [1, 4]


def test_nobody_is_no_contact() -> None:
    """Somebody must be named or have an address."""
    assert [problem.line for problem in read_rows([(7, {"phones": "08-465 004 13"})]).problems] == [7]


def test_a_cell_is_no_formula() -> None:
    """What a spreadsheet would run is written as text, and read back as it was."""
    written = write_csv(entries(Contact(Span(0, 0), name="=1+2", phones=(Phone("+46 8 465 004 13", "+46846500413"),))))
    assert "'=1+2" in written
    assert ",+46 8 465 004 13" in written
    assert read_csv(written, "x.csv").contacts[0].name == "=1+2"
