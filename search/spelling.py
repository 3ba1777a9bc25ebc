"""Read a question's words as they were meant: letters without their marks, and slips of the pen.

Knows the words of the collection and of the shipped lexicons. Must not know the index or how words are weighted
against each other in a ranking.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from search.analysis import Analyzer
from search.analysis.analyzer import LANGUAGES
from search.analysis.words import Word, words_with_offsets
from search.vocabulary import Vocabulary, folded

LETTERS_WEIGHT = 0.95
KNOWN_LETTERS_WEIGHT = 0.5
SPELLING_WEIGHT = 0.7
"""Beside 1 for the word as it was written: surely meant where it is no word without its marks; perhaps meant where it
is one ("overenskommelse" is Danish); most likely meant where it is a slip away from a word that is held."""

_MOST_WORDS = 40
"""A longer text was not typed: it is pasted, and found by its many words."""

_SHORTEST = 4
_LONG = 8
_COMPOUND = 9
"""Letters from which on a compound that is in no lexicon is likelier a slip than new, if the collection holds a word
that is one slip away."""
_PART = 6
"""Letters from which on a part of a compound may be read as another one."""

_COMPOSING = ("sv", "da")
_LOOKED_AT = {1: 16, 2: 8}
_TWO_SLIPS, _SLIP_LETTERS = 2, 2
_MOST_COST = {1: 1.3, 2: 2.3}
_MARK, _KEY, _DOUBLE, _FIRST = 0.2, 0.7, 0.6, 0.3
_COUNT_SHARE = 0.08
"""What a missing mark, a neighbouring key and a doubled letter cost beside 1 for another slip; what a slip in the first
letter costs more; how far being common makes up for cost, per natural logarithm of the count."""

_KEYBOARD = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
_CACHE_WORDS = 10_000


@dataclass(frozen=True, slots=True)
class Meant:
    """What a word of the question stands for.

    Attributes:
        how: marks of letters restored in no word, or in one that is a word too; or a slip corrected.
        is_sure: whether an answer may rest on it.
    """

    word: str
    how: Literal["letters", "known letters", "spelling"]
    is_sure: bool

    @property
    def weight(self) -> float:
        """Return what it counts beside the word as written."""
        return {"letters": LETTERS_WEIGHT, "known letters": KNOWN_LETTERS_WEIGHT, "spelling": SPELLING_WEIGHT}[self.how]


_CODE = re.compile(r"[\\@_{}<>|=]|^[./~]|/.*/")


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was meant.

    Attributes:
        text: with the letters' marks restored; the question itself where none were missing.
        corrected: with slips corrected too; None where there were none.
        variants: the question with what else its words may stand for; None where there is nothing.
        is_sure: whether an answer may rest on the correction.
        meant: (word as written, what it stands for).
    """

    text: str
    corrected: str | None = None
    variants: str | None = None
    is_sure: bool = True
    meant: tuple[tuple[str, Meant], ...] = ()


