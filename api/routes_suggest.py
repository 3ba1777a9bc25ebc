"""`/api/v1/suggest`: what may be meant by what has been typed so far.

Translates parameters to a call; must not know how suggestions are made.
"""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.payload import encode_json
from api.responses import problems
from api.schema_reader import SuggestionListModel, SuggestParameters
from api.state import SuggesterState

router = APIRouter(prefix="/api/v1", tags=["search"])


@router.get(
    "/suggest",
    response_model=SuggestionListModel,
    response_description="What may be meant",
    responses=problems("invalid-parameter", "forbidden", "unavailable"),
)
def suggest(parameters: Annotated[SuggestParameters, Query()], suggester: SuggesterState) -> Response:
    """Give titles, headings, terms and organisations whose words begin as those of `q`, in any language."""
    found = suggester.suggest(parameters.q, parameters.limit, parameters.language or "")
    payload = {"suggestions": [{"text": s.text, "kind": s.kind, "language": s.language} for s in found]}
    return Response(encode_json(payload), media_type="application/json")
