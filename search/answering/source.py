"""The sentences that an answer is chosen from: those of the best passages, with where the question's words stand.

Knows plans, ranked passages and token vectors. Must not know what makes a sentence good, nor how answers are worded.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer, Token, dimension
from search.answering.sentence import sentences
from search.catalog_port import PassageRecord
from search.chunks import ChunkTable
from search.country import COUNTRIES
from search.encode import StaticEncoder
from search.late import LateInteraction
from search.plan import Plan
from search.rank import TRANSLATED_COUNTS
from search.ranked import Ranked
from search.stretch import Stretches, StretchPieces

_MOST_CHUNKS = 20_000
"""Of which the pieces are remembered; the papers that are asked about repeat their words."""

_SHORT_NUMBER, _OF_SHORT_NUMBER = 2, 0.3
"""Digits of a number that stands in every other paper, for something else each time, and how rare it counts."""


@dataclass(frozen=True, slots=True)
class Source:
    """A passage cut into sentences.

    Attributes:
        spans: half-open offsets of the sentences into the passage.
        first: ordinal of its first sentence among those of all sources.
    """

    ranked: Ranked
    spans: Sequence[tuple[int, int]]
    first: int

    @property
    def record(self) -> PassageRecord:
        """The passage with its document."""
        return self.ranked.record

    @property
    def text(self) -> str:
        """The passage's text."""
        return self.ranked.record.passage.text


@dataclass(frozen=True)
class Evidence:
    """What the sentences have of a question that has t words, for s sentences of n passages.

    Attributes:
        words: the question's words.
        rarity: float64, shape (t,), how much each word tells; sums to 1.
        covered: float64, shape (s, t), how well each sentence stands for each word, 0 to 1.
        held: float64, shape (n, t), the same of each passage with its title and headings.
        above: float64, shape (n, t), the same of what only the title and the headings hold.
        row: int64, shape (s,), the passage of each sentence.
        near: float64, shape (s,), late interaction with the question, 0 to 1.
        cosine: float64, shape (s,).
    """

    plan: Plan
    sources: Sequence[Source]
    words: Sequence[str]
    rarity: NDArray[np.float64]
    covered: NDArray[np.float64]
    held: NDArray[np.float64]
    above: NDArray[np.float64]
    row: NDArray[np.int64]
    near: NDArray[np.float64]
    cosine: NDArray[np.float64]

    @cached_property
    def texts(self) -> Sequence[str]:
        """The sentences."""
        return [source.text[start:end] for source in self.sources for start, end in source.spans]

    def place(self, ordinal: int) -> tuple[Source, tuple[int, int]]:
        """Return the source of a sentence and its offsets into the passage."""
        source = self.sources[int(self.row[ordinal])]
        return source, source.spans[ordinal - source.first]


