"""Whom to reach: a number, an address, or whom a paper names to ask for."""

import numpy as np

from search.answering.choice import choose
from search.answering.looks import holds
from search.answering.port import Case, Proposal

_UNREACHABLE, _NOBODY = -1.5, -1.0
"""Added to the score of a sentence with no number or address, and further of one that names nobody either."""

_ON_TOPIC = 0.4
"""Share of the question that a passage must hold for its number to be the one that is asked for."""


def propose(case: Case) -> Proposal | None:
    """Return the sentences that hold a number or an address first, then those that name somebody."""
    evidence = case.evidence
    on_topic = (evidence.held @ evidence.rarity >= _ON_TOPIC)[evidence.row]
    reach = np.array([holds("contact", text) for text in case.texts], bool) & on_topic
    if not reach.any():
        return None
    named = np.array([holds("person", text) or holds("body", text) for text in case.texts], bool)
    scores = case.scores + np.where(reach, 0, _UNREACHABLE + np.where(named, 0, _NOBODY))
    return Proposal("contact" if reach[int(scores.argmax())] else "passage", choose(case, scores))
