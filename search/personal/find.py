"""Where identity numbers stand in a text, however they are spelt.

Knows spellings and the words that stand before a number. Must not know what becomes of what is found.

A spelling that is hardly ever anything else is enough on its own: a hyphen with a right check digit, or with a Danish
day of birth. One that other numbers share needs more: digits in one run or parted by a blank need the check digit,
and where even that is not enough (two blocks, a date with points, a Swedish number without the right check digit) a
word such as "personnummer" must stand before them or at the head of their table.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal

from search.personal.context import Around
from search.personal.number import Verdict, danish, swedish
from search.personal.plain import may_hold_run, plain_signs

Joint = Literal["hyphen", "run", "blank", "break", "block"]
"""What stands between the day of birth and the last four digits."""

_JOINT = r"(?P<joint>[ \n|]{0,5}[-+]?[ \n|]{0,5})"
_EDGE = r"(?<!\d)"
_SIX = r"\n?".join([r"\d"] * 6)
_FOUR = r"(?P<last>" + r"\n?".join([r"\d"] * 4) + r")(?!\d)(?!-\d)"
_WHOLE = rf"{_EDGE}(?=(?P<all>(?P<century>(?:1\n?[89]|2\n?0)\n?)?(?P<day>{_SIX}){_JOINT}{_FOUR}))"
_PARTED = (
    rf"{_EDGE}(?=(?P<all>(?P<century>(?:18|19|20)?)(?P<day>\d\d(?P<mark>[-./ ])\d\d(?P=mark)\d\d){_JOINT}{_FOUR}))"
)
_DANISH_YEAR = (
    rf"{_EDGE}(?=(?P<all>(?P<day>\d\d(?P<mark>[-./ ]?)\d\d(?P=mark))"
    rf"(?P<century>18|19|20)(?P<year>\d\d){_JOINT}{_FOUR}))"
)
_BOXES = (
    r"(?<!\d)(?<!\d )(?=(?P<all>(?P<century>(?:1 [89] |2 0 )?)(?P<day>\d(?: \d){5})"
    r"(?P<joint> ?[-+] ?| )(?P<last>\d(?: \d){3})(?! ?\d)))"
)
_SHAPES = (
    ("whole", re.compile(_WHOLE)),
    ("parted", re.compile(_PARTED)),
    ("year", re.compile(_DANISH_YEAR)),
    ("boxes", re.compile(_BOXES)),
)

_CLUSTER = re.compile(r"[0-9][0-9 \n|./+-]{8,}[0-9]")
"""Where a number may be; it begins with a set of characters, for which the engine scans ten times as fast."""

_DIGITS = 10
_AFTER_LAST_DAY = "32"

_MOBILE = "070"
"""Swedish mobile numbers that look like somebody born in 2007: digits in one run that begin so are a phone."""

_MOST_CHARACTERS = 60
"""No spelling of a number is longer."""

_MOST_BREAKS: dict[Joint, int] = {"hyphen": 2, "block": 2}
"""Line breaks within a number, by joint; one in all others."""

_LIKE_A_YEAR = re.compile(r"19\d\d|20\d\d")


@dataclass(frozen=True, slots=True)
class Found:
    """One identity number.

    Attributes:
        start, end: half-open offsets into the text.
        kind: the country whose rules it keeps; the first where it keeps both.
        is_torn: a line break stands within the day of birth or within the last four digits.
    """

    start: int
    end: int
    kind: Literal["se", "dk"]
    joint: Joint
    verdict: Verdict
    is_torn: bool = False


def find(text: str, today: date | None = None) -> list[Found]:
    """Return the identity numbers in a text by where they begin; they may overlap.

    Args:
        today: nobody is born after it; the current day in UTC without it.
    """
    if not may_hold_run(text, _DIGITS):
        return []
    plain, places = plain_signs(text)
    day = today or datetime.now(UTC).date()
    found = [
        each
        for cluster in _CLUSTER.finditer(plain)
        if len(_digits(cluster.group())) >= _DIGITS
        for shape, pattern in _SHAPES
        for match in pattern.finditer(plain, *cluster.span())
        if (each := _judge(shape, match, plain, day))
    ]
    if places is not None:
        found = [replace(f, start=places[f.start], end=places[f.end - 1] + 1) for f in found]
    return _without_chance(sorted(found, key=lambda each: (each.start, -each.end)))


def _without_chance(found: Sequence[Found]) -> list[Found]:
    """Leave out torn numbers that are made of parts of whole ones, as in a column of numbers."""
    whole = [each for each in found if not each.is_torn]
    starts = [each.start for each in whole]

    def is_chance(each: Found) -> bool:
        near = whole[bisect_left(starts, each.start - _MOST_CHARACTERS) : bisect_left(starts, each.end)]
        touched = [other for other in near if other.end > each.start]
        return any(other.start < each.start or other.end > each.end for other in touched)

    return [each for each in found if not (each.is_torn and is_chance(each))]


def _judge(shape: str, match: re.Match[str], text: str, today: date) -> Found | None:
    span, joint = match.span("all"), _joint(match["joint"])
    breaks = match["all"].count("\n")
    if breaks > _MOST_BREAKS.get(joint, 1):
        return None
    is_torn = breaks > match["joint"].count("\n")
    verdicts = [each for each in _verdicts(shape, match, today) if each[1] == "valid" or not is_torn]
    if not verdicts:
        return None
    around = Around.of(text, *span)
    if around.is_inside_number:
        return None
    for kind, verdict in verdicts:
        if _is_enough(shape, joint, verdict, kind, match, around):
            return Found(*span, kind, joint, verdict, is_torn)
    return None


def _verdicts(shape: str, match: re.Match[str], today: date) -> Iterator[tuple[Literal["se", "dk"], Verdict]]:
    """Yield the readings under which the digits are somebody's number."""
    century, last = _digits(match["century"] or ""), _digits(match["last"])
    if shape == "year":
        danish_verdict = danish(_digits(match["day"]) + match["year"] + last, century, today)
    else:
        ten = _digits(match["day"]) + last
        verdict = swedish(ten, century, today)
        if verdict:
            yield "se", verdict
        danish_verdict = None if century else danish(ten, "", today)
    if danish_verdict:
        yield "dk", danish_verdict


