"""How a spreadsheet shows a number: dates, telephone numbers, amounts, by the format of its cell.

Knows number formats of Office Open XML (ECMA-376 part 1, 18.8.30 and 18.8.31); must not know cells or sheets.
Amounts are written as in Swedish and Danish, with a comma before decimals and blanks between thousands.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy-mm-dd", 15: "yyyy-mm-dd",
    16: "yyyy-mm-dd", 17: "yyyy-mm", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
}  # fmt: skip
"""Formats by number. Those whose look depends on the reader's country are given as ISO dates and 24 hours."""
_MONTHS = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}
_DAYS = {
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
    "da": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
_LANGUAGES = {"41d": "sv", "81d": "sv", "406": "da", "409": "en", "809": "en"}
"""Language identifiers within a format; without one, months have no name that all readers see."""
_LANGUAGE = re.compile(r"\[\$[^\]-]*-([0-9A-Fa-f]+)\]")
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<elapsed>h+|m+|s+)\]|\[\$(?P<sign>[^\]-]*)[^\]]*\]|\[[^\]]*\]|'
    r"(?P<clock>AM/PM|A/P)|(?P<date>y+|m+|d+|h+|s+)|(?P<place>[0#?])|(?P<point>\.)|(?P<group>,)|(?P<percent>%)|"
    r"(?P<power>E[+-])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - sheets know no time zones
_MAX_SERIAL = 2_958_465
"""The last day that spreadsheets know, 9999-12-31."""
_FIRST_RIGHT_SERIAL = 60
"""Days before count one too many: spreadsheets hold that 1900 was a leap year."""
_MAX_FORMAT_CHARS = 255
_MAX_WHOLE = 10**15
_MAX_DIGITS = 15
"""Spreadsheets hold 15 digits of a number; what has more before or after its point is no amount."""
_MAX_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of a format: "place", "date", "point" and so on, or "text" for what is printed as it stands."""

    kind: str
    text: str


def shown(raw: str, code: str, *, since_1904: bool = False) -> str:
    """Return a number as its cell shows it.

    Args:
        raw: the number as stored ("45292", "0.25").
        code: the cell's format; "" or "General" for none.
        since_1904: days are counted from 1904.
    """
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw
    if not number.is_finite() or abs(number.adjusted()) > _MAX_DIGITS:
        return raw
    if not code or code.lower() in {"general", "@", "standard"} or len(code) > _MAX_FORMAT_CHARS:
        return _general(number)
    return _by_format(number, code, since_1904=since_1904)


def _by_format(number: Decimal, code: str, *, since_1904: bool) -> str:
    section, number = _section(code, number)
    tokens = _tokens(section)
    kinds = {token.kind for token in tokens}
    if kinds & {"date", "elapsed"}:
        language = _LANGUAGE.search(section)
        return _date(number, tokens, _LANGUAGES.get(language[1].lower()[-3:]) if language else None, since_1904)
    if "power" in kinds or "general" in section.lower():
        return _general(number)
    if "place" not in kinds:
        return "".join(token.text for token in tokens if token.kind == "text").strip()
    return _amount(number, tokens)


def _general(number: Decimal) -> str:
    if number == number.to_integral_value() and abs(number) < _MAX_WHOLE:
        return str(int(number))
    return f"{float(number):.10g}".replace(".", ",")


def _section(code: str, number: Decimal) -> tuple[str, Decimal]:
    """Return the part of a format that holds for a number, and the number as that part takes it."""
    sections = _sections(code)
    for section in sections:
        condition = _CONDITION.search(section)
        if condition and _holds(number, condition[1], Decimal(condition[2])):
            return section, number
    if _CONDITION.search(code):
        return sections[-1], number
    if number < 0 and len(sections) > 1:
        return sections[1], -number
    if number == 0 and len(sections) > 2 and sections[2]:  # noqa: PLR2004 - positive; negative; zero
        return sections[2], number
    return sections[0], number


def _sections(code: str) -> list[str]:
    parts, quoted, start = [], False, 0
    for position, character in enumerate(code):
        if character == '"':
            quoted = not quoted
        elif character == ";" and not quoted and code[position - 1 : position] != "\\":
            parts.append(code[start:position])
            start = position + 1
    return [*parts, code[start:]]


def _holds(number: Decimal, sign: str, limit: Decimal) -> bool:
    return {
        "<": number < limit, "<=": number <= limit, ">": number > limit, ">=": number >= limit,
        "=": number == limit, "<>": number != limit,
    }[sign]  # fmt: skip


def _tokens(section: str) -> list[_Token]:
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup
        if kind in {"quoted", "escaped", "sign", "other"}:
            tokens.append(_Token("text", match[kind]))
        elif kind is not None:
            tokens.append(_Token(kind, match[kind].lower()))
    return tokens


def _amount(number: Decimal, tokens: list[_Token]) -> str:
    """Fill the places of a format with digits, from the right; the first place takes all that are left."""
    kinds = [token.kind for token in tokens]
    last = max(position for position, kind in enumerate(kinds) if kind == "place")
    point = kinds.index("point") if "point" in kinds else None
    scale = 2 * min(kinds.count("percent"), 1) - 3 * min(kinds[last + 1 :].count("group"), 3)
    decimals = 0 if point is None else min(kinds[point:].count("place"), _MAX_DECIMALS)
    rounded = abs(number.scaleb(scale)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    end = len(tokens) if point is None else point
    grouped = "group" in kinds[: min(end, last)]
    text = _whole(whole, tokens[:end], grouped=grouped) + _fraction(fraction, tokens[end:])
    sign = "-" if number < 0 and rounded != 0 else ""
    return sign + " ".join(text.split())


def _whole(digits: str, tokens: list[_Token], *, grouped: bool) -> str:
    left = digits.lstrip("0")
    places = [position for position, token in enumerate(tokens) if token.kind == "place"]
    text, count = "", 0

    def put(digit: str) -> None:
        nonlocal text, count
        text = digit + (" " if grouped and count and count % 3 == 0 else "") + text
        count += 1

    for position in range(len(tokens) - 1, -1, -1):
        token = tokens[position]
        if token.kind == "text":
            text = token.text + text
        elif token.kind == "percent":
            text = "%" + text
        elif token.kind == "place":
            if left:
                put(left[-1])
                left = left[:-1]
            elif token.text == "0":
                put("0")
            while position == places[0] and left:
                put(left[-1])
                left = left[:-1]
    return left + text


def _fraction(digits: str, tokens: list[_Token]) -> str:
    text, position = "", 0
    for token in tokens:
        if token.kind == "point":
            text += ","
        elif token.kind == "place":
            text += "" if token.text != "0" and not digits[position:].strip("0") else digits[position : position + 1]
            position += 1
        elif token.kind in {"text", "percent"}:
            text += "%" if token.kind == "percent" else token.text
    return text.removesuffix(",") if not any(c.isdigit() for c in text) else text


def _date(number: Decimal, tokens: list[_Token], language: str | None, since_1904: bool) -> str:  # noqa: FBT001
    if not 0 <= number <= _MAX_SERIAL:
        return _general(number)
    days = float(number) + (1 if not since_1904 and number < _FIRST_RIGHT_SERIAL else 0)
    epoch = _EPOCH_1904 if since_1904 else _EPOCH
    try:
        moment = epoch + timedelta(seconds=round(days * 86_400))
    except OverflowError:
        return _general(number)
    parts = [token.text for token in tokens if token.kind == "date"]
    named = any(part.startswith(("mmm", "ddd")) for part in parts)
    if named and language is None:
        return _iso(moment, parts)
    return " ".join(_dated(moment, tokens, language or "sv", float(number)).split())


def _iso(moment: datetime, parts: list[str]) -> str:
    """Return a date whose month's name depends on the reader, in the form that all know."""
    has_day = any(part.startswith("d") for part in parts)
    time = moment.strftime(" %H:%M") if any(part.startswith("h") for part in parts) else ""
    return f"{moment.date().isoformat() if has_day else moment.strftime('%Y-%m')}{time}"


