"""Rows written many at once: what SQLAlchemy does for each row is done for each column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa


def insert_all(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, each with a value for every column of the table.

    The same as `connection.execute(table.insert(), rows)` at a fraction of its cost.
    """
    if not rows:
        return
    statement, names, processors = _prepared(table, connection.dialect.name)
    columns: list[Any] = list(zip(*map(itemgetter(*names), rows), strict=True))
    for at, process in processors:
        columns[at] = map(process, columns[at])
    connection.exec_driver_sql(statement, list(zip(*columns, strict=True)))


@cache
def _prepared(
    table: sa.Table, backend: str
) -> tuple[str, tuple[str, ...], tuple[tuple[int, Callable[[Any], Any]], ...]]:
    """Statement, columns, and what makes a value of a column one of the driver's."""
    dialect: sa.Dialect = sa.make_url(_DRIVERS[backend]).get_dialect()()
    quote = dialect.identifier_preparer.quote
    names = tuple(column.name for column in table.c)
    mark = "?" if backend == "sqlite" else "%s"
    statement = (
        f"INSERT INTO {quote(table.name)} ({', '.join(map(quote, names))}) "  # noqa: S608
        f"VALUES ({', '.join(mark for _ in names)})"
    )
    found = []
    for at, column in enumerate(table.c):
        process = column.type.dialect_impl(dialect).bind_processor(dialect)
        if process is not None:
            found.append((at, process))
    return statement, names, tuple(found)


_DRIVERS = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}
