"""Where digits may stand in a long text, told fast.

Knows characters. Must not know numbers.

The engine of regular expressions jumps to the first of a set of plain digits with a table; for the digits of all
scripts it asks for each character what it is, which takes twice as long. Hardly any text holds those.
"""

import re

_LEADS = tuple(bytes([lead]) for lead in (0xD9, 0xDB, 0xDF, 0xE0, 0xE1, 0xEA, 0xEF, 0xF0))
"""First bytes in UTF-8 of all digits (category Nd) but 0 to 9, and of other characters. Source: Unicode."""


class DigitPattern:
    """A pattern that begins with a digit or a sign, in one form for plain digits and one for those of all scripts."""

    def __init__(self, signs: str, rest: str) -> None:
        """Take the signs, escaped for a set, and what follows the first character, which may look behind at it."""
        self._plain = re.compile(rf"[{signs}0-9](?:{rest})")
        self._any = re.compile(rf"[{signs}\d](?:{rest})")

    def starts(self, text: str) -> list[int]:
        """Return where matches begin, in order."""
        pattern = self._any if may_hold_other_digits(text) else self._plain
        return [match.start() for match in pattern.finditer(text)]


def may_hold_other_digits(text: str) -> bool:
    """Tell whether a text may hold digits of another script; False is certain."""
    data = text.encode("utf-8", "replace")
    return any(lead in data for lead in _LEADS)
