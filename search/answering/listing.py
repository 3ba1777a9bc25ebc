"""Lists, complete and in order: bullets, numbered lines, rows of a table, and enumerations within a sentence.

Knows runs of lines and how a passage's list goes on in the stored text behind it. Must not know intents.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.answering.behind import rest_of_list
from search.answering.choice import choose, shares_of
from search.answering.focus import thing_of_list
from search.answering.lines import Run, runs
from search.answering.port import Case, Piece, Proposal, piece_of
from search.answering.reference import named_before
from search.answering.source import Source

_MOST_CHARACTERS = 2400
_RIGHT_NUMBER, _WRONG_NUMBER = 2.0, -1.0
_LED_IN = 1.0
_COVERED = 3.0
"""Added to a list's score: for the number of items that was asked for or another one; for each share of the question
that its lead-in, items and heading hold together; for a lead-in."""

_OF_THE_THING = 2.0
"""Added where the list or the sentence speaks of the things that are asked for, by their own word."""

_COUNTED = re.compile(
    r"\b(?:\d{1,2}|två|tre|fyra|fire|fem|sex|seks|sju|syv|åtta|otte|nio|ni|tio|ti|two|three|four|five|six|seven|eight|nine"
    r"|ten|följande|følgende|following)\s(?:[\w-]+\s){0,2}[\w-]+:\s\w",
    re.IGNORECASE,
)
"""Announces things within a sentence, whose marks a copy of the paper may have lost."""

_OF_ONE = 0.4
"""How much of what one item holds of the question counts, though no other one holds it."""

_LEAST_COVERED = 0.2
"""Of the question that a list must hold to be its answer by its number of items alone."""

_CLOSE = 3.0
"""How far behind the best sentence, in logs of odds, the best line of a list may be."""

ENUMERATION = re.compile(r"[^,;:.][,;]\s[^,;]*?\b(?:och|samt|eller|og|and|or)\b")
"""Begins with what stands before the last comma: every part before it would be looked for from each of its letters.

