"""The list of contacts: narrowed, searched and cut into pages.

Knows entries and the directory. Must not know requests or how contacts are written out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from search.contacts.compare import folded, stems
from search.contacts.directory import ROLE, TOPIC, Directory
from search.contacts.entry import Entry
from search.contacts.find import Asked
from search.contacts.roll import Line
from search.records import Level

_HOLDS = 0.6
"""Share of a filter's words, by rarity, that a contact must hold."""


@dataclass(frozen=True, slots=True)
class ContactQuery:
    """What is wanted of the list; "" and None let everything through.

    Attributes:
        area: what contacts are for, in any language.
        q: words of any field.
        limit: None for all.
    """

    organisation: str = ""
    area: str = ""
    place: str = ""
    level: Level | None = None
    q: str = ""
    limit: int | None = 10
    offset: int = 0
    as_of: date | None = None
    include_expired: bool = False


@dataclass(frozen=True, slots=True)
class ContactPage:
    """A stretch of the list.

    Attributes:
        total: how many contacts there are in all.
        state: changes whenever the list may have changed; a cursor holds for one state.
        day: on which the entries stand as they are.
    """

    entries: tuple[Entry, ...]
    total: int
    state: str
    day: date


def listed(
    directory: Directory, wanted: ContactQuery, day: date, area: Asked | None, words: Asked | None
) -> list[Entry]:
    """Return the entries that fit: by how well where words are looked for, else by organisation, unit and name.

    Args:
        area, words: `wanted.area` and `wanted.q` taken apart; None where they are empty.
    """
    roll = directory.roll(day, show_all=wanted.include_expired)
    places = [place for place, line in enumerate(roll.lines) if _fits(line, wanted)]
    if area is None and words is None:
        return [roll.lines[place].entry for place in places]
    best = _best(directory, wanted, day, area, words)
    scored = [(round(float(best[roll.lines[place].entry.number]), 2), place) for place in places]
    fitting = sorted((-score, place) for score, place in scored if score >= 0)
    return [roll.lines[place].entry for _, place in fitting]


def _best(
    directory: Directory, wanted: ContactQuery, day: date, area: Asked | None, words: Asked | None
) -> NDArray[np.float64]:
    """Return how well each entry's best statement fits, shape (entries,); -1 where none fits."""
    kept = directory.standing(day, show_all=wanted.include_expired)
    score = np.zeros(len(directory.rows))
    if area is not None:
        kept = kept & (_shares(directory, area, fields=(TOPIC, ROLE)) >= _HOLDS)
    if words is not None:
        score = _shares(directory, words)
        kept = kept & (score >= _HOLDS)
    best = np.full(len(directory), -1.0)
    np.maximum.at(best, directory.row_entry[kept], score[kept])
    return best


def _fits(line: Line, wanted: ContactQuery) -> bool:
    if wanted.organisation and not any(folded(wanted.organisation) in name for name in line.names):
        return False
    if wanted.level and line.contact.level != wanted.level:
        return False
    return not wanted.place or bool(stems(wanted.place) & line.places)


def _shares(directory: Directory, asked: Asked, fields: Sequence[int] = ()) -> NDArray[np.float64]:
    if not asked.words:
        return np.zeros(len(directory.rows))
    scores = directory.scores(asked.words)
    found = scores.found * np.isin(scores.fields, fields) if fields else scores.found
    shares: NDArray[np.float64] = (asked.rarity[:, None] * found).sum(axis=0) / max(float(asked.rarity.sum()), 1e-6)
    return shares
