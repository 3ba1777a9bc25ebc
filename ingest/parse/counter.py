"""Numbers as papers print them: 4, iv, D, 04; and the counters of lists with several levels.

Knows number shapes and how levels count and begin again; must not know formats.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MAX_ROMAN = 3999
_MAX_LETTERS = 780
"""Thirty times round the alphabet; whoever counts further meant digits."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def decimal(number: int) -> str:
    """Return 4 as "4"."""
    return str(number)


def two_digits(number: int) -> str:
    """Return 4 as "04"."""
    return f"{number:02d}"


def roman(number: int) -> str:
    """Return 4 as "iv"; numbers that have no roman form stay digits."""
    if not 0 < number <= _MAX_ROMAN:
        return str(number)
    letters = ""
    for amount, sign in _ROMAN:
        letters += sign * (number // amount)
        number %= amount
    return letters


def letter(number: int) -> str:
    """Return 2 as "b" and 28 as "bb", as word processors count on after z."""
    if not 0 < number <= _MAX_LETTERS:
        return str(number)
    return _LETTERS[(number - 1) % 26] * ((number - 1) // 26 + 1)


def spreadsheet_letter(number: int) -> str:
    """Return 2 as "b" and 28 as "ab", as OpenDocument counts on after z."""
    if not 0 < number <= _MAX_LETTERS:
        return str(number)
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = _LETTERS[rest] + letters
    return letters


@dataclass(slots=True)
class LevelCounter:
    """How far each level of a list has counted; level 0 is the outermost.

    Attributes:
        counts: level -> its number now; a level that has not begun, or begins again, is not there.
        implied: levels that have a number only because a lower one was used first ("1.1" before any "1").
    """

    counts: dict[int, int] = field(default_factory=dict)
    implied: set[int] = field(default_factory=set)

    def step(self, level: int, starts: Sequence[int], restarts: Mapping[int, int] | None = None) -> None:
        """Count one item at a level; lower levels begin again, levels above that have not begun do.

        Args:
            level: of the item.
            starts: first number of each level.
            restarts: level -> the lowest level above it after which it begins again, counted from 1; 0 for never;
                levels that are not there begin again after each level above.
        """
        for above in range(level):
            if above not in self.counts:
                self.counts[above] = starts[above]
                self.implied.add(above)
        if level not in self.counts:
            self.counts[level] = starts[level]
        elif level not in self.implied:
            self.counts[level] += 1
        self.implied.discard(level)
        for below in [other for other in self.counts if other > level]:
            last = (restarts or {}).get(below)
            if last is None or (last > 0 and level < last):
                del self.counts[below]
                self.implied.discard(below)
