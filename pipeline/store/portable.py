"""A database as JSON Lines: every row of every table, of any schema, to be made into a database of either kind.

The first line names the format and the schema, then every table says its name and columns and is followed by its rows
as lists, and the last line counts them, so that a file that was cut off is not taken for a whole one.
"""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, insert, select, text

from schemas.errors import StoreError

FORMAT = 1
"""The number of this format; a file of a higher one was written by a newer program."""

_NOT_DUMPED = "alembic_version"
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Dump:
    """What a portable backup holds: its schema's revision and the rows of each table."""

    revision: str
    rows: dict[str, int]


def write_dump(connection: Connection, revision: str, path: Path) -> Dump:
    """Write every row that a connection sees, compressed with gzip.

    Args:
        connection: A connection in a transaction that sees one state of the database all along.
        revision: The revision of its schema.
        path: The file to write.
    """
    counts: dict[str, int] = {}
    # Without a time in its header the same rows give the same bytes.
    with path.open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as stream:

        def line(value: Any) -> None:
            stream.write(
                json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_encoded).encode() + b"\n"
            )

        line({"dealtrail": "database", "format": FORMAT, "schema": revision})
        for table in tables_of(connection):
            line({"table": table.name, "columns": [column.name for column in table.columns]})
            query = select(table).order_by(*table.primary_key)
            counts[table.name] = 0
            for row in connection.execution_options(yield_per=_BATCH).execute(query):
                line(list(row))
                counts[table.name] += 1
        line({"rows": counts})
    return Dump(revision, counts)


def read_dump(path: Path) -> Iterator[Any]:
    """The lines of a portable backup.

    Raises:
        StoreError: If it is none, is of a newer format, or was cut off.
    """
    last: Any = None
    try:
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            for number, text_ in enumerate(stream):
                last = json.loads(text_)
                if number == 0:
                    _check_header(path, last)
                yield last
    except (EOFError, zlib.error, gzip.BadGzipFile, UnicodeDecodeError, ValueError) as error:
        raise StoreError(f"{path}: is no backup, or a damaged one: {error}") from error
    if not isinstance(last, dict) or "rows" not in last:
        raise StoreError(f"{path}: the backup was cut off; take another one")


def check_dump(path: Path) -> Dump:
    """Read a portable backup to its end and count its rows against what it says."""
    counts: dict[str, int] = {}
    revision, name = "", ""
    for line in read_dump(path):
        if isinstance(line, list):
            counts[name] += 1
        elif "table" in line:
            name = line["table"]
            counts[name] = 0
        elif "schema" in line:
            revision = line["schema"]
        elif line["rows"] != counts:
            raise StoreError(f"{path}: the backup holds other numbers of rows than it says; take another one")
    return Dump(revision, counts)


def load_dump(connection: Connection, path: Path) -> Dump:
    """Insert the rows of a portable backup into the empty tables of a database of its schema."""
    tables = {table.name: table for table in tables_of(connection)}
    counts: dict[str, int] = {}
    table: Table | None = None
    columns: list[str] = []
    rows: list[dict[str, Any]] = []

    def put() -> None:
        if table is not None and rows:
            connection.execute(insert(table), rows)
            counts[table.name] += len(rows)
            rows.clear()

    revision = ""
    for line in read_dump(path):
        if isinstance(line, list):
            rows.append({name: _decoded(value) for name, value in zip(columns, line, strict=True)})
            if len(rows) >= _BATCH:
                put()
            continue
        put()
        if "table" in line:
            if line["table"] not in tables:
                raise StoreError(f"{path}: holds a table {line['table']!r} that its schema has not")
            table, columns = tables[line["table"]], line["columns"]
            counts[table.name] = 0
        elif "schema" in line:
            revision = line["schema"]
        elif line["rows"] != counts:
            raise StoreError(f"{path}: the backup holds other numbers of rows than it says; take another one")
    if connection.dialect.name == "postgresql":
        count_on(connection, tables.values())
    return Dump(revision, counts)


def tables_of(connection: Connection) -> list[Table]:
    """The tables as they are in the database, whatever its schema; those that others refer to first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != _NOT_DUMPED]


def count_on(connection: Connection, tables: Any) -> None:
    """Let PostgreSQL number new rows from the last one on."""
    for table in tables:
        for column in table.primary_key:
            name = {"table": table.name, "column": column.name}
            sequence = connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), name).scalar()
            if sequence is not None:
                last = connection.scalar(select(column).order_by(column.desc()).limit(1))
                if last is not None:
                    connection.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})


def _check_header(path: Path, header: Any) -> None:
    if not isinstance(header, dict) or header.get("dealtrail") != "database":
        raise StoreError(f"{path}: is no backup of a Dealtrail database")
    if header.get("format") != FORMAT:
        raise StoreError(f"{path}: was written by a newer Dealtrail; upgrade Dealtrail to restore it")


def _encoded(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"base64": base64.b64encode(value).decode()}
    raise TypeError(f"{type(value).__name__} has no place in a backup")


def _decoded(value: Any) -> Any:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value
