"""The words of a collection with how often they stand in it, and which of them are spelt almost like a given one.

Knows letters, words and counts. Must not know languages, documents or where the bytes are kept.

Words are held by length, sorted, one byte a letter (Latin-1 has all letters of Swedish, Danish and English), with a
64-bit signature each: which letters, which pairs of letters. One slip of the pen changes six bits at most, so one
comparison of numbers sorts out nearly all words that are not meant.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from search.analysis.words import words
from search.chunks import MOST_CHUNKS, chunks_of

LONGEST = 32
_SHORTEST = 2
_FORMAT = b"V1"
_BITS_OF_EDITS = (0, 6, 10)
"""How many bits of the signatures of two words differ at most by so many slips; two slips seldom use them up."""
_FOLDED = {"a": "åäæàáâã", "o": "öøòóôõ", "e": "éèêë", "u": "üùúû", "i": "íìîï", "c": "ç", "n": "ñ", "y": "ýÿ"}
_OTHER_LETTER = 27
_DIGRAPHS = (("ae", "ä"), ("oe", "ö"), ("aa", "å"))
_ORTHOGRAPHY = str.maketrans("æø", "äö")
"""The two orthographies' letters for one sound; what is written without them may stand for either."""


@dataclass(frozen=True, slots=True)
class _Bucket:
    """The words of one length, in order.

    Attributes:
        words: bytes, shape (n,).
        counts: uint32, shape (n,).
        letters, signatures: uint32 and uint64, shape (n,): a hash of the folded letters, and the signature.
    """

    words: NDArray[np.bytes_]
    counts: NDArray[np.uint32]
    letters: NDArray[np.uint32]
    signatures: NDArray[np.uint64]


class Vocabulary:
    """Words and their counts; does not change."""

    def __init__(self, words: Mapping[int, tuple[NDArray[np.bytes_], NDArray[np.uint32]]]) -> None:
        """Take words by length, each length sorted and without repetition."""
        self._buckets = {
            length: _bucket(found, counts)
            for length, (found, counts) in sorted(words.items(), key=itemgetter(0))
            if len(found)
        }

    def of_length(self, length: int) -> tuple[NDArray[np.bytes_], NDArray[np.uint32]]:
        """Return the words with so many letters, in order, and their counts."""
        bucket = self._buckets.get(length)
        return (bucket.words, bucket.counts) if bucket else (np.zeros(0, f"S{length}"), np.zeros(0, np.uint32))

    @property
    def lengths(self) -> set[int]:
        """The numbers of letters that there are words of."""
        return set(self._buckets)

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> "Vocabulary":
        """Count words; those that are not all letters or whose letters are not of Western Europe are left out."""
        by_length: dict[int, dict[bytes, int]] = {}
        for word, count in counts.items():
            coded = _coded(word)
            if coded and count > 0:
                by_length.setdefault(len(coded), {})[coded] = count
        return cls({length: _sorted(length, found) for length, found in by_length.items()})

    def __len__(self) -> int:
        return sum(len(bucket.words) for bucket in self._buckets.values())

    def changed(self, added: "Vocabulary", removed: "Vocabulary") -> "Vocabulary":
        """Return the vocabulary with the counts of some words raised and of others lowered."""
        signed = ((self, 1), (added, 1), (removed, -1))
        return Vocabulary({length: _summed(length, signed) for length in self.lengths | added.lengths})

    def count(self, word: str) -> int:
        """Return how often a lower-case word stands in the collection."""
        coded = _coded(word)
        bucket = self._buckets.get(len(coded)) if coded else None
        if bucket is None:
            return 0
        place = int(np.searchsorted(bucket.words, coded))
        found = place < len(bucket.words) and bucket.words[place] == coded
        return int(bucket.counts[place]) if found else 0

    def spelt_otherwise(self, word: str) -> list[tuple[str, int]]:
        """Return the words that a lower-case word may stand for where letters with marks are missing or foreign.

        "haktade" and "haektade" may be "häktade"; what is written with marks stands for the same marks, in either
        orthography ("fængsel", "fängsel"). The word itself is left out.
        """
        found: dict[str, int] = {}
        for spelling in _digraph_readings(word):
            coded = _coded(spelling)
            bucket = self._buckets.get(len(coded)) if coded else None
            if bucket is None:
                continue
            for place in np.flatnonzero(bucket.letters == _letters_of(coded)).tolist():
                candidate = bucket.words[place].decode("latin-1")
                if candidate != word and _may_stand_for(spelling, candidate):
                    found[candidate] = int(bucket.counts[place])
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))

    def near(self, word: str, edits: int, most: int) -> Iterator[tuple[str, int]]:
        """Yield words that may be within so many slips of a lower-case word, the likelier first, `most` at most."""
        coded = _coded(word)
        if not coded:
            return
        wanted = _signature_of(coded)
        hits: list[tuple[int, int, int, int]] = []
        for length in range(len(coded) - edits, len(coded) + edits + 1):
            bucket = self._buckets.get(length)
            if bucket is None:
                continue
            bits = np.bitwise_count(bucket.signatures ^ wanted)
            places = np.flatnonzero(bits <= _BITS_OF_EDITS[edits])
            if len(places) > most:
                places = places[np.argpartition(bits[places], most)[:most]]
            counts, near = bucket.counts[places].tolist(), bits[places].tolist()
            hits += [(n, -c, length, p) for n, c, p in zip(near, counts, places.tolist(), strict=True)]
        for _, count, length, place in sorted(hits)[:most]:
            yield self._buckets[length].words[place].decode("latin-1"), -count

    def to_bytes(self) -> bytes:
        """Return the vocabulary for storage."""
        heads = np.array([(length, len(b.words)) for length, b in self._buckets.items()], dtype="<u4")
        body = b"".join(b.words.tobytes() + b.counts.astype("<u4").tobytes() for b in self._buckets.values())
        return _FORMAT + zlib.compress(np.array([len(heads)], dtype="<u4").tobytes() + heads.tobytes() + body, 1)

    @classmethod
    def from_bytes(cls, stored: bytes | None) -> "Vocabulary":
        """Read what `to_bytes` gave; empty for None and for another format."""
        if stored is None or not stored.startswith(_FORMAT):
            return cls({})
        data = zlib.decompress(stored[len(_FORMAT) :])
        number = int(np.frombuffer(data, "<u4", 1)[0])
        heads = np.frombuffer(data, "<u4", 2 * number, 4).reshape(-1, 2).tolist()
        at, words = 4 + 8 * number, {}
        for length, count in heads:
            found = np.frombuffer(data, f"S{length}", count, at)
            words[length] = found, np.frombuffer(data, "<u4", count, at + length * count)
            at += (length + 4) * count
        return cls(words)


