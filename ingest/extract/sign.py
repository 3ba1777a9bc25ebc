"""Words without which a pattern cannot match, looked for once in each block and for all patterns together.

Knows plain search and which words belong to which purpose. Must not know the patterns.

Running text repeats itself: what stands between two blanks is looked at once and then remembered, so that a block costs
a look-up a word, and what a document has for the first time is looked at all at once.
"""

import functools
import operator
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

from ingest.language import WORD_SIGNS

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
    SUBJECT = 1 << 7
    YEARS = 1 << 8
    SIGNING = 1 << 9
    OPEN = 1 << 10
    RENEWED = 1 << 11
    ENDED = 1 << 12
    REPLACED = 1 << 13
    REPLACES = 1 << 14
    LOCAL = 1 << 15
    FIELD = 1 << 16
    FILED = 1 << 17
    APPROVED = 1 << 18
    UNIT = 1 << 19


LANGUAGE_SHIFT = 20
"""From this bit on stand the signs of single words that `ingest.language` knows."""


_ROLES = """
chef direktör direktør samordnar koordinator ledar leder intendent inspektör inspektør sekreterar sekretær strateg
jurist handläggar konsult konsulent rådgiver rådgivar analytiker arkitekt förvaltar forvalter föreståndar forstander
kommissarie kommissær befäl ombud kommunikatör lots ansvarig ansvarlig ordförande formand kurator sköterska plejerske
sagsbehandler registrator borgmester borgmästar fuldmægtig betjent assistent specialist expert ekspert redaktör redaktør
talesperson talsperson kontaktperson inköpare ansvarshavande föredragande utredar controller tolk vaktmästare föreläsare
lektor professor åklagar anklager advokat kommunpolis områdespolis präst præst vagthavende vakthavande officer
coordinator director manager adviser advisor commissioner secretary superintendent head handyman dpo
"""
_SUBJECTS = """
överenskommelsen avtalet aftalen strategin strategien planen riktlinjerna retningslinjerne rutinen guiden vägledningen
vejledningen dokumentet policyn agreement listan listen bekendtgørelsen föreskrifterna författningen cirkulæret
denna denne detta dette dessa disse this these
"""
_UNITS = """
enhet enhed avdelning afdeling sektion grupp kontor cent byrå tjänst tjeneste funktion förvaltning forvaltning
sekretariat kansli ledning ledelse vagt jour häkte anstalt arrest fængs frivård pension station polisregion polisområde
politikreds kreds krets område distrikt växel omstilling hovednummer hovedtelefon reception support helpdesk servicedesk
mottagning kif kut noa pkc unit department office division section
"""
_ASKS = """
kontakt ring fråga vänd hör spørg henvend contact ask call frågor spørgsmål questions förfrågningar synpunkter ärende
"""
_WORDS: Mapping[int, str] = {
    Sign.ROLE: _ROLES,
    Sign.ASK: _ASKS,
    Sign.FOLLOW_UP: "följs följer följas utvärder revider følges evaluer followed evaluated reviewed ses",
    Sign.MEANT: "menas avses förstås forstås menes meant mean",
    Sign.STANDS_FOR: "står stands förkortning forkortelse betyder",
    Sign.SUBJECT: _SUBJECTS,
    Sign.YEARS: "kalenderår åren årene period gäller gælder calendar years",
    Sign.SIGNING: "underteckn underskri undertegn sign",
    Sign.OPEN: "tills indtil until",
    Sign.RENEWED: "förläng forlæng förny forny extended renewed",
    Sign.ENDED: "upphört upphäv ophævet ophørt longer expired repealed",
    Sign.REPLACED: "ersatt ersätts erstatte replaced superseded afløst",
    Sign.REPLACES: "ersätter erstatter afløser upphäv upphör ophæve replaces supersedes",
    Sign.LOCAL: "okal",
    Sign.FIELD: "gäller gælder giltig gyldig valid",
    Sign.FILED: "nr numer nummer numret case file",
    Sign.APPROVED: "godkendt beslutad fastställd vedtaget antagen",
    Sign.UNIT: _UNITS,
}
"""Parts of words, lower case, of which every match of a purpose's patterns holds one."""
_DIGIT = re.compile(r"\d")

_remembered: dict[str, int] = {}
"""What stands between two blanks, lower case -> the signs in it."""


def signs_of(lower: str) -> int:
    """Return the signs that a text (lower case) holds, as bits of `Sign`."""
    return signs_of_all([lower.split()])[0]


def signs_of_all(texts: Sequence[Collection[str]]) -> list[int]:
    """Return the signs of each text, which is given as what stands between its blanks, in lower case.

    What is remembered is much, and a look-up there waits for the memory: each chunk is looked up once for all texts.
    """
    chunks = list(set[str]().union(*texts))
    signs = list(map(_remembered.get, chunks))
    here = {chunk: sign for chunk, sign in zip(chunks, signs, strict=True) if sign}
    if None in signs:
        here |= _remember([chunk for chunk, sign in zip(chunks, signs, strict=True) if sign is None])
    return [_together(here, text) for text in texts]


def _together(here: Mapping[str, int], chunks: Iterable[str]) -> int:
    signs = 0
    for chunk in here.keys() & chunks:
        signs |= here[chunk]
    return signs


def _remember(new: Sequence[str]) -> dict[str, int]:
    """Look at what was never looked at; return what of it has signs. Too much to remember is forgotten first."""
    if len(_remembered) >= _MOST_REMEMBERED:
        _remembered.clear()
    looked_at = dict(zip(new, _look_at(new), strict=True))
    _remembered.update(looked_at)
    return {chunk: signs for chunk, signs in looked_at.items() if signs}


def _look_at(chunks: Sequence[str]) -> list[int]:
    """Return the signs of each chunk; all are searched as one text, which takes a tenth of the time."""
    found = [
        WORD_SIGNS.get(chunk, 0) << LANGUAGE_SHIFT | (0 if chunk.isalpha() else _of_characters(chunk))
        for chunk in chunks
    ]
    ends = list(accumulate(len(chunk) + 1 for chunk in chunks))
    pattern, signs = _words()
    for match in pattern.finditer("\n".join(chunks)):
        found[bisect_right(ends, match.start())] |= signs[match[1]]
    return found


def _of_characters(chunk: str) -> int:
    signs = Sign.DIGIT if _DIGIT.search(chunk) else 0
    return signs | Sign.ADDRESS if "@" in chunk or "(" in chunk or "[" in chunk else signs


@lru_cache(maxsize=1)
def _words() -> tuple[re.Pattern[str], Mapping[str, int]]:
    """Return what finds the longest word at every place, and word -> its signs with those of words it begins with."""
    own: dict[str, int] = {}
    for sign, words in _WORDS.items():
        for word in words.split():
            own[word] = own.get(word, 0) | sign
    signs = {
        word: functools.reduce(operator.or_, (sign for begin, sign in own.items() if word.startswith(begin)))
        for word in own
    }
    return re.compile(f"(?=({_branches(own)}))"), signs


def _branches(words: Iterable[str]) -> str:
    """Return a pattern of words whose common beginnings are looked at once, the longest word first."""
    tree: dict[str, Any] = {}
    for word in words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return _pattern_of(tree)


def _pattern_of(tree: Mapping[str, Any]) -> str:
    branches = [re.escape(letter) + _pattern_of(below) for letter, below in tree.items() if letter]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in tree else f"(?:{'|'.join(branches)})"
    return f"{joined}?" if "" in tree else joined
