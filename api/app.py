"""The FastAPI application: routes, error handling and middleware put together.

Knows which parts there are; must not know how the service and the catalog were made, nor read settings on its own.
"""

import gc
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any
from urllib.parse import unquote_to_bytes

from anyio import to_thread
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from api import (
    routes_agreements,
    routes_agreements_page,
    routes_chat,
    routes_contacts,
    routes_contacts_page,
    routes_docs,
    routes_documents,
    routes_embed,
    routes_feedback,
    routes_health,
    routes_onboarding,
    routes_pages,
    routes_search,
    routes_statement,
    routes_suggest,
    routes_terms,
    routes_terms_page,
    routes_viewer,
    routes_welcome,
)
from api.compression import Packed
from api.embedding import OtherOrigins
from api.explaining import Explainer
from api.feedback import FeedbackDesk
from api.metrics import Measure, Metrics
from api.middleware import AccessLog, BodyLimit, Border, HeadAsGet, SecurityHeaders, fault_log, log_fault
from api.page_pictures import PagePictures
from api.pages import Pages
from api.port import Glossary, Searcher
from api.problems import (
    SERVER_FAULT,
    Problem,
    problem_of,
    problem_of_status,
    problem_of_validation,
    problem_response,
)
from api.schema import ListParameters, SearchParameters, SearchRequest
from api.schema_agreements import AgreementParameters
from api.schema_contacts import ContactParameters
from api.schema_onboarding import OnboardingParameters
from api.schema_reader import FeedbackRequest, SuggestParameters
from api.schema_state import ProblemModel
from api.schema_terms import TermParameters
from api.settings import Settings
from api.statement import load_statements
from api.suggesting import Suggester
from ingest.picture import PageDrawer
from search import resources
from search.catalog_port import Catalog
from search.errors import InvalidParameter, SamsokError
from search.onboarding import read_path
from search.originals import Originals
from search.papers.store import PaperStore

DESCRIPTION = """Search and answers over the papers of agencies that work together, in Swedish, Danish and English.

Every quote is verbatim: `document.text[start:end] == quote.text`, counted in code points. Dates are ISO 8601, languages
BCP 47, errors RFC 9457 (`application/problem+json`)."""

SUGGESTIONS_AFTER_S = 3.0
"""From the start on; making them takes 0.2 s over the samples."""

WORKER_THREADS = 8
"""Requests that are worked on at once. Source: the interpreter runs one thread at a time, so more would give no
more answers a second, only more memory and longer waits for each."""

ROUTES = (
    routes_search,
    routes_documents,
    routes_agreements,
    routes_contacts,
    routes_terms,
    routes_onboarding,
    routes_health,
    routes_docs,
    routes_chat,
    routes_pages,
    routes_viewer,
    routes_contacts_page,
    routes_agreements_page,
    routes_terms_page,
    routes_welcome,
    routes_feedback,
    routes_suggest,
    routes_embed,
    routes_statement,
)
_FIELDS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("/onboarding", OnboardingParameters),
    ("/agreements", AgreementParameters),
    ("/contacts", ContactParameters),
    ("/documents", ListParameters),
    ("/terms", TermParameters),
    ("/feedback", FeedbackRequest),
    ("/suggest", SuggestParameters),
)
"""What an address holds -> the parameters that are known there; search and answer beside these."""

Handler = Callable[[Request, Any], Awaitable[Response]]


def create_app(
    service: Searcher, catalog: Catalog, glossary: Glossary, settings: Settings, papers: PaperStore | None = None
) -> FastAPI:
    """Build the application over opened parts; whoever opened them closes them after it.

    Args:
        papers: what papers say of each other, as the service knows it; without it one is made over the catalog.
    """
    app = FastAPI(
        title="Samsök",
        version=version("samsok"),
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(require_utf8)],
        lifespan=_lifespan,
    )
    app.state.service, app.state.catalog, app.state.glossary, app.state.settings = service, catalog, glossary, settings
    app.state.papers = papers or PaperStore(catalog)
    app.state.onboarding = read_path(settings.onboarding or resources.ONBOARDING)
    app.state.pages, app.state.metrics = Pages.load(), Metrics()
    app.state.originals = Originals.under(settings.data)
    app.state.pictures = PagePictures(app.state.originals, PageDrawer())
    app.state.feedback = FeedbackDesk(catalog, keep_questions=settings.keep_questions)
    app.state.suggester = Suggester(catalog, glossary)
    app.state.explainer = Explainer(glossary.bank)
    app.state.contact_options = routes_contacts_page.ContactOptions()
    app.state.statements = load_statements(settings.statement)
    app.state.embed_script = routes_embed.embed_script()
    for routes in ROUTES:
        app.include_router(routes.router)
    app.mount("/static", app.state.pages.static_files, name="static")
    _add_error_handlers(app)
    _add_middleware(app, settings)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = WORKER_THREADS
    # a little later, so that the first reader who types waits for nothing and the first who asks need not share
    making = threading.Timer(SUGGESTIONS_AFTER_S, _settle, [app.state.suggester])
    making.daemon = True
    making.start()
    yield
    making.cancel()
    await to_thread.run_sync(making.join)
    app.state.pictures.close()


