"""Count what the passages found are: their languages, organisations and kinds of paper.

Knows records; must not know how they were found.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from search.catalog_port import PassageRecord
from search.result import Facet, FacetName, Filters


def count_facet(name: FacetName, records: Iterable[PassageRecord]) -> list[Facet]:
    """Return each value with how many passages have it, the most frequent first."""
    counts = Counter(value for record in records for value in _values(name, record))
    return [Facet(name, value, count) for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def without(filters: Filters, name: FacetName) -> Filters:
    """Return filters that let every value of one kind through: what else could be chosen is counted by them."""
    return replace(filters, **{name: ()})


def is_chosen(filters: Filters, name: FacetName) -> bool:
    """Tell whether a kind of value is narrowed."""
    return bool(getattr(filters, name))


def _values(name: FacetName, record: PassageRecord) -> tuple[str, ...]:
    if name == "language":
        return (record.passage.language,)
    return record.document.organisations if name == "organisation" else (record.document.document_type,)
