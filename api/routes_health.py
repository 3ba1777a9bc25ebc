"""`/healthz`: the process lives; `/readyz`: it can answer questions; `/metrics`: how many it answered.

Knows what the service says of itself and nothing more.
"""

from importlib.metadata import version

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.metrics import CONTENT_TYPE, Metrics
from api.payload import encode_json
from api.problems import KINDS, Problem, problem_response
from api.responses import problems
from api.schema_state import HealthModel, ReadyModel
from api.state import GlossaryState, ServiceState

router = APIRouter(tags=["operation"])


@router.get("/healthz", response_model=HealthModel, response_description="The process answers")
async def healthz() -> Response:
    """Tell that the process answers; touches no store, so it answers at once."""
    return Response(encode_json({"status": "ok", "version": version("samsok")}), media_type="application/json")


@router.get(
    "/readyz",
    response_model=ReadyModel,
    response_description="Questions can be answered",
    responses=problems("not-ready"),
)
def readyz(service: ServiceState, glossary: GlossaryState) -> Response:
    """Tell whether a question asked now would be answered, and over how much."""
    state = service.ready()
    if not state.ok:
        return problem_response(Problem(KINDS["not-ready"], state.reason or KINDS["not-ready"].advice), "/readyz")
    payload = {
        "status": "ready",
        "generation": state.generation,
        "documents": state.documents,
        "passages": state.passages,
        "terms": {"concepts": len(glossary.bank()), "fault": glossary.fault},
    }
    return Response(encode_json(payload), media_type="application/json")


@router.get("/metrics", response_description="Figures in the text format of Prometheus")
def metrics(request: Request, service: ServiceState) -> Response:
    """Give counts of requests by route and status, how long they took, and how much is held; never what was asked."""
    held: Metrics = request.app.state.metrics
    return Response(held.text(service.ready()), headers={"content-type": CONTENT_TYPE})
