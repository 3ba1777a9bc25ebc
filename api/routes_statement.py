"""`/accessibility/se` and `/accessibility/dk`: the statements that the law asks for; `/was`, as Denmark wants it.

Knows which country has which page; must not know what a statement says.
"""

from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api import view
from api.routes_pages import frame_of

router = APIRouter(include_in_schema=False)


@router.get("/accessibility/{country}")
def statement(country: Literal["se", "dk"], request: Request) -> HTMLResponse:
    """Show a country's statement in the reader's language; one that is not filled in yet says so."""
    frame = frame_of(request)
    words = request.app.state.pages.words[frame["ui"]]
    known = request.app.state.statements.get(country)
    context = {
        **frame,
        "country": country,
        "statement": known,
        "assessed": words.day(known.assessed) if known else "",
        "updated": words.day(known.updated) if known else "",
        "report": view.address("/feedback", about="accessibility", ui=frame["asked_ui"]),
        "other": frame["with_ui"](f"/accessibility/{'dk' if country == 'se' else 'se'}"),
    }
    return request.app.state.pages.render("statement.html", context)  # type: ignore[no-any-return]


@router.get("/was")
def was(request: Request) -> Response:
    """Lead to the statement in Denmark's register, or to the page here where none is registered."""
    known = request.app.state.statements.get("dk")
    return RedirectResponse((known.was_url if known else "") or "/accessibility/dk", status_code=302)
