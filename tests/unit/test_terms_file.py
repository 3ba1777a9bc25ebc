from pathlib import Path

import pytest

from search.errors import InvalidTermBank
from search.terms.csv_file import COLUMNS, read_csv
from search.terms.records import MAX_DEFINITION_CHARACTERS, Place, Record, joined

HEAD = "notation,country,kind,broader,related,closeMatch,prefLabel@sv,altLabel@sv,prefLabel@da,definition@sv"


def read(folder: Path, *rows: str, head: str = HEAD, name: str = "own.csv") -> list[Record]:
    path = folder / name
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return joined([read_csv(path)])


def test_a_row_becomes_a_concept(tmp_path: Path) -> None:
    """Every column lands under its SKOS name, several values are separated by a bar."""
    (record,) = read(tmp_path, 'our-desk,se,role,,,,vakthavande,"jour |  VSO|jour",vagthavende,"En som, vakar."')
    concept = record.concept
    assert (concept.notation, concept.country, concept.kind) == ("our-desk", "se", "role")
    assert concept.labels_in("sv").shown == ("vakthavande", "jour", "VSO")
    assert concept.labels_in("da").pref == "vagthavende"
    assert concept.labels_in("en").all == ()
    assert concept.definition == {"sv": "En som, vakar."}
    assert record.place == Place("own.csv", 2)


def test_two_columns_are_enough(tmp_path: Path) -> None:
    """A user's file needs a notation and one label; a byte-order mark, CRLF and empty lines do no harm."""
    path = tmp_path / "own.csv"
    path.write_bytes("\ufeffnotation,prefLabel@en\r\n\r\nour-desk,duty desk\r\n,\r\n".encode())
    (record,) = joined([read_csv(path)])
    assert record.concept.name_in("sv") == "duty desk"
    assert (record.concept.kind, record.place.line) == ("concept", 3)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Our Desk,,,,,,a,,,", 'own.csv, line 2, column notation: "Our Desk" is no notation'),
        (",,,,,,a,,,", "line 2, column notation: it is empty"),
        ("a,no,,,,,a,,,", 'line 2, column country: "no" is not one of se, dk'),
        ("a,,thing,,,,a,,,", 'line 2, column kind: "thing" is not one of concept, organisation'),
        ("a,,,,,,,,,", "line 2, column prefLabel@sv: the row has no term in any language"),
        ("a,,,,,,,b,a,", "line 2, column prefLabel@sv: there are other labels, but no prefLabel"),
        ("a,,,,,,a,?!,,", 'line 2, column altLabel@sv: "?!" holds no word'),
        ("a,,,,,,--,,,", 'line 2, column prefLabel@sv: "--" holds no word'),
        ("a,,,,,," + "x" * 121 + ",,,", "a label has 121 characters, at most 120"),
        ("a,,,,,,a,,," + "x" * 201, f"201 characters, at most {MAX_DEFINITION_CHARACTERS}"),
        ("a,,,b,,,a,,,", 'line 2, column broader: no concept has the notation "b"'),
        ("a,,,,b,,a,,,", 'line 2, column related: no concept has the notation "b"'),
        ("a,,,,,b,a,,,", 'line 2, column closeMatch: no concept has the notation "b"'),
        ("a,,,,a,,a,,,", 'line 2, column related: "a" refers to itself'),
        ("a,,,,,,a", "line 2: the row has 7 cells, the header 10"),
        ('a,,,,,,"a,,,', "this is not CSV"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, told: str) -> None:
    """The message names file, line and column, and what is wrong."""
    with pytest.raises(InvalidTermBank) as caught:
        read(tmp_path, row)
    assert told in str(caught.value)
    assert str(caught.value).startswith("own.csv, line ")


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("notation,prefLabel@no", "column prefLabel@no: no such column"),
        ("notation,notation,prefLabel@sv", "column notation: the column stands twice"),
        ("notation,altLabel@sv", "the columns notation and prefLabel@sv"),
        ("prefLabel@sv", "the columns notation and prefLabel@sv"),
    ],
)
def test_a_wrong_header_is_named(tmp_path: Path, head: str, told: str) -> None:
    """A misspelt column is never taken for none."""
    with pytest.raises(InvalidTermBank, match=r"own.csv, line 1") as caught:
        read(tmp_path, head=head)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"", "line 1: the file is empty"), (b"notation,prefLabel@sv\na,b\xe5t\n", "line 2: this is not UTF-8")],
)
def test_a_file_that_is_no_text_is_named(tmp_path: Path, data: bytes, told: str) -> None:
    """An empty file, or one in another encoding."""
    path = tmp_path / "own.csv"
    path.write_bytes(data)
    with pytest.raises(InvalidTermBank, match=told):
        list(read_csv(path))


def test_a_row_over_several_lines_counts_from_its_first(tmp_path: Path) -> None:
    """The line told is the one on which an editor finds the row."""
    with pytest.raises(InvalidTermBank, match="line 4, column kind"):
        read(tmp_path, 'a,,,,,,a,,,"one\ntwo"', "b,,thing,,,,b,,,")


def test_a_notation_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """In one folder it is a mistake, and both places are told."""
    with pytest.raises(InvalidTermBank, match=r'line 3, column notation: "a" was given before, in own.csv, line 2'):
        read(tmp_path, "a,,,,,,a,,,", "a,,,,,,b,,,")


def test_broader_terms_in_a_circle_are_refused(tmp_path: Path) -> None:
    """The way round is told."""
    rows = ("a,,,b,,,a,,,", "b,,,c,,,b,,,", "c,,,a,,,c,,,")
    with pytest.raises(InvalidTermBank, match=r"column broader: .*\(a > b > c > a\)"):
        read(tmp_path, *rows)


def test_a_later_folder_replaces_a_row_in_its_place(tmp_path: Path) -> None:
    """The user's row wins over the shipped one, and the others keep their places."""
    shipped = read(tmp_path, "a,,,,,,a,,,", "b,,,a,,,b,,,")
    own = read(tmp_path, "a,,,,,,better,,,", "c,,,,,,c,,,")
    found = [record.concept for record in joined([shipped, own])]
    assert [concept.notation for concept in found] == ["a", "b", "c"]
    assert found[0].name_in("sv") == "better"


def test_the_documented_columns_are_those_of_skos() -> None:
    """Three labels and a definition in three languages beside the six that tell what a concept is."""
    assert len(COLUMNS) == 18
    assert COLUMNS[:7] == ("notation", "country", "kind", "broader", "related", "closeMatch", "prefLabel@sv")
