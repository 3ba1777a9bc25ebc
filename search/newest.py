"""Put what a question finds in the order of its papers' days: all of it, not only the best.

Knows rankings and the days of papers. Must not know how passages are found or fetched.
"""

from collections.abc import Sequence
from datetime import date

from search.fusion import Fused
from search.papers.dating import stated_day
from search.papers.view import Papers
from search.ranked import Ranked

LEAST_SHARE = 0.25
"""Of the best passage's lexical score, for a passage to match. Without a bound, whatever shares a common word with the
question would come first for being new. A choice: over the samples it keeps what names the matter, in any language, and
leaves out what only asks in the same words."""

_NEAR = 48
"""Passages that are taken where none holds the question's words: those that are looked at closely."""


def matching(ranking: Sequence[Fused], limit: int) -> tuple[list[Fused], bool]:
    """Return the passages that match in words, and whether these are all there are.

    Args:
        limit: passages that each signal proposed at most.
    """
    scores = [each.bm25_score for each in ranking if each.bm25_score is not None]
    least = LEAST_SHARE * max(scores, default=0.0)
    if least <= 0:
        return list(ranking[:_NEAR]), False
    # the signal proposes its best: where one of them no longer matches, none that was left out does
    is_all = len(scores) < limit or min(scores) < least
    return [each for each in ranking if (each.bm25_score or 0.0) >= least], is_all


def newest_first(shown: Sequence[Ranked], papers: Papers) -> list[Ranked]:
    """Return passages by the day of their papers, the newest first, within a paper the best; undated papers last."""
    days = {each.record.document.document_id: stated_day(each.record.document, papers) for each in shown}

    def order(ranked: Ranked) -> tuple[int, str, float, str]:
        document = ranked.record.document
        day = days[document.document_id] or date.min
        return -day.toordinal(), document.document_id, -round(ranked.fused.score, 7), ranked.fused.passage_id

    return sorted(shown, key=order)