class Speller:
    """Reads questions; holds the common words of the shipped lexicons."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._lexicons = tuple(Vocabulary.from_bytes(analyzer.common_words(language)) for language in LANGUAGES)
        self._of_lexicon = lru_cache(maxsize=_CACHE_WORDS)(self._find_in_lexicon)
        self._last: tuple[Vocabulary, Callable[[str], Meant | None]] | None = None

    def read(self, question: str, vocabulary: Vocabulary | None) -> Reading:
        """Return how a question was meant.

        Args:
            vocabulary: the words of the collection; None where it is not known.
        """
        found_words = list(words_with_offsets(question))
        if len(found_words) > _MOST_WORDS:
            return Reading(question)
        meant = [(word, found) for word in found_words if (found := self._meant(word, vocabulary))]
        if not meant:
            return Reading(question)
        restored = [(word, found) for word, found in meant if found.how == "letters"]
        slips = [(word, found) for word, found in meant if found.how == "spelling"]
        doubtful = [(word, found) for word, found in meant if found.how == "known letters"]
        return Reading(
            _replaced(question, restored),
            _replaced(question, restored + slips) if slips else None,
            _replaced(question, restored + doubtful) if doubtful else None,
            all(found.is_sure and not _is_code(question, word) for word, found in slips),
            tuple((word.text, found) for word, found in meant),
        )

    def _meant(self, word: Word, vocabulary: Vocabulary | None) -> Meant | None:
        text = word.text.lower()
        if len(text) < _SHORTEST - 1 or not text.isalpha() or self._is_function_word(text):
            return None
        found = self._in_collection(vocabulary)(text) if vocabulary is not None else self._of_lexicon(text)
        if found and found.how == "spelling" and _is_abbreviation(word.text):
            return None
        if found and not word.text.islower() and not word.text.isupper() and found.how == "spelling":
            return Meant(found.word, found.how, is_sure=False)  # a name may be spelt as nobody else's
        return found

    def _in_collection(self, vocabulary: Vocabulary) -> Callable[[str], Meant | None]:
        last = self._last
        if last is None or last[0] is not vocabulary:
            find = lru_cache(maxsize=_CACHE_WORDS)(lambda word: self._find_in_collection(word, vocabulary))
            self._last = last = (vocabulary, find)
        return last[1]

    def _find_in_collection(self, word: str, vocabulary: Vocabulary) -> Meant | None:
        if vocabulary.count(word):
            return None
        is_known = self._is_known(word)
        otherwise = vocabulary.spelt_otherwise(word)
        if otherwise:
            return Meant(otherwise[0][0], "known letters" if is_known else "letters", is_sure=not is_known)
        if self._has_relatives(word, vocabulary):
            return None
        if is_known:
            return self._unlikely(word, vocabulary)
        restored = self._restored(word)
        if restored:
            return restored
        return _nearest(word, vocabulary, 2) or self._slip(word) or self._slip_in_part(word, vocabulary)

    def _unlikely(self, word: str, vocabulary: Vocabulary) -> Meant | None:
        """Return the collection's word that is a slip away from a compound that nobody has written before."""
        if len(word) < _COMPOUND or any(self._analyzer.is_known(word, language) for language in LANGUAGES):
            return None
        found = _nearest(word, vocabulary, 1)
        return found if found and not self._are_forms_of_one(word, found.word) else None

    def _are_forms_of_one(self, word: str, other: str) -> bool:
        return any(self._analyzer.stem(word, each) == self._analyzer.stem(other, each) for each in LANGUAGES)

    def _slip_in_part(self, word: str, vocabulary: Vocabulary) -> Meant | None:
        """Return the compound that a word would be without a slip in one of its two parts; the other is a word."""
        found: list[tuple[float, str]] = []
        for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
            first, last = word[:cut], word[cut:]
            found += [(value, first + each) for value, each in self._near_parts(last, vocabulary)]
            found += [(value, each + last) for value, each in self._near_parts(first, vocabulary)]
        for _, compound in sorted(found):
            if any(self._analyzer.parts(compound, language) for language in _COMPOSING):
                return Meant(compound, "spelling", is_sure=True)
        return None

    def _near_parts(self, part: str, vocabulary: Vocabulary) -> Iterator[tuple[float, str]]:
        """Yield (value, word) of the collection's words that a part, which is none itself, may be a slip away from."""
        if len(part) >= _PART and not vocabulary.count(part) and not self._is_known(part):
            yield from _valued(part, vocabulary, 1)

    def _find_in_lexicon(self, word: str) -> Meant | None:
        return None if self._is_known(word) else self._restored(word) or self._slip(word)

    def _restored(self, word: str) -> Meant | None:
        """Return the word of a lexicon that lacks nothing but the marks of its letters."""
        found = [each for lexicon in self._lexicons for each in lexicon.spelt_otherwise(word)]
        return Meant(max(found, key=lambda each: each[1])[0], "letters", is_sure=True) if found else None

    def _slip(self, word: str) -> Meant | None:
        found = (_nearest(word, lexicon, 1) for lexicon in self._lexicons)
        return next((each for each in found if each), None)

    def _is_function_word(self, word: str) -> bool:
        return any(self._analyzer.is_stop_word(word, language) for language in LANGUAGES)

    def _is_known(self, word: str) -> bool:
        return any(
            self._analyzer.is_known(word, language) or self._analyzer.parts(word, language) for language in LANGUAGES
        )

    def _has_relatives(self, word: str, vocabulary: Vocabulary) -> bool:
        """Tell whether the collection holds the word's stem as a word: another inflection of it is found by that."""
        stems = {self._analyzer.stem(word, language) for language in LANGUAGES}
        return any(stem != word and vocabulary.count(stem) for stem in stems)


def _is_code(question: str, word: Word) -> bool:
    """Tell whether a word stands in an address, a path or a formula, where letters are not slips."""
    begin = question.rfind(" ", 0, word.start) + 1
    end = question.find(" ", word.end)
    return _CODE.search(question[begin : end if end >= 0 else len(question)]) is not None


def _nearest(word: str, vocabulary: Vocabulary, most_edits: int) -> Meant | None:
    """Return the likeliest word that is one slip away, or more where the word is long."""
    if len(word) < _SHORTEST:
        return None
    for edits in range(1, most_edits + 1 if len(word) >= _LONG else 2):
        best = min(_valued(word, vocabulary, edits), key=lambda each: each[0], default=None)
        if best is not None:
            return Meant(best[1], "spelling", is_sure=edits == 1 and len(word) > _SHORTEST)
    return None


