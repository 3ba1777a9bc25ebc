"""`/api/v1/search` and `/api/v1/answer`.

Translates requests to `Query` and results to JSON; must not know how anything is found.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from starlette.responses import Response

from api.events import EVENT_STREAM, event_response
from api.examples import ANSWER_EXAMPLE, SEARCH_EXAMPLE
from api.payload import answer_payload, encode_json, search_payload
from api.question import read_question
from api.responses import problems
from api.schema import AnswerModel, SearchParameters, SearchRequest, SearchResponseModel
from api.state import ServiceState, SettingsState
from api.worded import answer_events

router = APIRouter(prefix="/api/v1", tags=["search"])

_PROBLEMS = problems("invalid-query", "invalid-parameter", "unavailable", "setup-error")
_BODY_PROBLEMS = problems(
    "invalid-query", "invalid-parameter", "invalid-body", "too-large", "unavailable", "setup-error"
)


def _example(value: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {"application/json": {"example": value}}}}


def _json(value: dict[str, Any]) -> Response:
    return Response(encode_json(value), media_type="application/json")


@router.get(
    "/search",
    response_model=SearchResponseModel,
    response_description="What was found",
    responses={**_PROBLEMS, **_example(SEARCH_EXAMPLE)},
)
def search(
    parameters: Annotated[SearchParameters, Query()], service: ServiceState, settings: SettingsState
) -> Response:
    """Find passages and answer the question `q`."""
    text = read_question(parameters.q, settings.max_query_characters)
    return _json(search_payload(service.search(parameters.to_query(text))))


@router.post(
    "/search",
    response_model=SearchResponseModel,
    response_description="What was found",
    responses={**_BODY_PROBLEMS, **_example(SEARCH_EXAMPLE)},
)
def search_by_body(
    request: Annotated[SearchRequest, Body()], service: ServiceState, settings: SettingsState
) -> Response:
    """Find passages and answer the question `query`; it stands in no address and so in no proxy's log."""
    text = read_question(request.query, settings.max_query_characters)
    return _json(search_payload(service.search(request.to_query(text))))


@router.post(
    "/answer",
    response_model=AnswerModel,
    response_description="The answer",
    responses={**_BODY_PROBLEMS, **_example(ANSWER_EXAMPLE)},
)
def answer(
    request: Request, body: Annotated[SearchRequest, Body()], service: ServiceState, settings: SettingsState
) -> Response:
    """Give the answer alone, or `not_found` where the papers do not say it.

    With `Accept: text/event-stream` it comes as events: a `sentence` as soon as a language model wrote it and it was
    found to hold, and the whole `answer` last, which counts.
    """
    query = body.to_query(read_question(body.query, settings.max_query_characters))
    if EVENT_STREAM in request.headers.get("accept", ""):
        return event_response(answer_events(service, query))
    return _json(answer_payload(service.answer(query)))
