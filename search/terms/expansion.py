"""Widen a question by the term bank: synonyms, the labels in the other languages, the other country's counterparts.

Knows concepts and what their labels weigh. Must not know translation tables, the index or how a result is ranked.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import compress

from search.analysis import Analyzer, Token
from search.analysis.words import words
from search.nation import NATION_WORDS, SPOKEN
from search.result import Expansion
from search.terms.bank import LANGUAGES, Concept
from search.terms.match import Match
from search.terms.store import Terms, TermStore

SYNONYM = 0.4
"""Weight of a synonym in the question's own language; the question's own words have 1."""

LABEL = 1.0
ALTERNATIVE = 0.7
"""Weights of the usual term and of the other ones in another language."""

ABROAD = 0.5
"""Share of a label's weight in the language of the country that does not have the thing: "den svenske kriminalforsorg"
is mostly found by words of the Danish one."""

COUNTERPART = 0.5
OTHER_BODY = 0.2
"""Shares for the other country's counterpart, which is not the same thing; an organisation is not even like it."""

COMMON = 80
"""Frequency level (see `Lexicon.frequency`) from which a word alone is too common to be a term of the field only:
translations from running text know it better. The name of a country's organisation is one however common it is.
Source: docs/evaluation.md, "Term bank"."""

UNSURE = 0.7
"""Share where one of several concepts may be meant."""

_LEAST_SHOWN = 0.1
_NAMES = {"se": "Sweden", "dk": "Denmark"}
_CACHE_CONCEPTS = 4096

Weights = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Widening:
    """What the bank adds to a run of the question's words.

    Attributes:
        tokens: places of the words among the question's tokens.
        terms: by language, dimension -> weight in relation to 1 for a word of the question.
        expansions: what to show of it, heaviest first.
        names_body: they name an organisation of one country, which no word of another language stands for.
        names: what that organisation, or its counterpart in the other country, is called in any language.
    """

    tokens: tuple[int, ...]
    terms: Mapping[str, Weights]
    expansions: tuple[Expansion, ...]
    names_body: bool = False
    names: tuple[str, ...] = ()


class TermExpander:
    """Finds the bank's terms in questions and says what stands for them; safe to use from several threads."""

    def __init__(self, store: TermStore, analyzer: Analyzer) -> None:
        self._store = store
        self._analyzer = analyzer
        self._current: tuple[Terms, _Weigher] | None = None

    def widen(self, text: str, language: str, tokens: Sequence[Token], weak: frozenset[str]) -> list[Widening]:
        """Return what the bank adds to a question.

        Args:
            tokens: the question's, as `Analyzer.tokens` gives them.
            weak: words that only ask; a term made of them alone adds nothing.
        """
        terms, weigher = self._weigher()
        widened = []
        places = _places(words(text), tokens)
        for match in terms.matcher.matches(text, language):
            covered = tuple(place for at, place in places if match.start <= at < match.end)
            if not covered or all(tokens[place].word in weak for place in covered):
                continue
            if len(covered) == 1 and self._is_common(tokens[covered[0]].word, language):
                match = _names_in(match, terms)  # noqa: PLW2901 - narrowed
                if not match.concepts:
                    continue
            by_language, expansions = weigher.weigh(match.concepts, language, len(covered))
            shown = tuple(replace(each, source_term=match.text) for each in _beside(expansions, match))
            names_body = all(_is_body(terms.bank.at(number)) for number in match.concepts)
            names = weigher.names(match.concepts) if names_body else ()
            widened.append(Widening(covered, by_language, shown, names_body, names))
        return widened

    def _is_common(self, word: str, language: str) -> bool:
        return self._analyzer.frequency(word, language) >= COMMON

    def _weigher(self) -> "tuple[Terms, _Weigher]":
        terms = self._store.current()
        current = self._current
        if current is None or current[0] is not terms:
            # weights are remembered for one bank; another one begins anew
            current = self._current = (terms, _Weigher(terms, self._analyzer))
        return current


def _names_in(match: Match, terms: Terms) -> Match:
    """Return a match with what is the name of an organisation only, and is written as one."""
    is_name = match.text[:1].isupper()
    meant = [terms.bank.at(number) for number in match.concepts]
    names = [is_name and _is_body(each) for each in meant]
    return replace(match, concepts=tuple(compress(match.concepts, names)))


def _is_body(concept: Concept) -> bool:
    return concept.kind == "organisation" and bool(concept.country)


