"""The date that belongs to what is asked: decided, signed, in force, until, a deadline, a meeting."""

import numpy as np
from numpy.typing import NDArray

from search.answering.choice import choose
from search.answering.looks import holds
from search.answering.port import Case, Proposal
from search.answering.signature import in_signature
from search.understanding.question import events_in

_TIMELESS = -2.5
_OF_THE_EVENT = 1.5
_OF_ANOTHER = -1.0
_A_DAY = 0.5
_SIGNED_THERE = 2.5
"""Added to a sentence's score where it holds no point in time, where it speaks of the event that is asked about or of
another one alone, where it names a day, and where it stands beside the signatures and their day is asked for."""

_SIGNING = frozenset({"signed", "decided"})


def propose(case: Case) -> Proposal | None:
    """Return the sentences that hold a point in time, of the event that is asked about first."""
    timed = np.array([holds("date", text) or holds("time", text) for text in case.texts], bool)
    if not timed.any():
        return None
    scores = case.scores + np.where(timed, _bonus(case), _TIMELESS)
    return Proposal("date" if timed[int(scores.argmax())] else "passage", choose(case, scores))


def _bonus(case: Case) -> NDArray[np.float64]:
    asked = case.evidence.plan.understood.events
    bonus = np.array([_A_DAY * holds("date", text) + _of_event(text, asked) for text in case.texts])
    return bonus + _SIGNED_THERE * in_signature(case) if asked & _SIGNING else bonus


def _of_event(text: str, asked: frozenset[str]) -> float:
    if not asked:
        return 0.0
    spoken = events_in(text)
    return _OF_THE_EVENT if spoken & asked else _OF_ANOTHER if spoken else 0.0
