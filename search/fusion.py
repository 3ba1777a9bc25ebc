"""Join the two signals' candidates into one ranking.

Knows scores only. Must not know texts, languages or engines.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from search.index.port import Candidate

SAME_LANGUAGE_WEIGHT = 0.75
OTHER_LANGUAGE_WEIGHT = 0.55
"""The lexical signal's share: words of the question's own language are surer than translated ones.

Source: docs/evaluation.md, "Fusion", a grid over the evaluation sets.
"""


SURE_COSINE = 0.35
"""A best cosine under this is not stretched to 1: where nothing is near, being a little nearer means little."""


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


def fuse(dense: Sequence[Candidate], sparse: Sequence[Candidate], language: str) -> list[Fused]:
    """Return the union of both lists, best first; ties are broken by id, so that every adapter agrees.

    Each signal is scaled to its best candidate and weighted by whether the passage speaks the question's language
    (weighted CombSUM, Fox and Shaw 1994). A passage that a signal did not find gets nought from it.

    Args:
        dense, sparse: the signals' candidates, with their passages' languages.
        language: the question's.
    """
    cosine = {candidate.passage_id: candidate.score for candidate in dense}
    bm25 = {candidate.passage_id: candidate.score for candidate in sparse}
    languages = {candidate.passage_id: candidate.language for candidate in (*dense, *sparse)}
    scaled_cosine, scaled_bm25 = _scaled(cosine, SURE_COSINE), _scaled(bm25, 0.0)
    fused = []
    for passage_id, spoken in languages.items():
        weight = SAME_LANGUAGE_WEIGHT if spoken == language else OTHER_LANGUAGE_WEIGHT
        score = weight * scaled_bm25.get(passage_id, 0.0) + (1 - weight) * scaled_cosine.get(passage_id, 0.0)
        fused.append(Fused(passage_id, score, bm25.get(passage_id), cosine.get(passage_id)))
    return sorted(fused, key=lambda item: (-round(item.score, 7), item.passage_id))


def _scaled(scores: dict[str, float], least: float) -> dict[str, float]:
    """Scale so that the best, or `least` where the best is lower, has 1; below nought says nothing for a passage."""
    high = max(least, *scores.values()) if scores else 0.0
    return {key: max(score, 0.0) / high if high > 0 else 0.0 for key, score in scores.items()}
