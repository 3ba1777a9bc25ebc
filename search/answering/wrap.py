"""Tell a line that a text file broke for its width from one that ends.

Knows how broken lines look. Must not know sentences, lists or questions.
"""

import re

_LEAST_WIDTH = 40
"""Characters of a line that may have been broken for its width; names, labels and lines of addresses are shorter."""

_GOES_ON = re.compile(
    r"(?![a-zåäö][.)]\s)[a-zåäöæøéü][a-zåäöæøéü-]*[.,;:?!)]*(?=\s)"
    r"|\d[\d.,]*(?<![.,])\s[a-zåäöæøéü]|\d{1,2}\.\s(?:jan|feb|mar|apr|ma[ijy]|jun|jul|aug|sep|okt|oct|nov|de[cs])",
)
"""A word in small letters, a number before one, or a day and its month; but no mark of a list and no address."""


def is_broken(text: str, at: int) -> bool:
    """Tell whether the sentence goes on behind the end of a line.

    Args:
        at: offset of the line's last character's end, where the line break stands.
    """
    begin = text.rfind("\n", 0, at) + 1
    if at - begin < _LEAST_WIDTH or text[at - 1] in ".!?:;|" or text[at + 1 : at + 2] == "\n":
        return False
    end = text.find("\n", at + 1)
    behind = text[at + 1 : end if end >= 0 else len(text)]
    return bool(_GOES_ON.match(behind + " ")) and "|" not in behind and "|" not in text[begin:at]
