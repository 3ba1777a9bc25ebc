"""What is remembered of a web page between two runs, so that an unchanged one need not be fetched again.

Knows shapes only. What is remembered describes an answer of a server; whether the document made of it is still held is
for the catalog to say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PageState:
    """How a page answered when it was last fetched whole.

    Attributes:
        key: what the document is known by, its `source_key`.
        location: the address that answered.
        start: the address that the run began with which found it.
        etag, last_modified: as the server sent them, to be sent back; "" where it sent none.
        sha256: of the bytes that were handed to the parser, hexadecimal.
        fetched_at: when these bytes came.
        checked_at: when the server last said that they still hold.
        links: where the page leads on its own host.
    """

    key: str
    location: str
    start: str
    etag: str
    last_modified: str
    sha256: str
    fetched_at: datetime
    checked_at: datetime
    links: tuple[str, ...] = ()


class PageStates(Protocol):
    """Keeps the states of pages durably; one process writes at a time."""

    def page_states(self, keys: Iterable[str]) -> dict[str, PageState]:
        """Return what is remembered, by key; unknown keys are left out."""
        ...

    def put_page_states(self, states: Sequence[PageState]) -> None:
        """Remember these states, each in place of an earlier one of its key; all of them or none."""
        ...

    def forget_page_states(self, keys: Iterable[str]) -> None:
        """Remember nothing of these pages any more."""
        ...
