"""Since when and until when a paper says that it holds.

Knows a few plain statements in Swedish, Danish and English; what a paper does not plainly say of itself stays unknown.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ingest.parsed import ParsedBlock
from search.document import Validity, ValidityStatus

_EDGE_CHARS = 6000
_MONTH_NAMES = (
    "januari januar january jan",
    "februari februar february feb",
    "mars marts march mar",
    "april apr",
    "maj may",
    "juni june jun",
    "juli july jul",
    "augusti august aug",
    "september sept sep",
    "oktober october okt oct",
    "november nov",
    "december dec",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_DATE = (
    r"(?:den )?(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?:den )?(?P<day>\d{1,2})\.? (?P<month>[a-zåäöæø]{3,9})\.? (?P<year>\d{4})"
)
_SUBJECT = (
    r"(?:(?:samverkans|samarbets|samarbejds)?(?:överenskommelsen|avtalet|aftalen)|strategin|strategien|handlingsplanen|"
    r"handleplanen|planen|riktlinjerna|retningslinjerne|rutinen|guiden|vägledningen|vejledningen|dokumentet|policyn|"
    r"agreement|listan|listen|den(?:na|ne|tta|tte) [a-zåäöæø]+|detta [a-zåäöæø]+|dette [a-zåäöæø]+|this [a-z]+)"
)
_FIELD = r"(?:^|\s)(?-i:Gäller|Gælder|Giltig|Gyldig|Valid)"
_WITHIN = r"(?:[^.\n]|(?<=\d)\.)"
"""A character of the same sentence; the full stop of "den 1. maj" ends none."""
_BEGINS = (
    r"(?:gäller|börjar gälla|träder i kraft|gælder|træder i kraft|is valid|enters into force|takes effect)"
    r"(?: även| också)?"
)
_SINCE = r"(?:fr[åa]n och med|från|fr\.o\.m\.|fra og med|fra|from|on)"
_UNTIL = (
    r"(?:till och med|t\.o\.m\.|t o m|til og med|indtil|upphör att gälla|ophører med at gælde|ophører|udløber|löper ut|"
    r"until|expires on|to)"
)
_FROM_DATE = rf"(?:[ |:]+{_SINCE})?[ |:]+(?:{_DATE})"
_TO_DATE = rf"{_UNTIL}[ |:]+(?:{_DATE})"
_FROM = re.compile(
    rf"(?:{_SUBJECT}{_WITHIN}{{0,80}}?\b{_BEGINS}|{_SUBJECT}[^\n]{{0,150}}?\. (?-i:Den|Det) {_BEGINS}|{_FIELD})"
    rf"{_FROM_DATE}",
    re.IGNORECASE | re.MULTILINE,
)
_TO = re.compile(
    rf"(?:{_SUBJECT}|{_FIELD}){_WITHIN}{{0,120}}?{_TO_DATE}",
    re.IGNORECASE | re.MULTILINE,
)
_FROM_TAIL = re.compile(rf"(?:{_BEGINS}|giltig|gyldig|valid){_FROM_DATE}")
_TO_TAIL = re.compile(_TO_DATE)
"""How a statement ends, in lower case; looked for first, because few papers that name a key word hold one."""
_ENDED = re.compile(
    rf"{_SUBJECT}[^.\n]{{0,40}} (?:har upphört att gälla|är upphävd|har upphävts|er ophævet|er ophørt|"
    r"is no longer in force)",
    re.IGNORECASE,
)
_REPLACED = re.compile(
    rf"{_SUBJECT}[^.\n]{{0,40}} (?:har ersatts av|är ersatt av|ersätts av|er erstattet af|erstattes af|is replaced by)",
    re.IGNORECASE,
)

_FROM_WORDS = ("gäller", "gælder", "i kraft", "giltig", "gyldig", "valid", "into force", "takes effect")
_TO_WORDS = (
    *(
        "till och med",
        "t.o.m.",
        "t o m",
        "til og med",
        "indtil",
        "upphör",
        "ophører",
        "udløber",
        "löper ut",
        "until",
        "expires",
    ),
    *("giltig", "gyldig", "valid"),
)
_ENDED_WORDS = ("upphört", "upphäv", "ophævet", "ophørt", "no longer")
_REPLACED_WORDS = ("ersatt", "ersätts", "erstatte", "replaced")
_NEAR_CHARS = 260
"""The patterns reach 150 characters from subject to date, with both ends inside."""


def validity_of(blocks: Sequence[ParsedBlock]) -> Validity:
    """Return from when to when a paper says that it holds; the status is unknown unless it says that it has ended."""
    text = _edges("\n".join(block.text for block in blocks))
    lower = text.lower()
    start = _first_date(_FROM, _near(text, lower, _FROM_WORDS, _FROM_TAIL))
    end = _first_date(_TO, _near(text, lower, _TO_WORDS, _TO_TAIL))
    if start and end and end < start:
        end = None
    status: ValidityStatus = "unknown"
    if any(_REPLACED.search(part) for part in _near(text, lower, _REPLACED_WORDS)):
        status = "superseded"
    elif any(_ENDED.search(part) for part in _near(text, lower, _ENDED_WORDS)):
        status = "expired"
    return Validity(status=status, valid_from=start, valid_to=end)


def _edges(text: str) -> str:
    """Return the beginning and the end of a text, where papers say when they hold; in between they quote others."""
    if len(text) <= 2 * _EDGE_CHARS:
        return text
    return f"{text[:_EDGE_CHARS]}\n{text[-_EDGE_CHARS:]}"


def _near(text: str, lower: str, words: Sequence[str], needed: re.Pattern[str] | None = None) -> Iterator[str]:
    """Yield the surroundings of each key word in order; searching only these is ten times faster than the whole.

    Args:
        lower: the text in lower case.
        needed: pattern that the text (lower case) must hold somewhere for the surroundings to be worth searching.
    """
    words = [word for word in words if word in lower]
    if not words or (needed is not None and not needed.search(lower)):
        return
    for position in sorted({found for word in words for found in _positions(lower, word)}):
        yield text[max(0, position - _NEAR_CHARS) : position + _NEAR_CHARS]


def _positions(text: str, word: str) -> Iterator[int]:
    position = text.find(word)
    while position >= 0:
        yield position
        position = text.find(word, position + len(word))


def _first_date(pattern: re.Pattern[str], parts: Iterable[str]) -> date | None:
    dates = (_date(match) for part in parts for match in pattern.finditer(part))
    return next((found for found in dates if found is not None), None)


def _date(match: re.Match[str]) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        month = _MONTHS.get(match["month"].lower())
        return date(int(match["year"]), month, int(match["day"])) if month else None
    except ValueError:
        return None
