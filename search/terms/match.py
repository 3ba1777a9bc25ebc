"""Find the bank's terms in a question.

Knows how labels and questions are compared: by stems and lemmas of their words, so that inflected forms meet, with
hyphens and missing diacritics forgiven. Must not know what a found term is good for, nor files other than its index.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import marisa_trie

from search.analysis import Analyzer
from search.analysis.words import Word, words, words_with_offsets
from search.terms.bank import LANGUAGES, TermBank

MAX_WORDS = 6
"""Of a label that is found; longer ones only stand in the glossary."""

_FOLDED = str.maketrans("åäæáàâöøóòôéèêëüúùíìï", "aaaaaaoooooeeeeuuuiii")
_DIGRAPHS = (("aa", "a"), ("ae", "a"), ("oe", "o"))
_LEAST_SMALL = 3
_ORDINARY = 75
"""Frequency level (see `Lexicon.frequency`) from which a lower-case word is not taken for an abbreviation: "bra" is
good, not BRÅ; and the letters that one in small letters has at least. A choice."""

_EXACT, _SAME_WORDS, _INFLECTED, _LOOSE = range(4)
RECORD = "<HBB"
"""Number of the concept, place of the label among those of its language, 1 where diacritics were left out."""

MAX_PARTS = 3
_MIN_TOGETHER = 7
"""A label written as one word is found in a question that has it in up to three: "brottsoffer stöd". A choice."""

_MOST_MEANT = 3
"""An inflected form may stand for so many concepts; beyond that it says too little. A choice."""

_MOST_APART = 4
"""Letters in which two words of one stem may differ: "häktades" is "häktad", "kriminalvårdare" not "kriminalvård". A
choice."""

_CACHE_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class Match:
    """A term of the bank in a question.

    Attributes:
        start, end: half-open, counted in words of the question, stop words included.
        text: as it stands in the question.
        concepts: numbers of the concepts that may be meant, mostly one.
    """

    start: int
    end: int
    text: str
    concepts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A concept that may be meant.

    Attributes:
        grade: how the words agree, the smallest being the closest.
        distance: letters in which they differ.
        rank: 0 for the usual term, 1 for another, 2 for a hidden form.
    """

    grade: int
    distance: int
    rank: int
    concept: int


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
                for place, label in enumerate(bank.concepts[number].labels_in(language).all)
                for key, loose in self._keys(label, language)
            ],
        )

    def _keys(self, label: str, language: str) -> Iterator[tuple[str, int]]:
        found = [_bare(word) for word in words(label)]
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