class Reader:
    """Reads the best passages of a question; safe to use from several threads."""

    def __init__(self, analyzer: Analyzer, pieces: StaticEncoder, late: LateInteraction) -> None:
        self._analyzer = analyzer
        self._stretches = StretchPieces(pieces)
        self._chunks = ChunkTable(pieces.pieces, np.int32, _MOST_CHUNKS)
        self._lock = threading.Lock()
        self._late = late

    def read(self, plan: Plan, ranked: Sequence[Ranked]) -> Evidence:
        """Return what the sentences of these passages have of a question."""
        sources, first = [], 0
        for each in ranked:
            spans = sentences(each.record.passage.text)
            sources.append(Source(each, spans, first))
            first += len(spans)
        words, rarity = self._words(plan)
        near, cosine = self._near(plan, sources)
        spoken = {source.record.passage.language for source in sources}
        known = {language: _dimensions(plan, language) for language in spoken}
        covered = [_covered(known[source.record.passage.language], source, len(words)) for source in sources]
        found = [_held(known[source.record.passage.language], source, words) for source in sources]
        empty = np.zeros((0, len(words)))
        row = np.repeat(np.arange(len(sources)), [len(source.spans) for source in sources])
        held = np.array([held for held, _ in found]) if found else empty
        above = np.array([above for _, above in found]) if found else empty
        return Evidence(plan, sources, words, rarity, np.concatenate([empty, *covered]), held, above, row, near, cosine)

    def _words(self, plan: Plan) -> tuple[list[str], NDArray[np.float64]]:
        tokens = next(iter(plan.sparse.terms.values()), ())
        words = [token.word for token, _ in tokens]
        rarity = np.array([self._rarity(word, plan.language) for word in words] or [1.0])
        return words or [""], rarity / rarity.sum()

    def _rarity(self, word: str, language: str) -> float:
        if word.isdigit() and len(word) <= _SHORT_NUMBER:
            return _OF_SHORT_NUMBER
        return self._analyzer.rarity(word, language)

    def _near(self, plan: Plan, sources: Sequence[Source]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        told = self._stretches.of([Stretches(each.text, each.spans, each.ranked.asked.pieces) for each in sources])
        runs = [run for source, known in zip(sources, told, strict=True) for run in known or self._cut(source)]
        if not runs:
            return np.zeros(0), np.zeros(0)
        bounds = np.cumsum([0, *map(len, runs)])
        near, cosine = self._late.compare(plan.text, np.concatenate(runs), bounds)
        return near.astype(np.float64), cosine.astype(np.float64)

    def _cut(self, source: Source) -> Sequence[NDArray[Any]]:
        """Return the pieces of each sentence where those of its passage do not tell them, cut anew."""
        if not source.spans:
            return ()
        with self._lock:
            runs = self._chunks.look_up([source.text[start:end] for start, end in source.spans])
        return np.split(runs.numbers, np.searchsorted(runs.owners, np.arange(1, len(source.spans))))


_Known = Mapping[int, tuple[int, float]]
"""Dimension -> (ordinal of the question's word, how well it stands for it)."""


def _dimensions(plan: Plan, language: str) -> _Known:
    """Return what stands for the question's words in a language."""
    found: dict[int, tuple[int, float]] = {}
    for ordinal, (token, terms) in enumerate(plan.sparse.tokens_in(language)):
        parts = _parts(token, language) if language == plan.language else frozenset[int]()
        for key, weight in terms.items():
            worth = _COMPOSED / len(parts) if key in parts else min(1.0, TRANSLATED_COUNTS * weight)
            if worth > found.get(key, (0, 0.0))[1]:
                found[key] = (ordinal, worth)
    return found


_COMPOSED = 0.8
"""How far a text covers a compound that it does not hold, where it holds all its parts; fewer are a share."""


def _parts(token: Token, language: str) -> frozenset[int]:
    return frozenset(dimension(form.stem, language) for form in token.forms if form.kind == "part")


def _covered(known: _Known, source: Source, words: int) -> NDArray[np.float64]:
    """Return how well each sentence of a passage stands for each word of the question."""
    covered = np.zeros((len(source.spans), words))
    at = 0
    for word in source.ranked.asked.words:
        while at < len(source.spans) and source.spans[at][1] <= word.start:
            at += 1
        if at < len(source.spans) and word.term in known:
            ordinal, worth = known[word.term]
            covered[at, ordinal] = max(covered[at, ordinal], worth)
    return covered


def _held(known: _Known, source: Source, words: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what a passage stands for with its title and headings, and what only these hold.

    That a paper is of the country that is named, no paper needs to say.
    """
    country = COUNTRIES.get(source.record.document.language)
    above = np.array([float(bool(country and country.fullmatch(word))) for word in words])
    held = above.copy()
    in_body = {word.term for word in source.ranked.asked.words}
    for key in known.keys() & source.ranked.asked.held:
        ordinal, worth = known[key]
        held[ordinal] = max(held[ordinal], worth)
        if key not in in_body:
            above[ordinal] = max(above[ordinal], worth)
    return held, above
