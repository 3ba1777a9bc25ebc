"""`/terms`: the words of the field in three languages side by side, as a page, with what the papers say of them.

Reads the bank in use and what held papers define; must not know where either came from.
"""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api import view
from api.pages import Pages
from api.routes_pages import frame_of
from api.state import GlossaryState, PapersState
from api.term_view import explained_view, term_view
from api.words import Words
from search.papers.glossary import PaperGlossary
from search.terms import LANGUAGES, TermBank

router = APIRouter(include_in_schema=False)

MOST_TERMS = 20
"""On a page; who sees that many writes another letter. A choice."""

_MOST_CHARACTERS = 200
_LETTERS = {"sv": "abcdefghijklmnopqrstuvwxyzåäö", "da": "abcdefghijklmnopqrstuvwxyzæøå"}
_ENGLISH_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@router.get("/terms")
def terms_page(request: Request, glossary: GlossaryState, papers: PapersState) -> HTMLResponse:
    """Show the terms that begin as what was written, in any of the languages."""
    pages: Pages = request.app.state.pages
    frame = frame_of(request)
    words, ui = pages.words[frame["ui"]], frame["asked_ui"]
    asked = frame["q"][:_MOST_CHARACTERS]
    found = _found(asked, glossary.bank(), papers.glossary(), words, ui)
    letters = _LETTERS.get(words.language, _ENGLISH_LETTERS)
    letter_links = [(letter.upper(), view.address("/terms", q=letter, ui=ui), letter == asked) for letter in letters]
    return pages.render("terms.html", {**frame, "asked": asked, "letters": letter_links, **found})


def _found(asked: str, bank: TermBank, held: PaperGlossary, words: Words, ui: str | None) -> dict[str, Any]:
    concepts, total = bank.find(asked, LANGUAGES, MOST_TERMS) if asked else ([], 0)
    definitions, defined = held.find(asked, MOST_TERMS)
    return {
        "terms": [term_view(each, bank, held.of(each.notation), words, ui) for each in concepts],
        "definitions": [explained_view(each, words, ui) for each in definitions],
        "found_words": words.ngettext("%(count)s term", "%(count)s terms", total),
        "has_more": total > len(concepts),
        "has_more_definitions": defined > len(definitions),
    }
