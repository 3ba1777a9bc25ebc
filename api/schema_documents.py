"""The shapes of documents: what is known of them, what they state, their text and pages.

Knows the field names of the contract; must not know how a request is carried out.
"""

from typing import Literal

from pydantic import BaseModel, Field

from api.schema import PlaceModel, TotalModel, ValidityModel
from api.schema_agreements import AgreementModel
from search.document import BlockKind, DocumentType
from search.document import Language as StoredLanguage
from search.records import FactName


class DocumentModel(BaseModel):
    """What is known about a document."""

    document_id: str
    revision: str
    title: str
    source: str
    organisations: list[str]
    areas: list[str]
    document_type: DocumentType
    language: StoredLanguage
    pages: int | None
    media_type: str
    sha256: str
    size_bytes: int
    modified: str
    validity: ValidityModel


class FactModel(BaseModel):
    """One thing known about a paper as a whole."""

    name: FactName
    value: str = Field(description="Dates in ISO 8601; everything else as printed.")
    confidence: float
    origin: Literal["text", "format", "sidecar", "file"]
    place: PlaceModel | None = Field(description="Null where it is stated outside the text.")


class LinkedModel(BaseModel):
    """Another held paper."""

    document_id: str
    title: str
    source: str


class LinksModel(BaseModel):
    """Held papers that a paper stands in a relation to."""

    replaces: list[LinkedModel]
    replaced_by: list[LinkedModel]
    reports_on: list[LinkedModel] = Field(description="The agreement that this news item is about.")
    reported_by: list[LinkedModel]


class DocumentTextModel(DocumentModel):
    """A document with what it states as data, and its whole text, into which quotes give offsets."""

    facts: list[FactModel]
    agreement: AgreementModel | None
    links: LinksModel
    text: str


class DocumentListModel(BaseModel):
    """One page of the list of documents, by title."""

    documents: list[DocumentModel]
    total: TotalModel
    next_cursor: str | None


class BlockModel(BaseModel):
    """One heading, paragraph, list item, table, note or contact box."""

    kind: BlockKind
    text: str
    start: int
    end: int
    level: int
    page: int | None
    page_label: str | None
    bbox: list[float] | None = Field(description="Left, bottom, right, top in points from the lower left.")
    language: StoredLanguage
    ocr_confidence: float | None


class PageModel(BaseModel):
    """The text blocks of one page, in reading order."""

    document_id: str
    page: int
    page_label: str | None
    blocks: list[BlockModel]
