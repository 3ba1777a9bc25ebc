"""What papers define, joined to the term bank: a concept with the papers that explain it, and terms the bank lacks.

Knows definitions and concepts. Must not know how either was found.
"""

from collections.abc import Iterable

from search.papers.concepts import AreaConcepts, NoConcepts
from search.records import Definition, Recorded
from search.terms.bank import plain


class PaperGlossary:
    """The definitions of one generation; never changes once made.

    Attributes:
        stated: all of them, paper after paper.
    """

    def __init__(self, definitions: Iterable[Recorded[Definition]] = (), concepts: AreaConcepts | None = None) -> None:
        """Join definitions to concepts by their terms."""
        self.stated = tuple(definitions)
        known = concepts or NoConcepts()
        self._by_notation: dict[str, list[Recorded[Definition]]] = {}
        self._others: list[Recorded[Definition]] = []
        for each in self.stated:
            notations = known.called(each.record.term, each.record.language)
            for notation in notations:
                self._by_notation.setdefault(notation, []).append(each)
            if not notations:
                self._others.append(each)
        self._others.sort(key=lambda each: (plain(each.record.term), each.document.document_id, each.record.span.start))

    def of(self, notation: str) -> tuple[Recorded[Definition], ...]:
        """Return what papers say of a concept."""
        return tuple(self._by_notation.get(notation, ()))

    def find(self, text: str, limit: int) -> tuple[list[Recorded[Definition]], int]:
        """Return definitions of terms that the bank lacks, by the beginning of a word, and how many there are."""
        wanted = plain(text)
        found = [each for each in self._others if _begins(wanted, each.record)]
        return found[:limit], len(found)


def _begins(wanted: str, definition: Definition) -> bool:
    names = (definition.term, definition.abbreviation or "")
    return any(f" {wanted}" in f" {plain(name)}" for name in names)
