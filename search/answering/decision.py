"""Decide whether the papers answer a question at all, by a calibrated probability.

Knows cases and the shipped weights. Must not know how an answer is worded.

Source of the weights and the threshold: `python -m training.decision`; docs/evaluation.md, "Not found".
"""

import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer
from search.answering.alias import named_otherwise
from search.answering.choice import shares_of
from search.answering.features import fits
from search.answering.lack import LACKS, lacks
from search.answering.port import Case, Proposal, sentences_in
from search.answering.reference import named_before
from search.answering.source import Evidence
from search.errors import MissingResource
from search.indexing import context_of
from search.named import holds_named
from search.nation import NATION_WORDS

SIGNS = (
    "sentence_covered", "near_covered", "passage_covered", "best_covered", "anywhere_covered", "any_sentence_covered",
    "first_covered", "rarest_missing", "rarest_missing_anywhere", "names_missing", "names_missing_anywhere",
    "numbers_missing", "near", "cosine", "passage_cosine", "best_cosine", "score", "best_score", "three_scores",
    "score_and_covered", "margin", "lacks_around", "peak", "same_language", "words", "reference_missing", *LACKS,
)  # fmt: skip
_ANYWHERE = SIGNS.index("anywhere_covered")
_HARDLY_COVERED = 0.5
"""Share of the question that all passages hold together, under which the confidence falls with it."""

_AROUND = 2
"""Sentences on either side in which the kind of thing that is asked for counts as near."""

_MANY_WORDS = 12
_UNNAMED = 0.5
"""Sign of a passage that holds nothing of what the question names."""

_NAME = re.compile(r"(?<!^)(?<![.?!:]\s)\b[A-ZÅÄÖÆØ][\w-]+")
_NUMBER = re.compile(r"\d")
_ELSEWHERE = """
nordic nordisk nordiska nordiske south north west east southern northern western eastern gothenburg
copenhagen scania zealand jutland funen elsinore stockholm malmö malmø köpenhamn själland jylland
"""
_SAID_OTHERWISE = NATION_WORDS.union(_ELSEWHERE.split())
"""Names that another language writes otherwise, or that go without saying: that they are missing tells nothing."""
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
        share = min(1.0, float(signs[_ANYWHERE]) / _HARDLY_COVERED)
        return share / (1 + math.exp(-max(-50.0, min(50.0, logit))))

    def is_enough(self, confidence: float) -> bool:
        """Tell whether an answer is given."""
        return confidence >= self._enough


def signs(case: Case, analyzer: Analyzer, proposal: Proposal | None = None) -> _Array | None:
    """Return what speaks for an answer, as SIGNS names it.

    Args:
        proposal: what would be answered; of a list all lines speak together, each of them says little.

    Returns:
        None where there is no sentence, or no passage holds a word of the question: digits alone are no subject.
    """
    if not len(case.scores) or not _holds_a_word(case.evidence):
        return None
    chosen = _listed(case, proposal) or [int(case.scores.argmax())]
    best = max(chosen, key=lambda at: (case.scores[at], -at))
    row = int(case.evidence.row[best])
    there = (*_coverage(case, chosen, row), *_missing(case.evidence, row, analyzer), *_nearness(case, chosen, row))
    return np.array([*there, *lacks(case.evidence, best)])


def _listed(case: Case, proposal: Proposal | None) -> list[int]:
    """Return the sentences of a proposed list, with the one before that names what it is of; none of other answers."""
    if proposal is None or proposal.kind != "list":
        return []
    inside = sentences_in(proposal.pieces[0])
    return [*named_before(case, inside[:1]), *inside] if len(inside) > 1 else []


def _holds_a_word(evidence: Evidence) -> bool:
    said = np.array([any(map(str.isalpha, word)) for word in evidence.words], np.bool_)
    return bool((evidence.held[:, said] > 0).any())


def _coverage(case: Case, chosen: Sequence[int], row: int) -> list[float]:
    """Return how much of the question stands in the best sentence, around it, and in the passages."""
    evidence, rarity = case.evidence, case.evidence.rarity
    covered = evidence.held @ rarity
    there = evidence.covered[chosen].max(axis=0)
    around = evidence.covered[[at for each in chosen for at in _around(evidence, each, row)]].max(axis=0)
    with_heading = np.maximum(evidence.covered, evidence.above[evidence.row]) @ rarity
    return [
        float(there.clip(min=evidence.above[row]) @ rarity),
        float(around.clip(min=evidence.above[row]) @ rarity),
        float(covered[row]),
        float(covered.max()),
        float(evidence.held.max(axis=0) @ rarity),
        float(with_heading.max()),
        float(covered[0]),
    ]


def _missing(evidence: Evidence, row: int, analyzer: Analyzer) -> list[float]:
    """Return how rare the words are, and whether they are names or numbers, for which the passages do not stand."""
    held = np.maximum(evidence.held, named_otherwise(evidence))
    here, anywhere = 1 - held[row], 1 - held.max(axis=0)
    rarities = [analyzer.rarity(word, evidence.plan.language) if word else 0.0 for word in evidence.words]
    written = {match.group().lower() for match in _NAME.finditer(evidence.plan.text)} - _SAID_OTHERWISE
    names = np.array([word in written for word in evidence.words])
    numbers = np.array([bool(_NUMBER.search(word)) for word in evidence.words])
    return [
        float((here * rarities).max()),
        float((anywhere * rarities).max()),
        float((here * names).max()),
        float((anywhere * names).max()),
        float((here * numbers).max()),
    ]


def _nearness(case: Case, chosen: Sequence[int], row: int) -> list[float]:
    """Return how near the best sentence and passages come, how far they stand out, and what they lack."""
    evidence, source = case.evidence, case.evidence.sources[row]
    scores = np.array([each.ranked.fused.score for each in evidence.sources])
    cosines = [each.ranked.fused.cosine or 0.0 for each in evidence.sources]
    highest, named = np.sort(scores)[::-1], evidence.plan.named
    around = [at for each in chosen for at in _around(evidence, each, row)]
    wanted = evidence.plan.understood.wanted - {"list"}
    lacks = bool(wanted) and not any(any(fits(evidence, case.texts[at])) for at in around)
    return [
        float(evidence.near[chosen].max()),
        float(evidence.cosine[chosen].max()),
        cosines[row],
        max(cosines),
        float(scores[row]),
        float(highest[0]),
        float(highest[:3].sum()) / 3,
        float((scores * (evidence.held @ evidence.rarity)).max()),
        float(highest[0] - highest[:2].sum() / 2),
        float(lacks),
        float(shares_of(case.scores)[chosen].sum()),
        float(evidence.plan.language == source.record.passage.language),
        min(len(evidence.words), _MANY_WORDS) / _MANY_WORDS,
        _UNNAMED * bool(named and not holds_named(named, source.text, context_of(source.record))),
    ]


def _around(evidence: Evidence, best: int, row: int) -> list[int]:
    near = range(max(0, best - _AROUND), min(len(evidence.row), best + _AROUND + 1))
    return [at for at in near if evidence.row[at] == row]
