"""From a tree of HTML elements to blocks: one walk for web pages, converted Word files and mail.

Knows elements and how they nest; must not know which parts of a page are furniture (`ingest.parse.html` removes those).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from ingest.parse.grid import grid_text
from ingest.parsed import ParsedBlock
from search.document import BlockKind

_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "canvas", "iframe", "object", "embed", "audio",
    "video", "form", "input", "select", "option", "button", "textarea", "head", "meta", "link", "title", "map",
    "area", "dialog",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "nobr", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr", "img",
})  # fmt: skip
_BOLD = frozenset({"b", "strong"})
_NO_ELEMENT = frozenset({"-", "!", "_"})
"""What the names of comments, declarations and the like begin with."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MAX_DEPTH = 150
_LAYOUT_CELL_CHARS = 600
"""A table with a cell longer than this arranges a page; it does not list data."""
_SHORT_DEFINITION_CHARS = 150


@dataclass(slots=True)
class _Walk:
    """The blocks so far and the text of the block under way."""

    blocks: list[ParsedBlock] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    is_plain: bool = False
    is_bold: bool = False
    kind: BlockKind = "paragraph"
    marker: str = ""
    level: int = 1

    def write(self, text: str, *, bold: bool) -> None:
        """Add to the line under way; runs of blanks and line breaks in the markup are one blank, when it ends."""
        self.parts.append(text)
        if text and not text.isspace():
            self.is_bold, self.is_plain = self.is_bold or bold, self.is_plain or not bold

    def end_line(self) -> None:
        """Go on with the next line of the same block."""
        self.lines.append("".join(self.parts))
        self.parts = []

    def flush(self) -> None:
        if not self.parts and not self.lines:
            return
        self.end_line()
        text = "\n".join([flat for line in self.lines if (flat := " ".join(line.split()))])
        if text:
            bold = self.is_bold and not self.is_plain and self.kind == "paragraph"
            self.blocks.append(ParsedBlock(self.kind, f"{self.marker}{text}", bold=bold))
            self.marker = ""
        self.lines, self.is_plain, self.is_bold = [], False, False

    def heading(self, text: str, level: int) -> None:
        self.flush()
        if text:
            self.level = level
            self.blocks.append(ParsedBlock("heading", text, level=level))


def blocks_of(root: LexborNode) -> list[ParsedBlock]:
    """Return the blocks below an element, in document order."""
    walk = _Walk()
    _children(root, walk, 0, bold=False)
    walk.flush()
    return walk.blocks


def blocks_at(node: LexborNode) -> list[ParsedBlock]:
    """Return the blocks of an element itself and of what is below it, in document order."""
    walk = _Walk()
    _node(node, walk, 0, bold=False)
    walk.flush()
    return walk.blocks


