"""Contacts as CSV (RFC 4180, UTF-8), read and written.

Knows columns. Must not know what a field may hold (`search.contacts.file`), nor where records are kept.
"""

import csv
import io
from collections.abc import Iterable

from search.contacts.entry import Entry
from search.contacts.file import FIELDS, Problem, Read, fields_of, read_rows
from search.errors import InvalidParameter

SOURCE_COLUMNS = ("source", "page", "hand_made")
"""Written beside the fields, and left unread: they tell where a contact was read."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(entries: Iterable[Entry]) -> str:
    """Return entries as CSV with a head."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow((*FIELDS, *SOURCE_COLUMNS))
    for entry in entries:
        fields = fields_of(entry)
        best = entry.best
        told = (best.source, str(best.contact.span.page or ""), "yes" if best.is_hand_made else "no")
        writer.writerow([_plain(value) for value in (*(fields[name] for name in FIELDS), *told)])
    return out.getvalue()


def read_csv(text: str, name: str) -> Read:
    """Read contacts; a row that does not fit is named with its line, the others are taken.

    Raises:
        InvalidParameter: the head is not one of contacts, so that no row can be read.
    """
    delimiter = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    head: list[str] | None = None
    rows: list[tuple[int, dict[str, str]]] = []
    broken: list[Problem] = []
    line = 1
    try:
        for cells in reader:
            if head is None:
                head = _head(cells, name)
            elif any(cell.strip() for cell in cells):
                if len(cells) == len(head):
                    rows.append((line, dict(zip(head, map(_unquoted, cells), strict=True))))
                else:
                    broken.append(
                        Problem(line, f"it has {len(cells)} cells, the head has {len(head)}; quote cells with commas")
                    )
            line = reader.line_num + 1
    except csv.Error as error:
        broken.append(Problem(line, f"this is not CSV ({error}); check the quotes around the cells"))
    read = read_rows(rows)
    return Read(read.contacts, tuple(sorted((*read.problems, *broken), key=lambda problem: problem.line)))


def _head(cells: list[str], name: str) -> list[str]:
    head = [cell.strip().lower() for cell in cells]
    unknown = [cell for cell in head if cell not in (*FIELDS, *SOURCE_COLUMNS)]
    if unknown or not set(head) & {"name", "role", "unit", "organisation"} or len(set(head)) != len(head):
        what = f'the column "{unknown[0][:40]}" is unknown' if unknown else "its head names nobody, or a column twice"
        raise InvalidParameter(f"{name}: {what}; the first line names columns out of {', '.join(FIELDS)}")
    return head


def _plain(value: str) -> str:
    """Return a cell that a spreadsheet does not take for a formula; a number in E.164 stays as it is."""
    is_number = value[:1] == "+" and value[1:].replace(" ", "").replace("-", "").isdigit()
    return f"'{value}" if value.startswith(_FORMULA) and not is_number else value


def _unquoted(value: str) -> str:
    return value[1:] if value[:1] == "'" and value[1:2] in _FORMULA else value
