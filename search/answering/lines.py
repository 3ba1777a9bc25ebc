"""Find runs of lines that belong together: lists with their lead-in, tables, signature blocks, glossaries.

Knows how such lines look. Must not know questions.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.answering.wrap import is_broken

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_MARKED = re.compile(
    r"\s*(?:(?P<number>\d{1,3})[.)]\s|(?P<bullet>[-–•*·])\s|(?P<letter>[a-zåäö])[.)]\s|(?P<that>att?|to)\s)"
)
_MARK = re.compile(r"\s*(?:(?:\d{1,3}|[a-zåäö])[.)]\s|[-–•*·]\s)?\s*")
_SPOKEN = re.compile(r"\s*[–-]\s.*[.!?][\"”]?$|.*[.!?,]\s*(?:säger|siger|says)\b")
_MOST_ITEM, _MOST_MARKED_ITEM = 160, 600
_LEAST_ITEMS = 2


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that belong together.

    Attributes:
        items: half-open offsets of the lines, without the lead-in.
        lead_in: offsets of the line that says what they are; None where they stand alone.
        look: what the lines have in common: "number", "bullet", "letter", "that", "table" or "short".
    """

    items: Sequence[tuple[int, int]]
    lead_in: tuple[int, int] | None
    look: str

    @property
    def start(self) -> int:
        """Where it begins, the lead-in included."""
        return self.lead_in[0] if self.lead_in else self.items[0][0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.items[-1][1]

    def holds_item(self, at: int) -> bool:
        """Tell whether an item begins or lies there, or the lead-in does."""
        return self.start <= at < self.end


@lru_cache(maxsize=256)
def runs(text: str) -> tuple[Run, ...]:
    """Return the runs of lines of a text, in order, not overlapping."""
    return tuple(_runs(text))


def look_of(line: str) -> str:
    """Return what marks a line as an item; "" for running text."""
    if "|" in line:
        return "table"
    marked = _MARKED.match(line)
    if marked and marked.lastgroup and not (marked.lastgroup == "bullet" and _SPOKEN.match(line)):
        return marked.lastgroup if len(line) <= _MOST_MARKED_ITEM else ""
    bare = line.strip()
    return "short" if len(bare) <= _MOST_ITEM and bare[-1] not in ".!?:" else ""


def _lines(text: str) -> list[tuple[int, int]]:
    """Return half-open offsets of the lines, those that were broken for their width joined."""
    lines: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        if lines and lines[-1][1] + 1 == match.start() and is_broken(text, lines[-1][1]):
            lines[-1] = lines[-1][0], match.end()
        else:
            lines.append((match.start() + _indent(match.group()), match.end()))
    return lines


def _runs(text: str) -> Iterator[Run]:
    lines = _lines(text)
    looks = [look_of(text[start:end]) for start, end in lines]
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and looks[end] and looks[end] == looks[at]:
            end += 1
        if end - at >= _LEAST_ITEMS:
            yield _run(text, lines[at:end], lines[at - 1] if at and looks[at] != "table" else None, looks[at])
        at = max(end, at + 1)


def _run(text: str, items: Sequence[tuple[int, int]], before: tuple[int, int] | None, look: str) -> Run:
    """Return lines with what leads them in: the line before, or the first one where that opens a sentence they end."""
    if look == "short" and len(items) > _LEAST_ITEMS and _opens(text[slice(*items[0])], text, items[1:]):
        return Run(tuple(items[1:]), _last_sentence(text, items[0]), look)
    leads = before and (_leads_in(text[slice(*before)]) or _opens(text[slice(*before)], text, items))
    return Run(tuple(items), _last_sentence(text, before if leads else None), look)


def _leads_in(line: str) -> bool:
    return line.rstrip().endswith((":", ".", "med", "with"))


def _opens(line: str, text: str, items: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a line without an end, as "it must hold", goes on in each of the lines behind it.

    Source: Swedish and Danish papers write such lists without a colon, the items in small letters.
    """
    bare = line.strip()
    is_open = bare[-1:].isalpha() and bare[:1].isupper() and bare.count(" ") > 0
    return is_open and all(_MARK.sub("", text[start:end], count=1)[:1].islower() for start, end in items)


def _last_sentence(text: str, lead_in: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return the last sentence of the line that leads in: the ones before speak of something else."""
    if lead_in is None:
        return None
    start, end = lead_in
    cut = max(text.rfind(". ", start, end - 2), text.rfind("? ", start, end - 2))
    return (cut + 2 if cut >= 0 else start, end)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