class TermMatcher:
    """Finds terms, the longest first; safe to use from several threads."""

    def __init__(
        self,
        bank: TermBank,
        analyzer: Analyzer,
        tries: Sequence[tuple[marisa_trie.RecordTrie, frozenset[int]]],
    ) -> None:
        """Take a bank and the indexes over it, each with the concepts for which it no longer holds."""
        self._bank = bank
        self._analyzer = analyzer
        self._keys = TermKeys(analyzer)
        self._tries = tries

    def matches(self, text: str, language: str) -> list[Match]:
        """Return the terms in a question of a language, in order, not overlapping."""
        found = list(words_with_offsets(text))
        lower = [_bare(word.text.lower().replace("\u2019", "'")) for word in found]
        question = _Question(text, language, found, lower, _is_caseless(text))
        matches: list[Match] = []
        at = 0
        while at < len(found):
            match = self._longest(question, at) if self._may_begin(question.lower[at], language) else None
            if match:
                matches.append(match)
            at = match.end if match else at + 1
        return matches

    def _may_begin(self, word: str, language: str) -> bool:
        forms = self._keys.forms(word, language)
        prefixes = {f"{language}:{form}" for form in (*forms, fold(forms[0]))}
        return any(any(True for _ in trie.iterkeys(prefix)) for trie, _ in self._tries for prefix in prefixes)

    def _longest(self, question: "_Question", start: int) -> Match | None:
        for end in range(min(start + MAX_WORDS, len(question.lower)), start, -1):
            candidates = list(self._candidates(question, start, end))
            concepts = self._meant(candidates)
            if concepts:
                return Match(start, end, question.cut(start, end), concepts)
        return None

    def _candidates(self, question: "_Question", start: int, end: int) -> "Iterator[_Candidate]":
        found, language = question.lower[start:end], question.language
        if all(self._analyzer.is_stop_word(word, language) for word in found) and question.is_caseless:
            return
        keys = self._keys
        stems, lemmas = keys.stems(found, language), keys.lemmas(found, language)
        for key in dict.fromkeys((stems, lemmas)):
            yield from self._graded(key, question, start, end)
        together = "".join(found)
        if 1 < len(found) <= MAX_PARTS and len(together) >= _MIN_TOGETHER:
            yield from self._graded(keys.stems([together], language), question, start, end)
        if any(word.isascii() and not self._analyzer.is_known(word, language) for word in found):
            yield from self._graded(fold(stems), question, start, end, is_folded=True)

    def _graded(
        self, key: str, question: "_Question", start: int, end: int, *, is_folded: bool = False
    ) -> "Iterator[_Candidate]":
        language = question.language
        for number, place in self._found(f"{language}:{key}", is_folded=is_folded):
            labels = self._bank.concepts[number].labels_in(language)
            label = labels.all[place]
            if is_abbreviation(label) and not self._fits(label, question, start, end):
                continue
            rank = min(place, 1) if place < len(labels.shown) else 2
            grade, distance = self._grade(label, question, start, end)
            if distance > _MOST_APART:
                continue
            yield _Candidate(grade, distance, rank, number)

    def _found(self, key: str, *, is_folded: bool) -> "Iterator[tuple[int, int]]":
        for trie, outdated in self._tries:
            for number, place, needs_folding in trie.get(key, ()):
                if number not in outdated and is_folded >= needs_folding:
                    yield number, place

    def _grade(self, label: str, question: "_Question", start: int, end: int) -> tuple[int, int]:
        """Return how the words of a label and of the question agree, and in how many letters they differ."""
        if label == question.cut(start, end) and not question.is_caseless:
            return _EXACT, 0
        found, asked = [_bare(word) for word in words(label)], question.lower[start:end]
        if found == asked:
            return _SAME_WORDS, 0
        if len(found) != len(asked):
            return _LOOSE, 0
        return _INFLECTED, max(self._apart(*pair, question.language) for pair in zip(found, asked, strict=True))

    def _apart(self, one: str, other: str, language: str) -> int:
        """Return in how many letters two words of one stem differ, more than allowed where they are different words."""
        if one == other:
            return 0
        apart = _letters_apart(fold(one), fold(other))
        if self._analyzer.lemma(one, language) == self._analyzer.lemma(other, language):
            return min(apart, _MOST_APART)
        # English makes new words where Swedish and Danish inflect: parent, parental; meet, meeting
        return apart if language != "en" or _is_plural(one, other) else _MOST_APART + 1

    def _fits(self, label: str, question: "_Question", start: int, end: int) -> bool:
        """Tell whether a word is meant as an abbreviation: by its capitals, or where the question shows no case."""
        text, small = question.cut(start, end)[: len(label)], question.lower[start]
        if small != label.lower():
            return False
        if question.is_caseless or text == label.capitalize():
            return len(small) >= _LEAST_SMALL and self._analyzer.frequency(small, question.language) < _ORDINARY
        return text == label

    def _meant(self, candidates: "Sequence[_Candidate]") -> tuple[int, ...]:
        """Return the concepts that are meant; none where one label stands for different things."""
        if not candidates:
            return ()
        grade, distance, _ = least = min((each.grade, each.distance, each.rank) for each in candidates)
        best = [each for each in candidates if (each.grade, each.distance) == (grade, distance)]
        if grade <= _SAME_WORDS:
            best = [each for each in best if each.rank == least[2]]
        concepts = tuple(dict.fromkeys(each.concept for each in best))
        is_clear = len(concepts) == 1 or self._are_counterparts(concepts)
        may_be_any = grade > _SAME_WORDS and len(concepts) <= _MOST_MEANT
        return concepts if is_clear or may_be_any else ()

    def _are_counterparts(self, numbers: Sequence[int]) -> bool:
        concepts = [self._bank.concepts[number] for number in numbers]
        first = concepts[0]
        return all(each.notation in first.close_match or first.notation in each.close_match for each in concepts[1:])


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    language: str
    words: Sequence[Word]
    lower: Sequence[str]
    is_caseless: bool

    def cut(self, start: int, end: int) -> str:
        """Return what stands at some of its words."""
        return self.text[self.words[start].start : self.words[end - 1].end]


def _letters_apart(one: str, other: str) -> int:
    """Return how many letters stand after what two words share."""
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return len(one) + len(other) - 2 * shared


def _bare(word: str) -> str:
    """Return a lower-case word without the genitive that English, and Danish after abbreviations, puts apart."""
    return word.removesuffix("'s")


def _is_plural(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long.removeprefix(short) in ("s", "es")


def fold(text: str) -> str:
    """Return a lower-case text without diacritics, digraphs that stand for them taken as one letter."""
    folded = text.translate(_FOLDED)
    for written, letter in _DIGRAPHS:
        folded = folded.replace(written, letter)
    return folded


def is_abbreviation(label: str) -> bool:
    """Tell whether a label is a word of at least two capitals, such as BRÅ or KiF."""
    return label.isalpha() and sum(char.isupper() for char in label) > 1


def _is_caseless(text: str) -> bool:
    return text in (text.lower(), text.upper())
