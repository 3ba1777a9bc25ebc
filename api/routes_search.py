"""`/api/v1/search` and `/api/v1/answer`.

Translates requests to `Query` and results to JSON; must not know how anything is found.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from starlette.responses import Response

from api.examples import ANSWER_EXAMPLE, SEARCH_EXAMPLE
from api.payload import answer_payload, encode_json, search_payload
from api.question import read_question
from api.responses import problems
from api.schema import AnswerModel, SearchParameters, SearchRequest, SearchResponseModel
from api.state import ServiceState, SettingsState

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
def answer(request: Annotated[SearchRequest, Body()], service: ServiceState, settings: SettingsState) -> Response:
    """Give the answer alone, or `not_found` where the papers do not say it."""
    text = read_question(request.query, settings.max_query_characters)
    return _json(answer_payload(service.answer(request.to_query(text))))
