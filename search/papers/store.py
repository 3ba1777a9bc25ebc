"""The view of the current generation's papers, made once and kept while the generation is asked.

Knows the catalog's port and when a view is outdated. Must not know what a view answers.
"""

import threading

from search.catalog_port import Catalog
from search.papers.concepts import AreaConcepts, NoConcepts
from search.papers.glossary import PaperGlossary
from search.papers.view import Papers
from search.records import Agreement, Definition, Fact


class PaperStore:
    """Gives the papers of a generation; safe to use from several threads."""

    def __init__(self, catalog: Catalog, concepts: AreaConcepts | None = None) -> None:
        """Take where papers come from and what tells areas apart; nothing is read yet."""
        self._catalog = catalog
        self._concepts = concepts
        self._lock = threading.Lock()
        self._held: tuple[int, Papers] | None = None
        self._glossary: tuple[int, PaperGlossary] | None = None

    @property
    def concepts(self) -> AreaConcepts:
        """What tells areas apart."""
        return self._concepts or NoConcepts()

    def at(self, generation: int) -> Papers:
        """Return the papers of a generation.

        Raises:
            BackendError: the catalog does not answer.
        """
        held = self._held
        if held and held[0] == generation:
            return held[1]
        with self._lock:
            if self._held and self._held[0] == generation:
                return self._held[1]
            facts = self._catalog.records(generation, Fact)
            papers = Papers(facts, self._catalog.records(generation, Agreement), self._concepts)
            self._held = (generation, papers)
            return papers

    def glossary(self) -> PaperGlossary:
        """Return what the papers of the current generation define; nothing before the first publication."""
        current = self._catalog.current()
        if current is None:
            return PaperGlossary()
        held = self._glossary
        if held and held[0] == current.number:
            return held[1]
        made = PaperGlossary(self._catalog.records(current.number, Definition), self._concepts)
        self._glossary = (current.number, made)
        return made

    def current(self) -> Papers:
        """Return the papers of the current generation; none before the first publication."""
        current = self._catalog.current()
        return self.at(current.number) if current else Papers()
