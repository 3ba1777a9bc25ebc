"""The edge of a paper's text, with the places where words stand without which a pattern cannot match.

Knows pieces with signs (`ingest.extract.sign`) and how a paper calls itself. Must not know what the patterns look for.
"""

import functools
import operator
import re
from collections.abc import Iterator, Sequence

from ingest.extract.sign import Sign

SUBJECT = (
    r"(?:(?:samverkans|samarbets|samarbejds)?(?:överenskommelsen|avtalet|aftalen)|strategin|strategien|handlingsplanen|"
    r"handleplanen|planen|riktlinjerna|retningslinjerne|rutinen|guiden|vägledningen|vejledningen|dokumentet|policyn|"
    r"agreement|listan|listen|bekendtgørelsen|föreskrifterna|författningen|cirkulæret|"
    r"(?:denna|denne|detta|dette|dessa|disse|this|these) [a-zåäöæø]*(?:överenskommelse|avtal|aftale|strategi|"
    r"plan|rutin|guide|"
    r"vägledning|vejledning|policy|riktlinjer|riktlinje|retningslinjer|föreskrifter|författning|förordning|"
    r"bekendtgørelse|cirkulære|dokument|instruktion|handbok|håndbog|list[ae]|pm|promemoria|notat|agreement|document|"
    r"strategy|memorandum|guideline|guidelines|instruction|lag|lov))"
)
_SUBJECT_WORDS = (
    "överenskommelsen", "avtalet", "aftalen", "strategin", "strategien", "planen", "riktlinjerna", "retningslinjerne",
    "rutinen", "guiden", "vägledningen", "vejledningen", "dokumentet", "policyn", "agreement", "listan", "listen",
    "bekendtgørelsen", "föreskrifterna", "författningen", "cirkulæret",
)  # fmt: skip
_COMPOUNDS = ("", "samverkans", "samarbets", "samarbejds", "handlings", "handle")
"""With these subjects begin before the word that is looked for."""
_THIS = ("denna ", "denne ", "detta ", "dette ", "dessa ", "disse ", "this ", "these ")
_SUBJECT = re.compile(SUBJECT)

Piece = tuple[int, int, int]
"""Half-open offsets, and the signs (`ingest.extract.sign`) of what stands between them."""


class Part:
    """A stretch of a text with the places where it may speak of itself, which most patterns cannot do without.

    Its pieces are what stands between two empty lines, which no word that is looked for goes across.
    """

    def __init__(self, text: str, pieces: Sequence[Piece]) -> None:
        self.text = text
        self.lower = text.lower()
        self.signs = functools.reduce(operator.or_, (signs for _, _, signs in pieces), 0)
        self._is_aligned = len(self.lower) == len(text)
        self.pieces = pieces if self._is_aligned else [(0, max(len(self.lower), len(text)), self.signs)]
        self._subjects: dict[int, Sequence[int]] = {}

    def found(self, pattern: re.Pattern[str], begin: int, end: int, words: Sequence[str]) -> Iterator[re.Match[str]]:
        """Yield the matches of a pattern in a stretch, as `finditer` does, of which each begins at one of a few places.

        Args:
            words: those with which a match may begin, as printed, where it does not begin with a subject.
        """
        stretch = self.text[begin:end]
        if not self._is_aligned:
            yield from pattern.finditer(stretch)
            return
        reached = 0
        for start in sorted({*self._subject_starts(begin, end), *_starts_of(words, stretch)}):
            match = pattern.match(stretch, start) if start >= reached else None
            if match:
                yield match
                reached = max(match.end(), start + 1)

    def _subject_starts(self, begin: int, end: int) -> Iterator[int]:
        """Yield where a subject may begin in a stretch, counted from the beginning of the stretch."""
        for number, (first, last, signs) in enumerate(self.pieces):
            if signs & Sign.SUBJECT and first < end and begin < last:
                for place in self._subjects_of(number):
                    for word in _COMPOUNDS if begin <= place < end else ():
                        start = place - len(word)
                        if start >= begin and self.lower.startswith(word, start):
                            yield start - begin

    def _subjects_of(self, number: int) -> Sequence[int]:
        if number not in self._subjects:
            first, last, _ = self.pieces[number]
            self._subjects[number] = list(_subject_places(self.lower, first, last))
        return self._subjects[number]

    def holds(self, words: Sequence[str], begin: int, end: int) -> bool:
        """Tell whether one of these words stands between two offsets."""
        return any(self.lower.find(word, begin, end) >= 0 for word in words)

    def places(self, sign: int, words: Sequence[str]) -> list[int]:
        """Return in order where the words of a sign stand."""
        if not self.signs & sign:
            return []
        return sorted(
            place
            for first, last, signs in self.pieces
            if signs & sign
            for word in words
            for place in _places(self.lower, word, first, last)
        )


def _starts_of(words: Sequence[str], text: str) -> Iterator[int]:
    """Yield where words stand, and the places before them: a blank may belong to a match."""
    for word in words:
        for place in _places(text, word, 0, len(text)):
            yield place
            if place:
                yield place - 1


def _subject_places(lower: str, begin: int, end: int) -> Iterator[int]:
    for word in _SUBJECT_WORDS:
        yield from _places(lower, word, begin, end)
    for word in _THIS:
        yield from (place for place in _places(lower, word, begin, end) if _SUBJECT.match(lower, place))


def _places(text: str, word: str, begin: int, end: int) -> Iterator[int]:
    place = text.find(word, begin, end)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word), end)
