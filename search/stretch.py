"""Which pieces of words the sentences of a passage are made of, told from the pieces of the whole passage.

The forward index has a passage's pieces already, and cutting its sentences anew takes longer than all else that is done
with them. Knows pieces by how many characters they stand for. Must not know questions or vectors.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from search.encode import StaticEncoder
from search.forward import MOST_PIECES

_KNOWN_CHARACTERS = 0x3000
_ODD = 2
"""A character that a tokenizer may leave out, join with another one or make two of."""


class StretchPieces:
    """Tells which pieces of a passage make up stretches of its text; safe to use from several threads."""

    def __init__(self, pieces: StaticEncoder) -> None:
        """Take the model whose pieces they are; its list of pieces is read with the first passage."""
        self._pieces = pieces

    def of(
        self, text: str, spans: Sequence[tuple[int, int]], pieces: NDArray[np.uint16]
    ) -> list[NDArray[np.uint16]] | None:
        """Return the pieces of each span, or None where they cannot be told from their lengths.

        Args:
            spans: half-open offsets into the text, which begin and end where words do.
            pieces: of the text, with those of what stands above it in front.
        """
        seen = _characters_before(text)
        if seen is None or not MOST_PIECES > pieces.size > 0:
            return None
        begins = np.concatenate((np.zeros(1, np.int64), np.cumsum(self._lengths[pieces])))
        wanted = seen[np.fromiter(chain.from_iterable(spans), np.intp, 2 * len(spans))] + (begins[-1] - seen[-1])
        at = np.searchsorted(begins, wanted)
        # a length that is not what was counted shows in that some stretch would begin or end within a piece
        if begins[-1] < seen[-1] or not np.array_equal(begins[at], wanted):
            return None
        ends = iter(at.tolist())
        return [pieces[begin:end] for begin, end in zip(ends, ends, strict=True)]

    @cached_property
    def _lengths(self) -> NDArray[np.int64]:
        return self._pieces.piece_lengths()


def _characters_before(text: str) -> NDArray[np.int64] | None:
    """Return how many characters that are no blanks stand before each offset; None where some may count otherwise."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    if not codes.size or codes.max() >= _KNOWN_CHARACTERS:
        return None
    counts = _counts()[codes]
    if counts.max() == _ODD:
        return None
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)))


@cache
def _counts() -> NDArray[np.uint8]:
    """Return for each character 0 for a blank, 1 for what a tokenizer keeps as one, `_ODD` for all else."""
    return np.fromiter(map(_count, map(chr, range(_KNOWN_CHARACTERS))), np.uint8, _KNOWN_CHARACTERS)


def _count(character: str) -> int:
    category = unicodedata.category(character)
    if character in "\t\n\r" or category == "Zs":
        return 0
    # what is written behind another letter and joined with it: marks, and the parts of Korean syllables
    joins = category.startswith("M") or "\u1100" <= character <= "\u11ff"
    alone = len(unicodedata.normalize("NFC", character)) == len(character.lower()) == 1
    return _ODD if category.startswith("C") or joins or not alone else 1
