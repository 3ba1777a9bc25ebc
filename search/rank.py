"""Rank the candidates of a question by a closer look: what they hold of it, how near together, and what comes near.

Knows plans, signals and the forward index. Must not know texts, storage or how an answer is chosen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer
from search.candidates import Candidates
from search.forward import TermTable
from search.late import LateInteraction
from search.plan import Plan
from search.similarities import Similarities
from search.titled import Titled, titled

WINDOW_CHUNKS = 24
"""What stands within so many words of each other is near."""

_STEPS = np.arange(1, 11)[:, None]
"""How far on the words of the question are that are looked for behind each one that is found."""

_MOST_WORDS = 40
"""Of a question; a pasted page is ranked by the first ones."""

FEATURES = (
    "words", "meaning", "near_share", "near", "late_share", "above", "above_asked", "missing", "late_start",
    "length", "density", "stub", "behind", "cited",
)  # fmt: skip
OWN_LANGUAGE = (0.7, 0.72, 0.29, 1.06, 0.35, 0.05, 0.49, -0.17, -0.3, -0.34, -0.5, -0.7, -2.0, 1.0)
OTHER_LANGUAGE = (0.55, 0.43, 0.0, 0.76, 0.96, 0.25, 0.27, -0.08, -0.11, -0.33, 0.0, -0.7, 0.0, 1.0)
"""What each feature counts for passages in the question's language, and for those in another, where words say less.

Source: `python -m training.ranking`; docs/evaluation.md, "Ranking"."""

OTHER_COUNTS = 0.95
"""How much a score in another language counts beside one in the question's, where both are among the candidates.

Source: docs/evaluation.md, "Ranking"."""

_TITLE_SAYS = 0.2
"""Share of a question that its passages' title must say for them to be told apart by the rest.

Source: docs/evaluation.md, "Ranking"."""

_LEFT_NEAR = 0.4
"""How much late interaction with what is left of a question counts beside the cosine with it.

Source: docs/evaluation.md, "Ranking"."""

_CITED = FEATURES.index("cited")

_STUB_WORDS = 8
"""Content words under which a text below a heading says little: a line on a cover, a heading not told as one."""

_HARDLY = 0.05
"""Weight under which a word of the question is as good as missing."""

TRANSLATED_COUNTS = 1.6
"""Times its weight that a term counts as found, 1 at most: a word's translation that stands there is as good as the
word, though the search could not be sure of it. Source: docs/evaluation.md, "Ranking"."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the ranking knows of n candidates.

    Attributes:
        values: float64, shape (n, len(FEATURES)).
        own: bool, shape (n,); those that speak the question's language.
    """

    values: NDArray[np.float64]
    own: NDArray[np.bool_]

    def scores(self, own: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a score for each candidate, at most 1, under the weights of its language.

        A passage that has everything has 1 in its own way, so that those of several languages can be compared.
        """
        counted = np.ones(len(FEATURES))
        counted[_CITED] = self.values[:, _CITED].any()
        here, abroad = (self.values @ each / (np.maximum(each, 0) @ counted) for each in (own, other))
        return np.where(self.own, here, OTHER_COUNTS * abroad)


