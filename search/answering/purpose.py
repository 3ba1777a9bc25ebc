"""What something is for: the sentence that states a purpose.

Knows wording of the three languages. Must not know intents.
"""

import re

import numpy as np

from search.answering.choice import choose
from search.answering.port import Case, Proposal

_ASKED = re.compile(
    r"\b(?:syfte[tn]?|ändamål(?:et)?|formål(?:et)?|purpose|aims?|mål(?:et|sättning\w*|sætning\w*)? (?:med|for))\b",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"\b(?:syft\w*|ändamål\w*|formål\w*|purposes?|aims?|sigter (?:mod|på)"
    r"|mål(?:et|sättning\w*|sætning\w*) (?:med|for|är|er))\b",
    re.IGNORECASE,
)
_STATES = 3.0
"""Added to the score of a sentence that states a purpose, in logs of odds."""

_LEAST, _LEAST_OF_BEST = 0.2, 0.5
"""Share of the question that such a sentence holds with its headings, and of what the best sentence of all does."""


def propose(case: Case) -> Proposal | None:
    """Return the sentences that state the purpose of what is asked about; None where it is not asked, or not stated."""
    evidence = case.evidence
    if not _ASKED.search(evidence.plan.text):
        return None
    states = np.array([bool(_STATED.search(text)) for text in case.texts], bool)
    told = evidence.covered.clip(min=evidence.above[evidence.row]) @ evidence.rarity
    states &= told >= max(_LEAST, _LEAST_OF_BEST * float(told.max(initial=0.0)))
    return Proposal("passage", choose(case, case.scores + _STATES * states)) if states.any() else None
