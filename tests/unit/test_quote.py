from dataclasses import replace

import pytest

from search.catalog_port import PassageRecord
from search.evaluation import as_document
from search.quote import quote_at
from search.records import Span

STORED = as_document("a.pdf", "sv", "Avtalet gäller från 2020. Det tecknades i Malmö.", "Avtal")
RECORD = PassageRecord(replace(STORED.passages[0], page=1), STORED.document)
PLACE = Span(26, 48, page=2)


def excerpt(document_id: str, revision: str, start: int, end: int) -> str:
    """Give stored text as the catalog does."""
    assert (document_id, revision) == (STORED.document.document_id, STORED.document.revision)
    return STORED.text[start:end]


def test_a_quote_has_the_words_and_the_page_of_its_place() -> None:
    """The passage begins on the page before; where the place tells no page, the passage's is the best known."""
    quote = quote_at(RECORD, PLACE, excerpt)
    assert quote is not None
    assert (quote.text, quote.page, quote.start, quote.end) == ("Det tecknades i Malmö.", 2, 26, 48)
    without = quote_at(RECORD, replace(PLACE, page=None), excerpt)
    assert without is not None
    assert without.page == 1


def test_a_quote_is_in_the_language_of_its_words() -> None:
    """A record tells it; "und" says that it could not be told, and then the passage's counts."""
    spoken = [quote_at(RECORD, PLACE, excerpt, language=language) for language in ("da", "und")]
    assert [quote and quote.language for quote in spoken] == ["da", "sv"]


@pytest.mark.parametrize(("place", "words"), [(PLACE, "Det tecknades i Lund."), (Span(26, 26), ""), (Span(90, 95), "")])
def test_what_the_stored_text_does_not_hold_is_not_quoted(place: Span, words: str) -> None:
    """Other words than were expected, and none."""
    assert quote_at(RECORD, place, excerpt, words=words) is None


def test_a_passage_that_differs_from_the_stored_text_is_not_quoted() -> None:
    """The passage is what was read, the stored text what the paper says; both must agree."""
    changed = PassageRecord(replace(RECORD.passage, text=RECORD.passage.text.upper()), RECORD.document)
    assert quote_at(changed, PLACE, excerpt) is None
