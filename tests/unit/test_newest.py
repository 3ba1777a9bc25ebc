from search.fusion import Fused
from search.newest import LEAST_SHARE, matching


def ranked(*scores: float | None) -> list[Fused]:
    return [Fused(str(number), 0.5, score, 0.1) for number, score in enumerate(scores)]


def matched(*scores: float | None, limit: int = 4) -> tuple[list[str], bool]:
    found, is_all = matching(ranked(*scores), limit)
    return [each.passage_id for each in found], is_all


def test_passages_match_by_their_share_of_the_best() -> None:
    """Those that only mean something alike, or share a word that says little, are not among them."""
    assert matched(8.0, None, 8.0 * LEAST_SHARE, 8.0 * LEAST_SHARE - 0.1) == (["0", "2"], True)


def test_all_are_found_where_the_last_proposed_matches_no_more() -> None:
    """As many as could be proposed were, and the last of them says that nothing was left out."""
    assert matched(8.0, 7.0, 6.0, 0.5)[1]


def test_more_may_match_where_all_that_were_proposed_do() -> None:
    """Then the order is of the best only, and says so."""
    assert matched(8.0, 7.0, 6.0, 5.0) == (["0", "1", "2", "3"], False)
    assert matched(8.0, 7.0, 6.0) == (["0", "1", "2"], True)


def test_without_any_word_the_nearest_are_taken_and_called_so() -> None:
    """A question whose words no paper holds still lists what is near it, as not complete."""
    assert matched(None, None) == (["0", "1"], False)
    assert matched() == ([], False)
