"""Rank the candidates that were looked at closely. Knows plans, signals and the forward index; must not know texts."""

import numpy as np
from numpy.typing import NDArray

from search.forward import TermTable
from search.fusion import OTHER_LANGUAGE_WEIGHT, SAME_LANGUAGE_WEIGHT, Signals
from search.plan import Plan


def rank(plan: Plan, signals: Signals, table: TermTable) -> NDArray[np.float64]:
    """Return a score, 0 to 1, for each candidate."""
    same = np.array([language == plan.language for language in table.languages], dtype=np.bool_)
    return signals.weighted(np.where(same, SAME_LANGUAGE_WEIGHT, OTHER_LANGUAGE_WEIGHT))
