"""Whether a paper is in force on a day, and whether a question asks about the past.

Knows dates and statuses; must not know how they were read out of a document.
"""

import re
from dataclasses import replace
from datetime import date

from search.document import Validity

_PAST_WORDS = re.compile(
    r"\b(tidigare|förra|gamla|gammal|äldre|dåvarande|upphävd\w*|tidligere|forrige|gamle|gammel|ældre|daværende|ophævet"
    r"|ophævede|earlier|former|formerly|previous|previously|old|older|expired|superseded|repealed)\b",
    re.IGNORECASE,
)
_STANDING = re.compile(
    r"^(?:gäller|gælder|do|does)\b.*"
    r"\b(?:fortfarande|ännu|än|alltjämt|idag|i dag|nu|fortsat|stadig|stadigvæk|endnu|still)\b"
    r"|^(?:är|er|is|are)\b.*\b(?:giltig\w*|gyldig\w*|kraft|force|valid|up to date|aktuell?|gällande|gældende|current)\b"
    r"|^(?:har|er|blev|is|are|has|have|was)\b.*\b(?:upphört|upphävts|ersatts|ersatt|löpt ut|utgått|ophørt|udløbet"
    r"|ophævet|erstattet|expired|superseded|replaced|repealed|withdrawn|ended)\b"
    r"|^(?:vilken|vilket|vad|hvilken|hvilket|hvad|which|what)\b(?!.*\b(?:is|was|were|been)\s(?:replaced|superseded)\b).*"
    r"\b(?:ersatte|har ersatt|erstattede|har erstattet|replaced|superseded|has replaced)\b",
    re.IGNORECASE,
)
"""A question that is answered by yes or no: whether a paper counts, or no longer does; or by what came in its place."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?![:/])")


def on_day(validity: Validity, day: date) -> Validity:
    """Return the validity with its status on a day; what a paper says of itself outranks its dates."""
    if validity.status in {"expired", "superseded"}:
        return validity
    if validity.valid_to is not None and validity.valid_to < day:
        return replace(validity, status="expired")
    if validity.valid_from is not None:
        return replace(validity, status="upcoming" if validity.valid_from > day else "in_force")
    return validity


def fields_of(validity: Validity) -> dict[str, str | None]:
    """Return a validity as the HTTP contract has it."""
    return {
        "status": validity.status,
        "from": validity.valid_from.isoformat() if validity.valid_from else None,
        "to": validity.valid_to.isoformat() if validity.valid_to else None,
        "superseded_by": validity.superseded_by,
        "reason": validity.reason,
    }


def is_over(validity: Validity) -> bool:
    """Tell whether a status means that the paper no longer counts."""
    return validity.status in {"expired", "superseded"}


def asks_standing(question: str) -> bool:
    """Tell whether a question asks if a paper still counts."""
    return bool(_STANDING.search(question))


def asked_from(question: str, day: date) -> date:
    """Return the day from which on a paper must have counted to be asked for.

    The first day of the earliest past year that the question names; any day where it only says that it means what was
    before, or asks whether a paper still counts; the day itself where it is not about the past.
    """
    if asks_standing(question):
        return date.min
    past = [int(year) for year in _YEAR.findall(question) if int(year) < day.year]
    if past:
        return date(min(past), 1, 1)
    return date.min if _PAST_WORDS.search(question) else day


def asks_about_past(question: str, day: date) -> bool:
    """Tell whether a question names a past year, or says that it means what was before."""
    years = (int(year) for year in _YEAR.findall(question))
    return bool(_PAST_WORDS.search(question)) or any(year < day.year for year in years)
