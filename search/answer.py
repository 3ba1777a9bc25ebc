"""Answer by quoting: the best sentences of the best passages, verbatim, or an honest "not found".

Knows plans and passages. Must not know storage: texts come in, and each quote is found again in the stored text
before it leaves (`verified`).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search.analysis import Analyzer
from search.catalog_port import PassageRecord
from search.highlight import AskedWord
from search.plan import Plan
from search.preference import has_contact_data
from search.ranked import Ranked
from search.result import Answer, Quote
from search.support import Support, support

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”»)]?\s+(?=[\"”»(–-]?\s?[A-ZÅÄÖÆØ0-9])|\n+")
_LIST_MARK = re.compile(r"\s*(?:\d{1,3}|[a-zåäöæø])[.)]")
_WHOLE_PASSAGE_CHARACTERS = 400
_MAX_QUOTE_CHARACTERS = 700
_MAX_QUOTES = 3
_CLOSE_SECOND = 0.85
"""A further passage is quoted where its confidence is at least this share of the best one's."""

_CONTACT, _CONTACT_WEIGHT = -1, 0.6
"""A number to call counts as a word that was asked for, where a contact is."""

_WANTS_LIST = frozenset({"contact", "who", "list"})
_LIST_LINE = re.compile(r"\s*(?:\d{1,3}[.)]|[-–•*]\s|[^|]+\|).*\w")
_LINE = re.compile(r".+")
_LEAST_LINES = 4
_NAMED = 0.3
"""A list is quoted beside the best passage where it has so many lines and a word of at least this weight."""

_FRAME = {
    "sv": ("Enligt {title}{where}: {quote}", ", s. {page}", "Det står inte i de dokument som finns här."),
    "da": ("Ifølge {title}{where}: {quote}", ", s. {page}", "Det står ikke i de dokumenter, der findes her."),
    "en": ("According to {title}{where}: {quote}", ", p. {page}", "The documents held here do not say."),
}

Excerpt = Callable[[str, str, int, int], str]
"""(document_id, revision) -> the whole stored text."""


@dataclass(frozen=True, slots=True)
class _Source:
    ranked: Ranked
    support: Support

    @property
    def record(self) -> PassageRecord:
        return self.ranked.record


def make_answer(plan: Plan, ranked: Sequence[Ranked], analyzer: Analyzer, excerpt: Excerpt) -> Answer:
    """Return the answer that the ranked passages support.

    Args:
        ranked: the best passages, best first; a handful is enough.
        excerpt: gives the stored text that quotes are compared with.
    """
    sources = [_Source(each, support(plan, each, analyzer)) for each in ranked]
    sources.sort(key=lambda source: (not _has_what_is_asked_for(plan, source), -source.support.confidence))
    quotes = [
        quote for source in _chosen(plan, sources) if verified(quote := _quote(plan, source), source.record, excerpt)
    ]
    if not quotes:
        return _not_found(plan, sources)
    return Answer("answered", "list" if "\n" in quotes[0].text else "passage", _frame(plan, quotes[0]), plan.language,
                  round(sources[0].support.confidence, 3), tuple(quotes))  # fmt: skip


def _chosen(plan: Plan, sources: Sequence[_Source]) -> list[_Source]:
    """Return what is quoted: the best source, those close behind it, and the list that the best paper has on it."""
    best = sources[0].support.confidence if sources else 0.0
    close = [each for each in sources if each.support.is_enough and each.support.confidence >= _CLOSE_SECOND * best]
    if close and _has_what_is_asked_for(plan, close[0]):
        close = [each for each in close if _has_what_is_asked_for(plan, each)]
    chosen = close[:_MAX_QUOTES]
    if chosen and plan.intent in _WANTS_LIST:
        paper = chosen[0].record.document.document_id
        lists = [each for each in sources if each.record.document.document_id == paper and _is_list(each)]
        if lists and lists[0] not in chosen:
            chosen = [chosen[0], lists[0], *chosen[1:]][:_MAX_QUOTES]
    return chosen


def _has_what_is_asked_for(plan: Plan, source: _Source) -> bool:
    """Tell whether a source that is good enough holds a number to call, where a contact is asked for."""
    return plan.intent == "contact" and source.support.is_enough and has_contact_data(source.record.passage.text)


