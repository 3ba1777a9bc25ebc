"""Choose the sentences to quote: one to three, each with the lines that it says nothing without.

Knows scores and where lines end. Must not know what was asked for.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.analysis.words import words
from search.answering.behind import with_led_in
from search.answering.lines import Run, runs
from search.answering.port import Case, Piece, piece_of
from search.answering.reference import announced, companion
from search.answering.source import Source

MOST_SENTENCES = 3
_ENOUGH = 0.97
"""Probability that the sentences chosen hold the answer, from which on no further one is quoted."""

_LEAST, _LEAST_LONG = 0.01, 0.1
"""Of the probability that a further sentence must have, and one that brings lines of over `_LONG` characters along."""

_LONG = 300

_SAME = 0.9
"""Share of the shorter sentence's words from which on two say the same: papers repeat each other."""

_MOST_RUN_CHARACTERS = 420
"""A run of lines up to this length is quoted whole: alone its lines say too little."""

_MOST_CHARACTERS = 700


def choose(case: Case, scores: NDArray[np.float64]) -> list[Piece]:
    """Return the pieces to quote, the best first; those of one passage in its order, one behind the other."""
    chosen: list[int] = []
    shares = shares_of(scores)
    said: list[frozenset[str]] = []
    for ordinal in np.argsort(-np.round(scores, 7), kind="stable").tolist():
        if chosen and (len(chosen) == MOST_SENTENCES or shares[chosen].sum() >= _ENOUGH or shares[ordinal] < _LEAST):
            break
        held = frozenset(words(case.texts[ordinal]))
        if chosen and shares[ordinal] < _LEAST_LONG and _is_long(case, ordinal):
            continue
        if not any(len(held & other) >= _SAME * min(len(held), len(other)) for other in said):
            chosen.append(ordinal)
            said.append(held)
            if len(chosen) == 1 and (beside := companion(case, ordinal)) is not None:
                chosen.append(beside)
                said.append(frozenset(words(case.texts[beside])))
    return _in_order(case, chosen)


def _is_long(case: Case, ordinal: int) -> bool:
    """Tell whether a sentence brings so many lines along that they would hide what is quoted beside them."""
    source, (start, end) = case.evidence.place(ordinal)
    begin, reach = _with_lines(source, ordinal - source.first)
    return (begin, reach) != (start, end) and reach - begin > _LONG


def shares_of(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability of each sentence to be the one."""
    powers: NDArray[np.float64] = np.exp(scores - scores.max(initial=0.0))
    shares: NDArray[np.float64] = powers / max(float(powers.sum()), 1e-12)
    return shares


def _in_order(case: Case, chosen: Sequence[int]) -> list[Piece]:
    by_source: dict[int, list[int]] = {}
    for ordinal in chosen:
        by_source.setdefault(int(case.evidence.row[ordinal]), []).append(ordinal)
    pieces = []
    for row, ordinals in by_source.items():
        source = case.evidence.sources[row]
        spans = sorted({_with_lines(source, ordinal - source.first) for ordinal in ordinals})
        pieces += [piece_of(source, start, end) for start, end in _joined(source.text, spans)]
    return [with_led_in(piece, case.excerpt) for piece in pieces]


def _with_lines(source: Source, at: int) -> tuple[int, int]:
    """Return a sentence's offsets with those of the short lines that belong to it, or of what it announces."""
    start, end = source.spans[at]
    run = next((run for run in runs(source.text) if run.start <= start and end <= run.end), None)
    if run is None or not run.holds_item(start):
        return start, source.spans[at + announced(source.text, source.spans, at)][1]
    if run.end - run.start <= (_MOST_CHARACTERS if run.lead_in else _MOST_RUN_CHARACTERS):
        return run.start, run.end
    return _with_header(run, start, end)


def _with_header(run: Run, start: int, end: int) -> tuple[int, int]:
    """Take in the line before a long run's first item: the names of a table's columns, or what a list is of."""
    first = run.items[1][0] if len(run.items) > 1 else run.start
    return (run.items[0][0], end) if start == first else (start, end)


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that follow each other with nothing but white space between."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and (start <= joined[-1][1] or not text[joined[-1][1] : start].strip()):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
