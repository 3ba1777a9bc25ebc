"""`/documents/{id}`: a document as a reader sees it, opened at the passage that was found; and its pictures.

Translates parameters to what is shown; must not know how pictures are made or how anything is found.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import HTMLResponse, Response

from api import view
from api.document_view import HeadingView, PartView, Rectangle, SheetView, outline_of, part_of_page, part_view
from api.explaining import PageExplainer
from api.labels import document_type_label, language_label
from api.page_pictures import SCALES, Size
from api.place_view import place_address
from api.port import Searcher
from api.routes_documents import find_document, is_current, original_name, with_validity
from api.routes_pages import frame_of
from api.search_form import number_in
from api.state import CatalogState, PapersState, PicturesState, ServiceState
from api.words import Words
from search.catalog_port import Catalog
from search.document import Block, Document
from search.errors import NotFound, SamsokError
from search.papers.dating import stated_day
from search.result import Hit, Query

router = APIRouter(include_in_schema=False)

RELATED = 4
_MOST_CONTACTS = 20
_RELATED_HITS = 100
_YEAR_S = 31_536_000
_KB, _MB = 1_000, 1_000_000
_SCALES = {str(number): scale for number, scale in enumerate(SCALES, 1)}


@dataclass(frozen=True, slots=True)
class PictureView:
    """The picture of a page.

    Attributes:
        href, dense_href: for plain and for dense screens.
        width, height: of the page in points, which the picture is shown in proportion to.
    """

    href: str
    dense_href: str
    width: float
    height: float
    marks: tuple[Rectangle, ...]


@dataclass(frozen=True, slots=True)
class LinkView:
    """Another document: its title with its language, and its address; None where it is not held."""

    title: str
    lang: str | None
    href: str | None


@dataclass(frozen=True, slots=True)
class ContactLink:
    """Whom a document names to ask, with the place where it does."""

    who: str
    reach: tuple[str, ...]
    href: str


@router.get("/documents/{document_id}")
def document_page(
    document_id: str,
    request: Request,
    catalog: CatalogState,
    pictures: PicturesState,
    service: ServiceState,
    papers: PapersState,
) -> HTMLResponse:
    """Show a document, with the passage that was found marked in its text and on its pages."""
    held = find_document(catalog, document_id)
    known = papers.current()
    held = with_validity(held, known, datetime.now(UTC).date())
    frame = frame_of(request)
    shown = _Shown(request, held, frame)
    blocks = catalog.blocks(held.document_id, held.revision)
    passages = [record.passage for record in catalog.iter_passages([(held.document_id, held.revision)])]
    page = number_in(request.query_params, "page")
    number = number_in(request.query_params, "part") or (part_of_page(blocks, page) if page else None)
    part = part_view(blocks, passages, held.language, shown.passage_id, number)
    notes: PageExplainer = request.app.state.explainer.page(shown.words, frame["asked_ui"])
    sizes = () if shown.text_only else pictures.sizes(held)
    context = {
        **frame,
        **shown.facts(stated_day(held, known)),
        "part": part,
        "picture_of": lambda sheet: _picture(held, sheet, sizes),
        "has_pictures": bool(sizes),
        "can_show_pictures": bool(sizes) or shown.text_only,
        "outline": _outline(blocks, held, part, shown.address),
        "part_links": [(each, shown.address(part=each)) for each in range(1, part.count + 1)],
        "replaced_by": _replacing(held, catalog, shown),
        "related": _related(held, service, shown),
        "contacts": _contacts(held, catalog, frame["asked_ui"]),
        "original": _original(request, held, shown.words),
        "explained": lambda block: notes.explain([view.Piece(block.text)], block.lang or view.lang_of(held.language)),
    }
    return request.app.state.pages.render("document.html", context)  # type: ignore[no-any-return]


@router.get("/documents/{document_id}/pages/{number}.webp")
def page_picture(
    document_id: str,
    number: Annotated[int, Path(ge=1)],
    request: Request,
    catalog: CatalogState,
    pictures: PicturesState,
) -> Response:
    """Give the picture of a page; its address names the bytes of the original, so that it may be kept for good."""
    held = find_document(catalog, document_id)
    version, scale = request.query_params.get("v", ""), request.query_params.get("s", "1")
    if scale not in _SCALES or version != _version(held):
        raise NotFound("There is no such picture: the document was replaced, or the address was cut off.")
    etag = f'"{version}-{number}-{scale}"'
    headers = {"etag": etag, "cache-control": f"private, max-age={_YEAR_S}, immutable"}
    if is_current(request, etag):
        return Response(status_code=304, headers=headers)
    return Response(pictures.picture(held, number, _SCALES[scale]), media_type="image/webp", headers=headers)


class _Shown:
    """How this reader looks at a document: what the page's own addresses keep."""

    def __init__(self, request: Request, held: Document, frame: dict[str, Any]) -> None:
        self.held, self.frame = held, frame
        self.words: Words = request.app.state.pages.words[frame["ui"]]
        self.passage_id = request.query_params.get("passage")
        self.text_only = request.query_params.get("view") == "text"

    def address(self, **parameters: str | int | None) -> str:
        """Return an address of this document; parameters replace what is kept."""
        kept: dict[str, str | int | None] = {
            "passage": self.passage_id,
            "view": "text" if self.text_only else None,
            "q": self.frame["q"],
            "ui": self.frame["asked_ui"],
        }
        return view.address(f"/documents/{self.held.document_id}", **(kept | parameters))

    def other(self, document_id: str) -> str:
        """Return the address of another document."""
        return view.address(f"/documents/{document_id}", q=self.frame["q"], ui=self.frame["asked_ui"])

    def facts(self, day: date | None) -> dict[str, Any]:
        """Return what the head of the page says.

        Args:
            day: that the paper gives for itself; without one the page tells when its file changed.
        """
        held, words = self.held, self.words
        return {
            "document": held,
            "title": held.title.strip() or words.gettext("Untitled"),
            "lang": view.lang_of(held.language),
            "badge": view.badge_of(held.validity, words),
            "language_words": language_label(held.language, words),
            "type_words": None if held.document_type == "other" else document_type_label(held.document_type, words),
            "day_label": words.gettext("Date") if day else words.gettext("File changed"),
            "day": day or held.modified.date(),
            "day_words": words.day(day or held.modified.date()),
            "passage_id": self.passage_id,
            "text_only": self.text_only,
            "other_view": self.address(view=None if self.text_only else "text"),
            "back": view.address("/", q=self.frame["q"], ui=self.frame["asked_ui"]) if self.frame["q"] else None,
        }


