"""Find days, months, seasons and years in a text, however Swedish, Danish and English papers spell them.

Knows spellings. Must not know what a date means in a paper: when it was signed, from when it counts, what it replaces.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH_NAMES = (
    "januari januar january jan", "februari februar february feb", "mars marts march mar", "april apr", "maj may",
    "juni june jun", "juli july jul", "augusti august aug", "september sept sep", "oktober october okt oct",
    "november nov", "december dec",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
"""Name of a month in any of the three languages, lower case -> 1 to 12."""
ANY_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_SEASONS = {
    **dict.fromkeys(("våren", "vårens", "foråret", "forår", "spring"), (3, 5)),
    **dict.fromkeys(("sommaren", "sommeren", "sommer", "summer"), (6, 8)),
    **dict.fromkeys(("hösten", "efteråret", "efterår", "autumn", "fall"), (9, 11)),
}
"""First and last month; winters belong to two years and are left out."""
_HALVES = {"första": 0, "første": 0, "first": 0, "1.": 0, "andra": 1, "andet": 1, "anden": 1, "second": 1, "2.": 1}
_QUARTERS = {
    **dict.fromkeys(("första", "første", "first", "1."), 0),
    **dict.fromkeys(("andra", "andet", "second", "2."), 1),
    **dict.fromkeys(("tredje", "third", "3."), 2),
    **dict.fromkeys(("fjärde", "fjerde", "fourth", "4."), 3),
}
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"""(?<![\w/.:-])(?:
      (?P<iso>{_YEAR}-\d\d-\d\d)(?![\w/:-])
    | (?P<slashed_y>{_YEAR})[/.](?P<slashed_m>\d\d)[/.](?P<slashed_d>\d\d)(?![\w/:-])
    | (?P<d>\d{{1,2}})(?:[.]|:[ea]|st|nd|rd|th)?\s(?:of\s)?(?P<m>{ANY_MONTH})\b\.?,?\s(?P<y>{_YEAR})(?![\w/:-])
    | (?P<us_m>{ANY_MONTH})\b\.?\s(?P<us_d>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<us_y>{_YEAR})(?![\w/:-])
    | (?P<num_d>\d{{1,2}})[/.-]\s?(?P<num_m>\d{{1,2}})(?:[/.-]\s?|\s-\s?|\s)(?P<num_y>{_YEAR})(?![\w/:-])
    | (?P<end>utgången\sav|udgangen\saf|slutet\sav|the\send\sof|end\sof)\s
        (?:år(?:et)?\s)?(?:(?P<end_m>{ANY_MONTH})\s)?(?P<end_y>{_YEAR})(?![\w/:-])
    | (?P<turn>årsskiftet|nytår)\s(?P<turn_y>{_YEAR})[/–-](?:{_YEAR}|\d\d)(?![\w/:-])
    | (?P<month>{ANY_MONTH})\b\.?\s(?P<month_y>{_YEAR})(?![\w/:-])
    | (?P<season>{"|".join(_SEASONS)})\s(?P<season_y>{_YEAR})(?![\w/:-])
    | (?P<half>{"|".join(map(re.escape, _HALVES))})\s(?:halvåret|halvår|half\sof)\s(?P<half_y>{_YEAR})(?![\w/:-])
    | (?P<quarter>{"|".join(map(re.escape, _QUARTERS))})\s(?:kvartalet|kvartal|quarter\sof)\s
        (?P<quarter_y>{_YEAR})(?![\w/:-])
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_HAS_YEAR = re.compile(r"[12](?<!\d[12])(?:(?<=1)9|(?<=2)0)\d\d(?!\d)")
"""It begins with a set of characters, which the engine finds far faster than what stands before them."""
_BEFORE_YEAR = frozenset(
    [*MONTHS, *_SEASONS, "av", "af", "of", "år", "året", "halvåret", "halvår", "kvartalet", "kvartal",
     "årsskiftet", "nytår"]
)  # fmt: skip
_LONGEST_BEFORE = 14
_LOOK_AHEAD = 12
_LOOK_BACK = 32
"""A date with words before its year is at most this long: "utgången av september 2024"."""
_PERIOD = re.compile(rf"(?<![\w/:.-])(?P<first>{_YEAR})\s?[-–—]\s?(?P<last>{_YEAR}|\d\d)(?![\w/:-])")
_COUNT = {
    **{str(number): number for number in range(1, 100)},
    **dict.fromkeys(("ett", "en", "et", "one", "a"), 1),
    **dict.fromkeys(("två", "to", "two"), 2),
    **dict.fromkeys(("tre", "three"), 3),
    **dict.fromkeys(("fyra", "fire", "four"), 4),
    **dict.fromkeys(("fem", "five"), 5),
    **dict.fromkeys(("sex", "seks", "six"), 6),
    **dict.fromkeys(("tolv", "twelve"), 12),
    **dict.fromkeys(("arton", "atten", "eighteen"), 18),
    **dict.fromkeys(("tio", "ti", "ten"), 10),
}
_DURATION = re.compile(
    rf"\b(?P<count>{'|'.join(sorted(_COUNT, key=len, reverse=True))})\s(?P<unit>år|years?|månad(?:er)?|"
    rf"måned(?:er)?|months?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A day or a longer time that a text names.

    Attributes:
        value: ISO 8601: a day, or a month or a year where no more is said; "first/last" for other spans of time.
        first, last: the days that it covers, both included.
        start, end: half-open offsets into the text.
    """

    value: str
    first: date
    last: date
    start: int
    end: int

    @property
    def is_day(self) -> bool:
        """Whether exactly one day is named."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class Duration:
    """A number of months that a text names, and where."""

    months: int
    start: int
    end: int


def dates_in(text: str, start: int = 0, end: int | None = None) -> list[Dated]:
    """Return the dates in (a stretch of) a text, in order; what no calendar has is left out."""
    stop = len(text) if end is None else end
    found: list[Dated] = []
    reached = start
    for year in _HAS_YEAR.finditer(text, start, stop):
        if year.start() < reached or not _may_be_dated(text, year.start(), year.end()):
            continue
        begin = max(reached, year.start() - _LOOK_BACK)
        for match in _DATE.finditer(text, begin, min(stop, year.end() + _LOOK_AHEAD)):
            if match.start() > year.start():
                break
            reached = match.end()
            dated = _dated(match)
            if dated is not None:
                found.append(dated)
    return found


def _may_be_dated(text: str, start: int, end: int) -> bool:
    """Tell whether a year may be part of a date, by the character after it and the word before it.

    Most years are those of laws and of plain talk, and this is twenty times faster than the pattern.
    """
    after = text[end : end + 1]
    if after == ":":
        return False
    if after in {"-", "/", "."} and text[end + 1 : end + 2].isdecimal():
        return True
    before = text[max(0, start - _LONGEST_BEFORE) : start]
    if not before or before[-1] in "/.-":
        return True
    words = before.split() if before[-1].isspace() else []
    word = words[-1].rstrip(".,").lower() if words else ""
    return (
        word[:1].isdecimal()
        or word.rpartition("/")[2].isdecimal()
        or word in _BEFORE_YEAR
        or before[-2:-1] in {"-", "."}
    )


def periods_in(text: str) -> list[Dated]:
    """Return spans of whole years such as "2023-2026", in order."""
    return list(_periods(text))


def durations_in(text: str, start: int = 0, end: int | None = None) -> list[Duration]:
    """Return spoken lengths of time, such as "tre år" and "18 måneder", in months."""
    stop = len(text) if end is None else end
    return [
        Duration(
            _COUNT[match["count"].lower()] * (12 if match["unit"].lower().startswith(("år", "year")) else 1),
            match.start(),
            match.end(),
        )
        for match in _DURATION.finditer(text, start, stop)
    ]


def last_day_of(first: date, months: int) -> date:
    """Return the last day of a time that begins on a day and lasts a number of months."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    day = min(first.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day) - timedelta(days=1)


def bounds_of(value: str) -> tuple[date, date] | None:
    """Return the first and last day of a value as `Dated` has it; None where it is none."""
    first, _, last = value.partition("/")
    try:
        return _whole(first)[0], _whole(last or first)[1]
    except ValueError:
        return None


def _whole(value: str) -> tuple[date, date]:
    if re.fullmatch(r"\d{4}", value):
        return date(int(value), 1, 1), date(int(value), 12, 31)
    if re.fullmatch(r"\d{4}-\d{2}", value):
        return _month(int(value[:4]), int(value[5:]))
    day = date.fromisoformat(value)
    return day, day


def _month(year: int, number: int) -> tuple[date, date]:
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def _periods(text: str) -> Iterator[Dated]:
    for match in _PERIOD.finditer(text):
        first = int(match["first"])
        last = int(match["last"]) if len(match["last"]) > 2 else first // 100 * 100 + int(match["last"])  # noqa: PLR2004 - two digits of a year
        if first < last <= first + 30:
            yield Dated(f"{first}/{last}", date(first, 1, 1), date(last, 12, 31), match.start(), match.end())


def _dated(match: re.Match[str]) -> Dated | None:
    try:
        first, last, value = _read(match)
    except ValueError:
        return None
    return Dated(value, first, last, match.start(), match.end())


def _read(match: re.Match[str]) -> tuple[date, date, str]:
    """Return what a match covers; ValueError where no calendar has it."""
    if match["month"]:
        first, last = _month(int(match["month_y"]), _number(match["month"]))
        return first, last, f"{first:%Y-%m}"
    span = _span_of(match)
    if span:
        return *span, f"{span[0]}/{span[1]}"
    day = _day_of(match)
    return day, day, day.isoformat()


def _span_of(match: re.Match[str]) -> tuple[date, date] | None:
    if match["season"]:
        months, year = _SEASONS[match["season"].lower()], int(match["season_y"])
    elif match["half"]:
        half, year = _HALVES[match["half"].lower()], int(match["half_y"])
        months = (6 * half + 1, 6 * half + 6)
    elif match["quarter"]:
        quarter, year = _QUARTERS[match["quarter"].lower()], int(match["quarter_y"])
        months = (3 * quarter + 1, 3 * quarter + 3)
    else:
        return None
    return _month(year, months[0])[0], _month(year, months[1])[1]


def _day_of(match: re.Match[str]) -> date:
    if match["iso"]:
        return date.fromisoformat(match["iso"])
    if match["end"]:
        return _month(int(match["end_y"]), _number(match["end_m"]) if match["end_m"] else 12)[1]
    if match["turn"]:
        return date(int(match["turn_y"]) + 1, 1, 1)
    year = match["y"] or match["us_y"] or match["slashed_y"] or match["num_y"]
    month = match["m"] or match["us_m"] or match["slashed_m"] or match["num_m"]
    day = match["d"] or match["us_d"] or match["slashed_d"] or match["num_d"]
    return date(int(year), int(month) if month.isdecimal() else _number(month), int(day))


def _number(month: str) -> int:
    return MONTHS[month.lower()]
