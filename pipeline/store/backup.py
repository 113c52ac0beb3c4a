"""Backups: a copy of one state of the database in one file, taken while others write, verified, and restored whole."""

from __future__ import annotations

import datetime
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from pipeline.store import engine as engines
from pipeline.store.portable import check_dump, load_dump, tables_of, write_dump
from schemas.errors import StoreError

_SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was taken and verified: its file, size in bytes, schema, and how many articles and deals it has."""

    path: Path
    size: int
    schema: str
    articles: int
    deals: int


@dataclass(frozen=True, slots=True)
class Restored:
    """A database that was restored: the schema that the backup had, and where the database is kept that it replaced."""

    schema: str
    aside: str | None


def backup(address: str, target: Path, *, portable: bool = False, force: bool = False) -> BackedUp:
    """Copy a database as it is at this moment into one file; it may be written meanwhile, and is not upgraded.

    Args:
        address: The database.
        target: The file to make. An SQLite database becomes an SQLite file.
        portable: Write JSON Lines (gzip) instead, for either kind of database; PostgreSQL always does.
        force: Overwrite the file if it is there.

    Raises:
        StoreError: If there is no such database, the file is there, cannot be written, or proves not to be whole.
    """
    if target.exists() and not force:
        raise StoreError(f"{target} is there already; name another file, or overwrite it with --force")
    source = engines.connect_engine(address)
    try:
        with _beside(target) as made:
            revision = _revision(address)
            if portable or source.dialect.name != "sqlite":
                _write_portable(source, revision, made)
                rows = check_dump(made).rows
                articles, deals = rows["article"], rows["deal"]
            else:
                _copy_sqlite(_path(source), made)
                articles, deals = _verified(made)
        return BackedUp(target, target.stat().st_size, revision, articles, deals)
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise StoreError(f"{target}: the backup failed: {engines.reason(error)}") from error
    finally:
        source.dispose()


def restore(source: Path, address: str, *, force: bool = False, now: datetime.datetime | None = None) -> Restored:
    """Make a database of a backup of either kind, upgraded to the newest schema.

    Args:
        source: The backup.
        address: Where to: an SQLite file, or a PostgreSQL database.
        force: Replace a database that is there; it is kept aside.
        now: Names the replaced database.

    Raises:
        StoreError: If the backup is not whole, or there is a database already, or somebody uses it.
    """
    stamp = f"{now or datetime.datetime.now(datetime.UTC):%Y%m%d-%H%M%S}"
    try:
        plain = source.open("rb").read(len(_SQLITE)) == _SQLITE
        if engines.database_url(address).get_backend_name() == "sqlite":
            return _restore_file(source, plain, address, force, stamp)
        return _restore_server(source, plain, address, force, stamp)
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise StoreError(f"{source}: cannot be restored: {engines.reason(error)}") from error


def _restore_file(source: Path, plain: bool, address: str, force: bool, stamp: str) -> Restored:
    target = Path(str(engines.database_url(address).database)).expanduser()
    aside = target.with_name(f"{target.name}.replaced-{stamp}") if target.exists() else None
    if aside is not None and not force:
        raise StoreError(f"{target} is there already; restore to another file, or replace it with --force")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _beside(target) as made:
        if plain:
            _copy_sqlite(source, made)
            schema = _revision(str(made))
        else:
            schema = _load(source, str(made))
        engines.open_engine(str(made)).dispose()
        _verified(made)
        if aside is not None:
            _put_aside(target, aside)
    return Restored(schema, None if aside is None else str(aside))


def _restore_server(source: Path, plain: bool, address: str, force: bool, stamp: str) -> Restored:
    with tempfile.TemporaryDirectory() as folder:
        if plain:
            portable = Path(folder) / "portable"
            backup(str(source), portable, portable=True)
            source = portable
        schema = check_dump(source).revision
        target = engines.connect_engine(address)
        try:
            with target.begin() as connection:
                aside = _set_aside(connection, force, f"replaced_{stamp.replace('-', '_')}", address)
                engines.migrate(connection, schema)
                load_dump(connection, source)
                engines.migrate(connection)
        finally:
            target.dispose()
    return Restored(schema, aside)


def _set_aside(connection: Connection, force: bool, schema: str, address: str) -> str | None:
    """Move the tables that are there into a schema of their own; None if there are none."""
    own = set(inspect(connection).get_table_names())
    if not own:
        return None
    where = engines.database_url(address).render_as_string(hide_password=True)
    if "alembic_version" not in own:
        raise StoreError(f"{where}: is not a Dealtrail database (it holds the tables {', '.join(sorted(own)[:5])})")
    if not force:
        raise StoreError(f"{where}: holds a database already; restore into another one, or replace it with --force")
    connection.execute(text(f"CREATE SCHEMA {schema}"))
    connection.execute(text("SET LOCAL lock_timeout = '5s'"))
    for name in sorted({*(table.name for table in tables_of(connection)), "alembic_version"}):
        try:
            connection.execute(text(f'ALTER TABLE "{name}" SET SCHEMA {schema}'))
        except OperationalError as error:
            raise StoreError(f"{where} is in use; stop what uses it (serve, crawl), then restore") from error
    return f"schema {schema}"


def _load(source: Path, address: str) -> str:
    """Make an SQLite database of a portable backup; give its schema."""
    schema = check_dump(source).revision
    made = engines.connect_engine(address, new=True)
    try:
        with made.connect().execution_options(**engines.write_options()) as connection, connection.begin():
            engines.migrate(connection, schema)
            load_dump(connection, source)
    finally:
        made.dispose()
    return schema


def _write_portable(source: Engine, revision: str, made: Path) -> None:
    options = {"isolation_level": "REPEATABLE READ"} if source.dialect.name == "postgresql" else {}
    with source.connect().execution_options(**options) as connection, connection.begin():
        write_dump(connection, revision, made)


def _copy_sqlite(source: Path, made: Path) -> None:
    """Copy by SQLite's own backup, which sees one state of the source while others write, into a single file."""
    with closing(sqlite3.connect(source, timeout=engines.BUSY_SECONDS)) as old, closing(sqlite3.connect(made)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")


def _verified(path: Path) -> tuple[int, int]:
    """Open a copy and have SQLite look through all of it; give the numbers of its articles and deals."""
    with closing(sqlite3.connect(path)) as copy:
        told = [row[0] for row in copy.execute("PRAGMA integrity_check")]
        if told != ["ok"]:
            raise StoreError(f"the copy is damaged, as its source may be: {told[0]}")
        articles, deals = (copy.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("article", "deal"))
        copy.execute("PRAGMA journal_mode=DELETE")
        return articles, deals


def _put_aside(target: Path, aside: Path) -> None:
    """Give a database that nobody uses a second name, so that the new one can take the first in one step."""
    _close_off(target)
    try:
        os.link(target, aside)
    except OSError:  # a file system without links
        target.rename(aside)
    for end in ("-wal", "-shm"):  # What a damaged database leaves must not be taken for the new one's.
        rest = target.with_name(target.name + end)
        if rest.exists():
            rest.rename(aside.with_name(aside.name + end))


def _close_off(target: Path) -> None:
    """Put an SQLite database into one file, which only its sole user can; one that is damaged is left as it is."""
    with closing(sqlite3.connect(target, timeout=1)) as old:
        try:
            old.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise StoreError(f"{target} is in use; stop what uses it (serve, crawl), then restore") from error
        except sqlite3.DatabaseError:
            pass


def _revision(address: str) -> str:
    found = engines.revision_at(address)
    if found is None:
        raise StoreError(f"{engines.database_url(address).render_as_string(hide_password=True)}: holds no database")
    return found


def _path(source: Engine) -> Path:
    return Path(str(source.url.database))


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A name beside a file, to write under; renamed to it when all is written, and gone if that fails."""
    made = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        yield made
        with made.open("rb+") as file:
            os.fsync(file.fileno())
        made.replace(target)
    finally:
        for each in (made, *(made.with_name(made.name + end) for end in ("-wal", "-shm", "-journal"))):
            each.unlink(missing_ok=True)
