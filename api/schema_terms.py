"""The shapes of terms and their definitions.

Knows the field names of the contract; must not know how a request is carried out.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schema import MAX_LIMIT, PlaceModel, TotalModel
from search.document import Language as StoredLanguage
from search.terms.bank import Kind, TermLanguage


class TermParameters(BaseModel):
    """Parameters of `GET /terms`."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[str, Field(max_length=200)] = Field(
        "", description="Beginning of a label or of a word in one; all terms without it."
    )
    lang: TermLanguage | None = Field(None, description="Language of the labels that are looked at; all without it.")
    limit: int = Field(10, ge=1, le=MAX_LIMIT, description="Most terms.")


class PaperDefinitionModel(BaseModel):
    """What a paper says that a term means."""

    term: str
    abbreviation: str | None
    text: str | None
    language: StoredLanguage
    document_id: str
    title: str
    source: str
    place: PlaceModel | None


class TextByLanguageModel(BaseModel):
    """A text in each language."""

    sv: str | None
    da: str | None
    en: str | None


class TextsByLanguageModel(BaseModel):
    """Texts in each language."""

    sv: list[str]
    da: list[str]
    en: list[str]


class TermModel(BaseModel):
    """A term of the field; the names are those of SKOS."""

    notation: str
    country: Literal["se", "dk"] | None = Field(description="The only country that has it; null where it is general.")
    kind: Kind
    pref_label: TextByLanguageModel = Field(alias="prefLabel")
    alt_label: TextsByLanguageModel = Field(alias="altLabel", description="What may be said instead.")
    definition: TextByLanguageModel
    broader: list[str] = Field(description="Notations.")
    related: list[str] = Field(description="Notations.")
    close_match: list[str] = Field(
        alias="closeMatch", description="Notations of its counterparts in the other country, which are not the same."
    )
    papers: list[PaperDefinitionModel] = Field(description="What held papers say that it means.")


class TermListModel(BaseModel):
    """Terms that were found, the closest first."""

    terms: list[TermModel]
    total: TotalModel
    definitions: list[PaperDefinitionModel] = Field(
        description="Terms that held papers define and the bank does not know; at most `limit`."
    )
