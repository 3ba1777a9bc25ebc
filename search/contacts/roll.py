"""Everyone in a directory as they stand on a day, in the order of the list, with what filters compare.

Knows entries. Must not know questions, pages or how a directory is searched. Made once for a day and kept by the
directory: to sort thousands of entries at every look at the list takes a tenth of a second.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from search.contacts.compare import folded, stems
from search.contacts.entry import Entry
from search.records import Contact


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in its place of the list.

    Attributes:
        names: organisation and unit, as spellings are compared.
        places: words of place and unit, without their endings.
    """

    entry: Entry
    contact: Contact
    names: tuple[str, ...]
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Roll:
    """The list of a day.

    Attributes:
        lines: by organisation, unit and name.
        place_of: entry number -> place in `lines`, int32; -1 for one that does not count on the day.
    """

    lines: Sequence[Line]
    place_of: NDArray[np.int32]

    @classmethod
    def of(cls, entries: Sequence[Entry], day: date, *, show_all: bool) -> "Roll":
        """Put the entries that count on a day in order, see `Entry.on`."""
        standing = (entry.on(day, show_all=show_all) for entry in entries)
        lines = sorted(_lines(entry for entry in standing if entry is not None), key=_order)
        place_of = np.full(len(entries), -1, dtype=np.int32)
        for place, line in enumerate(lines):
            place_of[line.entry.number] = place
        return cls(lines, place_of)


def _lines(entries: Iterable[Entry]) -> Iterable[Line]:
    for entry in entries:
        contact = entry.contact
        names = tuple(folded(text) for text in (contact.organisation, contact.unit) if text)
        yield Line(entry, contact, names, stems(" ".join(filter(None, (contact.place, contact.unit)))))


def _order(line: Line) -> tuple[bool, str, str, str, int]:
    contact = line.contact
    return (
        contact.organisation is None,
        folded(contact.organisation or ""),
        folded(contact.unit or ""),
        folded(contact.name or ""),
        line.entry.number,
    )
