"""Guess how a word is spelt in another of the three languages, where they keep sound laws or share a Latin word.

Knows spelling correspondences; must not know probabilities or where the guess is used. A wrong guess costs little: it
is in no vocabulary, or in no paper.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

_NORDIC_ENDINGS = (
    ("heterna", "hederne"), ("heten", "heden"), ("heter", "heder"), ("hets", "heds"), ("het", "hed"),
    ("ningarna", "ningerne"), ("ningar", "ninger"), ("elserna", "elserne"), ("elser", "elser"),
    ("arna", "erne"), ("orna", "erne"), ("erna", "erne"), ("ande", "ende"), ("aren", "eren"), ("are", "ere"),
    ("are", "er"), ("ade", "ede"), ("ats", "ets"), ("ad", "et"), ("ar", "er"), ("or", "er"), ("as", "es"),
    ("at", "et"), ("an", "en"), ("a", "e"), ("", ""),
)  # fmt: skip
_NORDIC_LETTERS = (
    ("ck", ("k", "kk")), ("tt", ("t", "tt")), ("nn", ("n", "nd", "nn")), ("mm", ("m", "mm")), ("ll", ("ll", "ld", "l")),
    ("ss", ("s", "ss")), ("pp", ("p", "pp")), ("ff", ("f", "ff")), ("kv", ("kv",)), ("ä", ("æ", "e")), ("ö", ("ø",)),
    ("k", ("k", "g")), ("t", ("t", "d")), ("p", ("p", "b")), ("x", ("ks", "x")),
)  # fmt: skip
"""Swedish, Danish. Source: the regular correspondences of the two orthographies (bok/bog, gata/gade, köpa/købe)."""

_LATIN_ENDINGS = (
    ("ologist", "olog"), ("ologists", "ologer"), ("ography", "ografi"), ("ities", "iteter"), ("ity", "itet"),
    ("tions", "tioner"), ("tion", "tion"), ("sions", "sioner"), ("sion", "sion"), ("ogy", "ogi"), ("phy", "fi"),
    ("ically", "isk"), ("ical", "isk"), ("ics", "ik"), ("ic", "isk"), ("ic", "ik"), ("ians", "ianer"), ("ian", "iansk"),
    ("ian", "isk"), ("an", "ansk"), ("ists", "ister"), ("ism", "isme"), ("ism", "ism"), ("ences", "enser"),
    ("ence", "ens"), ("ances", "anser"), ("ance", "ans"), ("ous", "ös"), ("ous", "øs"), ("ives", "iver"), ("ive", "iv"),
    ("aries", "arier"), ("ary", "är"), ("ary", "ær"), ("ures", "urer"), ("ure", "ur"), ("izes", "iserar"),
    ("ize", "isera"), ("ise", "isera"), ("ize", "isere"), ("ise", "isere"), ("ized", "iserad"), ("ized", "iseret"),
    ("ify", "ifiera"), ("ify", "ificere"), ("ate", "era"), ("ate", "ere"), ("ate", "at"), ("als", "aler"),
    ("al", "ell"), ("al", "el"), ("able", "abel"), ("ible", "ibel"), ("cies", "cier"), ("cy", "ci"), ("ses", "ser"),
    ("ia", "ien"), ("ies", "ier"), ("y", "i"), ("ine", "in"), ("ide", "id"), ("e", ""), ("s", "er"), ("s", ""),
    ("", ""),
)  # fmt: skip
_LATIN_LETTERS = (
    ("ph", ("f",)), ("th", ("t", "th")), ("ch", ("k", "ch")), ("cc", ("kk", "ck", "cc")), ("ck", ("ck", "kk", "k")),
    ("qu", ("kv",)), ("ae", ("e", "ä", "æ")), ("c", ("k", "c")), ("x", ("x", "ks")), ("oe", ("ø", "ö", "e")),
)  # fmt: skip
"""English, Swedish or Danish. Source: the regular shapes of Latin and Greek words (complexity/komplexitet)."""

_MOST_GUESSES = 192
_MIN_LENGTH = 4
_MIN_STEM = 2
_MIN_SURE_LENGTH = 8
_SURE_GUESSES = 3
"""Of a long word of which no guess is known, so many are tried: paleoclimatologist is in no vocabulary."""


@dataclass(frozen=True, slots=True)
class _Laws:
    """How spellings of a source correspond to those of a target.

    Attributes:
        initial: letters that may change at the beginning of a word too.
    """

    endings: Sequence[tuple[str, str]]
    letters: Mapping[str, tuple[str, ...]]
    initial: frozenset[str]


def cognates(word: str, source: str, target: str, is_word: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the spellings of a lower-case word in another language that are words there."""
    if (source, target) not in _LAWS or len(word) < _MIN_LENGTH or not word.isalpha():
        return ()
    guesses = _guesses(word, source, target)
    known = {guess for guess in guesses if is_word(guess)}
    if not known and len(word) >= _MIN_SURE_LENGTH and "en" in (source, target):
        known = set(guesses[:_SURE_GUESSES])
    return tuple(sorted(known))


