"""What the search page shows of filters, expansions and order: options with counts, and the links that change them.

Knows the form and what was counted; must not know requests or HTML.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from api.labels import document_type_label, language_label
from api.search_form import Form
from api.view import EXPANSIONS_TOLD
from api.words import N_, Words
from search.result import FACETS, Expansion, Facet, FacetName, SearchResponse

OPTIONS_TOLD = 12
"""Of a kind; those that are chosen are always told. A choice."""

_LEGENDS: dict[FacetName, str] = {
    "language": N_("Language"), "organisation": N_("Organisation"), "document_type": N_("Kind of paper"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OptionView:
    """One value of a filter, with how many passages have it."""

    value: str
    label: str
    count: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FilterView:
    """One filter."""

    name: str
    legend: str
    options: tuple[OptionView, ...]


@dataclass(frozen=True, slots=True)
class RemovalView:
    """Something that can be taken out or put back by following a link."""

    label: str
    href: str
    of: str = ""


def filter_views(response: SearchResponse, form: Form, words: Words) -> list[FilterView]:
    """Return the filters that there is something to choose in."""
    views = [
        FilterView(name, words.gettext(_LEGENDS[name]), tuple(_options(name, response.facets, form, words)))
        for name in FACETS
    ]
    return [view for view in views if len(view.options) > 1 or any(option.chosen for option in view.options)]


def _options(name: FacetName, facets: Sequence[Facet], form: Form, words: Words) -> list[OptionView]:
    counts = {facet.value: facet.count for facet in facets if facet.name == name}
    chosen = form.chosen(name)
    told = [*dict.fromkeys([*list(counts)[:OPTIONS_TOLD], *chosen])]
    return [
        OptionView(value, _label(name, value, words), words.number(counts.get(value, 0)), value in chosen)
        for value in told
    ]


def chosen_views(form: Form, words: Words) -> list[RemovalView]:
    """Return what narrows the results now, each with the address without it."""
    found = [
        RemovalView(
            _label(name, value, words),
            form.address(**{name: tuple(other for other in form.chosen(name) if other != value)}),
        )
        for name in FACETS
        for value in form.chosen(name)
    ]
    if form.include_expired:
        found.append(RemovalView(words.gettext("also papers no longer in force"), form.address(include_expired=False)))
    return found


def expansion_views(expansions: Sequence[Expansion], form: Form) -> list[RemovalView]:
    """Return what was searched for beside the question's own words, the weightiest few for each of them."""
    told: dict[str, list[str]] = {}
    for expansion in sorted(expansions, key=lambda expansion: -expansion.weight):
        terms = told.setdefault(expansion.source_term, [])
        if len(terms) < EXPANSIONS_TOLD and expansion.term not in terms:
            terms.append(expansion.term)
    return [
        RemovalView(term, form.address(without=(*form.without, term)), source)
        for source, terms in told.items()
        for term in terms
    ]


def removed_views(form: Form) -> list[RemovalView]:
    """Return the terms that the reader took out, each with the address that puts it back."""
    return [
        RemovalView(term, form.address(without=tuple(other for other in form.without if other != term)))
        for term in form.without
    ]


def order_views(form: Form, words: Words) -> list[tuple[str, str, bool]]:
    """Return (label, address, is the present one) for each order."""
    return [
        (words.gettext("Most relevant"), form.address(sort="relevance"), form.sort == "relevance"),
        (words.gettext("Newest"), form.address(sort="date"), form.sort == "date"),
    ]


def _label(name: FacetName, value: str, words: Words) -> str:
    if name == "language":
        return words.first_capital(language_label(value, words))
    return words.first_capital(document_type_label(value, words)) if name == "document_type" else value