Source: over 325 sentences, 3 us each and the same ones found; 101 us with all parts."""

_LEAST_TABLE = 3
_LEAST_NAMING, _NAMED = 4, 0.6
"""Lines of a list that may stand for a topic, and the share of the question that one of them must hold."""


@dataclass(frozen=True, slots=True)
class _Found:
    source: Source
    run: Run
    score: float


def propose(case: Case) -> Proposal | None:
    """Return the list that fits best, whole; nothing where no list comes near what was asked."""
    if not len(case.scores):
        return None
    worth = _worth(case)
    best = max(_lists(case, worth), key=lambda found: found.score, default=None)
    enumerated = _best_enumeration(case, worth)
    if best is None or (enumerated is not None and enumerated[1] > best.score):
        return None if enumerated is None else Proposal("list", _beside(case, enumerated[0]))
    if best.score < _best_sentence(case, worth) - _CLOSE:
        return None
    return Proposal("list", [_whole(case, best.source, best.run)])


def _worth(case: Case) -> NDArray[np.float64]:
    """Return what holding each word of the question adds, shape (t,): the word for what is asked for more."""
    evidence = case.evidence
    worth = _COVERED * evidence.rarity
    thing = thing_of_list(evidence.plan.text, evidence.words)
    if thing is not None:
        worth[thing] += _OF_THE_THING
    return worth


def _best_sentence(case: Case, worth: NDArray[np.float64]) -> float:
    """Return what the best sentence would score if it were a list."""
    evidence = case.evidence
    covered = evidence.covered.clip(min=evidence.above[evidence.row])
    return float((case.scores + covered @ worth).max())


def counted(case: Case) -> Proposal | None:
    """Return the list with as many items as the question says, whole; nothing where there is none near the best."""
    many = case.evidence.plan.understood.many
    fitting = [found for found in _lists(case, _worth(case)) if _number(found.run) == many]
    best = max(fitting, key=lambda found: found.score, default=None)
    if best is None or best.score < float(case.scores.max(initial=0.0)) + _COVERED * _LEAST_COVERED:
        return None
    return Proposal("list", [_whole(case, best.source, best.run)])


def naming(case: Case) -> Proposal | None:
    """Return the list of several lines, one of which names what the question is about, whole."""
    evidence = case.evidence
    covered = evidence.covered @ evidence.rarity
    best: tuple[float, Source, Run] | None = None
    for source in evidence.sources:
        for run in runs(source.text):
            lines = [
                source.first + at for at, (start, _) in enumerate(source.spans) if run.items[0][0] <= start < run.end
            ]
            share = max((float(covered[at]) for at in lines), default=0.0)
            if run.lead_in and len(run.items) >= _LEAST_NAMING and share >= _NAMED and (not best or share > best[0]):
                best = share, source, run
    return Proposal("list", [_whole(case, best[1], best[2])]) if best else None


def _lists(case: Case, worth: NDArray[np.float64]) -> Iterator[_Found]:
    for row, source in enumerate(case.evidence.sources):
        for run in runs(source.text):
            if run.look == "table" and len(run.items) < _LEAST_TABLE:
                continue
            yield _Found(source, run, _score(case, row, run, worth))


def _score(case: Case, row: int, run: Run, worth: NDArray[np.float64]) -> float:
    source, many = case.evidence.sources[row], case.evidence.plan.understood.many
    evidence = case.evidence
    starts = [start for start, _ in source.spans]
    items = [source.first + at for at, start in enumerate(starts) if run.items[0][0] <= start < run.end]
    leading = [source.first + at for at, start in enumerate(starts) if start < run.items[0][0]][-1:]
    covered = evidence.above[row].copy()
    for at in (*leading, *named_before(case, [*leading, *items][:1])):
        covered = covered.clip(min=evidence.covered[at])
    if items:
        # what a single row holds is said of that row, not of the list
        two = np.sort(evidence.covered[items], axis=0)[::-1][:2]
        covered = covered.clip(min=_OF_ONE * two[0] + (1 - _OF_ONE) * two[-1] * (len(two) > 1))
    best = sorted((float(case.scores[at]) for at in {*items, *leading}), reverse=True)[:2]
    number = 0.0 if many is None else _RIGHT_NUMBER if _number(run) == many else _WRONG_NUMBER
    led_in = _LED_IN * bool(run.lead_in)
    return sum(best) / max(len(best), 1) + float(covered @ worth) + number + led_in


def _number(run: Run) -> int:
    """Return the number of items; the first line of a table names its columns."""
    return len(run.items) - (run.look == "table")


def _best_enumeration(case: Case, worth: NDArray[np.float64]) -> tuple[int, float] | None:
    """Return the best sentence that lists things, with its score as `_lists` has it."""
    many, evidence = case.evidence.plan.understood.many, case.evidence
    best: tuple[int, float] | None = None
    for at, text in enumerate(case.texts):
        if "|" in text or not (ENUMERATION.search(text) or _COUNTED.search(text)):
            continue
        covered = evidence.above[int(evidence.row[at])].clip(min=evidence.covered[at])
        for before in named_before(case, [at]):
            covered = covered.clip(min=evidence.covered[before])
        number = 0.0 if many is None else _RIGHT_NUMBER if _enumerated(text) == many else _WRONG_NUMBER
        score = float(case.scores[at]) + float(covered @ worth) + number
        if best is None or score > best[1]:
            best = at, score
    return best


def _enumerated(text: str) -> int:
    """Return how many things the longest enumeration of a sentence has."""
    tail = re.split(r":\s", text)[-1]
    return 1 + len(re.findall(r"[,;]\s|\s(?:och|samt|og|and)\s", tail)) - len(re.findall(r",\s(?:och|og|and)\s", tail))


def _beside(case: Case, ordinal: int) -> list[Piece]:
    """Return the sentence that lists, and those that are likelier without it."""
    scores = case.scores.copy()
    scores[ordinal] = scores.max() + 1.0
    return choose(case, scores) if shares_of(case.scores)[ordinal] < 1 else []


def _whole(case: Case, source: Source, run: Run) -> Piece:
    """Return the run with its lead-in, and with what follows of it behind the passage."""
    piece = piece_of(source, run.start, min(run.end, run.start + _MOST_CHARACTERS))
    if source.text[run.end :].strip() or run.look == "short":
        return piece
    return rest_of_list(piece, run.look, case.excerpt)
