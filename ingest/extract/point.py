"""How somebody is reached: numbers, addresses and hours in a line or sentence.

Knows how these are written. Must not know whose they are.
"""

import re
from dataclasses import dataclass

from search.contacts.digits import DigitPattern
from search.contacts.phone import AFTER_FIRST_SIGN, may_hold_phone, phones_in
from search.records import Phone

_MAIL = re.compile(
    r"(?<![\w.+-])(?P<local>[A-Za-z0-9ÅÄÖÆØåäöæø][\w.+-]{0,63}?)(?P<at> ?(?:@|\(at\)|\[at\]|\(a\)|\(snabel-a\)) ?)"
    r"(?P<domain>[A-Za-z0-9åäöæø](?:[\w-]*\.)+[A-Za-z]{2,24})(?![\w-]|\.\w)"
)
_MAIL_SIGNS = ("(a", "[a", "(snabel")
_REACH_SIGNS = (*_MAIL_SIGNS, "lokal", "Lokal", "LOKAL")
_TWO_DIGITS = re.compile(r"\d\d")
_THREE_DIGITS = re.compile(r"\d(?:\W{0,5}\d){2}")
"""Every address has one of the signs; every number has three digits near together at least, as in 112."""
_REACH = DigitPattern(r"@(\[+", rf"(?<=@)|(?<=[(\[])a|(?<=\()snabel|{AFTER_FIRST_SIGN}")
_PRIVATE_MAIL = re.compile(
    r"@(?:gmail|hotmail|outlook|live|msn|yahoo|icloud|me|mail|telia|bredband|comhem|tele2|spray|passagen|"
    r"jubii|ofir)\.\w+$",
    re.IGNORECASE,
)
_DAYS = (
    r"(?:alla |alle )?(?:hela dygnet|hele døgnet|dygnet runt|døgnet rundt|24/7|vardagar|hverdage|helgfria vardagar|"
    r"(?:mån|tis|ons|tors?|fre|lör|sön|man|tirs?|lør)(?:dag(?:ar|e)?)?\.?(?:\s?[–-]\s?|\s(?:till|til|och|og)\s)"
    r"(?:mån|tis|ons|tors?|fre|lör|sön|tirs?|lør)(?:dag(?:ar|e)?)?\.?|(?:weekdays|Monday to Friday|around the clock))"
)
_CLOCK = (
    r"(?:,?\s?(?:kl(?:ockan)?\.?|mellan kl(?:ockan)?\.?|mellem kl\.?|at)?\s?\d{1,2}(?:[.:]\d{2})?\s?(?:[–-]|"
    r"till|til|och|og)\s?\d{1,2}(?:[.:]\d{2})?)"
)
_HOURS = re.compile(rf"(?<!\w)(?:{_DAYS}{_CLOCK}?(?!\w))", re.IGNORECASE)

LABEL = re.compile(
    r"^\s*(?P<label>(?:[A-ZÅÄÖÆØa-zåäöæø][\wåäöæø./-]*(?: [\wåäöæø./-]+){0,3}))\s*:\s+(?=\S)|"
    r"^\s*(?P<short>Tlf\.?|Tel\.?|Tfn\.?|Mob\.?|T|M|E|Telefon|Mobil|Direkt|Växel|E-post|E-mail|"
    r"Mail)\s*(?::|\s)\s*(?=[+(\d]|\S+@)"
)
_PHONE_LABEL = re.compile(
    r"^(?:telefon(?:nummer)?|tel|tfn|tlf|mobil(?:telefon)?|mob|phone|direkt(?:nummer)?|växel|ring(?: oss| "
    r"os)?|nummer|t|m|jour(?:telefon)?|"
    r"vagttelefon|hovednummer)\.?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Point:
    """A number or an address, at half-open offsets into the text that was looked at."""

    start: int
    end: int
    phone: Phone | None = None
    email: str | None = None


def points_in(text: str, *, is_labelled: bool = False) -> list[Point]:
    """Return the telephone numbers and e-mail addresses of a text, in order.

    Args:
        is_labelled: the text stands in a column or behind a label for numbers.
    """
    if not (may_reach(text) and has_point(text)):
        return []
    points = [Point(each.start, each.end, phone=each.phone) for each in phones_in(text, is_labelled=is_labelled)]
    has_mail = "@" in text or "(" in text or "[" in text
    mails = [Point(m.start(), m.end(), email=_address(m)) for m in (_MAIL.finditer(text) if has_mail else ())]
    apart = [each for each in points if not any(m.start < each.end and each.start < m.end for m in mails)]
    return sorted((*apart, *mails), key=lambda point: point.start)


def has_point(text: str) -> bool:
    """Tell cheaply whether a text may hold a number or an address."""
    return _THREE_DIGITS.search(text) is not None or "@" in text or any(sign in text for sign in _REACH_SIGNS)


def may_reach(text: str) -> bool:
    """Tell cheaply, and more strictly than `has_point`, whether `points_in` may find anything in a text or its parts.

    A year has three digits too: most texts with a number in them reach nobody.
    """
    if "@" in text or may_hold_phone(text):
        return True
    if "(" in text or "[" in text:
        return any(sign in text for sign in _MAIL_SIGNS) or _may_be_extension(text)
    return _may_be_extension(text)


def may_reach_at(text: str) -> list[int]:
    """Return offsets into a long text, such that each part that `may_reach` without an extension holds one of them.

    A part must begin and end at a line break. Looking once at the whole takes a fifth of the time of looking at each.
    """
    return _REACH.starts(text)


def _may_be_extension(text: str) -> bool:
    return "okal" in text.lower() and _TWO_DIGITS.search(text) is not None


def is_private(email: str) -> bool:
    """Tell whether an address is of the kind that people have at home."""
    return bool(_PRIVATE_MAIL.search(email))


def hours_in(text: str) -> str | None:
    """Return when somebody is reached, as printed; None where that is not said."""
    match = _HOURS.search(text)
    return match.group().strip(" ,") if match else None


def is_phone_label(label: str) -> bool:
    """Tell whether a label announces a number."""
    return bool(_PHONE_LABEL.match(label.strip()))


def _address(match: re.Match[str]) -> str:
    return f"{match['local']}@{match['domain']}"
