"""Turn text into the terms that are compared: stem, lemma and compound parts of each word that says something.

Knows the three languages. Must not know weights of a ranking beyond those of a word's own forms, nor the index.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Literal, Self

import Stemmer

from search.analysis.lexicon import Lexicon
from search.analysis.phonetic import phonetic_key
from search.analysis.stopwords import STOP_WORDS
from search.analysis.words import words

ANALYZER_VERSION = "3"
"""Stored with an index: another version needs `samsok reindex`."""

LANGUAGES = ("sv", "da", "en")
_SNOWBALL = {"sv": "swedish", "da": "danish", "en": "english"}
_CACHE_WORDS = 200_000
_CACHE_STEMS = 20_000
_CACHE_ASKED = 4096
"""Words of which it is remembered how common they are: planning a question asks for each of its words several times."""

_ABBREVIATION = re.compile(r"\b[A-ZÅÄÖÆØ]{2,3}\b")

_RARE = 30
_COMMON, _LEAST_RARITY = 130, 0.15
"""Frequency level (see `Lexicon.frequency`) at which a word tells next to nothing, and what it then still counts."""

LEMMA_WEIGHT = 0.4
PART_WEIGHT = 0.4
_PARTS_IN_FULL = 2
"""In relation to 1 for the stem; more than two parts share the sum of squares of two, so that a long compound does not
outweigh the question's other words. Source: docs/evaluation.md, "Analysis"."""

SPELT_ALIKE_WEIGHT = 0.5
_RARE_ENOUGH = 0.5
"""Weight of a rare word's phonetic key, and how rare it must be. Source: docs/evaluation.md, "Spelt alike"."""


@dataclass(frozen=True, slots=True)
class Form:
    """One of the terms that stand for a word."""

    stem: str
    kind: Literal["stem", "lemma", "part"]
    weight: float


@dataclass(frozen=True, slots=True)
class Token:
    """A content word with its forms, the stem first."""

    word: str
    # what is remembered of tokens is looked up by their words: they tell as much, in a tenth of the time
    forms: tuple[Form, ...] = field(hash=False)


