"""`/api/v1/terms`: the glossary over the term bank.

Reads the bank in use and what held papers define; must not know where either came from or how questions are widened.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api.payload import encode_json, term_payload
from api.payload_records import definition_payload
from api.responses import problems
from api.schema_terms import TermListModel, TermModel, TermParameters
from api.state import GlossaryState, PapersState
from search.papers.glossary import PaperGlossary
from search.terms import LANGUAGES, Concept

router = APIRouter(prefix="/api/v1/terms", tags=["terms"])

Notation = Annotated[str, Path(description="As in the list.", examples=["prison-remand"])]


def _example(value: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {"application/json": {"example": value}}}}


TERM_EXAMPLE: dict[str, Any] = {
    "notation": "prison-remand",
    "country": None,
    "kind": "measure",
    "prefLabel": {"sv": "häktning", "da": "varetægtsfængsling", "en": "remand in custody"},
    "altLabel": {"sv": ["häkta"], "da": ["varetægt"], "en": ["pre-trial detention"]},
    "definition": {
        "sv": "Domstolens beslut att en misstänkt hålls frihetsberövad i väntan på dom.",
        "da": "Rettens beslutning om, at en sigtet holdes fængslet, indtil sagen er afgjort.",
        "en": "A court's decision that a suspect be held in custody while awaiting judgment.",
    },
    "broader": [],
    "related": ["prison-remand-prison"],
    "closeMatch": [],
    "papers": [],
}


@router.get(
    "",
    response_model=TermListModel,
    response_description="What was found",
    responses={
        **problems("invalid-query", "invalid-parameter", "setup-error"),
        **_example({"terms": [TERM_EXAMPLE], "total": {"value": 1, "relation": "eq"}, "definitions": []}),
    },
)
def terms(parameters: Annotated[TermParameters, Query()], glossary: GlossaryState, papers: PapersState) -> Response:
    """Find terms of the field by the beginning of a label or of a word in it; those meant as a whole come first."""
    languages = [parameters.lang] if parameters.lang else LANGUAGES
    found, total = glossary.bank().find(parameters.q, languages, parameters.limit)
    held = papers.glossary()
    payload = {
        "terms": [_with_papers(concept, held) for concept in found],
        "total": {"value": total, "relation": "eq"},
        "definitions": [definition_payload(each) for each in held.find(parameters.q, parameters.limit)[0]],
    }
    return Response(encode_json(payload), media_type="application/json")


@router.get(
    "/{notation}",
    response_model=TermModel,
    response_description="The term",
    responses={**problems("not-found", "setup-error"), **_example(TERM_EXAMPLE)},
)
def term(notation: Notation, glossary: GlossaryState, papers: PapersState) -> Response:
    """Give one term with its labels and definitions in all languages, and what papers say of it."""
    payload = _with_papers(glossary.bank().concept(notation), papers.glossary())
    return Response(encode_json(payload), media_type="application/json")


def _with_papers(concept: Concept, held: PaperGlossary) -> dict[str, Any]:
    papers = [definition_payload(each) for each in held.of(concept.notation)]
    return {**term_payload(concept), "papers": papers}
