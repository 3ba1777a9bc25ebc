"""Quality may only rise: floors, with the hash of the data they were measured on, in floors.json.

`python -m tests.quality.raise_floors` lifts them to what is measured now; it never lowers one.
"""

import json
from pathlib import Path

import pytest

from tests.quality.measure import (
    SEEDS,
    corpus_hash,
    measure_corpus,
    measure_seeds,
    measure_set,
    questions,
    seeds_hash,
    set_hash,
    shared_sets,
)

ROUNDING = 0.002
ONE_QUESTION = 0.011
"""Another processor may add floating-point numbers in another order and turn a tie round: one question in a hundred."""

TWO_OF_SEVENTY = 0.03
FIRST_TO_SECOND = 0.37
"""What one question loses whose answer falls from the first place to the second: 0.015 of a set of 25 questions."""

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))


@pytest.mark.timeout(300)
def test_questions_over_the_sample_corpus_stay_above_their_floors() -> None:
    """Passages found, answers right, and the unanswerable refused."""
    floors = FLOORS["corpus"]
    assert floors["hash"] == corpus_hash(), "corpus changed: measure again with python -m tests.quality.raise_floors"
    measured = measure_corpus()
    below = {
        name: (measured[name], floor)
        for name, floor in floors["floors"].items()
        if measured[name] < floor - ONE_QUESTION
    }
    assert not below, f"(measured, floor): {below}"


@pytest.mark.shared
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", sorted(FLOORS["sets"]))
def test_retrieval_stays_above_its_floor(name: str) -> None:
    """nDCG@10 of each evaluation set, through the index, the fusion and the language detection that serve."""
    if name not in shared_sets():
        pytest.skip("the evaluation sets are not beside the project (../shared/evaluation)")
    entry = FLOORS["sets"][name]
    assert entry["hash"] == set_hash(name), f"{name} is not the data its floor was measured on"
    tolerance = max(ROUNDING, FIRST_TO_SECOND / len(questions(name)))
    assert measure_set(name) >= entry["ndcg@10"] - tolerance


@pytest.mark.shared
@pytest.mark.timeout(300)
def test_questions_over_the_source_documents_stay_above_their_floors() -> None:
    """A passage that answers is among the first three, with a hundred other documents beside."""
    if not SEEDS.is_dir():
        pytest.skip("the source documents are not beside the project (../shared/seeds)")
    floors = FLOORS["seeds"]
    assert floors["hash"] == seeds_hash(), "documents or questions are not those that the floors were measured on"
    measured = measure_seeds()
    below = {
        name: (measured[name], floor)
        for name, floor in floors["floors"].items()
        if measured[name] < floor - TWO_OF_SEVENTY
    }
    assert not below, f"(measured, floor): {below}"


def test_no_floor_is_under_what_is_required() -> None:
    """No floor in the file lies under what retrieval must reach at least, which is given with three digits."""
    required = FLOORS["required"]
    assert set(required) <= set(FLOORS["sets"])
    assert {name for name, least in required.items() if round(FLOORS["sets"][name]["ndcg@10"], 3) < least} == set()
