"""Who agreed with whom on what and at which level, as a grid in which a gap is seen.

Knows agreements and how areas and parties of different papers are one. Must not know requests or how a grid is shown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from search.papers.concepts import AreaConcepts
from search.papers.view import AgreementView
from search.records import Area, Level
from search.validity import is_over

LEVELS: tuple[Level | None, ...] = ("national", "regional", "local", None)


@dataclass(frozen=True, slots=True)
class MatrixArea:
    """A row: an area, however papers word it.

    Attributes:
        label: as the first paper prints it.
        texts: every wording.
    """

    label: str
    concept: str | None
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatrixParty:
    """A column: a party, with its regions and offices.

    Attributes:
        names: as papers print them.
    """

    name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Areas by parties by levels.

    Attributes:
        cells: (row, column, level) -> document ids of the agreements there, those in force first; a missing key is a
            gap: no agreement is held.
    """

    areas: tuple[MatrixArea, ...]
    parties: tuple[MatrixParty, ...]
    cells: Mapping[tuple[int, int, Level | None], tuple[str, ...]]


@dataclass(slots=True)
class _Group:
    label: str
    concept: str | None
    subjects: frozenset[str]
    texts: list[str] = field(default_factory=list)


def matrix_of(agreements: Sequence[AgreementView], concepts: AreaConcepts, *, include_over: bool = False) -> Matrix:
    """Return the grid of these agreements.

    Args:
        include_over: count agreements that are no longer in force too.
    """
    counted = [each for each in agreements if include_over or not is_over(each.validity)]
    counted.sort(key=lambda view: view.validity.status != "in_force")
    groups, rows = _rows(counted, concepts)
    parties, columns = _columns(counted)
    cells: dict[tuple[int, int, Level | None], tuple[str, ...]] = {}
    for view in counted:
        for area in view.agreement.areas:
            for party in view.agreement.parties:
                key = (rows[area.text], columns[party], view.agreement.level)
                held = cells.get(key, ())
                if view.document.document_id not in held:
                    cells[key] = (*held, view.document.document_id)
    areas = tuple(MatrixArea(group.label, group.concept, tuple(group.texts)) for group in groups)
    return Matrix(areas, parties, cells)


def _rows(agreements: Sequence[AgreementView], concepts: AreaConcepts) -> tuple[list[_Group], dict[str, int]]:
    """Return the rows in the order of their first paper, and wording -> row."""
    groups: list[_Group] = []
    rows: dict[str, int] = {}
    for area, language in _listed(agreements):
        if area.text in rows:
            continue
        subjects = concepts.subjects(area.text, language)
        row = next((i for i, group in enumerate(groups) if _is_same(group, area, subjects)), None)
        if row is None:
            row = len(groups)
            groups.append(_Group(area.text, area.concept, subjects))
        rows[area.text] = row
        groups[row].texts.append(area.text)
    return groups, rows


def _listed(agreements: Iterable[AgreementView]) -> Iterator[tuple[Area, str]]:
    for view in agreements:
        for area in view.agreement.areas:
            yield area, view.document.language


def _is_same(group: _Group, area: Area, subjects: frozenset[str]) -> bool:
    """Tell whether an area is that of a row: about the same concept first of all, or with all words of the shorter."""
    if area.concept and area.concept == group.concept:
        return True
    return bool(subjects and group.subjects) and (subjects <= group.subjects or group.subjects <= subjects)


def _columns(agreements: Sequence[AgreementView]) -> tuple[tuple[MatrixParty, ...], dict[str, int]]:
    """Return the columns and party as printed -> column; "Kriminalvården region Väst" belongs to "Kriminalvården"."""
    names = list(dict.fromkeys(party for view in agreements for party in view.agreement.parties))
    folded = {name.casefold(): name for name in names}
    heads: dict[str, list[str]] = {}
    for name in names:
        words = name.casefold().split()
        shorter = (" ".join(words[:count]) for count in range(1, len(words)))
        head = next((folded[each] for each in shorter if each in folded), folded[name.casefold()])
        heads.setdefault(head, []).append(name)
    parties = tuple(MatrixParty(head, tuple(each)) for head, each in heads.items())
    return parties, {name: column for column, party in enumerate(parties) for name in party.names}
