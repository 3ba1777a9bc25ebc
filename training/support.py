"""Fit the confidence of answers to the sample questions: `python -m training.support`.

Prints the weights for `search/support.py` and, by cross-validation over questions, what they refuse. Knows the
features of `search.support`; must not know how they are computed.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from api.settings import load_settings
from api.wiring import Knowledge, open_temporary
from ingest.pipeline import ingest
from search.evaluation import Question, is_right, read_questions
from search.result import Query
from search.support import features

_CORPUS = Path(__file__).parents[1] / "corpus"
_FOLDS = 5
_RIDGE = 0.5
_STEPS = 4000
_RATE = 0.05


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the features of its best passages, and which of them are right.

    Attributes:
        features: float64, shape (passages, k).
        right: bool, shape (passages,).
    """

    question: Question
    features: NDArray[np.float64]
    right: NDArray[np.bool_]


def main() -> None:
    """Ask, fit and report."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SAMSOK_")}
    with open_temporary(load_settings(environment)) as knowledge:
        ingest([_CORPUS], catalog=knowledge.catalog, store=knowledge.store, indexer=knowledge.indexer)
        asked = [_ask(knowledge, question) for question in read_questions(_CORPUS / "questions.jsonl")]
    asked = [each for each in asked if len(each.right)]
    _report(asked, _cross_validated(asked))
    print("weights (bias first):", ", ".join(f"{weight:.2f}" for weight in fit(asked)))


def fit(asked: Sequence[Asked]) -> NDArray[np.float64]:
    """Return ridge logistic regression weights, the bias first; right and wrong passages count alike in sum."""
    x = _with_bias(np.concatenate([each.features for each in asked]))
    y = np.concatenate([each.right for each in asked]).astype(float)
    balance = np.where(y == 1, 0.5 / y.mean(), 0.5 / (1 - y.mean())) / len(y)
    weights = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        error = balance * (1 / (1 + np.exp(-x @ weights)) - y)
        weights -= _RATE * 10 * (x.T @ error + _RIDGE / len(y) * np.append(0.0, weights[1:]))
    return weights


def _ask(knowledge: Knowledge, question: Question) -> Asked:
    plan, ranked = knowledge.service.rank(Query(question.query))
    rows = [features(plan, each, knowledge.service.analyzer) for each in ranked]
    right = [
        question.answerable
        and is_right(question, each.record.document.source, each.record.passage.page, each.record.passage.text)
        for each in ranked
    ]
    return Asked(question, np.array(rows, dtype=np.float64), np.array(right, dtype=np.bool_))


def _cross_validated(asked: Sequence[Asked]) -> NDArray[np.float64]:
    """Return each question's best confidence under weights that did not see it."""
    confidence = np.zeros(len(asked))
    order = np.random.default_rng(0).permutation(len(asked))
    for fold in np.array_split(order, _FOLDS):
        held_out = set(fold.tolist())
        weights = fit([each for i, each in enumerate(asked) if i not in held_out])
        for i in fold:
            confidence[i] = (1 / (1 + np.exp(-_with_bias(asked[i].features) @ weights))).max()
    return confidence


def _report(asked: Sequence[Asked], confidence: NDArray[np.float64]) -> None:
    answerable = np.array([each.question.answerable for each in asked])
    print("threshold  refused of the unanswerable  refused of the answerable")
    for threshold in np.arange(0.3, 0.81, 0.05):
        refused = confidence < threshold
        print(f"{threshold:9.2f}  {refused[~answerable].mean():27.2f}  {refused[answerable].mean():25.2f}")


def _with_bias(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([np.ones(len(x)), x])


if __name__ == "__main__":
    main()