_COLLECT_FROM_OBJECTS = 10_000
"""Objects made since the last look for garbage that make the next one worth its time; some three questions make them.

Source: with 700, a question spends 0.3 ms looking for garbage and finds next to none, with 10,000 0.05 ms.
"""


def _settle(suggester: Suggester) -> None:
    """Make the suggestions, then spare the collector of garbage what is there to stay.

    Source: a look through all of it takes 80 ms, and a question meets one in every three hundred.
    """
    suggester.prepare()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_FROM_OBJECTS, *gc.get_threshold()[1:])


async def require_utf8(request: Request) -> None:
    """Refuse a query string that is not UTF-8; Starlette would put replacement characters into the question."""
    try:
        unquote_to_bytes(request.scope["query_string"]).decode()
    except UnicodeDecodeError as error:
        raise InvalidParameter("The address is not valid UTF-8: percent-encode its parameters as UTF-8.") from error


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    # added from the inside out
    app.add_middleware(BodyLimit, max_bytes=settings.max_request_bytes)
    app.add_middleware(HeadAsGet)
    app.add_middleware(Packed)
    app.add_middleware(OtherOrigins, origins=settings.embed_origins, key=settings.embed_key)
    app.add_middleware(Border, render=lambda scope, problem: _render(app, scope, problem))
    app.add_middleware(SecurityHeaders)
    app.add_middleware(AccessLog)
    app.add_middleware(Measure, metrics=app.state.metrics)


def _add_error_handlers(app: FastAPI) -> None:
    async def on_samsok_error(request: Request, error: SamsokError) -> Response:
        problem = problem_of(error, "")
        if problem.kind.status >= SERVER_FAULT:
            error_id = log_fault(request.scope, error)
            # unlike an unexpected exception's, this message is ours and holds no question
            fault_log.error("error_id=%s %s", error_id, error)
            problem = problem_of(error, error_id)
        return _render(app, request.scope, problem)

    async def on_http_error(request: Request, error: HTTPException) -> Response:
        headers = tuple((error.headers or {}).items())
        return _render(app, request.scope, problem_of_status(error.status_code, _detail(request, error), headers))

    async def on_validation_error(request: Request, error: RequestValidationError) -> Response:
        problem = problem_of_validation(error.errors(), _known_fields(request))
        return _render(app, request.scope, problem)

    handlers: dict[type[Exception], Handler] = {
        SamsokError: on_samsok_error,
        HTTPException: on_http_error,
        RequestValidationError: on_validation_error,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def _render(app: FastAPI, scope: Scope, problem: Problem) -> Response:
    request = Request(scope)
    if routes_pages.is_page(scope["path"], request.headers.get("accept", "")):
        return routes_pages.error_page(app.state.pages, request, problem)
    return problem_response(problem, scope["path"])


def _detail(request: Request, error: HTTPException) -> str:
    if error.status_code == 404:  # noqa: PLR2004 - the status says it best
        return f"There is nothing at {request.url.path}; what there is stands at /docs."
    if error.status_code == 405:  # noqa: PLR2004
        return f"{request.scope['method']} is not offered at {request.url.path}."
    if error.status_code == 400:  # noqa: PLR2004
        return "The body cannot be read: it must be a JSON object in UTF-8."
    return str(error.detail)


def _known_fields(request: Request) -> list[str]:
    known = next((model for part, model in _FIELDS if part in request.url.path), None)
    return list((known or (SearchParameters if request.method == "GET" else SearchRequest)).model_fields)


def _openapi(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        schemas = document["components"]["schemas"]
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        for operation in (operation for path in document["paths"].values() for operation in path.values()):
            # FastAPI announces its own 422, which is never sent here
            operation["responses"].pop("422", None)
        schemas["ProblemModel"] = ProblemModel.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schemas["ProblemModel"].pop("$defs", {}))
        app.openapi_schema = document
    return app.openapi_schema
