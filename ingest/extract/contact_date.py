"""The day on which a paper says that what it tells was right.

Knows how papers of three languages are dated. Must not know contacts.
"""

import re
from collections.abc import Iterator
from datetime import date

from search.dates import MONTHS

_DAY = (
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})|(?P<day>\d{1,2})\.? (?P<month>[a-zåäö]{3,9})\.?,? (?P<year>\d{4})"
    r"|(?P<month_first>[a-z]{3,9})\.? (?P<day_second>\d{1,2}),? (?P<year_last>\d{4})|"
    r"(?P<only_month>[a-zåäö]{3,9}) (?P<only_year>\d{4}))"
)
_RENEWED = re.compile(
    rf"\b(?:uppdatera[dt]\w*|opdateret|updated|granska[dt]|revidera[dt]|revideret|revised|ändra[dt]|"
    rf"gennemgået|verifiera[dt]|bekräfta[dt])\b[^\n.]{{0,24}}?{_DAY}",
    re.IGNORECASE,
)
_RENEWED_WORDS = (
    "uppdatera", "opdateret", "updated", "granska", "reviderad", "reviderat", "revideret", "revised", "ändrad",
    "ändrat", "gennemgået", "verifiera", "bekräfta",
)  # fmt: skip
"""Looked for first, being far faster."""
_MADE = re.compile(
    rf"\b(?:publicera[dt]|publiceret|offentliggjort|dat(?:um|o|e)|tid|beslutad\w*|fastställ[dt]|godkendt|"
    rf"vedtaget|undertecknad|er fra|published)\b:?[^\n.]{{0,60}}?{_DAY}",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"^(?:[A-ZÅÄÖÆØ]\w+,? )?(?:den )?{_DAY}$", re.IGNORECASE | re.MULTILINE)
_YEAR = re.compile(r"\d{4}")
_EDGE_CHARS = 4000


def day_of(text: str) -> date | None:
    """Return the day of a paper's last renewal, else the day it was made; None where it does not say."""
    top = _with_years(text[:_EDGE_CHARS])
    edges = top if len(text) <= 2 * _EDGE_CHARS else f"{top}\n{_with_years(text[-_EDGE_CHARS:])}"
    lower = edges.lower()
    renewed = edges if any(word in lower for word in _RENEWED_WORDS) else ""
    for pattern, where in ((_RENEWED, renewed), (_MADE, top), (_ALONE, edges)):
        found = next(_days(pattern, where), None)
        if found:
            return found
    return None


def _with_years(text: str) -> str:
    """Return the lines that hold the four digits of a year; every day stands on one line with what leads to it."""
    return "\n".join([line for line in text.split("\n") if _YEAR.search(line)])


def _days(pattern: re.Pattern[str], text: str) -> Iterator[date]:
    for match in pattern.finditer(text):
        found = _date(match)
        if found:
            yield found


def _date(match: re.Match[str]) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        day = match["day"] or match["day_second"] or "1"
        name = match["month"] or match["month_first"] or match["only_month"]
        year = match["year"] or match["year_last"] or match["only_year"]
        month = MONTHS.get(name.lower())
        return date(int(year), month, int(day)) if month else None
    except ValueError:
        return None
