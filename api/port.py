"""What the HTTP application and the command line need of the search service.

Knows the calls only; whether they are answered in this process or by a service that runs elsewhere must not matter.
"""

from typing import TYPE_CHECKING, Protocol

from search.result import Answer, Query, SearchResponse
from search.terms import TermBank

if TYPE_CHECKING:  # the command line's help must not load numpy
    from search.contacts.listing import ContactPage, ContactQuery


class Readiness(Protocol):
    """Whether questions can be answered now, and over how much."""

    @property
    def ok(self) -> bool:
        """Whether a question asked now would be answered."""
        ...

    @property
    def reason(self) -> str | None:
        """Why not, for the operator; None where all is well."""
        ...

    @property
    def generation(self) -> int | None:
        """Number of the generation that answers; None before the first."""
        ...

    @property
    def documents(self) -> int:
        """Documents in it."""
        ...

    @property
    def passages(self) -> int:
        """Passages in it."""
        ...


class Glossary(Protocol):
    """The term bank in use; safe to use from several threads."""

    @property
    def fault(self) -> str | None:
        """Why the user's files as they are now are not in use; None where they are."""
        ...

    def bank(self) -> TermBank:
        """Return the bank; another one after the files have changed."""
        ...


class ContactLister(Protocol):
    """Lists contacts; safe to use from several threads."""

    def contacts(self, wanted: "ContactQuery") -> "ContactPage":
        """Return a page of the contacts that are wanted."""
        ...


class Searcher(Protocol):
    """Answers questions; safe to use from several threads."""

    def search(self, query: Query) -> SearchResponse:
        """Find passages and, if asked for, answer.

        Raises:
            InvalidQuery: there is nothing to search for.
            InvalidParameter: the cursor or a filter cannot be used.
            IndexUnavailable: the index did not answer.
        """
        ...

    def answer(self, query: Query) -> Answer:
        """Give the answer alone; raises as `search` does."""
        ...

    def ready(self) -> Readiness:
        """Tell whether questions can be answered now; never raises."""
        ...

    def close(self) -> None:
        """Release files and connections; closing twice is harmless."""
        ...


class ListingSearcher(Searcher, ContactLister, Protocol):
    """Answers questions and lists contacts, as what is served here does."""
