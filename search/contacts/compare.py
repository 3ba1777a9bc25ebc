"""When two names, numbers or offices are the same.

Knows spellings. Must not know records' sources or how entries are ranked.
"""

import re
import unicodedata
from functools import lru_cache

from search.records import Phone

_MARKS = str.maketrans("æøåäöéü", "aoaaoeu")
_WORD = re.compile(r"\w{3,}")
_ENDINGS = re.compile(r"(?:arna|erne|erna|orna|aren|eren|are|ern|en|er|et|an|n|e|s)$")

PhoneKey = tuple[str | None, str | None]


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Return a text for comparison: lower case, no marks, white space folded."""
    plain = unicodedata.normalize("NFC", text).lower().translate(_MARKS)
    return " ".join(re.findall(r"\w+", plain))


def phone_key(phone: Phone) -> PhoneKey:
    """Return what makes two numbers the same: number and extension."""
    return phone.e164 or (None if phone.extension else phone.printed), phone.extension


def differ(ours: set[PhoneKey], theirs: set[PhoneKey]) -> bool:
    """Tell whether two sets of numbers contradict each other; an extension alone fits any number that has it."""
    if not ours or not theirs or ours & theirs:
        return False
    shared = {extension for _, extension in ours} & {extension for _, extension in theirs} - {None}
    may_be_same = any(number is None for number, _ in ours | theirs)
    return not (shared and may_be_same)


@lru_cache(maxsize=20_000)
def stems(text: str | None) -> frozenset[str]:
    """Return the words of an office or unit without their endings, for a rough comparison."""
    return frozenset(_ENDINGS.sub("", word) for word in _WORD.findall(folded(text or "")))


def may_be_same_office(one: str | None, other: str | None) -> bool:
    """Tell whether two offices may be one: one is missing, or they share a word or the end of one."""
    ours, theirs = stems(one), stems(other)
    if not ours or not theirs or ours & theirs:
        return True
    return any(a.endswith(b) or b.endswith(a) for a in ours for b in theirs if min(len(a), len(b)) > 4)  # noqa: PLR2004
