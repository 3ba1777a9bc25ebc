"""Sparse vectors of questions: translated and weighted terms; those of passages are made in `search.weights`.

Knows analysis and translation. Inverse document frequency is the engine's. Must not know which engine.

Source: translation as probabilistic structured queries, Darwish and Oard 2003.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from search.analysis import Analyzer, Token, dimension
from search.analysis.analyzer import LANGUAGES, spelling_dimension
from search.analysis.references import Reference
from search.cognates import cognates
from search.index.port import SparseVector
from search.result import Expansion
from search.terms.expansion import TermExpander, Widening
from search.translation import Translator
from search.weights import cited_dimension

SAME_WORD = 0.7
"""Weight of a word taken over unchanged into another language: names and cognates."""

TRANSLATED = 1.0
"""Weight of a translation that is certain; an uncertain one has its share's square root, so that the second and third
translation are not lost. Source: docs/evaluation.md, "Translation tables"."""

ASKING = 0.3
"""Weight of a word that only says what kind of answer is wanted: "contact for transport issues" is about transport."""

COGNATE = 0.7
"""Weight of the neighbouring language's spelling of a word, where that language has such a word."""

SPELT_ALIKE = 0.5
"""Weight of a rare word's phonetic key in another language. Source: docs/evaluation.md, "Spelt alike"."""

BESIDE_BANK = 0.7
"""Share of a word's statistical translations where the term bank knows the word.

Source: docs/evaluation.md, "Term bank": at 0.4 xquad_en2sv is 0.001 lower, at 1 the guides' headings are."""

BESIDE_BODY = 0.25
"""The same where the word names a body of one country: Kriminalvården is not Kriminalforsorgen."""

EVIDENCE = 0.6
"""Share of its weight with which a word of the bank speaks for a passage that holds it: one synonym or half a phrase
does not show that the passage is about what was asked. Source: docs/evaluation.md, "Term bank"."""

_CACHE_WORDS = 20_000
"""Words whose translations are remembered, about 1 kB each; questions repeat their words."""

_Terms = tuple[tuple[tuple[int, float], ...], tuple[Expansion, ...]]
"""Dimensions with weights, and what to show of them."""

_SHOWN, _MOST_SHOWN = 0.35, 2
"""Weight from which a translation is shown, and how many of a word in one language: more are searched than help a
reader to see what was done."""

_SHOWN_FROM = (_SHOWN / TRANSLATED) ** 2
"""Probability that a translation must have for that weight."""

PART_TRANSLATION = 0.9
"""Weight of the translations of a compound's parts, where the compound itself has none."""


@dataclass(frozen=True, slots=True)
class SparseQuery:
    """A question as the lexical signal sees it.

    Attributes:
        terms: for each target language, each word that says what the question is about, with the dimensions that stand
            for it; empty where all words only ask.
        cited: dimension -> weight of what the question names by number, section or date.
        names: word -> what the organisation that it names may be called in papers, where the term bank knows it.
    """

    vector: SparseVector
    expansions: tuple[Expansion, ...]
    terms: Mapping[str, Sequence[tuple[Token, Mapping[int, float]]]]
    cited: Mapping[int, float] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def tokens_in(self, language: str) -> Sequence[tuple[Token, Mapping[int, float]]]:
        """Return the question's words with dimension -> weight of their terms in a passage's language."""
        return self.terms.get(language, ())


def to_vector(weights: Mapping[int, float]) -> SparseVector:
    """Return a sparse vector with its dimensions in order."""
    indices = np.fromiter(weights.keys(), dtype=np.uint32, count=len(weights))
    values = np.fromiter(weights.values(), dtype=np.float32, count=len(weights))
    order = np.argsort(indices)
    return SparseVector(indices[order], values[order])


def _bounded(terms: dict[str, float]) -> dict[str, float]:
    """Scale a word's terms to an L2 norm of at most 1: many possible translations must not outweigh a sure one.

    Source: docs/evaluation.md, "Translation tables": +0.004 nDCG@10 on average over the questions across languages.
    """
    norm = math.sqrt(sum(weight * weight for weight in terms.values()))
    return terms if norm <= 1 else {stem: weight / norm for stem, weight in terms.items()}


def merge_queries(queries: Sequence[tuple[SparseQuery, float]]) -> SparseQuery:
    """Join readings of one question in different languages, each with its weight; a term keeps its best weight."""
    if len(queries) == 1:
        return queries[0][0]
    weights: dict[int, float] = {}
    expansions: dict[tuple[str, str], Expansion] = {}
    for query, share in queries:
        for index, value in zip(query.vector.indices.tolist(), query.vector.values.tolist(), strict=True):
            weights[index] = max(weights.get(index, 0.0), value * share)
        for expansion in query.expansions:
            expansions.setdefault((expansion.source_term, expansion.term), expansion)
    return SparseQuery(to_vector(weights), tuple(expansions.values()), queries[0][0].terms, names=queries[0][0].names)


def _own(token: Token, language: str) -> _Terms:
    return tuple((dimension(form.stem, language), form.weight) for form in token.forms), ()


def _outweighed(found: tuple[tuple[int, float], ...], shown: tuple[Expansion, ...], share: float) -> _Terms:
    """Return statistical translations as they count beside the term bank's."""
    return (
        tuple((key, share * weight) for key, weight in found),
        tuple(replace(each, weight=share * each.weight) for each in shown),
    )


