"""Where a record stands, as an address that opens its document at the words.

Knows spans and the addresses of the pages; must not know requests or HTML.
"""

from dataclasses import dataclass

from api import view
from api.words import Words
from search.document import Document
from search.records import Span


@dataclass(frozen=True, slots=True)
class SourceView:
    """A paper that states something, and where.

    Attributes:
        where: "page 3"; None where the paper has no pages.
    """

    title: str
    lang: str | None
    href: str
    where: str | None


def place_address(document_id: str, span: Span | None, ui: str | None) -> str:
    """Return where a record can be read: its passage, else its page, else its document."""
    if span is not None and span.passage_id:
        return view.passage_address(document_id, span.passage_id, "", ui)
    if span is not None and span.page:
        return f"{view.address(f'/documents/{document_id}', page=span.page, ui=ui)}#page-{span.page}"
    return view.address(f"/documents/{document_id}", ui=ui)


def source_view(document: Document, span: Span | None, words: Words, ui: str | None) -> SourceView:
    """Return a paper as the source of a record."""
    return SourceView(
        document.title.strip() or words.gettext("Untitled"),
        view.lang_of(document.language),
        place_address(document.document_id, span, ui),
        view.page_words(span.page if span else None, None, words),
    )
