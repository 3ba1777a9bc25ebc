"""Text of drawings in Office Open XML: paragraphs of shapes with their bullets and numbers, tables.

Knows DrawingML as slides hold it; must not know slides, placeholders or notes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.parse.counter import LevelCounter, decimal, letter, roman
from ingest.parse.grid import grid_blocks
from ingest.parse.walker import tidy
from ingest.parse.xml_part import Element, attribute, child, local, number, texts_below
from ingest.parsed import ParsedBlock

_LEVELS = 9
_MAX_COLUMNS = 100
_SHAPES = (
    ("arabic", decimal), ("romanLc", roman), ("romanUc", lambda count: roman(count).upper()),
    ("alphaLc", letter), ("alphaUc", lambda count: letter(count).upper()),
)  # fmt: skip
_FRAMES = (("ParenBoth", "({})"), ("ParenR", "{})"), ("Period", "{}."), ("Minus", "{} -"), ("Plain", "{}"))


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a shape: its text, how deep it is indented, and whether it is an item of a list."""

    text: str
    level: int = 0
    item: bool = False
    bold: bool = False


def lines_of(body: Element, *, bulleted: bool) -> Iterator[Line]:
    """Yield the paragraphs of a text body that hold words.

    Args:
        body: a `txBody`.
        bulleted: paragraphs that say nothing of bullets have one, as in the main part of a slide.
    """
    counter = LevelCounter()
    for paragraph in body:
        if local(paragraph) != "p":
            continue
        text = tidy(_text(paragraph))
        properties = child(paragraph, "pPr")
        level = number(attribute(properties, "lvl"), 0, high=_LEVELS - 1) if properties is not None else 0
        marker = _marker(properties, level, counter) if text else ""
        item = bool(marker) or _has_bullet(properties, bulleted=bulleted)
        if text:
            yield Line(f"{marker} {text}".strip(), level if item else 0, item, _is_bold(paragraph))


def blocks_of_lines(lines: Iterator[Line], page: int | None) -> Iterator[ParsedBlock]:
    """Yield paragraphs and list items of a page."""
    for line in lines:
        if line.item:
            yield ParsedBlock("list_item", line.text, level=line.level, page=page)
        else:
            yield ParsedBlock("paragraph", line.text, bold=line.bold, page=page)


def table_blocks(table: Element, page: int | None) -> Iterator[ParsedBlock]:
    """Yield a table; cells over several rows stand in each of them."""
    rows: list[list[str]] = []
    for row in table:
        if local(row) != "tr":
            continue
        above = rows[-1] if rows else []
        cells: list[str] = []
        for cell in [one for one in row if local(one) == "tc"][:_MAX_COLUMNS]:
            column = len(cells)
            merged_down = attribute(cell, "vMerge") in {"1", "true"}
            merged_right = attribute(cell, "hMerge") in {"1", "true"}
            own = "" if merged_right else _cell_text(cell)
            cells.append(above[column] if merged_down and column < len(above) else own)
        rows.append(cells)
    properties = child(table, "tblPr")
    header = properties is not None and attribute(properties, "firstRow") in {"1", "true"}
    for block in grid_blocks(rows, int(header)):
        yield ParsedBlock("table", block.text, page=page)


def _cell_text(cell: Element) -> str:
    body = child(cell, "txBody")
    return " ".join(line.text for line in lines_of(body, bulleted=False)) if body is not None else ""


def _text(paragraph: Element) -> str:
    parts: list[str] = []
    for one in paragraph:
        name = local(one)
        if name in {"r", "fld"}:
            found = child(one, "t")
            parts.append((found.text or "") if found is not None else "")
        elif name == "br":
            parts.append("\n")
        elif name in {"m", "AlternateContent"}:
            parts.append(texts_below(one, "t"))
    return "".join(parts)


def _has_bullet(properties: Element | None, *, bulleted: bool) -> bool:
    if child(properties, "buNone") is not None:
        return False
    own = any(child(properties, name) is not None for name in ("buChar", "buAutoNum", "buBlip"))
    return own or bulleted


def _marker(properties: Element | None, level: int, counter: LevelCounter) -> str:
    """Return the number of an item as printed, "" where it has a bullet or none."""
    found = child(properties, "buAutoNum")
    if found is None:
        for deeper in [other for other in counter.counts if other >= level]:
            del counter.counts[deeper]
        return ""
    counter.step(level, [number(attribute(found, "startAt"), 1)] * _LEVELS)
    kind = attribute(found, "type") or "arabicPeriod"
    shape = next((write for name, write in _SHAPES if kind.startswith(name)), decimal)
    frame = next((frame for name, frame in _FRAMES if kind.endswith(name)), "{}.")
    return frame.format(shape(counter.counts[level]))


def _is_bold(paragraph: Element) -> bool:
    runs = [child(run, "rPr") for run in paragraph if local(run) == "r"]
    return bool(runs) and all(run is not None and attribute(run, "b") in {"1", "true"} for run in runs)
