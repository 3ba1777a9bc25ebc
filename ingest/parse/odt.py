"""OpenDocument text: headings and lists with their numbers, paragraphs, tables, text boxes, notes.

Knows the elements of ODF and how blocks nest; ODT has no fixed pages, so blocks have none. Headers and footers stand in
the page styles, deleted text in a part of its own; neither is read.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest import media
from ingest.limits import Limits
from ingest.parse.archive import DAMAGED, check_archive
from ingest.parse.counter import LevelCounter
from ingest.parse.grid import grid_blocks
from ingest.parse.measured import within
from ingest.parse.odt_style import LEVELS, ListLevel, ListLevels, Styles, printed, styles_of
from ingest.parse.odt_text import BOXES, Words, note_text, words_of
from ingest.parse.walker import tidy
from ingest.parse.xml_part import Element, attribute, child, children_of, first_before, local, number, tree_of
from ingest.parsed import ParsedBlock, ParsedDocument
from ingest.structure import promote_bold_headings
from search.errors import UnparseableDocument

_CONTENT, _STYLES, _META = "content.xml", "styles.xml", "meta.xml"
_BLOCK_TAGS = ("h", "p", "list", "table", "section", "index-body", "frame", "custom-shape", "numbered-paragraph")
_GROUPS = frozenset({"section", "index-body", "list-header", "text-box", "frame", "custom-shape", "rect", "g"})
_ROWS = frozenset({"table-header-rows", "table-rows", "table-row-group"})
_META_FIELDS = {"title": "title", "language": "language", "creator": "author", "date": "modified"}
_MAX_DEPTH = 60
_MAX_REPEAT = 50


def parse(data: bytes, name: str, limits: Limits) -> ParsedDocument:
    """Parse an OpenDocument text.

    Raises:
        EncryptedDocument, DocumentTooLarge, UnparseableDocument: see `ingest.parse.archive`.
    """
    check_archive(data, name, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            blocks = list(within(_blocks(archive, name), name, limits.max_text_chars))
            fields = _meta(archive, name)
    except (*DAMAGED, KeyError) as error:
        raise UnparseableDocument(f"{name} is not an ODT file that can be read ({error}); save it again") from error
    return ParsedDocument(
        media.ODT, tuple(promote_bold_headings(blocks)),
        title=fields.pop("title", None), language_hint=fields.pop("language", None), metadata=fields,
    )  # fmt: skip


def _blocks(archive: zipfile.ZipFile, name: str) -> Iterator[ParsedBlock]:
    members = set(archive.namelist())
    roots = [tree_of(archive.read(_STYLES), name, _STYLES)] if _STYLES in members else []
    with archive.open(_CONTENT) as file:
        roots.append(first_before(file, "automatic-styles", "body", name, _CONTENT))
        body = _Body(styles_of(roots))
    with archive.open(_CONTENT) as file:
        for element in children_of(file, "text", _BLOCK_TAGS, name, _CONTENT):
            yield from body.blocks(element, 0)


def _meta(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    if _META not in archive.namelist():
        return {}
    meta = child(tree_of(archive.read(_META), name, _META), "meta")
    found = {local(one): (one.text or "").strip() for one in (meta if meta is not None else ())}
    return {wanted: found[key] for key, wanted in _META_FIELDS.items() if found.get(key)}


@dataclass(slots=True)
class _List:
    """The list that is being read: how it is numbered and how far it has counted."""

    levels: ListLevels = field(default_factory=dict)
    counter: LevelCounter = field(default_factory=LevelCounter)

    def next(self, level: int, start: int | None = None) -> str:
        starts = [self.levels.get(place, ListLevel()).start for place in range(LEVELS)]
        if start is not None:
            starts[level] = start
            self.counter.counts.pop(level, None)
        self.counter.step(level, starts)
        return printed(self.levels, level, self.counter.counts)


@dataclass(slots=True)
class _Body:
    """Reads elements in order; headings and continued lists count on from one to the next."""

    styles: Styles
    outline: _List = field(init=False)
    by_id: dict[str, _List] = field(default_factory=dict)
    by_style: dict[str, _List] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.outline = _List(self.styles.outline)

    def blocks(self, element: Element, depth: int) -> Iterator[ParsedBlock]:
        """Yield the blocks of one element."""
        name = local(element)
        if depth > _MAX_DEPTH:
            return
        if name == "h":
            yield from self._heading(element, depth)
        elif name == "p":
            yield from self._paragraph(element, depth)
        elif name == "list":
            yield from self._list(element, depth, 0, None)
        elif name == "table":
            yield from self._table(element, depth)
        elif name == "numbered-paragraph" or (name in _GROUPS and attribute(element, "display") != "none"):
            for one in element:
                yield from self.blocks(one, depth + 1)

    def _heading(self, element: Element, depth: int, marker: str | None = None) -> Iterator[ParsedBlock]:
        words = words_of(element, self.styles)
        level = number(attribute(element, "outline-level"), 1, low=1, high=LEVELS)
        unnumbered = attribute(element, "is-list-header") == "true"
        if marker is None:
            marker = "" if unnumbered else self._number_of_heading(element, level - 1)
        text = " ".join(words.text.split())
        if text:
            yield ParsedBlock("heading", f"{marker} {text}".strip(), level=min(level, 6))
        yield from self._beside(words, depth)

    def _number_of_heading(self, element: Element, level: int) -> str:
        written = child(element, "number")
        counted = self.outline.next(level)
        return "".join(written.itertext()).strip() if written is not None else counted

    def _paragraph(self, element: Element, depth: int) -> Iterator[ParsedBlock]:
        words, style = words_of(element, self.styles), self.styles.of(attribute(element, "style-name"))
        text = tidy(words.text)
        if text and style.title:
            yield ParsedBlock("heading", " ".join(text.split()), level=1)
        elif text:
            yield ParsedBlock("paragraph", text, bold=words.bold_chars > 0 and words.plain_chars == 0)
        yield from self._beside(words, depth)

    def _beside(self, words: Words, depth: int) -> Iterator[ParsedBlock]:
        """Yield the notes called in a paragraph and the text boxes anchored in it."""
        for note in words.notes:
            yield from [ParsedBlock("note", text)] if (text := note_text(note, self.styles)) else []
        for box in words.boxes:
            yield from self._box(box, depth + 1)

    def _box(self, element: Element, depth: int) -> Iterator[ParsedBlock]:
        for one in element if depth <= _MAX_DEPTH else ():
            yield from self._box(one, depth + 1) if local(one) in BOXES else self.blocks(one, depth + 1)

    def _list(self, element: Element, depth: int, level: int, outer: _List | None) -> Iterator[ParsedBlock]:
        """Yield the items of a list; in a numbered one, each begins with its number, which people cite."""
        if depth > _MAX_DEPTH:
            return
        current = self._counted(element, outer)
        for item in element:
            if local(item) not in {"list-item", "list-header"}:
                continue
            marker = self._number_of_item(item, current, min(level, LEVELS - 1))
            for one in item:
                if local(one) == "list":
                    yield from self._list(one, depth + 1, level + 1, current)
                    continue
                if local(one) == "h":
                    yield from self._heading(one, depth + 1, marker)
                    marker = ""
                    continue
                for block in self.blocks(one, depth + 1):
                    if block.kind == "paragraph":
                        yield ParsedBlock("list_item", f"{marker} {block.text}".strip(), level=level)
                        marker = ""
                    else:
                        yield block

    def _number_of_item(self, item: Element, current: _List, level: int) -> str:
        if local(item) == "list-header" or all(local(one) == "list" for one in item):
            return ""
        start = attribute(item, "start-value")
        counted = current.next(level, None if start is None else number(start, 1))
        written = child(item, "number")
        return "".join(written.itertext()).strip() if written is not None else counted

    def _counted(self, element: Element, outer: _List | None) -> _List:
        """Return the counter of a list: of the one around it, of the one it continues, or a new one."""
        name = attribute(element, "style-name") or (self._style_of_first(element) if outer is None else None)
        if outer is not None and (name is None or self.styles.lists.get(name) is outer.levels):
            return outer
        continued = attribute(element, "continue-list")
        before = self.by_id.get(continued) if continued else None
        if before is None and attribute(element, "continue-numbering") == "true":
            before = self.by_style.get(name or "")
        current = before or _List(self.styles.lists.get(name or "", {}))
        own_id = next((str(found) for key, found in element.items() if key.endswith("}id")), None)
        if own_id:
            self.by_id[own_id] = current
        self.by_style[name or ""] = current
        return current

    def _style_of_first(self, element: Element) -> str | None:
        """Return the list style that the first paragraph's own style names."""
        first = next(element.iter("{*}p", "{*}h"), None)
        return self.styles.of(attribute(first, "style-name")).list_style if first is not None else None

    def _table(self, element: Element, depth: int) -> Iterator[ParsedBlock]:
        rows, header, notes = _Rows(), 0, list[ParsedBlock]()
        for row, is_header in _table_rows(element, in_header=False, depth=0):
            header += is_header
            rows.add([(one, self._cell(one, depth, notes)) for one in row])
        yield from grid_blocks(rows.texts, header)
        yield from notes

    def _cell(self, cell: Element, depth: int, notes: list[ParsedBlock]) -> str:
        if local(cell) != "table-cell":
            return ""
        blocks = [block for one in cell for block in self.blocks(one, depth + 1)]
        notes += [block for block in blocks if block.kind == "note"]
        return " ".join(" ".join(block.text.split()) for block in blocks if block.kind != "note")


