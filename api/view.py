"""What the search page shows of a response: values turned into words, links and marked pieces of text.

Knows the shapes of results and the words of the pages; must not know requests, nor HTML: templates escape and lay out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from api.labels import document_type_label, language_label, validity_label
from api.words import UiLanguage, Words
from search.document import Validity
from search.result import Expansion, Hit, Quote

EXCERPT_CHARACTERS = 480
"""About six lines of a result; a choice."""

LEAD_CHARACTERS = 120
EXPANSIONS_TOLD = 3
"""For each word of the question; all of them are in the JSON. A choice."""

_LANGUAGES = ("sv", "da", "en")
_BLANK_LINES = re.compile(r"\n{2,}")


@dataclass(frozen=True, slots=True)
class TermNote:
    """What a trade word means, in the reader's language.

    Attributes:
        key: names it on its page.
        name: the term in the reader's language; "" where that has none.
        href: where more is said of it.
    """

    key: str
    name: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, marked or not, explained or not."""

    text: str
    marked: bool = False
    note: TermNote | None = None


@dataclass(frozen=True, slots=True)
class Badge:
    """Whether a paper is in force, in words; `status` chooses the colour."""

    status: str
    text: str


@dataclass(frozen=True, slots=True)
class HitView:
    """One result as the page shows it.

    Attributes:
        lang: for the lang attribute; None where the language is not known.
        facts: (label, value) pairs.
        day: (label, day, day in words) of the paper, else of its file; None where neither is known.
    """

    href: str
    title: str
    lang: str | None
    section: tuple[str, ...]
    where: str | None
    pieces: tuple[Piece, ...]
    facts: tuple[tuple[str, str], ...]
    badge: Badge | None
    day: tuple[str, date, str] | None


@dataclass(frozen=True, slots=True)
class QuoteView:
    """One quote of the answer, with where it stands.

    Attributes:
        language: in words, where it is not the reader's own; "" where it is, or is not known.
    """

    href: str
    title: str
    lang: str | None
    language: str
    text: str
    section: tuple[str, ...]
    where: str | None
    source: str

    @property
    def place(self) -> tuple[object, ...]:
        """What a reader takes for one place: paper, section and page."""
        return self.source, self.title, self.section, self.where


def address(path: str, **parameters: str | int | tuple[str, ...] | None) -> str:
    """Return path and query string; what is None or empty is left out, what has several values is repeated."""
    pairs = [
        f"{name}={_quoted(str(each))}"
        for name, value in parameters.items()
        if value not in (None, "")
        for each in (value if isinstance(value, tuple) else (value,))
    ]
    return f"{path}?{'&'.join(pairs)}" if pairs else path


@lru_cache(maxsize=256)
def _quoted(value: str) -> str:
    """Return a value as addresses have it; a page of results has the question in forty of them."""
    return quote_plus(value)


def passage_address(document_id: str, passage_id: str, question: str, ui: str | None) -> str:
    """Return where a passage can be read in its document."""
    path = f"/documents/{document_id}"
    return f"{address(path, passage=passage_id, q=question, ui=ui)}#p-{passage_id}"


def hit_view(hit: Hit, question: str, words: Words, ui: str | None) -> HitView:
    """Return a result as the page shows it."""
    return HitView(
        href=passage_address(hit.document_id, hit.passage_id, question, ui),
        title=hit.title.strip() or words.gettext("Untitled"),
        lang=lang_of(hit.language),
        section=hit.section_path,
        where=page_words(hit.page, hit.page_label, words),
        pieces=tuple(excerpt(hit.text, hit.highlights, hit.section_path[-1] if hit.section_path else "")),
        facts=tuple(_facts(hit, words)),
        badge=badge_of(hit.validity, words),
        day=_day(hit, words),
    )


def quote_view(quote: Quote, question: str, words: Words, ui: str | None) -> QuoteView:
    """Return a quote as the page shows it."""
    return QuoteView(
        href=passage_address(quote.document_id, quote.passage_id, question, ui),
        title=quote.title.strip() or words.gettext("Untitled"),
        lang=lang_of(quote.language),
        language=language_label(quote.language, words) if lang_of(quote.language) not in (None, words.language) else "",
        text=_closed_up(quote.text),
        section=quote.section_path,
        where=page_words(quote.page, None, words),
        source=quote.source,
    )


def lang_of(language: str) -> str | None:
    """Return the value of a lang attribute, None where the language could not be told."""
    return language if language in _LANGUAGES else None


