"""The search page at `/`, and errors as pages in the reader's language.

Translates form parameters to `Query` and results to page views; must not know how anything is found. The pages work
without script.
"""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api import filter_view, view
from api.answer_view import answer_view
from api.labels import EXAMPLE_QUESTIONS
from api.pages import Pages
from api.port import Searcher
from api.problems import Problem
from api.question import Fault, clean_question, find_fault
from api.search_form import PAGE_HITS, Form, read_form
from api.state import ServiceState, SettingsState
from api.words import N_, UI_NAMES, UiLanguage, Words, choose_language
from search.errors import InvalidQuery
from search.result import SearchResponse

router = APIRouter(include_in_schema=False)

MENU = (
    (N_("Search"), "/"),
    (N_("Contacts"), "/contacts"),
    (N_("Agreements"), "/agreements"),
    (N_("Terms"), "/terms"),
    (N_("New here?"), "/welcome"),
)
"""(label, path) of what stands in the head of every page."""

_OWN_PATHS = ("/documents/", "/docs", "/problems/", "/feedback", "/accessibility", "/demo")
_SECTIONS = tuple(path for _, path in MENU if path != "/")
_SECOND = 2
"""The first page of results that has one before it."""

_WITHDRAWN = N_(
    "This paper is not here. It may have been withdrawn or replaced since the link was made. Search for it anew."
)
_PROBLEM_WORDS = {
    "invalid-query": N_("Write a question with at least one word."),
    "invalid-parameter": N_("The address holds a choice that cannot be used. Search anew."),
    "not-found": N_("There is no such page or document. It may have been removed or replaced."),
    "unavailable": N_("The search does not answer right now. Try again in a moment."),
    "too-many-requests": N_("Too much was sent at once. Try again in a few minutes."),
    "forbidden": N_("This was sent from another site. Send it from the page here."),
}


def is_page(path: str, accept: str) -> bool:
    """Tell whether an error at this path is read by a person in a browser."""
    if path.endswith(".webp"):
        return False
    return (
        path == "/"
        or path.startswith(_OWN_PATHS + _SECTIONS)
        or ("text/html" in accept and not path.startswith("/api/"))
    )


@router.get("/")
def search_page(request: Request, service: ServiceState, settings: SettingsState) -> HTMLResponse:
    """Show the search form and, where something was asked, what was found."""
    form = read_form(request.query_params)
    context = {**frame_of(request), "form": form, "examples": EXAMPLE_QUESTIONS, "fault": None, "found": None}
    pages: Pages = request.app.state.pages
    words = pages.words[context["ui"]]
    if form.question is None:
        return pages.render("search.html", {**context, "held": _held(service)})
    fault = find_fault(form.question, settings.max_query_characters)
    found = None if fault else _search(service, form)
    if found is None:
        fault_words = _fault_words(fault or Fault("empty"), words)
        return pages.render("search.html", {**context, "held": None, "fault": fault_words}, status=400)
    # who runs the service in the reader's country is whom to ask where the papers do not answer
    context["operator"] = request.app.state.statements.get("dk" if context["ui"] == "da" else "se")
    context["found"] = _found(found, form, words, str(request.base_url).rstrip("/"))
    notes = request.app.state.explainer.page(words, form.ui)
    context["explained"] = lambda hit: notes.explain(hit.pieces, hit.lang)
    return pages.render("search.html", context)


def error_page(pages: Pages, request: Request, problem: Problem) -> HTMLResponse:
    """Return a problem as a page in the reader's language."""
    frame = frame_of(request)
    words = pages.words[frame["ui"]]
    is_document = problem.kind.name == "not-found" and request.url.path.startswith("/documents/")
    fault = words.gettext(_WITHDRAWN) if is_document else _problem_words(problem, words)
    context = {**frame, "fault": fault, "error_id": problem.error_id}
    response = pages.render("error.html", context, status=problem.kind.status)
    response.headers.update(dict(problem.headers))
    return response


def frame_of(request: Request) -> dict[str, Any]:
    """Return what every page needs: language, question, menu."""
    parameters = request.query_params
    ui: UiLanguage = choose_language(parameters.get("ui"), request.headers.get("accept-language", ""))
    asked = parameters.get("ui")
    return {
        "ui": ui,
        "asked_ui": asked,
        "q": parameters.get("q", "").strip(),
        "question_address": lambda question: view.address("/", q=question, ui=asked),
        "with_ui": lambda path: view.address(path, ui=asked),
        "home": view.address("/", ui=asked),
        "ui_names": UI_NAMES,
        "menu": _menu(request.url.path, asked),
        "languages": view.language_links(ui, request.url.path, parameters.multi_items()),
    }


def _menu(at: str, ui: str | None) -> list[tuple[str, str, bool]]:
    """Return (label, address, is the section that the reader is in)."""
    return [(label, view.address(path, ui=ui), at == path or at.startswith(f"{path}/")) for label, path in MENU]


def _held(service: Searcher) -> int | None:
    """Return how many papers can be searched; None where that cannot be told now."""
    state = service.ready()
    return state.documents if state.ok else None


def _search(service: Searcher, form: Form) -> SearchResponse | None:
    try:
        return service.search(form.query())
    except InvalidQuery:
        return None


def _found(response: SearchResponse, form: Form, words: Words, base: str) -> dict[str, Any]:
    question = clean_question(form.question or "")
    hits_words = view.hits_words(response.total, words)
    return {
        "question": question,
        "hits_words": hits_words,
        "title": words.gettext("%(question)s – %(hits)s", question=question, hits=hits_words),
        "hits": [view.hit_view(hit, question, words, form.ui) for hit in response.results],
        "first": (form.page - 1) * PAGE_HITS + 1,
        "is_exact": response.total[1] == "eq",
        "filters": filter_view.filter_views(response, form, words),
        "chosen": filter_view.chosen_views(form, words),
        "expansions": filter_view.expansion_views(response.expansions, form),
        "removed": filter_view.removed_views(form),
        "orders": filter_view.order_views(form, words),
        "did_you_mean": response.did_you_mean,
        "answer": answer_view(response, question, words, form.ui, base),
        "unfiltered": Form(question=form.question, ui=form.ui).address(),
        "next": form.address(cursor=response.next_cursor, page=form.page + 1) if response.next_cursor else None,
        "previous": _previous(response, form),
        "start": form.address() if form.page > _SECOND else None,
    }


def _previous(response: SearchResponse, form: Form) -> str | None:
    """Return the address of the page before; the first one is the same however it is reached."""
    if form.page <= _SECOND:
        return form.address() if form.page == _SECOND else None
    return form.address(cursor=response.previous_cursor, page=form.page - 1)


def _fault_words(fault: Fault, words: Words) -> str:
    if fault.kind == "too_long":
        return words.gettext(
            "The question has %(actual)s characters, at most %(allowed)s are allowed. Ask in fewer words.",
            actual=fault.actual,
            allowed=fault.allowed,
        )
    if fault.kind == "unreadable":
        return words.gettext("The question could not be read. Write it anew.")
    return words.gettext("Write a question with at least one word.")


def _problem_words(problem: Problem, words: Words) -> str:
    message = N_("Something went wrong on our side. Try again in a moment.")
    return words.gettext(_PROBLEM_WORDS.get(problem.kind.name, message))
