"""What the search page shows of an answer: quotes with where they stand, how to cite them, and what to do without one.

Knows results and words; must not know requests or HTML.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api import view
from api.contact_view import ContactCard, contact_card
from api.words import Words
from search.document import Validity
from search.result import Answer, Quote, SearchResponse

CONTACTS_TOLD = 3
"""Cards that an answer shows at once; the others unfold. A choice."""


SURE = 0.4
"""Confidence under which fewer than half of the answers are right; docs/evaluation.md, "Not found"."""


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place in a paper with everything that is quoted from it.

    Attributes:
        citation: of all of it, to paste.
    """

    quotes: tuple[view.QuoteView, ...]
    badge: view.Badge | None
    citation: str

    @property
    def source(self) -> view.QuoteView:
        """The first quote, which says where the place is."""
        return self.quotes[0]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer as the page shows it.

    Attributes:
        is_unsure: it is likelier not to answer the question.
        text: the words around quotes and contacts; "" where they only repeat them.
        is_card: the contacts are the answer, and the quotes prove it.
        see_also: (title, source, address or None) of where to look instead.
        contacts: whom to ask.
        query_id: names the response in what a reader says of it.
    """

    answered: bool
    is_unsure: bool
    text: str
    is_card: bool
    lang: str | None
    places: tuple[PlaceView, ...]
    contacts: tuple[ContactCard, ...]
    more_contacts: tuple[ContactCard, ...]
    see_also: tuple[tuple[str, str, str | None], ...]
    query_id: str
    document_id: str
    passage_id: str


def answer_view(response: SearchResponse, question: str, words: Words, ui: str | None, base: str) -> AnswerView | None:
    """Return the answer of a response.

    Args:
        base: address of this service, for citations.
    """
    answer = response.answer
    if answer is None:
        return None
    validities = {hit.document_id: hit.validity for hit in response.results}
    first = answer.quotes[0] if answer.quotes else None
    cards = tuple(contact_card(each, words, ui) for each in answer.contacts)
    return AnswerView(
        answered=answer.status == "answered",
        is_unsure=answer.status == "answered" and answer.confidence < SURE,
        text=words_beside(answer, cards),
        is_card=bool(cards) and answer.kind == "contact",
        lang=view.lang_of(answer.language),
        places=places_of(answer.quotes, validities, question, words, ui, base),
        contacts=cards[:CONTACTS_TOLD],
        more_contacts=cards[CONTACTS_TOLD:],
        see_also=tuple(_see_also(entry, question, ui) for entry in answer.see_also),
        query_id=response.query_id,
        document_id=first.document_id if first else "",
        passage_id=first.passage_id if first else "",
    )


def places_of(
    quotes: Sequence[Quote],
    validities: Mapping[str, Validity],
    question: str,
    words: Words,
    ui: str | None,
    base: str,
) -> tuple[PlaceView, ...]:
    """Return quotes by where they stand, in their order, so that no source is told twice.

    Args:
        validities: document id -> whether it counts; of others nothing is said.
        base: address of this service, for citations.
    """
    places: dict[tuple[object, ...], list[tuple[view.QuoteView, Quote]]] = {}
    for quote in quotes:
        shown = view.quote_view(quote, question, words, ui)
        places.setdefault((quote.document_id, *shown.place), []).append((shown, quote))
    return tuple(
        PlaceView(
            tuple(shown for shown, _ in held),
            view.badge_of(validities.get(held[0][1].document_id, Validity()), words),
            "\n".join(citation(quote, words, base) for _, quote in held),
        )
        for held in places.values()
    )


def citation(quote: Quote, words: Words, base: str) -> str:
    """Return a quote as one line that can be pasted: words, title, section, page, file, address."""
    parts = [quote.title.strip() or words.gettext("Untitled"), *quote.section_path[-1:]]
    page = view.page_words(quote.page, None, words)
    parts += [page] if page else []
    where = ", ".join(parts)
    text = " ".join(quote.text.split())
    path = view.address(f"/documents/{quote.document_id}", passage=quote.passage_id)
    return f"”{text}” – {where} ({quote.source}). {base}{path}"


def words_beside(answer: Answer, cards: Sequence[ContactCard]) -> str:
    """Return what an answer says beside its quotes and contacts: before the line that gives the first quote its frame.

    "" where it only repeats them.
    """
    if answer.kind == "contact" and cards:
        return "\n".join(line for line in answer.text.splitlines() if not any(_repeats(line, card) for card in cards))
    begins = [at for quote in answer.quotes if (at := answer.text.find(quote.text)) >= 0]
    if not begins:
        return answer.text
    return answer.text[: answer.text.rfind("\n", 0, min(begins)) + 1].strip()


def _repeats(line: str, card: ContactCard) -> bool:
    """Tell whether a line gives somebody's number or address, or for want of those the name, as a card does."""
    reach = [*(printed for printed, _ in card.phones), *card.emails, *(rival.value for rival in card.contradictions)]
    return any(each in line for each in reach or [card.heading])


def _see_also(entry: dict[str, Any], question: str, ui: str | None) -> tuple[str, str, str | None]:
    document_id = entry.get("document_id")
    href = view.address(f"/documents/{document_id}", q=question, ui=ui) if document_id else None
    return str(entry.get("title", "")), str(entry.get("source", "")), href
