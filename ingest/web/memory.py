"""What a run knows of pages from earlier runs.

Knows states, live documents and what is held; changes none of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ingest.web.address import Scope, is_address
from search.document import Document
from search.page_state import PageState, PageStates


@dataclass(frozen=True, slots=True)
class Memory:
    """Looks pages up by key.

    Attributes:
        is_held: key and sha256 -> whether a document of these bytes is held.
        live: by source key.
    """

    states: PageStates
    is_held: Callable[[str, str], bool]
    live: Mapping[str, Document]

    def held(self, key: str) -> PageState | None:
        """Return a page's state if the document that it describes is held: only then may the server leave it out."""
        state = self.states.page_states([key]).get(key)
        return state if state is not None and self.is_held(key, state.sha256) else None

    def location(self, key: str) -> str:
        """Return where a page answered last."""
        state = self.states.page_states([key]).get(key)
        return state.location if state is not None else key

    def live_within(self, scope: Scope, start: str | None) -> list[str]:
        """Return the live web documents within a scope; of those, where a start is named, what was found from it."""
        keys = [key for key in self.live if is_address(key) and scope.holds(key)]
        if start is None:
            return keys
        states = self.states.page_states(keys)
        return [key for key in keys if key in states and states[key].start == start]