class _QueryInTheMaking:
    """Collects the terms of a question; what the bank adds to a run of words is added once, not for each word."""

    def __init__(self, widened: Sequence[Widening]) -> None:
        self._weights: dict[int, float] = {}
        self._terms: dict[str, list[tuple[Token, Mapping[int, float]]]] = {}
        self._expansions: dict[tuple[str, str], Expansion] = {}
        self._widened = widened
        for widening in widened:
            self.show(widening.expansions)

    def add(self, token: Token, language: str, own: Mapping[int, float], widening: Widening | None) -> None:
        """Add the terms of a word in a language; a word of a known term has the term's among its own."""
        for key, weight in own.items():
            self._weights[key] = self._weights.get(key, 0.0) + weight
        terms = dict(own)
        for key, weight in widening.terms[language].items() if widening else ():
            terms[key] = max(terms.get(key, 0.0), EVIDENCE * weight)
        self._terms.setdefault(language, []).append((token, terms))

    def show(self, expansions: Iterable[Expansion]) -> None:
        for expansion in expansions:
            self._expansions.setdefault((expansion.source_term, expansion.term), expansion)

    def finished(self, weak: frozenset[str]) -> SparseQuery:
        """Return the query; words that only ask are not among what it is about."""
        for widening in self._widened:
            for terms in widening.terms.values():
                for key, weight in terms.items():
                    self._weights[key] = max(self._weights.get(key, 0.0), weight)
        about = {
            language: [(token, terms) for token, terms in found if token.word not in weak]
            for language, found in self._terms.items()
        }
        return SparseQuery(to_vector(self._weights), tuple(self._expansions.values()), about)


def with_references(query: SparseQuery, found: Sequence[Reference]) -> SparseQuery:
    """Add what the question names by number, section or date, so that the passage that holds it comes first."""
    named = {cited_dimension(reference.key): reference.weight for reference in found}
    if not named:
        return query
    weights = dict(zip(query.vector.indices.tolist(), query.vector.values.tolist(), strict=True)) | named
    return replace(query, vector=to_vector(weights), cited=named)


class QueryTranslator:
    """Turns a question into a sparse vector over the terms of all three languages."""

    def __init__(self, analyzer: Analyzer, translator: Translator, bank: TermExpander | None = None) -> None:
        """Take analysis and tables.

        Args:
            bank: widens questions by the terms of the field; None for none.
        """
        self._analyzer = analyzer
        self._translator = translator
        self._bank = bank
        self._foreign = lru_cache(maxsize=_CACHE_WORDS)(self._make_foreign)

    def query(
        self, text: str, language: str, weak: frozenset[str] = frozenset(), *, expand: bool = True
    ) -> SparseQuery:
        """Return the question's own terms, their translations and what the term bank knows.

        Args:
            weak: words that count less.
            expand: False for the question's own words alone, which are looked for as they are in every language.
        """
        tokens = self._analyzer.tokens(text, language)
        widened = self._bank.widen(text, language, tokens, weak) if expand and self._bank else []
        beside = {place: widening for widening in widened for place in widening.tokens}
        query = _QueryInTheMaking(widened)
        for place, token in enumerate(tokens):
            share = ASKING if token.word in weak else 1.0
            for target in LANGUAGES:
                if target == language:
                    found, shown = _own(token, language)
                elif expand:
                    found, shown = self._foreign(token, language, target)
                else:
                    found, shown = self._unchanged(token, target), ()
                if place in beside and target != language:
                    found, shown = _outweighed(found, shown, BESIDE_BODY if beside[place].names_body else BESIDE_BANK)
                query.add(token, target, {key: share * weight for key, weight in found}, beside.get(place))
                query.show(shown)
        names = {tokens[place].word: each.names for each in widened for place in each.tokens if each.names}
        return replace(query.finished(weak), names=names)

    def _unchanged(self, token: Token, target: str) -> tuple[tuple[int, float], ...]:
        if self._analyzer.is_stop_word(token.word, target):
            return ()
        return ((dimension(self._analyzer.stem(token.word, target), target), SAME_WORD),)

    def _make_foreign(self, token: Token, source: str, target: str) -> _Terms:
        terms: dict[str, float] = {}
        expansions: dict[str, Expansion] = {}
        if not self._analyzer.is_stop_word(token.word, target):
            terms[self._analyzer.stem(token.word, target)] = SAME_WORD
        for guess in cognates(token.word, source, target, lambda word: self._analyzer.is_known(word, target)):
            terms.setdefault(self._analyzer.stem(guess, target), COGNATE)
        for stem, probability, surface in self._translations(token, source, target):
            terms[stem] = max(terms.get(stem, 0.0), probability)
            if surface and surface != token.word and probability >= _SHOWN and len(expansions) < _MOST_SHOWN:
                how = f"translation {source}-{target}"
                expansions.setdefault(surface, Expansion(surface, token.word, how, probability))
        weights = [(dimension(stem, target), weight) for stem, weight in _bounded(terms).items()]
        if key := self._analyzer.phonetic_key(token.word, source):
            weights.append((spelling_dimension(key, target), SPELT_ALIKE))
        return tuple(weights), tuple(expansions.values())

    def _translations(self, token: Token, source: str, target: str) -> list[tuple[str, float, str]]:
        found: list[tuple[str, float, str]] = []
        for form in token.forms:
            if form.kind == "part" and found:
                break
            weight = {"stem": 1.0, "lemma": 1.0, "part": PART_TRANSLATION}[form.kind]
            if form.kind == "lemma" and found:
                weight = form.weight
            found += [
                (t.stem, TRANSLATED * t.probability**0.5 * weight, t.surface)
                for t in self._translator.translate(form.stem, source, target, _SHOWN_FROM)
            ]
        return found
