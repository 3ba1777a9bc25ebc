"""Passages of the sample documents with their heading paths, read from their sources."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from tools.sample_corpus.build import CORPUS, SOURCES
from tools.sample_corpus.markup import (
    NOTE_CALL,
    Directive,
    Heading,
    Listing,
    Source,
    Table,
    plain,
    read_source,
)


@dataclass(frozen=True)
class Passage:
    """A piece of a document and the headings it stands under."""

    section: tuple[str, ...]
    text: str


def normal(text: str) -> str:
    """Text with line-end hyphens joined and white space made single."""
    text = re.sub("[\u00ad\u0002\ufffe]\\s*", "", text)
    return re.sub(r"\s+", " ", text).strip()


class HeadingPath:
    """The heading path while a document is being read."""

    def __init__(self) -> None:
        self.levels: list[tuple[int, str]] = []

    def enter(self, level: int, text: str) -> None:
        """Take in a heading; level 1 is the title and is left out."""
        self.levels = [pair for pair in self.levels if pair[0] < level]
        if level > 1:
            self.levels.append((level, text))

    def now(self) -> tuple[str, ...]:
        """The path at this point."""
        return tuple(text for _, text in self.levels)


def source_passages(source: Source) -> list[Passage]:
    """The passages of a parsed source; a footnote stands with the passage that calls it."""
    path = HeadingPath()
    out: list[Passage] = []
    for block in source.blocks:
        if isinstance(block, Heading):
            path.enter(block.level, block.text)
        elif isinstance(block, Listing):
            out += [Passage(path.now(), plain(item)) for item in block.items]
        elif isinstance(block, Table):
            out += [Passage(path.now(), " ".join(plain(cell) for cell in row)) for row in block.rows]
        elif not isinstance(block, Directive):
            out.append(Passage(path.now(), plain(block.text)))
            calls = NOTE_CALL.findall(block.text)
            out += [Passage(path.now(), source.notes[call]) for call in calls]
    return out


def html_passages(text: str) -> list[Passage]:
    """The passages of an HTML page, cells of a row and terms with their definitions together."""
    path = HeadingPath()
    out: list[Passage] = []
    root = HTMLParser(text).body
    for node in root.traverse() if root else []:
        if node.tag in {"h1", "h2", "h3", "h4"}:
            path.enter(int(node.tag[1]), normal(node.text()))
        elif node.tag in {"p", "li", "tr", "dt", "dd"} and not _inside_list(node):
            out.append(Passage(path.now(), normal(node.text(separator=" "))))
    return out


def _inside_list(node: Node) -> bool:
    """Whether the node lies in a list item that is a passage by itself."""
    return node.tag == "p" and node.parent is not None and node.parent.tag == "li"


def source_path(document: str) -> Path:
    """The text source a corpus document was made of, or the document itself."""
    made = (SOURCES / document).with_suffix(".txt")
    return made if made.exists() else CORPUS / document


def passages(document: str) -> list[Passage]:
    """The passages of a corpus document."""
    path = source_path(document)
    if path.suffix == ".html":
        return html_passages(path.read_text(encoding="utf-8"))
    return [Passage(p.section, normal(p.text)) for p in source_passages(read_source(path))]