def page_words(page: int | None, label: str | None, words: Words) -> str | None:
    """Return "page 3", with the printed number where it differs."""
    if page is None:
        return None
    if label is None or label == str(page):
        return words.gettext("page %(number)s", number=page)
    return words.gettext("page %(number)s (printed %(label)s)", number=page, label=label)


def hits_words(total: tuple[int, str], words: Words) -> str:
    """Return "12 results", or "At least 1,000 results" where counting stopped."""
    count, relation = total
    if relation == "gte":
        return words.ngettext("At least %(count)s result", "At least %(count)s results", count)
    if count == 0:
        return words.gettext("No results")
    return words.ngettext("%(count)s result", "%(count)s results", count)


def expansion_words(expansions: Sequence[Expansion], words: Words) -> list[str]:
    """Return what was searched for beside the question's own words: the weightiest few for each of them."""
    terms: dict[str, list[str]] = {}
    for expansion in sorted(expansions, key=lambda expansion: -expansion.weight):
        told = terms.setdefault(expansion.source_term, [])
        if len(told) < EXPANSIONS_TOLD and expansion.term not in told:
            told.append(expansion.term)
    return [
        words.gettext("%(term)s (for %(source)s)", term=", ".join(told), source=source)
        for source, told in terms.items()
    ]


def badge_of(validity: Validity, words: Words) -> Badge | None:
    """Return the badge of a paper; None where nothing is known, so that nobody reads more into it."""
    if validity.status == "unknown":
        return None
    return Badge(validity.status, validity_label(validity, words))


def excerpt(text: str, highlights: Sequence[tuple[int, int]], heading: str = "") -> list[Piece]:
    """Return the part of a passage around its first highlight, cut at words, as marked and unmarked pieces.

    Args:
        text: the whole passage.
        highlights: half-open offsets, sorted, not overlapping.
        heading: shown above the passage anyway; left out where the passage begins with it.
    """
    skipped = len(heading) if heading and text.startswith(heading) and text[len(heading) :].strip() else 0
    spans = [(first, last) for first, last in highlights if first >= skipped]
    start, end = _window(text, skipped, spans[0][0] if spans else skipped)
    pieces = [Piece("… ")] if text[skipped:start].strip() else []
    at = start
    for first, last in spans:
        if at <= first and last <= end:
            pieces += [Piece(_closed_up(text[at:first])), Piece(text[first:last], marked=True)]
            at = last
    pieces.append(Piece(_closed_up(text[at:end])))
    if end < len(text):
        pieces.append(Piece(" …"))
    return [piece for piece in pieces if piece.text]


def _closed_up(text: str) -> str:
    # paragraphs are parted by an empty line, which takes too much room in a list of results
    return _BLANK_LINES.sub("\n", text)


def _window(text: str, begin: int, first: int) -> tuple[int, int]:
    begin += len(text[begin:]) - len(text[begin:].lstrip())
    if len(text) - begin <= EXCERPT_CHARACTERS:
        return begin, len(text)
    start = max(begin, first - LEAD_CHARACTERS)
    if start > begin:
        start = text.find(" ", start, first) + 1 or start
    end = min(len(text), start + EXCERPT_CHARACTERS)
    if end < len(text):
        space = text.rfind(" ", end - LEAD_CHARACTERS, end)
        end = space if space > 0 else end
    return start, end


def _facts(hit: Hit, words: Words) -> list[tuple[str, str]]:
    facts = [(words.gettext("Language"), language_label(hit.language, words))]
    if hit.document_type != "other":
        facts.append((words.gettext("Kind of paper"), document_type_label(hit.document_type, words)))
    if hit.organisations:
        facts.append((words.gettext("Organisation"), ", ".join(hit.organisations)))
    return [*facts, (words.gettext("File"), hit.source)]


def _day(hit: Hit, words: Words) -> tuple[str, date, str] | None:
    if hit.dated:
        return words.gettext("Date"), hit.dated, words.day(hit.dated)
    if hit.modified:
        return words.gettext("File changed"), hit.modified.date(), words.day(hit.modified.date())
    return None


def language_links(ui: UiLanguage, path: str, parameters: Sequence[tuple[str, str]]) -> list[tuple[str, str, bool]]:
    """Return (language, address, is the current one) for the language menu; question and choices stay."""
    others = [(name, value) for name, value in parameters if name != "ui" and value]
    return [(code, f"{path}?{urlencode([*others, ('ui', code)])}", code == ui) for code in _LANGUAGES]
