"""Makes identity numbers that keep every rule, for tests; none is read from anywhere."""

from datetime import date


def personnummer(day: date, serial: int, *, coordination: bool = False) -> str:
    """Return YYYYMMDDNNNC."""
    born = f"{day:%Y%m}{day.day + 60 * coordination:02d}"
    nine = f"{born[2:]}{serial:03d}"
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(nine))
    return f"{born}{serial:03d}{-total % 10}"


def cpr(day: date, serial: int) -> str:
    """Return DDMMYYNNNN with a valid modulus 11, of the first free serial number from the one given."""
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2)
    while True:
        nine = f"{day:%d%m%y}{serial:03d}"
        check = -sum(int(digit) * weight for digit, weight in zip(nine, weights, strict=True)) % 11
        if check < 10:
            return f"{nine}{check}"
        serial += 1


def bare(text: str) -> str:
    """Return a text's digits alone."""
    return "".join(character for character in text if character.isdecimal())
