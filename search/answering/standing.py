"""Whether a paper is in force, and which number it has, from what it states of itself as records.

Which paper is meant is told by the question's words that its title and the names of its bodies hold. Knows facts,
papers and plans. Must not know storage, nor how validity is worked out.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from search.analysis import Analyzer
from search.answering.agreed import AGREEMENT, LEVELS, YEAR
from search.answering.fact_quotes import fact_quotes
from search.answering.frame import framed
from search.document import Document, Language, Validity
from search.filing import ANY, names_number
from search.papers.view import Papers
from search.plan import Plan
from search.quote import Excerpt, Lookup
from search.records import Fact, FactName
from search.result import Answer, AnswerKind, Quote
from search.validity import asks_standing

_MEANT = 0.6
"""Share of the question's words, by rarity, that a paper's title and bodies hold at least."""

_ALIKE = 0.1
"""Difference of two papers' shares that does not tell which is meant; then the question's language does."""

_STANDS = 0.3
"""Weight from which a form or a translation of the question's word counts as standing there."""

_ASKING = re.compile(
    r"\b(?:gäller|gælder|gälla|gælde|gällande|gældende|giltig\w*|gyldig\w*|kraft|force|valid|apply|applies|effect\w*"
    r"|current|aktuell?|up to date|fortfarande|ännu|än|alltjämt|idag|dag|nu|fortsat|stadig|stadigvæk|endnu|still|today"
    r"|now|any ?more|upphört|upphävts|ersatt\w*|års|löpt|utgått|ophørt|udløbet|ophævet|erstatte\w*|expired|superseded"
    rf"|replaced|repealed|withdrawn|ended|{ANY}|\w*(?:nummer|nummeret|numret)|reference|case"
    r"|file|registration|number|dokument\w*|document|paper|papper\w*|vilket|vilken|hvilket|hvilken|what|which|vad|hvad)\b",
    re.IGNORECASE,
)
"""Words that ask, or name any paper."""

_OF_STANDING: tuple[FactName, ...] = ("replaced_by", "ended", "valid_to", "term", "valid_from")
_OF_AGE: tuple[FactName, ...] = ("signed", "decided", "dated")
_DAYS = frozenset({"signed", "decided", "dated", "valid_from", "valid_to"})
_CONFIDENCE = 0.9
_MOST_QUOTES = 3
_EMPTY = re.compile(r" \((?:gällde|gjaldt|it was)\)")
"""What is left of a sentence without the days it would give."""

_SAID: Mapping[str, Mapping[str, str]] = {
    "sv": {
        "in_force": "{title} gäller{since}{until}.",
        "upcoming": "{title} gäller ännu inte, utan{since}{until}.",
        "expired": "{title} gäller inte längre (gällde{since}{until}).",
        "superseded": "{title} gäller inte längre: {newer} har trätt i stället.",
        "unknown": "{title} säger inte om det fortfarande gäller.",
        "since": " från och med {day}",
        "until": " till och med {day}",
        "open": ", utan angivet slut",
        "news": "Det som {title} berättar om",
    },
    "da": {
        "in_force": "{title} gælder{since}{until}.",
        "upcoming": "{title} gælder endnu ikke, men{since}{until}.",
        "expired": "{title} gælder ikke længere (gjaldt{since}{until}).",
        "superseded": "{title} gælder ikke længere: {newer} er trådt i stedet.",
        "unknown": "{title} siger ikke, om det stadig gælder.",
        "since": " fra og med {day}",
        "until": " til og med {day}",
        "open": ", uden angivet slutdato",
        "news": "Det, som {title} fortæller om,",
    },
    "en": {
        "in_force": "{title} is in force{since}{until}.",
        "upcoming": "{title} is not in force yet, but{since}{until}.",
        "expired": "{title} is no longer in force (it was{since}{until}).",
        "superseded": "{title} is no longer in force: {newer} has taken its place.",
        "unknown": "{title} does not say whether it is still in force.",
        "since": " from {day}",
        "until": " until {day}",
        "open": ", with no end stated",
        "news": "What {title} reports on",
    },
}


