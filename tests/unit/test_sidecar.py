from datetime import date

import pytest

from ingest.sidecar import KEYS, MAX_BYTES, Sidecar, parse_sidecar, read_sidecar
from search.errors import InvalidSidecar
from tests.doubles.process import ROOT
from tests.doubles.written import values, written

PAPER = """# Avtal mellan Norrverket och Sydverket om transporter

Avtalet gäller från och med den 1 juli 2021 till och med den 30 juni 2023. Dnr 2021-00017.

## Samverkansområden

1. Transporter
2. IT
"""
SIDECAR = """
title: Avtal om transporter
valid_from: 2021-08-01
valid_to:
parties: [Norrverket, Östverket]
areas: Transporter
level: regional
reference_numbers:
  - NV 17
signatories:
  - name: Anna Ek
    role: chef
    signed: 2021-05-03
"""


def told(text: str) -> Sidecar:
    return parse_sidecar(text.encode(), "a.md.samsok.yaml", "1" * 64)


def test_what_a_keeper_says_outranks_what_is_read() -> None:
    """Values take the place of those that were read; an empty one says that there is none; others stay."""
    found = written(PAPER, sidecar=told(SIDECAR))
    assert found.document.title == "Avtal om transporter"
    assert (found.document.validity.valid_from, found.document.validity.valid_to) == (date(2021, 8, 1), None)
    assert found.document.areas == ("Transporter",)
    assert values(found, "party") == ["Norrverket", "Östverket"]
    assert values(found, "reference_number") == ["NV 17"]
    assert values(found, "document_type") == ["agreement"]
    (agreement,) = found.records.agreements
    assert (agreement.parties, agreement.level) == (("Norrverket", "Östverket"), "regional")
    assert [(each.name, each.signed) for each in agreement.signatories] == [("Anna Ek", date(2021, 5, 3))]
    assert {fact.origin for fact in found.records.facts if fact.name == "valid_from"} == {"sidecar"}
    area = agreement.areas[0]
    assert found.text[area.span.start : area.span.end] == "Transporter"


def test_a_sidecar_makes_another_revision() -> None:
    """So that the paper is taken in again when it comes, changes or goes."""
    bare, first = written(PAPER), written(PAPER, sidecar=told(SIDECAR))
    second = written(PAPER, sidecar=Sidecar("2" * 64))
    assert len({each.document.revision for each in (bare, first, second)}) == 3
    assert {each.document.sha256 for each in (bare, first, second)} == {bare.document.sha256}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("title: a\nvalid_form: 2020-01-01", 2, 'no key "valid_form"'),
        ("title: a\n\nvalid_from: 1 mars 2020", 3, "must be a day, a month or a year"),
        ("valid_from: 2020-02-30", 1, "must be a day"),
        ("title: a\ntitle: b", 2, "given before"),
        ("document_type: contract", 1, "must be one of agreement"),
        ("level: global", 1, "must be one of national"),
        ("title: [a, b]", 1, "must be one text"),
        ("parties:\n  - a\n  - {b: c}", 3, "must be one text"),
        ("signatories: Anna Ek", 1, "must be a list"),
        ("signatories:\n  - role: chef", 2, "needs a name"),
        ("signatories:\n  - name: Anna\n    signed: i går", 2, "must be a day"),
        ("signatories:\n  - name: Anna\n    phone: 1", 3, 'has no "phone"'),
        ("title: [a", 1, "no YAML"),
        ("- title", 1, "key: value"),
        ("title: " + "a" * 1001, 1, "at most 1000"),
        ("title: !!python/object/apply:os.system ['true']", 1, "must be one text"),
    ],
)
def test_a_broken_sidecar_is_told_by_file_and_line(text: str, line: int, says: str) -> None:
    """With what is wrong and what is allowed."""
    with pytest.raises(InvalidSidecar, match=r"a\.md\.samsok\.yaml, line \d+: ") as caught:
        told(text)
    assert f"line {line}" in str(caught.value) or "no YAML" in says
    assert says in str(caught.value)


def test_days_in_the_wrong_order_are_told() -> None:
    """The end is before the beginning."""
    with pytest.raises(InvalidSidecar, match="before"):
        told("valid_from: 2021\nvalid_to: 2020-12-31")


def test_what_is_no_text_is_told() -> None:
    """Other encodings and files that are too large."""
    with pytest.raises(InvalidSidecar, match="UTF-8"):
        parse_sidecar("title: é".encode("latin-1"), "a.samsok.yaml")
    with pytest.raises(InvalidSidecar, match="shorten"):
        parse_sidecar(b"#" * (MAX_BYTES + 1), "a.samsok.yaml")


def test_references_within_a_sidecar_are_not_multiplied() -> None:
    """A file of a few lines that would unfold to billions of values is refused at once."""
    bomb = "title: &a [x,x]\n" + "\n".join(
        f"follow_up: &{b} [*{a},*{a}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(InvalidSidecar):
        told(bomb)


def test_an_empty_sidecar_says_nothing() -> None:
    """Comments alone are no fault."""
    assert told("# nothing yet\n").values == {}


def test_no_sidecar_is_none() -> None:
    """And no error."""
    assert read_sidecar(ROOT / "corpus" / "questions.jsonl") is None


def test_every_key_is_documented() -> None:
    """docs/sidecar.md explains each of them."""
    text = (ROOT / "docs" / "sidecar.md").read_text(encoding="utf-8")
    assert [key for key in KEYS if f"`{key}`" not in text] == []
