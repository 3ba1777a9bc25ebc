"""`/api/v1/agreements`: who agreed with whom on what, as a list and as a grid.

Reads the current generation's papers; must not know how agreements were found in them.
"""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.payload import encode_json
from api.payload_records import agreement_payload, matrix_payload
from api.responses import problems
from api.schema_agreements import AgreementListModel, AgreementParameters, MatrixModel
from api.state import PapersState
from search.papers.matrix import matrix_of
from search.papers.view import AgreementView, Papers
from search.validity import is_over

router = APIRouter(prefix="/api/v1/agreements", tags=["agreements"])


@router.get(
    "",
    response_model=AgreementListModel,
    response_description="The agreements",
    responses=problems("invalid-parameter", "unavailable"),
)
def agreements(parameters: Annotated[AgreementParameters, Query()], store: PapersState) -> Response:
    """List agreements with parties, areas in the paper's order, level, validity, signatories and duties."""
    found = find_agreements(parameters, store.current())
    payload = {
        "agreements": [agreement_payload(view) for view in found],
        "total": {"value": len(found), "relation": "eq"},
    }
    return Response(encode_json(payload), media_type="application/json")


@router.get(
    "/matrix",
    response_model=MatrixModel,
    response_description="The grid",
    responses=problems("invalid-parameter", "unavailable"),
)
def matrix(parameters: Annotated[AgreementParameters, Query()], store: PapersState) -> Response:
    """Give parties by areas by levels; an empty list in a cell says that no agreement is held."""
    found = find_agreements(parameters, store.current())
    made = matrix_of(found, store.concepts, include_over=parameters.include_expired)
    payload = matrix_payload(made, {view.document.document_id: view.document.title for view in found})
    return Response(encode_json(payload), media_type="application/json")


def find_agreements(parameters: AgreementParameters, papers: Papers) -> list[AgreementView]:
    """Return the agreements that fit, those in force first."""
    day = parameters.as_of or datetime.now(UTC).date()
    areas = set(papers.areas_like(parameters.area)) if parameters.area else None
    return [
        view
        for view in papers.agreements(day)
        if (parameters.include_expired or not is_over(view.validity))
        and (parameters.level is None or view.agreement.level == parameters.level)
        and (areas is None or any(area.text in areas for area in view.agreement.areas))
        and (parameters.party is None or _is_party(parameters.party, view.agreement.parties))
    ]


def _is_party(wanted: str, parties: tuple[str, ...]) -> bool:
    return any(party.casefold().startswith(wanted.casefold().strip()) for party in parties)
