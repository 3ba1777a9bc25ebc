"""What the static model is to take over from a teacher."""

import numpy as np
from numpy.typing import NDArray

from training.sources import Pair
from training.teacher import lessons

_VECTORS = {"remand": [3.0, 1.0, 0.0], "prison": [2.0, -1.0, 0.5], "dog": [-4.0, 0.0, -0.5], "cat": [-5.0, 0.0, 0.0]}


class _Teacher:
    """Knows four English words, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: list[str]) -> NDArray[np.float32]:
        """Return the vectors of known words."""
        self.asked += texts
        return np.array([_VECTORS[text] for text in texts], np.float32)


def _pairs() -> list[Pair]:
    return [
        Pair("häkte", "remand", "sv", "en", "words"), Pair("remand", "varetægt", "en", "da", "words"),
        Pair("prison", "fängelse", "en", "sv", "words"), Pair("hund", "dog", "sv", "en", "words"),
        Pair("cat", "kat", "en", "da", "words"), Pair("häkte", "varetægt", "sv", "da", "words"),
    ]  # fmt: skip


def test_each_english_text_is_embedded_once_and_shared_by_its_translations() -> None:
    """Both halves of a pair, and every further translation, have the English half's direction."""
    teacher = _Teacher()
    taught = lessons(_pairs(), teacher, dim=2)
    assert sorted(teacher.asked) == sorted(_VECTORS)
    row_of = dict(zip(taught.texts, taught.rows.tolist(), strict=True))
    assert row_of["häkte"] == row_of["varetægt"] == row_of["remand"]
    assert row_of["fängelse"] == row_of["prison"] != row_of["remand"]


def test_targets_keep_what_is_near_and_have_unit_length() -> None:
    """Turned to fewer axes, what was alike stays alike."""
    taught = lessons(_pairs(), _Teacher(), dim=2)
    row_of = dict(zip(taught.texts, taught.rows.tolist(), strict=True))
    cosines = taught.targets @ taught.targets.T
    np.testing.assert_allclose(np.diag(cosines), 1, rtol=1e-5)
    assert taught.targets.shape == (4, 2)
    assert cosines[row_of["häkte"], row_of["fängelse"]] > cosines[row_of["häkte"], row_of["hund"]]
    assert cosines[row_of["hund"], row_of["kat"]] > 0.9


def test_pairs_without_english_teach_nothing() -> None:
    """A Swedish and Danish pair alone has no half that the teacher reads."""
    taught = lessons([*_pairs()[:4], Pair("skola", "skole", "sv", "da", "words")], _Teacher(), dim=2)
    assert not {"skola", "skole"} & set(taught.texts)
