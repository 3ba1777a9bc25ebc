"""The JSON of `/api/v1/onboarding`, as the OpenAPI document shows it and requests are checked by it.

Knows shapes only; must not know how a path is walked.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schema import AnswerModel, HitModel
from api.schema_terms import TextByLanguageModel
from search.document import Language


class OnboardingParameters(BaseModel):
    """Parameters of `GET /onboarding/{organisation}`."""

    model_config = ConfigDict(extra="forbid")

    role: str | None = Field(None, max_length=40, description="Key of a role; what is for everybody without it.")
    lang: Literal["sv", "da", "en"] = Field("sv", description="The reader's language.")


class OrganisationModel(BaseModel):
    """An organisation that papers are held of."""

    name: str
    documents: int
    agreements: int


class RoleModel(BaseModel):
    """What somebody new may do."""

    key: str
    title: TextByLanguageModel


class OnboardingModel(BaseModel):
    """What can be chosen."""

    organisations: list[OrganisationModel]
    roles: list[RoleModel]


class DefinitionModel(BaseModel):
    """What a paper says that a term means, and where."""

    term: str
    abbreviation: str | None
    text: str | None
    language: Language
    document_id: str
    title: str
    source: str
    page: int | None
    start: int
    end: int


class StepModel(BaseModel):
    """One step, with what the papers say to it today."""

    key: str
    title: str
    why: str
    question: str
    answer: AnswerModel | None
    results: list[HitModel]
    terms: list[DefinitionModel]
    control: str = Field(description="A question by which readers test themselves.")
    control_answer: AnswerModel | None


class OnboardingPathModel(BaseModel):
    """The steps for one organisation, in their order; what no paper says anything to is left out."""

    organisation: str
    role: str | None
    language: Literal["sv", "da", "en"]
    steps: list[StepModel]
