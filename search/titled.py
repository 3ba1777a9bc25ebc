"""Passages under the same title: what they share, and what of a question is left to tell them apart.

Knows terms and pieces of passages. Must not know cosines, weights of a ranking or how titles are shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.forward import BEGINS_WORD, TermTable

_LONGEST = 128
"""Pieces of a title and headings that are compared; what is longer counts as ending there."""


@dataclass(frozen=True, slots=True)
class Titled:
    """Passages under the same title and headings.

    Attributes:
        rows: intp, shape (n,), their places in the table; two at least, in order.
        shared: how many pieces all begin with; none is made of these alone.
        left: bool, shape (q,), the question's pieces that are not among these.
    """

    rows: NDArray[np.intp]
    shared: int
    left: NDArray[np.bool_]


def titled(table: TermTable, asked: NDArray[np.integer[Any]], among: NDArray[np.bool_]) -> Iterator[Titled]:
    """Yield the passages that stand under one title which says some of a question, but not all.

    Args:
        asked: pieces of the question.
        among: shape (n,), which of the passages are looked at.
    """
    for rows in _under_one_title(table, np.flatnonzero(among)):
        shared = _shared_beginning(table, rows)
        said = set(shared.tolist())
        left = np.array([piece not in said for piece in asked.tolist()], np.bool_)
        if left.any() and not left.all():
            yield Titled(rows, shared.size, left)


def _under_one_title(table: TermTable, rows: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Return the rows under each title that more than one passage has; passages may be of several papers."""
    if rows.size < 2:  # noqa: PLR2004 # a passage alone has none to be told from
        return []
    # what the passage cites stands first, and begins no word
    beginnings = np.flatnonzero(table.mark >= BEGINS_WORD)
    firsts = beginnings.take(np.searchsorted(beginnings, table.bounds[rows]), mode="clip")
    width, dimensions = table.dimension.itemsize, table.dimension.tobytes()
    under: dict[bytes, list[int]] = {}
    for row, first, body in zip(rows.tolist(), firsts.tolist(), table.bodies[rows].tolist(), strict=True):
        if first < body:
            under.setdefault(dimensions[first * width : body * width], []).append(row)
    return [np.array(found, np.intp) for found in under.values() if len(found) > 1]


def _shared_beginning(table: TermTable, rows: NDArray[np.intp]) -> NDArray[np.integer[Any]]:
    """Return the pieces that all begin with."""
    starts = table.piece_bounds[rows]
    longest = min(_LONGEST, int((table.piece_bounds[rows + 1] - starts).min()) - 1)
    pieces = table.piece[starts[:, None] + np.arange(longest)]
    differs = (pieces != pieces[0]).any(axis=0)
    first: NDArray[np.integer[Any]] = pieces[0, : differs.argmax() if differs.any() else longest]
    return first
