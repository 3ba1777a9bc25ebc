"""`/contacts`: whom to ask, as a page that can be narrowed, and each contact as a vCard.

Translates the form to `ContactQuery`; must not know how contacts are found or merged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import HTMLResponse, Response

from api import view
from api.contact_view import contact_card, entry_key
from api.labels import LEVELS, level_label
from api.pages import Pages
from api.port import ContactLister
from api.routes_pages import frame_of
from api.search_form import number_in
from api.state import ContactsState
from search.contacts.listing import ContactPage, ContactQuery
from search.contacts.payload import contact_payload
from search.contacts.vcard import write_vcards
from search.errors import NotFound
from search.records import Contact, Level

router = APIRouter(include_in_schema=False)

PAGE_CONTACTS = 20
_MOST_CHARACTERS = 200
_MOST_OPTIONS = 200
"""Values that a field suggests; more make a page heavy. A choice."""

_TEXTS = ("q", "organisation", "area", "place")


@dataclass(frozen=True, slots=True)
class Options:
    """What the fields suggest, each once and in order."""

    organisation: list[str]
    area: list[str]
    place: list[str]


class ContactOptions:
    """Keeps what the fields suggest for as long as the list of contacts stays the same."""

    def __init__(self) -> None:
        """Begin with nothing; the list is read when it is first shown."""
        self._held: tuple[str, Options] | None = None

    def options(self, service: ContactLister, state: str) -> Options:
        """Return the suggestions for a state of the list."""
        held = self._held
        if held is None or held[0] != state:
            page = service.contacts(ContactQuery(limit=None))
            self._held = held = (page.state, _options([entry.contact for entry in page.entries]))
        return held[1]


def _options(contacts: Sequence[Contact]) -> Options:
    return Options(
        _once(each.organisation for each in contacts),
        _once(topic for each in contacts for topic in each.topics),
        _once(each.place for each in contacts),
    )


@router.get("/contacts")
def contacts_page(request: Request, service: ContactsState) -> HTMLResponse:
    """Show the contacts that the form asks for, a page at a time."""
    pages: Pages = request.app.state.pages
    frame = frame_of(request)
    words, ui = pages.words[frame["ui"]], frame["asked_ui"]
    wanted = _read(request.query_params)
    number = max(number_in(request.query_params, "page") or 1, 1)
    page = _page(service, wanted, number)
    pages_in_all = max(-(-page.total // PAGE_CONTACTS), 1)
    if number > pages_in_all:
        # the list has become shorter since the link was made
        number, page = pages_in_all, _page(service, wanted, pages_in_all)
    context = {
        **frame,
        "wanted": wanted,
        "cards": [contact_card(contact_payload(entry, page.day), words, ui) for entry in page.entries],
        "found_words": words.ngettext("%(count)s contact", "%(count)s contacts", page.total),
        "options": request.app.state.contact_options.options(service, page.state),
        "levels": [(level, level_label(level, words)) for level in LEVELS],
        "is_narrowed": wanted != ContactQuery(),
        "number_shown": number,
        "pages_in_all": pages_in_all,
        "before": _address(wanted, ui, number - 1) if number > 1 else None,
        "after": _address(wanted, ui, number + 1) if number * PAGE_CONTACTS < page.total else None,
        "all_cards": view.address("/api/v1/contacts", format="vcard", **_chosen(wanted)) if page.total else None,
    }
    return pages.render("contacts.html", context)


def _page(service: ContactLister, wanted: ContactQuery, number: int) -> ContactPage:
    return service.contacts(replace(wanted, limit=PAGE_CONTACTS, offset=(number - 1) * PAGE_CONTACTS))


@router.get("/contacts/{key}.vcf")
def contact_file(key: str, service: ContactsState) -> Response:
    """Give one contact as a vCard."""
    for is_over_too in (False, True):
        page = service.contacts(ContactQuery(limit=None, include_expired=is_over_too))
        found = [entry for entry in page.entries if entry_key(entry.contact) == key]
        if found:
            named = {"content-disposition": 'attachment; filename="contact.vcf"'}
            return Response(write_vcards(found[:1]).encode(), media_type="text/vcard; charset=utf-8", headers=named)
    raise NotFound("There is no such contact: who it is or how to reach it has changed. Look it up again.")


def _read(given: QueryParams) -> ContactQuery:
    texts = {name: given.get(name, "").strip()[:_MOST_CHARACTERS] for name in _TEXTS}
    level = given.get("level", "")
    return ContactQuery(
        texts["organisation"],
        texts["area"],
        texts["place"],
        cast("Level", level) if level in LEVELS else None,
        texts["q"],
    )


def _chosen(wanted: ContactQuery) -> dict[str, Any]:
    return {name: getattr(wanted, name) or None for name in (*_TEXTS, "level")}


def _address(wanted: ContactQuery, ui: str | None, number: int) -> str:
    return view.address("/contacts", **_chosen(wanted), page=number if number > 1 else None, ui=ui)


def _once(values: Iterable[str | None]) -> list[str]:
    return sorted({value for value in values if value})[:_MOST_OPTIONS]
