from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Table, Text, bindparam, create_engine, func, insert, select
from sqlalchemy.exc import OperationalError

from search.catalog_statement import IdleConnections, Statement, StatementOfMany

WORDS = Table("words", MetaData(), Column("id", Integer, primary_key=True), Column("word", Text))
NUMBER = 70


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Give a database with seventy words."""
    made = create_engine(f"sqlite:///{tmp_path / 'words.db'}")
    with made.begin() as connection:
        WORDS.metadata.create_all(connection)
        connection.execute(insert(WORDS), [{"id": number, "word": f"ord {number}"} for number in range(NUMBER)])
    yield made
    made.dispose()


def test_parameters_are_given_by_name(engine: Engine) -> None:
    """In whatever order the driver wants them."""
    part = func.substr(WORDS.c.word, bindparam("first"), bindparam("length"))
    statement = Statement(engine, select(part).where(WORDS.c.id == bindparam("number")))
    assert [tuple(row) for row in statement.rows({"number": 12, "length": 2, "first": 5})] == [("12",)]
    assert [tuple(row) for row in statement.rows({"length": 3, "first": 1, "number": 5})] == [("ord",)]


@pytest.mark.parametrize("count", [0, 1, 19, 20, 21, 70])
def test_rows_of_any_number_of_values(engine: Engine, count: int) -> None:
    """Each value's row comes once, what fills the statement up adds none."""
    statement = StatementOfMany(engine, select(WORDS.c.id, WORDS.c.word), WORDS.c.id)
    found = sorted(tuple(row) for row in statement.rows(list(range(count))))
    assert found == [(number, f"ord {number}") for number in range(count)]


def test_what_the_database_refuses_is_raised_as_by_sqlalchemy(engine: Engine) -> None:
    """The catalog sorts errors by their kind, and the next statement finds the connection in order."""
    statement = Statement(engine, select(Table("missing", MetaData(), Column("id", Integer))))
    with pytest.raises(OperationalError, match="no such table"):
        statement.rows()
    assert len(Statement(engine, select(WORDS.c.id)).rows()) == NUMBER


def test_connections_are_used_again(engine: Engine) -> None:
    """As many as statements run at a time, none of them taken from the pool."""
    idle = IdleConnections(engine)
    statement = Statement(engine, select(WORDS.c.id), idle)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: len(statement.rows()), range(40)))
    assert found == [NUMBER] * 40
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    idle.close()


def test_what_is_closed_is_opened_anew(engine: Engine) -> None:
    """Closing twice is harmless, and a statement behind it is answered."""
    idle = IdleConnections(engine)
    statement = Statement(engine, select(WORDS.c.id), idle)
    assert len(statement.rows()) == NUMBER
    idle.close()
    idle.close()
    assert len(statement.rows()) == NUMBER
    idle.close()


def test_a_connection_that_failed_is_let_go_of(engine: Engine) -> None:
    """The error is SQLAlchemy's as with the pool, and the next statement has a connection of its own."""
    idle = IdleConnections(engine)
    missing = Statement(engine, select(Table("missing", MetaData(), Column("id", Integer))), idle)
    with pytest.raises(OperationalError, match="no such table"):
        missing.rows()
    assert len(Statement(engine, select(WORDS.c.id), idle).rows()) == NUMBER
    idle.close()
