"""The list of contacts as a service: a query in, a page out.

Knows the catalog's current generation, the book and the planner. Must not know requests or files.
"""

from datetime import UTC, datetime

from search.catalog_port import Catalog
from search.contacts.book import ContactBook
from search.contacts.directory import Directory
from search.contacts.find import Asked, asked_of
from search.contacts.listing import ContactPage, ContactQuery, listed
from search.errors import InvalidQuery
from search.plan import Planner


class ContactService:
    """Lists contacts; safe to use from several threads."""

    def __init__(self, catalog: Catalog, book: ContactBook, planner: Planner) -> None:
        """Take the parts; nothing is read before the first query."""
        self._catalog = catalog
        self._book = book
        self._planner = planner

    def contacts(self, wanted: ContactQuery) -> ContactPage:
        """Return the contacts that are wanted, as they stand on a day."""
        day = wanted.as_of or datetime.now(UTC).date()
        current = self._catalog.current()
        number = current.number if current else 0
        directory = self._book.contacts(number)
        found = listed(directory, wanted, day, self._asked(wanted.area, directory), self._asked(wanted.q, directory))
        last = None if wanted.limit is None else wanted.offset + wanted.limit
        return ContactPage(tuple(found[wanted.offset : last]), len(found), self._book.state(number), day)

    def _asked(self, text: str, directory: Directory) -> Asked | None:
        if not text.strip():
            return None
        try:
            return asked_of(self._planner.plan(text), directory, self._planner.analyzer)
        except InvalidQuery:
            return None
