"""Text copies from document-sharing sites: one long line a page, page marks and section numbers inside it.

Knows how such sites write ("Transkript:", "Strategi 4 (7)"); must not know other plain text.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest import media
from ingest.parsed import ParsedBlock, ParsedDocument
from ingest.pattern import PAGE_MARK

_MARKER = re.compile(r"^(?:transkript|transcript|transskription|afskrift):?[^\S\n]*$", re.IGNORECASE | re.MULTILINE)
_MARKER_BEFORE = re.compile(
    r"^(?:relevanta dokument|relaterade dokument|relevante dokumenter|related documents)$", re.IGNORECASE | re.MULTILINE
)
_NUMBER = re.compile(r"(?<!\S)(?P<number>\d{1,2}(?:\.\d{1,2}){0,4}) (?=[A-ZÅÄÖÆØ][a-zåäöæøé])")
_WORD = re.compile(r"\S+")
_SENTENCE_BEFORE = re.compile(r"[.:!?]\s*$")
_BINDING = frozenset({
    "i", "på", "av", "för", "med", "till", "från", "mellan", "och", "eller", "samt", "om", "vid", "under", "genom",
    "hos", "mot", "inom", "utan", "åt", "den", "det", "de", "en", "ett", "af", "for", "til", "fra", "mellem", "og",
    "ved", "gennem", "mod", "inden", "uden", "the", "of", "and", "in", "with", "by", "to", "sveriges", "danmarks",
})  # fmt: skip
"""After one of these a capital begins a name, not the sentence that follows a heading."""
_HEADING_MAX_WORDS = 12
_LEVEL_OF_TITLE = 1


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a heading stands in a page: number from `start`, body from `body`."""

    start: int
    body: int
    number: tuple[int, ...]


def is_transcript(text: str) -> bool:
    """Tell whether a text is a copy from a document-sharing site, or has page marks on lines of their own."""
    return _MARKER.search(text) is not None or len(_page_marks(text)) > 1


def parse_transcript(text: str) -> ParsedDocument:
    """Parse a transcript: the page's title, then pages with sections; related titles before the marker are left out."""
    marker = _MARKER.search(text)
    body = text[marker.end() :] if marker else text
    title = _title(text[: marker.start()]) if marker else None
    blocks = [ParsedBlock("heading", title, level=_LEVEL_OF_TITLE)] if title else []
    pages = list(_pages(body))
    last: tuple[int, ...] = ()
    for number, label, page_text in pages:
        found, last = _page_blocks(page_text, number, label, last)
        blocks.extend(found)
    return ParsedDocument(media.TEXT, tuple(blocks), title=title, pages=len(pages) if _page_marks(body) else None)


def _title(before: str) -> str | None:
    related = _MARKER_BEFORE.search(before)
    lines = [line.strip() for line in before[: related.start() if related else None].splitlines() if line.strip()]
    return lines[0] if lines else None


def _page_marks(text: str) -> list[tuple[int, re.Match[str]]]:
    """Return (offset, match) of lines that begin with "Strategi 4 (7)", if their page numbers rise and agree."""
    marks: list[tuple[int, re.Match[str]]] = []
    for line in re.finditer(r"^.+$", text, re.MULTILINE):
        match = PAGE_MARK.match(line.group())
        if match and 0 < int(match["page"]) <= int(match["pages"]):
            marks.append((line.start(), match))
    numbers = [int(match["page"]) for _, match in marks]
    agree = len({match["pages"] for _, match in marks}) == 1 and numbers == sorted(set(numbers))
    return marks if agree else []


def _pages(body: str) -> Iterator[tuple[int | None, str | None, str]]:
    """Yield (physical page, printed label, text without its mark)."""
    marks = _page_marks(body)
    if not marks:
        yield None, None, body
        return
    first = int(marks[0][1]["page"])
    if body[: marks[0][0]].strip():
        yield max(first - 1, 1), None, body[: marks[0][0]]
    ends = [offset for offset, _ in marks[1:]] + [len(body)]
    for (offset, match), end in zip(marks, ends, strict=True):
        yield int(match["page"]), match["page"], body[offset + match.end() : end]