class Analyzer:
    """Analysis of Swedish, Danish and English; safe to use from several threads once built."""

    def __init__(self, lexicon_folder: Path) -> None:
        """Open the shipped lexicons.

        Raises:
            MissingResource: a lexicon is not there.
        """
        self._folder = lexicon_folder
        self._lexicons = {language: Lexicon(lexicon_folder, language) for language in LANGUAGES}
        self._stem_word = {language: _stemmer(language) for language in LANGUAGES}
        self._forms = lru_cache(maxsize=_CACHE_WORDS)(self._make_forms)
        self.dimensions = lru_cache(maxsize=_CACHE_WORDS)(self._make_dimensions)
        """(lower-case word, language) -> its terms as (dimension, weight), the stem first; () for a stop word."""
        self.phonetic_key = lru_cache(maxsize=_CACHE_ASKED)(self._find_phonetic_key)
        """(lower-case word, language) -> the key under which other languages spell it; "" where it is not rare."""
        self.frequency = lru_cache(maxsize=_CACHE_ASKED)(self._find_frequency)
        """(lower-case word, language) -> how common it is, 0 (not known) to 255; see `Lexicon.frequency`."""

    def __reduce__(self) -> tuple[type[Self], tuple[Path]]:
        """Pickle where the lexicons lie, not the lexicons."""
        return type(self), (self._folder,)

    def tokens(self, text: str, language: str) -> list[Token]:
        """Return the content words of a text; stop words are left out unless nothing else is there.

        An abbreviation that looks like one, as "IT" in English, stays.
        """
        found = words(text)
        short = () if text.isupper() else {match.lower() for match in _ABBREVIATION.findall(text)}
        content = [word for word in found if word in short or not self.is_stop_word(word, language)]
        return [Token(word, self._forms(word, language)) for word in content or found]

    def stem(self, word: str, language: str) -> str:
        """Return the Snowball stem of a lower-case word, without a genitive's apostrophe."""
        stem_word = self._stem_word.get(language)
        bare = word.removesuffix("'s")
        return str(stem_word(bare)) if stem_word and bare.isalpha() else word

    def parts(self, word: str, language: str) -> tuple[str, ...]:
        """Return the words a compound is made of; () for every other word."""
        lexicon = self._lexicons.get(language)
        return lexicon.parts(word) if lexicon else ()

    def lemma(self, word: str, language: str) -> str:
        """Return the dictionary form of a lower-case word, or the word itself where it is not known."""
        lexicon = self._lexicons.get(language)
        return lexicon.lemma(word) if lexicon else word

    def is_stop_word(self, word: str, language: str) -> bool:
        """Tell whether a lower-case word says nothing about the content."""
        return word in STOP_WORDS.get(language, frozenset()) or (len(word) == 1 and word.isalpha())

    def is_known(self, word: str, language: str) -> bool:
        """Tell whether the language's vocabulary or lemma list has a lower-case word."""
        lexicon = self._lexicons.get(language)
        return lexicon is not None and lexicon.holds(word, _RARE)

    def _find_frequency(self, word: str, language: str) -> int:
        lexicon = self._lexicons.get(language)
        return lexicon.frequency(word) if lexicon else 0

    def common_words(self, language: str) -> bytes:
        """Return the common words of a language, see `Lexicon.common_words`."""
        return self._lexicons[language].common_words()

    def rarity(self, word: str, language: str) -> float:
        """Return how much a lower-case word tells, 0.15 (common, tells next to nothing) to 1 (not known)."""
        return max(_LEAST_RARITY, 1 - self.frequency(word, language) / _COMMON)

    def _make_dimensions(self, word: str, language: str) -> tuple[tuple[int, float], ...]:
        if self.is_stop_word(word, language):
            return ()
        terms = self._terms(word, language)
        own = [(dimension(stem, language), weight) for stem, _, weight in terms]
        if self._is_rare(word, language) and (key := phonetic_key(terms[0][0])):
            own.append((spelling_dimension(key, language), SPELT_ALIKE_WEIGHT))
        return tuple(own)

    def _find_phonetic_key(self, word: str, language: str) -> str:
        return phonetic_key(self.stem(word, language)) if self._is_rare(word, language) else ""

    def _is_rare(self, word: str, language: str) -> bool:
        return word.isalpha() and self.rarity(word, language) >= _RARE_ENOUGH

    def _make_forms(self, word: str, language: str) -> tuple[Form, ...]:
        return tuple(Form(*term) for term in self._terms(word, language))

    def _terms(self, word: str, language: str) -> list[tuple[str, Literal["stem", "lemma", "part"], float]]:
        """Return the fields of a word's forms: millions of words are only weighed, and need no objects."""
        stem = self.stem(word, language)
        terms: list[tuple[str, Literal["stem", "lemma", "part"], float]] = [(stem, "stem", 1.0)]
        lexicon = self._lexicons.get(language)
        if lexicon is None or not word.isalpha():
            return terms
        found = lexicon.lemma(word)
        lemma = self.stem(found, language) if found != word else stem
        if lemma != stem:
            terms.append((lemma, "lemma", LEMMA_WEIGHT))
        parts = _parts_and_compounds_within(lexicon, word)
        if not parts:
            return terms
        own = dict.fromkeys([self.stem(part, language) for part in parts if part not in STOP_WORDS[language]])
        stems = [part_stem for part_stem in own if part_stem not in (stem, lemma)]
        weight = PART_WEIGHT * min(1.0, (_PARTS_IN_FULL / len(stems)) ** 0.5) if stems else 0.0
        terms += [(part_stem, "part", weight) for part_stem in stems]
        return terms


def _parts_and_compounds_within(lexicon: Lexicon, word: str) -> tuple[str, ...]:
    """Return what brottsofferjour is made of: brott, offer, jour and brottsoffer."""
    parts = lexicon.parts(word)
    return (*parts, *lexicon.inner(word)) if len(parts) > _PARTS_IN_FULL else parts


@lru_cache(maxsize=_CACHE_STEMS)
def dimension(stem: str, language: str) -> int:
    """Return the dimension of a term, uint32; languages do not share terms."""
    return int.from_bytes(blake2b(f"{language}:{stem}".encode(), digest_size=4).digest(), "little")


def spelling_dimension(key: str, language: str) -> int:
    """Return the dimension of a phonetic key in passages of a language."""
    return dimension(key, f"{language} spelling")


def _stemmer(language: str):  # type: ignore[no-untyped-def] # noqa: ANN202 # PyStemmer is untyped
    return Stemmer.Stemmer(_SNOWBALL[language], 0).stemWord
