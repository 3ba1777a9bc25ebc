"""Concepts as they are read from a file, with the place of each, and what is wrong with them.

Knows the rules that hold for one concept and between all of them. Must not know file formats.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from search.errors import InvalidTermBank
from search.terms.bank import LANGUAGES, Concept, Country, Kind

MAX_DEFINITION_CHARACTERS = 200
MAX_LABEL_CHARACTERS = 120
MAX_CONCEPTS = 50_000
"""Far above any glossary of a field; a folder given by mistake is refused instead of read to its end."""

_NOTATION = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file, line from 1 (0 where the format has none), column."""

    file: str
    line: int = 0
    column: str = ""

    def at(self, column: str) -> "Place":
        """Return the place of a column of the same row."""
        return Place(self.file, self.line, column)

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{line}{column}"


@dataclass(frozen=True, slots=True)
class Record:
    """A concept and where it was read."""

    concept: Concept
    place: Place


def refuse(place: Place, what: str) -> InvalidTermBank:
    """Return the error that names the place."""
    return InvalidTermBank(f"{place}: {what}")


def check_concept(concept: Concept, place: Place) -> None:
    """Hold one concept against the rules.

    Raises:
        InvalidTermBank: names file, line and column, what is wrong and what to do.
    """
    if not _NOTATION.fullmatch(concept.notation):
        raise refuse(
            place.at("notation"),
            f'"{concept.notation[:64]}" is no notation; use lower-case letters a-z, digits and hyphens',
        )
    _check_choice(concept.country, ("", *get_args(Country)), place.at("country"), "leave it empty where it is general")
    _check_choice(concept.kind, get_args(Kind), place.at("kind"), "concept fits everything")
    for language in LANGUAGES:
        _check_labels(concept, language, place)
    if not any(labels.pref for labels in concept.labels.values()):
        raise refuse(place.at("prefLabel@sv"), "the row has no term in any language; give at least one prefLabel")


def _check_choice(value: str, allowed: Sequence[str], place: Place, advice: str) -> None:
    if value not in allowed:
        names = ", ".join(name for name in dict.fromkeys(allowed) if name)
        raise refuse(place, f'"{value[:64]}" is not one of {names}; {advice}')


def _check_labels(concept: Concept, language: str, place: Place) -> None:
    labels = concept.labels_in(language)
    for name, texts in (("prefLabel", (labels.pref,)), ("altLabel", labels.alt), ("hiddenLabel", labels.hidden)):
        for text in texts:
            if len(text) > MAX_LABEL_CHARACTERS:
                raise refuse(
                    place.at(f"{name}@{language}"),
                    f"a label has {len(text)} characters, at most {MAX_LABEL_CHARACTERS} are allowed; shorten it"
                    " or separate several labels with |",
                )
            if name != "prefLabel" and not any(char.isalnum() for char in text):
                raise refuse(place.at(f"{name}@{language}"), f'"{text}" holds no word; take it out')
    if labels.all and not labels.pref:
        raise refuse(place.at(f"prefLabel@{language}"), "there are other labels, but no prefLabel; give the usual term")
    if labels.pref and not any(char.isalnum() for char in labels.pref):
        raise refuse(place.at(f"prefLabel@{language}"), f'"{labels.pref}" holds no word; give the usual term')
    length = len(concept.definition.get(language, ""))
    if length > MAX_DEFINITION_CHARACTERS:
        raise refuse(
            place.at(f"definition@{language}"),
            f"the definition has {length} characters, at most {MAX_DEFINITION_CHARACTERS} are allowed; shorten it",
        )


def joined(layers: Iterable[Iterable[Record]]) -> list[Record]:
    """Join folders: a row of a later folder replaces that of an earlier one with the same notation, in its place.

    Raises:
        InvalidTermBank: a notation stands twice in one folder, or a reference leads nowhere or round in a circle.
    """
    records: dict[str, Record] = {}
    for layer in layers:
        own: dict[str, Place] = {}
        for record in layer:
            notation = record.concept.notation
            if notation in own:
                raise refuse(
                    record.place.at("notation"),
                    f'"{notation}" was given before, in {own[notation]}; give each concept once',
                )
            own[notation] = record.place
            records[notation] = record
        if len(records) > MAX_CONCEPTS:
            raise InvalidTermBank(
                f"the term bank has over {MAX_CONCEPTS} concepts; take files out of the folder of SAMSOK_TERMS"
            )
    _check_references(records)
    return list(records.values())


def _check_references(records: Mapping[str, Record]) -> None:
    for record in records.values():
        concept = record.concept
        for column, notations in (
            ("broader", concept.broader),
            ("related", concept.related),
            ("closeMatch", concept.close_match),
        ):
            for notation in notations:
                if notation not in records:
                    raise refuse(
                        record.place.at(column),
                        f'no concept has the notation "{notation[:64]}"; correct it, or add a row for it',
                    )
                if notation == concept.notation:
                    raise refuse(record.place.at(column), f'"{notation}" refers to itself; take it out')
    for record in records.values():
        circle = _circle(record.concept.notation, records)
        if circle:
            raise refuse(
                record.place.at("broader"), f"the broader concepts go round in a circle ({circle}); take one out"
            )


def _circle(start: str, records: Mapping[str, Record]) -> str:
    """Return the way from a concept over broader ones back to itself, "" where there is none."""
    waiting: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        for notation in records[path[-1]].concept.broader:
            if notation == start:
                return " > ".join((*path, start))
            if notation not in seen:
                seen.add(notation)
                waiting.append((*path, notation))
    return ""
