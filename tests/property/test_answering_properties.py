from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from search.answering.lines import runs

LINES = st.lists(
    st.sampled_from(["1. Lokaler", "2. Häkte", "- punkt", "att följa upp", "A | B | C", "Följande gäller:", "Kort rad",
                     "En hel mening som slutar här.", "", "– Det är bra, säger chefen."]),
    max_size=14,
)  # fmt: skip


@given(LINES)
def test_runs_lie_in_order_and_hold_whole_lines(lines: list[str]) -> None:
    """No two runs overlap, no item is cut, and every item of a run looks alike."""
    text = "\n".join(lines)
    found = runs(text)
    assert all(before.end <= after.items[0][0] for before, after in pairwise(found))
    for run in found:
        assert run.start < run.end
        assert all(text[start:end] in lines for start, end in run.items)
