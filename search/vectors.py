"""Both vectors of passages, made for many at a time.

Knows the encoder and the weights of terms. Must not know documents, points or where the work is done.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from search.analysis import Analyzer
from search.encode import Dense, Encoder
from search.weights import PassageText, PassageWeigher, SparseRows


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of many passages: arrays, so that they travel between processes at little cost."""

    dense: Dense
    sparse: SparseRows


@dataclass(frozen=True, slots=True)
class Recipe:
    """What vectors are made with; pickled, it says where files lie, if the encoder is portable.

    Attributes:
        average_words: mean of `content_words` over the collection.
    """

    encoder: Encoder
    analyzer: Analyzer
    average_words: float


class VectorMaker:
    """Makes vectors; remembers words, so it is for one thread and one run."""

    def __init__(self, recipe: Recipe) -> None:
        self._encoder = recipe.encoder.for_many()
        self._weigher = PassageWeigher(recipe.analyzer, recipe.average_words)

    def make(self, passages: Sequence[PassageText]) -> Vectors:
        """Return the vectors of passages; vector i belongs to passages[i]."""
        dense = self._encoder.encode_passages([embedded_text(passage) for passage in passages])
        return Vectors(dense, self._weigher.weigh(passages))


def embedded_text(passage: PassageText) -> str:
    """Return the text whose vector stands for the passage: its headings and its words."""
    return f"{passage.context} {passage.body}".strip()
