"""The best sentences, whatever was asked for; and the sentence that settles a question of yes or no, as it stands."""

from search.answering.choice import choose
from search.answering.port import Case, Proposal


def propose(case: Case) -> Proposal | None:
    """Return the best one to three sentences."""
    return Proposal("passage", choose(case, case.scores)) if len(case.scores) else None


def settle(case: Case) -> Proposal | None:
    """Return the sentence that settles it first; whether that means yes is the reader's to see, nothing is guessed."""
    return Proposal("yes_no", choose(case, case.scores)) if len(case.scores) else None