def _valued(word: str, vocabulary: Vocabulary, edits: int) -> Iterator[tuple[float, str]]:
    """Yield (value, word) of the words within so many slips, lower being likelier."""
    for candidate, count in vocabulary.near(word, edits, _LOOKED_AT[edits]):
        cost = slip_cost(word, candidate, _MOST_COST[edits])
        if cost <= _MOST_COST[edits]:
            yield cost - _COUNT_SHARE * math.log(count), candidate


def slip_cost(written: str, word: str, most: float) -> float:
    """Return how much it takes to write one word for another; infinity where it is more than `most`.

    Source: optimal string alignment (Damerau 1964) with cheaper slips between neighbouring keys, of doubled letters
    and of marks.
    """
    begin, end = _common(written, word)
    a, b = written[begin : len(written) - end], word[begin : len(word) - end]
    if abs(len(a) - len(b)) > most or (most < _TWO_SLIPS and _is_far(a, b)):
        return math.inf
    before = written[begin - 1] if begin else ""
    cost = _alignment(a, b, before, most)
    return cost + (_FIRST if begin == 0 and folded(written[0]) != folded(word[0]) else 0.0)


def _is_far(a: str, b: str) -> bool:
    """Tell whether what two words do not share, marks aside, is more than one slip can be; quick, and mostly so."""
    if min(len(a), len(b)) <= _SLIP_LETTERS:
        return False
    a, b = folded(a), folded(b)
    begin, end = _common(a, b)
    return min(len(a), len(b)) - begin - end > _SLIP_LETTERS


def _common(a: str, b: str) -> tuple[int, int]:
    """Return how many letters two words share at the beginning, and at the end beside those."""
    shortest = min(len(a), len(b))
    begin = next((i for i in range(shortest) if a[i] != b[i]), shortest)
    rest = shortest - begin
    return begin, next((i for i in range(rest) if a[-1 - i] != b[-1 - i]), rest)


def _alignment(a: str, b: str, before: str, most: float) -> float:
    """Return the cost of the cheapest alignment, or infinity as soon as it is sure to be more than `most`."""
    band = int(most)
    rows: list[dict[int, float]] = []
    for i in range(len(a) + 1):
        row: dict[int, float] = {}
        for j in range(max(0, i - band), min(len(b), i + band) + 1):
            ways = [0.0] if i == j == 0 else []
            if i and j in rows[i - 1]:
                ways.append(rows[i - 1][j] + _single(a[i - 1], a[i - 2] if i > 1 else before))
            if j and j - 1 in row:
                ways.append(row[j - 1] + _single(b[j - 1], b[j - 2] if j > 1 else before))
            if i and j and j - 1 in rows[i - 1]:
                ways.append(rows[i - 1][j - 1] + _exchange(a[i - 1], b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1] and j - 2 in rows[i - 2]:
                ways.append(rows[i - 2][j - 2] + 1.0)
            row[j] = min(ways, default=math.inf)
        if min(row.values()) > most:
            return math.inf
        rows.append(row)
    return rows[-1].get(len(b), math.inf)


def _single(letter: str, before: str) -> float:
    return _DOUBLE if letter == before else 1.0


def _exchange(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if folded(a) == folded(b):
        return _MARK
    return _KEY if b in _neighbours(a) else 1.0


@lru_cache
def _neighbours(letter: str) -> str:
    """Return the letters beside a letter on the keyboard, and those above and below."""
    for row, keys in enumerate(_KEYBOARD):
        place = keys.find(letter)
        if place >= 0:
            near = [keys[max(0, place - 1) : place + 2]]
            near += [_KEYBOARD[r][max(0, place - 1) : place + 2] for r in (row - 1, row + 1) if 0 <= r < len(_KEYBOARD)]
            return "".join(near)
    return ""


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and len(word) <= _SHORTEST + 1


def _replaced(text: str, meant: Sequence[tuple[Word, Meant]]) -> str:
    """Return the text with words replaced, in the case in which they were written."""
    pieces, at = [], 0
    for word, found in sorted(meant, key=lambda each: each[0].start):
        pieces += [text[at : word.start], _in_case_of(word.text, found.word)]
        at = word.end
    return "".join((*pieces, text[at:]))


def _in_case_of(written: str, word: str) -> str:
    if written.isupper():
        return word.upper()
    return word.capitalize() if written[0].isupper() else word


def expansions_of(reading: Reading) -> Iterator[tuple[str, str, str, float]]:
    """Yield (term, source term, why, weight) of what is searched for beside the words as written."""
    why = {"letters": "letters", "known letters": "letters", "spelling": "spelling"}
    for written, found in reading.meant:
        yield found.word, written, why[found.how], found.weight
