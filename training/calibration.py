"""Tell how sure the translation tables are, and how sure they should be: `python -m training.calibration SHARED`.

Counts over translated sentences that no table was made from (`evaluation/ntrex_*`) how often a translation that the
tables give for a word stands in the sentence's translation. Prints that share by the probability in the table, for
listed words (`training.word_lists`), for what alignment gives beside them, and for the rest.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from search.analysis import Analyzer
from search.evaluation import read_judged, read_passages
from search.resources import LEXICON, TRANSLATION
from search.translation import Translator
from training.word_lists import Listed, listed

_SETS = {"ntrex_en_sv": ("en", "sv"), "ntrex_en_da": ("en", "da"), "ntrex_sv_da": ("sv", "da")}
_STEPS = 10


class Given(NamedTuple):
    """A translation that a table gives for a word of a sentence.

    Attributes:
        origin: "listed", "beside listed" or "aligned".
        stands: whether the sentence's translation holds it.
    """

    origin: str
    probability: float
    stands: bool


def main() -> None:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(prog="python -m training.calibration", description=__doc__)
    parser.add_argument("shared", type=Path, help="folder with evaluation/")
    bins: dict[tuple[str, int], list[Given]] = defaultdict(list)
    for given in _all(parser.parse_args().shared / "evaluation"):
        bins[given.origin, min(int(given.probability * _STEPS), _STEPS - 1)].append(given)
    print("origin         probability   given  in the table  stands")
    for (origin, step), found in sorted(bins.items()):
        mean, share = (
            sum(column) / len(found) for column in ((g.probability for g in found), (g.stands for g in found))
        )
        print(f"{origin:14s} {step / _STEPS:.1f}-{(step + 1) / _STEPS:.1f} {len(found):11d} {mean:13.3f} {share:7.3f}")


def _all(folder: Path) -> Iterator[Given]:
    analyzer = Analyzer(LEXICON)
    translator, (own, _) = Translator(TRANSLATION), listed(analyzer)
    for name, (left, right) in _SETS.items():
        for a, b in _sentences(folder, name):
            yield from _given(a, b, (left, right), analyzer, translator, own)
            yield from _given(b, a, (right, left), analyzer, translator, own)


def _given(
    text: str, translated: str, way: tuple[str, str], analyzer: Analyzer, translator: Translator, own: Listed
) -> Iterator[Given]:
    source, target = way
    held = {form.stem for token in analyzer.tokens(translated, target) for form in token.forms if form.kind != "part"}
    for token in analyzer.tokens(text, source):
        stem = token.forms[0].stem
        known = own[way].get(stem, {})
        for found in translator.translate(stem, source, target):
            origin = "listed" if found.stem in known else "beside listed" if known else "aligned"
            yield Given(origin, found.probability, found.stem in held)


def _sentences(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    passages = {each.document.source: each.text for each in read_passages(folder / f"{name}.corpus.jsonl")}
    for judged in read_judged(folder / f"{name}.jsonl"):
        yield from ((judged.query, passages[key]) for key in judged.positives)


if __name__ == "__main__":
    main()
