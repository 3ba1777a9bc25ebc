"""`/welcome`: the way in for new people of a partner agency, as pages: choose, then step by step.

Walks the path anew with every request, so that each step is today's answer; must not know how it is found.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api import view
from api.pages import Pages
from api.routes_onboarding import held_definitions, held_organisations
from api.routes_pages import frame_of
from api.state import CatalogState, OnboardingState, PapersState, ServiceState
from api.welcome_view import step_view
from search.catalog_port import Catalog
from search.document import Validity
from search.onboarding import OnboardingPath, WalkedStep, known_name, walk
from search.papers.view import Papers

router = APIRouter(include_in_schema=False)


@router.get("/welcome")
def welcome_page(request: Request, catalog: CatalogState, path: OnboardingState) -> Response:
    """Let the reader choose an organisation and a role; what was chosen leads to its path."""
    pages: Pages = request.app.state.pages
    frame, given = frame_of(request), request.query_params
    chosen = given.get("organisation", "").strip()
    if chosen:
        role = given.get("role", "") if given.get("role", "") in path.roles else None
        return RedirectResponse(_address(chosen, role, frame["asked_ui"]), status_code=303)
    organisations = [each.name for each in held_organisations(catalog)]
    return pages.render("welcome.html", {**frame, "organisations": organisations, "roles": _roles(path, frame["ui"])})


@router.get("/welcome/{organisation:path}")
def welcome_path(
    organisation: str,
    request: Request,
    service: ServiceState,
    catalog: CatalogState,
    path: OnboardingState,
    papers: PapersState,
) -> HTMLResponse:
    """Show the steps for one organisation and role, each with what the papers say today."""
    pages: Pages = request.app.state.pages
    frame = frame_of(request)
    words, ui = pages.words[frame["ui"]], frame["asked_ui"]
    name = known_name(organisation, held_organisations(catalog))
    role = request.query_params.get("role", "").strip() or None
    walked = walk(path, name, role, words.language, service.search, held_definitions(catalog))
    validities = _validities(walked, catalog, papers.current())
    context = {
        **frame,
        "organisation": name,
        "role": role,
        "role_words": path.roles[role][words.language] if role else None,
        "role_links": [
            (title, _address(name, key or None, ui), (key or None) == role) for key, title in _roles(path, frame["ui"])
        ],
        "steps": [step_view(step, validities, words, ui) for step in walked],
        "others": view.address("/welcome", ui=ui),
    }
    return pages.render("welcome_path.html", context)


def _roles(path: OnboardingPath, ui: str) -> list[tuple[str, str]]:
    return [(key, title[ui]) for key, title in path.roles.items()]


def _address(organisation: str, role: str | None, ui: str | None) -> str:
    return view.address(f"/welcome/{quote(organisation, safe='')}", role=role, ui=ui)


def _validities(walked: Iterable[WalkedStep], catalog: Catalog, papers: Papers) -> dict[str, Validity]:
    """Return whether the papers that the answers quote count today."""
    answers = [answer for step in walked for answer in (step.answer, step.control_answer) if answer]
    quoted = {each.document_id for answer in answers for each in answer.quotes}
    current = catalog.current()
    if current is None:
        return {}
    day = datetime.now(UTC).date()
    return {key: papers.validity(catalog.document(key, current.number), day) for key in quoted}
