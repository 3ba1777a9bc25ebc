"""Find the words of a question in a passage, in every form and language they were searched in."""

from collections.abc import Mapping

from search.analysis import Analyzer
from search.analysis.words import words_with_offsets
from search.index.port import SparseVector
from search.sparse import dimension

_MIN_WEIGHT = 0.15
_GAP = 1
"""Marks that stand no further apart than a space become one."""


def term_weights(vector: SparseVector) -> dict[int, float]:
    """Return dimension -> weight of a question's terms."""
    return dict(zip(vector.indices.tolist(), vector.values.tolist(), strict=True))


def word_weight(word: str, language: str, weights: Mapping[int, float], analyzer: Analyzer) -> float:
    """Return how much a word of a passage was asked for, 0 where it was not."""
    lower = word.lower()
    if analyzer.is_stop_word(lower, language):
        return 0.0
    return max(
        (weights.get(dimension(form.stem, language), 0.0) for form in analyzer.forms(lower, language)), default=0.0
    )


def highlights(
    text: str, language: str, weights: Mapping[int, float], analyzer: Analyzer
) -> tuple[tuple[int, int], ...]:
    """Return half-open offsets of the words that were asked for, sorted, not overlapping."""
    marks: list[tuple[int, int]] = []
    for word in words_with_offsets(text):
        if word_weight(word.text, language, weights, analyzer) < _MIN_WEIGHT:
            continue
        if marks and word.start - marks[-1][1] <= _GAP and "\n" not in text[marks[-1][1] : word.start]:
            marks[-1] = (marks[-1][0], word.end)
        else:
            marks.append((word.start, word.end))
    return tuple(marks)
