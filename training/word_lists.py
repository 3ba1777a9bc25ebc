"""Word lists of our own: what a Swedish, Danish or English word is called in the other two languages.

Written for this project, since the bilingual text that may be used speaks of software and everyday life; see
docs/model-card.md. Knows the files and how sure a translation is by its rank; must not know alignment.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations, permutations, product
from pathlib import Path

from search.analysis import Analyzer
from search.analysis.words import words
from training.sources import LANGUAGES, Pair

_FOLDER = Path(__file__).parent / "words"
_FILES = {"english.tsv": ("en", "sv", "da"), "swedish.tsv": ("sv", "da")}
_SURE = 0.9
_DECAY = 0.75
"""Probability of a first translation, and by what each further one is less sure.

Source: docs/evaluation.md, "Translation tables"."""

_FIRST = 2
"""Words of an entry that the embedding model is shown."""

Row = Mapping[str, list[str]]
"""Language -> words that mean the same, the most usual first."""

Listed = Mapping[tuple[str, str], Mapping[str, Mapping[str, float]]]
"""(source, target) -> stem -> stem -> how sure it is, 0 to 1."""


def rows() -> Iterator[Row]:
    """Yield the entries of all lists."""
    for name, languages in _FILES.items():
        for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
            columns = [column.split("|") for column in line.split("\t")]
            yield dict(zip(languages, columns, strict=True))


def pairs() -> Iterator[Pair]:
    """Yield the first words of each entry as one-word pairs."""
    for row in rows():
        for (a_lang, a), (b_lang, b) in combinations(row.items(), 2):
            yield from (Pair(x, y, a_lang, b_lang, "words") for x, y in product(a[:_FIRST], b[:_FIRST]))


def listed(analyzer: Analyzer) -> tuple[Listed, Mapping[str, Mapping[str, str]]]:
    """Return the translations of stems, and for each language the form in which a stem is listed."""
    tables: dict[tuple[str, str], dict[str, dict[str, float]]] = {
        pair: defaultdict(dict) for pair in permutations(LANGUAGES, 2)
    }
    surfaces: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for row in rows():
        stems = {language: [_stem(word, language, analyzer, surfaces) for word in row[language]] for language in row}
        for source, target in permutations(stems, 2):
            for stem, translation, probability in _pairs(stems, source, target):
                known = tables[source, target][stem]
                known[translation] = max(probability, known.get(translation, 0.0))
    return tables, surfaces


def _pairs(stems: Mapping[str, list[str | None]], source: str, target: str) -> Iterator[tuple[str, str, float]]:
    """Yield (stem, translation, probability); a row's words are ranked by how usual they are for its first column."""
    head = next(iter(stems))
    for i, stem in enumerate(stems[source]):
        for j, translation in enumerate(stems[target]):
            # two translations of one word translate each other only where they share its sense
            if stem and translation and (head in (source, target) or i == j):
                rank = (i + j) if source == head else 0.5 * (i + j) if target == head else 0.5 * i
                yield stem, translation, _SURE * _DECAY**rank


def _stem(word: str, language: str, analyzer: Analyzer, surfaces: dict[str, dict[str, str]]) -> str | None:
    """Return the stem of an entry; None for a phrase of several content words, whose parts are no translations."""
    content = [each for each in words(word) if not analyzer.is_stop_word(each, language)]
    if len(content) != 1:
        return None
    stem = analyzer.stem(content[0], language)
    surfaces[language].setdefault(stem, content[0])
    return stem
