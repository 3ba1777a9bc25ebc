"""Sparse vectors: BM25 weights for passages, translated and weighted terms for questions.

Knows analysis and translation. Inverse document frequency is the engine's. Must not know which engine.

Sources: BM25, Robertson and Zaragoza 2009, equation 3.15; translation as probabilistic structured queries, Darwish
and Oard 2003.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from search.analysis import Analyzer, Token, dimension
from search.analysis.analyzer import LANGUAGES
from search.analysis.references import references
from search.cognates import cognates
from search.index.port import SparseVector
from search.result import Expansion
from search.translation import Translator

K1 = 1.4
B = 0.75
CONTEXT_WEIGHT = 1.0
"""How much a word of the title or of a heading counts beside one of the passage."""

SAME_WORD = 0.7
"""Weight of a word taken over unchanged into another language: names and cognates."""

TRANSLATED = 1.0
"""Weight of a translation that is certain; an uncertain one has its share's square root, so that the second and third
translation are not lost. Source: docs/evaluation.md, "Translation tables"."""

ASKING = 0.3
"""Weight of a word that only says what kind of answer is wanted: "contact for transport issues" is about transport."""

COGNATE = 0.5
"""Weight of the neighbouring language's spelling of a word, where that language has such a word."""

PART_TRANSLATION = 0.9
"""Weight of the translations of a compound's parts, where the compound itself has none."""

CITED = "cited"
"""Stands for a language in the dimensions of references: all languages share them."""


@dataclass(frozen=True, slots=True)
class SparseQuery:
    """A question as the lexical signal sees it.

    Attributes:
        terms: for each target language, each word that says what the question is about, with the dimensions that stand
            for it; empty where all words only ask.
    """

    vector: SparseVector
    expansions: tuple[Expansion, ...]
    terms: Mapping[str, Sequence[tuple[Token, Mapping[int, float]]]]

    def tokens_in(self, language: str) -> Sequence[tuple[Token, Mapping[int, float]]]:
        """Return the question's words with dimension -> weight of their terms in a passage's language."""
        return self.terms.get(language, ())


def passage_vector(
    body: Iterable[str],
    context: Iterable[str],
    language: str,
    analyzer: Analyzer,
    average_words: float,
    cited: Mapping[str, float] = MappingProxyType({}),
) -> SparseVector:
    """Return BM25 weights without the inverse document frequency.

    Args:
        body: lower-case words of the passage.
        context: lower-case words of the title and the headings above it.
        average_words: mean of `content_words` over the collection.
        cited: key -> weight of references, see `passage_references`; how long the passage is does not matter to them.
    """
    counts: dict[int, float] = {}
    length = 0.0
    for found, weight in ((Counter(body), 1.0), (Counter(context), CONTEXT_WEIGHT)):
        for word, times in found.items():
            terms = analyzer.dimensions(word, language)
            if terms:
                length += weight * times
                for key, share in terms:
                    counts[key] = counts.get(key, 0.0) + weight * times * share
    norm = K1 * (1 - B + B * length / average_words)
    weights = {key: count * (K1 + 1) / (count + norm) for key, count in counts.items()}
    weights |= {dimension(key, CITED): weight for key, weight in cited.items()}
    return to_vector(weights)


def content_words(body: Iterable[str], context: Iterable[str], language: str, analyzer: Analyzer) -> float:
    """Return the length that BM25 sees: words that are no stop words, those of the headings weighted."""
    own = sum(1 for word in body if analyzer.dimensions(word, language))
    return own + CONTEXT_WEIGHT * sum(1 for word in context if analyzer.dimensions(word, language))


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
    return SparseQuery(to_vector(weights), tuple(expansions.values()), queries[0][0].terms)


def with_references(query: SparseQuery, text: str) -> SparseQuery:
    """Add what the question names by number, section or date, so that the passage that holds it comes first."""
    named = {dimension(reference.key, CITED): reference.weight for reference in references(text)}
    if not named:
        return query
    weights = dict(zip(query.vector.indices.tolist(), query.vector.values.tolist(), strict=True)) | named
    return replace(query, vector=to_vector(weights))


class QueryTranslator:
    """Turns a question into a sparse vector over the terms of all three languages."""

    def __init__(self, analyzer: Analyzer, translator: Translator) -> None:
        self._analyzer = analyzer
        self._translator = translator

    def query(self, text: str, language: str, weak: frozenset[str] = frozenset()) -> SparseQuery:
        """Return the question's own terms and their translations; words in `weak` count less."""
        weights: dict[int, float] = {}
        expansions: dict[tuple[str, str], Expansion] = {}
        by_language: dict[str, list[tuple[Token, Mapping[int, float]]]] = {}
        for token in self._analyzer.tokens(text, language):
            for target in LANGUAGES:
                stems = self._own(token) if target == language else self._foreign(token, language, target, expansions)
                share = ASKING if token.word in weak else 1.0
                terms = {dimension(stem, target): share * weight for stem, weight in stems.items()}
                if share == 1.0:
                    by_language.setdefault(target, []).append((token, terms))
                for key, weight in terms.items():
                    weights[key] = weights.get(key, 0.0) + weight
        return SparseQuery(to_vector(weights), tuple(expansions.values()), by_language)

    @staticmethod
    def _own(token: Token) -> dict[str, float]:
        return {form.stem: form.weight for form in token.forms}

    def _foreign(
        self, token: Token, source: str, target: str, expansions: dict[tuple[str, str], Expansion]
    ) -> dict[str, float]:
        terms: dict[str, float] = {}
        if not self._analyzer.is_stop_word(token.word, target):
            terms[self._analyzer.stem(token.word, target)] = SAME_WORD
        for guess in cognates(token.word, source, target, lambda word: self._analyzer.is_known(word, target)):
            terms.setdefault(self._analyzer.stem(guess, target), COGNATE)
        for stem, probability, surface in self._translations(token, source, target):
            terms[stem] = max(terms.get(stem, 0.0), probability)
            if surface and surface != token.word:
                expansions.setdefault(
                    (token.word, surface), Expansion(surface, token.word, f"translation {source}-{target}", probability)
                )
        return _bounded(terms)

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
                for t in self._translator.translate(form.stem, source, target)
            ]
        return found
