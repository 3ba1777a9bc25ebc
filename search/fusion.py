"""Join the two signals' candidates into one ranking.

Knows scores only. Must not know texts, languages or engines.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from search.index.port import Candidate

LEXICAL_WEIGHT = 0.6
DENSE_WEIGHT = 0.4
"""Source: docs/evaluation.md, "Fusion": grid over the evaluation sets."""


@dataclass(frozen=True, slots=True)
class Fused:
    """A candidate with what each signal said.

    Attributes:
        score: 0 to 1.
        bm25_score, cosine: as the signal gave it; None where it did not find the passage among its best.
    """

    passage_id: str
    score: float
    bm25_score: float | None
    cosine: float | None


def fuse(dense: Sequence[Candidate], sparse: Sequence[Candidate]) -> list[Fused]:
    """Return the union of both lists, best first; ties are broken by id, so that every adapter agrees.

    Each signal is scaled to 0..1 over its own candidates (Fox and Shaw 1994, CombSUM; min-max normalisation), a
    passage that a signal did not find gets 0 from it.
    """
    cosine = {candidate.passage_id: candidate.score for candidate in dense}
    bm25 = {candidate.passage_id: candidate.score for candidate in sparse}
    scaled_cosine, scaled_bm25 = _min_max(cosine), _scale_to_best(bm25)
    fused = [
        Fused(
            passage_id,
            LEXICAL_WEIGHT * scaled_bm25.get(passage_id, 0.0) + DENSE_WEIGHT * scaled_cosine.get(passage_id, 0.0),
            bm25.get(passage_id),
            cosine.get(passage_id),
        )
        for passage_id in bm25.keys() | cosine.keys()
    ]
    return sorted(fused, key=lambda item: (-round(item.score, 7), item.passage_id))


def _min_max(scores: dict[str, float]) -> dict[str, float]:
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {key: (score - low) / (high - low) if high > low else 1.0 for key, score in scores.items()}


def _scale_to_best(scores: dict[str, float]) -> dict[str, float]:
    """Scale by the best alone: a lexical score of nought means that no word was found, so nought is the floor."""
    high = max(scores.values(), default=0.0)
    return {key: score / high if high > 0 else 0.0 for key, score in scores.items()}
