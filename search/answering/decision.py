"""Decide whether the papers answer a question at all."""

from search.analysis import Analyzer
from search.answering.port import Case
from search.support import support

_ENOUGH = 0.35


class Decision:
    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def confidence(self, case: Case) -> float:
        plan = case.evidence.plan
        return max((support(plan, s.ranked, self._analyzer).confidence for s in case.evidence.sources), default=0.0)

    def is_enough(self, confidence: float) -> bool:
        return confidence >= _ENOUGH
