"""A ranked passage as a result shows it, and what spoke for it.

Knows rankings and the shape of a result. Must not know how either was made.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from search.papers.dating import stated_day
from search.papers.view import Papers
from search.rank import FEATURES
from search.ranked import Ranked
from search.result import Hit


def hit_of(ranked: Ranked, papers: Papers, why: dict[str, object] | None) -> Hit:
    """Return a passage as a result; `why` is `why_of`, or None where it was not asked for."""
    passage, document, fused = ranked.record.passage, ranked.record.document, ranked.fused
    marks = ranked.asked.highlights(passage.text)
    return Hit(
        passage.passage_id, document.document_id, document.title, document.source, document.organisations,
        document.document_type, passage.language, passage.section_path, passage.page, passage.page_label,
        passage.text, marks, round(fused.score, 6), document.validity, why, document.modified,
        stated_day(document, papers),
    )  # fmt: skip


def why_of(ranked: Ranked, known: Mapping[str, NDArray[np.float64]]) -> dict[str, object]:
    """Return what speaks for a passage: both signals, what the ranking saw, and the words that were found.

    Args:
        known: what the ranking knows of passages by their ids, as `search.rank.FEATURES` names it.
    """
    fused, text = ranked.fused, ranked.record.passage.text
    seen = {
        name: round(float(value), 4) for name, value in zip(FEATURES, known.get(fused.passage_id, ()), strict=False)
    }
    words = {text[word.start : word.end]: round(word.weight, 3) for word in ranked.asked.words}
    return {"bm25_score": fused.bm25_score, "cosine": fused.cosine, **seen, "found": words}
