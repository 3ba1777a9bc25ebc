"""Find the bank's terms in a question.

Knows how labels and questions are compared: by stems and lemmas of their words, so that inflected forms meet, with
hyphens and missing diacritics forgiven. Must not know what a found term is good for, nor files other than its index.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import marisa_trie

from search.analysis import Analyzer
from search.analysis.words import Word, words, words_with_offsets
from search.terms.bank import TermBank
from search.terms.keys import TermKeys, bare, fold

_LEAST_SMALL = 3
_ORDINARY = 75
"""Frequency level (see `Lexicon.frequency`) from which a lower-case word is not taken for an abbreviation: "bra" is
good, not BRÅ; and the letters that one in small letters has at least. A choice."""

_EXACT, _SAME_WORDS, _INFLECTED, _LOOSE = range(4)
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


@dataclass(frozen=True, slots=True)
class _Word:
    """What is known of a word of a question.

    Attributes:
        lemma: the stem of its lemma.
        may_fold: it may be written without its diacritics.
        longest: words of the longest label that begins with it, 0 where none does.
        may_join: some label's first word begins with it.
    """

    stem: str
    lemma: str
    is_stop: bool
    may_fold: bool
    longest: int
    may_join: bool


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
        self._known = lru_cache(maxsize=_CACHE_WORDS)(self._know)

    def matches(self, text: str, language: str) -> list[Match]:
        """Return the terms in a question of a language, in order, not overlapping."""
        found = list(words_with_offsets(text))
        lower = [bare(word.text.lower().replace("\u2019", "'")) for word in found]
        known = [self._known(word, language) for word in lower]
        question = _Question(text, language, found, lower, known, _is_caseless(text))
        matches: list[Match] = []
        at = 0
        while at < len(found):
            match = self._longest(question, at) if known[at].may_join else None
            if match:
                matches.append(match)
            at = match.end if match else at + 1
        return matches

    def _know(self, word: str, language: str) -> "_Word":
        forms = self._keys.forms(word, language)
        keys = {f"{language}:{form}" for form in (*forms, fold(forms[0]))}
        # most words begin no label
        begun = [(trie, key) for trie, _ in self._tries for key in keys if any(True for _ in trie.iterkeys(key))]
        longer = [key.count(" ") + 1 for trie, each in begun for key in trie.iterkeys(f"{each} ")]
        return _Word(
            forms[0],
            forms[-1],
            is_stop=self._analyzer.is_stop_word(word, language),
            may_fold=word.isascii() and not self._analyzer.is_known(word, language),
            longest=max(longer, default=int(any(key in trie for trie, key in begun))),
            may_join=bool(begun),
        )

    def _longest(self, question: "_Question", start: int) -> Match | None:
        most = max(question.known[start].longest, MAX_PARTS)
        for end in range(min(start + most, len(question.lower)), start, -1):
            concepts = self._meant(list(self._candidates(question, start, end)))
            if concepts:
                return Match(start, end, question.cut(start, end), concepts)
        return None

    def _candidates(self, question: "_Question", start: int, end: int) -> "Iterator[_Candidate]":
        known = question.known[start:end]
        if question.is_caseless and all(word.is_stop for word in known):
            return
        if len(known) <= known[0].longest:
            stems, lemmas = " ".join([word.stem for word in known]), " ".join([word.lemma for word in known])
            yield from self._graded(stems, question, start, end)
            if lemmas != stems:
                yield from self._graded(lemmas, question, start, end)
            if any(word.may_fold for word in known):
                yield from self._graded(fold(stems), question, start, end, is_folded=True)
        if 1 < len(known) <= MAX_PARTS:
            together = "".join(question.lower[start:end])
            if len(together) >= _MIN_TOGETHER:
                yield from self._graded(self._analyzer.stem(together, question.language), question, start, end)

    def _graded(
        self, key: str, question: "_Question", start: int, end: int, *, is_folded: bool = False
    ) -> "Iterator[_Candidate]":
        language = question.language
        for number, place in self._found(f"{language}:{key}", is_folded=is_folded):
            labels = self._bank.at(number).labels_in(language)
            label = labels.all[place]
            if is_abbreviation(label) and not self._fits(label, question, start, end):
                continue
            rank = min(place, 1) if place < len(labels.shown) else 2
            grade, distance = self._grade(label, question, start, end)
            if distance > _MOST_APART or (label[0].isupper() and not _may_be_name(label, question.cut(start, end))):
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
        found, asked = [bare(word) for word in words(label)], question.lower[start:end]
        if found == asked:
            return _SAME_WORDS, 0
        if len(found) != len(asked):
            # one of them is written together
            return _LOOSE, self._apart("".join(found), "".join(asked), question.language)
        return _INFLECTED, max(self._apart(*pair, question.language) for pair in zip(found, asked, strict=True))

    def _apart(self, one: str, other: str, language: str) -> int:
        """Return in how many letters two words of one stem differ, more than allowed where they are different words."""
        if one == other:
            return 0
        apart = _letters_apart(fold(one), fold(other))
        # English makes new words of a stem where Swedish and Danish inflect: parent, parental; meet, meeting
        may_differ = language != "en" or _is_plural(one, other)
        is_noun = language == "en" and "ing" in (one[-3:], other[-3:])
        if not is_noun and self._analyzer.lemma(one, language) == self._analyzer.lemma(other, language):
            return min(apart, _MOST_APART)
        return apart if may_differ else _MOST_APART + 1

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
        concepts = [self._bank.at(number) for number in numbers]
        first = concepts[0]
        return all(each.notation in first.close_match or first.notation in each.close_match for each in concepts[1:])


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    language: str
    words: Sequence[Word]
    lower: Sequence[str]
    known: Sequence[_Word]
    is_caseless: bool

    def cut(self, start: int, end: int) -> str:
        """Return what stands at some of its words."""
        return self.text[self.words[start].start : self.words[end - 1].end]


def _letters_apart(one: str, other: str) -> int:
    """Return how many letters stand after what two words share."""
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return len(one) + len(other) - 2 * shared


def _may_be_name(label: str, text: str) -> bool:
    """Tell whether a text is a name, its genitive or shorter: names take no other endings."""
    return len(text) < len(label) or fold(text.lower()).startswith(fold(label.lower()).rstrip("s"))


def _is_plural(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long.removeprefix(short) in ("s", "es")


def is_abbreviation(label: str) -> bool:
    """Tell whether a label is a word of at least two capitals, such as BRÅ or KiF."""
    return label.isalpha() and sum(char.isupper() for char in label) > 1


def _is_caseless(text: str) -> bool:
    return text in (text.lower(), text.upper())
