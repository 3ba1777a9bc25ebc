"""Numbers among a few are found as a search for each one finds them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.among import places_among

_NUMBERS = st.one_of(st.integers(0, 40), st.integers(0, 2**32 - 1), st.integers(0, 40).map(lambda low: low + 2**20))


@given(numbers=st.lists(_NUMBERS, max_size=60), few=st.sets(_NUMBERS, max_size=20))
def test_what_is_among_a_few_is_found_with_its_place(numbers: list[int], few: set[int]) -> None:
    """Every place whose number is among the few, in order, with which of them it is; also where low bits agree."""
    places, which = places_among(np.array(numbers, np.uint32), np.array(sorted(few), np.uint32))
    assert places.tolist() == [place for place, number in enumerate(numbers) if number in few]
    assert [sorted(few)[place] for place in which.tolist()] == [number for number in numbers if number in few]
