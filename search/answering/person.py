"""Who: a person by name and role, or the body that has the task."""

import numpy as np

from search.answering.choice import choose
from search.answering.looks import holds
from search.answering.port import Case, Proposal
from search.answering.signature import in_signature

_NOBODY = -1.5
_SIGNED_THERE = 3.0
"""Added to the score of a sentence that names nobody, and of one beside the signatures where those are asked for."""

_SIGNING = frozenset({"signed", "decided"})


def propose(case: Case) -> Proposal | None:
    """Return the sentences that name somebody."""
    somebody = np.array([holds("person", text) or holds("body", text) for text in case.texts], bool)
    if not somebody.any():
        return None
    scores = case.scores + np.where(somebody, 0, _NOBODY)
    if case.evidence.plan.understood.events & _SIGNING:
        scores = scores + _SIGNED_THERE * in_signature(case)
    return Proposal("person" if somebody[int(scores.argmax())] else "passage", choose(case, scores))
