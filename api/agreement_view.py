"""What the page of agreements shows: one entry for each agreement, and the grid of areas by parties with its gaps.

Knows agreements, the matrix and words; must not know requests or HTML.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from api import view
from api.labels import level_label, validity_label
from api.place_view import SourceView, place_address, source_view
from api.words import Words
from search.papers.matrix import LEVELS, Matrix
from search.papers.view import AgreementView, Papers
from search.records import Agreement
from search.validity import is_over


@dataclass(frozen=True, slots=True)
class LinkedText:
    """Words of a paper with where they stand."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class AgreementEntry:
    """One agreement of the list.

    Attributes:
        status: whether it counts, in words; said even where nothing is known.
        replaces, replaced_by: held papers.
        is_reported: a news item only tells of it.
    """

    document_id: str
    source: SourceView
    badge: view.Badge | None
    status: str
    reason: str | None
    level: str | None
    parties: tuple[str, ...]
    areas: tuple[LinkedText, ...]
    follow_up: LinkedText | None
    replaces: tuple[SourceView, ...]
    replaced_by: tuple[SourceView, ...]
    is_reported: bool


@dataclass(frozen=True, slots=True)
class CellLink:
    """An agreement in the grid: its level, and its title for those who cannot see where it stands."""

    level: str
    title: str
    lang: str | None
    href: str
    status: str | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """An area with one cell for each party; an empty cell is a gap."""

    label: str
    lang: str | None
    cells: tuple[tuple[CellLink, ...], ...]


def agreement_entry(found: AgreementView, papers: Papers, words: Words, ui: str | None) -> AgreementEntry:
    """Return an agreement as the list shows it."""
    agreement, document = found.agreement, found.document
    key = document.document_id
    follow_up = agreement.follow_up
    return AgreementEntry(
        key,
        source_view(document, None, words, ui),
        view.badge_of(found.validity, words),
        validity_label(found.validity, words),
        found.validity.reason,
        level_label(agreement.level, words),
        agreement.parties,
        tuple(LinkedText(area.text, place_address(key, area.span, ui)) for area in agreement.areas),
        LinkedText(follow_up, place_address(key, agreement.follow_up_span, ui)) if follow_up else None,
        tuple(_held((link.older for link in papers.replaces(key)), papers, words, ui)),
        tuple(_held((link.newer for link in papers.replaced_by(key)), papers, words, ui)),
        agreement.is_reported,
    )


def grid_rows(matrix: Matrix, found: Sequence[AgreementView], words: Words, ui: str | None) -> list[GridRow]:
    """Return the grid, each area a row, each party a column."""
    by_id = {each.document.document_id: each for each in found}
    return [
        GridRow(
            area.label,
            _language_of(area.texts, found),
            tuple(
                tuple(
                    _cell_link(by_id[key], area.texts, words, ui)
                    for level in LEVELS
                    for key in matrix.cells.get((row, column, level), ())
                )
                for column in range(len(matrix.parties))
            ),
        )
        for row, area in enumerate(matrix.areas)
    ]


def _cell_link(found: AgreementView, texts: Sequence[str], words: Words, ui: str | None) -> CellLink:
    agreement, document = found.agreement, found.document
    return CellLink(
        level_label(agreement.level, words) or words.gettext("level not stated"),
        document.title.strip() or words.gettext("Untitled"),
        view.lang_of(document.language),
        _area_address(document.document_id, agreement, texts, ui),
        validity_label(found.validity, words) if is_over(found.validity) else None,
    )


def _area_address(document_id: str, agreement: Agreement, texts: Sequence[str], ui: str | None) -> str:
    span = next((area.span for area in agreement.areas if area.text in texts), None)
    return place_address(document_id, span, ui)


def _language_of(texts: Sequence[str], found: Iterable[AgreementView]) -> str | None:
    """Return the language of the paper that an area's label is from."""
    label = texts[0]
    holders = (each for each in found if any(area.text == label for area in each.agreement.areas))
    return next((view.lang_of(each.document.language) for each in holders), None)


def _held(ids: Iterable[str], papers: Papers, words: Words, ui: str | None) -> Iterator[SourceView]:
    documents = (papers.document(each) for each in ids)
    return (source_view(document, None, words, ui) for document in documents if document)
