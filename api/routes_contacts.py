"""`/api/v1/contacts`: whom to ask, as JSON, CSV or vCard.

Translates requests to `ContactQuery` and pages to text; must not know how contacts are found or merged.
"""

import base64
import binascii
from typing import Annotated, Any, cast

from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from api.payload import encode_json
from api.responses import problems
from api.schema_contacts import ContactFormat, ContactListModel, ContactParameters
from api.state import ContactsState
from search.contacts.csv_file import write_csv
from search.contacts.payload import contact_payload
from search.contacts.vcard import write_vcards
from search.errors import InvalidParameter

router = APIRouter(prefix="/api/v1/contacts", tags=["contacts"])

_MEDIA_TYPES: dict[ContactFormat, str] = {
    "json": "application/json", "csv": "text/csv; charset=utf-8", "vcard": "text/vcard; charset=utf-8",
}  # fmt: skip
_NAMES: dict[ContactFormat, str] = {"csv": "contacts.csv", "vcard": "contacts.vcf"}
_MOST_CONTACTS = 10**9

CONTACT_EXAMPLE: dict[str, Any] = {
    "organisation": "Exempelmyndigheten",
    "unit": "transportenheten",
    "role": "transportsamordnare",
    "name": None,
    "topics": ["Transporter"],
    "place": "region Väst",
    "level": "regional",
    "phones": [{"printed": "031-390 06 23", "e164": "+46313900623", "extension": None}],
    "emails": ["transport@exempel.example"],
    "hours": "vardagar kl. 8–16",
    "language": "sv",
    "sources": [
        {
            "document_id": "5f0c2a52-6f0c-5d0e-9d3c-0a5b7c1e2f34",
            "title": "Överenskommelse om samverkan",
            "source": "overenskommelse.pdf",
            "page": 7,
            "passage_id": "0b9d3a5e-2f7a-5f57-8f0e-6d1c9a4b7e10",
            "start": 12_040,
            "end": 12_097,
            "date": "2024-03-01",
            "validity": {"status": "in_force", "from": "2024-03-01", "to": None, "superseded_by": None},
        }
    ],
    "verified": "2024-03-01",
    "is_named_only": False,
    "is_hand_made": False,
    "contradictions": [],
}
_EXAMPLE = {"contacts": [CONTACT_EXAMPLE], "total": {"value": 1, "relation": "eq"}, "next_cursor": None}


@router.get(
    "",
    response_model=ContactListModel,
    response_description="One page of contacts, or all as a file",
    responses={
        **problems("invalid-query", "invalid-parameter", "unavailable", "setup-error"),
        200: {
            "content": {
                "application/json": {"example": _EXAMPLE},
                "text/csv": {"schema": {"type": "string"}},
                "text/vcard": {"schema": {"type": "string"}},
            }
        },
    },
)
def contacts(
    parameters: Annotated[ContactParameters, Query()],
    service: ContactsState,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """List whom to ask, by papers and by whoever keeps contacts by hand; the best fit first, else by organisation."""
    kind = parameters.format or _accepted(accept)
    offset, state = _position(parameters.cursor)
    page = service.contacts(parameters.to_query(0 if kind != "json" else offset, is_file=kind != "json"))
    if kind != "json":
        text = write_csv(page.entries) if kind == "csv" else write_vcards(page.entries)
        named = {"Content-Disposition": f'attachment; filename="{_NAMES[kind]}"'}
        return Response(text.encode(), media_type=_MEDIA_TYPES[kind], headers=named)
    if state not in ("", page.state):
        raise InvalidParameter("The contacts changed since this cursor was given: leave it out to begin anew.")
    after = offset + len(page.entries)
    payload = {
        "contacts": [contact_payload(entry, page.day) for entry in page.entries],
        "total": {"value": page.total, "relation": "eq"},
        "next_cursor": _cursor(page.state, after) if after < page.total else None,
    }
    return Response(encode_json(payload), media_type=_MEDIA_TYPES["json"])


def _accepted(accept: str) -> ContactFormat:
    """Return the format that an Accept header names first; JSON where it names none of ours."""
    kinds = {"text/csv": "csv", "text/vcard": "vcard", "text/x-vcard": "vcard", "application/json": "json"}
    wanted = (part.split(";")[0].strip().lower() for part in accept.split(","))
    return cast("ContactFormat", next((kinds[part] for part in wanted if part in kinds), "json"))


def _cursor(state: str, offset: int) -> str:
    return base64.urlsafe_b64encode(f"{offset}:{state}".encode()).decode()


def _position(cursor: str | None) -> tuple[int, str]:
    """Return the offset and the state of the list that a cursor was given for; "" for the beginning."""
    if cursor is None:
        return 0, ""
    try:
        offset, _, state = base64.urlsafe_b64decode(cursor).decode().partition(":")
        position = int(offset)
    except (ValueError, binascii.Error) as error:
        raise InvalidParameter("cursor is not one that this service gave: leave it out to begin anew.") from error
    if not state or not 0 <= position <= _MOST_CONTACTS:
        raise InvalidParameter("cursor is not one that this service gave: leave it out to begin anew.")
    return position, state
