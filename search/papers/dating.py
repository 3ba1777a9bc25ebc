"""The day that a paper gives for itself.

Knows facts and validity. Must not know files: the time at which a file was copied says nothing of its paper.
"""

from datetime import date

from search.dates import bounds_of
from search.document import Document
from search.papers.view import Papers

_MADE = frozenset({"decided", "signed", "dated"})
_FROM = frozenset({"valid_from"})


def stated_day(document: Document, papers: Papers) -> date | None:
    """Return the day from which a paper applies, else on which it was last signed, decided or dated; None for none."""
    return document.validity.valid_from or _latest(document, papers, _MADE) or _latest(document, papers, _FROM)


def _latest(document: Document, papers: Papers, names: frozenset[str]) -> date | None:
    """Return the last of the days that facts name; of a month or a year its first day."""
    stated = (bounds_of(fact.value) for fact in papers.facts(document.document_id) if fact.name in names)
    return max((bounds[0] for bounds in stated if bounds), default=None)
