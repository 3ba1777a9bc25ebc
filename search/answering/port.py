"""What an answerer is given and what it proposes: the port that every kind of answer implements.

Knows shapes. Must not know how any kind of answer is found.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.answering.source import Evidence, Source
from search.quote import Excerpt
from search.result import AnswerKind


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what may answer it.

    Attributes:
        scores: float64, shape (s,), of each sentence; differences are logs of odds.
        excerpt: gives stored text around a passage.
    """

    evidence: Evidence
    scores: NDArray[np.float64]
    excerpt: Excerpt

    @property
    def texts(self) -> Sequence[str]:
        """The sentences."""
        return self.evidence.texts


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document to quote: offsets into the stored text, and the words that should stand there."""

    source: Source
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answer to word: pieces in the order in which they are to be read, the best first."""

    kind: AnswerKind
    pieces: Sequence[Piece]


Answerer = Callable[[Case], Proposal | None]
"""Proposes an answer of its kind, or nothing where the sentences hold none."""


def piece_of(source: Source, start: int, end: int) -> Piece:
    """Return a piece of a passage.

    Args:
        start, end: half-open offsets into the passage.
    """
    passage = source.record.passage
    return Piece(source, passage.start + start, passage.start + end, passage.text[start:end])


def sentences_in(piece: Piece) -> list[int]:
    """Return the ordinals of the sentences that a piece holds, among those of all sources."""
    source, begin = piece.source, piece.source.record.passage.start
    return [
        source.first + at
        for at, (start, end) in enumerate(source.spans)
        if piece.start <= begin + start and begin + end <= piece.end
    ]
