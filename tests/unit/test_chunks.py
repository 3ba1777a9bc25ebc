from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from search.chunks import ChunkTable, chunks_of

TEXTS = st.lists(st.text(alphabet="ab \n\t", max_size=12), max_size=8)


def letters(chunks: Sequence[str]) -> tuple[NDArray[Any], list[int]]:
    """Each letter's code: the run of a text is that of its chunks."""
    runs = [[ord(letter) for letter in chunk if letter not in " \n"] for chunk in chunks]
    return np.array([code for run in runs for code in run], np.int32), [len(run) for run in runs]


@given(st.lists(TEXTS, max_size=6), st.integers(1, 5))
def test_texts_get_the_runs_of_their_chunks(calls: list[list[str]], most: int) -> None:
    """Whatever was asked before, and however often everything is forgotten, a text's numbers are its own."""
    table = ChunkTable(letters, np.int32, most)
    for texts in calls:
        numbers, owners, places = table.look_up(texts)
        expected = [letters([text]) for text in texts]
        assert numbers.tolist() == [number for run, _ in expected for number in run.tolist()]
        assert owners.tolist() == [place for place, (run, _) in enumerate(expected) for _ in run]
        chunks = [letters(chunks_of(text))[1] for text in texts]
        assert places.tolist() == [
            place for counts in chunks for place, count in enumerate(counts) for _ in range(count)
        ]


def test_a_chunk_is_worked_out_once() -> None:
    """What is known is not asked for again."""
    asked: list[str] = []

    def derive(chunks: Sequence[str]) -> tuple[NDArray[Any], list[int]]:
        asked.extend(chunks)
        return letters(chunks)

    table = ChunkTable(derive, np.int32)
    table.look_up(["a b a", "b ab"])
    table.look_up(["ab a", "ba"])
    assert asked == ["a", "b", "ab", "ba"]
