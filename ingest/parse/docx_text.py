"""The words of one paragraph of a Word document, as a reader of the finished paper sees them.

Knows runs, fields, tracked changes, hidden text and content controls; must not know styles' meaning or block order.
Deleted and hidden text, comments, field codes and prompts of empty controls are no words of the paper.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.parse.docx_style import Style, Styles, half_points
from ingest.parse.xml_part import Element, attribute, child, is_on, local, texts_below, value

_INSIDE = frozenset({"ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo", "sdtContent"})
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_MAX_DEPTH = 60


@dataclass(slots=True)
class Words:
    """What a paragraph holds.

    Attributes:
        parts: the text in pieces.
        bold_chars, plain_chars: visible characters in bold and other type.
        half_points: the smallest size that is set for any of them; 0 where one has the paper's usual size.
        notes: calls in the text: ("footnote" or "endnote", id in the part of the notes, the mark in the text).
        boxes: contents of text boxes anchored here.
    """

    parts: list[str] = field(default_factory=list)
    bold_chars: int = 0
    plain_chars: int = 0
    half_points: int | None = None
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.parts)

    def take(self, other: "Words") -> None:
        """Put another paragraph's words at the end."""
        self.parts += other.parts
        self.bold_chars += other.bold_chars
        self.plain_chars += other.plain_chars
        self._narrow(other.half_points)
        self.notes += other.notes
        self.boxes += other.boxes

    def _narrow(self, half_points: int | None) -> None:
        if half_points is not None:
            self.half_points = half_points if self.half_points is None else min(self.half_points, half_points)

    def write(self, text: str, *, bold: bool, half_points: int = 0) -> None:
        """Put text at the end."""
        self.parts.append(text)
        visible = len(text) - text.count(" ") - text.count("\n") - text.count("\t")
        if visible:
            self._narrow(half_points)
        if bold:
            self.bold_chars += visible
        else:
            self.plain_chars += visible


@dataclass(slots=True)
class Reader:
    """Reads paragraphs one after the other; a field may begin in one and end in another.

    Attributes:
        call: gives the mark of a note, such as "1" or "ii", from its kind.
        fields: for each field that is open, whether its result has begun.
    """

    styles: Styles
    call: Callable[[str], str]
    fields: list[bool] = field(default_factory=list)

    def words(self, paragraph: Element, style: Style) -> Words:
        """Return what a paragraph holds."""
        self.fields = [begun for begun in self.fields if begun]
        words = Words()
        self._inside(paragraph, words, style, 0)
        return words

    def _inside(self, element: Element | None, words: Words, style: Style, depth: int) -> None:
        if element is None or depth > _MAX_DEPTH:
            return
        for one in element:
            name = local(one)
            if name == "r":
                self._run(one, words, style, depth)
            elif name in _INSIDE:
                self._inside(one, words, style, depth + 1)
            elif name == "sdt":
                if not is_prompt(one):
                    self._inside(one, words, style, depth + 1)
            elif name in {"oMath", "oMathPara"}:
                words.write(texts_below(one, "t"), bold=False)
            elif name == "ruby":
                self._inside(child(one, "rubyBase"), words, style, depth + 1)

    def _run(self, run: Element, words: Words, style: Style, depth: int) -> None:
        properties = child(run, "rPr")
        of_run = self.styles.of(value(properties, "rStyle")) if child(properties, "rStyle") is not None else Style()
        if _switch(is_on(properties, "vanish"), of_run.hidden, style.hidden):
            self._marks(run)
            return
        bold = _switch(is_on(properties, "b"), of_run.bold, style.bold)
        size = next((one for one in (half_points(properties), of_run.half_points, style.half_points) if one), 0)
        for one in run:
            if local(one) == "t":
                if all(self.fields):
                    words.write(one.text or "", bold=bold, half_points=size)
            else:
                self._piece(one, words, bold=bold, style=style, depth=depth)

    def _piece(self, one: Element, words: Words, *, bold: bool, style: Style, depth: int) -> None:
        name = local(one)
        if name == "fldChar":
            self._field(one)
        elif name in {"drawing", "pict", "object", "AlternateContent"}:
            words.boxes += boxes_in(one)
        elif not all(self.fields):
            return
        elif name in _SIGNS:
            words.write(_SIGNS[name], bold=bold)
        elif name in _NOTES:
            self._note(one, _NOTES[name], words)
        elif name == "ruby":
            self._inside(child(one, "rubyBase"), words, style, depth + 1)

    def _note(self, one: Element, kind: str, words: Words) -> None:
        """Write the call; a mark of the author's own choice follows in the text by itself."""
        own = (attribute(one, "customMarkFollows") or "0") in {"1", "true", "on"}
        mark = "" if own else self.call(kind)
        words.notes.append((kind, attribute(one, "id") or "", mark))
        if mark:
            words.parts.append(f"[{mark}]")

    def _marks(self, run: Element) -> None:
        """Follow the fields through a hidden run."""
        for one in run:
            if local(one) == "fldChar":
                self._field(one)

    def _field(self, one: Element) -> None:
        kind = attribute(one, "fldCharType")
        if kind == "begin" and len(self.fields) < _MAX_DEPTH:
            self.fields.append(False)
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()


def is_prompt(control: Element) -> bool:
    """Tell whether a content control still shows its prompt ("Click here to enter text")."""
    return bool(is_on(child(control, "sdtPr"), "showingPlcHdr"))


def is_deleted(properties: Element | None) -> bool:
    """Tell whether the paragraph mark was deleted: the next paragraph then goes on in the same line."""
    return child(properties, "rPr", "del") is not None or child(properties, "rPr", "moveFrom") is not None


def boxes_in(element: Element, depth: int = 0) -> list[Element]:
    """Return the contents of the text boxes in a drawing; of alternatives that say the same, the first."""
    if depth > _MAX_DEPTH:
        return []
    if local(element) == "txbxContent":
        return [element]
    found: list[Element] = []
    for one in element:
        found += boxes_in(one, depth + 1)
        if found and local(element) == "AlternateContent":
            break
    return found


def _switch(*nearest_first: bool | None) -> bool:
    return next((found for found in nearest_first if found is not None), False)
