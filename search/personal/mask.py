"""Put asterisks for the digits of identity numbers; every length and offset stays as it was.

Knows where numbers stand (`search.personal.find`); must not know what the text is from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from search.personal.find import find

MASK = "*"
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without identity numbers.

    Attributes:
        text: as long as the one that was given; digits of identity numbers are asterisks, nothing else is changed.
        count: how many places were masked.
    """

    text: str
    count: int


def mask(text: str, today: date | None = None) -> Masked:
    """Mask every identity number in a text; the same text again where there is none.

    Args:
        today: see `search.personal.find.find`.
    """
    spans = _joined([(found.start, found.end) for found in find(text, today)])
    if not spans:
        return Masked(text, 0)
    parts, begin = [], 0
    for start, end in spans:
        parts += [text[begin:start], "".join(MASK if c.isdecimal() else c for c in text[start:end])]
        begin = end
    return Masked("".join([*parts, text[begin:]]), len(spans))


def mask_all(texts: Sequence[str], today: date | None = None) -> tuple[list[str], int]:
    """Mask neighbouring texts, also numbers that begin in one and end in the next.

    Returns:
        The texts, each as long as it was, and how many places were masked.
    """
    masked = mask(_BETWEEN.join(texts), today)
    if not masked.count:
        return list(texts), 0
    parts, begin = [], 0
    for text in texts:
        parts.append(masked.text[begin : begin + len(text)])
        begin += len(text) + len(_BETWEEN)
    return parts, masked.count


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
