"""How much, how many, how long, how often."""

import numpy as np

from search.answering.choice import choose
from search.answering.looks import holds
from search.answering.port import Case, Proposal

_HOLDS_NONE = -1.5
"""Added to the score of a sentence that holds no amount and does not say how often."""


def propose(case: Case) -> Proposal | None:
    """Return the sentences that hold an amount or say how often."""
    wanted = case.evidence.plan.understood.wanted
    kinds = [kind for kind in ("frequency", "time", "amount") if kind in wanted] or ["amount"]
    having = np.array([any(holds(kind, text) for kind in kinds) for text in case.texts], bool)
    if not having.any():
        return None
    scores = case.scores + np.where(having, 0, _HOLDS_NONE)
    return Proposal("amount" if having[int(scores.argmax())] else "passage", choose(case, scores))
