"""When an agreement was signed, holds from or ends, who signed it and which areas it covers, from papers' records.

Which agreement is meant is decided by what the question names: its parties, its level, its year, words of its title;
where it fits two alike, as of two countries, both answer. Knows facts, agreements and plans. Must not know storage.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from search.analysis import Analyzer, Token
from search.answering.fact_quotes import fact_quotes
from search.answering.frame import framed
from search.country import COUNTRIES
from search.document import Document
from search.papers.stating import FACTS_OF_DAYS
from search.papers.view import AgreementView, Papers
from search.plan import Plan
from search.quote import Excerpt, Lookup, quote_at
from search.records import Fact, FactName, Span
from search.result import Answer, AnswerKind, Quote
from search.understanding.question import EVENTS

Shows = Callable[[Document], bool]

AGREEMENT = re.compile(
    r"\b\w*(?:överenskommelse(?:n|r|rna)?|avtal(?:et|en)?|aftale(?:n|r|rne)?)s?\b|\bagreements?\b", re.IGNORECASE
)
LEVELS = {
    "national": re.compile(r"\b(?:nationell\w*|national\w*|landsomfattande|landsdækkende)\b", re.IGNORECASE),
    "regional": re.compile(r"\bregional\w*\b", re.IGNORECASE),
    "local": re.compile(r"\b(?:lokal|lokala|lokalt|lokale|local)\b", re.IGNORECASE),
}
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ASKS = re.compile(
    r"\b(?:när|hvornår|when|vilken|vilket|hvilken|hvilket|which|what|dag|day|datum|dato|date|sedan|siden|since|vem|vilka"
    r"|hvem|hvilke|who|whom|blev|blivit|gäller|gælder|gälla|gælde|hold|holds|valid|apply|applies|applied|made|ingått"
    r"|indgået|giltig\w*|gyldig\w*|länge|længe|long|nya|nye|new|nuvarande|nuværende|current|gällande|gældende|samarbete\w*"
    r"|samverkan\w*|samarbejd\w*|cooperation|collaboration|part|parter|parties|enter|entered|into|came|come|kraft|force"
    r"|effect|enl|enligt|ifølge|according|var|hvor|where|stad|by|city|town|ort|orten|chefer|name|names|namn|navn)\b",
    re.IGNORECASE,
)
"""Words that ask, or that go without saying of an agreement."""

_WHERE = re.compile(r"\b(?:var|hvor|where|stad|by|city|town|ort|orten)\b", re.IGNORECASE)
"""Where an agreement was signed stands beside the day."""

_AREAS = re.compile(r"\b\w*(?:områden|områdena|områder|områderne)\b|\bareas\b", re.IGNORECASE)
_COVERED = re.compile(
    r"\b(?:samverka\w*|samarbet\w*|samarbejd\w*|cooperat\w*|collaborat\w*|work together|omfatt\w*|ingår|indgår|täcker"
    r"|dækker|cover\w*|includ\w*|överens\w*|enige?|agreed?|gemensam\w*|fælles|joint|common|hur|hvor|how|många|mange|many"
    r"|de|they)\b",
    re.IGNORECASE,
)
"""Words by which areas of cooperation are asked for, and those that go without saying beside them."""

_COOPERATION = re.compile(r"\b(?:samverka|samarbet|samarbejd|cooperat|collaborat|work together)", re.IGNORECASE)
_ABOUT_WHAT = re.compile(
    r"\b(?:vad|hvad|what)\b.*\b(?:samarbeta[rt]?|samarbetade|samverka[rt]?|samverkade|samarbejde[rt]?|samarbejdede"
    r"|cooperat(?:es?|ed|ing)|collaborat(?:es?|ed|ing)|work(?:s|ed|ing)? together)\b"
    r".*\b(?:om|kring|inom|omkring|about|on)\b",
    re.IGNORECASE,
)
"""What parties cooperate on are the areas of their agreement."""

_ASK_FOR_AREAS = frozenset({"list", "amount", "what"})
_ASK_FOR_PERSONS = frozenset({"who", "list"})
_MOST_OF_LIST = 900
"""Characters of a list of areas that is quoted as it stands."""

_STANDS = 0.3
"""Weight from which a form or a translation of the question's word counts as standing in a title or a party's name."""

_COUNTERPART = 0.12
"""The same where nothing else fits: the term bank gives so much to the other country's body of the name."""

