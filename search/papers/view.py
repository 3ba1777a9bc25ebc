"""All papers of a generation with what is known between them: which one counts on a day, and who agreed on what.

Made once a generation and asked with every question, so what it answers is looked up, not worked out. Must not know
where a generation comes from.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from search.dates import bounds_of
from search.document import Document, Validity
from search.papers.concepts import AreaConcepts, NoConcepts
from search.papers.links import Held, Link, held_of, replacements, reports
from search.papers.settle import settled
from search.records import Agreement, Fact, Recorded
from search.validity import is_over, on_day

_MOST_STEPS = 8


@dataclass(frozen=True, slots=True)
class _Standing:
    """What decides on a day whether a paper counts.

    Attributes:
        renewed: it goes on after its last day unless somebody ends it, so that its end is not known.
        open_since: the day it was made, where it says that it holds until further notice and not since when.
    """

    validity: Validity
    contradiction: str | None = None
    renewed: str | None = None
    open_since: date | None = None


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement with its document, its areas with their concepts and its validity on the day asked for."""

    agreement: Agreement
    document: Document
    validity: Validity


class Papers:
    """The papers of one generation; never changes once made, safe to use from several threads."""

    def __init__(
        self,
        facts: Iterable[Recorded[Fact]] = (),
        agreements: Iterable[Recorded[Agreement]] = (),
        concepts: AreaConcepts | None = None,
    ) -> None:
        """Take what the papers of a generation state; those that state nothing need not be named."""
        self._concepts = concepts or NoConcepts()
        self._agreements = {each.document.document_id: each for each in agreements}
        self._held = _held(facts, self._agreements)
        self._links = replacements(self._held)
        self._successors = _by(self._links, "older")
        self._predecessors = _by(self._links, "newer")
        self._reports = reports(self._held)
        self._standings = {key: _standing(paper) for key, paper in self._held.items()}

    def validity(self, document: Document, day: date) -> Validity:
        """Return whether a paper counts on a day.

        A paper that was replaced before or on the day is superseded by the latest that is held in its place; one whose
        dates contradict each other is unknown, with the reason. What is not known stays as the document says.
        """
        key = self._reports.get(document.document_id, document.document_id)
        standing = self._standings.get(key)
        if standing is None:
            # nothing is known of it beside what it says: most papers of a large collection, and a page asks of 100
            return on_day(document.validity, day)
        successor = self._successor(key, day)
        if successor:
            return replace(standing.validity, status="superseded", superseded_by=successor)
        if standing.contradiction:
            return Validity(reason=standing.contradiction)
        return _on_day(standing, day)

    def primary_of(self, document_id: str) -> str | None:
        """Return the held agreement that a news item reports on; None where it reports on none that is held."""
        return self._reports.get(document_id)

    def reports_on(self, document_id: str) -> tuple[str, ...]:
        """Return the news items that report on a held agreement."""
        return tuple(news for news, primary in self._reports.items() if primary == document_id)

    def replaced_by(self, document_id: str) -> tuple[Link, ...]:
        """Return which held papers take a paper's place."""
        return self._successors.get(document_id, ())

    def replaces(self, document_id: str) -> tuple[Link, ...]:
        """Return which held papers a paper takes the place of."""
        return self._predecessors.get(document_id, ())

    def facts(self, document_id: str) -> tuple[Fact, ...]:
        """Return what is known about a paper as a whole."""
        held = self._held.get(document_id)
        return held.facts if held else ()

    def document(self, document_id: str) -> Document | None:
        """Return a paper that states anything."""
        held = self._held.get(document_id)
        return held.document if held else None

    def agreements(self, day: date) -> list[AgreementView]:
        """Return every agreement with its areas' concepts and its validity on a day, by title.

        One that only a news item reports on is left out where the agreement itself is held.
        """
        shown = [
            AgreementView(self._with_concepts(each), each.document, self.validity(each.document, day))
            for key, each in self._agreements.items()
            if key not in self._reports
        ]
        return sorted(shown, key=lambda view: (is_over(view.validity), view.document.title, view.document.document_id))

    def agreement(self, document_id: str) -> Agreement | None:
        """Return what a paper agrees on, its areas with their concepts."""
        held = self._agreements.get(document_id)
        return self._with_concepts(held) if held else None

    def areas_like(self, value: str) -> tuple[str, ...]:
        """Return the areas, as papers print them, that mean what a value of a filter means, the value included.

        The value may be an area as printed, a label of the term bank in any language, or a concept's notation.
        """
        wanted, subjects = set(self._concepts.of(value, "")), self._concepts.subjects(value, "")
        found = {
            area.text
            for each in self._agreements.values()
            for area in each.record.areas
            if self._is_like(area.text, each.document.language, wanted, subjects)
        }
        return tuple(sorted(found | {value}))

    def _is_like(self, area: str, language: str, concepts: AbstractSet[str], subjects: AbstractSet[str]) -> bool:
        own = self._concepts.subjects(area, language)
        return bool(concepts & set(self._concepts.of(area, language))) or bool(
            own and subjects and (own <= subjects or subjects <= own)
        )

    def _successor(self, document_id: str, day: date) -> str | None:
        """Return the latest held paper that stands in a paper's place on a day."""
        found, at = None, document_id
        for _ in range(_MOST_STEPS):
            links = [link for link in self._successors.get(at, ()) if link.since is None or link.since <= day]
            if not links:
                return found
            found = at = max(links, key=lambda link: (link.since or date.min, link.newer)).newer
        return found

    def _with_concepts(self, held: Recorded[Agreement]) -> Agreement:
        language = held.document.language
        areas = tuple(
            replace(area, concept=next(iter(self._concepts.of(area.text, language)), area.concept))
            for area in held.record.areas
        )
        return replace(held.record, areas=areas)


