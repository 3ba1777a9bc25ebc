"""Both vectors of passages, made for many at a time.

Knows the encoder and the weights of terms. Must not know documents, points or where the work is done.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.analysis import Analyzer
from search.encode import Dense, Encoder, PieceEncoder, StaticEncoder
from search.forward import forward_entries
from search.vocabulary import Vocabulary
from search.weights import FoundTerms, PassageText, PassageWeigher, SparseRows, TermFinder, cited_terms


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of many passages: arrays, so that they travel between processes at little cost.

    Attributes:
        terms: entries of the forward index.
    """

    dense: Dense
    sparse: SparseRows
    terms: list[bytes]

    @classmethod
    def joined(cls, parts: Sequence["Vectors"], positions: Sequence[Sequence[int]]) -> "Vectors":
        """Return the vectors of passages that were shared out.

        Args:
            positions: for each part, where its passages belong; all of them are 0 to n - 1.
        """
        order = np.argsort(np.concatenate(positions))
        terms = [entry for part in parts for entry in part.terms]
        return cls(
            np.concatenate([part.dense for part in parts])[order],
            SparseRows.joined([part.sparse for part in parts]).taken(order),
            [terms[place] for place in order.tolist()],
        )


@dataclass(frozen=True, slots=True)
class Recipe:
    """What vectors are made with; pickled, it says where files lie, if the encoder is portable.

    Attributes:
        encoder: embeds the passages.
        pieces: cuts them into the pieces that the forward index keeps; often the encoder itself.
        average_words: mean of `content_words` over the collection.
    """

    encoder: Encoder
    pieces: StaticEncoder
    analyzer: Analyzer
    average_words: float


class VectorMaker:
    """Makes vectors; remembers words, so it is for one thread and one run."""

    def __init__(self, recipe: Recipe) -> None:
        self._pieces = PieceEncoder(recipe.pieces.weights)
        self._encoder = None if recipe.encoder is recipe.pieces else recipe.encoder.for_many()
        self._finder = TermFinder(recipe.analyzer, recipe.pieces.pieces)
        self._weigher = PassageWeigher(recipe.average_words)

    def make(self, passages: Sequence[PassageText]) -> Vectors:
        """Return the vectors of passages; vector i belongs to passages[i]."""
        found = self._finder.find(passages)
        if self._encoder is None:
            dense = self._embedded(found, len(passages))
        else:
            dense = self._encoder.encode_passages([embedded_text(passage) for passage in passages])
        cited = [cited_terms(passage) for passage in passages]
        return Vectors(dense, self._weigher.weigh(found, cited), forward_entries(found, cited))

    def vocabulary(self) -> Vocabulary:
        """Return the words of all passages whose vectors were made."""
        return self._finder.vocabulary()

    def _embedded(self, found: Sequence[FoundTerms], number: int) -> Dense:
        dense = np.empty((number, self._pieces.dim), np.float32)
        for each in found:
            dense[each.passages] = self._pieces.encode(each.pieces, len(each.passages))
        return dense


def embedded_text(passage: PassageText) -> str:
    """Return the text whose vector stands for the passage: its headings and its words."""
    return f"{passage.context} {passage.body}".strip()