class PaperAnswerer:
    """Answers what is asked of a paper as a whole; safe to use from several threads."""

    def __init__(self, analyzer: Analyzer, excerpt: Excerpt, passages: Lookup) -> None:
        """Take the analysis of questions and what gives stored text and passages."""
        self._analyzer = analyzer
        self._excerpt = excerpt
        self._passages = passages

    def answer(self, plan: Plan, found: Sequence[Document], papers: Papers, day: date) -> Answer | None:
        """Return what the paper that is meant states; None where it is not asked, not clear of which, or not stated.

        Args:
            found: the papers of the best passages, best first.
            day: for which validity is judged.
        """
        standing = asks_standing(plan.text)
        if not standing and not names_number(plan.text):
            return None
        document = self._meant(plan, found, papers)
        if document is None:
            return None
        if not standing:
            return self._numbered(plan, document, papers)
        return self._standing(plan, document, papers, day)

    def _standing(self, plan: Plan, document: Document, papers: Papers, day: date) -> Answer | None:
        validity = papers.validity(document, day)
        newer = papers.document(validity.superseded_by) if validity.superseded_by else None
        names = _OF_AGE if validity.status == "unknown" else _OF_STANDING
        quotes = self._quotes(_facts(papers.facts(document.document_id), names))
        if newer is not None:
            quotes += self._quotes(_facts(papers.facts(newer.document_id), ("replaces", "valid_from")))
        if validity.status == "superseded" and newer is None:
            return None
        said = _said(document, validity, newer, plan.language)
        return _answered(said, "yes_no", quotes[:_MOST_QUOTES], plan)

    def _numbered(self, plan: Plan, document: Document, papers: Papers) -> Answer | None:
        stated = _facts(papers.facts(document.document_id), ("reference_number",))
        return _answered("", "passage", self._quotes(stated)[:_MOST_QUOTES], plan)

    def _quotes(self, facts: Sequence[Fact]) -> list[Quote]:
        return list(fact_quotes(facts, self._excerpt, self._passages))

    def _meant(self, plan: Plan, found: Sequence[Document], papers: Papers) -> Document | None:
        """Return the paper that holds most of what the question names, its year included; the neighbour's last."""
        dated = [each for each in dict.fromkeys(found) if _has_years(plan.text, each, papers)]
        shares = [(each, self._share(plan, each, papers)) for each in dated]
        most = max((share for _, share in shares), default=0.0)
        alike = [each for each, share in shares if share >= max(_MEANT, most - _ALIKE)]
        return min(alike, key=lambda each: each.language != plan.language, default=None)

    def _share(self, plan: Plan, document: Document, papers: Papers) -> float:
        """Return how much of what the question names a paper's title and bodies hold, 0 to 1.

        A question that names an agreement by its year or its level alone means any agreement of that year or level.
        """
        agreement = papers.agreement(document.document_id)
        level = LEVELS.get(agreement.level or "") if agreement else None
        words = self._words(plan, level)
        if not words:
            named = YEAR.search(plan.text) or (level and level.search(plan.text))
            return float(agreement is not None and bool(named))
        told = " ".join((document.title, *document.organisations, *(agreement.parties if agreement else ())))
        held = {
            key
            for token in self._analyzer.tokens(told, document.language)
            for key, weight in self._analyzer.dimensions(token.word, document.language)
            if weight >= _STANDS
        }
        rarity = {word: self._analyzer.rarity(word, plan.language) for word in words}
        standing = {
            token.word
            for token, terms in plan.sparse.tokens_in(document.language)
            if any(key in held and weight >= _STANDS for key, weight in terms.items())
        }
        return sum(rarity[word] for word in words & standing) / sum(rarity.values())

    def _words(self, plan: Plan, level: re.Pattern[str] | None) -> set[str]:
        """Return the words by which the question tells which paper it means, beside its level."""
        rest = plan.text
        for pattern in (_ASKING, YEAR, AGREEMENT, *([level] if level else [])):
            rest = pattern.sub(" ", rest)
        found = {token.word for token in self._analyzer.tokens(rest, plan.language)}
        return {word for word in found if not self._analyzer.is_stop_word(word, plan.language)}


def _facts(stated: Sequence[Fact], names: Sequence[FactName]) -> list[Fact]:
    return [fact for name in names for fact in stated if fact.name == name and fact.span]


def _has_years(question: str, document: Document, papers: Papers) -> bool:
    """Tell whether a paper has the years that a question names, in its title or as its days."""
    days = [fact.value for fact in papers.facts(document.document_id) if fact.name in _DAYS]
    return all(any(year in day for day in (document.title, *days)) for year in YEAR.findall(question))


def _said(document: Document, validity: Validity, newer: Document | None, language: Language) -> str:
    """Return the sentence that says whether a paper is in force."""
    words = _SAID.get(language, _SAID["en"])
    since = words["since"].format(day=validity.valid_from) if validity.valid_from else ""
    until = words["until"].format(day=validity.valid_to) if validity.valid_to else ""
    if not until and validity.status == "in_force":
        until = words["open"]
    told = words["news"] if document.document_type == "news" else "{title}"
    title = told.format(title=document.title)
    said = words[validity.status].format(title=title, since=since, until=until, newer=newer.title if newer else "")
    return _EMPTY.sub("", said)


def _answered(said: str, kind: AnswerKind, quotes: Sequence[Quote], plan: Plan) -> Answer | None:
    if not quotes:
        return None
    text = "\n".join(part for part in (said, framed(quotes, plan.language)) if part)
    return Answer("answered", kind, text, plan.language, _CONFIDENCE, tuple(quotes))
