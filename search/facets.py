"""Count what the passages found are: their languages, organisations and kinds of paper.

Knows passages by what they are counted by; must not know how they were found.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from search.catalog_port import PassageKind
from search.result import Facet, FacetName, Filters


def count_facet(name: FacetName, kinds: Iterable[PassageKind]) -> list[Facet]:
    """Return each value with how many passages have it, the most frequent first."""
    counts = Counter(value for kind in kinds for value in _values(name, kind))
    return [Facet(name, value, count) for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def without(filters: Filters, name: FacetName) -> Filters:
    """Return filters that let every value of one kind through: what else could be chosen is counted by them."""
    return replace(filters, **{name: ()})


def is_chosen(filters: Filters, name: FacetName) -> bool:
    """Tell whether a kind of value is narrowed."""
    return bool(getattr(filters, name))


def _values(name: FacetName, kind: PassageKind) -> tuple[str, ...]:
    if name == "language":
        return (kind.language,)
    return kind.document.organisations if name == "organisation" else (kind.document.document_type,)