def tidy(text: str) -> str:
    """Collapse blanks, keep single line breaks."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return "\n".join([line for line in lines if line])


def _children(node: LexborNode, walk: _Walk, depth: int, *, bold: bool) -> None:
    child = node.child
    while child is not None:
        _node(child, walk, depth + 1, bold=bold)
        child = child.next


def _node(node: LexborNode, walk: _Walk, depth: int, *, bold: bool) -> None:
    tag = node.tag or ""
    if tag == "-text":
        walk.write(node.text_content or "", bold=bold)
    elif tag == "br":
        walk.end_line()
    elif tag in _SKIPPED or tag[:1] in _NO_ELEMENT:
        return
    elif depth > _MAX_DEPTH:
        _write_lines(f" {node.text(deep=True)} ", walk, bold=bold)
    elif tag in _INLINE:
        _children(node, walk, depth, bold=bold or tag in _BOLD)
    else:
        _block(node, tag, walk, depth)


def _write_lines(text: str, walk: _Walk, *, bold: bool) -> None:
    """Write what is nested too deep to be walked through, with its own line breaks."""
    first, *others = text.split("\n")
    walk.write(first, bold=bold)
    for line in others:
        walk.end_line()
        walk.write(line, bold=bold)


def _block(node: LexborNode, tag: str, walk: _Walk, depth: int) -> None:
    if tag in _HEADINGS:
        walk.heading(one_line(node), _HEADINGS[tag])
    elif tag == "summary":
        walk.heading(one_line(node), min(walk.level + 1, 6)) if walk.level < 6 else _plain_block(node, walk, depth)  # noqa: PLR2004
    elif tag in {"ul", "ol", "menu", "dir"}:
        _list(node, walk, depth, numbered=tag == "ol")
    elif tag == "dl":
        _definitions(node, walk, depth)
    elif tag == "table":
        _table(node, walk, depth)
    elif tag == "pre":
        walk.flush()
        text = "\n".join(line.rstrip() for line in node.text(deep=True).strip("\n").split("\n"))
        walk.blocks.extend([ParsedBlock("paragraph", text)] if text.strip() else [])
    else:
        _plain_block(node, walk, depth)


def _plain_block(node: LexborNode, walk: _Walk, depth: int) -> None:
    walk.flush()
    _children(node, walk, depth, bold=False)
    walk.flush()


def one_line(node: LexborNode) -> str:
    """Return the words of an element on one line, without what it hides."""
    only = node.child
    if only is not None and only.next is None and only.tag == "-text":
        return " ".join((only.text_content or "").split())
    inner = _Walk()
    _children(node, inner, 0, bold=False)
    inner.flush()
    return " ".join(" ".join(block.text.split()) for block in inner.blocks)


def _list(node: LexborNode, walk: _Walk, depth: int, *, numbered: bool) -> None:
    walk.flush()
    outer, number = walk.kind, _start(node)
    for item in node.iter():
        walk.kind = "list_item"
        if item.tag == "li":
            walk.marker = f"{number}. " if numbered else ""
            number += 1
            _children(item, walk, depth + 1, bold=False)
        elif item.tag not in _SKIPPED:
            _node(item, walk, depth + 1, bold=False)
        walk.flush()
        walk.marker = ""
    walk.kind = outer


def _start(node: LexborNode) -> int:
    start = (node.attributes.get("start") or "1").strip()
    return int(start) if start.isdigit() and len(start) < 6 else 1  # noqa: PLR2004 - numbers in papers are short


def _definitions(node: LexborNode, walk: _Walk, depth: int) -> None:
    """Keep each term together with its definition: "term: definition"; further short ones stand on lines below."""
    walk.flush()
    term, begun = "", False
    for part in _terms(node):
        if part.tag == "dt":
            walk.blocks.extend([ParsedBlock("list_item", term)] if term else [])
            term, begun = one_line(part), False
            continue
        inner = _inside(part, walk, depth)
        first = inner[0] if inner and inner[0].kind in {"paragraph", "list_item"} else None
        if first is not None and term:
            inner[0] = ParsedBlock("list_item", f"{term.removesuffix(':')}: {first.text}")
            term, begun = "", len(inner) == 1
        elif first is not None and begun and len(inner) == 1 and len(first.text) <= _SHORT_DEFINITION_CHARS:
            inner[0] = ParsedBlock("list_item", f"{walk.blocks.pop().text}\n{first.text}")
        else:
            begun = False
        walk.blocks.extend(inner)
    walk.blocks.extend([ParsedBlock("list_item", term)] if term else [])


def _inside(node: LexborNode, walk: _Walk, depth: int) -> list[ParsedBlock]:
    """Return the blocks of an element on their own."""
    inner = _Walk(level=walk.level)
    _children(node, inner, depth + 1, bold=False)
    inner.flush()
    return inner.blocks


def _terms(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the terms and definitions of a list, also those grouped in boxes, but not those of lists within."""
    for part in node.iter():
        if part.tag in {"dt", "dd"}:
            yield part
        elif part.tag == "div":
            yield from (inner for inner in part.iter() if inner.tag in {"dt", "dd"})


def _table(node: LexborNode, walk: _Walk, depth: int) -> None:
    rows = [[cell for cell in row.iter() if cell.tag in {"td", "th"}] for row in _rows(node)]
    rows = [row for row in rows if row]
    if _is_layout(rows):
        _plain_block(node, walk, depth)
        return
    walk.flush()
    caption = node.css_first("caption")
    if caption is not None and one_line(caption):
        walk.blocks.append(ParsedBlock("paragraph", one_line(caption)))
    text = grid_text(_spread(rows))
    if text:
        walk.blocks.append(ParsedBlock("table", text))


def _rows(node: LexborNode) -> list[LexborNode]:
    rows = []
    for child in node.iter():
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in {"thead", "tbody", "tfoot"}:
            rows.extend(row for row in child.iter() if row.tag == "tr")
    return rows


def _is_layout(rows: list[list[LexborNode]]) -> bool:
    if not rows or max(len(row) for row in rows) == 1:
        return True
    if any(cell.css_first("table, h1, h2, h3, h4") is not None for row in rows for cell in row):
        return True
    return len(rows) == 1 and any(len(cell.text(deep=True)) > _LAYOUT_CELL_CHARS for row in rows for cell in row)


def _spread(rows: list[list[LexborNode]]) -> list[list[str]]:
    """Give every row its own copy of cells that span several rows, so that a row can be read alone."""
    hanging: dict[int, tuple[int, str]] = {}
    table: list[list[str]] = []
    for row in rows:
        cells: list[str] = []
        for cell in row:
            _fill_hanging(cells, hanging)
            text = one_line(cell)
            if _span(cell, "rowspan") > 1:
                hanging[len(cells)] = (_span(cell, "rowspan") - 1, text)
            cells.append(text)
            cells.extend([""] * (_span(cell, "colspan") - 1))
        _fill_hanging(cells, hanging)
        table.append(cells)
    return table


def _fill_hanging(cells: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    while len(cells) in hanging:
        rest, text = hanging.pop(len(cells))
        if rest > 1:
            hanging[len(cells)] = (rest - 1, text)
            cells.append(text)
            continue
        cells.append(text)


def _span(cell: LexborNode, name: str) -> int:
    value = (cell.attributes.get(name) or "1").strip()
    return min(int(value), 50) if value.isdigit() and len(value) < 4 and int(value) > 0 else 1  # noqa: PLR2004
