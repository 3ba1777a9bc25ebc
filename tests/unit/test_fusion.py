from hypothesis import given
from hypothesis import strategies as st

from search.fusion import ANY_LANGUAGE_WEIGHT, Fused, Ranking, join
from search.index.port import Candidate


def fuse(dense: list[Candidate], sparse: list[Candidate]) -> list[Fused]:
    signals = join(dense, sparse)
    return signals.fused(signals.weighted(ANY_LANGUAGE_WEIGHT))


def _candidates(lowest: float) -> st.SearchStrategy[list[Candidate]]:
    scores = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(lowest, 50))
    return scores.map(lambda found: [Candidate(key, score) for key, score in found.items()])


def test_a_passage_that_both_signals_put_first_is_first() -> None:
    """Agreement wins."""
    dense = [Candidate("b", 0.9), Candidate("a", 0.2)]
    sparse = [Candidate("b", 7.0), Candidate("c", 3.0)]
    assert fuse(dense, sparse)[0].passage_id == "b"


def test_the_signals_own_scores_are_kept() -> None:
    """What a signal did not find has no score from it, not a nought."""
    (only,) = fuse([], [Candidate("a", 3.0)])
    assert (only.bm25_score, only.cosine) == (3.0, None)


@given(_candidates(-1), _candidates(0))
def test_fusion_keeps_every_candidate_once_in_a_stable_order(dense: list[Candidate], sparse: list[Candidate]) -> None:
    """The union comes back, best first, whatever order the lists came in."""
    fused = fuse(dense, sparse)
    assert sorted(item.passage_id for item in fused) == sorted({c.passage_id for c in (*dense, *sparse)})
    scores = [round(item.score, 7) for item in fused]
    assert scores == sorted(scores, reverse=True)
    assert fused == fuse(dense[::-1], sparse[::-1])
    assert all(0 <= item.score <= 1.0000001 for item in fused)


@given(_candidates(-1), st.integers(0, 9), st.slices(12), st.integers(0, 7))
def test_a_ranking_reads_as_if_all_of_it_were_in_order(
    found: list[Candidate], head: int, part: slice, place: int
) -> None:
    """Whether the others are put in order at once or when one of them is asked for makes no difference."""
    signals = join(found, [])
    scores = signals.weighted(0.0)
    order = signals.order(scores)
    close, others = signals.take(order[:head]), signals.take(order[head:])
    ranking = Ranking(close.fused(close.weighted(0.0)), others, others.weighted(0.0))
    whole = signals.fused(scores)
    assert len(ranking) == len(whole)
    assert list(ranking[part]) == whole[part]
    assert list(ranking) == whole
    if place < len(whole):
        assert ranking[place] == whole[place]