def _is_list(source: _Source) -> bool:
    """Tell whether a passage is a list or table with a line that names what was asked for."""
    lines = [line for line in _LINE.finditer(source.record.passage.text) if _LIST_LINE.match(line.group())]
    if len(lines) < _LEAST_LINES:
        return False
    named = [word.start for word in source.ranked.asked.words if word.weight >= _NAMED]
    return any(line.start() <= start < line.end() for start in named for line in lines)


def verified(quote: Quote, record: PassageRecord, excerpt: Excerpt) -> bool:
    """Tell whether the stored text holds the quote where it says it does."""
    held = excerpt(quote.document_id, record.passage.revision, quote.start, quote.end)
    return bool(quote.text) and held == quote.text


def sentences(text: str) -> list[tuple[int, int]]:
    """Return half-open offsets of the sentences and lines of a text."""
    spans, begin = [], 0
    for match in _SENTENCE_END.finditer(text):
        if _LIST_MARK.fullmatch(text, begin, match.start()):
            continue
        spans.append((begin, match.start()))
        begin = match.end()
    spans.append((begin, len(text)))
    return [_trim(text, start, end) for start, end in spans if text[start:end].strip()]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _quote(plan: Plan, source: _Source) -> Quote:
    passage, document = source.record.passage, source.record.document
    start, end = _best_span(passage.text, source.ranked.asked.words, wants_contact=plan.intent == "contact")
    return Quote(
        passage.text[start:end], passage.passage_id, passage.document_id, document.sha256, document.source,
        document.title, passage.section_path, passage.page, passage.start + start, passage.start + end,
        passage.language,
    )  # fmt: skip


def _best_span(text: str, asked: Sequence[AskedWord], *, wants_contact: bool) -> tuple[int, int]:
    """Return the run of sentences that holds most of what was asked for, in few words.

    A short passage is quoted whole, and a line of a list or table with its neighbours: alone they say too little.
    """
    if len(text) <= _WHOLE_PASSAGE_CHARACTERS:
        return _trim(text, 0, len(text))
    spans = sentences(text)
    found = [{word.term: word.weight for word in asked if start <= word.start < end} for start, end in spans]
    for (start, end), asked_words in zip(spans, found, strict=True):
        if wants_contact and has_contact_data(text[start:end]):
            asked_words[_CONTACT] = _CONTACT_WEIGHT
    best, best_value = (0, 0), -1.0
    for first in range(len(spans)):
        for last in range(first, len(spans)):
            length = spans[last][1] - spans[first][0]
            if length > _MAX_QUOTE_CHARACTERS and last > first:
                break
            words: dict[int, float] = {}
            for each in found[first : last + 1]:
                words.update(each)
            value = sum(words.values()) - 0.0006 * length
            if value > best_value:
                best, best_value = (first, last), value
    first, last = _with_lead_in(text, spans, *best)
    return spans[first][0], spans[last][1]


def _with_lead_in(text: str, spans: list[tuple[int, int]], first: int, last: int) -> tuple[int, int]:
    """Take in the whole list where the best lines are part of one that ends a lead-in with a colon."""
    lead = next((i for i in range(first, -1, -1) if text[spans[i][1] - 1] == ":"), None)
    if lead is None or lead == last or any("\n" not in text[spans[i][1] : spans[i + 1][0]] for i in range(lead, last)):
        return first, last
    while last + 1 < len(spans) and "\n" in text[spans[last][1] : spans[last + 1][0]]:
        if spans[last + 1][1] - spans[lead][0] > _MAX_QUOTE_CHARACTERS:
            break
        last += 1
    return lead, last


def _frame(plan: Plan, quote: Quote) -> str:
    frame, where, _ = _FRAME.get(plan.language, _FRAME["en"])
    page = where.format(page=quote.page) if quote.page else ""
    return frame.format(title=quote.title, where=page, quote=quote.text)


def _not_found(plan: Plan, sources: Sequence[_Source]) -> Answer:
    text = _FRAME.get(plan.language, _FRAME["en"])[2]
    best = max((source.support.confidence for source in sources), default=0.0)
    see_also: dict[str, dict[str, object]] = {
        source.record.document.document_id: {
            "document_id": source.record.document.document_id,
            "title": source.record.document.title,
            "source": source.record.document.source,
        }
        for source in sources[:_MAX_QUOTES]
    }
    return Answer("not_found", "passage", text, plan.language, round(1 - best, 3), see_also=tuple(see_also.values()))