class Ranker:
    """Ranks candidates; safe to use from several threads."""

    def __init__(self, analyzer: Analyzer, late: LateInteraction) -> None:
        self._analyzer = analyzer
        self._late = late

    def scores(self, known: Known) -> NDArray[np.float64]:
        """Return a score for each candidate, 0 to 1, from what is known of them."""
        return np.clip(known.scores(np.array(OWN_LANGUAGE), np.array(OTHER_LANGUAGE)), 0, 1)

    def known(self, plan: Plan, found: Candidates) -> Known:
        """Return what is known of each candidate that is looked at closely, columns as FEATURES names them.

        words, meaning: BM25 and cosine in relation to their best candidates.
        near, near_share: the question's words within one window or above the text, as a share of all of them, and that
            in relation to the best candidate.
        late_share: late interaction in relation to the best candidate.
        above: share of the question that stands in the title and the headings.
        above_asked: share of the title and the headings that the question names.
        missing: rarity of the rarest word of the question that is nowhere in the passage.
        late_start: how far into the text the first word of the question stands.
        length, density: of the text, and of the question's words in it.
        stub: how much the text, below a title or a heading, lacks of a sentence.
        behind: how far it stays behind another under the same title in what the title does not say of the question.
        cited: share of what the question names by number, section or date that the passage or its headings cite.
        """
        rarity, signals, table = rarities(plan, self._analyzer), found.close, found.table
        hits = _Hits.of(plan, table, len(rarity), found.asked.places)
        own = np.array([language == plan.language for language in table.languages], dtype=np.bool_)
        above = hits.above()
        near, (words_above, words) = hits.near(rarity, above), table.words()
        similarities = self._late.similarities(plan.text, table)
        columns = (
            signals.bm25_share,
            signals.cosine_share,
            _share(near),
            near,
            np.where(own, *map(_share, similarities.shares())),
            above @ rarity / rarity.sum(),
            np.minimum(hits.count(in_body=False) / np.maximum(words_above, 1), 1.5),
            np.max((hits.anywhere() < _HARDLY) * rarity, axis=1),
            hits.first_place() / (2 * words + 1),
            np.log1p(words) / 5,
            np.minimum(hits.count(in_body=True) / (words + 5), 1),
            np.clip(1 - words / _STUB_WORDS, 0, 1) * (words_above > 0),
            _behind(similarities, titled(table, similarities.pieces, own & above.any(axis=1)), signals.cosine),
            hits.cited(plan.sparse.cited),
        )
        return Known(np.stack(columns, axis=1, dtype=np.float64), own)


def rarities(plan: Plan, analyzer: Analyzer) -> NDArray[np.float64]:
    """Return how much each word of the question tells, 0.15 to 1; shape (words,), at least 1."""
    tokens = next(iter(plan.sparse.terms.values()), ())[:_MOST_WORDS]
    return np.array([analyzer.rarity(token.word, plan.language) for token, _ in tokens] or [1.0])


