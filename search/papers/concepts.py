"""What an area of cooperation is about, told by the term bank, so that areas of different papers and languages meet.

Knows how the bank finds its terms in a few words. Must not know papers.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from search.analysis import Analyzer
from search.analysis.words import words
from search.terms import LANGUAGES, TermBank, TermStore
from search.terms.store import Terms

_KINDS_NOT_MEANT = frozenset({"law", "role", "document"})
_GENERAL = frozenset(
    [
        "frågor", "fråga", "ärenden", "ärende", "området", "område", "områden", "spørgsmål", "sager", "emner",
        "issues", "issue", "matters", "matter", "questions", "question", "area", "areas", "topics", "samarbete",
        "samverkan", "samarbejde", "cooperation", "övriga", "øvrige", "other",
    ]
)  # fmt: skip
"""Words that say nothing of what an area is about."""
_CONJUNCT = re.compile(r",\s*|\s+(?:och|og|and|samt|&)\s+", re.IGNORECASE)
_LEAST_NARROWER, _NARROWER_SHARE = 5, 3
"""A word that is no label names the concept under which so many, and one in so many, of those that hold it stand:
"transporter" the transport of prisoners. A choice."""
_MOST_HOLDING = 120
_CACHE_TEXTS = 4096


class AreaConcepts(Protocol):
    """Tells what a few words are about."""

    def of(self, text: str, language: str) -> tuple[str, ...]:
        """Return notations of the concepts that the words name, the first one first.

        Args:
            language: of the words; any other value means that it is not known.
        """
        ...

    def organisation(self, text: str, language: str) -> str | None:
        """Return the notation of the organisation with which a name begins; None where the bank knows none."""
        ...

    def label(self, notation: str, language: str) -> str:
        """Return what a concept is called in a language."""
        ...

    def subjects(self, text: str, language: str) -> frozenset[str]:
        """Return the stems of the words that say what an area is about."""
        ...

    def called(self, term: str, language: str) -> tuple[str, ...]:
        """Return the concepts that have a term as their label in a language."""
        ...


class NoConcepts:
    """Knows no concept."""

    def of(self, text: str, language: str) -> tuple[str, ...]:  # noqa: ARG002 - as the protocol has it
        """Return none."""
        return ()

    def organisation(self, text: str, language: str) -> None:
        """Return none."""

    def label(self, notation: str, language: str) -> str:  # noqa: ARG002 - as the protocol has it
        """Return the notation."""
        return notation

    def subjects(self, text: str, language: str) -> frozenset[str]:  # noqa: ARG002 - as the protocol has it
        """Return the words themselves."""
        return frozenset(words(text)) - _GENERAL

    def called(self, term: str, language: str) -> tuple[str, ...]:  # noqa: ARG002 - as the protocol has it
        """Return none."""
        return ()


class BankConcepts:
    """Concepts of the term bank in use."""

    def __init__(self, terms: TermStore, analyzer: Analyzer) -> None:
        """Take where the bank comes from; it is read when first asked."""
        self._terms = terms
        self._analyzer = analyzer
        self._bank: Terms | None = None
        self._found = lru_cache(maxsize=_CACHE_TEXTS)(self._find)

    def of(self, text: str, language: str) -> tuple[str, ...]:
        """Return the concepts that the words name, each part of a list for itself."""
        current = self._terms.current()
        if current is not self._bank:
            self._found.cache_clear()
            self._bank = current
        return self._found(" ".join(text.split()), language)

    def organisation(self, text: str, language: str) -> str | None:
        """Return the organisation that a name begins with."""
        current = self._terms.current()
        for tried in _languages(language):
            matches = [match for match in current.matcher.matches(text, tried) if match.start == 0]
            for number in matches[0].concepts if matches else ():
                concept = current.bank.at(number)
                if concept.kind == "organisation":
                    return concept.notation
        return None

    def label(self, notation: str, language: str) -> str:
        """Return the usual term of a concept in a language, or in the first that has one."""
        bank = self._terms.current().bank
        return bank.concept(notation).name_in(language) if notation in bank else notation

    def subjects(self, text: str, language: str) -> frozenset[str]:
        """Return the stems of a text's words, without those that are too general to be a subject."""
        spoken = _languages(language)
        return frozenset(
            self._analyzer.stem(word, spoken[0])
            for word in words(text)
            if word not in _GENERAL and not any(self._analyzer.is_stop_word(word, each) for each in spoken)
        )

    def called(self, term: str, language: str) -> tuple[str, ...]:
        """Return the concepts that have a term, or its inflected form, as their label in a language."""
        current = self._terms.current()
        length = len(words(term))
        found = [
            current.bank.at(number).notation
            for tried in _languages(language)
            for match in current.matcher.matches(term, tried)
            if (match.start, match.end) == (0, length)
            for number in match.concepts
        ]
        return tuple(dict.fromkeys(found))

    def _find(self, text: str, language: str) -> tuple[str, ...]:
        current = self._terms.current()
        if text in current.bank:
            return (text,)
        found = [
            notation
            for tried in _languages(language)
            for whole in dict.fromkeys((text, *_CONJUNCT.split(text)))
            for notation in self._meant(current, whole, tried)
        ]
        return tuple(dict.fromkeys(found))

    def _meant(self, current: Terms, text: str, language: str) -> Iterator[str]:
        """Yield the concepts of words that a label covers wholly, else of the only word that says anything."""
        kept = [word for word in words(text) if word not in _GENERAL]
        needed = {place for place, word in enumerate(kept) if not self._analyzer.is_stop_word(word, language)}
        for match in current.matcher.matches(" ".join(kept), language):
            if needed and needed <= set(range(match.start, match.end)):
                concepts = [current.bank.at(number) for number in match.concepts]
                yield from (concept.notation for concept in concepts if concept.kind not in _KINDS_NOT_MEANT)
                return
        if len(needed) == 1:
            yield from _wider(current.bank, self._analyzer.stem(kept[next(iter(needed))], language), language)


def _languages(language: str) -> Sequence[str]:
    return (language,) if language in LANGUAGES else LANGUAGES


def _wider(bank: TermBank, stem: str, language: str) -> Iterator[str]:
    """Yield the concept under which most of those stand whose labels hold a word that begins so."""
    found, _ = bank.find(stem, [language], _MOST_HOLDING)
    held = {concept.notation for concept in found}
    above = Counter(notation for concept in found for notation in concept.broader if notation in held)
    for notation, narrower in above.most_common(1):
        if narrower >= max(_LEAST_NARROWER, len(found) / _NARROWER_SHARE):
            yield notation
