"""Make the shipped lexicons, translation tables and model in one go: `python -m training FOLDER`."""

import argparse
import time
from collections import Counter, defaultdict
from itertools import chain
from pathlib import Path

import torch

from search.analysis import Analyzer
from search.analysis.words import words
from search.resources import LEXICON, MODEL, TRANSLATION
from training import sources
from training.examples import bilingual, examples
from training.lexicon import write_lexicon
from training.model import Recipe, save, train, train_tokenizer
from training.tables import Aligned, make_tables, write_tables
from training.teacher import MiniLm, lessons


def main() -> None:
    """Read the command line and make everything."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("folder", type=Path, help="training data: pairs/, parallel/, dictionaries/, text/")
    parser.add_argument("--threads", type=int, default=2, help="results are the same for the same number (default 2)")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    started = time.monotonic()
    _lexicons(arguments.folder)
    analyzer = Analyzer(LEXICON)
    aligned = _tables(arguments.folder, analyzer)
    _model(arguments.folder, aligned, analyzer)
    print(f"done in {time.monotonic() - started:.0f} s")


def _lexicons(folder: Path) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for language, paragraph in sources.paragraphs(folder):
        counts[language].update(words(paragraph))
    LEXICON.mkdir(parents=True, exist_ok=True)
    for language in sources.LANGUAGES:
        write_lexicon(language, counts[language], LEXICON)


def _tables(folder: Path, analyzer: Analyzer) -> Aligned:
    aligned = make_tables(chain(sources.parallel(folder), sources.dictionary(folder)), analyzer)
    TRANSLATION.mkdir(parents=True, exist_ok=True)
    write_tables(aligned.wide, aligned.surfaces, TRANSLATION)
    return aligned


def _model(folder: Path, aligned: Aligned, analyzer: Analyzer) -> None:
    recipe = Recipe()
    pairs = examples(folder, aligned.sure, aligned.surfaces, analyzer, recipe.seed)
    print(f"{len(pairs)} examples")
    texts = (text for pair in pairs if pair.source != "switched" for text in (pair.a, pair.b))
    taught = lessons(bilingual(folder), MiniLm(), recipe.dim)
    print(f"{len(taught.texts)} texts with a teacher's vector")
    save(train(pairs, train_tokenizer(texts, recipe.vocabulary), recipe, taught), MODEL)


if __name__ == "__main__":
    main()
