"""Move the passage in which a paper states what is asked of it beside the best passage of that paper.

Who signed, and since when it holds, stand on a paper's last lines, far from the words that tell which paper is meant.
Knows rankings, what is asked, and the facts of papers. Must not know how scores were made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from search.filing import names_number
from search.papers.view import Papers
from search.plan import Plan
from search.ranked import Ranked, best_first
from search.records import FactName
from search.understanding import Understood
from search.understanding.question import Event

_MOST_GAINED = 0.2
"""Of a score of 0 to 1: a passage that hardly speaks of the question is not raised to the best."""

_JUST_ABOVE = 1e-6

FACTS_OF_DAYS: Mapping[Event, tuple[FactName, ...]] = MappingProxyType(
    {
        "signed": ("signed", "decided"),
        "decided": ("decided", "signed"),
        "from": ("valid_from",),
        "until": ("valid_to", "term"),
    }
)
_PERSONS: Mapping[Event, tuple[FactName, ...]] = MappingProxyType(
    {"signed": ("signatory",), "decided": ("decided_by", "signatory")}
)
"""Event -> facts that tell when it was and who did it, of which the first that a paper states counts."""


def facts_asked(question: str, understood: Understood) -> tuple[tuple[FactName, ...], ...]:
    """Return the facts of a paper that a question asks for, each with what stands for it; nothing if it asks else."""
    if names_number(question):
        return (("reference_number",),)
    told = FACTS_OF_DAYS if "time" in understood.wanted else _PERSONS if understood.intent == "who" else {}
    return tuple(names for event, names in told.items() if event in understood.events)


def stating_first(plan: Plan, head: Sequence[Ranked], papers: Papers) -> list[Ranked]:
    """Return the head of a ranking in which a passage that states what is asked stands as high as its paper does."""
    asked = facts_asked(plan.text, plan.understood)
    if not asked:
        return list(head)
    best: dict[str, float] = {}
    for each in head:
        key = each.record.document.document_id
        best[key] = max(best.get(key, 0.0), each.fused.score)
    stating = {passage_id for key in best for passage_id in _stating(papers, key, asked)}
    return best_first(_raised(each, best) if each.fused.passage_id in stating else each for each in head)


def _stating(papers: Papers, document_id: str, asked: Sequence[Sequence[FactName]]) -> set[str]:
    """Return the passages in which a paper states what is asked."""
    stated = [fact for fact in papers.facts(document_id) if fact.span and fact.span.passage_id]
    found = set()
    for names in asked:
        held = next((name for name in names if any(fact.name == name for fact in stated)), None)
        found |= {fact.span.passage_id for fact in stated if fact.name == held and fact.span and fact.span.passage_id}
    return found


def _raised(ranked: Ranked, best: Mapping[str, float]) -> Ranked:
    score, most = ranked.fused.score, best[ranked.record.document.document_id]
    return replace(ranked, fused=ranked.fused._replace(score=min(1.0, most + _JUST_ABOVE, score + _MOST_GAINED)))
