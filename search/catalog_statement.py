"""Statements that every question runs, compiled once and handed to the driver as they are.

SQLAlchemy takes several times as long to run a short statement as the database does. Knows engines and drivers. Must
not know what is asked, and raises what SQLAlchemy would.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Engine, Executable, Select, bindparam
from sqlalchemy.exc import DBAPIError

_TOGETHER = 20


class Statement:
    """One statement on one database; safe to use from several threads."""

    def __init__(self, engine: Engine, statement: Executable) -> None:
        """Take what is run; it is compiled with its first run.

        Args:
            engine: reads outside of transactions.
            statement: gives rows of plain values, which need no conversion.
        """
        self._engine = engine
        self._statement = statement

    def rows(self, parameters: Mapping[str, Any] | None = None) -> list[Sequence[Any]]:
        """Return all rows.

        Raises:
            sqlalchemy.exc.DBAPIError: the database refused or does not answer.
        """
        sql, names = self._compiled
        given = parameters or {}
        values = given if names is None else [given[name] for name in names]
        try:
            with closing(self._engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
                cursor.execute(sql, values)
                found = list(cursor.fetchall())
        except self._driver_error as error:
            raise DBAPIError.instance(sql, values, error, self._driver_error, dialect=self._engine.dialect) from error
        return found

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

    def __init__(self, engine: Engine, statement: Select[Any], column: ColumnElement[Any]) -> None:
        """Take what is run, and the column that must have one of the values."""
        self._engine = engine
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
            statement = self._made[size] = Statement(self._engine, self._statement.where(self._column.in_(names)))
        given = dict.fromkeys((f"value{place}" for place in range(len(values), size)), values[-1])
        return statement.rows(given | {f"value{place}": value for place, value in enumerate(values)})
