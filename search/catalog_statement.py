"""Statements that every question runs, compiled once and handed to the driver as they are.

SQLAlchemy takes several times as long to run a short statement as the database does. Knows engines and drivers. Must
not know what is asked, and raises what SQLAlchemy would.
"""

import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Engine, Executable, Select, bindparam
from sqlalchemy.exc import DBAPIError

_TOGETHER = 20


class IdleConnections:
    """Connections to SQLite outside of the engine's pool, as many as are in use at a time; safe to use from threads.

    Source: a question runs four statements of 0.02 ms; taking each a connection from the pool and giving it back costs
    another 0.1 ms of processor time apiece.
    """

    def __init__(self, engine: Engine) -> None:
        """Take the engine, which reads outside of transactions; nothing is opened before the first statement."""
        self._engine = engine
        self._guard = threading.Lock()
        self._idle: list[Any] = []
        self._closed = 0

    def fetch(self, sql: str, values: Any) -> list[Sequence[Any]]:
        """Return all rows; raises what the driver raises, and then lets go of the connection."""
        closed = self._closed
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._opened()
        try:
            found: list[Sequence[Any]] = connection.execute(sql, values).fetchall()
        except BaseException:
            connection.close()
            raise
        with self._guard:
            if closed == self._closed:
                self._idle.append(connection)
                return found
        connection.close()
        return found

    def close(self) -> None:
        """Close what is idle now, and the others when they have answered; later statements open new ones."""
        with self._guard:
            self._closed += 1
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _opened(self) -> Any:
        pooled = self._engine.raw_connection()
        connection = pooled.driver_connection
        pooled.detach()
        return connection


class Statement:
    """One statement on one database; safe to use from several threads."""

    def __init__(self, engine: Engine, statement: Executable, idle: IdleConnections | None = None) -> None:
        """Take what is run; it is compiled with its first run.

        Args:
            engine: reads outside of transactions.
            statement: gives rows of plain values, which need no conversion.
            idle: connections to take instead of those of the engine's pool.
        """
        self._engine = engine
        self._statement = statement
        self._idle = idle

    def rows(self, parameters: Mapping[str, Any] | None = None) -> list[Sequence[Any]]:
        """Return all rows.

        Raises:
            sqlalchemy.exc.DBAPIError: the database refused or does not answer.
        """
        sql, names = self._compiled
        given = parameters or {}
        values = given if names is None else [given[name] for name in names]
        try:
            if self._idle is not None:
                return self._idle.fetch(sql, values)
            with closing(self._engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
                cursor.execute(sql, values)
                return list(cursor.fetchall())
        except self._driver_error as error:
            raise DBAPIError.instance(sql, values, error, self._driver_error, dialect=self._engine.dialect) from error

    @cached_property
    def _compiled(self) -> tuple[str, list[str] | None]:
        """The text as the driver takes it, and the names of its parameters in order, None where it takes names."""
        compiled: Any = self._statement.compile(dialect=self._engine.dialect)  # type: ignore[attr-defined]
        return str(compiled), list(compiled.positiontup) if compiled.positional else None

    @cached_property
    def _driver_error(self) -> type[Exception]:
        return self._engine.dialect.loaded_dbapi.Error


class StatementOfMany:
    """A statement about values of which each run has some; one text for every twenty, the last value filling it up."""

    def __init__(
        self,
        engine: Engine,
        statement: Select[Any],
        column: ColumnElement[Any],
        idle: IdleConnections | None = None,
    ) -> None:
        """Take what is run, the column that must have one of the values, and connections as `Statement` does."""
        self._engine = engine
        self._idle = idle
        self._statement = statement
        self._column = column
        self._made: dict[int, Statement] = {}

    def rows(self, values: Sequence[Any]) -> list[Sequence[Any]]:
        """Return the rows of these values, in any order; raises as `Statement.rows` does."""
        if not values:
            return []
        size = -(-len(values) // _TOGETHER) * _TOGETHER
        statement = self._made.get(size)
        if statement is None:
            names: list[BindParameter[Any]] = [bindparam(f"value{place}") for place in range(size)]
            statement = self._made[size] = Statement(
                self._engine, self._statement.where(self._column.in_(names)), self._idle
            )
        given = dict.fromkeys((f"value{place}" for place in range(len(values), size)), values[-1])
        return statement.rows(given | {f"value{place}": value for place, value in enumerate(values)})