@dataclass(slots=True)
class _Rows:
    """The rows of a table as texts; cells over several rows stand in each of them."""

    texts: list[list[str]] = field(default_factory=list)
    _hanging: dict[int, int] = field(default_factory=dict)

    def add(self, row: list[tuple[Element, str]]) -> None:
        cells: list[str] = []
        for cell, text in row:
            repeated = number(attribute(cell, "number-columns-repeated"), 1, low=1, high=_MAX_REPEAT)
            for _ in range(repeated):
                column = len(cells)
                if self._hanging.get(column, 0) > 0 and local(cell) == "covered-table-cell":
                    self._hanging[column] -= 1
                    cells.append(self.texts[-1][column] if column < len(self.texts[-1]) else "")
                    continue
                self._hanging[column] = number(attribute(cell, "number-rows-spanned"), 1, low=1, high=1000) - 1
                cells.append(text)
        self.texts.append(cells)


def _table_rows(element: Element, *, in_header: bool, depth: int) -> Iterator[tuple[list[Element], bool]]:
    for one in element:
        name = local(one)
        if name == "table-row":
            yield [cell for cell in one if local(cell) in {"table-cell", "covered-table-cell"}], in_header
        elif name in _ROWS and depth < _MAX_DEPTH:
            yield from _table_rows(one, in_header=in_header or name == "table-header-rows", depth=depth + 1)
