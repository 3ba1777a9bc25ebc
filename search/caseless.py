"""Patterns that are looked for whatever the case, in a text that is in lower case already: three times as fast.

Knows how patterns are written. Must not know what is looked for.
"""

import re

_PARTS = re.compile(r"\\.|\(\?P.|[^\\(]+|\(", re.DOTALL)
"""An escape or the beginning of a named group, which stay as they are, and all else."""


def caseless(pattern: str) -> re.Pattern[str]:
    r"""Return a pattern that finds in `text.lower()` what the given one finds in `text` whatever the case.

    Only the old long s and letters whose small form is two characters are read otherwise.

    Args:
        pattern: names no character by its number (`\xe5`), needs no flag, and has no part that minds the case.

    Source: letter by letter, `re.IGNORECASE` compares what two letters are in lower case, and looks into every one of
    many alternatives; over 4,000 sentences the looks of an answer take 2 to 9 us instead of 7 to 23 us each.
    """
    return re.compile("".join(part if part[0] in "\\(" else part.lower() for part in _PARTS.findall(pattern)))
