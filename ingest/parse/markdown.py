"""Markdown: front matter, headings, paragraphs, lists, tables, quotes, code.

Knows the block structure people write (CommonMark, GitHub tables). Inline marks are taken off, links keep their words.
"""

import re
from collections.abc import Iterator

from ingest import media
from ingest.limits import Limits
from ingest.parse.measured import check_plain
from ingest.parse.text import decode
from ingest.parsed import ParsedBlock, ParsedDocument
from ingest.structure import promote_bold_headings

_FRONT_MATTER = re.compile(r"\A---[^\S\n]*\n(.*?)\n(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(?P<name>[A-Za-z_][\w-]*):[^\S\n]*(?P<value>\S.*)$", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+|$)(.*?)(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-{2,})[ \t]*$")
_RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(r"^[ \t]*(?P<marker>[-*+•]|\d{1,3}[.)])[ \t]+(?P<text>.*)$")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_BOLD_WHOLE = re.compile(r"^(\*\*|__)(?=\S)(.+?)(?<=\S)\1$", re.DOTALL)
_PICTURE_ONLY = re.compile(r"^!\[\S*\]\([^)]*\)$")
"""A picture whose description is a file name or nothing."""
_CELL_BORDER = re.compile(r"(?<!\\)\|")

_MARKED = ".{1,600}?"
"""Marks further apart do not belong together; without a bound, looking for the second takes quadratic time."""
_LABEL = r"(?:[^\[\]]|\[[^\[\]]{0,600}\])"
_INLINE = (
    (re.compile(rf"!\[({_LABEL}{{0,600}})\]\([^)]{{0,2000}}\)"), r"\1"),
    (
        re.compile(rf"\[({_LABEL}{{1,600}})\]\((?:[^()\s]|\([^)]{{0,600}}\)){{0,2000}}(?:\s+\"[^\"]{{0,600}}\")?\)"),
        r"\1",
    ),
    (re.compile(rf"\[({_LABEL}{{1,600}})\]\[[^\]]{{0,600}}\]"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)?[^\s<>]+[.@][^\s<>]+)>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>]*>"), ""),
    (re.compile(r"(?<!\\)(\*\*\*|\*\*|__)(?=\S)(" + _MARKED + r")(?<=\S)\1", re.DOTALL), r"\2"),
    (re.compile(r"(?<![\\\w*])\*(?=[^\s*])(" + _MARKED + r")(?<=[^\s*])\*(?![\w*])", re.DOTALL), r"\1"),
    (re.compile(r"(?<![\\\w_])_(?=[^\s_])(" + _MARKED + r")(?<=[^\s_])_(?![\w_])", re.DOTALL), r"\1"),
    (re.compile(r"(?<!`)`++([^`]{1,2000})`++"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])"), r"\1"),
)


def parse(data: bytes, name: str, limits: Limits) -> ParsedDocument:
    """Parse Markdown.

    Raises:
        DocumentTooLarge: it holds more text than a document may have.
    """
    check_plain(data, name, limits.max_text_chars)
    text = decode(data)
    fields: dict[str, str] = {}
    front = _FRONT_MATTER.match(text)
    if front:
        fields = {m["name"].lower(): m["value"].strip().strip("\"'") for m in _FIELD.finditer(front[1])}
        text = text[front.end() :]
    blocks = tuple(promote_bold_headings(list(_blocks(_without_comments(text).split("\n")))))
    hint = fields.pop("lang", None) or fields.pop("language", None)
    return ParsedDocument(media.MARKDOWN, blocks, title=fields.pop("title", None), language_hint=hint, metadata=fields)