@lru_cache(maxsize=20_000)
def _guesses(word: str, source: str, target: str) -> tuple[str, ...]:
    endings = _endings(source, target, word[-1])
    return tuple(islice(_spellings(word, endings, _LAWS[source, target]), _MOST_GUESSES))


@lru_cache(maxsize=256)
def _endings(source: str, target: str, letter: str) -> Sequence[tuple[str, str]]:
    """Return the endings that a word may have that ends with a letter, in their order."""
    return [(own, other) for own, other in _LAWS[source, target].endings if own[-1:] in ("", letter)]


def _spellings(word: str, endings: Sequence[tuple[str, str]], laws: _Laws) -> Iterator[str]:
    stem, spelt = "", [""]
    for own, other in endings:
        if word.endswith(own) and len(word) - len(own) >= _MIN_STEM:
            if stem != (stem := word[: len(word) - len(own)]):
                spelt = ["".join(letters) for letters in islice(product(*_choices(stem, laws)), _MOST_GUESSES)]
            for each in spelt:
                yield each + other


def _choices(stem: str, laws: _Laws) -> list[Sequence[str]]:
    choices, at = list[Sequence[str]](), 0
    while at < len(stem):
        key = stem[at : at + 2]
        if key not in laws.letters:
            key = stem[at]
        found: Sequence[str] = laws.letters.get(key, key)
        choices.append(found if at else [key, *(letters for letters in found if letters in laws.initial)])
        at += len(key)
    return choices


def _turned(letters: Sequence[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """Return the correspondences the other way round."""
    back: dict[str, tuple[str, ...]] = {}
    for own, others in letters:
        for other in others:
            back[other] = tuple(dict.fromkeys((other, *back.get(other, ()), own)))
    return back


def _nordic() -> Iterator[tuple[tuple[str, str], _Laws]]:
    initial = frozenset("æøäöe")
    yield ("sv", "da"), _Laws(_NORDIC_ENDINGS, dict(_NORDIC_LETTERS), initial)
    turned = _turned(_NORDIC_LETTERS) | {"æ": ("ä",), "ø": ("ö",)}
    yield ("da", "sv"), _Laws([(danish, swedish) for swedish, danish in _NORDIC_ENDINGS], turned, initial)


def _latin() -> Iterator[tuple[tuple[str, str], _Laws]]:
    there, back = dict(_LATIN_LETTERS), _turned(_LATIN_LETTERS)
    turned = [(nordic, english) for english, nordic in _LATIN_ENDINGS if nordic]
    for nordic in ("sv", "da"):
        yield ("en", nordic), _Laws(_LATIN_ENDINGS, there, frozenset({"k", "f", "t", "kv"}))
        yield (nordic, "en"), _Laws(turned, back, frozenset({"c", "ph", "th", "ch", "qu"}))


_LAWS = dict((*_nordic(), *_latin()))
