"""The contacts of one generation in memory, found by the words of a question in any of the three languages.

Knows analysis, the terms of a plan and entries. Must not know the catalog, nor what an answer says.

Each statement is a row; a row's fields are held as the dimensions of their words, so that the translations and
synonyms that a plan has for a question's words meet them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer, Token, dimension
from search.analysis.analyzer import LANGUAGES
from search.analysis.stopwords import ASKING_WORDS
from search.analysis.words import words
from search.contacts.entry import Entry, Stated
from search.contacts.merge import merged
from search.contacts.roll import Roll
from search.plan import Plan

TOPIC, ROLE, NAME, BODY, PLACE, CONTEXT = range(6)
"""What kind of field a word was found in; see `WEIGHTS`."""

WEIGHTS = (1.0, 1.0, 1.0, 0.95, 1.0, 0.75)
"""Share that a word counts by where it was found; the context is heading, title and the words around.

A choice: what stands in a field says more than what stands near it."""

_LEVEL_WORDS = {
    "national": "nationell nationellt nationella nationel nationalt nationale national rikstäckande",
    "regional": "regional regionalt regionala regionale region",
    "local": "lokal lokalt lokala lokale local",
}
LEVEL_WORDS = frozenset(" ".join(_LEVEL_WORDS.values()).split()) - {"region"}
"""Words that name a level."""

_WHOLE = 2.0
"""A translation that is as likely as another covers its word; so does `search.support`."""

_DIRECTIONS = {
    "north": {"sv": "nord norra", "da": "nord"}, "south": {"sv": "syd södra", "da": "syd"},
    "east": {"sv": "öst östra", "da": "øst"}, "west": {"sv": "väst västra", "da": "vest"},
    "northern": {"sv": "nord norra", "da": "nord"}, "southern": {"sv": "syd södra", "da": "syd"},
    "eastern": {"sv": "öst östra", "da": "øst"}, "western": {"sv": "väst västra", "da": "vest"},
    "vest": {"sv": "väst västra"}, "øst": {"sv": "öst östra"}, "väst": {"da": "vest"}, "öst": {"da": "øst"},
}  # fmt: skip
"""Points of the compass as regions are named after them, in the other languages."""

_PRESS_WORD = re.compile(r"press|journalist|(?:mass)?medi(?:a|er|erna|erne)$")
_PRESS = {
    "sv": "press presskontakt pressjour presstjänst presstjänsten pressekreterare",
    "da": "presse pressevagt pressevagten pressekontakt presseansvarlig", "en": "press media",
}  # fmt: skip
"""What the desk for journalists is called, in each language."""

_LEAST_SLIP = 6
"""Letters of a word in which a slip of the pen is forgiven."""

_DAYS_HELD = 16
_ROLLS_HELD = 4

_COMPOSED = 0.9
"""How far a compound is covered by all its parts."""


Encode = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Posting:
    """Where a term stands: rows, int32, and the field of each, int8, shapes (k,); and which fields there are."""

    rows: NDArray[np.int32]
    fields: NDArray[np.int8]
    kinds: frozenset[int]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question as it is looked for: by language, the terms that stand for it.

    Attributes:
        text: lower case.
        terms: language -> dimension -> weight; without the parts of a compound.
        parts: dimensions of a compound's parts that say what it is about, in the question's own language.
    """

    text: str
    terms: Mapping[str, Mapping[int, float]]
    parts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Scores:
    """What each row has of a question.

    Attributes:
        found: float32, shape (words, rows): how far a row holds each word, 0 to 1.
        fields: int8, the same shape: the best field it was found in, -1 for none.
    """

    found: NDArray[np.float32]
    fields: NDArray[np.int8]


