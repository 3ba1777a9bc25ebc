"""The body of a Word document: paragraphs, headings and lists with their numbers, tables, text boxes, notes.

Knows how blocks follow and nest; the words of a paragraph are `docx_text`'s, styles `docx_style`'s, numbers
`docx_numbering`'s.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ingest.parse.counter import decimal, letter, roman
from ingest.parse.docx_numbering import LEVELS, Numbering
from ingest.parse.docx_style import Style, Styles, outline_level
from ingest.parse.docx_table import rows_of, table_blocks
from ingest.parse.docx_text import Reader, Words, is_deleted, is_prompt
from ingest.parse.walker import tidy
from ingest.parse.xml_part import Element, child, is_on, local, number, value
from ingest.parsed import ParsedBlock

BLOCK_TAGS = ("p", "tbl", "sdt", "customXml", "AlternateContent")
"""Local names of the elements that a body or a cell is made of."""
_MAX_DEPTH = 40
_MAX_HEADING = 6
_CONTENTS_GALLERY = "table of contents"
_CALLS: dict[str, Callable[[int], str]] = {
    "lowerRoman": roman, "upperRoman": lambda count: roman(count).upper(),
    "lowerLetter": letter, "upperLetter": lambda count: letter(count).upper(),
}  # fmt: skip


@dataclass(slots=True)
class Body:
    """Reads the elements of a body in order; numbers and note marks count on from one to the next.

    Attributes:
        notes: (kind, id) -> the note's element.
        note_shapes: kind -> how its calls are numbered.
        titles: paragraphs read so far that have the style of a document's title.
    """

    styles: Styles
    numbering: Numbering
    notes: Mapping[tuple[str, str], Element] = field(default_factory=dict)
    note_shapes: Mapping[str, str] = field(default_factory=dict)
    titles: int = 0
    _calls: dict[str, int] = field(default_factory=dict)
    _carried: Words | None = None
    _reader: Reader = field(init=False)

    def __post_init__(self) -> None:
        self._reader = Reader(self.styles, self._next_call)

    def blocks(self, element: Element, depth: int = 0) -> Iterator[ParsedBlock]:
        """Yield the blocks of one element of a body, cell, text box or control."""
        name = local(element)
        if depth > _MAX_DEPTH:
            return
        if name == "p":
            yield from self._paragraph(element, depth)
        elif name == "tbl":
            yield from self._table(element, depth)
        elif name == "sdt":
            if not is_prompt(element) and not _is_contents(element):
                yield from self.inside(child(element, "sdtContent"), depth + 1)
        elif name in {"customXml", "ins", "moveTo"}:
            yield from self.inside(element, depth + 1)
        elif name == "AlternateContent":
            yield from self.inside(child(element, "Choice"), depth + 1)

    def inside(self, element: Element | None, depth: int) -> Iterator[ParsedBlock]:
        """Yield the blocks of the children of an element."""
        for one in element if element is not None else ():
            yield from self.blocks(one, depth)

    def rest(self) -> Iterator[ParsedBlock]:
        """Yield what a deleted mark of the last paragraph has held back."""
        if self._carried is not None:
            text = tidy(self._carried.text)
            self._carried = None
            yield from [ParsedBlock("paragraph", text)] if text else []

    def _next_call(self, kind: str) -> str:
        self._calls[kind] = self._calls.get(kind, 0) + 1
        return _CALLS.get(self.note_shapes.get(kind, ""), decimal)(self._calls[kind])

    def _paragraph(self, element: Element, depth: int) -> Iterator[ParsedBlock]:
        properties = child(element, "pPr")
        style_id = value(properties, "pStyle")
        style = self.styles.of(style_id)
        words = self._reader.words(element, style)
        if self._carried is not None:
            self._carried.take(words)
            words, self._carried = self._carried, None
        if is_deleted(properties):
            self._carried = words
            return
        text = tidy(words.text)
        if style.contents or (is_on(properties, "rPr", "vanish") is True and not text):
            return
        marker, list_level = self._number(properties, style, style_id)
        if text:
            self.titles += style.title
            yield _block(text, marker, list_level, style, outline_level(properties), words)
        yield from self._boxes(words, depth)
        yield from self._notes(words)

    def _number(self, properties: Element | None, style: Style, style_id: str | None) -> tuple[str, int | None]:
        """Return the paragraph's number as printed and its level in a list; None where it is in none."""
        own = child(properties, "numPr")
        list_id = value(own, "numId") or style.list_id
        if list_id is None or not self.numbering.holds(list_id):
            return "", None
        written = value(own, "ilvl")
        level = style.list_level if written is None else number(written, 0, high=LEVELS - 1)
        if level is None:
            level = self.numbering.level_of_style(list_id, style_id) or 0
        return self.numbering.next(list_id, level), level

    def _boxes(self, words: Words, depth: int) -> Iterator[ParsedBlock]:
        for box in words.boxes:
            yield from self.inside(box, depth + 1)

    def _notes(self, words: Words) -> Iterator[ParsedBlock]:
        for kind, note_id, mark in words.notes:
            note = self.notes.get((kind, note_id))
            if note is None:
                continue
            text = " ".join(" ".join(self._reader.words(p, Style()).text.split()) for p in note.iter("{*}p"))
            if text.strip():
                yield ParsedBlock("note", f"{mark} {text}".strip())

    def _table(self, element: Element, depth: int) -> Iterator[ParsedBlock]:
        def cell(one: Element) -> list[ParsedBlock]:
            blocks = list(self.inside(one, depth + 1))
            return [*blocks, *self.rest()]

        yield from table_blocks(rows_of(element, cell))


def note_elements(root: Element | None, kind: str) -> dict[tuple[str, str], Element]:
    """Return the notes of a part by kind and id, without the separators between text and notes."""
    found: dict[tuple[str, str], Element] = {}
    for one in root if root is not None else ():
        if local(one) == kind and not one.get(_type_key(one)):
            found[kind, _attribute_of(one, "id")] = one
    return found


def _type_key(one: Element) -> str:
    return next((key for key in one.keys() if key.rpartition("}")[2] == "type"), "type")  # noqa: SIM118 - lxml


def _attribute_of(one: Element, name: str) -> str:
    return next((str(found) for key, found in one.items() if key.rpartition("}")[2] == name), "")


def _is_contents(control: Element) -> bool:
    gallery = value(child(control, "sdtPr"), "docPartObj", "docPartGallery") or ""
    return gallery.lower() == _CONTENTS_GALLERY


def _block(
    text: str, marker: str, list_level: int | None, style: Style, outline: int | None, words: Words
) -> ParsedBlock:
    level = style.level if outline is None else outline
    if style.title and not outline:
        level = 1
    flat = " ".join(text.split())
    if level:
        return ParsedBlock("heading", f"{marker} {flat}".strip(), level=min(level, _MAX_HEADING))
    if list_level is not None:
        return ParsedBlock("list_item", f"{marker} {text}".strip(), level=list_level)
    bold = words.bold_chars > 0 and words.plain_chars == 0
    return ParsedBlock("paragraph", text, bold=bold, size_points=words.half_points / 2 if words.half_points else None)
