"""Answer a question for a contact from records: the closest, or what there is instead.

Knows plans, the book of contacts and the shape of an answer. Must not know storage: quotes are compared with the stored
text that a function gives. The ladder: everything asked for; the same on a wider level; an area that an agreement lists
without a contact, with whom the paper names; the paper's own contact.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from search.contacts.book import ContactBook
from search.contacts.directory import Directory
from search.contacts.entry import Entry, Stated
from search.contacts.find import RELATIONS, Asked, Clues, Match, asked_of, find, sequence
from search.contacts.merge import roles_once
from search.contacts.payload import contact_payload
from search.contacts.wording import about_source, frame, line_of, lines_of
from search.plan import Plan
from search.quote import Excerpt, Lookup, quote_at
from search.ranked import Ranked
from search.result import Answer, Quote
from search.validity import is_over

_ASKS_BY_KEYWORDS = 0.75
"""Score from which keywords that ask for nothing in particular are taken as asking for a contact."""

_ASKS_SURELY = 0.65
"""The same where a word of them is missing, but two name the office."""

_ASKS_WHO = 0.6
"""Score from which who has an office is told by its contact; below, words meet beside the contact, not in it."""

_OFFICE_WORDS = """
ny nya nye nyt new nuvarande nuværende current aktuell aktuel rätt ansvarar ansvarig ansvariga ansvarlig ansvarlige
ansvar responsible charge leder leds ledes leads heads sköter håller samordnar koordinerer coordinates handlägger
arbetar arbejder works jobbar hand tog tagit övertog overtog took taken efterträdde afløste succeeded replaced
"""
_HAS_AN_OFFICE = frozenset(_OFFICE_WORDS.split())
"""Words that ask for whoever has an office, whether its contact holds them or not."""

_ASKS_WHOM = re.compile(
    r"\b(?:kontakt\w*|contact\w*|ring[ae]?r?|telefon\w*|phone|tlf|tfn|call|mail\w*|e-?post\w*|e-?mail\w*|"
    r"nummer\w*|number|reach|nås?|"
    r"fråga efter|spørg\w* efter|ask for|vem kan (?:svara|hjälpa)|hvem kan (?:svare|hjælpe)|who can "
    r"(?:help|answer)|vända mig|henvende mig)\b",
    re.IGNORECASE,
)
_REACHES = re.compile(r"\bnår\b", re.IGNORECASE)
"""Asks in Swedish whom one reaches; in Danish it is "when"."""

_MOST_MISSING = 0.5
"""Share of the question, by rarity, that a contact may lack whose office alone a question of who is about."""

_HEARD_IN, _TELLING = 3, 0.4
"""Passages in which a word that tells so much, by rarity, must stand for a contact to be looked for in them."""

_AS_GOOD = 0.25
"""Of the contacts in a quote those are named that hold as much of the question, but for so much rarity."""

_INTENTS = frozenset({"contact", "who", "other"})
_MOST_QUOTES = 3
_MOST_INSTEAD = 3
_AREA_CONFIDENCE = 0.6
_SURE_CONFIDENCE = 0.97


@dataclass(frozen=True, slots=True)
class Question:
    """What a contact is looked for by.

    Attributes:
        ranked: the passages found, best first.
        day: for which validity is judged.
        show_all: whether papers that are over count.
    """

    plan: Plan
    ranked: Sequence[Ranked]
    generation: int
    day: date
    show_all: bool = False


class ContactAnswerer:
    """Answers from the book; safe to use from several threads."""

    def __init__(self, book: ContactBook, analyzer: Any, excerpt: Excerpt, passages: Lookup) -> None:
        """Take the book and what gives stored text and passages."""
        self._book = book
        self._analyzer = analyzer
        self._excerpt = excerpt
        self._passages = passages

    def answer(self, question: Question) -> Answer | None:
        """Return the answer from records; None where contacts are not what answers."""
        plan = question.plan
        if plan.intent not in _INTENTS:
            return None
        directory = self._book.contacts(question.generation)
        asked = asked_of(plan, directory, self._analyzer)
        matches = find(asked, directory, question.day, show_all=question.show_all, clues=_clues(question.ranked))
        if matches and not self._is_meant(plan, asked, matches[0]):
            return None
        if matches and matches[0].fit == "exact":
            return self._exact(question, matches)
        return None if plan.intent == "other" else self._next_best(question, asked, matches)

    def _next_best(self, question: Question, asked: Asked, matches: Sequence[Match]) -> Answer | None:
        """Return what there is where nobody is named for all that was asked for."""
        if matches:
            return self._wider(question, matches)
        if not _asks_whom(question.plan):
            return None
        return self._area(question, asked) or self._unheard_of(question, asked)

    def _unheard_of(self, question: Question, asked: Asked) -> Answer | None:
        """Refuse a question for a contact where no passage found holds a word that tells what it is about."""
        if question.plan.intent != "contact":
            return None
        held = set().union(*(each.asked.held for each in question.ranked[:_HEARD_IN]))
        for word, rarity in zip(asked.words, asked.rarity.tolist(), strict=True):
            terms = word.parts.union(*word.terms.values())
            if rarity >= _TELLING and not terms & held:
                return Answer(
                    "not_found", "contact", frame(question.plan.language, "none"), question.plan.language, 0.9
                )
        return None

    def beside(self, answer: Answer, question: Question) -> Answer:
        """Return an answer with the contacts that its quotes state, or whom to ask instead of it."""
        is_refusal = answer.status == "not_found"
        if answer.contacts or not (is_refusal or question.plan.intent in ("contact", "who")):
            return answer
        directory = self._book.contacts(question.generation)
        if not directory.rows:
            return answer
        if is_refusal:
            return self._instead(answer, directory, question)
        entries = self._quoted(answer, directory, question)
        return replace(answer, contacts=tuple(contact_payload(entry, question.day) for entry in entries))

    def _is_meant(self, plan: Plan, asked: Asked, match: Match) -> bool:
        """Tell whether a question that a contact fits asks for it."""
        if _asks_whom(plan):
            return True
        if any(word.text in RELATIONS for word in asked.words):
            return True
        if match.held_by_name:
            # "who took over from Kjell Ramberg" is not answered by him
            return False
        if plan.intent == "who":
            # "who signed for the police" is about the police, and is not answered by whoever is reached there
            is_plain = match.by_subject and match.score >= _ASKS_WHO and _missing(asked, match) <= _MOST_MISSING
            return is_plain and not _does_something_else(asked, match)
        is_whole = not match.missing and match.score >= _ASKS_BY_KEYWORDS
        is_sure = match.by_office > 1 and match.score >= _ASKS_SURELY
        return len(asked.words) > 1 and bool((match.by_office and is_whole) or is_sure)

    def _exact(self, question: Question, matches: Sequence[Match]) -> Answer | None:
        entries = roles_once(self._with_others_of_sentence([match.entry for match in matches], question))
        quotes = tuple(self._quotes(_sources_of(matches)))
        if not quotes and not entries[0].best.is_hand_made:
            return None
        language = question.plan.language
        text = frame(
            language, "exact", who=line_of(entries[0].contact, language), **self._source(entries[0].best, question)
        )
        if len(entries) > 1:
            text += "\n" + frame(language, "more", who=lines_of(entries[1:], language))
        text = "\n".join((text, *self._otherwise(entries[0], question)))
        return self._answered(question, text, min(_SURE_CONFIDENCE, matches[0].score), entries, quotes)

    def _with_others_of_sentence(self, entries: list[Entry], question: Question) -> list[Entry]:
        """Return the entries with those that the first one's sentence names beside it, with nothing to call either."""
        first = entries[0].best
        if not first.contact.is_named_only or first.document is None:
            return entries
        directory = self._book.contacts(question.generation)
        beside = [
            number
            for number, stated in zip(directory.row_entry.tolist(), directory.rows, strict=True)
            if stated.document == first.document and stated.contact.span == first.contact.span
        ]
        others = (self._standing(directory, number, question) for number in beside)
        known = {entry.number for entry in entries}
        return [*entries, *(entry for entry in others if entry is not None and entry.number not in known)]

    def _otherwise(self, entry: Entry, question: Question) -> Iterator[str]:
        for rival in entry.contradictions():
            yield frame(question.plan.language, "otherwise", value=rival.value, **self._source(rival.stated, question))

    def _wider(self, question: Question, matches: Sequence[Match]) -> Answer:
        entry, language = matches[0].entry, question.plan.language
        missing = " ".join(matches[0].missing)
        text = frame(
            language,
            "wider",
            missing=missing,
            who=line_of(entry.contact, language),
            **self._source(entry.best, question),
        )
        entries = roles_once([match.entry for match in matches])[:_MOST_INSTEAD]
        contacts = tuple(contact_payload(each, question.day) for each in entries)
        return Answer("not_found", "contact", text, language, round(matches[0].score, 3), (), contacts)

    def _area(self, question: Question, asked: Asked) -> Answer | None:
        """Answer that an agreement lists what was asked for, names no contact for it, and whom it names."""
        areas = self._book.areas(question.generation)
        found = find(asked, areas, question.day, show_all=question.show_all, clues=_clues(question.ranked))
        found = [match for match in found if match.fit == "exact"]
        if not found:
            return None
        area, language = found[0].entry.best, question.plan.language
        quotes = list(self._quotes([area]))
        if not quotes:
            return None
        lines = [frame(language, "area", area=quotes[0].text, **_without_day(self._source(area, question)))]
        named = self._named_by(area, question)
        if named:
            lines.append(frame(language, "named", who=lines_of(named, language)))
        quotes += self._quotes([entry.best for entry in named])
        return self._answered(question, "\n".join(lines), _AREA_CONFIDENCE, named, tuple(quotes[:_MOST_QUOTES]))

    def _named_by(self, area: Stated, question: Question) -> list[Entry]:
        """Return the contacts of an area's paper, or else whom it names with an office."""
        for directory in (self._book.contacts(question.generation), self._book.mentioned(question.generation)):
            found = _of_paper(directory, area, question)
            if found:
                return found[:_MOST_INSTEAD]
        return []

    def _instead(self, answer: Answer, directory: Directory, question: Question) -> Answer:
        """Return a refusal with the contacts of the paper that came nearest."""
        if not question.ranked:
            return answer
        paper = question.ranked[0].record.document.document_id
        numbers = [
            number
            for number, stated in zip(directory.row_entry.tolist(), directory.rows, strict=True)
            if stated.document and stated.document.document_id == paper
        ]
        nearest = sequence([each.record.passage.passage_id for each in question.ranked])
        entries = [entry for number in dict.fromkeys(numbers) if (entry := self._standing(directory, number, question))]
        if not entries:
            return answer
        shares = self._shares(directory, question)
        entries.sort(
            key=lambda entry: (-shares.get(entry.number, 0.0), bool(entry.contact.name), _first(entry, nearest))
        )
        text = frame(answer.language, "instead", who=line_of(entries[0].contact, answer.language))
        if answer.kind == "definition":
            # what the term bank says stays, behind the first line
            text = "\n".join((text, *answer.text.splitlines()[1:]))
        contacts = tuple(contact_payload(entry, question.day) for entry in entries[:1])
        return replace(answer, text=text, contacts=contacts)

    def _shares(self, directory: Directory, question: Question) -> dict[int, float]:
        """Return number of entry -> share of the question's words that its best statement holds."""
        asked = asked_of(question.plan, directory, self._analyzer)
        if not asked.words:
            return {}
        totals = (asked.rarity[:, None] * directory.scores(asked.words).found).sum(axis=0).round(1)
        shares: dict[int, float] = {}
        for number, total in zip(directory.row_entry.tolist(), totals.tolist(), strict=True):
            shares[number] = max(total, shares.get(number, 0.0))
        return shares

    def _standing(self, directory: Directory, number: int, question: Question) -> Entry | None:
        return directory.on(number, question.day, show_all=question.show_all)

    def _quoted(self, answer: Answer, directory: Directory, question: Question) -> list[Entry]:
        """Return the entries that stand within what an answer quotes: wholly, or by name, with the number behind it."""
        numbers = [
            number
            for number, stated in zip(directory.row_entry.tolist(), directory.rows, strict=True)
            if any(_is_in(stated, quote) for quote in answer.quotes)
        ]
        standing = (self._standing(directory, number, question) for number in dict.fromkeys(numbers))
        asked = question.plan.text.casefold()
        entries = [each for each in standing if each is not None and not _is_named(each, asked)]
        shares = self._shares(directory, question)
        best = max((shares.get(entry.number, 0.0) for entry in entries), default=0.0)
        kept = [entry for entry in entries if shares.get(entry.number, 0.0) >= best - _AS_GOOD]
        return roles_once(sorted(kept, key=lambda entry: -shares.get(entry.number, 0.0)))

    def _answered(
        self, question: Question, text: str, confidence: float, entries: Sequence[Entry], quotes: tuple[Quote, ...]
    ) -> Answer:
        contacts = tuple(contact_payload(entry, question.day) for entry in entries)
        return Answer(
            "answered", "contact", text.strip(), question.plan.language, round(confidence, 3), quotes, contacts
        )

    def _quotes(self, stated: Sequence[Stated]) -> Iterator[Quote]:
        """Yield the words of records, each found again in the stored text; what is not is left out."""
        ids = [each.contact.span.passage_id for each in stated if each.contact.span.passage_id]
        held = self._passages(ids) if ids else {}
        for each in stated[:_MOST_QUOTES]:
            record = held.get(each.contact.span.passage_id or "")
            if record is None:
                continue
            contact = each.contact
            quote = quote_at(record, contact.span, self._excerpt, words=contact.text, language=contact.language)
            if quote:
                yield quote

    def _source(self, stated: Stated, question: Question) -> dict[str, str]:
        return about_source(stated, question.plan.language, is_over=is_over(stated.validity(question.day)))


