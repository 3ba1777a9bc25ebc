"""What the page of terms shows: a concept in three languages side by side, its counterpart, and what papers say of it.

Knows concepts, definitions of papers and words; must not know requests or HTML.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from api import view
from api.labels import COUNTRIES
from api.place_view import SourceView, source_view
from api.words import Words
from search.records import Definition, Recorded
from search.terms import LANGUAGES, Concept, TermBank


@dataclass(frozen=True, slots=True)
class TongueView:
    """What a concept is called in one language, and what it means there; "" where the bank does not say."""

    lang: str
    name: str
    others: tuple[str, ...]
    definition: str


@dataclass(frozen=True, slots=True)
class ExplainedView:
    """What a paper says that a term means."""

    term: str
    abbreviation: str | None
    text: str
    lang: str | None
    source: SourceView


@dataclass(frozen=True, slots=True)
class TermView:
    """One concept.

    Attributes:
        country: where it exists, in words; None where it is general.
        counterparts: (name, language, address, country) of what is like it in the other country and not the same.
    """

    notation: str
    name: str
    lang: str
    country: str | None
    tongues: tuple[TongueView, ...]
    counterparts: tuple[tuple[str, str, str, str | None], ...]
    papers: tuple[ExplainedView, ...]


def term_view(
    concept: Concept, bank: TermBank, papers: Iterable[Recorded[Definition]], words: Words, ui: str | None
) -> TermView:
    """Return a concept as the page shows it, its name in the reader's language where it has one."""
    name, lang = _named(concept, words.language)
    return TermView(
        concept.notation,
        name,
        lang,
        _country(concept, words),
        tuple(_tongue(concept, language) for language in LANGUAGES),
        tuple(_counterparts(concept, bank, words, ui)),
        tuple(explained_view(each, words, ui) for each in papers),
    )


def explained_view(held: Recorded[Definition], words: Words, ui: str | None) -> ExplainedView:
    """Return a paper's definition with where it stands."""
    record = held.record
    return ExplainedView(
        record.term,
        record.abbreviation,
        record.text or "",
        view.lang_of(record.language),
        source_view(held.document, record.span, words, ui),
    )


def _tongue(concept: Concept, language: str) -> TongueView:
    labels = concept.labels_in(language)
    return TongueView(language, labels.pref, labels.alt, concept.definition.get(language, ""))


def _named(concept: Concept, language: str) -> tuple[str, str]:
    order = (language, *LANGUAGES)
    lang = next((each for each in order if concept.labels_in(each).pref), language)
    return concept.labels_in(lang).pref or concept.notation, lang


def _country(concept: Concept, words: Words) -> str | None:
    return words.gettext(COUNTRIES[concept.country]) if concept.country else None


def _counterparts(
    concept: Concept, bank: TermBank, words: Words, ui: str | None
) -> Iterator[tuple[str, str, str, str | None]]:
    for notation in concept.close_match:
        if notation in bank:
            other = bank.concept(notation)
            name, lang = _named(other, words.language)
            yield name, lang, f"{view.address('/terms', q=name, ui=ui)}#{notation}", _country(other, words)