def _page_blocks(
    text: str, page: int | None, label: str | None, last: tuple[int, ...]
) -> tuple[list[ParsedBlock], tuple[int, ...]]:
    """Return the blocks of one page and the number of its last section."""
    blocks: list[ParsedBlock] = []
    for raw in re.split(r"\n\s*\n", text):
        paragraph = " ".join(raw.split())
        if not paragraph:
            continue
        found, last = _sections(paragraph, last)
        main, note = _without_footnote(found[-1].text, paragraph, last)
        found = [*found[:-1], replace(found[-1], text=main)]
        blocks.extend(_with_note(found, note) if note else found)
    return [ParsedBlock(b.kind, b.text, level=b.level, page=page, page_label=label) for b in blocks], last


def _with_note(blocks: list[ParsedBlock], note: str) -> list[ParsedBlock]:
    """Return the blocks of a page with its note behind the one that calls it, so that both stand in one section."""
    called = re.compile(rf"[^\W\d] {note.split(maxsplit=1)[0]} [^\W\dA-ZÅÄÖÆØ]")
    places = [position for position, block in enumerate(blocks) if called.search(block.text)]
    place = places[0] + 1 if places else len(blocks)
    return [*blocks[:place], ParsedBlock("note", note), *blocks[place:]]


def _without_footnote(text: str, page: str, last: tuple[int, ...]) -> tuple[str, str | None]:
    """Cut off a footnote at the end: a number that is no next section, called by the same number on the page."""
    for match in reversed(list(_NUMBER.finditer(text))):
        number = match["number"]
        called = re.search(rf"[^\W\d] {number} [^\W\dA-ZÅÄÖÆØ]", page)
        before = text[: match.start()].strip()
        if "." not in number and called and before and not follows((int(number),), last):
            return before, text[match.start() :].strip()
    return text, None


def _sections(text: str, last: tuple[int, ...]) -> tuple[list[ParsedBlock], tuple[int, ...]]:
    blocks: list[ParsedBlock] = []
    position = 0
    for match in _NUMBER.finditer(text):
        cut = _cut(text, match, last)
        if cut is None or cut.start < position:
            continue
        _add_paragraph(blocks, text[position : cut.start])
        blocks.append(
            ParsedBlock("heading", text[cut.start : cut.body].strip(), level=len(cut.number) + _LEVEL_OF_TITLE)
        )
        position, last = cut.body, cut.number
    _add_paragraph(blocks, text[position:])
    return blocks, last


def _add_paragraph(blocks: list[ParsedBlock], text: str) -> None:
    if text.strip():
        blocks.append(ParsedBlock("paragraph", text.strip()))


def _cut(text: str, match: re.Match[str], last: tuple[int, ...]) -> _Cut | None:
    """Return where the heading at this number ends, if it is the next section and its end can be told."""
    number = tuple(int(part) for part in match["number"].split("."))
    before = text[: match.start()]
    if not follows(number, last) or (len(number) == 1 and before.strip() and not _SENTENCE_BEFORE.search(before)):
        return None
    body = _body_start(text, match.end())
    return _Cut(match.start(), body, number) if body is not None else None


def _body_start(text: str, start: int) -> int | None:
    """Return where the sentence after a heading begins: at the first capital that no binding word leads to."""
    words = list(_WORD.finditer(text, start))[: _HEADING_MAX_WORDS + 1]
    for before, word in itertools.pairwise(words):
        plain = before.group().lower()
        if plain.endswith((".", ":", ",")):
            return None
        if word.group()[0].isupper() and plain not in _BINDING:
            return word.start()
    return None


def follows(number: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Tell whether a section number may come next: the first below, the next beside, or the next above.

    Example: after 4.1.2 may come 4.1.2.1, 4.1.3, 4.2 or 5.
    """
    if number == (*last, 1):
        return True
    depth = len(number)
    return 0 < depth <= len(last) and number[:-1] == last[: depth - 1] and number[-1] == last[depth - 1] + 1
