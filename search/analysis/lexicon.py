"""Word knowledge that the package ships: lemmas and a vocabulary with frequencies, read from disk, never held whole.

Knows the file format that `training/lexicon.py` writes (MARISA tries); must not know where the words came from.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import marisa_trie

from search.errors import MissingResource

_MAX_PARTS = 4
_MIN_PART = 3
_MIN_COMPOUND = 8
_LINKS = {"sv": "s", "da": "se"}
_VOWELS = {"sv": ("ou", "a"), "da": ("s", "e")}
"""How a first part ends in a compound, and on its own: hälso- is hälsa, samarbejds- is samarbejde."""

_ENDINGS = """
het hets heten heter heterna hed heds heden heder hederne skap skab lig ligt liga lige ning ningen ningar ninger else
elsen elser ande ende are arna erna erne orna aktig bar bart bara som samt sam isk iskt iska iske ism ist ster ter tet
ten med der den det des dig ens ers eri tion sion ment ant ent itet ure ura ing inge ung ungs and ars ert ger nar
"""
_STOP_PARTS = frozenset(_ENDINGS.split())
"""Endings that look like words; a compound has no such part."""


_Split = tuple[int, int, tuple[str, ...]]
"""Number of parts, minus the rarest part's frequency, the parts: the smallest is the best."""


class Lexicon:
    """Lemmas and compound parts of one language."""

    def __init__(self, folder: Path, language: str) -> None:
        """Open the tries of `language` in `folder`.

        Raises:
            MissingResource: a file is not there or cannot be read.
        """
        self._language = language
        self._parts: dict[str, int] | None = None
        self._lemmas = marisa_trie.BytesTrie()
        self._vocabulary = marisa_trie.RecordTrie("<B")
        for trie, name in ((self._lemmas, f"lemmas.{language}.marisa"), (self._vocabulary, f"words.{language}.marisa")):
            try:
                trie.mmap(str(folder / name))
            except OSError as error:
                raise MissingResource(
                    f"{name} is missing from the package's data ({error}); reinstall samsok"
                ) from error

    def remember_parts(self) -> None:
        """Hold the words that compounds are made of in memory, for a long run: splitting takes a third of the time.

        Source: 24,000 Swedish words, 4 MB, read in 0.03 s; a long word is then split in 8 us instead of 25.
        """
        if self._language in _LINKS:
            words = ((word, frequency) for word, (frequency,) in self._vocabulary.iteritems())
            self._parts = {word: frequency for word, frequency in words if _can_be_part(word, frequency)}

    def lemma(self, word: str) -> str:
        """Return the dictionary form of a lower-case word, or the word itself where it is not known."""
        found = self._lemmas.get(word)
        return found[0].decode() if found else word

    def frequency(self, word: str) -> int:
        """Return how common a word is, 0 (not known) to 255, in steps of 1/12 of the natural logarithm of its count."""
        found = self._vocabulary.get(word)
        return int(found[0][0]) if found else 0

    def parts(self, word: str) -> tuple[str, ...]:
        """Split a compound into the words it is made of, without linking letters; () where it is none.

        Fewest parts win, then the most common ones. Source: recursive binary split over a vocabulary with linking
        letters and stop parts, as measured in docs/evaluation.md.
        """
        if len(word) < _MIN_COMPOUND or self._language not in _LINKS or not word.isalpha():
            return ()
        split = self._split(word, _MAX_PARTS, {})
        return split[2] if split and len(split[2]) > 1 else ()

    def _split(self, word: str, depth: int, seen: "dict[tuple[str, int], _Split | None]") -> "_Split | None":
        """Return the best way to cut a word into parts; None where there is none."""
        if depth == 0:
            return None
        key = (word, depth)
        if key in seen:
            return seen[key]
        frequency = self._part_frequency(word) if depth < _MAX_PARTS else 0
        best: _Split | None = (1, -frequency, (word,)) if frequency else None
        for cut, stem, frequency in self._cuts(word):
            tail = self._split(word[cut:], depth - 1, seen)
            if tail:
                candidate = (tail[0] + 1, max(tail[1], -frequency), (stem, *tail[2]))
                best = candidate if best is None or candidate < best else best
        seen[key] = best
        return best

    def _cuts(self, word: str) -> Iterator[tuple[int, str, int]]:
        """Yield (where the rest begins, first part, its frequency): as it stands, before a link, vowel restored."""
        last = len(word) - _MIN_PART
        for stem, frequency in self._first_parts(word[:last]):
            yield len(stem), stem, frequency
            if len(stem) < last and word[len(stem)] in _LINKS[self._language]:
                yield len(stem) + 1, stem, frequency
        written, restored = _VOWELS[self._language]
        for place in range(_MIN_PART - 1, last):
            if word[place] in written and (frequency := self._part_frequency(stem := word[:place] + restored)):
                yield place + 1, stem, frequency

    def _first_parts(self, word: str) -> Iterable[tuple[str, int]]:
        """Return what a word begins with that can be a part, with its frequency."""
        if self._parts is not None:
            parts = self._parts
            begun = (word[:end] for end in range(_MIN_PART, len(word) + 1))
            return [(stem, parts[stem]) for stem in begun if stem in parts]
        beginnings = self._vocabulary.prefixes(word)
        return [(stem, frequency) for stem in beginnings if (frequency := self._part_frequency(stem))]

    def _part_frequency(self, word: str) -> int:
        """Return the frequency of a word that can be part of a compound; 0 for every other one."""
        if self._parts is not None:
            return self._parts.get(word, 0)
        frequency = self.frequency(word)
        return frequency if _can_be_part(word, frequency) else 0


def _can_be_part(word: str, frequency: int) -> bool:
    if len(word) < _MIN_PART or word in _STOP_PARTS:
        return False
    return frequency >= _PART_FLOOR.get(len(word), _LONG_PART_FLOOR)


_PART_FLOOR = {3: 110, 4: 80}
_LONG_PART_FLOOR = 60
"""Frequencies under which a word of that length is no compound part: short strings must be common words."""
