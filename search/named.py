"""Tell whether a passage holds what a question names by number, section or day.

Knows references. Must not know how a passage was found: words alike are not enough where a number was asked for.
"""

from collections.abc import Sequence

from search.analysis.references import PLACED, Reference, passage_references

UNNAMED_SHARE = 0.5
"""What is left of the confidence in a passage that holds nothing of what the question names."""


def named_in(found: Sequence[Reference]) -> frozenset[str]:
    """Return the keys of what a question names; what only narrows, such as a month, is left out."""
    return frozenset(reference.key for reference in found if reference.weight >= PLACED)


def named_share(named: frozenset[str], text: str, context: str) -> float:
    """Return 1 where a passage, its title or its headings hold something of what is named, else `UNNAMED_SHARE`."""
    if not named:
        return 1.0
    return 1.0 if named & passage_references(text, context).keys() else UNNAMED_SHARE
