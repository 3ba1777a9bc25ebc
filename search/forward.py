"""The forward index: which terms stand where in a passage.

Made once, when a passage is indexed, and kept with its point, so that a question can look closely at a hundred
candidates without analysing a text. Knows the bytes. Must not know questions, weights or where the bytes are kept.

Form, little-endian: a head (language, numbers of title, heading and all words, number of further terms), then for each
content word where it stands, then each word's stem, then the further terms (lemma, parts) with the word they belong to.
Words of the title come first, then those of the headings, then the passage's own.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer
from search.analysis.words import words_with_offsets
from search.document import Language

_HEAD = struct.Struct("<BHHHH")
_PLACE = np.dtype([("skipped", "<u2"), ("length", "u1"), ("gap", "u1")])
_FURTHER = np.dtype([("dimension", "<u4"), ("word", "<u2")])
_LANGUAGES: tuple[Language, ...] = ("und", "sv", "da", "en")
_MOST_WORDS = 60_000
"""Of one passage; what comes after is not looked at closely, only found."""
_MOST = 255
_MOST_SKIPPED = 65_535

TITLE, HEADING, BODY = 0, 1, 2


def forward_entry(text: str, title: str, headings: Sequence[str], language: str, analyzer: Analyzer) -> bytes:
    """Return the entry of a passage.

    Args:
        text: the passage; offsets of its words are kept.
        title, headings: what stands above it.
    """
    entry = _Entry(language, analyzer)
    entry.take(title, has_offsets=False)
    title_words = len(entry.stems)
    for heading in headings:
        entry.take(heading, has_offsets=False)
    heading_words = len(entry.stems) - title_words
    entry.take(text, has_offsets=True)
    return entry.to_bytes(title_words, heading_words)


class _Entry:
    """An entry in the making."""

    def __init__(self, language: str, analyzer: Analyzer) -> None:
        self._language = language
        self._analyzer = analyzer
        self._places: list[tuple[int, int, int]] = []
        self.stems: list[int] = []
        self._further: list[tuple[int, int]] = []

    def take(self, text: str, *, has_offsets: bool) -> None:
        last, end = -1, 0
        for number, word in enumerate(words_with_offsets(text)):
            terms = self._analyzer.dimensions(word.text.lower(), self._language)
            if not terms:
                continue
            if len(self.stems) == _MOST_WORDS or word.start - end > _MOST_SKIPPED:
                break
            self._further += [(dimension, len(self.stems)) for dimension, _ in terms[1:]]
            length = min(word.end - word.start, _MOST)
            self._places.append((*((word.start - end, length) if has_offsets else (0, 0)), min(number - last, _MOST)))
            self.stems.append(terms[0][0])
            last, end = number, word.start + length

    def to_bytes(self, title_words: int, heading_words: int) -> bytes:
        language = _LANGUAGES.index(self._language) if self._language in _LANGUAGES else 0
        return b"".join(
            (
                _HEAD.pack(language, title_words, heading_words, len(self.stems), len(self._further)),
                np.array(self._places, dtype=_PLACE).tobytes(),
                np.array(self.stems, dtype="<u4").tobytes(),
                np.array(self._further, dtype=_FURTHER).tobytes(),
            )
        )


@dataclass(frozen=True, slots=True)
class TermTable:
    """The words of several passages, one passage after the other.

    Attributes:
        languages: of each of the n passages.
        bounds: int64, shape (n + 1,); the words of passage i are bounds[i] to bounds[i + 1].
        field: uint8, shape (words,): TITLE, HEADING or BODY.
        position: int64, shape (words,), counts stop words too and starts anew in each field.
        start, length: int64, shape (words,), characters; 0 outside the body.
        stem: uint32, shape (words,), the dimension of each word's stem.
        further, further_word: uint32 and int64, dimensions of lemmas and parts and the words they belong to.
    """

    languages: tuple[Language, ...]
    bounds: NDArray[np.int64]
    field: NDArray[np.uint8]
    position: NDArray[np.int64]
    start: NDArray[np.int64]
    length: NDArray[np.int64]
    stem: NDArray[np.uint32]
    further: NDArray[np.uint32]
    further_word: NDArray[np.int64]

    @classmethod
    def of(cls, entries: Iterable[bytes]) -> "TermTable":
        """Read the entries of several passages."""
        heads, places, stems, further = [], [], [], []
        for entry in entries:
            head = _HEAD.unpack_from(entry)
            at_stems = _HEAD.size + head[3] * _PLACE.itemsize
            at_further = at_stems + head[3] * 4
            heads.append(head)
            places.append(entry[_HEAD.size : at_stems])
            stems.append(entry[at_stems:at_further])
            further.append(entry[at_further : at_further + head[4] * _FURTHER.itemsize])
        return cls._joined(
            np.array(heads, dtype=np.int64).reshape(-1, 5),
            np.frombuffer(b"".join(places), dtype=_PLACE),
            np.frombuffer(b"".join(stems), dtype="<u4"),
            np.frombuffer(b"".join(further), dtype=_FURTHER),
        )

    @classmethod
    def _joined(
        cls, heads: NDArray[np.int64], places: NDArray[np.void], stems: NDArray[np.uint32], further: NDArray[np.void]
    ) -> "TermTable":
        title, heading, count, more = heads[:, 1], heads[:, 2], heads[:, 3], heads[:, 4]
        bounds = np.concatenate(([0], np.cumsum(count)))
        length = places["length"].astype(np.int64)
        runs = np.stack((title, heading, count - title - heading), axis=1).reshape(-1)
        field = np.repeat(np.tile(np.array([TITLE, HEADING, BODY], dtype=np.uint8), len(heads)), runs)
        return cls(
            tuple(_LANGUAGES[code] for code in heads[:, 0].tolist()),
            bounds,
            field,
            _running(places["gap"].astype(np.int64), runs),
            _running(places["skipped"].astype(np.int64) + length, runs) - length,
            length,
            stems,
            further["dimension"].astype(np.uint32),
            further["word"].astype(np.int64) + np.repeat(bounds[:-1], more),
        )


def _running(steps: NDArray[np.int64], runs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return running sums that start anew with each run."""
    total = np.cumsum(steps)
    before = np.concatenate(([0], total))[np.cumsum(runs) - runs]
    result: NDArray[np.int64] = total - np.repeat(before, runs)
    return result
