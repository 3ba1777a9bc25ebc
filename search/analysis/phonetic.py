"""A key under which the spellings of a rare word meet: names and loan words, which each language writes its own way.

Knows letters; must not know weights, or where the key is used.

Source: phonetic keys since Soundex (Russell 1918); the folds are those in which Swedish, Danish and English differ:
Huguenots, hugenotter and huguenotter, septicemia and septikæmi, våben and vapen. docs/evaluation.md, "Spelt alike".
"""

import re

_LEAST_LETTERS = 4
"""Shorter keys would bring together words that have nothing in common."""

_FOLDED = {
    "ph": "f", "th": "t", "qu": "kv", "ck": "k", "ch": "k", "gh": "g", "sch": "sk", "sj": "sk", "hv": "v",
    "dh": "d", "kh": "k", "x": "ks", "c": "k", "q": "k", "w": "v", "z": "s",
}  # fmt: skip
_FOLDS = re.compile("|".join(sorted(_FOLDED, key=len, reverse=True)))
_VOICELESS_AND_FIRST_VOWELS = str.maketrans("bdgäæöøåéü", "ptkeeooaeu")
_INNER_VOWELS = re.compile(r"(?<=.)[aeiouyáíóúêôâîèàh]+")
_TWICE = re.compile(r"(.)\1+")


def phonetic_key(stem: str) -> str:
    """Return the key of a lower-case stem: its first letter and its consonants; "" where that is too little."""
    folded = _FOLDS.sub(lambda spelt: _FOLDED[spelt[0]], stem).translate(_VOICELESS_AND_FIRST_VOWELS)
    key = _TWICE.sub(r"\1", _INNER_VOWELS.sub("", folded))
    return key if len(key) >= _LEAST_LETTERS else ""
