"""Translation tables: align the bitext both ways, prune, and write what `search.translation` reads."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import marisa_trie
import numpy as np

from search.analysis import Analyzer
from search.analysis.words import words
from training.alignment import Bitext, align
from training.lexicon import save_trie
from training.sources import LANGUAGES, Pair
from training.word_lists import listed

MIN_PROBABILITY = 0.02
MAX_TRANSLATIONS = 10
MAX_WITH_LISTED = 12
BESIDE_LISTED = 0.5
REVERSE_SHARE = 0.3
PIVOT_SHARE = 0.3
SURE_PROBABILITY = 0.04
SURE_TRANSLATIONS = 8
_MAX_STEMS = 40
"""Source: pruning as measured in docs/evaluation.md, "Translation tables"; longer sentences align badly."""

Table = dict[str, dict[str, float]]
Tables = dict[tuple[str, str], Table]
Surfaces = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Aligned:
    """What alignment gives.

    Attributes:
        sure: p(target | source) alone, closely pruned: for writing training text in another language.
        wide: joined with the reverse direction and a third language: for search, where a wrong guess costs little.
        Listed translations (`training.word_lists`) go before aligned ones in both.
        surfaces: language -> stem -> the form in which it is met most.
    """

    sure: Tables
    wide: Tables
    surfaces: Surfaces


def make_tables(pairs: Iterable[Pair], analyzer: Analyzer) -> Aligned:
    """Align the pairs and return the tables of all six directions."""
    forms: dict[str, dict[str, Counter[str]]] = {language: defaultdict(Counter) for language in LANGUAGES}
    bitexts = {pair: Bitext([], [], []) for pair in combinations(LANGUAGES, 2)}
    for pair in pairs:
        sides = {pair.a_lang: _stems(pair.a, pair.a_lang, analyzer, forms)}
        sides[pair.b_lang] = _stems(pair.b, pair.b_lang, analyzer, forms)
        for (left, right), bitext in bitexts.items():
            if sides.get(left) and sides.get(right):
                bitext.source.append(sides[left])
                bitext.target.append(sides[right])
                bitext.weight.append(1.0)
    sure: Tables = {}
    tables: Tables = {}
    for (left, right), bitext in bitexts.items():
        there, back = align(bitext), align(bitext.reversed())
        sure[left, right], sure[right, left] = (
            prune(table, SURE_PROBABILITY, SURE_TRANSLATIONS) for table in (there, back)
        )
        tables[left, right], tables[right, left] = prune(mix(there, back)), prune(mix(back, there))
    for source, target in (("sv", "da"), ("da", "sv")):
        tables[source, target] = prune(widen(tables[source, target], tables[source, "en"], tables["en", target]))
    found = {lang: {stem: seen.most_common(1)[0][0] for stem, seen in by.items()} for lang, by in forms.items()}
    own, own_surfaces = listed(analyzer)
    surfaces = {lang: {**own_surfaces[lang], **found[lang]} for lang in found}
    sure = {pair: join(table, own[pair], SURE_TRANSLATIONS) for pair, table in sure.items()}
    wide = {pair: join(table, own[pair], MAX_WITH_LISTED) for pair, table in tables.items()}
    return Aligned(sure, wide, surfaces)


def join(aligned: Table, own: Mapping[str, Mapping[str, float]], most: int) -> Table:
    """Let listed translations go before aligned ones, which count half beside them."""
    joined = dict(aligned)
    for stem, translations in own.items():
        row = {target: BESIDE_LISTED * p for target, p in aligned.get(stem, {}).items()}
        for target, p in translations.items():
            row[target] = max(p, aligned.get(stem, {}).get(target, 0.0))
        joined[stem] = row
    return prune(joined, MIN_PROBABILITY, most)


def mix(there: Mapping[str, Mapping[str, float]], back: Mapping[str, Mapping[str, float]]) -> Table:
    """Return p(target | source) with a share of p(source | target): what translates both ways is safer."""
    return {
        source: {
            target: (1 - REVERSE_SHARE) * p + REVERSE_SHARE * back.get(target, {}).get(source, 0.0)
            for target, p in row.items()
        }
        for source, row in there.items()
    }


def widen(direct: Table, to_pivot: Table, from_pivot: Table) -> Table:
    """Add what translation through a third language gives; used between Swedish and Danish, whose own data is poor."""
    wide: Table = {}
    for source in sorted(direct.keys() | to_pivot.keys()):
        row = dict(direct.get(source, {}))
        share = PIVOT_SHARE if row else 1 - REVERSE_SHARE
        for middle, p in to_pivot.get(source, {}).items():
            for target, q in from_pivot.get(middle, {}).items():
                row[target] = min(1.0, row.get(target, 0.0) + share * p * q)
        wide[source] = row
    return wide


def prune(
    table: Mapping[str, Mapping[str, float]], least: float = MIN_PROBABILITY, most: int = MAX_TRANSLATIONS
) -> Table:
    """Keep the most probable translations of each stem."""
    kept: dict[str, dict[str, float]] = {}
    for stem, translations in table.items():
        best = sorted(translations.items(), key=lambda item: (-item[1], item[0]))[:most]
        row = {target: p for target, p in best if p >= least}
        if row:
            kept[stem] = row
    return kept


def write_tables(tables: Tables, surfaces: Surfaces, folder: Path) -> None:
    """Write tries of the stems in use, their surface forms and one matrix for each direction."""
    used = {language: set[str]() for language in LANGUAGES}
    for (source, target), table in tables.items():
        used[source].update(table)
        used[target].update(stem for row in table.values() for stem in row)
    tries = {language: marisa_trie.Trie(sorted(stems)) for language, stems in used.items()}
    for language, trie in tries.items():
        save_trie(trie, folder / f"stems.{language}.marisa")
        _write_surfaces([surfaces[language].get(trie.restore_key(i), "") for i in range(len(trie))],
                        folder / f"surfaces.{language}.npz")  # fmt: skip
    for (source, target), table in tables.items():
        _write_table(table, tries[source], tries[target], folder / f"{source}-{target}.npz")


def _write_surfaces(strings: list[str], path: Path) -> None:
    encoded = [string.encode() for string in strings]
    starts = np.cumsum([0, *map(len, encoded)], dtype=np.uint32)
    np.savez_compressed(path, starts=starts, text=np.frombuffer(b"".join(encoded), dtype=np.uint8))


def _write_table(
    table: Mapping[str, Mapping[str, float]], source: marisa_trie.Trie, target: marisa_trie.Trie, path: Path
) -> None:
    rows = [
        sorted(table.get(source.restore_key(i), {}).items(), key=lambda x: (-x[1], x[0])) for i in range(len(source))
    ]
    starts = np.cumsum([0, *map(len, rows)], dtype=np.uint32)
    targets = np.array([target[stem] for row in rows for stem, _ in row], dtype=np.uint32)
    levels = np.array([max(1, round(p * 255)) for row in rows for _, p in row], dtype=np.uint8)
    np.savez_compressed(path, starts=starts, targets=targets, levels=levels)


def _stems(text: str, language: str, analyzer: Analyzer, forms: dict[str, dict[str, Counter[str]]]) -> list[str]:
    stems = []
    for word in words(text):
        if not analyzer.is_stop_word(word, language):
            stem = analyzer.stem(word, language)
            forms[language][stem][word] += 1
            stems.append(stem)
    return stems[:_MAX_STEMS]
