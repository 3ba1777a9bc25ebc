"""`/api/v1/documents`: what is held, each document's text, and its pages.

Reads the current generation of the catalog; must not know how documents got there.
"""

import base64
import binascii
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import FileResponse, Response

from api.payload import block_payload, document_payload, encode_json
from api.payload_records import stated_payload
from api.responses import problems
from api.schema import ListParameters
from api.schema_documents import DocumentListModel, DocumentTextModel, PageModel
from api.state import CatalogState, OriginalsState, PapersState
from search.catalog_port import Catalog
from search.document import Document
from search.errors import InvalidParameter, NotFound
from search.papers.view import Papers

router = APIRouter(prefix="/api/v1/documents", tags=["documents"])

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOST_DOCUMENTS = 10**9
_MOST_NAME_CHARACTERS = 120
_NO_NAME = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|]+')
"""What file systems do not take in a name."""

HTML = "text/html"
DocumentId = Annotated[str, Path(description="As in a result.", examples=["5f0c2a52-6f0c-5d0e-9d3c-0a5b7c1e2f34"])]


@router.get(
    "",
    response_model=DocumentListModel,
    response_description="One page of the list",
    responses=problems("invalid-parameter", "unavailable"),
)
def documents(parameters: Annotated[ListParameters, Query()], catalog: CatalogState, store: PapersState) -> Response:
    """List the documents held, by title."""
    current = catalog.current()
    number = 0 if current is None else current.number
    offset = _offset(parameters.cursor, number)
    total = catalog.count_documents(number) if number else 0
    found = catalog.documents(number, parameters.limit, offset) if number else []
    after = offset + len(found)
    papers, today = store.current(), datetime.now(UTC).date()
    payload = {
        "documents": [document_payload(with_validity(each, papers, today)) for each in found],
        "total": {"value": total, "relation": "eq"},
        "next_cursor": _cursor(number, after) if after < total else None,
    }
    return Response(encode_json(payload), media_type="application/json")


@router.get(
    "/{document_id}",
    response_model=DocumentTextModel,
    response_description="The document",
    responses=problems("not-found", "unavailable"),
)
def document(document_id: DocumentId, catalog: CatalogState, store: PapersState) -> Response:
    """Give what is known about a document and from where, with its whole text."""
    papers = store.current()
    held = with_validity(find_document(catalog, document_id), papers, datetime.now(UTC).date())
    payload = {
        **document_payload(held),
        **stated_payload(held, papers),
        "text": catalog.text(held.document_id, held.revision),
    }
    return Response(encode_json(payload), media_type="application/json")


@router.get(
    "/{document_id}/pages/{number}",
    response_model=PageModel,
    response_description="The page",
    responses=problems("not-found", "invalid-parameter", "unavailable"),
)
def page(
    document_id: DocumentId,
    number: Annotated[int, Path(ge=1, description="Physical page, from 1.")],
    catalog: CatalogState,
) -> Response:
    """Give the text blocks of one page, in reading order."""
    held = find_document(catalog, document_id)
    _require_page(held, number)
    blocks = [block for block in catalog.blocks(held.document_id, held.revision) if block.page == number]
    payload: dict[str, Any] = {
        "document_id": held.document_id,
        "page": number,
        "page_label": next((block.page_label for block in blocks if block.page_label), None),
        "blocks": [block_payload(block) for block in blocks],
    }
    return Response(encode_json(payload), media_type="application/json")


@router.get(
    "/{document_id}/original",
    response_class=Response,
    responses={
        200: {"content": {"application/octet-stream": {}}, "description": "The file as it was taken in"},
        **problems("not-found", "unavailable"),
    },
)
def original(document_id: DocumentId, request: Request, catalog: CatalogState, originals: OriginalsState) -> Response:
    """Give the file as it was taken in, to be saved, not shown."""
    held = find_document(catalog, document_id)
    path = originals.path(held.sha256)
    if path is None:
        raise NotFound(f"The original of {held.source} is not kept here; take the file in again to keep it.")
    etag = f'"{held.sha256}"'
    # a browser that shows it all the same must run nothing of it
    headers = {"etag": etag, "content-security-policy": "sandbox; default-src 'none'"}
    if is_current(request, etag):
        return Response(status_code=304, headers=headers)
    # a web page is bytes to save: as HTML of our own origin it could speak with our voice
    kind = "application/octet-stream" if held.media_type == HTML else held.media_type
    return FileResponse(path, media_type=kind, filename=original_name(held), headers=headers)


def original_name(held: Document) -> str:
    """Return the name under which an original is saved; of a web page the end of its address, as an HTML file."""
    address = urlsplit(held.source)
    path = PurePosixPath(unquote(address.path) if address.scheme in ("http", "https") else held.source)
    name = _NO_NAME.sub("-", path.name or address.hostname or held.document_id)[:_MOST_NAME_CHARACTERS]
    return f"{name}.html" if held.media_type == HTML and path.suffix.lower() not in (".html", ".htm") else name


def is_current(request: Request, etag: str) -> bool:
    """Tell whether the reader holds this state of an answer already (RFC 9110, section 13.1.2)."""
    given = request.headers.get("if-none-match", "")
    return given == "*" or etag in (entry.strip().removeprefix("W/") for entry in given.split(","))


def with_validity(held: Document, papers: Papers, day: date) -> Document:
    """Return a document with its validity on a day."""
    return replace(held, validity=papers.validity(held, day))


def find_document(catalog: Catalog, document_id: str) -> Document:
    """Return the document as the current generation shows it, or raise NotFound."""
    current = catalog.current()
    if current is None or not _ID.fullmatch(document_id):
        raise NotFound(f'No document has the id "{document_id[:64]}"; /api/v1/documents lists those held.')
    return catalog.document(document_id, current.number)


def _require_page(held: Document, number: int) -> None:
    if held.pages is None:
        raise NotFound(f"{held.source} has no pages; its text is at /api/v1/documents/{held.document_id}.")
    if number > held.pages:
        raise NotFound(f"{held.source} has {held.pages} pages, there is no page {number}.")


def _cursor(generation: int, offset: int) -> str:
    return base64.urlsafe_b64encode(f"{generation}:{offset}".encode()).decode()


def _offset(cursor: str | None, generation: int) -> int:
    if cursor is None:
        return 0
    try:
        made_in, offset = (int(part) for part in base64.urlsafe_b64decode(cursor).decode().split(":"))
    except (ValueError, binascii.Error) as error:
        raise InvalidParameter("cursor is not one that this service gave: leave it out to begin anew.") from error
    if made_in != generation or not 0 <= offset <= _MOST_DOCUMENTS:
        raise InvalidParameter("The documents changed since this cursor was given: leave it out to begin anew.")
    return offset
