"""Since when, until when and on what terms a paper says that it holds, and what it puts in another paper's place.

Knows plain statements in Swedish, Danish and English about the paper itself; what a paper does not plainly say of
itself stays unknown. Must not know signatures: a time that begins with them is reported as such.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ingest.extract.edge import SUBJECT, Part, Piece
from ingest.extract.sign import Sign, signs_of
from search.dates import Dated, dates_in, durations_in, last_day_of

Kind = Literal["valid_from", "valid_to", "term", "renewal", "replaces", "replaced_by", "ended"]

EDGE_CHARS = 6000
"""At the beginning and the end of a text, papers say when they hold; in between they quote others. A choice."""

_FIELD = r"(?:^|\s)(?-i:Gäller|Gælder|Giltig|Gyldig|Valid)"
_WITHIN = r"(?:[^.\n]|(?<=\d)\.)"
"""A character of the same sentence; the full stop of "den 1. maj" ends none."""
_BEGINS = (
    r"(?:gäller|börjar gälla|träder i kraft|gælder|træder i kraft|har virkning|is valid|applies|enters into force|"
    r"takes effect|is effective)(?: även| också| även| også)?"
)
_SINCE = r"(?:med (?:verkan|virkning) )?(?:fr[åa]n och med|från|fr\.?\s?o\.?\s?m\.?|fra og med|fra|from|as of|on|per)"
_UNTIL = (
    r"(?:till och med|t\.?\s?o\.?\s?m\.?|til og med|indtil|upphör att gälla|ophører med at gælde|ophører|udløber|"
    r"löper ut|until|expires on|up to and including|to)"
)
_PRONOUN = rf"{SUBJECT}[^\n]{{0,150}}?\. (?-i:Den|Det|It)"
_FROM_LEAD = re.compile(
    rf"(?:{SUBJECT}{_WITHIN}{{0,80}}?\b{_BEGINS}|{_PRONOUN} {_BEGINS}|{_FIELD})(?:[ |:]+{_SINCE})?[ |:]+(?:den )?$",
    re.IGNORECASE | re.MULTILINE,
)
_TO_LEAD = re.compile(
    rf"(?:{SUBJECT}|{_FIELD}|{_PRONOUN} ){_WITHIN}{{0,120}}?{_UNTIL}[ |:]+(?:den )?$", re.IGNORECASE | re.MULTILINE
)
_RANGE = re.compile(
    r",?\s*(?:till(?: och med)?|til(?: og med)?|t\.?\s?o\.?\s?m\.?|to|until|[-–—])\s+(?:den )?", re.IGNORECASE
)
_LEAD_CHARS = 260
_FROM_SIGNS = ("gäll", "gæld", "kraft", "virkning", "giltig", "gyldig", "valid", "applies", "into force", "effect")
_TO_SIGNS = (
    "till", "til ", "t.o.m", "t o m", "t.o m", "indtil", "upphör", "ophører", "udløber", "löper ut", "until", "expires",
    "to ",
)  # fmt: skip
_TAIL_CHARS = 70
"""What leads to a date, with "från och med den" between."""
_SPOKEN_YEARS = re.compile(
    rf"(?:{SUBJECT}|(?-i:Den|Det|It)\b|{_FIELD}){_WITHIN}{{0,120}}?\b(?:gäller|gælder|løber|löper|giltig|gyldig|applies|"
    r"is valid|covers)(?: för| for)?(?: the)? (?P<what>(?:kalenderåret|kalenderår|åren|årene|år|året|perioden|"
    r"calendar year|years?|period)\s(?P<first>(?:19|20)\d\d)(?:\s?(?:[-–—]|till|til|to|och|og|and)\s?"
    r"(?P<last>(?:19|20)\d\d))?)(?![\w:/-])",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNING = (
    r"(?:undertecknandet|undertecknande|undertecknats|underteckningen|underskrivelsen|underskrivelse|underskriften|"
    r"undertegnelsen|underskrevet|undertegnet|signature|signing|signed)"
)
_FROM_SIGNING = re.compile(
    rf"{SUBJECT}{_WITHIN}{{0,60}}?\b{_BEGINS}{_WITHIN}{{0,60}}?\b(?:vid|ved|från|fra|när|når|upon|from|on|efter|"
    rf"dagen för)\b"
    rf"{_WITHIN}{{0,40}}?{_SIGNING}",
    re.IGNORECASE,
)
_SO_LONG_AFTER = re.compile(
    r"^,?\s*(?:och gäller |och |og gælder |og )?(?:i|for|för|under|de kommende)?\s*$", re.IGNORECASE
)
_OPEN = re.compile(
    rf"\b(?:gäller|gälla|gælder|gælde|giltig\w*|gyldig\w*|löper|løber|valid\w*|applies|in force)\b{_WITHIN}{{0,80}}?"
    r"\b(?P<what>tills vidare|indtil videre|until further notice)\b",
    re.IGNORECASE,
)
_RENEWED = re.compile(
    r"\b(?:förlängs|forlænges|förnyas|fornyes|is (?:extended|renewed)|shall be (?:extended|renewed)|förlängas)\b"
    rf"{_WITHIN}{{0,80}}?(?:i sänder|automati[ck]\w*|åt gången|ad gangen|at a time|successive)",
    re.IGNORECASE,
)
_ENDED = re.compile(
    rf"{SUBJECT}[^.\n]{{0,40}} (?:har upphört att gälla|är upphävd|har upphävts|er ophævet|er ophørt|"
    r"is no longer in force|has expired|is repealed)",
    re.IGNORECASE,
)
_REPLACED = re.compile(
    rf"{SUBJECT}[^.\n]{{0,40}} (?:har ersatts av|är ersatt av|ersätts av|er erstattet af|erstattes af|er afløst af|"
    rf"is replaced by|has been replaced by|is superseded by)\s+(?P<what>{_WITHIN}{{3,200}})",
    re.IGNORECASE,
)
_REPLACES = re.compile(
    rf"(?:{SUBJECT}{_WITHIN}{{0,90}}?\b(?:ersätter|erstatter|afløser|upphäver|ophæver|replaces|supersedes)|"
    rf"{_PRONOUN} (?:ersätter|erstatter|afløser|upphäver|ophæver|replaces|supersedes)|"
    r"(?-i:Samtidig(?:t)?|Hermed|Härmed|Därmed) (?:ophæves|upphävs|upphör)|"
    r"(?-i:Genom) \w+ (?:föreskrifter(?:na)?|författning(?:en)?|förordning(?:en)?|beslut(?:et)?) upphävs)"
    rf"\s+(?P<what>{_WITHIN}{{4,260}})",
    re.IGNORECASE,
)
_REPEALED = re.compile(
    r"(?:^|\n|\. )(?:Stk\. \d+\. )?(?P<what>(?:Bekendtgørelse|Cirkulære|Vejledning|Lov|Lovbekendtgørelse) nr\.? \d+ af "
    r"[^\n]{5,260}?),? ophæves(?=\.|\n|$)"
)
_OBJECT_ENDS = re.compile(
    r"(?:,? (?:som (?:upphör|därmed|härmed|samtidigt)|der (?:ophører|hermed|samtidig)|which|och (?:gäller|ska|"
    r"träder|den)|"
    r"og (?:gælder|skal|træder|den)|and (?:is|shall|enters))\b|"
    r"[;\n]|(?<!\bnr)(?<!\d)\. (?=[A-ZÅÄÖÆØ])|(?<=\d{4})\. (?=[A-ZÅÄÖÆØ]))"
)
_KEYS = {
    Sign.YEARS: (
        "kalenderår", "åren", "årene", "perioden", "gäller år", "gælder år", "calendar year", "period", "years",
    ),
    Sign.SIGNING: ("underteckn", "underskri", "undertegn", "sign"),
    Sign.OPEN: ("tills vidare", "indtil videre", "until further"),
    Sign.RENEWED: ("förläng", "forlæng", "förny", "forny", "extended", "renewed"),
    Sign.ENDED: ("upphört", "upphäv", "ophævet", "ophørt", "no longer", "expired", "repealed"),
    Sign.REPLACED: ("ersatt", "ersätts", "erstatte", "replaced", "superseded", "afløst"),
    Sign.REPLACES: ("ersätter", "erstatter", "afløser", "upphäv", "upphör", "ophæve", "replaces", "supersedes"),
}  # fmt: skip
"""Words without which a statement cannot be there, by their sign; looking for them first is far cheaper than the
patterns, and looking for the sign cheaper still."""
_NEAR_CHARS = 330


_FIELDS = ("Gäller", "Gælder", "Giltig", "Gyldig", "Valid")
_SPOKEN_SIGNS = ("gäller", "gælder", "giltig", "gyldig", "valid", "løber", "löper", "applies", "covers")
_RENEWED_SIGNS = ("i sänder", "automati", "åt gången", "ad gangen", "at a time", "successive")
_REPLACES_BEGINS = ("Samtidig", "Hermed", "Härmed", "Därmed", "Genom ")
_REPEALED_SIGNS = ("ophæves",)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a paper says of its own validity.

    Attributes:
        value: a date in ISO 8601, or the words themselves.
        day: the day that a date means: the first for a beginning, the last for an end.
        months: how long it holds from its signing, where only that is said.
        from_signing: it begins with its signing.
    """

    kind: Kind
    value: str
    start: int
    end: int
    day: date | None = None
    months: int | None = None
    from_signing: bool = False


