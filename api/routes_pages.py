"""The web pages: search at `/`, one document at `/documents/{id}`, and errors in the reader's language.

Translates form parameters to `Query` and results to page views; must not know how anything is found. The pages need
no script.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api import view
from api.document_view import part_view
from api.messages import EXAMPLE_QUESTIONS, MESSAGES, UI_NAMES, Messages, UiLanguage, choose_language
from api.pages import Pages
from api.port import Searcher
from api.problems import Problem
from api.question import Fault, clean_question, find_fault
from api.routes_documents import find_document, with_validity
from api.state import CatalogState, PapersState, ServiceState, SettingsState
from search.errors import InvalidParameter, InvalidQuery
from search.result import Filters, Query, SearchResponse

router = APIRouter(include_in_schema=False)

PAGE_HITS = 10
_MOST_PAGES = 10_000
_OWN_PATHS = ("/documents/", "/docs", "/problems/")
_FILTER_LANGUAGES = ("sv", "da", "en")


@dataclass(frozen=True, slots=True)
class Form:
    """What the search form sent.

    Attributes:
        question: None where nothing was asked yet.
        page: shown to the reader only; the cursor decides.
    """

    question: str | None
    language: str | None
    include_expired: bool
    cursor: str | None
    page: int

    def query(self) -> Query:
        """Return the question to the service."""
        return Query(
            text=clean_question(self.question or ""),
            limit=PAGE_HITS,
            cursor=self.cursor,
            filters=Filters(language=(self.language,) if self.language else ()),
            include_expired=self.include_expired,
            answer=self.page == 1,
        )


def is_page(path: str, accept: str) -> bool:
    """Tell whether an error at this path is read by a person in a browser."""
    return path == "/" or path.startswith(_OWN_PATHS) or ("text/html" in accept and not path.startswith("/api/"))


@router.get("/")
def search_page(request: Request, service: ServiceState, settings: SettingsState) -> HTMLResponse:
    """Show the search form and, where something was asked, what was found."""
    form = _read_form(request)
    context = {**_frame(request), "form": form, "examples": EXAMPLE_QUESTIONS, "fault": None, "found": None}
    messages: Messages = context["m"]
    pages: Pages = request.app.state.pages
    if form.question is None:
        return pages.render("search.html", context)
    fault = find_fault(form.question, settings.max_query_characters)
    found = None if fault else _search(service, form)
    if found is None:
        context["fault"] = _fault_words(fault or Fault("empty"), messages)
        return pages.render("search.html", context, status=400)
    context["found"] = _found(found, form, messages, request.query_params.get("ui"))
    return pages.render("search.html", context)


@router.get("/documents/{document_id}")
def document_page(document_id: str, request: Request, catalog: CatalogState, papers: PapersState) -> HTMLResponse:
    """Show a document's text, with the passage that was found marked in it."""
    held = with_validity(find_document(catalog, document_id), papers.current(), datetime.now(UTC).date())
    passage_id = request.query_params.get("passage")
    revision = (held.document_id, held.revision)
    passages = [record.passage for record in catalog.iter_passages([revision])]
    part = part_view(catalog.blocks(*revision), passages, held.language, passage_id, _number(request, "part"))
    frame = _frame(request)
    messages: Messages = frame["m"]
    ui = request.query_params.get("ui")
    context = {
        **frame,
        "document": held,
        "title": held.title.strip() or messages.no_title,
        "lang": view.lang_of(held.language),
        "badge": view.badge_of(held.validity, messages),
        "part": part,
        "passage_id": passage_id,
        "part_links": [
            (number, view.address(request.url.path, part=number, passage=passage_id, q=frame["q"], ui=ui))
            for number in range(1, part.count + 1)
        ],
        "back": view.address("/", q=frame["q"], ui=ui) if frame["q"] else None,
    }
    return request.app.state.pages.render("document.html", context)  # type: ignore[no-any-return]


def error_page(pages: Pages, request: Request, problem: Problem) -> HTMLResponse:
    """Return a problem as a page in the reader's language."""
    frame = _frame(request)
    context = {**frame, "fault": _problem_words(problem, frame["m"]), "error_id": problem.error_id}
    response = pages.render("error.html", context, status=problem.kind.status)
    response.headers.update(dict(problem.headers))
    return response


