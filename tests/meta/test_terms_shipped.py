"""The shipped term bank holds what it promises, and its compiled index agrees with its files."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from search.analysis import Analyzer
from search.resources import LEXICON, TERMS
from search.terms import LANGUAGES
from search.terms.csv_file import COLUMNS
from search.terms.keys import TermKeys
from search.terms.store import DIGEST_FILE, INDEX_FILE, digest_of, load, read_shipped

BANK = read_shipped(TERMS)
FILES = sorted(TERMS.glob("*.csv"))
RENEW = "run python -m training.terms"


def test_at_least_1200_concepts_have_all_three_languages() -> None:
    """Every concept has its usual term in Swedish, Danish and English."""
    whole = [each for each in BANK.concepts if all(each.labels_in(language).pref for language in LANGUAGES)]
    assert len(whole) >= 1200
    assert len(whole) == len(BANK)


def test_definitions_are_given_in_all_languages_or_none() -> None:
    """Nobody meets a definition that the others cannot read; about half of the terms have one."""
    assert [each.notation for each in BANK.concepts if each.definition and set(each.definition) != set(LANGUAGES)] == []
    assert sum(1 for each in BANK.concepts if each.definition) > len(BANK) / 3


def test_both_countries_have_their_own() -> None:
    """What exists in one country only is marked, and counterparts stand in different countries and refer both ways."""
    assert Counter(each.country for each in BANK.concepts).keys() == {"", "se", "dk"}
    for each in BANK.concepts:
        for other in map(BANK.concept, each.close_match):
            assert each.notation in other.close_match, (each.notation, other.notation)
            assert {each.country, other.country} == {"se", "dk"}, (each.notation, other.notation)


def test_no_two_concepts_are_called_the_same() -> None:
    """A usual term stands for one concept; counterparts of the two countries may share it."""
    for language in LANGUAGES:
        named: dict[str, list[str]] = {}
        for each in BANK.concepts:
            named.setdefault(each.labels_in(language).pref.casefold(), []).append(each.notation)
        shared = {name: found for name, found in named.items() if len(found) > 1 and not _twins(found)}
        assert shared == {}, language


def _twins(notations: list[str]) -> bool:
    first = BANK.concept(notations[0])
    return all(each in first.close_match for each in notations[1:])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_are_tidy(path: Path) -> None:
    """All columns in their order, no stray spaces, no label twice in a row."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row[0] for row in rows for cell in row if cell != " ".join(cell.split())] == []
    for row in rows[1:]:
        for start in (6, 9, 12):
            labels = [row[start], *row[start + 1].split(" | "), *row[start + 2].split(" | ")]
            held = [label for label in labels if label]
            assert len(held) == len(set(held)), row[0]


def test_the_compiled_index_agrees_with_the_files() -> None:
    """Every label is looked up under the keys that are made of it today."""
    assert (TERMS / DIGEST_FILE).read_text(encoding="ascii").strip() == digest_of(TERMS), RENEW
    analyzer = Analyzer(LEXICON)
    made = TermKeys(analyzer).trie(BANK, range(len(BANK)))
    assert made.tobytes() == (TERMS / INDEX_FILE).read_bytes(), RENEW
    assert [each.notation for each in load(TERMS, analyzer, None).bank.concepts] == [
        each.notation for each in BANK.concepts
    ]
