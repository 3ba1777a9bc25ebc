"""Who: a person by name and role, or the body that has the task."""

import re

import numpy as np
from numpy.typing import NDArray

from search.answering.choice import choose
from search.answering.focus import office
from search.answering.looks import PERSON, holds
from search.answering.port import Case, Proposal
from search.answering.signature import in_signature
from search.understanding.opening import OFFICE

_NOBODY = -1.5
_SIGNED_THERE = 3.0
"""Added to the score of a sentence that names nobody, and of one beside the signatures where those are asked for."""

_IN_OFFICE = 4.0
"""Added where a name stands right beside the office that is asked about."""

_BEFORE = re.compile(
    rf"{OFFICE.pattern}(?:\s(?:i|på|för|vid|for|of|at|fra|från|hos)\s[^,.;]{{2,60}})?[,:]?\s+$", re.IGNORECASE
)
_BEHIND = re.compile(rf",?\s+\(?(?:[\w-]+\s)?[\w-]*{OFFICE.pattern}", re.IGNORECASE)
_SIGNING = frozenset({"signed", "decided"})


def propose(case: Case) -> Proposal | None:
    """Return the sentences that name somebody."""
    somebody = np.array([holds("person", text) or holds("body", text) for text in case.texts], bool)
    if not somebody.any():
        return None
    scores = case.scores + np.where(somebody, 0, _NOBODY) + _IN_OFFICE * _in_office(case)
    if case.evidence.plan.understood.events & _SIGNING:
        scores = scores + _SIGNED_THERE * in_signature(case)
    return Proposal("person" if somebody[int(scores.argmax())] else "passage", choose(case, scores))


def _in_office(case: Case) -> NDArray[np.float64]:
    """Return how far each sentence gives a name to the office that is asked about, 0 to 1; shape (s,)."""
    asked = office(case.evidence.words)
    if asked is None:
        return np.zeros(len(case.texts))
    holds_office = case.evidence.covered[:, asked]
    return np.array(
        [held * (held > 0 and _is_titled(text)) for text, held in zip(case.texts, holds_office, strict=True)]
    )


def _is_titled(text: str) -> bool:
    """Tell whether a name stands right before or behind an office."""
    return any(
        _BEFORE.search(text[: name.start()]) or _BEHIND.match(text[name.end() :]) for name in PERSON.finditer(text)
    )