def _dated(moment: datetime, tokens: list[_Token], language: str, days: float) -> str:
    half_days = any(token.kind == "clock" for token in tokens)
    text, before = "", ""
    for position, token in enumerate(tokens):
        if token.kind == "date":
            after = next((other.text for other in tokens[position + 1 :] if other.kind == "date"), "")
            minutes = token.text in {"m", "mm"} and (before.startswith("h") or after.startswith("s"))
            text += _part(moment, "minutes" if minutes else token.text, language, half_days=half_days)
            before = token.text
        elif token.kind == "elapsed":
            text += str(int(days * {"h": 24, "m": 1440, "s": 86_400}[token.text[0]] + 1e-6))
            before = token.text
        elif token.kind == "clock":
            text += "AM" if moment.hour < 12 else "PM"  # noqa: PLR2004 - noon
        elif token.kind in {"text", "point", "group"}:
            text += token.text
    return text


def _part(moment: datetime, part: str, language: str, *, half_days: bool) -> str:
    hour = (moment.hour % 12 or 12) if half_days else moment.hour
    month, day = _MONTHS[language].split()[moment.month - 1], _DAYS[language].split()[moment.weekday()]
    found = {
        "yy": f"{moment.year % 100:02d}", "m": str(moment.month), "mm": f"{moment.month:02d}", "mmm": month[:3],
        "mmmm": month, "mmmmm": month[:1], "d": str(moment.day), "dd": f"{moment.day:02d}", "ddd": day[:3], "dddd": day,
        "h": str(hour), "hh": f"{hour:02d}", "s": str(moment.second), "ss": f"{moment.second:02d}",
        "minutes": f"{moment.minute:02d}",
    }.get(part)  # fmt: skip
    return found if found is not None else str(moment.year) if part.startswith("y") else part
