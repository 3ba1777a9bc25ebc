"""The shapes of `/api/v1/contacts`: its parameters, validated, and its response, for the OpenAPI document only.

Knows the field names of the contract; must not know how a request is carried out. The response is written by
`search.contacts.payload`; a test compares the two on every field.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schema import MAX_LIMIT, Day, TotalModel, ValidityModel
from search.contacts.listing import ContactQuery
from search.document import Language as StoredLanguage
from search.records import Level

ContactFormat = Literal["json", "csv", "vcard"]
OptionalDay = date | None
_Text = Annotated[str, Field(max_length=200)]


class ContactParameters(BaseModel):
    """Parameters of `GET /contacts`."""

    model_config = ConfigDict(extra="forbid")

    q: _Text = Field(
        "", description="Words of any field, in any of the three languages.", examples=["transporter väst"]
    )
    organisation: _Text = Field("", description="The contact's organisation or unit, or a part of its name.")
    area: _Text = Field("", description="What the contact is for, in any of the three languages.")
    place: _Text = Field("", description="Region, municipality or town.")
    level: Level | None = Field(None, description="Level of the contact.")
    as_of: Day | None = Field(None, description="The day for which validity is judged, ISO 8601; today if left out.")
    include_expired: bool = Field(default=False, description="Whether papers no longer in force count too.")
    limit: int = Field(10, ge=1, le=MAX_LIMIT, description="Contacts on a page.")
    cursor: Annotated[str, Field(max_length=2_000)] | None = Field(
        None, description="`next_cursor` of the page before; everything else must be as it was."
    )
    format: ContactFormat | None = Field(
        None, description="`csv` and `vcard` give all contacts that fit, as a file; else the Accept header decides."
    )

    def to_query(self, offset: int, *, is_file: bool) -> ContactQuery:
        """Return what is wanted of the list; a file has all of it."""
        return ContactQuery(
            self.organisation, self.area, self.place, self.level, self.q, None if is_file else self.limit, offset,
            self.as_of, self.include_expired,
        )  # fmt: skip


class PhoneModel(BaseModel):
    """A telephone number."""

    printed: str
    e164: str | None = Field(description="`+46...`, or the digits of a short number; null where it cannot be told.")
    extension: str | None


class ContactSourceModel(BaseModel):
    """Where a contact is stated; a record kept by hand has no document."""

    document_id: str | None
    title: str
    source: str
    page: int | None
    passage_id: str | None
    start: int | None
    end: int | None
    date: OptionalDay = Field(description="The day on which the source says that it was right.")
    validity: ValidityModel


class ContradictionModel(BaseModel):
    """What another source says otherwise."""

    field: Literal["phones", "emails", "name"]
    value: str
    source: ContactSourceModel


class ContactModel(BaseModel):
    """Whom to ask: each field as the first source has it, with what it lacks from the others."""

    organisation: str | None
    unit: str | None
    role: str | None
    name: str | None
    topics: list[str]
    place: str | None
    level: Level | None
    phones: list[PhoneModel]
    emails: list[str]
    hours: str | None
    language: StoredLanguage
    sources: list[ContactSourceModel]
    verified: date | None
    is_named_only: bool = Field(description="A paper names whom to ask for and gives no number or address.")
    is_hand_made: bool = Field(description="Somebody keeps it by hand; it outranks what papers say.")
    contradictions: list[ContradictionModel]


class ContactListModel(BaseModel):
    """One page of contacts."""

    contacts: list[ContactModel]
    total: TotalModel
    next_cursor: str | None
