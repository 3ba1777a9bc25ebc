"""Which paper: sentences of the paper of the kind that is asked for, whose title then leads the answer.

Knows words for kinds of papers in three languages. Must not know how sentences are scored.
"""

import numpy as np

from search.answering.choice import choose
from search.answering.port import Case, Proposal
from search.document import DocumentType

_KINDS: tuple[tuple[tuple[str, ...], tuple[DocumentType, ...]], ...] = (
    (("handlingsplan", "handleplan", "åtgärdsplan", "action plan"), ("action_plan",)),
    (("guide", "vejledning", "vägledning", "rutin", "handbok", "håndbog", "manual"), ("guide", "booklet")),
    (("häfte", "hæfte", "broschyr", "pjece", "booklet", "brochure"), ("booklet", "guide")),
    (("överenskommelse", "avtal", "aftale", "agreement"), ("agreement",)),
    (("strateg",), ("strategy",)),
    (("kontaktlist", "contact list"), ("contact_list",)),
    (("protokoll", "referat", "minutes"), ("minutes",)),
    (("promemoria", "notat", "memo"), ("memo",)),
)
"""Parts of a question, and the kinds of document that they may mean; the first that stands there counts."""

_FAR = 100.0
"""Under every score: what is set so far back is not chosen."""


def propose(case: Case) -> Proposal | None:
    """Return the best sentences of the paper of that kind that holds most of the question; None where none is near."""
    kinds = _asked(case.evidence.plan.text)
    sources = case.evidence.sources
    meant = np.array([source.record.document.document_type in kinds for source in sources], dtype=np.bool_)
    if not meant.any() or not len(case.scores):
        return None
    worth = (case.evidence.held + case.evidence.above) @ case.evidence.rarity
    best = sources[int(np.where(meant, worth, -1.0).argmax())].record.document.document_id
    of_it = np.array([source.record.document.document_id == best for source in sources], dtype=np.bool_)
    scores = np.where(of_it[case.evidence.row], case.scores, case.scores.min() - _FAR)
    return Proposal("passage", choose(case, scores))


def _asked(question: str) -> tuple[DocumentType, ...]:
    lower = question.lower()
    return next((kinds for words, kinds in _KINDS if any(word in lower for word in words)), ())
