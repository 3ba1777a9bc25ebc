"""Put the passages that an answer quotes from records at the head of the results: whoever reads it wants to see them.

A contact or an agreement is found as a record; the passage that states it may be far down the ranking, or not in it.
Knows answers and rankings. Must not know how either was made, nor storage.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from search.document import Passage
from search.highlight import Asked, AskedWord
from search.ranked import Ranked
from search.result import Answer, Quote

_MOST = 3
"""Passages of an answer that lead; a long list of contacts must not be all that is found."""

Fetch = Callable[[Sequence[str]], Sequence[Ranked]]


def leading(answer: Answer | None, read: Sequence[Ranked]) -> tuple[str, ...]:
    """Return the passages that lead: those of contacts, and what is quoted though it was not read for the answer.

    Args:
        read: the passages whose sentences an answer is chosen from; one from them stays where it ranks.
    """
    if answer is None or answer.status != "answered":
        return ()
    known = {each.fused.passage_id for each in read} if answer.kind != "contact" else set[str]()
    return tuple(dict.fromkeys(q.passage_id for q in answer.quotes if q.passage_id not in known))[:_MOST]


def led_by(passage_ids: Sequence[str], page: Sequence[Ranked], limit: int, fetch: Fetch) -> tuple[list[Ranked], int]:
    """Return the first page of results with these passages at its head, and how many were pushed off its end.

    Args:
        fetch: gives those that are not on the page; what may not be shown is left out.
    """
    here = {each.fused.passage_id: each for each in page}
    found = here | {each.fused.passage_id: each for each in fetch([key for key in passage_ids if key not in here])}
    first = [found[key] for key in passage_ids if key in found]
    best = max((each.fused.score for each in page), default=0.0)
    lead = [replace(each, fused=each.fused._replace(score=max(best, each.fused.score))) for each in first]
    moved = {each.fused.passage_id for each in lead}
    shown = [*lead, *(each for each in page if each.fused.passage_id not in moved)]
    return shown[:limit], max(0, len(shown) - limit)


def quoted_in(passage: Passage, quotes: Sequence[Quote]) -> Asked:
    """Return what of a passage is marked that no signal found: the words that are quoted from it."""
    marked: list[AskedWord] = []
    for quote in sorted(quotes, key=lambda quote: (quote.start, -quote.end)):
        begin, end = quote.start - passage.start, quote.end - passage.start
        if quote.passage_id == passage.passage_id and begin >= (marked[-1].end if marked else 0):
            marked.append(AskedWord(begin, end, 1.0, 0))
    return Asked(marked)
