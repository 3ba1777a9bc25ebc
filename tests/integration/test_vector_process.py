import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from search.analysis import Analyzer
from search.catalog_port import PassageRecord
from search.document import Document, Passage, passage_id_of
from search.encode import StaticEncoder
from search.indexing import Indexer
from search.resources import LEXICON
from search.vector_process import Batch, vectors_made_aside, vectors_made_here
from search.vectors import Recipe
from search.vocabulary import WordCount
from search.weights import PassageText
from tests.doubles.processes import children
from tests.doubles.tiny_model import write_tiny_model

WORDS = ("överenskommelse", "samverkan", "kontakt", "plan", "för", "och", "aftale", "om", "samarbejde", "§", "2018:26")


@pytest.fixture(scope="module")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Recipe:
    encoder = StaticEncoder(write_tiny_model(tmp_path_factory.mktemp("model")))
    return Recipe(encoder, encoder, Analyzer(LEXICON), 30.0)


def text(number: int) -> str:
    dice = np.random.default_rng(number)
    return " ".join(dice.choice(WORDS, 40))


def batches(number: int, size: int = 50) -> Iterator[Batch]:
    for first in range(0, number * size, size):
        yield [PassageText(text(i), f"Rubrik {i % 7}", "sv" if i % 2 else "da") for i in range(first, first + size)]


def test_another_process_makes_the_same_vectors(recipe: Recipe) -> None:
    """Order and values are those of this process, to the last digit."""
    here = list(vectors_made_here(recipe, batches(20), WordCount()))
    aside = list(vectors_made_aside(recipe, batches(20), WordCount()))
    assert len(here) == len(aside) == 20
    for ours, theirs in zip(here, aside, strict=True):
        assert (ours.dense == theirs.dense).all()
        assert (ours.sparse.ends == theirs.sparse.ends).all()
        assert (ours.sparse.indices == theirs.sparse.indices).all()
        assert (ours.sparse.values == theirs.sparse.values).all()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the process by Linux' /proc")
def test_a_killed_process_costs_no_vectors(recipe: Recipe) -> None:
    """When a process is killed in the middle, the rest of its share is made here."""
    before = children()
    expected = [vectors.dense for vectors in vectors_made_here(recipe, batches(30), WordCount())]
    found, met = [], WordCount()
    for number, vectors in enumerate(vectors_made_aside(recipe, batches(30), met)):
        found.append(vectors.dense)
        if number == 2:
            os.kill(min(children() - before), signal.SIGKILL)
    assert all((ours == theirs).all() for ours, theirs in zip(expected, found, strict=True))
    assert children() == before
    assert not met.is_whole, "whoever publishes must count the words anew"


def test_a_process_that_cannot_load_the_model_costs_no_vectors(tmp_path: Path) -> None:
    """Where the model is gone by the time the process looks for it, the vectors are made here."""
    folder = write_tiny_model(tmp_path / "model")
    encoder = StaticEncoder(folder)
    recipe = Recipe(encoder, encoder, Analyzer(LEXICON), 30.0)
    shutil.move(folder, tmp_path / "elsewhere")
    assert len(list(vectors_made_aside(recipe, batches(3), WordCount()))) == 3


def test_an_error_in_the_process_is_raised_here(recipe: Recipe) -> None:
    """What goes wrong there goes wrong here again, where it can be seen."""
    broken: Batch = [PassageText(None, "", "sv")]  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        list(vectors_made_aside(recipe, [broken], WordCount()))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the process by Linux' /proc")
def test_no_process_outlives_its_run(recipe: Recipe) -> None:
    """A run that is given up half-way leaves no process behind."""
    before = children()
    running = vectors_made_aside(recipe, batches(30), WordCount())
    next(running)
    assert children() - before
    running.close()
    assert children() == before


def test_a_long_run_gives_the_points_of_short_ones(recipe: Recipe) -> None:
    """Points made aside are those made here, passage by passage, with what filters need."""
    indexer = Indexer(recipe.encoder, recipe.pieces, recipe.analyzer, recipe.average_words)
    records = [record(number) for number in range(4500)]
    long = list(indexer.points(records, WordCount()))
    short = [
        point for first in range(0, 4500, 1500) for point in indexer.points(records[first : first + 1500], WordCount())
    ]
    assert [point.passage_id for point in long] == [record.passage.passage_id for record in records]
    for one, other in zip(long, short, strict=True):
        assert (one.passage_id, one.payload) == (other.passage_id, other.payload)
        assert np.allclose(one.dense, other.dense, atol=1e-6)
        assert (one.sparse.indices == other.sparse.indices).all()
        assert np.allclose(one.sparse.values, other.sparse.values, atol=1e-6)


def record(number: int) -> PassageRecord:
    document = Document(
        "d", "r", "file:///d", "d.txt", "text/plain", "0", 1, datetime(2024, 1, 1, tzinfo=UTC), "Titel", "sv"
    )
    passage = Passage(
        passage_id_of("d", "r", number), "d", "r", number, text(number), 0, 1, "sv", (f"Del {number % 9}",)
    )
    return PassageRecord(passage, replace(document, organisations=("Polisen",)))
