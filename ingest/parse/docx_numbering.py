"""Automatic numbers of a Word document: "4.1", "§ 3", "Bilaga B", as they are printed.

Knows `numbering.xml` and how Word counts: numbers that belong to one abstract list count on through all lists made of
it, unless one says where it starts. Must not know what the paragraphs are.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ingest.parse.counter import LevelCounter, decimal, letter, roman, two_digits
from ingest.parse.xml_part import Element, attribute, child, is_on, local, number, value

LEVELS = 9
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": decimal, "decimalZero": two_digits,
    "lowerRoman": roman, "upperRoman": lambda count: roman(count).upper(),
    "lowerLetter": letter, "upperLetter": lambda count: letter(count).upper(),
}  # fmt: skip
_PLACE = re.compile(r"%([1-9])")
_UNPRINTED = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: its first number, how it is written and after which level it begins again."""

    start: int = 1
    shape: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


_PLAIN = tuple(_Level(text=f"%{level + 1}.") for level in range(LEVELS))


@dataclass(frozen=True, slots=True)
class _List:
    """A list of the document: the abstract list it is made of, its levels, where it starts anew."""

    abstract: str
    levels: tuple[_Level, ...] = _PLAIN
    starts_anew: Mapping[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    lists: Mapping[str, _List] = field(default_factory=dict)
    _counters: dict[str, LevelCounter] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def holds(self, list_id: str | None) -> bool:
        """Tell whether a paragraph with this `numId` belongs to a list; "0" takes it out of one."""
        return list_id is not None and list_id in self.lists

    def level_of_style(self, list_id: str, style_id: str | None) -> int | None:
        """Return the level that a list ties to a paragraph style."""
        levels = self.lists[list_id].levels
        return next((i for i, level in enumerate(levels) if style_id is not None and level.style == style_id), None)

    def next(self, list_id: str, level: int) -> str:
        """Count one paragraph and return its number as printed; "" for bullets and lists without numbers."""
        found = self.lists[list_id]
        counter = self._counters.setdefault(found.abstract, LevelCounter())
        starts = [one.start for one in found.levels]
        if level in found.starts_anew and (list_id, level) not in self._begun:
            starts[level] = found.starts_anew[level]
            counter.counts.pop(level, None)
        self._begun.add((list_id, level))
        counter.step(level, starts, {i: one.restart for i, one in enumerate(found.levels) if one.restart is not None})
        return _printed(found.levels, level, counter.counts)


def numbering_of(root: Element | None) -> Numbering:
    """Return the lists of a `numbering.xml`."""
    elements = list(root) if root is not None else []
    abstracts = {attribute(e, "abstractNumId") or "": e for e in elements if local(e) == "abstractNum"}
    numbers = {attribute(e, "numId") or "": e for e in elements if local(e) == "num"}
    by_style = {value(e, "styleLink"): e for e in abstracts.values() if value(e, "styleLink")}
    lists: dict[str, _List] = {}
    for list_id, element in numbers.items():
        abstract_id = value(element, "abstractNumId") or ""
        abstract = abstracts.get(abstract_id)
        if abstract is not None and value(abstract, "numStyleLink") in by_style:
            abstract = by_style[value(abstract, "numStyleLink")]
            abstract_id = attribute(abstract, "abstractNumId") or ""
        if list_id != "0":
            lists[list_id] = _list(element, abstract, abstract_id)
    return Numbering(lists)


def _list(element: Element, abstract: Element | None, abstract_id: str) -> _List:
    levels = list(_PLAIN)
    for one in abstract if abstract is not None else ():
        if local(one) == "lvl":
            _put(levels, one)
    anew: dict[int, int] = {}
    for override in element:
        if local(override) != "lvlOverride":
            continue
        level = number(attribute(override, "ilvl"), 0, high=LEVELS - 1)
        start = value(override, "startOverride")
        if start is not None:
            anew[level] = number(start, 1)
        own = child(override, "lvl")
        if own is not None:
            _put(levels, own)
    return _List(abstract_id, tuple(levels), anew)


def _put(levels: list[_Level], element: Element) -> None:
    position = number(attribute(element, "ilvl"), 0, high=LEVELS - 1)
    restart = value(element, "lvlRestart")
    shape = value(element, "numFmt")
    if shape is None and child(element, "AlternateContent") is not None:  # newer shapes carry an older one beside them
        shape = value(child(element, "AlternateContent", "Fallback"), "numFmt")
    levels[position] = replace(
        _PLAIN[position],
        start=number(value(element, "start"), 0),
        shape=shape or "decimal",
        text=(value(element, "lvlText") or "")[:100],
        restart=None if restart is None else number(restart, 0),
        legal=bool(is_on(element, "isLgl")),
        style=value(element, "pStyle"),
    )


def _printed(levels: tuple[_Level, ...], level: int, counts: Mapping[int, int]) -> str:
    own = levels[level]
    if own.shape == "bullet":
        return ""

    def at_place(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        if place > level or levels[place].shape in _UNPRINTED:
            return ""
        shape = "decimal" if own.legal else levels[place].shape
        return _FORMATS.get(shape, decimal)(counts.get(place, levels[place].start))

    return " ".join(_PLACE.sub(at_place, own.text).split())
