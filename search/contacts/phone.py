"""Telephone numbers of Sweden and Denmark: found in a text, checked, and brought into one form.

Knows how numbers are written and what only looks like one. Must not know who is reached by a number. The one importer
of the phonenumbers library.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import phonenumbers

from search.filing import CASE, REFERENCE, SUBJECT
from search.records import Phone

Country = Literal["SE", "DK"]

SHORT_NUMBERS: dict[str, str] = {
    "112": "SE DK", "11414": "SE", "114": "DK", "11313": "SE", "1177": "SE", "1813": "DK", "77100": "SE",
    "116000": "SE DK", "116006": "SE DK", "116111": "SE DK", "116117": "SE",
}  # fmt: skip
"""Numbers of three to six digits that may stand for themselves. Source: the numbering plans of PTS and SDFI."""

_EXTENSION = (
    r"(?:[\s,;(]{1,3}(?:lokal(?:nr|nummer)?|anknytning|ankn|ext|extension|lok)[.:]?\s?(?P<extension>\d{1,5})\b)"
)
_DIGITS = r"\d(?:[ \u00a0./–-]{0,2}\(?\d\)?){4,13}"
_CANDIDATE = re.compile(
    rf"(?<![\w@/.,:§-])(?<!\d )(?P<number>(?:\+|00)\d{{2}}[ \u00a0-]?(?:\(0\)[ \u00a0-]?)?{_DIGITS}"
    rf"|\(?0\d{{1,3}}\)?[ \u00a0/–-]{{0,3}}\d(?:[ \u00a0–-]?\d){{4,8}}"
    rf"|\d{{2}} \d{{2}} \d{{2}} \d{{2}}|\d{{4}} \d{{4}}|\d{{2}}-\d{{2}}-\d{{2}}-\d{{2}}|"
    rf"\d{{2}}\.\d{{2}}\.\d{{2}}\.\d{{2}}|\d{{8}})"
    rf"(?![\w@/]|[-–]\d|[.,:]\d| \d{{2,4}}\b){_EXTENSION}?",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?<![\w@/.,:§+-])(\d{3}(?: ?\d{2,3})?|\d{2} \d{3}|\d{4,6}|\d-\d-\d)(?![\w@/%]|[-–.,:]\d| \d)")
_SIX_DIGITS = re.compile(r"\d(?:\W{0,5}\d){5}")
_SHORT_DIGITS = re.compile("|".join(r"\D?".join(number) for number in SHORT_NUMBERS))
"""Without these a text has no long, no short number, which is quicker to tell than where one stands."""
_AFTER_FIRST_OF_LONG = (
    r"(?<![\w@/.,:§-][+(\d])(?<!\d [+(\d])"
    r"(?:(?<=\+)\d|(?<=\()0\d|(?<=0)\d|(?<=\d)(?:\d[ .-]\d\d[ .-]\d\d[ .-]\d\d|\d{3} ?\d{4}))"
)
_LONG_BEGINS = re.compile(rf"[+(\d]{_AFTER_FIRST_OF_LONG}")
"""How every long number begins; years, sums and days in ISO 8601 do not. It begins with a set of characters, which the
engine finds far faster than what stands before them."""
AFTER_FIRST_SIGN = "|".join(
    [_AFTER_FIRST_OF_LONG, *sorted({rf"(?<={number[0]})\D?{number[1]}\D?{number[2]}" for number in SHORT_NUMBERS})]
)
"""For those who look for more at once: what follows the first digit, plus sign or bracket of any number, with more that
is none."""
_ONLY_EXTENSION = re.compile(r"(?<!\bi )(?<!\w)lokal(?:nr|nummer)?\.? (?P<extension>\d{2,5})\b", re.IGNORECASE)
_OTHER_NUMBER = re.compile(
    rf"(?:cvr|ean|gln|cpr|p-?(?:nr|nummer)|se-?nr|{CASE}|{REFERENCE}|{SUBJECT}|org\.? ?nr|"
    r"organisationsnummer|kontonr|konto|bankgiro|plusgiro|bg|pg|reg\.? ?nr|isbn|issn|faktura(?:nr|"
    r"nummer)?|version|fax|telefax|nr\.)[.:]?(?: ?nr)?[.:]?\s{0,2}$",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?:19|20)\d\d (?:19|20)\d\d")
_CALLED = re.compile(
    r"(?:ring\w*|telefon\w*|tlf|tel|tfn|mobil\w*|phone|call|dial|nummer\w*|larm\w*|alarm\w*|jour\w*|"
    r"vagt\w*|växel\w*|nås|"
    r"polisen|politiet)\b[^\n]{0,30}$",
    re.IGNORECASE,
)
_BEFORE = 40
_SHORT_BEFORE = 60


@dataclass(frozen=True, slots=True)
class FoundPhone:
    """A number in a text, at half-open offsets."""

    start: int
    end: int
    phone: Phone


def phones_in(text: str, *, is_labelled: bool = False) -> list[FoundPhone]:
    """Return the telephone numbers of a text, in order.

    Args:
        is_labelled: the text stands in a column or behind a label for numbers, so that short ones, plain runs of
            digits and numbers that no plan has are taken too.
    """
    found = list(_long(text, is_labelled=is_labelled)) if _may_hold_long(text) else []
    if _SHORT_DIGITS.search(text):
        found += [each for each in _short(text, is_labelled=is_labelled) if not _overlaps(each, found)]
    for match in _ONLY_EXTENSION.finditer(text) if "okal" in text.lower() else ():
        only = FoundPhone(*match.span(), Phone(match.group(), None, match["extension"]))
        if not _overlaps(only, found):
            found.append(only)
    return sorted(found, key=lambda each: each.start)


def may_hold_phone(text: str) -> bool:
    """Tell whether a text, or a sentence of it, may hold a long number or one of the short ones."""
    return _SHORT_DIGITS.search(text) is not None or _may_hold_long(text)


def _may_hold_long(text: str) -> bool:
    return _SIX_DIGITS.search(text) is not None and _LONG_BEGINS.search(text) is not None


def phone_of(printed: str) -> Phone | None:
    """Return a number as it was typed, checked; None for what is no number of Sweden or Denmark nor a foreign one."""
    found = phones_in(printed.strip(), is_labelled=True)
    if len(found) != 1 or (found[0].phone.e164 is None and found[0].phone.extension is None):
        return None
    return found[0].phone if len(found[0].phone.printed) == len(printed.strip()) else None


def _long(text: str, *, is_labelled: bool) -> Iterator[FoundPhone]:
    for match in _CANDIDATE.finditer(text):
        printed = match.group().strip()
        number = match["number"]
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        if _OTHER_NUMBER.search(before) or _YEARS.fullmatch(number):
            continue
        is_called = is_labelled or bool(_CALLED.search(before))
        if re.fullmatch(r"\d{8}|\d{2}-\d{2}-\d{2}-\d{2}|\d{2}\.\d{2}\.\d{2}\.\d{2}", number) and not is_called:
            continue
        e164 = e164_of(number)
        if e164 or is_labelled:
            yield FoundPhone(match.start(), match.start() + len(printed), Phone(printed, e164, match["extension"]))


def e164_of(number: str) -> str | None:
    """Return a number in E.164, by its form: numbers of Sweden begin with 0, those of Denmark never do."""
    country: Country = "SE" if number.lstrip("(").startswith("0") and not number.startswith("00") else "DK"
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def _short(text: str, *, is_labelled: bool) -> Iterator[FoundPhone]:
    for match in _SHORT.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if digits not in SHORT_NUMBERS:
            continue
        before = text[max(0, match.start() - _SHORT_BEFORE) : match.start()]
        if (is_labelled or _CALLED.search(before)) and not _OTHER_NUMBER.search(before):
            yield FoundPhone(*match.span(), Phone(match.group(), digits))


def _overlaps(one: FoundPhone, others: list[FoundPhone]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)
