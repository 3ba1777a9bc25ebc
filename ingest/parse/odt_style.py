"""Styles of an OpenDocument text: what is bold or hidden, how lists and headings are numbered.

Knows paragraph, text and list styles and what they inherit; must not know text.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ingest.parse.counter import decimal, roman, spreadsheet_letter
from ingest.parse.xml_part import Element, attribute, local, number

LEVELS = 10
_SHAPES: dict[str, Callable[[int], str]] = {
    "1": decimal, "i": roman, "I": lambda count: roman(count).upper(),
    "a": spreadsheet_letter, "A": lambda count: spreadsheet_letter(count).upper(),
}  # fmt: skip
_PLACE = re.compile(r"%(\d{1,2})%")
_TITLES = frozenset({"Title", "Titel", "Rubrik"})
_MAX_INHERITANCE = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What matters of a paragraph or text style, with what it inherits; None where it says nothing."""

    bold: bool | None = None
    hidden: bool | None = None
    title: bool = False
    list_style: str | None = None


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list style.

    Attributes:
        shape: "1", "i", "a" and so on; "" prints no number.
        shown: how many levels the number shows, this one last.
        pattern: how the number is put together where the file says it whole ("%1%.%2%.").
    """

    shape: str = ""
    start: int = 1
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    pattern: str | None = None


ListLevels = Mapping[int, ListLevel]
"""Level, from 0 -> how it is numbered; levels with bullets are not there."""


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles of a document by name, and the numbering of its headings."""

    by_name: Mapping[str, Style] = field(default_factory=dict)
    lists: Mapping[str, ListLevels] = field(default_factory=dict)
    outline: ListLevels = field(default_factory=dict)

    def of(self, name: str | None) -> Style:
        """Return the style of that name, an empty one where there is none."""
        return self.by_name.get(name or "", Style())


def styles_of(roots: Iterable[Element | None]) -> Styles:
    """Return the styles of `styles.xml` and `content.xml`, the later ones first where names are the same."""
    elements: dict[str, Element] = {}
    lists: dict[str, ListLevels] = {}
    outline: ListLevels = {}
    for root in roots:
        for element in root.iter("{*}style", "{*}list-style", "{*}outline-style") if root is not None else ():
            name = attribute(element, "name") or ""
            if local(element) == "style":
                elements[name] = element
            elif local(element) == "list-style":
                lists[name] = _levels(element)
            else:
                outline = _levels(element)
    return Styles({name: _style(element, elements) for name, element in elements.items()}, lists, outline)


def printed(levels: ListLevels, level: int, counts: Mapping[int, int]) -> str:
    """Return the number of a level as printed; "" where the level has none."""
    own = levels.get(level)
    if own is None or not own.shape:
        return own.prefix.strip() if own is not None else ""

    def one(place: int) -> str:
        style = levels.get(place, ListLevel())
        return _SHAPES.get(style.shape, decimal)(counts.get(place, style.start)) if style.shape else ""

    if own.pattern:
        text = _PLACE.sub(lambda match: one(int(match[1]) - 1), own.pattern)
    else:
        first = max(0, level - own.shown + 1)
        numbers = [number for place in range(first, level + 1) if (number := one(place))]
        text = f"{own.prefix}{'.'.join(numbers)}{own.suffix}"
    return " ".join(text.split())


def _levels(element: Element) -> dict[int, ListLevel]:
    levels: dict[int, ListLevel] = {}
    for one in element:
        if local(one) not in {"list-level-style-number", "outline-level-style"}:
            continue
        level = number(attribute(one, "level"), 1, low=1, high=LEVELS) - 1
        levels[level] = ListLevel(
            shape=attribute(one, "num-format") or "",
            start=number(attribute(one, "start-value"), 1),
            prefix=(attribute(one, "num-prefix") or "")[:50],
            suffix=(attribute(one, "num-suffix") or "")[:50],
            shown=number(attribute(one, "display-levels"), 1, low=1, high=LEVELS),
            pattern=(attribute(one, "num-list-format") or "")[:100] or None,
        )
    return levels


def _style(element: Element, elements: Mapping[str, Element]) -> Style:
    """Return a style with what it inherits: the nearest word counts."""
    bold: bool | None = None
    hidden: bool | None = None
    title = False
    list_style: str | None = None
    for one in _lineage(element, elements):
        names = {attribute(one, "name"), attribute(one, "display-name")}
        title = title or bool(names & _TITLES)
        list_style = attribute(one, "list-style-name") if list_style is None else list_style
        for properties in one:
            if local(properties) == "text-properties":
                weight, display = attribute(properties, "font-weight"), attribute(properties, "display")
                bold = weight == "bold" if bold is None and weight else bold
                hidden = display == "none" if hidden is None and display else hidden
    return Style(bold, hidden, title, list_style or None)


def _lineage(element: Element, elements: Mapping[str, Element]) -> list[Element]:
    line = [element]
    while len(line) < _MAX_INHERITANCE:
        parent = elements.get(attribute(line[-1], "parent-style-name") or "")
        if parent is None or parent in line:
            break
        line.append(parent)
    return line
