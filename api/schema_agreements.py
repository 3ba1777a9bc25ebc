"""The shapes of agreements and of the overview of parties, areas and levels.

Knows the field names of the contract; must not know how a request is carried out.
"""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.schema import Day, PlaceModel, TotalModel, ValidityModel
from search.document import Language as StoredLanguage
from search.records import Level


class AgreementParameters(BaseModel):
    """Parameters of `GET /agreements` and `GET /agreements/matrix`."""

    model_config = ConfigDict(extra="forbid")

    party: Annotated[str, Field(max_length=200)] | None = Field(None, description="Beginning of a party's name.")
    area: Annotated[str, Field(max_length=200)] | None = Field(
        None, description="An area, in any wording or language of the term bank, or a concept's notation."
    )
    level: Level | None = Field(None, description="Level of the agreement.")
    as_of: Day | None = Field(None, description="The day for which validity is judged; today if left out.")
    include_expired: bool = Field(default=False, description="Whether agreements no longer in force are given too.")


class AreaModel(BaseModel):
    """A field of cooperation as the agreement lists it."""

    text: str
    concept: str | None = Field(description="Notation of the term bank's concept.")
    place: PlaceModel | None


class SignatoryModel(BaseModel):
    """Who signed."""

    name: str
    role: str | None
    organisation: str | None
    place_signed: str | None
    signed: date | None
    place: PlaceModel | None


class ResponsibilityModel(BaseModel):
    """What a role or a party is to do."""

    bearer: str
    text: str
    place: PlaceModel | None


class AgreementModel(BaseModel):
    """What an agreement binds whom to."""

    document_id: str
    title: str
    source: str
    language: StoredLanguage
    parties: list[str]
    areas: list[AreaModel]
    level: Level | None
    validity: ValidityModel
    signatories: list[SignatoryModel]
    responsibilities: list[ResponsibilityModel]
    follow_up: str | None
    is_reported: bool = Field(description="A news item reports on it; the agreement itself is not held.")


class AgreementListModel(BaseModel):
    """Agreements: those in force first, then by title."""

    agreements: list[AgreementModel]
    total: TotalModel


class MatrixAreaModel(BaseModel):
    """An area, however papers word it."""

    label: str
    concept: str | None
    texts: list[str]


class MatrixPartyModel(BaseModel):
    """A party with its regions and offices."""

    name: str
    names: list[str]


class MatrixLevelsModel(BaseModel):
    """Document ids of the agreements at each level; an empty list is a gap."""

    national: list[str]
    regional: list[str]
    local: list[str]
    unknown: list[str]


class MatrixModel(BaseModel):
    """Parties by areas by levels; `cells[i][j]` belongs to `areas[i]` and `parties[j]`."""

    areas: list[MatrixAreaModel]
    parties: list[MatrixPartyModel]
    cells: list[list[MatrixLevelsModel]]
    documents: dict[str, str] = Field(description="Document id -> title.")
