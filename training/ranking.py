"""Fit the weights of the ranking: `python -m training.ranking SHARED`.

Asks the evaluation sets through the code that serves, and looks for the weights with the best mean nDCG@10 over the
sets by coordinate ascent (Metzler and Croft 2007), each set counting alike and none losing: those for passages in the
question's language, and those for others. Prints the weights for `search/rank.py`, and what each set has under weights
that were fitted without it and its relatives. No question of these sets cites a number, so the weight of what is cited
is not fitted. Training questions are not asked: the embedding model has seen what answers them.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from api.settings import load_settings, without_settings
from api.wiring import open_temporary
from search.errors import InvalidQuery
from search.evaluation import DEPTH, Judged, build, ndcg, read_judged, read_passages
from search.rank import FEATURES, OTHER_LANGUAGE, OWN_LANGUAGE, Known
from search.stored import StoredDocument

_WEIGHTS = np.array([OWN_LANGUAGE, OTHER_LANGUAGE])
_FITTED = FEATURES.index("cited")
"""The features before this one are fitted."""

_STEPS = (0.3, -0.3, 0.1, -0.1)
_ROUNDS = 3
_LEAST_GAIN = 2e-4
_LOSS = 3.0
_SIGNALS_ALONE = np.zeros_like(_WEIGHTS)
_SIGNALS_ALONE[:, :2] = ((0.75, 0.3), (0.55, 0.4))
"""No set should have less than both signals alone give it: what it loses counts three times, and not as a mean."""

Weights = NDArray[np.float64]
"""Shape (2, len(FEATURES)): for the question's language and for others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The candidates of one question.

    Attributes:
        known: of each candidate.
        right: bool, shape (candidates,).
        positives: how many passages are right in all.
    """

    known: Known
    right: NDArray[np.bool_]
    positives: int


def main() -> None:
    """Collect, fit and report."""
    parser = argparse.ArgumentParser(prog="python -m training.ranking", description=__doc__)
    parser.add_argument("shared", type=Path, help="folder with evaluation/ and training/")
    shared: Path = parser.parse_args().shared
    sets = {name: list(_ask(documents, judged)) for name, documents, judged in _sets(shared)}
    weights = fit(sets)
    for language, row in zip(("own", "other"), weights.tolist(), strict=True):
        print(f"{language}:", ", ".join(f"{name} {weight:.2f}" for name, weight in zip(FEATURES, row, strict=True)))
    _print_worth(sets, weights)
    print(f"{'set':26s} signals    now  fitted  fitted without it")
    for name, asked in sets.items():
        without = fit({other: rows for other, rows in sets.items() if _family(other) != _family(name)})
        row = " ".join(f"{mean_ndcg(asked, w):.4f}" for w in (_SIGNALS_ALONE, _WEIGHTS, weights, without))
        print(f"{name:26s} {row}", flush=True)


def fit(sets: Mapping[str, Sequence[Asked]]) -> Weights:
    """Return the weights with the best mean over the sets, the first one fixed."""
    weights = _WEIGHTS
    least = {name: mean_ndcg(asked, _SIGNALS_ALONE) for name, asked in sets.items()}
    best = _objective(sets, weights, least)
    for _ in range(_ROUNDS):
        before = best
        for language, place, step in product(range(2), range(1, _FITTED), _STEPS):
            tried = weights.copy()
            tried[language, place] += step
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
        less = np.where(np.arange(len(FEATURES)) == place, 0.0, weights)
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
    order = np.argsort(-asked.known.scores(*weights), kind="stable")[:DEPTH]
    return ndcg(asked.right[order].tolist(), asked.positives)


def _family(name: str) -> str:
    """Return what sets with the same texts or kind of question have in common."""
    return name.split("_", maxsplit=1)[0]


def _sets(shared: Path) -> Iterator[tuple[str, list[StoredDocument], list[Judged]]]:
    evaluation = shared / "evaluation"
    for path in sorted(evaluation.glob("*.corpus.jsonl")):
        name = path.name.removesuffix(".corpus.jsonl")
        yield name, list(read_passages(path)), read_judged(evaluation / f"{name}.jsonl")


def _ask(documents: Sequence[StoredDocument], judged: Sequence[Judged]) -> Iterator[Asked]:
    environment = without_settings(os.environ)
    key_of = {stored.passages[0].passage_id: stored.document.source for stored in documents}
    with open_temporary(load_settings(environment)) as knowledge:
        build(documents, knowledge.catalog, knowledge.store, knowledge.indexer)
        for question in judged:
            try:
                passage_ids, known = knowledge.service.closely(question.query)
            except InvalidQuery as error:
                print(f"left out: {error}", file=sys.stderr)
                continue
            right = [key_of[passage_id] in question.positives for passage_id in passage_ids]
            yield Asked(known, np.array(right, np.bool_), len(question.positives))


if __name__ == "__main__":
    main()