@dataclass(slots=True)
class Directory:
    """Entries with an index over their statements; never changes once made."""

    entries: Sequence[Entry]
    rows: Sequence[Stated]
    row_entry: NDArray[np.int32]
    languages: NDArray[np.str_]
    postings: Mapping[int, Posting]
    vectors: NDArray[np.float32]
    countries: NDArray[np.str_]
    vocabulary: frozenset[str]
    standing_on: dict[tuple[date, bool], NDArray[np.bool_]] = field(default_factory=dict)
    rolls: dict[tuple[date, bool], Roll] = field(default_factory=dict)

    @classmethod
    def of(cls, stated: Sequence[Stated], analyzer: Analyzer, encode: Encode) -> "Directory":
        """Merge statements and index them.

        Args:
            encode: texts -> float32, shape (n, dim), rows of unit L2 norm, as a plan's dense vector.
        """
        entries = merged(stated)
        rows = [each for entry in entries for each in entry.stated]
        owners = np.array([entry.number for entry in entries for _ in entry.stated], dtype=np.int32)
        languages = np.array([each.contact.language for each in rows], dtype="U3")
        vectors = encode([_subject(each) for each in rows]) if rows else np.zeros((0, 1), dtype=np.float32)
        return cls(
            entries, rows, owners, languages, _index(rows, analyzer), vectors, _countries(rows), _vocabulary(rows)
        )

    def __len__(self) -> int:
        return len(self.entries)

    def scores(self, asked: Sequence[Word]) -> Scores:
        """Return how far each row holds each word of a question."""
        found = np.zeros((len(asked), len(self.rows)), dtype=np.float32)
        fields = np.full((len(asked), len(self.rows)), -1, dtype=np.int8)
        weights = np.array(WEIGHTS, dtype=np.float32)
        for place, word in enumerate(asked):
            for terms in word.terms.values():
                for key, weight in terms.items():
                    posting = self.postings.get(key)
                    if posting is None:
                        continue
                    value = weights[posting.fields] * np.float32(min(1.0, weight * _WHOLE))
                    better = value > found[place, posting.rows]
                    rows = posting.rows[better]
                    found[place, rows] = value[better]
                    fields[place, rows] = posting.fields[better]
            if word.parts:
                self._add_parts(word.parts, found[place], fields[place], weights)
        return Scores(found, fields)

    def _add_parts(
        self,
        parts: frozenset[int],
        found: NDArray[np.float32],
        fields: NDArray[np.int8],
        weights: NDArray[np.float32],
    ) -> None:
        """Count a compound as covered by as many of its parts as a row holds."""
        shares = np.zeros_like(found)
        best = np.full_like(fields, -1)
        for key in parts:
            posting = self.postings.get(key)
            if posting is not None:
                shares[posting.rows] += _COMPOSED / len(parts) * weights[posting.fields]
                best[posting.rows] = posting.fields
        better = shares > found
        found[better] = shares[better]
        fields[better] = best[better]

    def holds(self, word: Word) -> bool:
        """Tell whether any row has a term of a word."""
        return any(key in self.postings for terms in word.terms.values() for key in terms)

    def nearest(self, word: Word, analyzer: Analyzer) -> Word:
        """Return a word that no row has with the terms of one that is a slip of the pen away, where there is one."""
        meant = next((each for each in self.vocabulary if is_slip(word.text, each)), None)
        if meant is None:
            return word
        terms = {language: {key: 1.0 for key, _ in analyzer.dimensions(meant, language)[:1]} for language in LANGUAGES}
        return Word(meant, terms)

    def number_of(self, stated: Stated) -> int:
        """Return the number of the entry that one of the rows belongs to."""
        place = next(at for at, row in enumerate(self.rows) if row is stated)
        return int(self.row_entry[place])

    def standing(self, day: date, *, show_all: bool = False) -> NDArray[np.bool_]:
        """Return which rows count on a day, shape (rows,): those of papers in force, or all."""
        key = (day, show_all)
        held = self.standing_on.get(key)
        if held is None:
            held = np.array([show_all or each.counts(day) for each in self.rows], dtype=bool)
            if len(self.standing_on) >= _DAYS_HELD:
                self.standing_on.clear()
            self.standing_on[key] = held
        return held

    def roll(self, day: date, *, show_all: bool = False) -> Roll:
        """Return everyone as they stand on a day, in the order of the list."""
        key = (day, show_all)
        held = self.rolls.get(key)
        if held is None:
            held = Roll.of(self.entries, day, show_all=show_all)
            if len(self.rolls) >= _ROLLS_HELD:
                self.rolls.clear()
            self.rolls[key] = held
        return held

    def on(self, number: int, day: date, *, show_all: bool = False) -> Entry | None:
        """Return an entry as it stands on a day, see `Entry.on`."""
        return self.entries[number].on(day, show_all=show_all)


def words_of(plan: Plan, analyzer: Analyzer) -> list[Word]:
    """Return the words that say what a question is about, with their terms in every language."""
    asking = _asking_dimensions(analyzer)
    by_place: dict[int, dict[str, Mapping[int, float]]] = defaultdict(dict)
    tokens: dict[int, Token] = {}
    for language in LANGUAGES:
        for place, (token, terms) in enumerate(plan.sparse.tokens_in(language)):
            own = _parts(token, plan.language) if language == plan.language else frozenset()
            by_place[place][language] = {key: weight for key, weight in terms.items() if key not in asking | own}
            tokens[place] = token
    for place, token in tokens.items():
        for language, spelt in (_PRESS if _PRESS_WORD.match(token.word) else _DIRECTIONS.get(token.word, {})).items():
            more = {dimension(analyzer.stem(word, language), language): 1.0 for word in spelt.split()}
            by_place[place][language] = {**by_place[place].get(language, {}), **more}
    return [
        Word(tokens[place].word, by_place[place], _parts(tokens[place], plan.language) - asking)
        for place in sorted(by_place)
        if tokens[place].word not in ASKING_WORDS
    ]


