"""`/api/v1/onboarding`: the way in for new people of a partner agency.

Reads the current generation and asks the service; must not know which steps there are or how questions are answered.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api.payload import answer_payload, encode_json, hit_payload
from api.responses import problems
from api.schema_onboarding import OnboardingModel, OnboardingParameters, OnboardingPathModel
from api.state import CatalogState, OnboardingState, ServiceState
from search.catalog_port import Catalog
from search.onboarding import Organisation, WalkedStep, known_name, organisations, walk
from search.records import Definition, Recorded

router = APIRouter(prefix="/api/v1/onboarding", tags=["onboarding"])

Name = Annotated[str, Path(description="As in the list.", examples=["Kriminalvården"], max_length=200)]


@router.get(
    "",
    response_model=OnboardingModel,
    response_description="What can be chosen",
    responses=problems("unavailable", "setup-error"),
)
def choices(catalog: CatalogState, path: OnboardingState) -> Response:
    """List the organisations that papers are held of, and the roles."""
    payload = {
        "organisations": [
            {"name": each.name, "documents": each.documents, "agreements": each.agreements}
            for each in held_organisations(catalog)
        ],
        "roles": [{"key": key, "title": dict(title)} for key, title in path.roles.items()],
    }
    return Response(encode_json(payload), media_type="application/json")


@router.get(
    "/{organisation}",
    response_model=OnboardingPathModel,
    response_description="The steps",
    responses=problems("invalid-parameter", "not-found", "unavailable", "setup-error"),
)
def onboarding(
    organisation: Name,
    parameters: Annotated[OnboardingParameters, Query()],
    service: ServiceState,
    catalog: CatalogState,
    path: OnboardingState,
) -> Response:
    """Walk the path for one organisation: each step is answered from its papers, now."""
    name = known_name(organisation, held_organisations(catalog))
    steps = walk(path, name, parameters.role, parameters.lang, service.search, held_definitions(catalog))
    payload = {
        "organisation": name,
        "role": parameters.role,
        "language": parameters.lang,
        "steps": [_step(step, parameters.lang) for step in steps],
    }
    return Response(encode_json(payload), media_type="application/json")


def held_organisations(catalog: Catalog) -> list[Organisation]:
    """Return the organisations that the current generation's documents name."""
    current = catalog.current()
    return organisations(catalog.live(current.number if current else None).values())


def held_definitions(catalog: Catalog) -> list[Recorded[Definition]]:
    """Return what the current generation's documents explain."""
    current = catalog.current()
    return catalog.records(current.number, Definition) if current else []


def _step(walked: WalkedStep, language: str) -> dict[str, Any]:
    return {
        "key": walked.step.key,
        "title": walked.step.title[language],
        "why": walked.step.why[language],
        "question": walked.question,
        "answer": None if walked.answer is None else answer_payload(walked.answer),
        "results": [hit_payload(hit) for hit in walked.passages],
        "terms": [_definition(each) for each in walked.terms],
        "control": walked.control,
        "control_answer": None if walked.control_answer is None else answer_payload(walked.control_answer),
    }


def _definition(recorded: Recorded[Definition]) -> dict[str, Any]:
    record, document = recorded.record, recorded.document
    return {
        "term": record.term,
        "abbreviation": record.abbreviation,
        "text": record.text,
        "language": record.language,
        "document_id": document.document_id,
        "title": document.title,
        "source": document.source,
        "page": record.span.page,
        "start": record.span.start,
        "end": record.span.end,
    }
