"""The forward index: which terms stand where in a passage, and which pieces of words it is made of.

Made once, when a passage is indexed, and kept with its point, so that a question can look closely at many candidates
without analysing a text. Knows the bytes. Must not know questions, weights or where the bytes are kept.

Form, little-endian: a head (language; numbers of terms above the passage, of all terms, of pieces), for each term the
ordinal of its chunk (see `search.chunks`) with a mark where a word begins with it, the terms' dimensions, and the
pieces. Terms of the title and the headings come first.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.chunks import Runs
from search.document import Language
from search.weights import FoundTerms

_HEAD = struct.Struct("<BHHH")
_PLACE, _DIMENSION, _PIECE = np.dtype("<u2"), np.dtype("<u4"), np.dtype("<u2")
_LANGUAGES: tuple[Language, ...] = ("und", "sv", "da", "en")
BEGINS_WORD = 0x8000
"""Bit of a mark: a word begins with this term, it is none of its further forms."""

_MOST_CHUNKS = 0x7FFF
_MOST_TERMS = 20_000
MOST_PIECES = 1024
"""Of one passage; what comes after is not looked at closely, only found. A passage of 1,200 characters has 300."""


def forward_entries(found: Sequence[FoundTerms], cited: Sequence[Iterable[int]]) -> list[bytes]:
    """Return the entries of passages.

    Args:
        found: the terms of all of them, and the rows of the token vectors that each is made of.
        cited: dimensions of what each passage or its headings cite; they get no place.
    """
    number = len(cited)
    named = [np.array(sorted(dimensions), _DIMENSION).tobytes() for dimensions in cited]
    entries = [b""] * number
    for each in found:
        code = _LANGUAGES.index(each.language) if each.language in _LANGUAGES else 0
        tails = _pieces_of(each.pieces, len(each.passages))
        for (passage, above, places, dimensions), tail in zip(_terms_of(each), tails, strict=True):
            names = named[passage]
            extra = len(names) // _DIMENSION.itemsize
            terms = len(dimensions) // _DIMENSION.itemsize + extra
            head = _HEAD.pack(code, above + extra, terms, len(tail) // _PIECE.itemsize)
            entries[passage] = b"".join((head, bytes(extra * _PLACE.itemsize), places, names, dimensions, tail))
    return entries


def _pieces_of(pieces: Runs, number: int) -> Iterator[bytes]:
    numbers, ends = pieces.numbers.astype(_PIECE), np.searchsorted(pieces.owners, np.arange(number), side="right")
    begin = 0
    for end in ends.tolist():
        yield numbers[begin : min(end, begin + MOST_PIECES)].tobytes()
        begin = end


def _terms_of(found: FoundTerms) -> Iterator[tuple[int, int, bytes, bytes]]:
    """Yield for each passage its position, the number of terms above it, its places and its dimensions."""
    number, owners = len(found.passages), found.runs.owners
    kept = np.minimum(found.runs.places, _MOST_CHUNKS).astype(_PLACE)
    places = kept | np.where(found.runs.numbers["words"] > 0, BEGINS_WORD, 0).astype(_PLACE)
    dimensions = np.ascontiguousarray(found.runs.numbers["dimension"].astype(_DIMENSION))
    ends = [0, *np.searchsorted(owners, np.arange(2 * number), side="right").tolist()]
    for row, passage in enumerate(found.passages.tolist()):
        body = slice(ends[row], min(ends[row + 1], ends[row] + _MOST_TERMS))
        above = slice(ends[number + row], min(ends[number + row + 1], ends[number + row] + _MOST_TERMS))
        yield (
            passage,
            above.stop - above.start,
            places[above].tobytes() + places[body].tobytes(),
            dimensions[above].tobytes() + dimensions[body].tobytes(),
        )


@dataclass(frozen=True, slots=True)
class TermTable:
    """The terms and pieces of several passages, one passage after the other.

    Attributes:
        languages: of each of the n passages.
        bounds: int64, shape (n + 1,); the terms of passage i are bounds[i] to bounds[i + 1].
        bodies: int64, shape (n,); where those in its text begin, the ones before stand above it.
        dimension: uint32, shape (terms,).
        mark: uint16, shape (terms,), as stored; few are asked for, see `place_of`.
        piece: uint16, shape (pieces,), rows of the token vectors.
        piece_bounds: int64, shape (n + 1,).
    """

    languages: tuple[Language, ...]
    bounds: NDArray[np.int64]
    bodies: NDArray[np.int64]
    dimension: NDArray[np.uint32]
    mark: NDArray[np.uint16]
    piece: NDArray[np.uint16]
    piece_bounds: NDArray[np.int64]

    @classmethod
    def of(cls, entries: Iterable[bytes]) -> "TermTable":
        """Read the entries of several passages."""
        heads, places, dimensions, pieces = [], [], [], []
        for entry in entries:
            head = _HEAD.unpack_from(entry)
            at_dimensions = _HEAD.size + head[2] * _PLACE.itemsize
            at_pieces = at_dimensions + head[2] * _DIMENSION.itemsize
            heads.append(head)
            places.append(entry[_HEAD.size : at_dimensions])
            dimensions.append(entry[at_dimensions:at_pieces])
            pieces.append(entry[at_pieces:])
        code, above, terms, parts = np.array(heads, dtype=np.int64).reshape(-1, 4).T
        bounds = _bounds(terms)
        return cls(
            tuple(_LANGUAGES[each] for each in code.tolist()),
            bounds,
            bounds[:-1] + above,
            np.frombuffer(b"".join(dimensions), _DIMENSION),
            np.frombuffer(b"".join(places), _PLACE),
            np.frombuffer(b"".join(pieces), _PIECE),
            _bounds(parts),
        )

    def rows_of(self, terms: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the passage of each of some terms."""
        return self.bounds.searchsorted(terms, side="right") - 1

    def place_of(self, terms: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the ordinals of some terms' chunks within the text, or within what stands above it."""
        return (self.mark[terms] & (BEGINS_WORD - 1)).astype(np.int64)

    def words(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return how many words stand above each text, and how many in it, as far as they have terms."""
        so_far = _bounds(self.mark >= BEGINS_WORD)
        begin, body, end = so_far[self.bounds[:-1]], so_far[self.bodies], so_far[self.bounds[1:]]
        return body - begin, end - body


def _bounds(counts: NDArray[np.integer[Any]] | NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.concatenate((np.zeros(1, np.int64), counts.cumsum()))
