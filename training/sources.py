"""Read the training folder, parallel sentences, dictionaries, pairs and running text, and the shipped term bank.

Knows the folder's layout and nothing of what is made from it.
"""

import csv
import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from search.resources import TERMS

LANGUAGES = ("sv", "da", "en")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that belong together, with their languages and the file they come from."""

    a: str
    b: str
    a_lang: str
    b_lang: str
    source: str


def parallel(folder: Path) -> Iterator[Pair]:
    """Yield the sentences of `folder`/parallel with their translations."""
    for path in sorted((folder / "parallel").glob("*.jsonl.gz")):
        a_lang, b_lang = path.name.removesuffix(".jsonl.gz").split("_")[-2:]
        for row in _rows(path):
            yield Pair(row["a"], row["b"], a_lang, b_lang, path.name)


def dictionary(folder: Path) -> Iterator[Pair]:
    """Yield the entries of `folder`/dictionaries as one-word pairs."""
    for path in sorted((folder / "dictionaries").glob("*.tsv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            a_lang, b_lang = next(lines).split("\t")[:2]
            for line in lines:
                a, b = line.rstrip("\n").split("\t")[:2]
                yield Pair(a, b, a_lang, b_lang, path.name)


def pairs(folder: Path) -> Iterator[Pair]:
    """Yield the question, title, heading and paraphrase pairs of `folder`/pairs."""
    for path in sorted((folder / "pairs").glob("*.jsonl.gz")):
        language = path.name.removesuffix(".jsonl.gz").split("_")[-1]
        for row in _rows(path):
            yield Pair(row["a"], row["b"], row.get("a_lang", language), row.get("b_lang", language), path.name)


def paragraphs(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (language, paragraph) of `folder`/text."""
    for path in sorted((folder / "text").glob("*.txt.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield path.name[:2], line.rstrip("\n")


def concepts() -> Iterator[Pair]:
    """Yield the term bank's labels of each concept with one another, and its definitions with its labels."""
    for path in sorted(TERMS.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                labels = [(label, language) for language in LANGUAGES for label in _labels(row, language)]
                for (a, a_lang), (b, b_lang) in combinations(labels, 2):
                    if a.lower() != b.lower():
                        yield Pair(a, b, a_lang, b_lang, path.name)
                for language in LANGUAGES:
                    definition = row[f"definition@{language}"]
                    if definition:
                        yield from (Pair(label, definition, a_lang, language, path.name) for label, a_lang in labels)


def _labels(row: Mapping[str, str], language: str) -> list[str]:
    also = [label.strip() for label in row[f"altLabel@{language}"].split("|")]
    return [label for label in (row[f"prefLabel@{language}"], *also) if label]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