def _held(facts: Iterable[Recorded[Fact]], agreements: Mapping[str, Recorded[Agreement]]) -> dict[str, Held]:
    stated: dict[str, tuple[Document, list[Fact]]] = {key: (each.document, []) for key, each in agreements.items()}
    for each in facts:
        stated.setdefault(each.document.document_id, (each.document, []))[1].append(each.record)
    return {
        key: held_of(document, found, agreements[key].record if key in agreements else None)
        for key, (document, found) in stated.items()
    }


def _standing(paper: Held) -> _Standing:
    result = settled(paper.facts)
    validity = paper.document.validity if not result.contradiction else Validity()
    made = [
        bounds[1]
        for fact in paper.facts
        if fact.name in {"decided", "signed", "dated"} and (bounds := bounds_of(fact.value))
    ]
    is_open = any(_is_open(fact.value) for fact in paper.facts if fact.name == "term")
    return _Standing(
        validity,
        result.contradiction,
        renewed=next(iter(paper.values("renewal")), None),
        open_since=max(made, default=None) if is_open and validity.valid_from is None else None,
    )


def _is_open(term: str) -> bool:
    lower = term.casefold()
    return any(words in lower for words in ("tills vidare", "indtil videre", "until further notice"))


def _on_day(standing: _Standing, day: date) -> Validity:
    validity = on_day(standing.validity, day)
    if validity.status == "expired" and standing.renewed and standing.validity.status != "expired":
        end = standing.validity.valid_to
        return replace(standing.validity, status="unknown", reason=f'after {end} it may go on: "{standing.renewed}"')
    if validity.status == "unknown" and standing.open_since and standing.open_since <= day:
        return replace(validity, status="in_force")
    return validity


def _by(links: Iterable[Link], end: str) -> dict[str, tuple[Link, ...]]:
    found: dict[str, tuple[Link, ...]] = {}
    for link in links:
        key = getattr(link, end)
        found[key] = (*found.get(key, ()), link)
    return found