def _sources_of(matches: Sequence[Match]) -> list[Stated]:
    """Return what is quoted of each match: the statement that fits, then the one that counts where that is another."""
    fitting = [match.stated if match.stated in match.entry.stated else match.entry.best for match in matches]
    best = [match.entry.best for match in matches]
    return [each for each in (*fitting, *(other for other in best if other not in fitting)) if each is not None]


def _asks_whom(plan: Plan) -> bool:
    reaches = plan.language != "da" and _REACHES.search(plan.text)
    return plan.intent == "contact" or bool(reaches or _ASKS_WHOM.search(plan.text))


def _missing(asked: Asked, match: Match) -> float:
    """Return the share of the question, by rarity, that a contact does not hold."""
    lacks = np.array([word.text in match.missing for word in asked.words], np.bool_)
    return float(asked.rarity[lacks].sum()) / max(float(asked.rarity.sum()), 1e-6)


def _is_named(entry: Entry, question: str) -> bool:
    """Tell whether a question in lower case names the person of an entry, and so asks for another."""
    return bool(entry.contact.name) and str(entry.contact.name).casefold() in question


def _first(entry: Entry, places: Mapping[str, int]) -> int:
    """Return the first place at which a passage of an entry was found."""
    return min(places.get(stated.contact.span.passage_id or "", len(places)) for stated in entry.stated)


