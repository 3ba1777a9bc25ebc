"""A small markdown-like source format shared by all the builders.

A source file has a head of ``key: value`` lines between two ``---`` lines, then a body of
headings (``#``), paragraphs, lists (``-`` or ``1.``), pipe tables and footnotes (``[^1]`` /
``[^1]: text``). Lines that start with ``%%`` are directives: ``%% page``, ``%% toc`` and
``%% table key=value ...``, the last of which tells how the next table looks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

HEADING = re.compile(r"^(#{1,5})\s+(.*)$")
BULLET = re.compile(r"^-\s+(.*)$")
NUMBERED = re.compile(r"^\d+\.\s+(.*)$")
NOTE = re.compile(r"^\[\^(\d+)\]:\s+(.*)$")
NOTE_CALL = re.compile(r"\[\^(\d+)\]")
SPAN = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*|\[\^(\d+)\]")


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the document's title."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text with inline marks."""

    text: str


@dataclass(frozen=True)
class Listing:
    """A bulleted or numbered list."""

    items: tuple[str, ...]
    ordered: bool


@dataclass(frozen=True)
class Table:
    """Rows of cells, with the options of the directive before it."""

    rows: tuple[tuple[str, ...], ...]
    options: dict[str, str] = field(default_factory=dict)

    @property
    def has_header(self) -> bool:
        """Whether the first row holds column names."""
        return self.options.get("header", "yes") == "yes"

    @property
    def is_plain(self) -> bool:
        """Whether the table is drawn without rules (signatures)."""
        return self.options.get("style") == "plain"

    def widths(self) -> list[float]:
        """Column widths as shares of the whole."""
        given = self.options.get("widths")
        count = len(self.rows[0])
        parts = [float(part) for part in given.split(",")] if given else [1.0] * count
        return [part / sum(parts) for part in parts]


@dataclass(frozen=True)
class Directive:
    """A page break or the place of the table of contents."""

    name: str


Block = Heading | Paragraph | Listing | Table | Directive


@dataclass
class Source:
    """A parsed source file."""

    head: dict[str, str]
    blocks: list[Block]
    notes: dict[str, str]

    @property
    def title(self) -> str:
        """The title given in the head, or the first heading."""
        if "title" in self.head:
            return self.head["title"]
        return next((b.text for b in self.blocks if isinstance(b, Heading)), "")


@dataclass(frozen=True)
class Span:
    """A piece of a line: its text, its style, and the footnote it calls, if any."""

    text: str
    style: str = ""
    note: str = ""


def spans(text: str) -> list[Span]:
    """Split a line into plain, bold and italic pieces and footnote calls."""
    pieces: list[Span] = []
    end = 0
    for found in SPAN.finditer(text):
        if found.start() > end:
            pieces.append(Span(text[end : found.start()]))
        bold, italic, note = found.groups()
        pieces.append(Span(bold or italic or "", "b" if bold else "i" if italic else "", note or ""))
        end = found.end()
    if end < len(text):
        pieces.append(Span(text[end:]))
    return pieces


def plain(text: str) -> str:
    """The text without inline marks and footnote calls."""
    return "".join(span.text for span in spans(text))


def _split_head(text: str) -> tuple[dict[str, str], str]:
    if not text.startswith("---\n"):
        return {}, text
    head, body = text[4:].split("\n---\n", 1)
    pairs = (line.split(":", 1) for line in head.splitlines() if line.strip())
    return {key.strip(): value.strip() for key, value in pairs}, body


def _table(lines: list[str], options: dict[str, str]) -> Table:
    rows = []
    for line in lines:
        cells = tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
        if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            rows.append(cells)
    return Table(tuple(rows), options)


def _list_items(lines: list[str], pattern: re.Pattern[str]) -> tuple[str, ...]:
    items: list[str] = []
    for line in lines:
        found = pattern.match(line)
        if found:
            items.append(found.group(1))
        else:
            items[-1] += " " + line.strip()
    return tuple(items)


def _chunk_blocks(lines: list[str], options: dict[str, str]) -> list[Block]:
    """Turn the lines between two blank lines into blocks."""
    first = lines[0]
    heading = HEADING.match(first)
    if heading:
        head: list[Block] = [Heading(len(heading.group(1)), plain(heading.group(2)))]
        return head + (_chunk_blocks(lines[1:], options) if lines[1:] else [])
    if len(lines) > 1 and re.fullmatch(r"=+|-{3,}", lines[1]):
        under: list[Block] = [Heading(1 if lines[1][0] == "=" else 2, first.strip())]
        return under + (_chunk_blocks(lines[2:], options) if lines[2:] else [])
    if first.startswith("|"):
        return [_table(lines, options)]
    for pattern in (BULLET, NUMBERED):
        if pattern.match(first):
            return [Listing(_list_items(lines, pattern), pattern is NUMBERED)]
    return [Paragraph(" ".join(line.strip() for line in lines))]


def parse(text: str) -> Source:
    """Parse a source text."""
    head, body = _split_head(text)
    blocks: list[Block] = []
    notes: dict[str, str] = {}
    options: dict[str, str] = {}
    for chunk in re.split(r"\n\s*\n", body.strip("\n")):
        lines = [line.rstrip() for line in chunk.splitlines() if line.strip()]
        while lines and (lines[0].startswith("%%") or NOTE.match(lines[0])):
            line = lines.pop(0)
            note = NOTE.match(line)
            if note:
                notes[note.group(1)] = note.group(2)
            elif line.split()[1] == "table":
                options = dict(part.split("=", 1) for part in line.split()[2:])
            else:
                blocks.append(Directive(line.split()[1]))
        if lines:
            blocks.extend(_chunk_blocks(lines, options))
            options = {}
    return Source(head, blocks, notes)


def read_source(path: Path) -> Source:
    """Read and parse a source file."""
    return parse(path.read_text(encoding="utf-8"))