@dataclass(frozen=True, slots=True)
class _Hits:
    """The places where words of the question stand in the passages of a table.

    Attributes:
        row: passage of each hit.
        token: word of the question, an ordinal.
        weight: of the term that hit, at most 1.
        place: ordinal of the chunk.
        in_body: in the text, not above it.
    """

    table: TermTable
    tokens: int
    row: NDArray[np.intp]
    token: NDArray[np.intp]
    weight: NDArray[np.float64]
    place: NDArray[np.int64]
    in_body: NDArray[np.bool_]

    @classmethod
    def of(cls, plan: Plan, table: TermTable, tokens: int, held: NDArray[np.intp]) -> "_Hits":
        """Look the terms of the table up among the question's terms in the passage's language.

        Args:
            held: places of those that are in the question's vector: all others are none of its terms.
        """
        languages = dict.fromkeys(table.languages)
        asked = {language: _terms(plan.sparse.tokens_in(language)[:tokens]) for language in languages}
        found = [_lookup(language, terms, table, held) for language, terms in asked.items()]
        at, token, weight = (np.concatenate(part) for part in zip(*found, strict=True)) if found else _NO_HITS
        order = at.argsort(kind="stable")
        at = at[order]
        rows = table.rows_of(at)
        return cls(
            table,
            tokens,
            rows,
            token[order],
            np.minimum(TRANSLATED_COUNTS * weight[order], 1),
            table.place_of(at),
            at >= table.bodies[rows],
        )

    def above(self) -> NDArray[np.float64]:
        """Return the best weight of each word above each text; shape (n, tokens)."""
        return self._best(~self.in_body)

    def near(self, rarity: NDArray[np.float64], above: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the share of the question, by rarity, that stands in one window of each text or above it.

        Args:
            above: what `above` gives.
        """
        body = self.in_body.nonzero()[0]
        best = above @ rarity
        row, token, weight, place = self.row[body], self.token[body], self.weight[body], self.place[body]
        windows = above[row]
        np.maximum.at(windows, (np.arange(len(body)), token), weight)
        ends = np.arange(len(body)) + _STEPS
        inside = ends < len(body)
        ends[~inside] = 0
        close = inside & (row[ends] == row) & (place[ends] - place <= WINDOW_CHUNKS)
        begins, ends = close.nonzero()[1], ends[close]
        np.maximum.at(windows, (begins, token[ends]), weight[ends])
        np.maximum.at(best, row, windows @ rarity)
        share: NDArray[np.float64] = best / rarity.sum()
        return share

    def cited(self, named: Mapping[int, float]) -> NDArray[np.float64]:
        """Return the weighted share of what is named that each passage holds; 0 where nothing is."""
        held = np.zeros(len(self.table.languages))
        for dimension, weight in named.items():
            held[np.unique(self.table.rows_of(np.flatnonzero(self.table.dimension == dimension)))] += weight
        return held / sum(named.values()) if named else held

    def anywhere(self) -> NDArray[np.float64]:
        """Return the best weight of each word in each passage; shape (n, tokens)."""
        return self._best(np.ones(len(self.row), np.bool_))

    def first_place(self) -> NDArray[np.float64]:
        """Return the place of the first hit in each text; 0 where there is none."""
        first = np.full(len(self.table.languages), np.inf)
        np.minimum.at(first, self.row[self.in_body], self.place[self.in_body])
        return np.where(np.isfinite(first), first, 0)

    def count(self, *, in_body: bool) -> NDArray[np.float64]:
        """Return the number of hits in each text, or above it."""
        return np.bincount(self.row[self.in_body == in_body], minlength=len(self.table.languages)).astype(np.float64)

    def _best(self, which: NDArray[np.bool_]) -> NDArray[np.float64]:
        best = np.zeros((len(self.table.languages), self.tokens))
        np.maximum.at(best, (self.row[which], self.token[which]), self.weight[which])
        return best


_Found = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]
_NO_HITS: _Found = (np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))


def _lookup(language: str, terms: Sequence[tuple[int, int, float]], table: TermTable, held: NDArray[np.intp]) -> _Found:
    """Return which of the terms that are held are the question's in a language, with its word and weight.

    Args:
        terms: of the question in that language, see `_terms`.
        held: places in the table that may be among them.
    """
    if not terms:
        return _NO_HITS
    dimension, token, weight = (np.array(column) for column in zip(*terms, strict=True))
    spoken = np.array([each == language for each in table.languages], dtype=np.bool_)
    asked = table.dimension[held]
    at = np.minimum(dimension.searchsorted(asked), len(dimension) - 1)
    hit = ((dimension[at] == asked) & spoken[table.rows_of(held)]).nonzero()[0]
    return held[hit], token[at[hit]], weight[at[hit]]


def _terms(tokens: Sequence[tuple[object, object]]) -> list[tuple[int, int, float]]:
    """Return (dimension, ordinal of the word, weight), sorted; a dimension of two words is the first one's."""
    best: dict[int, tuple[int, float]] = {}
    for ordinal, (_, weights) in enumerate(tokens):
        for dimension, weight in weights.items():  # type: ignore[attr-defined]
            best.setdefault(dimension, (ordinal, weight))
    return sorted((dimension, ordinal, weight) for dimension, (ordinal, weight) in best.items())


def _behind(similarities: Similarities, groups: Iterable[Titled], cosine: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each passage stays behind the best one under its title in what is left of the question.

    What a title says of a question all passages under it have, and the one that repeats it has no more to say.
    """
    behind = np.zeros(len(cosine))
    for group in groups:
        if similarities.said(group) < _TITLE_SAYS:
            continue
        near, changed = similarities.left(group)
        known = np.minimum(np.maximum(np.nan_to_num(cosine[group.rows]), 0) * changed, 1) + _LEFT_NEAR * near
        behind[group.rows] = known.max() - known
    return behind


def _share(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return values in relation to the highest one."""
    high = values.max(initial=0)
    return values / high if high > 0 else values
