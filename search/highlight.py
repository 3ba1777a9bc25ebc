"""Find the words of a question in passages, in every form and language they were searched in.

Knows the forward index and a question's sparse vector. Must not know fusion or how an answer is chosen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.among import Among, places_among
from search.analysis import Analyzer
from search.analysis.words import words_with_offsets
from search.chunks import chunks_of
from search.document import Passage
from search.forward import TermTable
from search.index.port import SparseVector

_NO_PIECES = np.zeros(0, np.uint16)
_MIN_WEIGHT = 0.15
_ENDS_WORD = frozenset(".,:;?!)")
_GAP = 1
"""Marks that stand no further apart than a space become one."""


class AskedWord(NamedTuple):
    """A word of a passage that was asked for; a tuple, as the passages of a question have a hundred of them.

    Attributes:
        start, end: half-open offsets into the passage.
        weight: of the best term of the question that it stands for.
        term: dimension of that term.
    """

    start: int
    end: int
    weight: float
    term: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a passage has of a question.

    Attributes:
        words: in its text, in order.
        held: dimensions of the question that its text, its title or its headings stand for.
        pieces: what its headings and its text are made of, see `TermTable`; none where it was not looked at.
    """

    words: Sequence[AskedWord] = ()
    held: frozenset[int] = frozenset()
    pieces: NDArray[np.uint16] = field(default_factory=lambda: _NO_PIECES, compare=False, repr=False)

    def highlights(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return half-open offsets of what to mark in the passage's text, sorted, not overlapping."""
        marks: list[tuple[int, int]] = []
        for word in self.words:
            if word.weight < _MIN_WEIGHT:
                continue
            if marks and word.start - marks[-1][1] <= _GAP and "\n" not in text[marks[-1][1] : word.start]:
                marks[-1] = (marks[-1][0], word.end)
            else:
                marks.append((word.start, word.end))
        return tuple(marks)


class AskedWords:
    """Where one question's words stand in the passages of a table."""

    def __init__(
        self,
        vector: SparseVector,
        table: TermTable,
        passage_ids: Sequence[str],
        analyzer: Analyzer,
        found: Among | None = None,
    ) -> None:
        """Take the table's terms that the question has.

        Args:
            passage_ids: of the table's passages.
            analyzer: what the table's terms were found with.
            found: which of the table's terms are in the vector; they are looked up where it is not given.
        """
        self._table = table
        self._analyzer = analyzer
        self._weights: dict[int, float] = dict(zip(vector.indices.tolist(), vector.values.tolist(), strict=True))
        self._rows = {passage_id: row for row, passage_id in enumerate(passage_ids)}
        self._hits = _Hits.of(vector, table, found or places_among(table.dimension, vector.indices))

    def of(self, passage: Passage) -> Asked:
        """Return what a passage has of the question; nothing where it was not looked at."""
        row = self._rows.get(passage.passage_id)
        if row is None:
            return Asked()
        all_hits = slice(self._hits.bounds[row], self._hits.bounds[row + 1])
        in_body = slice(self._hits.bodies[row], self._hits.bounds[row + 1])
        held = frozenset(self._hits.dimension[all_hits])
        pieces = self._table.piece[self._table.piece_bounds[row] : self._table.piece_bounds[row + 1]]
        return Asked(list(self._words(passage, in_body)), held, pieces)

    def _words(self, passage: Passage, hits: slice) -> Iterator[AskedWord]:
        """Yield the words of the text that the hits stand for."""
        chunks = chunks_of(passage.text)
        letters = list(accumulate(map(len, chunks), initial=0))
        terms = zip(self._hits.place[hits], self._hits.weight[hits], self._hits.dimension[hits], strict=True)
        for place, group in groupby(terms, key=itemgetter(0)):
            begin, chunk = letters[place] + place, chunks[place]
            only = _only_word(chunk)
            if only:
                _, weight, term = max(group)
                yield AskedWord(begin + only[0], begin + only[1], weight, term)
            else:
                yield from self._words_of_chunk(chunk, begin, passage.language)

    def _words_of_chunk(self, chunk: str, start: int, language: str) -> Iterator[AskedWord]:
        """Yield the words of a chunk of several that were asked for: "och/eller", "2018:26, s. 3"."""
        for word in words_with_offsets(chunk):
            terms = self._analyzer.dimensions(word.text.lower().replace("\u2019", "'"), language)
            asked = max(((self._weights.get(dimension, 0.0), dimension) for dimension, _ in terms), default=(0.0, 0))
            if asked[0] > 0:
                yield AskedWord(start + word.start, start + word.end, *asked)


@dataclass(frozen=True, slots=True)
class _Hits:
    """The terms of a table that a question has, for all passages at once: one by one, numpy's calls cost most.

    Attributes:
        bounds: the hits of passage i are bounds[i] to bounds[i + 1].
        bodies: where those in its text begin; the ones before stand above it.
        place: ordinal of the chunk.
    """

    bounds: Sequence[int]
    bodies: Sequence[int]
    place: Sequence[int]
    weight: Sequence[float]
    dimension: Sequence[int]

    @classmethod
    def of(cls, vector: SparseVector, table: TermTable, found: Among) -> "_Hits":
        at, which = found
        return cls(
            at.searchsorted(table.bounds).tolist(),
            at.searchsorted(table.bodies).tolist(),
            table.place_of(at).tolist(),
            vector.values[which].tolist(),
            vector.indices[which].tolist(),
        )


def _only_word(chunk: str) -> tuple[int, int] | None:
    """Return where the word of a chunk stands in it, if it has one only; most chunks are a word and perhaps a sign."""
    if chunk.isalnum():
        return 0, len(chunk)
    if chunk[:-1].isalnum() and chunk[-1] in _ENDS_WORD:
        return 0, len(chunk) - 1
    found = list(words_with_offsets(chunk))
    return (found[0].start, found[0].end) if len(found) == 1 else None
