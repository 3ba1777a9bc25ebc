"""The 55 language profiles of langdetect, held in two thirds of the memory and read in two thirds of the time.

Knows langdetect's files and the two fields of its factory. Must not know what is made of a detection.

langdetect keeps for each of 87,000 letter sequences a list of 55 numbers, nearly all of them zero, and every full run
of the garbage collector goes through all of these. Here a sequence has a tuple of those that are not zero.
"""

import gc
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_LONGEST_GRAM = 3
_MOST_AT_HAND = 2048
"""Sequences whose list is kept, half a kilobyte each: a detection asks for the same few hundred again and again."""


class _Grams(dict[str, tuple[float, ...]]):
    """Letter sequence -> its share in each language; held are pairs (number of the language, share)."""

    def __init__(self, languages: int) -> None:
        super().__init__()
        self._languages = languages
        self._shares = lru_cache(maxsize=_MOST_AT_HAND)(self._unfolded)

    def __getitem__(self, gram: str) -> list[float]:  # type: ignore[override]
        return self._shares(gram)

    def _unfolded(self, gram: str) -> list[float]:
        shares = [0.0] * self._languages
        pairs = iter(super().__getitem__(gram))
        for language, share in zip(pairs, pairs, strict=True):
            shares[int(language)] = share
        return shares


@cache
def profiles() -> Any:
    """Return langdetect's factory of detectors with all profiles loaded, in the order in which it loads them itself."""
    from langdetect import PROFILES_DIRECTORY, DetectorFactory  # noqa: PLC0415 - heavy

    factory = DetectorFactory()
    factory.seed = 0
    names = os.listdir(PROFILES_DIRECTORY)  # noqa: PTH208 - the order decides how sums are rounded
    found: dict[str, list[float]] = {}
    with _no_collection():
        for number, name in enumerate(names):
            profile = json.loads(Path(PROFILES_DIRECTORY, name).read_text("utf-8"))
            factory.langlist.append(profile["name"])
            _add(found, number, profile["freq"], profile["n_words"])
        factory.word_lang_prob_map = _Grams(len(names))
        factory.word_lang_prob_map.update({gram: tuple(pairs) for gram, pairs in found.items()})
    return factory


def _add(found: dict[str, list[float]], number: int, counts: dict[str, int], totals: list[int]) -> None:
    """Add the shares of one language."""
    for gram, count in counts.items():
        pairs = found.setdefault(gram, [])
        if len(gram) <= _LONGEST_GRAM:
            pairs += (number, count / totals[len(gram) - 1])


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector from looking through what is only being made."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
