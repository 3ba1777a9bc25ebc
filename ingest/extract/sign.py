"""Words without which a pattern cannot match, looked for once in each block and for all patterns together.

Knows plain search and which words belong to which purpose. Must not know the patterns.

Running text repeats itself: what stands between two blanks is looked at once and then remembered, so that a block costs
a look-up a word. Looking for a hundred words in each sentence took longer than the patterns that they were to spare.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

_LEAD_CHARS = 3
_MOST_REMEMBERED = 200_000
"""About 20 MB; all are forgotten then."""


class Sign:
    """What a block may hold, by the words in it; a sign says "perhaps", its absence says "surely not".

    Plain numbers: operators of `enum.IntFlag` took a twentieth of all the time for extraction.
    """

    ROLE = 1
    ASK = 2
    FOLLOW_UP = 4
    MEANT = 8
    STANDS_FOR = 16
    DIGIT = 32
    ADDRESS = 64


_ROLES = """
chef direktör direktør samordnar koordinator ledar leder intendent inspektör inspektør sekreterar sekretær strateg
jurist handläggar konsult konsulent rådgiver rådgivar analytiker arkitekt förvaltar forvalter föreståndar forstander
kommissarie kommissær befäl ombud kommunikatör lots ansvarig ansvarlig ordförande formand kurator sköterska plejerske
sagsbehandler registrator borgmester borgmästar fuldmægtig betjent assistent specialist expert ekspert redaktör redaktør
talesperson talsperson kontaktperson inköpare ansvarshavande föredragande utredar controller tolk vaktmästare föreläsare
lektor professor åklagar anklager advokat kommunpolis områdespolis präst præst vagthavende vakthavande officer
coordinator director manager adviser advisor commissioner secretary superintendent head handyman dpo
"""
_ASKS = """
kontakt ring fråga vänd hör spørg henvend contact ask call frågor spørgsmål questions förfrågningar synpunkter ärende
"""
_ADDRESS_SIGNS = frozenset("@([")
_WORDS: Mapping[int, str] = {
    Sign.ROLE: _ROLES,
    Sign.ASK: _ASKS,
    Sign.FOLLOW_UP: "följs följer följas utvärder revider følges evaluer followed evaluated reviewed ses",
    Sign.MEANT: "menas avses förstås forstås menes meant mean",
    Sign.STANDS_FOR: "står stands förkortning forkortelse betyder",
}
"""Parts of words, lower case, of which every match of a purpose's patterns holds one."""


class _Remembered(dict[str, int]):
    """What stands between two blanks, lower case -> the signs in it."""

    def __missing__(self, chunk: str) -> int:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[chunk] = found = _signs_in(chunk)
        return found


_remembered = _Remembered()


def signs_of(lower: str) -> int:
    """Return the signs that a text (lower case) holds, as bits of `Sign`."""
    return signs_of_chunks(lower.split())


def signs_of_chunks(chunks: Iterable[str]) -> int:
    """Return the signs of what stands between the blanks of a text, in lower case."""
    signs = 0
    for each in set(map(_remembered.__getitem__, chunks)):
        signs |= each
    return signs


def _signs_in(chunk: str) -> int:
    index = _index()
    signs = 0 if chunk.isalpha() else _of_characters(chunk)
    for place in range(len(chunk) - _LEAD_CHARS + 1):
        for word, sign in index.get(chunk[place : place + _LEAD_CHARS], ()):
            if chunk.startswith(word, place):
                signs |= sign
    return signs


def _of_characters(chunk: str) -> int:
    signs = Sign.DIGIT if any(map(str.isdecimal, chunk)) else 0
    return signs | Sign.ADDRESS if _ADDRESS_SIGNS & set(chunk) else signs


@lru_cache(maxsize=1)
def _index() -> Mapping[str, Iterable[tuple[str, int]]]:
    """Return the first letters of words -> the words that begin so, with their signs."""
    index: dict[str, list[tuple[str, int]]] = {}
    for sign, words in _WORDS.items():
        for word in words.split():
            index.setdefault(word[:_LEAD_CHARS], []).append((word, sign))
    return index
