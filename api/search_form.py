"""The state of the search page: what its form and its links send, as a query and as an address.

Knows parameters and `Query`; must not know how the page looks. Whatever the page can show has an address that can be
shared; what is at its default stands in none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast, get_args

from starlette.datastructures import QueryParams

from api.question import clean_question
from api.view import address
from search.document import DocumentType, Language
from search.errors import InvalidParameter
from search.result import FACETS, FacetName, Filters, Query, Sort

PAGE_HITS = 10
MAX_VALUES = 50
_MAX_CHARACTERS = 200
_MOST_PAGES = 10_000
_ALLOWED: dict[str, tuple[str, ...]] = {"language": get_args(Language), "document_type": get_args(DocumentType)}


@dataclass(frozen=True, slots=True)
class Form:
    """What the search form sent.

    Attributes:
        question: None where nothing was asked yet.
        without: terms of the expansions that the reader took out.
        page: shown to the reader only; the cursor decides.
        ui: the interface language asked for; None where it was not.
    """

    question: str | None = None
    language: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    document_type: tuple[str, ...] = ()
    include_expired: bool = False
    sort: Sort = "relevance"
    without: tuple[str, ...] = ()
    cursor: str | None = None
    page: int = 1
    ui: str | None = None

    def query(self) -> Query:
        """Return the question to the service."""
        return Query(
            text=clean_question(self.question or ""),
            limit=PAGE_HITS,
            cursor=self.cursor,
            filters=Filters(self.language, self.organisation, self.document_type),
            include_expired=self.include_expired,
            answer=self.page == 1,
            without=self.without,
            sort=self.sort,
            facets=True,
        )

    def address(self, **changes: Any) -> str:
        """Return the address of this state with changes; any change begins at the first page unless it says another."""
        # a page has twenty of them, and making a form for each takes longer than writing it
        state = {name: getattr(self, name) for name in self.__slots__} | {"cursor": None, "page": 1} | changes
        return address(
            "/",
            q=clean_question(state["question"] or ""),
            language=state["language"],
            organisation=state["organisation"],
            document_type=state["document_type"],
            include_expired="1" if state["include_expired"] else None,
            sort=None if state["sort"] == "relevance" else state["sort"],
            without=state["without"],
            cursor=state["cursor"],
            page=state["page"] if state["cursor"] else None,
            ui=state["ui"],
        )

    def chosen(self, name: FacetName) -> tuple[str, ...]:
        """Return the values of a filter."""
        return cast("tuple[str, ...]", getattr(self, name))

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter holds something back."""
        return any(self.chosen(name) for name in FACETS)


def read_form(given: QueryParams) -> Form:
    """Return what was sent; what is empty counts as left out.

    Raises:
        InvalidParameter: a filter has a value that there is not.
    """
    cursor = given.get("cursor") or None
    filters = {name: _values(given.getlist(name)) for name in FACETS}
    for name, allowed in _ALLOWED.items():
        if not set(filters[cast("FacetName", name)]) <= set(allowed):
            raise InvalidParameter(f"{name} must be one of {', '.join(allowed)}.")
    sort = given.get("sort") or "relevance"
    if sort not in get_args(Sort):
        raise InvalidParameter(f"sort must be one of {', '.join(get_args(Sort))}.")
    return Form(
        question=given.get("q"),
        **filters,
        include_expired=bool(given.get("include_expired")),
        sort=cast("Sort", sort),
        without=_values(given.getlist("without")),
        cursor=cursor,
        page=(number_in(given, "page") or 1) if cursor else 1,
        ui=given.get("ui"),
    )


def number_in(given: QueryParams, name: str) -> int | None:
    """Return a parameter that is a whole number, bounded; None where it is none."""
    text = given.get(name, "")
    return min(int(text), _MOST_PAGES) if text.isascii() and text.isdigit() and len(text) < 9 else None  # noqa: PLR2004


def _values(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value[:_MAX_CHARACTERS] for value in given if value.strip()))[:MAX_VALUES]
