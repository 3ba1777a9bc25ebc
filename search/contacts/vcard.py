"""Contacts as vCard 4.0, read and written; 3.0 is read too.

Knows properties and how lines are folded and escaped. Must not know what a field may hold (`search.contacts.file`).

Source: RFC 6350.
"""

import re
from collections.abc import Iterable, Iterator

from search.contacts.entry import Entry
from search.contacts.file import SEPARATOR, Problem, Read, fields_of, read_rows, several

_FOLD_BYTES = 75
_UNFOLD = re.compile(r"\r?\n[ \t]")
_PROPERTY = re.compile(
    r"^(?:[\w-]+\.)?(?P<name>[A-Za-z-]+)(?P<parameters>(?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(?P<value>.*)$"
)
_LEVEL, _HOURS = "X-SAMSOK-LEVEL", "X-SAMSOK-HOURS"
_SINGLE = {"FN": "fn", "KIND": "kind", "TITLE": "role", "ROLE": "role", _LEVEL: "level", _HOURS: "hours"}
_SEVERAL = {"TEL": "phones", "EMAIL": "emails"}


def write_vcards(entries: Iterable[Entry]) -> str:
    """Return entries as vCards, one behind the other."""
    return "".join(f"{_folded(line)}\r\n" for entry in entries for line in _card(entry))


def _card(entry: Entry) -> Iterator[str]:
    fields, contact = fields_of(entry), entry.contact
    shown = (
        fields["name"] or fields["role"] or fields["unit"] or fields["organisation"] or next(iter(contact.emails), "")
    )
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield f"FN:{_escaped(shown or next((phone.printed for phone in contact.phones), '-'))}"
    if fields["name"]:
        *given, family = fields["name"].split(" ")
        yield f"N:{_escaped(family)};{_escaped(' '.join(given))};;;"
    else:
        yield "KIND:org"
    if fields["organisation"] or fields["unit"]:
        yield f"ORG:{_escaped(fields['organisation'])};{_escaped(fields['unit'])}"
    if fields["role"]:
        yield f"TITLE:{_escaped(fields['role'])}"
    yield from (f"TEL;VALUE=text:{_escaped(phone.printed)}" for phone in contact.phones)
    yield from (f"EMAIL:{_escaped(email)}" for email in contact.emails)
    if contact.topics:
        yield "CATEGORIES:" + ",".join(map(_escaped, contact.topics))
    if fields["place"]:
        yield f"ADR:;;;{_escaped(fields['place'])};;;"
    if fields["language"]:
        yield f"LANG:{fields['language']}"
    if fields["verified"]:
        yield f"REV:{fields['verified'].replace('-', '')}T000000Z"
    if fields["level"]:
        yield f"{_LEVEL}:{fields['level']}"
    if fields["hours"]:
        yield f"{_HOURS}:{_escaped(fields['hours'])}"
    yield f"SOURCE;VALUE=text:{_escaped(entry.best.source)}"
    yield "END:VCARD"


def read_vcards(text: str) -> Read:
    """Read contacts; a card that does not fit is named with its first line, the others are taken."""
    rows: list[tuple[int, dict[str, str]]] = []
    broken: list[Problem] = []
    begun, fields = 0, dict[str, str]()
    for line, content in _lines(text):
        match = _PROPERTY.match(content)
        if content.strip().upper() == "BEGIN:VCARD":
            if begun:
                broken.append(Problem(begun, "the card has no END:VCARD; add it"))
            begun, fields = line, {}
        elif content.strip().upper() == "END:VCARD":
            if begun:
                rows.append((begun, _completed(fields)))
            begun = 0
        elif begun and match:
            _take(fields, match["name"].upper(), match["value"])
        elif begun and content.strip():
            broken.append(Problem(line, f'"{content[:40]}" is no property; write NAME:value'))
    if begun:
        broken.append(Problem(begun, "the card has no END:VCARD; add it"))
    read = read_rows(rows)
    return Read(read.contacts, tuple(sorted((*read.problems, *broken), key=lambda problem: problem.line)))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield unfolded lines with the number of their first one."""
    at = 1
    for logical in _UNFOLD.sub("\0", text).split("\n"):
        yield at, logical.replace("\0", "").rstrip("\r")
        at += 1 + logical.count("\0")


def _take(fields: dict[str, str], name: str, value: str) -> None:
    parts = _parts(value, ";")
    if name in _SINGLE:
        fields.setdefault(_SINGLE[name], _unescaped(value))
    elif name in _SEVERAL:
        _add(fields, _SEVERAL[name], _unescaped(value).removeprefix("tel:").replace(";ext=", ", ext "))
    elif name == "CATEGORIES":
        _add(fields, "topics", f" {SEPARATOR} ".join(_parts(value, ",")))
    elif name == "N":
        fields["name"] = " ".join(filter(None, (*parts[1:2], *parts[0:1])))
    elif name == "ORG":
        fields["organisation"], fields["unit"] = parts[0], ", ".join(filter(None, parts[1:]))
    elif name == "ADR":
        fields["place"] = parts[3] if len(parts) > 3 else ""  # noqa: PLR2004 - the locality
    elif name == "REV":
        fields["verified"] = re.sub(r"^(\d{4})-?(\d{2})-?(\d{2}).*$", r"\1-\2-\3", value.strip())
    elif name == "LANG":
        fields["language"] = value.strip().lower()[:2]


def _completed(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with the name shown where no other names anybody."""
    shown = fields.pop("fn", "")
    is_body = fields.pop("kind", "").lower() in ("org", "group", "location")
    if shown in ("-", *several(fields.get("emails", ""))):
        return fields
    if shown and not is_body and not fields.get("name"):
        fields["name"] = shown
    if shown and is_body and not any(fields.get(name) for name in ("role", "unit", "organisation")):
        fields["unit"] = shown
    return fields


def _add(fields: dict[str, str], name: str, value: str) -> None:
    fields[name] = f" {SEPARATOR} ".join((*several(fields.get(name, "")), value))


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _parts(value: str, separator: str) -> list[str]:
    """Return the parts between separators that are not escaped; what an escape stands before is part of its sign."""
    parts = [""]
    for sign in re.findall(r"\\.|.", value, re.DOTALL):
        if sign == separator:
            parts.append("")
        else:
            parts[-1] += sign
    return [_unescaped(part) for part in parts]


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value).strip()


def _folded(line: str) -> str:
    """Return a line cut after at most 75 bytes, never within a character."""
    pieces: list[str] = []
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > _FOLD_BYTES - bool(pieces):
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join((*pieces, piece))
