"""The words of a paragraph of an OpenDocument text, as a reader of the finished paper sees them.

Knows spans, notes, fields and hidden text; must not know blocks. Deleted text stands apart from the body in this format
and is never met here.
"""

from dataclasses import dataclass, field

from ingest.parse.odt_style import Style, Styles
from ingest.parse.xml_part import Element, attribute, local, number

_SKIPPED = frozenset({
    "annotation", "annotation-end", "tracked-changes", "hidden-text", "hidden-paragraph", "ruby-text", "bookmark",
    "script", "title", "desc", "forms", "object", "number",
})  # fmt: skip
BOXES = frozenset({"frame", "text-box", "custom-shape", "rect", "g"})
"""Drawings that may hold text of their own."""
_MAX_BLANKS = 50
_MAX_DEPTH = 60


@dataclass(slots=True)
class Words:
    """What a paragraph holds: its text, how much of it is bold, its notes and the boxes anchored in it."""

    parts: list[str] = field(default_factory=list)
    bold_chars: int = 0
    plain_chars: int = 0
    notes: list[Element] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.parts)

    def write(self, text: str, style: Style) -> None:
        """Put text at the end."""
        self.parts.append(text)
        visible = sum(1 for character in text if not character.isspace())
        if style.bold:
            self.bold_chars += visible
        else:
            self.plain_chars += visible


def words_of(element: Element, styles: Styles) -> Words:
    """Return what a paragraph or heading holds."""
    words = Words()
    style = styles.of(attribute(element, "style-name"))
    if not style.hidden:
        _inside(element, words, style, styles, 0)
    return words


def note_text(note: Element, styles: Styles) -> str:
    """Return a note as it is printed: its mark and its text."""
    body = (words_of(p, styles).text for one in note if local(one) == "note-body" for p in one.iter("{*}p"))
    return " ".join(f"{note_mark(note)} {' '.join(body)}".split())


def note_mark(note: Element) -> str:
    """Return the mark by which a note is called."""
    return "".join("".join(one.itertext()) for one in note if local(one) == "note-citation").strip()


def _inside(element: Element, words: Words, style: Style, styles: Styles, depth: int) -> None:
    if depth > _MAX_DEPTH:
        return
    _plain(element.text, words, style)
    for one in element:
        _piece(one, words, style, styles, depth)
        _plain(one.tail, words, style)


def _plain(text: str | None, words: Words, style: Style) -> None:
    """Write text as XML holds it: line breaks and blanks in a row are one blank."""
    if text:
        words.write(" ".join(text.replace("\n", " ").replace("\t", " ").split(" ")), style)


def _piece(one: Element, words: Words, style: Style, styles: Styles, depth: int) -> None:
    name = local(one)
    if name == "s":
        words.parts.append(" " * number(attribute(one, "c"), 1, high=_MAX_BLANKS))
    elif name in {"tab", "line-break"}:
        words.parts.append("\t" if name == "tab" else "\n")
    elif name == "note":
        words.notes.append(one)
        words.parts.append(f"[{note_mark(one)}]")
    elif name in BOXES:
        words.boxes.append(one)
    elif name not in _SKIPPED:
        own = styles.of(attribute(one, "style-name")) if name == "span" else Style()
        hidden = style.hidden if own.hidden is None else own.hidden
        bold = style.bold if own.bold is None else own.bold
        if not hidden:
            _inside(one, words, Style(bold, hidden), styles, depth + 1)
