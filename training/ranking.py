"""Fit the weights of the ranking: `python -m training.ranking SHARED`.

Asks the evaluation sets and two sets of training questions through the code that serves, and looks for the weights with
the best mean nDCG@10 over the sets by coordinate ascent (Metzler and Croft 2007), each set counting alike and none
losing. Prints the weights for `search/rank.py`, and what each set has under weights that were fitted without it and its
relatives. No question of these sets cites a number, so the weight of what is cited is not fitted.
"""

import argparse
import gzip
import json
import os
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from api.settings import load_settings, without_settings
from api.wiring import open_temporary
from search.errors import InvalidQuery
from search.evaluation import DEPTH, Judged, as_document, build, ndcg, read_judged, read_passages
from search.rank import FEATURES, WEIGHTS
from search.stored import StoredDocument

_PAIRS = {"swequad_train_sv": "sv", "squad_sv_dev_nonxquad_sv": "sv"}
_QUESTIONS = 600
_STEPS = (0.3, -0.3, 0.1, -0.1)
_ROUNDS = 3
_LEAST_GAIN = 2e-4
_LOSS = 3.0
_SIGNALS_ALONE = np.array([0.65, 0.35] + [0.0] * (len(FEATURES) - 2))
"""No set should have less than both signals alone give it: what it loses counts three times, and not as a mean."""

Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """The candidates of one question.

    Attributes:
        features: float64, shape (candidates, len(FEATURES)).
        right: bool, shape (candidates,).
        positives: how many passages are right in all.
    """

    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    positives: int


def main() -> None:
    """Collect, fit and report."""
    parser = argparse.ArgumentParser(prog="python -m training.ranking", description=__doc__)
    parser.add_argument("shared", type=Path, help="folder with evaluation/ and training/")
    shared: Path = parser.parse_args().shared
    sets = {name: list(_ask(documents, judged)) for name, documents, judged in _sets(shared)}
    weights = fit(sets)
    print("weights:", ", ".join(f"{name} {weight:.2f}" for name, weight in zip(FEATURES, weights, strict=True)))
    _print_worth(sets, weights)
    print(f"{'set':26s} signals    now  fitted  fitted without it")
    for name, asked in sets.items():
        without = fit({other: rows for other, rows in sets.items() if _family(other) != _family(name)})
        row = " ".join(f"{mean_ndcg(asked, w):.4f}" for w in (_SIGNALS_ALONE, np.array(WEIGHTS), weights, without))
        print(f"{name:26s} {row}", flush=True)


def fit(sets: Mapping[str, Sequence[Asked]]) -> Weights:
    """Return the weights with the best mean over the sets, the first one fixed."""
    weights = np.array(WEIGHTS)
    least = {name: mean_ndcg(asked, _SIGNALS_ALONE) for name, asked in sets.items()}
    best = _objective(sets, weights, least)
    for _ in range(_ROUNDS):
        before = best
        for place in range(1, len(weights) - 1):
            for step in _STEPS:
                tried = weights.copy()
                tried[place] += step
                value = _objective(sets, tried, least)
                if value > best + _LEAST_GAIN:
                    best, weights = value, tried
        if best == before:
            break
    return weights


def _print_worth(sets: Mapping[str, Sequence[Asked]], weights: Weights) -> None:
    """Print what the mean over the sets loses without each feature, the other weights left as they are."""
    whole = np.mean([mean_ndcg(asked, weights) for asked in sets.values()])
    for place, name in enumerate(FEATURES):
        less = np.where(np.arange(len(weights)) == place, 0.0, weights)
        without = np.mean([mean_ndcg(asked, less) for asked in sets.values()])
        print(f"without {name:12s} {without - whole:+.4f}")


def mean_ndcg(asked: Sequence[Asked], weights: Weights) -> float:
    """Return the mean nDCG@10 of a set's questions under these weights."""
    return float(np.mean([_ndcg(each, weights) for each in asked]))


def _objective(sets: Mapping[str, Sequence[Asked]], weights: Weights, least: Mapping[str, float]) -> float:
    found = {name: mean_ndcg(asked, weights) for name, asked in sets.items()}
    lost = sum(max(0.0, least[name] - value) for name, value in found.items())
    return float(np.mean(list(found.values()))) - _LOSS * lost


def _ndcg(asked: Asked, weights: Weights) -> float:
    order = np.argsort(-(asked.features @ weights), kind="stable")[:DEPTH]
    return ndcg(asked.right[order].tolist(), asked.positives)


def _family(name: str) -> str:
    """Return what sets with the same texts or kind of question have in common."""
    return name.split("_", maxsplit=1)[0]


def _sets(shared: Path) -> Iterator[tuple[str, list[StoredDocument], list[Judged]]]:
    evaluation = shared / "evaluation"
    for path in sorted(evaluation.glob("*.corpus.jsonl")):
        name = path.name.removesuffix(".corpus.jsonl")
        yield name, list(read_passages(path)), read_judged(evaluation / f"{name}.jsonl")
    for name, language in _PAIRS.items():
        yield name, *_pairs(shared / "training" / "pairs" / f"{name}.jsonl.gz", language)


def _pairs(path: Path, language: str) -> tuple[list[StoredDocument], list[Judged]]:
    """Return the passages of a file of question pairs, and some of its questions."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    keys = {text: str(number) for number, text in enumerate(dict.fromkeys(row["b"] for row in rows))}
    chosen = random.Random(0).sample(rows, min(_QUESTIONS, len(rows)))  # noqa: S311 # reproducible, no secret
    documents = [as_document(key, language, text, "") for text, key in keys.items()]
    return documents, [Judged(row["a"], frozenset({keys[row["b"]]})) for row in chosen]


def _ask(documents: Sequence[StoredDocument], judged: Sequence[Judged]) -> Iterator[Asked]:
    environment = without_settings(os.environ)
    key_of = {stored.passages[0].passage_id: stored.document.source for stored in documents}
    with open_temporary(load_settings(environment)) as knowledge:
        build(documents, knowledge.catalog, knowledge.store, knowledge.indexer)
        for question in judged:
            try:
                passage_ids, features = knowledge.service.closely(question.query)
            except InvalidQuery as error:
                print(f"left out: {error}", file=sys.stderr)
                continue
            right = [key_of[passage_id] in question.positives for passage_id in passage_ids]
            yield Asked(features, np.array(right, np.bool_), len(question.positives))


if __name__ == "__main__":
    main()
