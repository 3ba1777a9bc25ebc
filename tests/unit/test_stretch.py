import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from search.answering.sentence import sentences
from search.encode import StaticEncoder
from search.forward import MOST_PIECES
from search.half import widened
from search.resources import MODEL
from search.stretch import Stretches, StretchPieces

ENCODER = StaticEncoder(MODEL)
STRETCHES = StretchPieces(ENCODER)


def told(text: str, above: str = "Avtal om samverkan") -> list[list[int]] | None:
    pieces = ENCODER.pieces([f"{above} {text}"])[0].astype(np.uint16)
    return only(text, sentences(text), pieces)


def only(text: str, spans: list[tuple[int, int]], pieces: NDArray[np.uint16]) -> list[list[int]] | None:
    """Return what is told of a passage, and see that others in front of it and behind change nothing."""
    other = Stretches("Ett bud. Två.", [(0, 8), (9, 13)], ENCODER.pieces(["Ett bud. Två."])[0].astype(np.uint16))
    first, found, last = STRETCHES.of([other, Stretches(text, spans, pieces), other])
    assert first is not None
    assert last is not None
    assert [each.tolist() for each in first] == [each.tolist() for each in last] == cut(other.text)
    return None if found is None else [each.tolist() for each in found]


def cut(text: str) -> list[list[int]]:
    return [ENCODER.pieces([text[start:end]])[0].tolist() for start, end in sentences(text)]


def test_sentences_have_the_pieces_that_they_have_alone() -> None:
    """Lines, quotation marks, numbers and compounds of many pieces included."""
    text = "Häktet beställer transport av intagna.\n1. Kl. 8–16, tfn 08-123.\n”Fængselsbetjenten” hjælper! Så är det."
    assert told(text) == cut(text)


@pytest.mark.parametrize("odd", ["e\u0301", "İ", "한", "\u200b", "\x07", "🙂"])
def test_what_a_tokenizer_may_count_otherwise_is_not_told(odd: str) -> None:
    """Such a passage is cut anew."""
    assert told(f"Första meningen. Andra {odd} meningen.") is None


def test_pieces_that_are_not_all_there_tell_nothing() -> None:
    """The forward index keeps the first ones of a long passage, and none of one that was not looked at."""
    text = "Transport. " * 900
    assert only(text, sentences(text), ENCODER.pieces([text])[0][:MOST_PIECES].astype(np.uint16)) is None
    assert only("Ord.", [(0, 4)], np.zeros(0, np.uint16)) is None
    assert STRETCHES.of([]) == []


def test_pieces_of_another_text_tell_nothing() -> None:
    """Their lengths do not add up to where the sentences stand."""
    pieces = ENCODER.pieces(["En helt annan text"])[0].astype(np.uint16)
    assert only("Första. Andra meningen om transport.", [(0, 7), (8, 36)], pieces) is None


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=40))
def test_of_any_text_what_is_told_is_right(text: str, above: str) -> None:
    """Whatever stands above the passage."""
    found = told(text, above)
    assert found is None or found == cut(text)


def test_widened_numbers_are_those_of_numpy() -> None:
    """Every finite number of half precision, the smallest and both noughts included."""
    every = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    finite = np.ascontiguousarray(every[np.isfinite(every)])
    assert widened(finite).tobytes() == finite.astype(np.float32).tobytes()
    assert widened(np.ones(3, np.float32)).dtype == np.float32
