"""`/agreements`: who agreed with whom on what, as a page: a list that can be narrowed, and a grid in which gaps show.

Translates the form to the parameters of the interface; must not know how agreements are found or linked.
"""

from datetime import date
from typing import cast

from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import HTMLResponse

from api import view
from api.agreement_view import agreement_entry, grid_rows
from api.labels import LEVELS, level_label
from api.pages import Pages
from api.routes_agreements import find_agreements
from api.routes_pages import frame_of
from api.schema_agreements import AgreementParameters
from api.state import PapersState
from search.papers.matrix import matrix_of
from search.records import Level

router = APIRouter(include_in_schema=False)

_MOST_CHARACTERS = 200
_EVERYTHING = AgreementParameters(party=None, area=None, level=None, as_of=None, include_expired=True)


@router.get("/agreements")
def agreements_page(request: Request, store: PapersState) -> HTMLResponse:
    """Show the agreements that the form asks for."""
    pages: Pages = request.app.state.pages
    frame = frame_of(request)
    words, ui = pages.words[frame["ui"]], frame["asked_ui"]
    wanted, has_fault = _read(request.query_params)
    papers = store.current()
    found = find_agreements(wanted, papers)
    matrix = matrix_of(found, store.concepts, include_over=wanted.include_expired)
    choices = matrix_of(find_agreements(_EVERYTHING, papers), store.concepts, include_over=True)
    context = {
        **frame,
        "wanted": wanted,
        "has_fault": has_fault,
        "entries": [agreement_entry(each, papers, words, ui) for each in found],
        "found_words": words.ngettext("%(count)s agreement", "%(count)s agreements", len(found)),
        "columns": [party.name for party in matrix.parties],
        "rows": grid_rows(matrix, found, words, ui),
        "parties": _with(wanted.party, sorted(party.name for party in choices.parties)),
        "areas": _with(wanted.area, sorted(area.label for area in choices.areas)),
        "levels": [(level, level_label(level, words)) for level in LEVELS],
        "everything": view.address("/agreements", include_expired=1, ui=ui),
        "is_narrowed": wanted != AgreementParameters(),  # type: ignore[call-arg]
    }
    return pages.render("agreements.html", context)


def _read(given: QueryParams) -> tuple[AgreementParameters, bool]:
    """Return what the form asks for, and whether its day could not be read."""
    level = given.get("level", "")
    day, has_fault = None, False
    try:
        day = date.fromisoformat(given["as_of"].strip()) if given.get("as_of", "").strip() else None
    except ValueError:
        has_fault = True
    wanted = AgreementParameters(
        party=given.get("party", "").strip()[:_MOST_CHARACTERS] or None,
        area=given.get("area", "").strip()[:_MOST_CHARACTERS] or None,
        level=cast("Level", level) if level in LEVELS else None,
        as_of=day,
        include_expired=given.get("include_expired") == "1",
    )
    return wanted, has_fault


def _with(chosen: str | None, options: list[str]) -> list[str]:
    """Return the options with the chosen one, which a shared address may word in its own way."""
    return options if chosen is None or chosen in options else [chosen, *options]