def related_to(held: Document, service: Searcher) -> list[Hit]:
    """Return one hit for each document that a search for this one's title finds; none where nothing answers."""
    if not any(char.isalnum() for char in held.title):
        return []
    try:
        hits = service.search(Query(held.title[:300], limit=_RELATED_HITS, answer=False, expand=False)).results
    except SamsokError:
        return []
    found: dict[str, Hit] = {}
    for hit in hits:
        if hit.document_id != held.document_id:
            found.setdefault(hit.document_id, hit)
    return list(found.values())[:RELATED]


def _related(held: Document, service: Searcher, shown: _Shown) -> list[LinkView]:
    return [
        LinkView(hit.title.strip() or hit.source, view.lang_of(hit.language), shown.other(hit.document_id))
        for hit in related_to(held, service)
    ]


def _contacts(held: Document, catalog: Catalog, ui: str | None) -> list[ContactLink]:
    """Return whom the document gives a number or address of, in its order."""
    given = [
        each for each in catalog.records_of(held.document_id, held.revision).contacts if each.phones or each.emails
    ]
    return [
        ContactLink(
            ", ".join(filter(None, (each.name, each.role, each.unit or each.organisation))) or ", ".join(each.topics),
            (*(phone.printed for phone in each.phones), *each.emails),
            place_address(held.document_id, each.span, ui),
        )
        for each in given[:_MOST_CONTACTS]
    ]


def _replacing(held: Document, catalog: Catalog, shown: _Shown) -> LinkView | None:
    """Return what replaces this document: a link where it is held, else its name alone."""
    name = held.validity.superseded_by
    if not name:
        return None
    try:
        other = find_document(catalog, name)
    except NotFound:
        return LinkView(name, None, None)
    return LinkView(other.title.strip() or other.source, view.lang_of(other.language), shown.other(name))


def _outline(
    blocks: Sequence[Block], held: Document, part: PartView, address: Callable[..., str]
) -> list[tuple[HeadingView, str]]:
    return [
        (heading, f"{'' if heading.part == part.number else address(part=heading.part)}#{heading.anchor}")
        for heading in outline_of(blocks, held.language, held.title)
    ]


def _original(request: Request, held: Document, words: Words) -> dict[str, str] | None:
    if request.app.state.originals.path(held.sha256) is None:
        return None
    is_large = held.size_bytes >= _MB
    size = f"{words.decimal(held.size_bytes / _MB)} MB" if is_large else f"{-(-held.size_bytes // _KB)} kB"
    kind = PurePosixPath(original_name(held)).suffix.removeprefix(".").upper() or held.media_type
    return {"href": f"/api/v1/documents/{held.document_id}/original", "kind": kind, "size": size}


def _picture(held: Document, sheet: SheetView, sizes: Sequence[Size]) -> PictureView | None:
    if sheet.page is None or not sheet.is_new or not 1 <= sheet.page <= len(sizes):
        return None
    size = sizes[sheet.page - 1]
    hrefs = [
        view.address(f"/documents/{held.document_id}/pages/{sheet.page}.webp", v=_version(held), s=scale)
        for scale in _SCALES
    ]
    return PictureView(hrefs[0], hrefs[1], size.width, size.height, sheet.marks(size.height))


def _version(held: Document) -> str:
    return held.sha256[:12]
