"""The concepts of the field and the glossary over them; the names are those of SKOS.

Knows what a concept is. Must not know files, analysis or how a search uses a concept.

Source: SKOS Simple Knowledge Organization System Reference, W3C Recommendation 2009.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from search.errors import NotFound

TermLanguage = Literal["sv", "da", "en"]
Country = Literal["", "se", "dk"]
Kind = Literal["concept", "organisation", "role", "document", "place", "law", "offence", "measure"]

LANGUAGES: tuple[TermLanguage, ...] = ("sv", "da", "en")


@dataclass(frozen=True, slots=True)
class Labels:
    """What a concept is called in one language.

    Attributes:
        pref: the usual term, "" where the language has none.
        alt: what may be said instead without changing the meaning.
        hidden: forms that are looked for but not shown.
    """

    pref: str = ""
    alt: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        """The usual term and its synonyms."""
        return (self.pref, *self.alt) if self.pref else self.alt

    @property
    def all(self) -> tuple[str, ...]:
        """Every form, the usual term first."""
        return (*self.shown, *self.hidden)


NO_LABELS = Labels()


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of the bank.

    Attributes:
        notation: its key, lower-case ASCII letters, digits and hyphens.
        country: where it exists only there; "" where it is general.
        broader, related: notations.
        close_match: notations of its counterparts in the other country, which are never the same thing.
        labels: by language; a language may be missing.
        definition: by language, a sentence; empty where the term explains itself.
    """

    notation: str
    country: Country
    kind: Kind
    labels: Mapping[str, Labels]
    definition: Mapping[str, str] = field(default_factory=dict)
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    close_match: tuple[str, ...] = ()

    def labels_in(self, language: str) -> Labels:
        """Return its labels in a language, empty ones where there are none."""
        return self.labels.get(language, NO_LABELS)

    def name_in(self, language: str) -> str:
        """Return its usual term in a language, or in the first language that has one."""
        return self.labels_in(language).pref or next(labels.pref for labels in self.labels.values() if labels.pref)


class TermBank:
    """All concepts, by number and notation and as a glossary; never changes once made."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """Take concepts with different notations."""
        self._made: list[Concept | None] = list(concepts)
        self._numbers = {concept.notation: number for number, concept in enumerate(self.concepts)}
        self._entries: dict[str, list[tuple[str, str, Concept]]] = {}
        self._make: Callable[[int], Concept] = self.at

    @classmethod
    def made_when_asked(cls, notations: Sequence[str], make: Callable[[int], Concept]) -> "TermBank":
        """Return a bank that makes each concept when it is first asked for; a question needs a few of thousands."""
        bank = cls(())
        bank._made = [None] * len(notations)
        bank._numbers = {notation: number for number, notation in enumerate(notations)}
        bank._make = make
        return bank

    @property
    def concepts(self) -> Sequence[Concept]:
        """All of them."""
        return [self.at(number) for number in range(len(self._made))]

    def at(self, number: int) -> Concept:
        """Return the concept of a number, from 0."""
        made = self._made[number]
        if made is None:
            made = self._made[number] = self._make(number)
        return made

    def __len__(self) -> int:
        return len(self._made)

    def __contains__(self, notation: str) -> bool:
        return notation in self._numbers

    def concept(self, notation: str) -> Concept:
        """Return a concept.

        Raises:
            NotFound: the bank has none of that notation.
        """
        number = self._numbers.get(notation)
        if number is None:
            raise NotFound(f'No term has the notation "{notation[:64]}"; /api/v1/terms finds those held.')
        return self.at(number)

    def number(self, notation: str) -> int:
        """Return the number of a concept; KeyError where there is none."""
        return self._numbers[notation]

    def find(self, text: str, languages: Sequence[str], limit: int, offset: int = 0) -> tuple[list[Concept], int]:
        """Return concepts whose labels, or a word of them, begin with `text`, and how many there are in all.

        Those of which a whole label is meant come first, then those whose usual term begins so; an empty text finds
        all, in alphabetical order of the first language.
        """
        wanted = plain(text)
        found: dict[str, tuple[int, str, Concept]] = {}
        for language in languages:
            for label, name, concept in self._glossary(language):
                rank = _rank(wanted, label, name)
                if rank is not None and (rank, name) < found.get(concept.notation, (9, "", concept))[:2]:
                    found[concept.notation] = (rank, name, concept)
        ordered = sorted(found.values(), key=lambda entry: (entry[0], entry[1], entry[2].notation))
        return [concept for _, _, concept in ordered[offset : offset + limit]], len(ordered)

    def _glossary(self, language: str) -> list[tuple[str, str, Concept]]:
        """Return (plain label, plain usual term, concept) for every label of a language; made when first asked for."""
        entries = self._entries.get(language)
        if entries is None:
            entries = [
                (plain(label), plain(labels.pref), concept)
                for concept in self.concepts
                for labels in (concept.labels_in(language),)
                for label in labels.all
            ]
            self._entries[language] = entries
        return entries


def plain(text: str) -> str:
    """Return a text as it is compared in the glossary: without case and with white space folded."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _rank(wanted: str, label: str, name: str) -> int | None:
    if label == wanted:
        return 0
    if label.startswith(wanted):
        return 1 if label == name else 2
    return 3 if f" {wanted}" in f" {label.replace('-', ' ')}" else None