def _is_enough(shape: str, joint: Joint, verdict: Verdict, kind: str, match: re.Match[str], around: Around) -> bool:
    """Tell whether shape, check digit and surroundings together make an identity number."""
    if joint in ("run", "blank") and around.names_phone and match["all"].startswith("0"):
        return False
    if around.names_identity:
        return verdict == "valid" or joint in ("hyphen", "run", "blank")
    if verdict == "plausible":
        # the check digit of every personnummer holds; a CPR number may lack it, a replacement for one (day + 60) not
        is_birthday = kind == "dk" and shape == "whole" and match["day"] < _AFTER_LAST_DAY
        return is_birthday and joint == "hyphen" and not around.names_other
    if joint == "hyphen":
        return shape != "year" or not _LIKE_A_YEAR.fullmatch(match["last"])
    return shape in ("whole", "boxes") and _is_enough_apart(joint, match, around)


def _is_enough_apart(joint: Joint, match: re.Match[str], around: Around) -> bool:
    """Tell whether digits with a right check digit and no hyphen are an identity number."""
    if not match["century"] and around.names_other:
        return False
    if joint == "run":
        return not around.touches_letters and not match["all"].startswith(_MOBILE)
    if joint == "blank" or match["century"]:
        return True
    return joint == "break" and not _LIKE_A_YEAR.fullmatch(_digits(match["last"]))


def _joint(text: str) -> Joint:
    if "-" in text or "+" in text:
        return "hyphen"
    if not text:
        return "run"
    if "\n\n" in text:
        return "block"
    return "break" if "\n" in text or "|" in text else "blank"


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
