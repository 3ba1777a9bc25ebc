"""The keys that labels are looked up by: stems and lemmas of their words, with and without diacritics.

What is compiled for the shipped bank. Knows labels; must not know questions, nor which of several concepts is meant.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import marisa_trie

from search.analysis import Analyzer
from search.analysis.words import words
from search.terms.bank import LANGUAGES, TermBank

MAX_WORDS = 6
"""Of a label that is found; longer ones only stand in the glossary."""

RECORD = "<HBB"
"""Number of the concept, place of the label among those of its language, 1 where diacritics were left out."""

_FOLDED = str.maketrans("åäæáàâöøóòôéèêëüúùíìï", "aaaaaaoooooeeeeuuuiii")
_DIGRAPHS = (("aa", "a"), ("ae", "a"), ("oe", "o"))
_CACHE_WORDS = 20_000


class TermKeys:
    """Turns labels into the keys they are found by; what is compiled for the shipped bank."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self.forms = lru_cache(maxsize=_CACHE_WORDS)(self._make_forms)
        """(lower-case word, language) -> its stem, and its lemma's stem where that is another."""

    def trie(self, bank: TermBank, numbers: Iterable[int]) -> marisa_trie.RecordTrie:
        """Return the index of these concepts of a bank."""
        return marisa_trie.RecordTrie(
            RECORD,
            [
                (key, (number, min(place, 255), loose))
                for number in numbers
                for language in LANGUAGES
                for place, label in enumerate(bank.at(number).labels_in(language).all)
                for key, loose in self._keys(label, language)
            ],
        )

    def _keys(self, label: str, language: str) -> Iterator[tuple[str, int]]:
        found = [bare(word) for word in words(label)]
        if not 0 < len(found) <= MAX_WORDS:
            return
        stems, lemmas = self.stems(found, language), self.lemmas(found, language)
        tight = {stems, lemmas}
        if "-" in label:
            tight.add(self.stems(["".join(found)], language))
        for key in sorted(tight):
            yield f"{language}:{key}", 0
        for key in sorted({fold(key) for key in tight} - tight):
            yield f"{language}:{key}", 1

    def stems(self, found: Sequence[str], language: str) -> str:
        """Return the key of words by their stems."""
        return " ".join(self.forms(word, language)[0] for word in found)

    def lemmas(self, found: Sequence[str], language: str) -> str:
        """Return the key of words by the stems of their lemmas."""
        return " ".join(self.forms(word, language)[-1] for word in found)

    def _make_forms(self, word: str, language: str) -> tuple[str, ...]:
        stem = self._analyzer.stem(word, language)
        lemma = self._analyzer.stem(self._analyzer.lemma(word, language), language)
        return (stem,) if lemma == stem else (stem, lemma)


def bare(word: str) -> str:
    """Return a lower-case word without the genitive that English, and Danish after abbreviations, puts apart."""
    return word.removesuffix("'s")


def fold(text: str) -> str:
    """Return a lower-case text without diacritics, digraphs that stand for them taken as one letter."""
    folded = text.translate(_FOLDED)
    for written, letter in _DIGRAPHS:
        folded = folded.replace(written, letter)
    return folded