def _sorted(length: int, counts: Mapping[bytes, int]) -> tuple[NDArray[np.bytes_], NDArray[np.uint32]]:
    words = np.array(list(counts), dtype=f"S{length}")
    order = np.argsort(words)
    return words[order], np.fromiter(counts.values(), np.uint32, len(counts))[order]


def _summed(
    length: int, vocabularies: Sequence[tuple[Vocabulary, int]]
) -> tuple[NDArray[np.bytes_], NDArray[np.uint32]]:
    parts = [(*vocabulary.of_length(length), sign) for vocabulary, sign in vocabularies]
    words, place = np.unique(np.concatenate([found for found, _, _ in parts]), return_inverse=True)
    signed = np.concatenate([counts.astype(np.int64) * sign for _, counts, sign in parts])
    counts = np.bincount(place, weights=signed, minlength=len(words)).astype(np.int64)
    kept = counts > 0
    return words[kept], counts[kept].astype(np.uint32)


def _coded(word: str) -> bytes:
    """Return a word in Latin-1; b"" for what is not held."""
    if not _SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return b""
    try:
        return word.encode("latin-1")
    except UnicodeEncodeError:
        return b""


def _bucket(words: NDArray[np.bytes_], counts: NDArray[np.uint32]) -> _Bucket:
    letters = _classes()[words.view(np.uint8).reshape(len(words), words.itemsize)]
    return _Bucket(words, counts, _letter_hashes(letters), _signatures(letters))


def _letter_hashes(letters: NDArray[np.uint8]) -> NDArray[np.uint32]:
    hashes = np.zeros(len(letters), dtype=np.uint32)
    for column in letters.T:
        hashes = hashes * np.uint32(31) + column
    return hashes


def _signatures(letters: NDArray[np.uint8]) -> NDArray[np.uint64]:
    signatures = np.zeros(len(letters), dtype=np.uint64)
    one = np.uint64(1)
    for column in letters.T:
        signatures |= one << column.astype(np.uint64)
    for first, second in pairwise(letters.T):
        pair = (first * np.uint8(7) + second * np.uint8(11)) & np.uint8(31)
        signatures |= one << (pair.astype(np.uint64) + np.uint64(32))
    return signatures


