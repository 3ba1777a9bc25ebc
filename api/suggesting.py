"""The suggestions of the current generation: made in memory, and made anew beside the old ones when it changes.

Knows the catalog, the glossary and what makes a good suggestion; must not know HTTP.
"""

import logging
import re
import threading
from collections import Counter
from collections.abc import Iterator

from api.port import Glossary
from search.catalog_port import Catalog
from search.document import BLOCK_SEPARATOR
from search.errors import SamsokError
from search.suggest import Suggestion, SuggestionIndex
from search.terms import LANGUAGES

MAX_CHARACTERS = 90
"""A longer title or heading is no question that anybody would type."""

_HELPED = 2
"""Thumbs up from which on a question is shown to others: one reader's words may be about one case."""

_MOST_FEEDBACK = 20_000
_MIN_CHARACTERS = 3
_NUMBER = re.compile(r"^(?:§|\(?[\dIVX]{1,4}[.):]|\d+(?:\.\d+)*\.?)\s+(?:§\s+)?")
_log = logging.getLogger("samsok.suggest")


class Suggester:
    """Suggests; safe to use from several threads."""

    def __init__(self, catalog: Catalog, glossary: Glossary) -> None:
        self._catalog = catalog
        self._glossary = glossary
        self._lock = threading.Lock()
        self._made: tuple[int, SuggestionIndex] = (-1, SuggestionIndex(()))

    def suggest(self, typed: str, limit: int, language: str = "") -> list[Suggestion]:
        """Return suggestions; while those of a newer generation are being made, the old ones answer.

        Raises:
            BackendError: the catalog failed.
        """
        current = self._catalog.current()
        number = current.number if current else 0
        if self._made[0] < 0:
            self.refresh()
        elif self._made[0] != number and not self._lock.locked():
            threading.Thread(target=self.prepare, name="suggestions", daemon=True).start()
        return self._made[1].suggest(typed, limit, language)

    def refresh(self) -> None:
        """Make the suggestions of the current generation unless they are made."""
        with self._lock:
            current = self._catalog.current()
            number = current.number if current else 0
            if self._made[0] != number:
                self._made = number, SuggestionIndex(self._found(number))

    def prepare(self) -> None:
        """Make them as `refresh` does; a failure is told in the log, and the old ones stay."""
        try:
            self.refresh()
        except SamsokError as error:
            _log.warning("suggestions stay as they were: %s", error)

    def _found(self, number: int) -> Iterator[tuple[Suggestion, int]]:
        for document in self._catalog.live(number).values() if number else ():
            yield from _usable(Suggestion(document.title, "title", document.language), 1)
            for organisation in document.organisations:
                yield Suggestion(organisation, "organisation"), 1
        counts: Counter[tuple[str, str]] = Counter()
        for path, language in self._catalog.section_paths(number) if number else ():
            counts.update({(heading, language) for heading in path})
        for (heading, language), count in counts.items():
            yield from _usable(Suggestion(_NUMBER.sub("", heading), "heading", language), count)
        for question, count in self._helped().items():
            yield from _usable(Suggestion(question, "question"), count)
        for concept in self._glossary.bank().concepts:
            for each in LANGUAGES:
                for label in concept.labels_in(each).shown:
                    yield Suggestion(label, "term", each), 1

    def _helped(self) -> Counter[str]:
        """Return questions whose answers helped more than one reader, where the operator keeps questions."""
        said = self._catalog.feedback(_MOST_FEEDBACK)
        helped = Counter(each.question for each in said if each.verdict == "up" and each.question)
        return Counter({text: count for text, count in helped.items() if count >= _HELPED and "*" not in text})


def _usable(suggestion: Suggestion, count: int) -> Iterator[tuple[Suggestion, int]]:
    text = suggestion.text.strip()
    if _MIN_CHARACTERS <= len(text) <= MAX_CHARACTERS and BLOCK_SEPARATOR not in text:
        yield Suggestion(" ".join(text.split()), suggestion.kind, suggestion.language), count