def _frame(request: Request) -> dict[str, Any]:
    parameters = dict(request.query_params)
    ui: UiLanguage = choose_language(parameters.get("ui"), request.headers.get("accept-language", ""))
    return {
        "m": MESSAGES[ui],
        "ui": ui,
        "asked_ui": parameters.get("ui"),
        "q": parameters.get("q", "").strip(),
        "question_address": lambda question: view.address("/", q=question, ui=parameters.get("ui")),
        "home": view.address("/", ui=parameters.get("ui")),
        "ui_names": UI_NAMES,
        "languages": view.language_links(ui, request.url.path, parameters),
    }


def _read_form(request: Request) -> Form:
    given = request.query_params
    language = given.get("language") or None
    if language is not None and language not in _FILTER_LANGUAGES:
        raise InvalidParameter(f"language must be one of {', '.join(_FILTER_LANGUAGES)}.")
    return Form(
        question=given.get("q"),
        language=language,
        include_expired=bool(given.get("include_expired")),
        cursor=given.get("cursor") or None,
        page=_number(request, "page") or 1 if given.get("cursor") else 1,
    )


def _number(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    return min(int(text), _MOST_PAGES) if text.isascii() and text.isdigit() and len(text) < 9 else None  # noqa: PLR2004


def _search(service: Searcher, form: Form) -> SearchResponse | None:
    try:
        return service.search(form.query())
    except InvalidQuery:
        return None


def _found(response: SearchResponse, form: Form, messages: Messages, ui: str | None) -> dict[str, Any]:
    question = clean_question(form.question or "")
    choices = {"q": question, "language": form.language, "include_expired": "1" if form.include_expired else None}
    following = {**choices, "cursor": response.next_cursor, "page": form.page + 1, "ui": ui}
    hits_words = view.hits_words(response.total, messages)
    return {
        "question": question,
        "hits_words": hits_words,
        "title": messages.results_title.format(question=question, hits=hits_words),
        "hits": [view.hit_view(hit, question, messages, ui) for hit in response.results],
        "first": (form.page - 1) * PAGE_HITS + 1,
        "expansions": view.expansion_words(response.expansions, messages),
        "did_you_mean": response.did_you_mean,
        "answer": response.answer,
        "answer_text": _answer_text(response),
        "answer_lang": view.lang_of(response.answer.language) if response.answer else None,
        "see_also": [_see_also(entry, question, ui) for entry in _entries(response)],
        "quotes": [view.quote_view(quote, question, messages, ui) for quote in _quotes(response)],
        "next": view.address("/", **following) if response.next_cursor else None,
        "start": view.address("/", **choices, ui=ui) if form.page > 1 else None,
    }


def _answer_text(response: SearchResponse) -> str:
    # where the words around the quote repeat it, the quotes below say it all
    answer = response.answer
    return "" if answer is None or any(quote.text in answer.text for quote in answer.quotes) else answer.text


def _entries(response: SearchResponse) -> tuple[dict[str, object], ...]:
    return response.answer.see_also if response.answer else ()


def _see_also(entry: dict[str, object], question: str, ui: str | None) -> tuple[str, str, str | None]:
    document_id = entry.get("document_id")
    href = view.address(f"/documents/{document_id}", q=question, ui=ui) if document_id else None
    return str(entry.get("title", "")), str(entry.get("source", "")), href


def _quotes(response: SearchResponse) -> tuple[Any, ...]:
    return response.answer.quotes if response.answer else ()


def _fault_words(fault: Fault, messages: Messages) -> str:
    if fault.kind == "too_long":
        return messages.fault_too_long.format(actual=fault.actual, allowed=fault.allowed)
    return messages.fault_unreadable if fault.kind == "unreadable" else messages.fault_empty


def _problem_words(problem: Problem, messages: Messages) -> str:
    words = {
        "invalid-query": messages.fault_empty,
        "invalid-parameter": messages.fault_parameter,
        "not-found": messages.fault_missing,
        "unavailable": messages.fault_unavailable,
    }
    return words.get(problem.kind.name, messages.fault_internal)
