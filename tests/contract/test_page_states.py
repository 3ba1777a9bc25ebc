from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from search.catalog import SqlCatalog
from search.page_state import PageState, PageStates
from tests.doubles.page_states import MemoryPages

WHEN = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
STATE = PageState(
    "https://example.org/",
    "https://example.org/index.html",
    "https://example.org/",
    'W/"å"',
    "Wed, 01 May 2024 10:00:00 GMT",
    "0" * 64,
    WHEN,
    WHEN,
    ("https://example.org/a",),
)


@pytest.fixture(params=["sql", "memory"])
def states(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PageStates]:
    if request.param == "memory":
        yield MemoryPages()
        return
    catalog = SqlCatalog.open(f"sqlite:///{tmp_path / 'catalog.db'}")
    yield catalog
    catalog.close()


def test_what_is_remembered_comes_back(states: PageStates) -> None:
    """Every field, by key; unknown keys are left out."""
    other = replace(STATE, key="https://example.org/b", etag="", links=())
    states.put_page_states([STATE, other])
    assert states.page_states([STATE.key, other.key, "x"]) == {STATE.key: STATE, other.key: other}
    assert states.page_states([]) == {}


def test_the_last_state_counts_and_can_be_forgotten(states: PageStates) -> None:
    """A later state replaces the one of the same key, in one call too; many are no trouble."""
    changed = replace(STATE, etag='"2"')
    states.put_page_states([STATE])
    states.put_page_states([STATE, changed])
    assert states.page_states([STATE.key]) == {STATE.key: changed}
    many = [replace(STATE, key=f"https://example.org/{number}") for number in range(1200)]
    states.put_page_states(many)
    states.forget_page_states([state.key for state in many[1:]])
    assert set(states.page_states([STATE.key, *(state.key for state in many)])) == {STATE.key, many[0].key}


def test_a_catalog_of_an_earlier_version_gets_the_table(tmp_path: Path) -> None:
    """A data folder from before pages were remembered is opened as it is."""
    url = f"sqlite:///{tmp_path / 'catalog.db'}"
    SqlCatalog.open(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE web_pages"))
    engine.dispose()
    catalog = SqlCatalog.open(url)
    catalog.put_page_states([STATE])
    assert catalog.page_states([STATE.key]) == {STATE.key: STATE}
    catalog.close()