def statements_in(text: str, pieces_of: Callable[[int, int], Sequence[Piece]] | None = None) -> list[Statement]:
    """Return what a paper says of its own validity, in the order of the text.

    Args:
        pieces_of: gives the pieces between two offsets, where their signs are known already.
    """
    found: list[Statement] = []
    for begin, stop in edges(text):
        pieces = pieces_of(begin, stop) if pieces_of else [(begin, stop, signs_of(text[begin:stop].lower()))]
        part = Part(text[begin:stop], [(first - begin, last - begin, signs) for first, last, signs in pieces])
        others = list(_other_papers(part))
        own = [each for each in (*_dated(part), *_spoken(part)) if not _is_within(each, others)]
        found.extend(_moved(each, begin) for each in (*own, *others))
    return sorted(found, key=lambda each: each.start)


def edges(text: str) -> list[tuple[int, int]]:
    """Return the beginning and the end of a text, or all of it where it is short."""
    if len(text) <= 2 * EDGE_CHARS:
        return [(0, len(text))]
    return [(0, EDGE_CHARS), (len(text) - EDGE_CHARS, len(text))]


def _is_within(statement: Statement, others: Sequence[Statement]) -> bool:
    """Tell whether a statement is part of the name of another paper: "ersätter det avtal som gäller från ..."."""
    return any(other.start <= statement.start < other.end for other in others)


