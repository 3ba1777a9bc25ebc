"""How well a passage supports an answer: which of the question's words it holds, in any language, and how near it is.

Knows plans and passages; must not know how an answer is worded.
"""

import math
from dataclasses import dataclass

from search.analysis import Analyzer, Token, dimension
from search.indexing import context_of
from search.named import named_share
from search.plan import Plan
from search.ranked import Ranked

WEIGHTS = (-5.22, 0.84, 0.33, -0.69, 8.77)
"""Bias and the weights of `features`, a logistic regression over the sample questions.

Source: `python -m training.support`; docs/evaluation.md, "Not found".
"""

_ENOUGH = 0.35


_SHORT_NUMBER, _OF_SHORT_NUMBER = 2, 0.3
"""Digits of a number that stands in every other paper, for something else each time, and how rare it counts."""


_COMPOSED = 0.8
"""How far a passage covers a compound that it does not hold, where it holds all its parts; fewer are a share."""


@dataclass(frozen=True, slots=True)
class Support:
    """What speaks for a passage.

    Attributes:
        coverage: share of the question's content that the passage, its title or its headings hold, 0 to 1.
        confidence: probability that the passage answers, 0 to 1.
    """

    coverage: float
    confidence: float

    @property
    def is_enough(self) -> bool:
        """Tell whether the passage is good enough to be quoted."""
        return self.confidence >= _ENOUGH


def support(plan: Plan, ranked: Ranked, analyzer: Analyzer) -> Support:
    """Return how well a passage supports an answer."""
    values = features(plan, ranked, analyzer)
    logit = WEIGHTS[0] + sum(weight * value for weight, value in zip(WEIGHTS[1:], values, strict=True))
    named = named_share(plan.named, ranked.record.passage.text, context_of(ranked.record)) if plan.named else 1.0
    return Support(values[0], named / (1 + math.exp(-logit)))


def features(plan: Plan, ranked: Ranked, analyzer: Analyzer) -> tuple[float, float, float, float]:
    """Return coverage, cosine, whether the passage speaks the question's language (0 or 1), and the fused score."""
    same = float(plan.language == ranked.record.passage.language)
    return coverage(plan, ranked, analyzer), ranked.fused.cosine or 0.0, same, ranked.fused.score


def coverage(plan: Plan, ranked: Ranked, analyzer: Analyzer) -> float:
    """Return the share of the question's words, weighted by rarity, that the passage holds or translates."""
    held, language = ranked.asked.held, ranked.record.passage.language
    total = found = 0.0
    for token, terms in plan.sparse.tokens_in(language):
        rarity = _rarity(token, plan.language, analyzer)
        total += rarity
        parts = _parts(token, language) if language == plan.language else frozenset[int]()
        whole = max((weight for dim, weight in terms.items() if dim in held and dim not in parts), default=0.0)
        composed = _COMPOSED * len(parts & held) / len(parts) if parts else 0.0
        found += rarity * max(min(1.0, whole * 2), composed)
    return found / total if total else 0.0


def _parts(token: Token, language: str) -> frozenset[int]:
    return frozenset(dimension(form.stem, language) for form in token.forms if form.kind == "part")


def _rarity(token: Token, language: str, analyzer: Analyzer) -> float:
    if token.word.isdigit() and len(token.word) <= _SHORT_NUMBER:
        return _OF_SHORT_NUMBER
    return analyzer.rarity(token.word, language)
