"""Find runs of lines that belong together: lists with their lead-in, tables, signature blocks, glossaries.

Knows how such lines look. Must not know questions.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_MARKED = re.compile(
    r"\s*(?:(?P<number>\d{1,3})[.)]\s|(?P<bullet>[-–•*·])\s|(?P<letter>[a-zåäö])[.)]\s|(?P<that>att?|to)\s)"
)
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


def _runs(text: str) -> Iterator[Run]:
    lines = [(match.start() + _indent(match.group()), match.end()) for match in _LINE.finditer(text)]
    looks = [look_of(text[start:end]) for start, end in lines]
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and looks[end] and looks[end] == looks[at]:
            end += 1
        if end - at >= _LEAST_ITEMS:
            begins_with_lead_in = at > 0 and not looks[at - 1] and looks[at] != "table"
            lead_in = lines[at - 1] if begins_with_lead_in and _leads_in(text[slice(*lines[at - 1])]) else None
            yield Run(tuple(lines[at:end]), _last_sentence(text, lead_in), looks[at])
        at = max(end, at + 1)


def _leads_in(line: str) -> bool:
    return line.rstrip().endswith((":", ".", "med", "with"))


def _last_sentence(text: str, lead_in: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return the last sentence of the line that leads in: the ones before speak of something else."""
    if lead_in is None:
        return None
    start, end = lead_in
    cut = max(text.rfind(". ", start, end - 2), text.rfind("? ", start, end - 2))
    return (cut + 2 if cut >= 0 else start, end)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