def _places(found: Sequence[str], tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return (place among the words, place among the tokens) of each token."""
    places, at = [], 0
    for place, token in enumerate(tokens):
        while at < len(found) and found[at] != token.word:
            at += 1
        if at == len(found):
            break
        places.append((at, place))
        at += 1
    return places


def _beside(expansions: Sequence[Expansion], match: Match) -> Iterator[Expansion]:
    """Yield what the question does not say itself."""
    said = match.text.casefold()
    return (each for each in expansions if each.term.casefold() != said)


_Weighed = tuple[Mapping[str, Weights], tuple[Expansion, ...]]


class _Weigher:
    """Weighs the labels of one bank's concepts."""

    def __init__(self, terms: Terms, analyzer: Analyzer) -> None:
        self._bank = terms.bank
        self._analyzer = analyzer
        self.weigh = lru_cache(maxsize=_CACHE_CONCEPTS)(self._weigh)
        """(concepts, question's language, number of words) -> terms by language, what to show."""
        self.names = lru_cache(maxsize=_CACHE_CONCEPTS)(self._names)
        """Concepts -> what they and their counterparts are called in any language, without the country before it."""

    def _weigh(self, numbers: tuple[int, ...], language: str, count: int) -> _Weighed:
        sure = 1.0 if len(numbers) == 1 else UNSURE
        terms: dict[str, dict[int, float]] = {target: {} for target in LANGUAGES}
        shown: dict[str, Expansion] = {}
        for number in numbers:
            concept = self._bank.at(number)
            self._add(concept, f"term bank: {concept.notation}", language, sure, terms, shown)
            for notation in concept.close_match:
                other = self._bank.concept(notation)
                why = f"term bank: {notation}, counterpart in {_NAMES.get(other.country, 'another country')}"
                share = OTHER_BODY if other.kind == "organisation" else COUNTERPART
                self._add(other, why, language, sure * share, terms, shown)
        bounded = {target: _bounded(weights, math.sqrt(count)) for target, weights in terms.items()}
        return bounded, tuple(sorted(shown.values(), key=lambda each: -each.weight))

    def _names(self, numbers: tuple[int, ...]) -> tuple[str, ...]:
        meant = [self._bank.at(number) for number in numbers]
        joined = [*meant, *(self._bank.concept(notation) for each in meant for notation in each.close_match)]
        labels = (label for each in joined for language in LANGUAGES for label in each.labels_in(language).all)
        return tuple(dict.fromkeys(map(_without_country, labels)))

    def _add(
        self,
        concept: Concept,
        why: str,
        language: str,
        share: float,
        terms: dict[str, dict[int, float]],
        shown: dict[str, Expansion],
    ) -> None:
        for target in LANGUAGES:
            labels = concept.labels_in(target)
            worth = share * (SYNONYM if target == language else LABEL) * _home(concept, target)
            for label in labels.shown:
                weight = worth if label == labels.pref or target == language else worth * ALTERNATIVE
                names = concept.kind == "organisation" and target != language
                self._add_label(label, target, weight, terms[target], names_country=names)
                if weight >= _LEAST_SHOWN:
                    shown.setdefault(label.casefold(), Expansion(label, "", why, round(weight, 3)))

    def _add_label(
        self, label: str, language: str, weight: float, terms: dict[int, float], *, names_country: bool
    ) -> None:
        # where a thing is found seldom stands beside it in the papers of that country; it stays in the names of
        # organisations, of which both countries have one
        said = [word for word in words(label) if names_country or word not in NATION_WORDS]
        found = [dims for word in said if (dims := self._analyzer.dimensions(word, language))]
        for dims in found:
            for key, share in dims:
                terms[key] = max(terms.get(key, 0.0), weight * share / len(found) ** SHARED)


SHARED = 0.75
"""A label's weight is divided by this power of the number of its words, so that a phrase counts about like one word."""


def _without_country(label: str) -> str:
    """Return "Röda Korset" of "Svenska Röda Korset"."""
    first, _, rest = label.partition(" ")
    return rest if rest and first.lower() in NATION_WORDS else label


def _home(concept: Concept, language: str) -> float:
    """Return the share of a label in a language, by where the thing exists."""
    return ABROAD if concept.country and language not in (SPOKEN[concept.country], "en") else 1.0


def _bounded(weights: dict[int, float], most: float) -> Weights:
    """Scale to an L2 norm of at most `most`: many synonyms must not outweigh a word of the question."""
    norm = math.sqrt(sum(weight * weight for weight in weights.values()))
    return weights if norm <= most else {key: weight * most / norm for key, weight in weights.items()}
