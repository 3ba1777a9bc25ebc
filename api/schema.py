"""The shapes of requests, validated, and of responses, for the OpenAPI document only.

Knows the field names of the contract; must not know how a request is carried out. Responses are written by
`api.payload`; a test compares the two on every field.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from search.document import DocumentType, ValidityStatus
from search.document import Language as StoredLanguage
from search.result import AnswerKind, FacetName, Filters, Intent, Query, Sort

MAX_LIMIT = 100
MAX_FILTER_VALUES = 50
EXAMPLE_QUESTION = "Vem är kontaktperson för transporter?"


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("must be a day such as 2024-03-01")  # noqa: TRY004 - pydantic reports ValueError only
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("must be a day such as 2024-03-01") from None


Day = Annotated[date, BeforeValidator(_day)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Names = Annotated[list[Name], BeforeValidator(_listed), Field(max_length=MAX_FILTER_VALUES)]
Languages = Annotated[list[StoredLanguage], BeforeValidator(_listed), Field(max_length=MAX_FILTER_VALUES)]
DocumentTypes = Annotated[list[DocumentType], BeforeValidator(_listed), Field(max_length=MAX_FILTER_VALUES)]


class Narrowing(BaseModel):
    """The parameters that the GET and the POST form share."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(10, ge=1, le=MAX_LIMIT, description="Results on a page.")
    cursor: Annotated[str, Field(max_length=2_000)] | None = Field(
        None, description="`next_cursor` of the page before; everything else must be as it was."
    )
    language: Languages = Field([], description="Languages of the documents.")
    organisation: Names = Field([], description="Organisations that the document concerns.")
    document_type: DocumentTypes = Field([], description="Kinds of document.")
    area: Names = Field([], description="Areas of cooperation.")
    as_of: Day | None = Field(None, description="The day for which validity is judged, ISO 8601; today if left out.")
    include_expired: bool = Field(default=False, description="Whether papers no longer in force are found too.")
    answer: bool = Field(default=True, description="Whether an answer is looked for, beside the results.")
    explain: bool = Field(default=False, description="Whether each result tells the signals behind its score.")
    expand: bool = Field(
        default=True, description="Whether translations and terms of the term bank are searched for too."
    )
    without: Names = Field([], description="Terms of the expansions that are not searched for.")
    sort: Sort = Field("relevance", description="date: all that holds the question's words, the newest papers first.")
    key: Annotated[str, Field(max_length=200)] = Field(
        "", description="SAMSOK_EMBED_KEY, where it is set and a page of another site asks."
    )
    facets: bool = Field(
        default=False, description="Whether languages, organisations and kinds of what is found are counted."
    )

    def to_query(self, text: str) -> Query:
        """Return the question with these parameters."""
        return Query(
            text=text,
            limit=self.limit,
            cursor=self.cursor,
            filters=Filters(
                tuple(self.language), tuple(self.organisation), tuple(self.document_type), tuple(self.area)
            ),
            as_of=self.as_of,
            include_expired=self.include_expired,
            answer=self.answer,
            explain=self.explain,
            expand=self.expand,
            without=tuple(self.without),
            sort=self.sort,
            facets=self.facets,
        )


class SearchParameters(Narrowing):
    """Parameters of `GET /search`."""

    q: str = Field(description="The question.", examples=[EXAMPLE_QUESTION])


class SearchRequest(Narrowing):
    """Body of `POST /search` and `POST /answer`; a single filter value may stand without its list."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"examples": [{"query": EXAMPLE_QUESTION, "limit": 5, "language": ["sv", "da"]}]},
    )

    query: str = Field(description="The question, in Swedish, Danish or English.")


class ListParameters(BaseModel):
    """Parameters of `GET /documents`."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(10, ge=1, le=MAX_LIMIT, description="Documents on a page.")
    cursor: Annotated[str, Field(max_length=2_000)] | None = Field(
        None, description="`next_cursor` of the page before."
    )


class ExpansionModel(BaseModel):
    """A term that was searched for beside the question's own words."""

    term: str
    source_term: str = Field(alias="from")
    why: str
    weight: float


class QueryModel(BaseModel):
    """The question as it was understood."""

    text: str
    language: StoredLanguage
    intent: Intent
    expansions: list[ExpansionModel]


class ValidityModel(BaseModel):
    """Whether a paper is in force."""

    status: ValidityStatus
    valid_from: date | None = Field(alias="from")
    valid_to: date | None = Field(alias="to")
    superseded_by: str | None = Field(description="Id of the held document that took its place.")
    reason: str | None = Field(description="Why nothing more is known, such as dates that contradict each other.")


class HitModel(BaseModel):
    """One passage found."""

    passage_id: str
    document_id: str
    title: str
    source: str = Field(description="File name or address that was taken in.")
    organisations: list[str]
    document_type: DocumentType
    language: StoredLanguage
    section_path: list[str] = Field(description="Headings from the highest to the nearest.")
    page: int | None = Field(description="Physical page, from 1.")
    page_label: str | None = Field(description="The number printed on the page.")
    text: str
    highlights: list[tuple[int, int]] = Field(description="Half-open offsets into `text`, in code points.")
    score: float = Field(description="0 to 1, comparable within one response only.")
    validity: ValidityModel
    explain: dict[str, Any] | None
    modified: str | None = Field(description="When the file of the paper changed last.")


class FacetModel(BaseModel):
    """How many of the passages found have a value."""

    name: FacetName
    value: str
    count: int


class QuoteModel(BaseModel):
    """Words of a document, verbatim: `document.text[start:end] == text`, counted in code points."""

    text: str
    passage_id: str
    document_id: str
    document_sha256: str
    source: str
    title: str
    section_path: list[str]
    page: int | None
    start: int
    end: int


class AnswerModel(BaseModel):
    """What the papers say to the question, or that they do not say it."""

    status: Literal["answered", "not_found"]
    kind: AnswerKind
    text: str
    language: StoredLanguage
    confidence: float = Field(description="0 to 1.")
    quotes: list[QuoteModel]
    contacts: list[dict[str, Any]] = Field(description="As `GET /api/v1/contacts` gives them.")
    see_also: list[dict[str, Any]]
    wording: Literal["extract", "model"] = Field(
        description="`model` where a language model put `text` into words; it cites `quotes` as [1], [2]."
    )


class TotalModel(BaseModel):
    """How many there are: exactly (`eq`) or at least (`gte`)."""

    value: int
    relation: Literal["eq", "gte"]


class SearchResponseModel(BaseModel):
    """Everything that one search gives."""

    query_id: str
    took_ms: float
    query: QueryModel
    answer: AnswerModel | None
    results: list[HitModel]
    total: TotalModel
    next_cursor: str | None
    previous_cursor: str | None = Field(description="Leads back; null on the first page.")
    did_you_mean: str | None = Field(
        description="The question with a slip of the pen corrected; what it finds is among the results."
    )
    facets: list[FacetModel] = Field(description="What the passages found are; empty unless asked for.")


class PlaceModel(BaseModel):
    """Where something is stated: `document.text[start:end]`, counted in code points."""

    start: int
    end: int
    page: int | None
    passage_id: str | None
