"""Remembers how web pages answered, in memory."""

from collections.abc import Iterable, Sequence

from search.page_state import PageState


class MemoryPages:
    """Keeps the states of pages in memory; satisfies `search.page_state.PageStates`."""

    def __init__(self) -> None:
        self.held: dict[str, PageState] = {}

    def page_states(self, keys: Iterable[str]) -> dict[str, PageState]:
        return {key: self.held[key] for key in keys if key in self.held}

    def put_page_states(self, states: Sequence[PageState]) -> None:
        self.held.update({state.key: state for state in states})

    def forget_page_states(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.held.pop(key, None)
