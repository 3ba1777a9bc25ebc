"""Guess how a Swedish word is spelt in Danish and the other way round, where the two languages keep sound laws.

Knows spelling correspondences; must not know probabilities or where the guess is used. A guess counts only if the
other language's vocabulary has it, so a wrong correspondence costs nothing.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice, product

_ENDINGS = (
    ("heterna", "hederne"), ("heten", "heden"), ("heter", "heder"), ("hets", "heds"), ("het", "hed"),
    ("ningarna", "ningerne"), ("ningar", "ninger"), ("elserna", "elserne"), ("elser", "elser"),
    ("arna", "erne"), ("orna", "erne"), ("erna", "erne"), ("ande", "ende"), ("aren", "eren"), ("are", "ere"),
    ("are", "er"), ("ade", "ede"), ("ats", "ets"), ("ad", "et"), ("ar", "er"), ("or", "er"), ("as", "es"),
    ("at", "et"), ("an", "en"), ("a", "e"), ("", ""),
)  # fmt: skip
_LETTERS = (
    ("ck", ("k", "kk")), ("tt", ("t", "tt")), ("nn", ("n", "nd", "nn")), ("mm", ("m", "mm")), ("ll", ("ll", "ld", "l")),
    ("ss", ("s", "ss")), ("pp", ("p", "pp")), ("ff", ("f", "ff")), ("kv", ("kv",)), ("ä", ("æ", "e")), ("ö", ("ø",)),
    ("k", ("k", "g")), ("t", ("t", "d")), ("p", ("p", "b")), ("x", ("ks", "x")),
)  # fmt: skip
"""Source: the regular correspondences of the two orthographies (bok/bog, gata/gade, köpa/købe, fakta/fakta)."""

_MOST_GUESSES = 192
_MIN_LENGTH = 4


def cognates(word: str, source: str, target: str, is_word: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the spellings of a lower-case word in the neighbouring language that are words there."""
    if {source, target} != {"sv", "da"} or len(word) < _MIN_LENGTH or not word.isalpha():
        return ()
    return tuple(sorted({guess for guess in _guesses(word, source) if is_word(guess)}))


@lru_cache(maxsize=20_000)
def _guesses(word: str, source: str) -> tuple[str, ...]:
    return tuple(islice(_spellings(word, source), _MOST_GUESSES))


def _spellings(word: str, source: str) -> Iterator[str]:
    for swedish, danish in _ENDINGS:
        own, other = (swedish, danish) if source == "sv" else (danish, swedish)
        if word.endswith(own) and len(word) - len(own) > 1:
            stem = word[: len(word) - len(own)]
            for letters in product(*_choices(stem, source)):
                yield "".join(letters) + other


def _choices(stem: str, source: str) -> list[tuple[str, ...]]:
    rules = _SWEDISH if source == "sv" else _DANISH
    choices, at = [], 0
    while at < len(stem):
        key = next((stem[at : at + n] for n in (2, 1) if stem[at : at + n] in rules), stem[at])
        choices.append(rules.get(key, (key,)) if at else (key, *(x for x in rules.get(key, ()) if x in "æøäöe")))
        at += len(key)
    return choices


def _reversed() -> dict[str, tuple[str, ...]]:
    back: dict[str, tuple[str, ...]] = {}
    for swedish, danish in _LETTERS:
        for spelling in danish:
            back[spelling] = tuple(dict.fromkeys((spelling, *back.get(spelling, ()), swedish)))
    back.update({"æ": ("ä",), "ø": ("ö",)})
    return back


_SWEDISH = dict(_LETTERS)
_DANISH = _reversed()
