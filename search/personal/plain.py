"""A text in plain signs: whatever digit, hyphen or blank a writer used, one sign of each.

Knows characters; must not know what is looked for in them.
"""

import unicodedata
from functools import lru_cache


class _Plain(dict[int, str]):
    """Character -> the plain sign that it stands for here: an ASCII digit, "-", "+", " ", a line break, or itself."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain_sign(chr(code))
        return plain


def _plain_sign(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(int(digit))
    category = unicodedata.category(character)
    if category == "Pd" or character in "\u2212\u00ad\u2043\u02d7":
        return "-"
    if character in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
        return "\n"
    if character.isspace() or category == "Cc":
        return " "
    if category == "Cf":
        return _UNSEEN
    usual = unicodedata.normalize("NFKC", character)
    return usual if len(usual) == 1 and usual.isascii() else character


_UNSEEN = "\0"


@lru_cache(maxsize=1)
def _table() -> _Plain:
    return _Plain()


def plain_signs(text: str) -> tuple[str, list[int] | None]:
    """Return the text in plain signs, and where each of them stands in it; None where each stands at its own place."""
    if text.isascii() and "\r" not in text and "\t" not in text:
        return text, None
    plain = text.translate(_table())
    if _UNSEEN not in plain:
        return plain, None
    places = [place for place, sign in enumerate(plain) if sign != _UNSEEN]
    return "".join(plain[place] for place in places), places
