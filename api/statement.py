"""The accessibility statement as the operator fills it: one table for Sweden, one for Denmark, in a TOML file.

Knows the fields that the two countries' rules ask for; must not know how a page says them.

Source: Sweden, lag (2018:1937) and Digg's guidance on the tillgänglighetsredogörelse; Denmark, bekendtgørelse 904/2019
and Commission Implementing Decision (EU) 2018/1523.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast, get_args

from search.errors import InvalidSetting

Country = Literal["se", "dk"]
COUNTRIES: tuple[Country, ...] = get_args(Country)
Status = Literal["full", "partial", "none"]
Method = Literal["self", "external"]
_CHOICES: Mapping[str, tuple[str, ...]] = {"status": get_args(Status), "method": get_args(Method)}


@dataclass(frozen=True, slots=True)
class Statement:
    """What one country's statement says.

    Attributes:
        operator: the public body that answers for the service.
        assessed, updated: when the service was looked at, and when the statement was changed last.
        faults: what is not accessible, and why; a text each.
        burden: what is excepted because it would cost too much, with the reasons.
        outside: what the law does not cover.
        was_url: address of the statement in Denmark's register.
    """

    operator: str
    status: Status
    assessed: date
    updated: date
    email: str
    phone: str
    service: str = "Samsök"
    method: Method = "self"
    faults: tuple[str, ...] = ()
    burden: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    was_url: str = ""


def load_statements(path: Path | None) -> Mapping[Country, Statement]:
    """Read the statements; a country whose table is missing has none.

    Raises:
        InvalidSetting: the file cannot be read, or a field is missing, unknown or of another kind; it is named.
    """
    if path is None:
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidSetting(f"SAMSOK_STATEMENT {path} cannot be read: {error}.") from error
    unknown = sorted(set(tables) - set(COUNTRIES))
    if unknown:
        raise InvalidSetting(f"SAMSOK_STATEMENT {path} has a table [{unknown[0]}]; it may have [se] and [dk].")
    return {cast("Country", country): _statement(path, country, table) for country, table in tables.items()}


def _statement(path: Path, country: str, table: Any) -> Statement:
    where = f"SAMSOK_STATEMENT {path}, [{country}]"
    known = {field.name: field for field in fields(Statement)}
    for name in table:
        if name not in known:
            raise InvalidSetting(f"{where} has {name}, which is none of {', '.join(known)}.")
    missing = [name for name, field in known.items() if field.default is MISSING and name not in table]
    if missing:
        raise InvalidSetting(f"{where} lacks {', '.join(missing)}: add them.")
    return Statement(**{name: _value(where, name, value) for name, value in table.items()})


def _value(where: str, name: str, value: Any) -> Any:
    if name in ("assessed", "updated"):
        if type(value) is not date:
            raise InvalidSetting(f"{where}: {name} must be a day such as 2026-03-01, without quotation marks.")
        return value
    if name in ("faults", "burden", "outside"):
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise InvalidSetting(f"{where}: {name} must be a list of texts.")
        return tuple(value)
    if not isinstance(value, str) or not value.strip():
        raise InvalidSetting(f"{where}: {name} must be a text.")
    if value not in _CHOICES.get(name, (value,)):
        raise InvalidSetting(f'{where}: {name} cannot be "{value}": it must be one of {", ".join(_CHOICES[name])}.')
    if name == "was_url" and not value.startswith("https://"):
        raise InvalidSetting(f"{where}: was_url must be an address that begins with https://.")
    return value
