"""Presentations: each slide is a page with its title as heading, then its text, tables, diagrams and notes.

Knows slides, placeholders and the parts they refer to; the text of shapes is `drawing_text`'s. Slides that are hidden
are left out; masters and layouts, which hold prompts and running lines, are never read.
"""

from collections.abc import Iterator
from dataclasses import replace

from ingest import media
from ingest.limits import Limits
from ingest.parse.drawing_text import blocks_of_lines, lines_of, table_blocks
from ingest.parse.ooxml import Package, Relation, opened
from ingest.parse.xml_part import Element, attribute, child, local
from ingest.parsed import ParsedBlock, ParsedDocument
from search.errors import EmptyDocument

_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"ftr", "hdr", "dt", "sldNum", "sldImg"})
_BULLETED = frozenset({"body", "obj", ""})
"""Kinds of placeholders whose text is a list unless it says otherwise."""
_HEADING_MAX_CHARS = 110
_MAX_DEPTH = 30
_MAX_SLIDES = 5000


def parse(data: bytes, name: str, limits: Limits) -> ParsedDocument:
    """Parse a presentation.

    Raises:
        EmptyDocument: it has no slide that is shown.
        EncryptedDocument, DocumentTooLarge, UnparseableDocument: see `ingest.parse.archive`.
    """
    with opened(data, name, limits, "a PowerPoint file") as package:
        slides = _slides(package)
        blocks: list[ParsedBlock] = []
        hidden = []
        for number, part in enumerate(slides, start=1):
            slide = package.tree(part)
            if slide is None or attribute(slide, "show") in {"0", "false"}:
                hidden.append(number)
                continue
            blocks += _slide(package, part, slide, number)
        fields = package.properties()
    if not blocks:
        raise EmptyDocument(f"{name} has {len(slides)} slides, but no text on those that are shown")
    notes = (f"hidden slides left out: {', '.join(map(str, hidden))}",) if hidden else ()
    return ParsedDocument(
        media.PPTX, tuple(blocks), title=fields.pop("title", None), pages=len(slides),
        language_hint=fields.pop("language", None), metadata=fields, notes=notes,
    )  # fmt: skip


def _slides(package: Package) -> list[str]:
    """Return the parts of the slides in their order."""
    main = package.main("ppt/presentation.xml")
    relations = package.relations(main)
    listed = child(package.tree(main), "sldIdLst")
    found = [relations.get(_relation_id(one)) for one in (listed if listed is not None else ())]
    return [one.target for one in found if one is not None and not one.external][:_MAX_SLIDES]


def _relation_id(element: Element) -> str:
    """Return the id of a relation, which stands beside an `id` of another namespace."""
    return next((str(value) for key, value in element.items() if key.endswith("}id")), "")


def _slide(package: Package, part: str, slide: Element, page: int) -> Iterator[ParsedBlock]:
    relations = package.relations(part)
    shapes = list(_shapes(child(slide, "cSld", "spTree"), 0))
    heading, rest = _heading(shapes, page)
    body = [block for shape in rest for block in _shape(package, shape, relations, page)]
    if heading is None and body:
        heading, body = _stand_in(body, page)
    yield from [heading] if heading is not None else []
    yield from body
    yield from _notes(package, relations, page)


def _shapes(tree: Element | None, depth: int) -> Iterator[Element]:
    """Yield shapes and frames in reading order, also those in groups."""
    if tree is None or depth > _MAX_DEPTH:
        return
    for one in tree:
        name = local(one)
        if name in {"sp", "graphicFrame"}:
            if not _is_hidden(one):
                yield one
        elif name == "grpSp":
            yield from _shapes(one, depth + 1)
        elif name == "AlternateContent":
            yield from _shapes(child(one, "Choice"), depth + 1)


def _is_hidden(shape: Element) -> bool:
    properties = next((child(one, "cNvPr") for one in shape if local(one).startswith("nv")), None)
    return properties is not None and attribute(properties, "hidden") in {"1", "true"}


def _placeholder(shape: Element) -> str | None:
    """Return the kind of a placeholder, "" for one without kind, None for a shape that is none."""
    found = child(shape, "nvSpPr", "nvPr", "ph")
    return None if found is None else attribute(found, "type") or ""


def _heading(shapes: list[Element], page: int) -> tuple[ParsedBlock | None, list[Element]]:
    """Return the slide's title as heading and the other shapes."""
    for position, shape in enumerate(shapes):
        kind, body = _placeholder(shape), child(shape, "txBody")
        if kind not in _TITLES or body is None:
            continue
        text = " ".join(" ".join(line.text.split()) for line in lines_of(body, bulleted=False))
        if text:
            level = 1 if kind == "ctrTitle" and page == 1 else 2
            return ParsedBlock("heading", text, level=level, page=page), shapes[:position] + shapes[position + 1 :]
    return None, shapes


def _stand_in(body: list[ParsedBlock], page: int) -> tuple[ParsedBlock, list[ParsedBlock]]:
    """Return a heading for a slide without title: its first short line, else its number."""
    first = body[0]
    if first.kind == "paragraph" and len(first.text) <= _HEADING_MAX_CHARS and len(body) > 1:
        text = " ".join(first.text.split())
        if text[-1] not in ".,;:":
            return replace(first, kind="heading", text=text, level=2, bold=False), body[1:]
    return ParsedBlock("heading", f"Slide {page}", level=2, page=page), body


def _shape(package: Package, shape: Element, relations: dict[str, Relation], page: int) -> Iterator[ParsedBlock]:
    if local(shape) == "graphicFrame":
        yield from _frame(package, shape, relations, page)
        return
    kind, body = _placeholder(shape), child(shape, "txBody")
    if body is None or kind in _FURNITURE:
        return
    yield from blocks_of_lines(lines_of(body, bulleted=kind in _BULLETED), page)


def _frame(package: Package, frame: Element, relations: dict[str, Relation], page: int) -> Iterator[ParsedBlock]:
    """Yield what a frame holds: a table, or the texts of a diagram."""
    content = child(frame, "graphic", "graphicData")
    table = child(content, "tbl")
    if table is not None:
        yield from table_blocks(table, page)
    diagram = child(content, "relIds")
    if diagram is None:
        return
    data = relations.get(attribute(diagram, "dm") or "")
    root = package.tree(data.target) if data is not None and not data.external else None
    for point in root.iter("{*}pt") if root is not None else ():
        body = child(point, "t")
        if body is not None:
            yield from blocks_of_lines(lines_of(body, bulleted=True), page)


def _notes(package: Package, relations: dict[str, Relation], page: int) -> Iterator[ParsedBlock]:
    part = next((one.target for one in relations.values() if one.kind == "notesSlide" and not one.external), None)
    root = package.tree(part) if part is not None else None
    for shape in _shapes(child(root, "cSld", "spTree"), 0):
        body = child(shape, "txBody")
        if _placeholder(shape) == "body" and body is not None:
            text = "\n".join(line.text for line in lines_of(body, bulleted=False))
            if text:
                yield ParsedBlock("note", text, page=page)
