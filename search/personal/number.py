"""What ten digits must be to be somebody's identity number: a day of birth and, where there is one, a check digit.

Knows digits alone; must not know how a number is spelt or what stands around it.

Source: Skatteverket, SKV 704 (personnummer: Luhn's check digit; samordningsnummer: the day of birth plus 60); cpr.dk,
"Opbygning af CPR-nummeret" (century by the seventh digit) and "Personnumre uden kontrolciffer" (since 2007 numbers
without a valid modulus 11 are given out, for certain days of birth, in a list that is not kept up).
"""

from datetime import date
from typing import Literal

Verdict = Literal["valid", "plausible"]
"""Whether the check digit is right, or the day of birth alone."""

_ADDED_TO_DAY = 60
_CPR_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_CENTURIES = (1800, 1900, 2000)
_LUHN_NINE = 9
_FIRST_CPR_YEAR = 1900
_LATE_36, _LATE_57 = 36, 57


def swedish(digits: str, century: str, today: date) -> Verdict | None:
    """Judge YYMMDDNNNC as a personnummer or samordningsnummer.

    Args:
        digits: ten.
        century: the two digits written before them, or "".
        today: nobody is born after it.
    """
    years = [int(century) * 100] if century else _CENTURIES
    if not any(_is_birthday(first + int(digits[:2]), digits[2:4], digits[4:6], today) for first in years):
        return None
    return "valid" if _luhn(digits) else "plausible"


def danish(digits: str, century: str, today: date) -> Verdict | None:
    """Judge DDMMYYNNNN as a CPR number.

    Args:
        century: the first two digits of the year where it was written with four, or "".
    """
    year = _danish_century(int(digits[4:6]), int(digits[6])) + int(digits[4:6])
    if century and year // 100 != int(century):
        return None
    if not _is_birthday(year, digits[2:4], digits[:2], today):
        return None
    if sum(int(digit) * weight for digit, weight in zip(digits, _CPR_WEIGHTS, strict=True)) % 11 == 0:
        return "valid"
    # numbers without the check are newer than everybody born before 1900
    return "plausible" if year >= _FIRST_CPR_YEAR else None


def _danish_century(year: int, seventh: int) -> int:
    if seventh <= 3:  # noqa: PLR2004 - the table of cpr.dk
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= _LATE_36 else 1900
    return 2000 if year <= _LATE_57 else 1800


def _is_birthday(year: int, month: str, day: str, today: date) -> bool:
    try:
        return date(year, int(month), (int(day) - 1) % _ADDED_TO_DAY + 1) <= today
    except ValueError:
        return False


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(digits):
        product = int(digit) * (2 - place % 2)
        total += product - _LUHN_NINE if product > _LUHN_NINE else product
    return total % 10 == 0
