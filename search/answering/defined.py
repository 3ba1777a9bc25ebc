"""What a term means, from the definitions that papers state as records: the paper's own words, then the term bank's.

Knows definitions, plans and the shape of an answer. Must not know storage: quotes are compared with the stored text
that a function gives.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from search.analysis import Analyzer, Token
from search.answering.definition import MEANING_WORDS
from search.answering.frame import framed, from_term_bank
from search.document import Document
from search.nation import NATION_WORDS
from search.papers.glossary import PaperGlossary
from search.papers.store import PaperStore
from search.plan import Plan
from search.quote import Excerpt, Lookup, quote_at
from search.records import Definition, Recorded
from search.result import Answer, Quote

Explain = Callable[[str, str, str], tuple[str, str] | None]
"""(text, its language, the reader's) -> the term bank's name and definition of what the text names."""

Shows = Callable[[Document], bool]

_STANDS = 0.6
"""Weight from which a form or a translation of a question's word is the term's own."""

_TOLD = 0.3
"""The same for the question's other words, which only say where the term is used."""

_MOST_QUOTES = 2
_CONFIDENCE = 0.95
_SETTING_WORDS = """
kriminalvården kriminalforsorgen polisen politiet police prison probation service vad hvad what är er is avtalet aftalen
överenskommelsen agreement dokumentet papper paperet papers paper document ord ordet begreb begreppet uttrycket
udtrykket expression phrase
"""
_SETTING = NATION_WORDS.union(_SETTING_WORDS.split())
"""Words that say in which setting a term is asked about."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A definition of what is asked, with the number of the question's words that its term holds."""

    stated: Recorded[Definition]
    words: int
    is_own: bool


class DefinitionAnswerer:
    """Answers from the papers' definitions; safe to use from several threads."""

    def __init__(self, papers: PaperStore, analyzer: Analyzer, excerpt: Excerpt, passages: Lookup) -> None:
        """Take where definitions come from and what gives stored text and passages."""
        self._papers = papers
        self._analyzer = analyzer
        self._excerpt = excerpt
        self._passages = passages
        self._held: tuple[PaperGlossary, Mapping[int, Sequence[Recorded[Definition]]]] | None = None

    def answer(self, plan: Plan, shows: Shows, explain: Explain) -> Answer | None:
        """Return what papers define; None where the question asks for no meaning, or no paper defines the term.

        Args:
            shows: tells whether a paper may be answered from.
            explain: gives the term bank's name and definition of a term.
        """
        if "means" not in plan.understood.wanted:
            return None
        found = sorted(
            (each for each in self._matching(plan) if shows(each.stated.document)),
            key=lambda each: (-each.words, not each.is_own, each.stated.record.span.start),
        )
        best = [each for each in found if each.words == found[0].words][:_MOST_QUOTES]
        quotes = tuple(self._quotes([each.stated for each in best]))
        if not quotes:
            return None
        text = framed(quotes, plan.language)
        term = best[0].stated.record
        if explained := explain(term.abbreviation or term.term, term.language, plan.language):
            text = f"{text}\n{from_term_bank(*explained, plan.language)}"
        return Answer("answered", "definition", text, plan.language, _CONFIDENCE, quotes)

    def _matching(self, plan: Plan) -> Iterator[_Found]:
        """Yield the definitions whose terms the question holds whole, and of which it asks for nothing else."""
        index = self._index()
        asked = [terms for each in plan.sparse.terms.values() for _, terms in each]
        keys = {key for terms in asked for key, weight in terms.items() if weight >= _STANDS}
        candidates = {id(each): each for key in keys for each in index.get(key, ())}
        for stated in candidates.values():
            held = self._held_words(plan, stated)
            if held:
                yield _Found(stated, held, stated.record.language == plan.language)

    def _held_words(self, plan: Plan, stated: Recorded[Definition]) -> int:
        """Return how many words of the question the term is; 0 where it is not wholly named or more is asked."""
        language = stated.record.language if stated.record.language in plan.sparse.terms else plan.language
        asked = plan.sparse.tokens_in(language)
        for name in filter(None, (stated.record.abbreviation, stated.record.term)):
            words = [
                set(_dimensions(self._analyzer, token.word, language))
                for token in self._analyzer.tokens(name, language)
            ]
            of_term = [any(_stands(terms, word, _STANDS) for word in words) for _, terms in asked]
            is_whole = bool(words) and all(any(_stands(terms, word, _STANDS) for _, terms in asked) for word in words)
            if is_whole and self._tells(stated, [pair for pair, own in zip(asked, of_term, strict=True) if not own]):
                return sum(of_term)
        return 0

    def _tells(self, stated: Recorded[Definition], others: Sequence[tuple[Token, Mapping[int, float]]]) -> bool:
        """Tell whether the definition or its paper's title holds the question's other words."""
        definition, document = stated.record, stated.document
        told = " ".join((definition.term, definition.text or "", document.title, *document.organisations))
        held = {
            key
            for token in self._analyzer.tokens(told, definition.language)
            for key in _dimensions(self._analyzer, token.word, definition.language)
        }
        return all(
            token.word in MEANING_WORDS or token.word in _SETTING or _stands(terms, held, _TOLD)
            for token, terms in others
        )

    def _index(self) -> Mapping[int, Sequence[Recorded[Definition]]]:
        """Return the definitions by the dimensions of their terms' words, made once for a glossary."""
        glossary = self._papers.glossary()
        held = self._held
        if held is None or held[0] is not glossary:
            index: dict[int, list[Recorded[Definition]]] = {}
            for stated in glossary.stated:
                for name in filter(None, (stated.record.abbreviation, stated.record.term)):
                    for token in self._analyzer.tokens(name, stated.record.language):
                        for key in _dimensions(self._analyzer, token.word, stated.record.language):
                            index.setdefault(key, []).append(stated)
            self._held = held = (glossary, index)
        return held[1]

    def _quotes(self, stated: Sequence[Recorded[Definition]]) -> Iterator[Quote]:
        """Yield the definitions as they stand, from the line's beginning; what the stored text lacks is left out."""
        held = self._passages([each.record.span.passage_id for each in stated if each.record.span.passage_id])
        for each in stated:
            record, span = held.get(each.record.span.passage_id or ""), each.record.span
            if record is None:
                continue
            quote = quote_at(record, span, self._excerpt, language=each.record.language)
            if quote:
                yield _whole(quote, record.passage.text[span.end - record.passage.start :])


def _whole(quote: Quote, behind: str) -> Quote:
    """Return a quote with the full stop that ends it."""
    return replace(quote, text=f"{quote.text}.", end=quote.end + 1) if behind.startswith(".") else quote


def _dimensions(analyzer: Analyzer, word: str, language: str) -> Iterator[int]:
    """Yield the dimensions of a word itself, not of its parts."""
    yield from (key for key, weight in analyzer.dimensions(word, language) if weight >= _STANDS)


def _stands(terms: Mapping[int, float], held: set[int], least: float) -> bool:
    return any(weight >= least and key in held for key, weight in terms.items())
