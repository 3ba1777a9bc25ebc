"""OpenDocument text: headings with outline levels, paragraphs, lists, tables, notes.

Knows the elements of ODF as odfpy gives them; ODT has no fixed pages, so blocks have none.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax import SAXException

from odf import opendocument

from ingest import media
from ingest.limits import Limits
from ingest.parse.archive import check_archive
from ingest.parse.grid import grid_text
from ingest.parse.walker import tidy
from ingest.parsed import ParsedBlock, ParsedDocument
from ingest.structure import promote_bold_headings
from search.errors import UnparseableDocument

_TEXT_NS = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_TABLE_NS = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_STYLE_NS = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_FO_NS = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
_SKIPPED = frozenset(
    {
        "text:tracked-changes",
        "text:table-of-content",
        "text:sequence-decls",
        "office:annotation",
        "text:bibliography",
        "text:alphabetical-index",
    }
)
_GROUPS = frozenset(
    {"text:section", "text:index-body", "draw:frame", "draw:text-box", "text:list-header", "table:table-header-rows"}
)
_MAX_DEPTH = 100
_MAX_REPEAT = 50


def parse(data: bytes, name: str, limits: Limits) -> ParsedDocument:
    """Parse an OpenDocument text.

    Raises:
        EncryptedDocument, DocumentTooLarge, UnparseableDocument: see `ingest.parse.archive`.
    """
    check_archive(data, name, limits)
    try:
        return _parsed(opendocument.load(io.BytesIO(data)))
    except (KeyError, ValueError, AttributeError, IndexError, TypeError, SAXException, zipfile.BadZipFile) as error:
        raise UnparseableDocument(f"{name} is not an ODT file that can be read ({error}); save it again") from error


def _parsed(document: Any) -> ParsedDocument:
    styles = _Styles(_bold_styles(document), _numbered_styles(document))
    blocks = tuple(promote_bold_headings(list(_blocks(document.text, styles, 0))))
    fields = _meta(document)
    return ParsedDocument(
        media.ODT, blocks, title=fields.pop("title", None), language_hint=fields.pop("language", None), metadata=fields
    )


@dataclass(frozen=True, slots=True)
class _Styles:
    """Names of the styles that matter: bold paragraphs and spans, lists that count their items."""

    bold: frozenset[str]
    numbered: frozenset[str]


def _bold_styles(document: Any) -> frozenset[str]:
    """Return the names of paragraph and text styles that are bold."""
    names = set()
    for holder in (document.automaticstyles, document.styles):
        for style in holder.childNodes:
            for part in getattr(style, "childNodes", []):
                if _name(part) == "style:text-properties" and _attribute(part, _FO_NS, "font-weight") == "bold":
                    names.add(_attribute(style, _STYLE_NS, "name"))
    return frozenset(names)


def _numbered_styles(document: Any) -> frozenset[str]:
    """Return the names of list styles whose first level is numbered."""
    names = set()
    for holder in (document.automaticstyles, document.styles):
        for style in holder.childNodes:
            levels = [_name(level) for level in getattr(style, "childNodes", [])]
            if _name(style) == "text:list-style" and levels[:1] == ["text:list-level-style-number"]:
                names.add(_attribute(style, _STYLE_NS, "name"))
    return frozenset(names)


def _meta(document: Any) -> dict[str, str]:
    wanted = {"dc:title": "title", "dc:language": "language", "dc:creator": "author", "dc:date": "modified"}
    fields = {wanted[_name(node)]: _text(node) for node in document.meta.childNodes if _name(node) in wanted}
    return {name: value for name, value in fields.items() if value}


def _name(node: Any) -> str:
    return str(getattr(node, "tagName", ""))


def _attribute(node: Any, namespace: str, name: str) -> str:
    value = (node.attributes or {}).get((namespace, name))
    return "" if value is None else str(value)


def _blocks(node: Any, styles: _Styles, depth: int) -> Iterator[ParsedBlock]:
    if depth > _MAX_DEPTH:
        return
    for child in node.childNodes:
        name = _name(child)
        if name == "text:h":
            yield from _heading(child)
        elif name == "text:p":
            yield from _paragraph(child, styles, depth)
        elif name == "text:list":
            yield from _list(child, styles, depth)
        elif name == "table:table":
            text = grid_text(_rows(child))
            yield from [ParsedBlock("table", text)] if text else []
        elif name in _GROUPS:
            yield from _blocks(child, styles, depth + 1)


def _heading(node: Any) -> Iterator[ParsedBlock]:
    text = " ".join(_text(node).split())
    level = _attribute(node, _TEXT_NS, "outline-level")
    if text:
        yield ParsedBlock("heading", text, level=min(int(level), 6) if level.isdigit() else 1)


def _paragraph(node: Any, styles: _Styles, depth: int) -> Iterator[ParsedBlock]:
    text = tidy(_text(node))
    if text:
        style = _attribute(node, _TEXT_NS, "style-name")
        if style in {"Title", "Titel", "Rubrik"}:
            yield ParsedBlock("heading", " ".join(text.split()), level=1)
        else:
            yield ParsedBlock("paragraph", text, bold=style in styles.bold or _is_bold_inside(node, styles.bold))
    for note in _notes(node):
        yield ParsedBlock("note", note)
    for child in node.childNodes:
        if _name(child) in {"draw:frame", "draw:text-box"}:
            yield from _blocks(child, styles, depth + 1)


def _is_bold_inside(node: Any, bold: frozenset[str]) -> bool:
    """Tell whether all words of a paragraph stand in bold spans."""
    parts = [child for child in node.childNodes if str(child).strip()]
    return bool(parts) and all(
        _name(part) == "text:span" and _attribute(part, _TEXT_NS, "style-name") in bold for part in parts
    )


def _list(node: Any, styles: _Styles, depth: int) -> Iterator[ParsedBlock]:
    """Yield the items of a list; in a numbered one, each begins with its number, which people cite."""
    numbered = _attribute(node, _TEXT_NS, "style-name") in styles.numbered
    number = 0
    for item in node.childNodes:
        if _name(item) not in {"text:list-item", "text:list-header"}:
            continue
        number += 1
        marker = f"{number}. " if numbered else ""
        for block in _blocks(item, styles, depth + 1):
            if block.kind == "paragraph":
                yield ParsedBlock("list_item", f"{marker}{block.text}")
                marker = ""
            else:
                yield block


def _rows(node: Any) -> list[list[str]]:
    rows: list[list[str]] = []
    for child in node.childNodes:
        if _name(child) in {"table:table-header-rows", "table:table-rows", "table:table-row-group"}:
            rows.extend(_rows(child))
        elif _name(child) == "table:table-row":
            rows.append(_cells(child))
    return rows


def _cells(row: Any) -> list[str]:
    cells: list[str] = []
    for cell in row.childNodes:
        if _name(cell) in {"table:table-cell", "table:covered-table-cell"}:
            repeat = _attribute(cell, _TABLE_NS, "number-columns-repeated")
            text = " ".join(" ".join(_text(part).split()) for part in cell.childNodes)
            cells.extend([text] * min(int(repeat) if repeat.isdigit() else 1, _MAX_REPEAT))
    return cells


def _notes(node: Any) -> Iterator[str]:
    for child in node.childNodes:
        if _name(child) == "text:note":
            call = "".join(_text(part) for part in child.childNodes if _name(part) == "text:note-citation")
            body = " ".join(_text(part) for part in child.childNodes if _name(part) == "text:note-body")
            yield " ".join(f"{call} {body}".split())
        else:
            yield from _notes(child)


def _text(node: Any) -> str:
    """Return the words below a node, with blanks, tabs and line breaks as characters, without notes and frames."""
    if node.nodeType in {node.TEXT_NODE, node.CDATA_SECTION_NODE}:
        return str(node.data)
    name = _name(node)
    if name == "text:s":
        count = _attribute(node, _TEXT_NS, "c")
        return " " * min(int(count) if count.isdigit() else 1, _MAX_REPEAT)
    if name in {"text:tab", "text:line-break"}:
        return "\t" if name == "text:tab" else "\n"
    if name == "text:note":
        return "".join(f"[{_text(part)}]" for part in node.childNodes if _name(part) == "text:note-citation")
    if name in _SKIPPED or name == "draw:frame":
        return ""
    return "".join(_text(child) for child in node.childNodes)
