"""`POST /api/v1/feedback` for programs and scripts, `/feedback` as a plain form that needs no script.

Translates bodies to fields; must not know what is held or for how long.
"""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Body, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from api import view
from api.feedback import WINDOW_S
from api.payload import encode_json
from api.responses import problems
from api.routes_pages import frame_of
from api.schema_reader import FeedbackModel, FeedbackRequest
from api.state import FeedbackState
from search.errors import InvalidParameter
from search.feedback import MAX_COMMENT_CHARACTERS, MAX_REPLY_CHARACTERS

router = APIRouter()

_MOST_FIELDS = 20
_ABOUT = ("page", "accessibility")


@router.post(
    "/api/v1/feedback",
    tags=["feedback"],
    status_code=201,
    response_model=FeedbackModel,
    response_description="It is held",
    responses=problems(
        "invalid-parameter", "invalid-body", "forbidden", "too-large", "too-many-requests", "unavailable"
    ),
)
def feedback(given: Annotated[FeedbackRequest, Body()], request: Request, desk: FeedbackState) -> Response:
    """Say whether an answer helped, or what is wrong with a page."""
    _refuse_other_sites(request)
    _take(desk.take(given.model_dump()))
    return Response(encode_json({"status": "held"}), status_code=201, media_type="application/json")


@router.get("/feedback", include_in_schema=False)
def feedback_page(request: Request) -> HTMLResponse:
    """Show the form for what is wrong with a page or cannot be used."""
    return _page(request, request.query_params.get("about", ""))


@router.post("/feedback", include_in_schema=False)
async def feedback_form(request: Request, desk: FeedbackState) -> Response:
    """Take the form of this page or of an answer and say thank you; mistakes are shown with what was written."""
    _refuse_other_sites(request)
    fields = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS))
    try:
        taken = await run_in_threadpool(desk.take, fields)
    except InvalidParameter:
        return _page(request, fields.get("kind", ""), fields, status=400)
    _take(taken)
    return _page(request, fields.get("kind", ""), fields, thanks=True)


def _page(
    request: Request, about: str, fields: Mapping[str, str] | None = None, *, status: int = 200, thanks: bool = False
) -> HTMLResponse:
    given = fields or {}
    frame = frame_of(request)
    if given.get("ui") in request.app.state.pages.words:
        frame |= {"ui": given["ui"], "asked_ui": given["ui"]}
    question = given.get("question", "")
    context = {
        **frame,
        "about": about if about in _ABOUT else "page",
        "fields": given,
        "thanks": thanks,
        "is_long": len(given.get("comment", "")) > MAX_COMMENT_CHARACTERS,
        "has_fault": status != 200,  # noqa: PLR2004 - the status says it best
        "most": MAX_COMMENT_CHARACTERS,
        "most_reply": MAX_REPLY_CHARACTERS,
        "back": view.address("/", q=question, ui=frame["asked_ui"]) if question else None,
    }
    return request.app.state.pages.render("feedback.html", context, status)  # type: ignore[no-any-return]


def _take(taken: bool) -> None:  # noqa: FBT001 - the answer of the desk
    if not taken:
        raise HTTPException(
            429, "Too much was said lately: try again in a few minutes.", {"Retry-After": f"{WINDOW_S:.0f}"}
        )


def _refuse_other_sites(request: Request) -> None:
    """Refuse what another site makes a reader's browser send (browsers say where a form was)."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    # a proxy may change the host, so what the browser says of the site itself counts first
    is_other = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if site == "cross-site" or (site is None and is_other):
        raise HTTPException(403, "This was sent from another site; send it from a page of this service.")