def _moved(statement: Statement, by: int) -> Statement:
    return Statement(
        statement.kind, statement.value, statement.start + by, statement.end + by, statement.day, statement.months,
        from_signing=statement.from_signing,
    )  # fmt: skip


def _dated(part: Part) -> Iterator[Statement]:
    """Yield beginnings and ends that a date states, and ends that a time after a beginning states."""
    text = part.text
    before: Dated | None = None
    for begin, end, signs in part.pieces:
        # without words that lead to a date only the end of a range may stand there
        if before is None and not (signs & Sign.DIGIT and signs & (Sign.SUBJECT | Sign.FIELD)):
            continue
        for each in dates_in(text, begin, end):
            if before is not None and _RANGE.fullmatch(text[before.end : each.start]):
                yield Statement("valid_to", each.value, each.start, each.end, each.last)
                before = None
            elif each.is_day and _is_led(_FROM_LEAD, part, each.start, _FROM_SIGNS):
                yield Statement("valid_from", each.value, each.start, each.end, each.first)
                yield from _lasting(text, each)
                before = each
            elif _is_led(_TO_LEAD, part, each.start, _TO_SIGNS):
                yield Statement("valid_to", each.value, each.start, each.end, each.last)
            else:
                before = None


def _is_led(pattern: re.Pattern[str], part: Part, end: int, signs: Sequence[str]) -> bool:
    """Tell whether the words before a date lead up to it; the words next to it are looked at first, for speed."""
    begin = max(0, end - _LEAD_CHARS)
    lead = part.text[begin:end]
    tail = lead[-_TAIL_CHARS:].lower()
    if lead[-1:] not in " |:" or not any(sign in tail for sign in signs):
        return False
    return next(part.found(pattern, begin, end, _FIELDS), None) is not None