_MOST = 2
"""Agreements that a question may fit alike; if more do, it names none."""

_CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True)
class _Meant:
    """An agreement that the question fits, with the facts that answer."""

    view: AgreementView
    facts: Sequence[Fact]


class AgreementAnswerer:
    """Answers from the agreements' facts; safe to use from several threads."""

    def __init__(self, analyzer: Analyzer, excerpt: Excerpt, passages: Lookup) -> None:
        """Take the analysis of questions and what gives stored text and passages."""
        self._analyzer = analyzer
        self._excerpt = excerpt
        self._passages = passages

    def answer(self, plan: Plan, papers: Papers, day: date, shows: Shows) -> Answer | None:
        """Return what the agreements that are meant state; None where it is not asked, or not clear of which.

        Args:
            day: for which validity is judged.
            shows: tells whether a paper may be answered from.
        """
        asked, areas = _asked(plan), _asks_areas(plan)
        if not asked and not areas:
            return None
        shown = [view for view in papers.agreements(day) if shows(view.document)]
        words = self._words(plan, of_areas=areas)
        alike = self._fitting(shown, plan, words, _STANDS) or self._fitting(shown, plan, words, _COUNTERPART)
        fitting = sorted(
            _widest(self._named(plan, words, alike)), key=lambda view: view.document.language != plan.language
        )
        if len(fitting) > _MOST:
            return None
        return self._areas(plan, fitting) if areas else self._facts(plan, fitting, papers, asked)

    def _areas(self, plan: Plan, fitting: Sequence[AgreementView]) -> Answer | None:
        """Return the areas of these agreements, whole and in order; None where one has none that stands as a list."""
        quotes = [_list_of_areas(view, self._excerpt, self._passages) for view in fitting]
        told = tuple(quote for quote in quotes if quote)
        if not told or len(told) < len(quotes):
            return None
        return Answer("answered", "list", framed(told, plan.language), plan.language, _CONFIDENCE, told)

    def _facts(
        self, plan: Plan, fitting: Sequence[AgreementView], papers: Papers, asked: Sequence[FactName]
    ) -> Answer | None:
        """Return the words in which these agreements state what is asked."""
        found = [_Meant(view, facts) for view in fitting if (facts := _facts(papers.facts(_id(view)), asked))]
        if not found:
            return None
        quotes = tuple(quote for meant in found for quote in fact_quotes(meant.facts, self._excerpt, self._passages))
        if {quote.document_id for quote in quotes} != {_id(meant.view) for meant in found}:
            return None
        kind: AnswerKind = "person" if "signatory" in asked else "date"
        return Answer("answered", kind, framed(quotes, plan.language), plan.language, _CONFIDENCE, quotes)

    def _words(self, plan: Plan, *, of_areas: bool) -> frozenset[str]:
        """Return the words by which the question tells which agreement it means."""
        rest = _COVERED.sub(" ", _AREAS.sub(" ", plan.text)) if of_areas else plan.text
        for pattern in (AGREEMENT, *LEVELS.values(), *COUNTRIES.values(), *EVENTS.values(), _ASKS, YEAR):
            rest = pattern.sub(" ", rest)
        found = {token.word for token in self._analyzer.tokens(rest, plan.language)}
        return frozenset(word for word in found if not self._analyzer.is_stop_word(word, plan.language))

    def _fitting(
        self, shown: Sequence[AgreementView], plan: Plan, words: frozenset[str], least: float
    ) -> list[AgreementView]:
        return [view for view in shown if self._fits(view, plan, words, least)]

    def _fits(self, view: AgreementView, plan: Plan, words: frozenset[str], least: float) -> bool:
        """Tell whether an agreement has the level, the country, the year and all the words that the question names."""
        document = view.document
        level = next((level for level, pattern in LEVELS.items() if pattern.search(plan.text)), view.agreement.level)
        country = next((each for each, pattern in COUNTRIES.items() if pattern.search(plan.text)), document.language)
        days = (document.title, str(view.validity.valid_from or ""))
        dated = all(any(year in day for day in days) for year in YEAR.findall(plan.text))
        alike = (level, country) == (view.agreement.level, document.language)
        return alike and dated and self._holds(view, plan, words, least)

    def _named(self, plan: Plan, words: frozenset[str], fitting: Sequence[AgreementView]) -> Sequence[AgreementView]:
        """Return those that most of the question's words name as they are: Kriminalvården is not Kriminalforsorgen."""
        stems = {self._analyzer.stem(word, plan.language) for word in words}
        held = [
            len(stems & {self._analyzer.stem(token.word, plan.language) for token in self._told(view)})
            for view in fitting
        ]
        return [view for view, number in zip(fitting, held, strict=True) if number == max(held)]

    def _told(self, view: AgreementView) -> Sequence[Token]:
        told = " ".join((view.document.title, *view.agreement.parties, *view.document.organisations))
        return self._analyzer.tokens(told, view.document.language)

    def _holds(self, view: AgreementView, plan: Plan, words: frozenset[str], least: float) -> bool:
        language = view.document.language
        held = {
            key
            for token in self._told(view)
            for key, weight in self._analyzer.dimensions(token.word, language)
            if weight >= _STANDS
        }
        terms = [(token.word, terms) for token, terms in plan.sparse.tokens_in(language)]
        return all(
            any(key in held and weight >= least for key, weight in found.items())
            for word, found in terms
            if word in words
        ) and words <= {word for word, _ in terms}


