"""A key under which the spellings of a rare word meet: names and loan words, which each language writes its own way.

Knows letters; must not know weights, or where the key is used.

Source: phonetic keys since Soundex (Russell 1918); the folds are those in which Swedish, Danish and English differ:
Huguenots, hugenotter and huguenotter, septicemia and septikæmi, våben and vapen. docs/evaluation.md, "Spelt alike".
"""

import re
from operator import eq

_LEAST_LETTERS = 4
"""Shorter keys would bring together words that have nothing in common."""

_FOLDED = {
    "ph": "f", "th": "t", "qu": "kv", "ck": "k", "ch": "k", "gh": "g", "sch": "sk", "sj": "sk", "hv": "v",
    "dh": "d", "kh": "k", "x": "ks", "c": "k", "q": "k", "w": "v", "z": "s",
}  # fmt: skip
_FOLDS = re.compile("|".join(sorted(_FOLDED, key=len, reverse=True)))
_FOLDED_LETTERS = frozenset("hqcxwzj")
"""One of them stands in each of what is folded: most stems have none, which this tells at once."""
_VOICELESS = "bdg", "ptk"
_FIRST = str.maketrans(_VOICELESS[0] + "äæöøåéü", _VOICELESS[1] + "eeooaeu")
_INNER = str.maketrans(*_VOICELESS, "äæöøåéüaeiouyáíóúêôâîèàh")
_TWICE = re.compile(r"(.)\1+")


def phonetic_key(stem: str) -> str:
    """Return the key of a lower-case stem: its first letter and its consonants; "" where that is too little."""
    folded = stem if _FOLDED_LETTERS.isdisjoint(stem) else _FOLDS.sub(_fold, stem)
    key = folded[:1].translate(_FIRST) + folded[1:].translate(_INNER)
    if any(map(eq, key, key[1:])):
        key = _TWICE.sub(r"\1", key)
    return key if len(key) >= _LEAST_LETTERS else ""


def _fold(spelt: re.Match[str]) -> str:
    return _FOLDED[spelt[0]]
