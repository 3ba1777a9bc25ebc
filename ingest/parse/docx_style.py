"""Styles of a Word document: what a paragraph is by its style, and what the styles below it add.

Knows style names, outline levels and inheritance; must not know text. Word keeps the English names of built-in styles
in every language version; templates of agencies add Swedish and Danish ones of their own.
"""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.parse.xml_part import Element, attribute, child, is_on, local, number, value

_TITLE = re.compile(r"^(?:title|rubrik|titel|dokumenttitel|dokumentrubrik)$", re.IGNORECASE)
_HEADING = re.compile(
    r"^(?:heading|rubrik|overskrift|numrerad rubrik|nummerad rubrik)\s?(?P<level>[1-9])$", re.IGNORECASE
)
_CONTENTS = re.compile(r"^(?:toc \d|toc heading|table of figures|index \d|index heading)$", re.IGNORECASE)
_MAX_INHERITANCE = 20
_MAX_STYLES = 5000
_USUAL_HALF_POINTS = 22
_MAX_HALF_POINTS = 3276
"""Source: the largest size that Word sets."""
_BODY_LEVEL = 9
"""The outline level that Word gives to body text."""


@dataclass(frozen=True, slots=True)
class Style:
    """What matters of a style, with what it inherits.

    Attributes:
        level: heading level from 1; 0 for none.
        title: it is the style of the document's title.
        contents: it is a line of a table of contents.
        list_id: `numId` that the style gives its paragraphs; "0" takes an inherited one away.
        list_level: `ilvl` of the style, None where it is left to the list.
        bold, hidden: None where the style says nothing.
        half_points: type size in half points, None where the style says nothing.
    """

    level: int = 0
    title: bool = False
    contents: bool = False
    list_id: str | None = None
    list_level: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    half_points: int | None = None


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles by id, and the default of paragraphs."""

    by_id: Mapping[str, Style] = field(default_factory=dict)
    default: Style = field(default_factory=Style)

    def of(self, style_id: str | None) -> Style:
        """Return the style of that id; the default one where there is none."""
        return self.by_id.get(style_id, self.default) if style_id is not None else self.default


def styles_of(root: Element | None) -> Styles:
    """Return the styles of a `styles.xml`."""
    listed = itertools.islice((e for e in (root if root is not None else ()) if local(e) == "style"), _MAX_STYLES)
    elements = {attribute(element, "styleId") or "": element for element in listed}
    by_id = {style_id: _style(element, elements) for style_id, element in elements.items()}
    default = next((i for i, e in elements.items() if attribute(e, "type") == "paragraph" and _is_default(e)), None)
    return Styles(by_id, by_id.get(default or "", Style()))


def outline_level(properties: Element | None) -> int | None:
    """Return the heading level that paragraph properties give: 0 for body text, None where they say nothing."""
    text = value(properties, "outlineLvl")
    if text is None:
        return None
    level = number(text, _BODY_LEVEL)
    return level + 1 if level < _BODY_LEVEL else 0


def half_points(properties: Element | None) -> int | None:
    """Return the type size that run properties give, in half points; None where they say nothing."""
    text = value(properties, "sz")
    return None if text is None else number(text, _USUAL_HALF_POINTS, high=_MAX_HALF_POINTS)


def _is_default(element: Element) -> bool:
    return (attribute(element, "default") or "0") in {"1", "true", "on"}


def _style(element: Element, elements: Mapping[str, Element]) -> Style:
    """Return a style with what it inherits: the nearest word counts."""
    level: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    size: int | None = None
    title = contents = False
    for one in _lineage(element, elements):
        name = value(one, "name") or ""
        heading = _HEADING.match(name)
        paragraph, run = child(one, "pPr"), child(one, "rPr")
        if level is None:
            level = int(heading["level"]) if heading else outline_level(paragraph)
        title = title or (level in {None, 0} and _TITLE.match(name) is not None)
        contents = contents or _CONTENTS.match(name) is not None
        list_id = list_id or value(paragraph, "numPr", "numId")
        if list_level is None:
            written = value(paragraph, "numPr", "ilvl")
            list_level = None if written is None else number(written, 0, high=8)
        bold = is_on(run, "b") if bold is None else bold
        hidden = is_on(run, "vanish") if hidden is None else hidden
        size = half_points(run) if size is None else size
    return Style(level or 0, title, contents, list_id, list_level, bold, hidden, size)


def _lineage(element: Element, elements: Mapping[str, Element]) -> list[Element]:
    """Return a style and those it is based on, the nearest first."""
    line = [element]
    while len(line) < _MAX_INHERITANCE:
        parent = elements.get(value(line[-1], "basedOn") or "")
        if parent is None or parent in line:
            break
        line.append(parent)
    return line
