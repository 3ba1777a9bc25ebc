"""Decide whether the papers answer a question at all, by a calibrated probability.

Knows cases and the shipped weights. Must not know how an answer is worded.

Source of the weights and the threshold: `python -m training.decision`; docs/evaluation.md, "Not found".
"""

import math
import re
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer
from search.answering.choice import shares_of
from search.answering.features import fits
from search.answering.port import Case
from search.answering.source import Evidence
from search.errors import MissingResource
from search.indexing import context_of
from search.named import named_share

SIGNS = (
    "sentence_covered", "near_covered", "passage_covered", "best_covered", "anywhere_covered", "rarest_missing",
    "rarest_missing_anywhere", "names_missing", "numbers_missing", "near", "cosine", "passage_cosine", "score",
    "margin", "fits", "lacks", "lacks_around", "peak", "same_language", "words", "reference_missing",
)  # fmt: skip
_AROUND = 2
"""Sentences on either side in which the kind of thing that is asked for counts as near."""

_NAME = re.compile(r"(?<!^)(?<![.?!:]\s)\b[A-ZÅÄÖÆØ][\w-]+")
_NUMBER = re.compile(r"\d")
_Array = NDArray[np.float64]


class Decision:
    """Logistic regression over the signs; safe to use from several threads."""

    def __init__(self, mean: _Array, scale: _Array, weights: _Array, bias: float, enough: float) -> None:
        """Take the weights of the signs, each set off by its mean and scaled, and the threshold.

        Args:
            enough: probability from which on an answer is given, 0 to 1.
        """
        self._held = (mean, scale, weights)
        self._bias = bias
        self._enough = enough

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the shipped weights.

        Raises:
            MissingResource: the file is not there, or was made for other signs.
        """
        try:
            with np.load(path, allow_pickle=False) as held:
                names = tuple(held["names"].tolist())
                mean, scale, weights = (held[name].astype(np.float64) for name in ("mean", "scale", "weights"))
                bias, enough = float(held["bias"]), float(held["enough"])
        except (OSError, ValueError, KeyError) as error:
            raise MissingResource(f"{path.name} cannot be read ({error}); install samsok again") from error
        if names != SIGNS:
            raise MissingResource(f"{path.name} was made for other signs; install samsok again")
        return cls(mean, scale, weights, bias, enough)

    def arrays(self) -> dict[str, NDArray[np.float64]]:
        """Return what `load` reads, by name."""
        mean, scale, weights = self._held
        return {"names": np.array(SIGNS), "mean": mean, "scale": scale, "weights": weights,
                "bias": np.array(self._bias), "enough": np.array(self._enough)}  # fmt: skip

    def confidence(self, signs: _Array) -> float:
        """Return the probability that the papers answer, 0 to 1."""
        mean, scale, weights = self._held
        logit = float((signs - mean) / scale @ weights) + self._bias
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))

    def is_enough(self, confidence: float) -> bool:
        """Tell whether an answer is given."""
        return confidence >= self._enough


def signs(case: Case, analyzer: Analyzer) -> _Array | None:
    """Return what speaks for an answer, as SIGNS names it; None where there is no sentence."""
    evidence = case.evidence
    if not len(case.scores):
        return None
    best = int(case.scores.argmax())
    row, rarity = int(evidence.row[best]), evidence.rarity
    covered = evidence.held @ rarity
    around = [
        at
        for at in range(best - _AROUND, best + _AROUND + 1)
        if 0 <= at < len(evidence.row) and evidence.row[at] == row
    ]
    scores = np.array([source.ranked.fused.score for source in evidence.sources])
    source = evidence.sources[row]
    wants = bool(evidence.plan.understood.wanted)
    here = any(fits(evidence, case.texts[best]))
    near_here = any(any(fits(evidence, case.texts[at])) for at in around)
    missing = 1 - evidence.held[row]
    nowhere = 1 - evidence.held.max(axis=0)
    rarest = _rarity(evidence, analyzer)
    return np.array([
        float(np.maximum(evidence.covered[best], evidence.above[row]) @ rarity),
        float(evidence.covered[around].max(axis=0).clip(min=evidence.above[row]) @ rarity),
        float(covered[row]),
        float(covered.max()),
        float(1 - nowhere @ rarity),
        float((missing * rarest).max()),
        float((nowhere * rarest).max()),
        _unmatched(evidence, row, _names(evidence)),
        _unmatched(evidence, row, [bool(_NUMBER.search(word)) for word in evidence.words]),
        float(evidence.near[best]),
        float(evidence.cosine[best]),
        source.ranked.fused.cosine or 0.0,
        float(scores[row]),
        float(scores.max() - np.sort(scores)[-2:].mean()),
        float(here),
        float(wants and not here),
        float(wants and not near_here),
        float(shares_of(case.scores).max()),
        float(evidence.plan.language == source.record.passage.language),
        min(len(evidence.words), 12) / 12,
        1 - named_share(evidence.plan.named, source.text, context_of(source.record)) if evidence.plan.named else 0.0,
    ])  # fmt: skip


def _rarity(evidence: Evidence, analyzer: Analyzer) -> _Array:
    return np.array([analyzer.rarity(word, evidence.plan.language) if word else 0.0 for word in evidence.words])


def _names(evidence: Evidence) -> list[bool]:
    """Tell of each word of the question whether it is written as a name."""
    named = {match.group().lower() for match in _NAME.finditer(evidence.plan.text)}
    return [word in named for word in evidence.words]


def _unmatched(evidence: Evidence, row: int, which: list[bool]) -> float:
    """Return how badly the passage stands for the worst of some of the question's words; 0 where there are none."""
    picked = np.array(which)
    return float((1 - evidence.held[row][picked]).max()) if picked.any() else 0.0
