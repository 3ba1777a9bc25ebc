"""Where a passage ranks by what its paper is: one that is over below those that count, a report below its source.

Knows rankings and papers. Must not know what a question asks for or how scores were made.
"""

from collections.abc import Sequence
from dataclasses import replace

from search.papers.view import Papers
from search.ranked import Ranked, best_first
from search.validity import is_over

OVER_MALUS = 0.2
"""Of a score of 0 to 1: what a paper that is no longer in force loses where it is shown at all. A choice."""

_JUST_BELOW = 1e-6


def by_standing(shown: Sequence[Ranked], papers: Papers, *, is_past: bool) -> list[Ranked]:
    """Return passages in the order of their scores, after what their papers are has changed some.

    Args:
        is_past: the question is about the past, so that papers that are over rank as any other.
    """
    best: dict[str, float] = {}
    for each in shown:
        key = each.record.document.document_id
        best[key] = max(best.get(key, 0.0), each.fused.score)
    scored = [(each, _score(each, papers, best, is_past=is_past)) for each in shown]
    if all(score == each.fused.score for each, score in scored):
        return list(shown)
    changed = [replace(each, fused=each.fused._replace(score=score)) for each, score in scored]
    return best_first(changed)


def _score(ranked: Ranked, papers: Papers, best: dict[str, float], *, is_past: bool) -> float:
    score, document = ranked.fused.score, ranked.record.document
    if not is_past and is_over(document.validity):
        score = max(0.0, score - OVER_MALUS)
    primary = papers.primary_of(document.document_id)
    return min(score, best[primary] - _JUST_BELOW) if primary in best else score
