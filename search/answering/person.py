"""Who: a person by name and role, or the body that has the task."""

import numpy as np

from search.answering.choice import choose
from search.answering.looks import holds
from search.answering.port import Case, Proposal

_NAMED = 0.5
"""Added to the score of a sentence that names a person or a body."""


def propose(case: Case) -> Proposal | None:
    """Return the sentences that name somebody."""
    somebody = np.array([holds("person", text) or holds("body", text) for text in case.texts], bool)
    if not somebody.any():
        return None
    scores = case.scores + _NAMED * somebody
    return Proposal("person" if somebody[int(scores.argmax())] else "passage", choose(case, scores))
