"""What speaks for each sentence as the answer, as numbers.

Knows evidence and looks. Must not know weights or how an answer is worded.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.answering.looks import holds, is_list_line
from search.answering.source import Evidence
from search.understanding.question import Wanted

_WANTED: dict[Wanted, tuple[str, ...]] = {
    "time": ("date", "time"), "amount": ("amount",), "frequency": ("frequency",), "person": ("person", "body"),
    "contact": ("contact",), "means": ("means",), "reason": ("reason",), "list": (),
}  # fmt: skip
_FLAGS = tuple(kind for kind in _WANTED if kind != "list")

FEATURES = (
    "covered", "covered_with_heading", "covered_near", "covered_before", "covered_after", "words", "rarest", "apart",
    "apart_share",
    "passage_covered", "near", "near_share", "cosine", "cosine_share", "density",
    *(f"is_{kind}" for kind in _FLAGS), "is_person_name", "is_line_of_list", "lacks", "length", "is_short",
    "is_question", "is_heading", "before_is_question", "before_is_heading", "before_is_lead_in", "is_first", "depth",
    "score", "score_share", "rank", "same_language",
)  # fmt: skip
_SHORT = 25
_SMOOTH = 0.5
"""Sentences that each word is taken to stand in beside those that hold it."""

_LONG_HEADING = 80


def features(evidence: Evidence) -> NDArray[np.float64]:
    """Return what is known of each sentence, columns as FEATURES names them; shape (s, len(FEATURES))."""
    texts = evidence.texts
    if not texts:
        return np.zeros((0, len(FEATURES)))
    return np.stack(
        [*_word_columns(evidence), *_look_columns(evidence, texts), *_place_columns(evidence, texts)], axis=1
    )


def fits(evidence: Evidence, text: str) -> list[bool]:
    """Return for each kind whether it is wanted and the text holds it."""
    wanted = evidence.plan.understood.wanted
    return [kind in wanted and any(holds(look, text) for look in _WANTED[kind]) for kind in _FLAGS]


def _word_columns(evidence: Evidence) -> list[NDArray[np.float64]]:
    covered, rarity, row = evidence.covered, evidence.rarity, evidence.row
    before, after = _moved(covered, row, 1), _moved(covered, row, -1)
    share, apart = covered @ rarity, covered @ _telling_apart(covered, rarity)
    lengths = np.array([end - start for source in evidence.sources for start, end in source.spans], float)
    return [
        share,
        np.maximum(covered, evidence.above[row]) @ rarity,
        np.maximum(np.maximum(covered, before), after) @ rarity,
        before @ rarity,
        after @ rarity,
        np.minimum((covered > 0).sum(axis=1), 6) / 6,
        covered[:, int(rarity.argmax())],
        apart,
        apart / max(float(apart.max()), 1e-6),
        (evidence.held @ rarity)[row],
        evidence.near,
        evidence.near / max(float(evidence.near.max()), 1e-6),
        evidence.cosine,
        evidence.cosine / max(float(evidence.cosine.max()), 1e-6),
        share / np.log2(lengths / 20 + 2),
    ]


def _telling_apart(covered: NDArray[np.float64], rarity: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how much each word tells these sentences apart: what all of them speak of chooses none; sums to 1.

    Source: cross-validated over the sample questions, a right sentence comes first for 0.65 instead of 0.61.
    """
    telling: NDArray[np.float64] = rarity * np.log((len(covered) + 1) / (_SMOOTH + covered.sum(axis=0))).clip(min=0)
    return telling / max(float(telling.sum()), 1e-9)


def _look_columns(evidence: Evidence, texts: Sequence[str]) -> list[NDArray[np.float64]]:
    wanted, none = evidence.plan.understood.wanted, np.zeros(len(texts))
    fitting = np.zeros((len(texts), len(_FLAGS)))
    asks = any(kind in wanted for kind in _FLAGS)
    if asks:
        fitting[:] = [fits(evidence, text) for text in texts]
    named = np.array([holds("person", text) for text in texts], float) if "person" in wanted else none
    lines = np.array([is_list_line(text) for text in texts], float) if "list" in wanted else none
    return [*fitting.T, named, lines, asks * (1.0 - fitting.max(axis=1))]


def _place_columns(evidence: Evidence, texts: Sequence[str]) -> list[NDArray[np.float64]]:
    row = evidence.row
    lengths = np.array([len(text) for text in texts], float)
    question = np.array([text.endswith("?") for text in texts], float)
    heading = np.array([len(text) < _LONG_HEADING and text[-1] not in ".!?:;" for text in texts], float)
    lead_in = np.array([text.endswith(":") for text in texts], float)
    firsts = np.array([source.first for source in evidence.sources])
    counts = np.array([max(len(source.spans), 1) for source in evidence.sources])
    depth = np.arange(len(row)) - firsts[row]
    scores = np.array([source.ranked.fused.score for source in evidence.sources])
    language = evidence.plan.language
    same = np.array([source.record.passage.language == language for source in evidence.sources], float)
    return [
        np.log2(lengths + 1) / 8,
        (lengths < _SHORT).astype(float),
        question,
        heading,
        _moved(question[:, None], row, 1)[:, 0],
        _moved(heading[:, None], row, 1)[:, 0],
        _moved(lead_in[:, None], row, 1)[:, 0],
        (depth == 0).astype(float),
        depth / counts[row],
        scores[row],
        (scores / max(float(scores.max()), 1e-6))[row],
        1 / (1 + row),
        same[row],
    ]


def _moved(values: NDArray[np.float64], row: NDArray[np.int64], by: int) -> NDArray[np.float64]:
    """Return what the sentence before (by=1) or after (by=-1) in the same passage has; 0 where there is none."""
    moved = np.zeros_like(values)
    if by > 0:
        moved[1:] = np.where((row[1:] == row[:-1])[:, None], values[:-1], 0)
    else:
        moved[:-1] = np.where((row[1:] == row[:-1])[:, None], values[1:], 0)
    return moved