def _asked(plan: Plan) -> tuple[FactName, ...]:
    """Return the facts that answer a question about an agreement; none where it asks something else."""
    if not AGREEMENT.search(plan.text):
        return ()
    events = [event for event in FACTS_OF_DAYS if event in plan.understood.events]
    if plan.intent in _ASK_FOR_PERSONS and "time" not in plan.understood.wanted:
        return ("signatory",) if "signed" in events else ()
    if events == ["signed"] and _WHERE.search(plan.text):
        return FACTS_OF_DAYS["signed"]
    if "time" not in plan.understood.wanted or len(events) != 1:
        return ()
    return FACTS_OF_DAYS[events[0]]


def _asks_areas(plan: Plan) -> bool:
    """Tell whether a question asks for the areas that an agreement covers."""
    if plan.intent not in _ASK_FOR_AREAS:
        return False
    is_agreed = AGREEMENT.search(plan.text) or _COOPERATION.search(plan.text)
    return bool(_ABOUT_WHAT.search(plan.text) or (_AREAS.search(plan.text) and is_agreed))


def _list_of_areas(view: AgreementView, excerpt: Excerpt, passages: Lookup) -> Quote | None:
    """Return the lines in which an agreement lists its areas; None where they do not stand together."""
    areas = view.agreement.areas
    place = {area.span.passage_id for area in areas}
    record = next(iter(passages([key for key in place if key]).values()), None) if len(place) == 1 else None
    if record is None:
        return None
    passage = record.passage
    first, end = areas[0].span, areas[-1].span.end
    begin = passage.start + passage.text.rfind("\n", 0, first.start - passage.start) + 1
    quote = quote_at(record, Span(begin, end, first.page), excerpt)
    return quote if quote and len(quote.text) <= _MOST_OF_LIST else None


def _widest(fitting: Sequence[AgreementView]) -> Sequence[AgreementView]:
    """Return the national ones where there are any: who names the parties alone means no region's."""
    return [view for view in fitting if view.agreement.level == "national"] or fitting


def _facts(stated: Sequence[Fact], asked: Sequence[FactName]) -> Sequence[Fact]:
    for name in asked:
        if found := [fact for fact in stated if fact.name == name and fact.span]:
            return found
    return ()


def _id(view: AgreementView) -> str:
    return view.document.document_id