def _without_comments(text: str) -> str:
    """Take comments out; one that is not closed stays, and no other is looked for after it."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])


def plain(text: str) -> str:
    """Take inline marks off a text; words of links and pictures stay."""
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text.strip()


def _blocks(lines: list[str]) -> Iterator[ParsedBlock]:
    position = 0
    while position < len(lines):
        line = lines[position]
        heading = _HEADING.match(line)
        if heading:
            position += 1
            if plain(heading[2]):
                yield ParsedBlock("heading", plain(heading[2]), level=len(heading[1]))
        elif not line.strip() or _RULE.match(line):
            position += 1
        else:
            position, blocks = _run(lines, position)
            yield from blocks


def _run(lines: list[str], start: int) -> tuple[int, list[ParsedBlock]]:
    """Read one block that begins at `start`; return the line after it and what it gave."""
    fence = _FENCE.match(lines[start])
    if fence:
        return _fenced(lines, start, fence[1])
    if start + 1 < len(lines) and "|" in lines[start] and _TABLE_RULE.match(lines[start + 1]):
        return _table(lines, start)
    if _ITEM.match(lines[start]):
        return _item(lines, start)
    return _paragraph(lines, start)


def _fenced(lines: list[str], start: int, fence: str) -> tuple[int, list[ParsedBlock]]:
    end = start + 1
    while end < len(lines) and not lines[end].lstrip().startswith(fence):
        end += 1
    text = "\n".join(line.rstrip() for line in lines[start + 1 : end]).strip("\n")
    return end + 1, [ParsedBlock("paragraph", text)] if text.strip() else []


def _table(lines: list[str], start: int) -> tuple[int, list[ParsedBlock]]:
    end = start + 2
    while end < len(lines) and "|" in lines[end] and lines[end].strip():
        end += 1
    rows = [_row(line) for line in (lines[start], *lines[start + 2 : end])]
    text = "\n".join(row for row in rows if row.replace("|", "").strip())
    return end, [ParsedBlock("table", text)] if text else []


def _row(line: str) -> str:
    cells = _CELL_BORDER.split(line.strip().removeprefix("|").removesuffix("|"))
    return " | ".join(" ".join(plain(re.sub(r"<br ?/?>", " ", cell)).split()) for cell in cells)


def _item(lines: list[str], start: int) -> tuple[int, list[ParsedBlock]]:
    match = _ITEM.match(lines[start])
    marker, parts = (match["marker"], [match["text"]]) if match else ("", [lines[start]])
    end = start + 1
    while end < len(lines) and lines[end].strip() and not _starts_block(lines, end):
        parts.append(lines[end])
        end += 1
    text = plain(_flowed(parts))
    text = re.sub(r"^\[[ xX]\]\s+", "", text)
    numbered = f"{marker} {text}" if marker[:1].isdigit() else text
    return end, [ParsedBlock("list_item", numbered)] if text else []


def _paragraph(lines: list[str], start: int) -> tuple[int, list[ParsedBlock]]:
    end = start + 1
    while end < len(lines) and lines[end].strip() and not _starts_block(lines, end):
        if _SETEXT.match(lines[end]):
            level = 1 if "=" in lines[end] else 2
            return end + 1, [ParsedBlock("heading", plain(_flowed(lines[start:end])), level=level)]
        end += 1
    raw = _flowed([re.sub(r"^ {0,3}(?:> ?)+", "", line) for line in lines[start:end]])
    if _PICTURE_ONLY.match(raw):
        return end, []
    text = plain(raw)
    return end, [ParsedBlock("paragraph", text, bold=bool(_BOLD_WHOLE.match(raw)))] if text else []


def _starts_block(lines: list[str], position: int) -> bool:
    line = lines[position]
    if _SETEXT.match(line) and lines[position - 1].strip():
        return False
    table = position + 1 < len(lines) and "|" in line and _TABLE_RULE.match(lines[position + 1]) is not None
    return bool(_HEADING.match(line) or _ITEM.match(line) or _FENCE.match(line) or _RULE.match(line) or table)


def _flowed(lines: list[str]) -> str:
    """Join lines as Markdown does: a line break stays only after two blanks or a backslash."""
    text = ""
    for line in lines:
        hard = line.endswith(("  ", "\\"))
        text += line.strip().removesuffix("\\") + ("\n" if hard else " ")
    return text.strip()