def _parts(token: Token, language: str) -> frozenset[int]:
    return frozenset(dimension(form.stem, language) for form in token.forms if form.kind == "part")


@lru_cache(maxsize=2)
def _asking_dimensions(analyzer: Analyzer) -> frozenset[int]:
    """Return the terms of words that only ask; a part or a translation that is one says nothing."""
    return frozenset(
        dimension(analyzer.stem(word, language), language) for word in ASKING_WORDS for language in LANGUAGES
    )


def _index(rows: Sequence[Stated], analyzer: Analyzer) -> dict[int, Posting]:
    best: dict[int, dict[int, int]] = defaultdict(dict)
    for number, stated in enumerate(rows):
        for place, text in _texts(stated):
            for key in _dimensions(text, stated.contact.language, analyzer, whole=place == PLACE):
                held = best[key].get(number)
                if held is None or WEIGHTS[place] > WEIGHTS[held]:
                    best[key][number] = place
    return {
        key: Posting(
            np.fromiter(found.keys(), dtype=np.int32, count=len(found)),
            np.fromiter(found.values(), dtype=np.int8, count=len(found)),
            frozenset(found.values()),
        )
        for key, found in best.items()
    }


def _texts(stated: Stated) -> Iterator[tuple[int, str]]:
    contact, document = stated.contact, stated.document
    yield from ((TOPIC, topic) for topic in contact.topics)
    for place, text in (
        (ROLE, contact.role), (PLACE, contact.place), (PLACE, _LEVEL_WORDS.get(contact.level or "")),
        (NAME, contact.name), (BODY, contact.unit), (BODY, contact.organisation), (CONTEXT, contact.hours),
        (CONTEXT, contact.heading),
        (CONTEXT, stated.context or contact.text),
    ):  # fmt: skip
        if text:
            yield place, text
    if document:
        yield CONTEXT, f"{document.title} {' '.join(document.organisations)}"


def _vocabulary(rows: Sequence[Stated]) -> frozenset[str]:
    """Return the longer words of what contacts are and are for."""
    found = (word for each in rows for word in words(_subject(each)))
    return frozenset(word for word in found if len(word) >= _LEAST_SLIP)


def is_slip(written: str, meant: str) -> bool:
    """Tell whether a word may be another with one letter too much, too few, another, or two swapped."""
    if abs(len(written) - len(meant)) > 1 or written[:1] != meant[:1] or len(written) < _LEAST_SLIP:
        return False
    start = next(
        (at for at, (a, b) in enumerate(zip(written, meant, strict=False)) if a != b), min(len(written), len(meant))
    )
    ours, theirs = written[start:], meant[start:]
    swapped = ours[:2] == theirs[:2][::-1] and ours[2:] == theirs[2:]
    return swapped or ours[1:] == theirs[1:] or ours[1:] == theirs or ours == theirs[1:]


def _countries(rows: Sequence[Stated]) -> NDArray[np.str_]:
    return np.array([country_of(each) for each in rows], dtype="U2")


def country_of(stated: Stated) -> str:
    """Return the country of a contact by its numbers, else by the language of the paper; "" where neither tells."""
    for phone in stated.contact.phones:
        if phone.e164 and phone.e164.startswith(("+46", "+45")):
            return "se" if phone.e164.startswith("+46") else "dk"
    return {"sv": "se", "da": "dk"}.get(stated.contact.language, "")


def _subject(stated: Stated) -> str:
    """Return what a contact is for, as its meaning is compared: neither names nor numbers."""
    contact = stated.contact
    return " ".join(filter(None, (*contact.topics, contact.role, contact.unit, contact.organisation, contact.place)))


def _dimensions(text: str, language: str, analyzer: Analyzer, *, whole: bool) -> Iterator[int]:
    """Yield the terms of a text's words; of a place's name its parts say nothing."""
    for each in (language,) if language in LANGUAGES else LANGUAGES:
        for word in words(text):
            found = analyzer.dimensions(word, each)
            yield from (key for key, _ in (found[:1] if whole else found))