def _lasting(text: str, begun: Dated) -> Iterator[Statement]:
    for duration in durations_in(text, begun.end, begun.end + 40):
        if _SO_LONG_AFTER.match(text[begun.end : duration.start]):
            day = last_day_of(begun.first, duration.months)
            yield Statement("valid_to", day.isoformat(), duration.start, duration.end, day)
            return


def _spoken(part: Part) -> Iterator[Statement]:
    for start, match in _matches(_SPOKEN_YEARS, part, Sign.YEARS, _SPOKEN_SIGNS, (*_FIELDS, "Den", "Det", "It")):
        first, last = int(match["first"]), int(match["last"] or match["first"])
        begin, end = start + match.start("what"), start + match.end("what")
        if last >= first:
            yield Statement("valid_from", f"{first}-01-01", begin, end, date(first, 1, 1))
            yield Statement("valid_to", f"{last}-12-31", begin, end, date(last, 12, 31))
    for start, match in _matches(_FROM_SIGNING, part, Sign.SIGNING, begins=()):
        yield Statement(
            "valid_from", match.group(), start + match.start(), start + match.end(), from_signing=True,
            months=_months_within(match.group()),
        )  # fmt: skip
    for start, match in _matches(_OPEN, part, Sign.OPEN):
        yield Statement("term", match["what"], start + match.start("what"), start + match.end("what"))
    for start, match in _matches(_RENEWED, part, Sign.RENEWED, _RENEWED_SIGNS):
        yield Statement("renewal", match.group(), start + match.start(), start + match.end())


def _months_within(text: str) -> int | None:
    return next((duration.months for duration in durations_in(text)), None)


def _other_papers(part: Part) -> Iterator[Statement]:
    text = part.text
    for start, match in _matches(_REPLACES, part, Sign.REPLACES, begins=_REPLACES_BEGINS):
        yield from _object("replaces", text, start + match.start("what"), start + match.end("what"))
    for start, match in _matches(_REPEALED, part, Sign.REPLACES, _REPEALED_SIGNS):
        yield from _object("replaces", text, start + match.start("what"), start + match.end("what"))
    for start, match in _matches(_REPLACED, part, Sign.REPLACED, begins=()):
        yield from _object("replaced_by", text, start + match.start("what"), start + match.end("what"))
    for start, match in _matches(_ENDED, part, Sign.ENDED, begins=()):
        yield Statement("ended", match.group(), start + match.start(), start + match.end())


def _object(kind: Kind, text: str, start: int, end: int) -> Iterator[Statement]:
    cut = _OBJECT_ENDS.search(text, start, end)
    words = text[start : cut.start() if cut else end].rstrip(" .,;")
    if any(c.isalpha() for c in words):
        yield Statement(kind, words, start, start + len(words))


def _matches(
    pattern: re.Pattern[str], part: Part, sign: int, others: Sequence[str] = (), begins: Sequence[str] | None = None
) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield (offset of the searched stretch, match) around the words without which the pattern cannot match.

    Args:
        sign: of those words.
        others: words of which a match holds one, too.
        begins: words with which matches begin, beside the subjects; None for those that begin anyhow.
    """
    seen: set[int] = set()
    for begin, end in _stretches(part.places(sign, _KEYS[sign]), len(part.lower)):
        if others and not part.holds(others, begin, end):
            continue
        stretch = part.text[begin:end]
        for match in pattern.finditer(stretch) if begins is None else part.found(pattern, begin, end, begins):
            if begin + match.start() not in seen:
                seen.add(begin + match.start())
                yield begin, match


def _stretches(places: Iterable[int], length: int) -> Iterator[tuple[int, int]]:
    """Yield the surroundings of places in a text of this length, joined where they overlap."""
    begin = end = -1
    for place in places:
        if end < 0 or place - _NEAR_CHARS > end:
            if end >= 0:
                yield begin, end
            begin = max(0, place - _NEAR_CHARS)
        end = min(length, place + _NEAR_CHARS)
    if end >= 0:
        yield begin, end