def _without_day(source: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in source.items() if key != "dated"}


def _clues(ranked: Sequence[Ranked]) -> Clues:
    return Clues(
        sequence([each.record.passage.passage_id for each in ranked]),
        sequence([each.record.document.document_id for each in ranked]),
    )


def _of_paper(directory: Directory, area: Stated, question: Question) -> list[Entry]:
    paper = area.document.document_id if area.document else ""
    numbers = [
        number
        for number, stated in zip(directory.row_entry.tolist(), directory.rows, strict=True)
        if stated.document and stated.document.document_id == paper
    ]
    found = (directory.on(number, question.day, show_all=question.show_all) for number in dict.fromkeys(numbers))
    return [entry for entry in found if entry is not None]


def _is_in(stated: Stated, quote: Quote) -> bool:
    """Tell whether a quote holds what is stated, or at least begins it and holds the name."""
    span = stated.contact.span
    if stated.document is None or stated.document.document_id != quote.document_id:
        return False
    by_name = bool(stated.contact.name) and str(stated.contact.name) in quote.text
    return quote.start <= span.start < quote.end and (span.end <= quote.end or by_name)


def _does_something_else(asked: Asked, match: Match) -> bool:
    """Tell whether a question asks who does what the contact is not there for: "who pays for transports"."""
    first = asked.words[0].text
    return first in match.missing and first not in _HAS_AN_OFFICE