def _letters_of(coded: bytes) -> int:
    """Return the hash of one word, as `_letter_hashes` has it, without the cost of an array."""
    value = 0
    for letter in coded.translate(_class_table()):
        value = (value * 31 + letter) & 0xFFFFFFFF
    return value


def _signature_of(coded: bytes) -> np.uint64:
    """Return the signature of one word, as `_signatures` has it."""
    letters = coded.translate(_class_table())
    value = 0
    for letter in letters:
        value |= 1 << letter
    for first, second in pairwise(letters):
        value |= 1 << (32 + ((first * 7 + second * 11) & 31))
    return np.uint64(value)


@cache
def _class_table() -> bytes:
    return _classes().tobytes()


@cache
def _classes() -> NDArray[np.uint8]:
    """Return code of Latin-1 -> number of the letter without its marks."""
    classes = np.full(256, _OTHER_LETTER, dtype=np.uint8)
    for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz"):
        for variant in letter + _FOLDED.get(letter, ""):
            classes[ord(variant)] = number
    return classes


class MetWords:
    """Words that are met, each with a number, and how often."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._numbers: dict[str, int] = {}
        self._counts = np.zeros(0, np.int64)

    def __len__(self) -> int:
        return len(self._numbers)

    def numbers(self, runs: Iterable[Sequence[str]]) -> NDArray[np.int32]:
        """Return the numbers of lower-case words, one run behind the other; new ones get the next numbers."""
        known = self._numbers
        return np.array([known.setdefault(word, len(known)) for run in runs for word in run], np.int32)

    def add(self, counts: NDArray[np.int64]) -> None:
        """Count words by their numbers, shape (len(self),)."""
        counts = counts.copy()
        counts[: self._counts.size] += self._counts
        self._counts = counts

    def vocabulary(self) -> Vocabulary:
        """Return all that was counted."""
        return Vocabulary.of(dict(zip(self._numbers, self._counts.tolist(), strict=False)))


class WordCount:
    """Counts the words of texts, lower case: what stands between blanks first, which is cut into words at the end.

    No word reaches over a blank, and running text repeats itself. Source: 10 us a passage, word by word 68 us.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._chunks: Counter[str] = Counter()
        self._words: Counter[str] = Counter()
        self._elsewhere = Vocabulary({})
        self.is_whole = True

    def add(self, text: str) -> None:
        """Count the words of one more text."""
        self._chunks.update(chunks_of(text))
        if len(self._chunks) > MOST_CHUNKS:
            self._settle()

    def include(self, counted: Vocabulary | None) -> None:
        """Add words that were counted elsewhere; None: what was counted there is lost, and `is_whole` no more True."""
        if counted is None:
            self.is_whole = False
        else:
            self._elsewhere = self._elsewhere.changed(counted, Vocabulary({}))

    def vocabulary(self) -> Vocabulary:
        """Return all that was counted."""
        self._settle()
        return self._elsewhere.changed(Vocabulary.of(self._words), Vocabulary({}))

    def _settle(self) -> None:
        for chunk, count in self._chunks.items():
            for word in words(chunk):
                self._words[word] += count
        self._chunks.clear()


def count_words(texts: Iterable[str]) -> Vocabulary:
    """Return the words of texts, lower case."""
    counts = WordCount()
    for text in texts:
        counts.add(text)
    return counts.vocabulary()


def folded(word: str) -> str:
    """Return a lower-case word without marks on its letters."""
    return word.translate(_UNMARKED)


_UNMARKED = str.maketrans({variant: letter for letter, variants in _FOLDED.items() for variant in variants})


def _may_stand_for(written: str, word: str) -> bool:
    """Tell whether letters of `written` that have marks have the same in `word`, in either orthography."""
    pairs: Iterable[tuple[str, str]] = zip(written.translate(_ORTHOGRAPHY), word.translate(_ORTHOGRAPHY), strict=True)
    return all(a == b or a.isascii() for a, b in pairs)


def _digraph_readings(word: str) -> list[str]:
    """Return the word and what it may be with two letters read as one, or one written as two."""
    readings = [word]
    for two, one in _DIGRAPHS:
        for reading in list(readings):
            if two in reading:
                readings.append(reading.replace(two, one))
            elif one in (plain := reading.translate(_ORTHOGRAPHY)):
                readings.append(plain.replace(one, two))
    return readings
