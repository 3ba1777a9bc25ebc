"""Tell whether a passage holds what a question names by number, section or day.

Knows references. Must not know how a passage was found: words alike are not enough where a number was asked for.
"""

from collections.abc import Sequence

from search.analysis.references import PLACED, Reference, passage_references


def named_in(found: Sequence[Reference]) -> frozenset[str]:
    """Return the keys of what a question names; what only narrows, such as a month, is left out."""
    return frozenset(reference.key for reference in found if reference.weight >= PLACED)


def holds_named(named: frozenset[str], text: str, context: str) -> bool:
    """Tell whether a passage, its title or its headings hold something of what is named."""
    return not named.isdisjoint(passage_references(text, context).keys())
