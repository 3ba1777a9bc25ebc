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
_FROM = re.compile(
    rf"(?:{_SUBJECT}{_WITHIN}{{0,80}}?\b{_BEGINS}|{_SUBJECT}[^\n]{{0,150}}?\. (?-i:Den|Det) {_BEGINS}|{_FIELD})"
    rf"(?:[ |:]+{_SINCE})?[ |:]+(?:{_DATE})",
    re.IGNORECASE | re.MULTILINE,
)
_TO = re.compile(
    rf"(?:{_SUBJECT}|{_FIELD}){_WITHIN}{{0,120}}?{_UNTIL}[ |:]+(?:{_DATE})",
    re.IGNORECASE | re.MULTILINE,
)
_SOME_DATE = re.compile(r"\d{1,2}+(?:\.?+ [a-zåäöæø]{3,9}+\.?+ \d{4}|\d{2}-\d{2}-\d{2})")
_FROM_LEAD = re.compile(rf"(?:{_BEGINS}|giltig|gyldig|valid)(?:[ |:]+{_SINCE})?[ |:]+(?:den )?$")
_TO_LEAD = re.compile(rf"{_UNTIL}[ |:]+(?:den )?$")
"""What stands before the date of a statement, in lower case; looked for first, since most dates are other ones."""
_LEAD_MAX_CHARS = 120
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
    dates = [match.start() for match in _SOME_DATE.finditer(lower)]
    start = _first_date(_FROM, _near(text, lower, _FROM_WORDS, _led(_FROM_LEAD, lower, dates)))
    end = _first_date(_TO, _near(text, lower, _TO_WORDS, _led(_TO_LEAD, lower, dates)))
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


def _led(pattern: re.Pattern[str], lower: str, dates: Sequence[int]) -> list[int]:
    """Return which of the dates that begin at these positions are led up to like that of a statement."""
    return [date for date in dates if pattern.search(lower, max(0, date - _LEAD_MAX_CHARS), date)]


def _near(text: str, lower: str, words: Sequence[str], dates: Sequence[int] | None = None) -> Iterator[str]:
    """Yield the surroundings of each key word in order; searching only these is ten times faster than the whole.

    Args:
        lower: the text in lower case.
        dates: leave out the surroundings in which none of these begins.
    """
    if dates is not None and not dates:
        return
    for position in sorted({found for word in words for found in _positions(lower, word)}):
        if dates is not None and not any(abs(date - position) <= _NEAR_CHARS for date in dates):
            continue
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
