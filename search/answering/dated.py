"""The date that belongs to what is asked: decided, signed, in force, until, a deadline, a meeting."""

import numpy as np

from search.answering.choice import choose
from search.answering.looks import holds
from search.answering.port import Case, Proposal
from search.understanding.question import EVENTS

_OF_THE_EVENT = 1.2
_OF_ANOTHER = -0.5
_A_DAY = 0.5
"""Added to a sentence's score where it speaks of the event that is asked about, of another one alone, and where it
names a day."""


def propose(case: Case) -> Proposal | None:
    """Return the sentences that hold a point in time, of the event that is asked about first."""
    timed = np.array([holds("date", text) or holds("time", text) for text in case.texts], bool)
    if not timed.any():
        return None
    asked = case.evidence.plan.understood.events
    scores = case.scores + np.array([_bonus(text, asked) for text in case.texts])
    best = int(scores.argmax())
    return Proposal("date" if timed[best] else "passage", choose(case, scores))


def _bonus(text: str, asked: frozenset[str]) -> float:
    bonus = _A_DAY * holds("date", text)
    if not asked:
        return bonus
    spoken = {name for name, pattern in EVENTS.items() if pattern.search(text)}
    return bonus + (_OF_THE_EVENT if spoken & asked else _OF_ANOTHER if spoken and holds("date", text) else 0.0)
