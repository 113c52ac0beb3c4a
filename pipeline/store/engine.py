"""Opening a database: its address, SQLite's settings, and the upgrade to the newest schema."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from schemas.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0008"
"""The revision of the newest migration; a test holds it to the folder of migrations."""

BUSY_SECONDS = 300
_CACHE_KILOBYTES = 64 * 1024
"""How long a writer waits for the one before it on SQLite: a full merge of a large database takes minutes."""

_SERIALISATION_CODES = ("40001", "40P01")
_MIGRATIONS = Path(__file__).parent / "migrations"


def database_url(address: str) -> URL:
    """A database URL, or the path of an SQLite file, as a URL.

    Raises:
        StoreError: If it looks like a URL and is none.
    """
    if "://" not in address:
        return URL.create("sqlite", database=str(Path(address).expanduser()))
    try:
        return make_url(address)
    except ArgumentError as error:
        raise StoreError(
            f"{address!r} is no database address; use a file's path or e.g. sqlite:///deals.sqlite"
        ) from error


def open_engine(address: str) -> Engine:
    """Open a database, made or upgraded to the newest schema if need be, in one transaction.

    Raises:
        StoreError: If it cannot be opened, is another program's, or is newer than this program.
    """
    url = database_url(address)
    where = url.render_as_string(hide_password=True)
    with _told(where, url):
        engine = _engine(url)
        _upgrade(engine, where)
    return engine


@contextmanager
def _told(where: str, url: URL) -> Iterator[None]:
    """Tell what keeps a database from being opened in words."""
    try:
        yield
    except NoSuchModuleError as error:
        raise StoreError(f"{where}: there is no database called {url.drivername!r}") from error
    except ModuleNotFoundError as error:
        raise StoreError(
            f"{where}: the driver {error.name!r} is not installed; install it, e.g. pip install {error.name}"
        ) from error
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise StoreError(f"{where}: cannot be opened: {reason(error)}") from error


def connect_engine(address: str, *, new: bool = False) -> Engine:
    """A database as it is, of any schema; an SQLite file is made only if it is to be `new`.

    Raises:
        StoreError: If there is none, or nothing to reach it with.
    """
    url = database_url(address)
    if url.get_backend_name() == "sqlite" and not new and not Path(str(url.database)).expanduser().is_file():
        raise StoreError(f"there is no database at {url.database}")
    with _told(url.render_as_string(hide_password=True), url):
        return _engine(url)
    raise AssertionError("errors were told")


def write_options() -> dict[str, Any]:
    """The execution options of a connection that is going to write."""
    return {"dealtrail_write": True}


_MERGE_LOCK = 0x6465616C
"""The number of PostgreSQL's advisory lock under which deals are made."""

_COMPANIES_LOCK = 0x636F6D70
"""The number of PostgreSQL's advisory lock that keeps who companies are as it is while mentions are written."""


def lock_companies(connection: Connection, *, change: bool = False) -> None:
    """Wait until nobody changes who companies are; with `change`, also until nobody writes mentions by it.

    Who takes both locks takes this one first, so that no two wait for each other.
    """
    if connection.dialect.name == "postgresql":
        how = "pg_advisory_xact_lock" if change else "pg_advisory_xact_lock_shared"
        connection.execute(text(f"SELECT {how}(:number)"), {"number": _COMPANIES_LOCK})


def lock_merging(connection: Connection) -> None:
    """Wait until nobody else makes deals in this database; the transaction's end lets the next one in.

    Whoever changes what is merged takes this lock first, so that no two wait for each other's rows. SQLite has one
    writer at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _MERGE_LOCK})


def reason(error: Exception) -> str:
    """What the database itself said, without SQLAlchemy's wrapping."""
    own = error.orig if isinstance(error, DBAPIError) else error
    if getattr(own, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
        return f"another process has been writing for {BUSY_SECONDS} seconds ({own}); try again when it is done"
    return str(own)


def is_conflict(error: Exception) -> bool:
    """Whether a transaction failed only because another one wrote at the same time, so that it may be done again."""
    if isinstance(error, IntegrityError):
        return True
    code = getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
    return code in _SERIALISATION_CODES


def _engine(url: URL) -> Engine:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")  # SQLAlchemy's own default is the driver before it.
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Python's driver would begin transactions by itself, and only before some statements.
    connection.isolation_level = None
    mode = _journal_mode(connection)
    if mode not in ("wal", "memory"):
        raise StoreError(f"SQLite keeps journal mode {mode!r} instead of WAL here; use a folder on a local disk")
    connection.execute("PRAGMA foreign_keys=ON")
    # With NORMAL a power cut could take back decisions that people were told were written.
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"PRAGMA cache_size=-{_CACHE_KILOBYTES}")


def _journal_mode(connection: sqlite3.Connection) -> str:
    """Switch a new database to WAL; SQLite does not wait by itself for another process that is switching it."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return str(connection.execute("PRAGMA journal_mode=WAL").fetchone()[0])
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > end:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that is going to write takes its lock at once: two that begin as readers could both fail later.
    writes = connection.get_execution_options().get("dealtrail_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _upgrade(engine: Engine, where: str) -> None:
    with engine.connect() as connection:
        if revision(connection) == NEWEST:
            return
    with engine.connect().execution_options(**write_options()) as connection:
        _check_keys(connection, False)
        with connection.begin():
            lock_merging(connection)
            current = revision(connection)  # Read again: another process may have upgraded it meanwhile.
            if current != NEWEST:
                _check_upgradable(connection, current, where)
                migrate(connection)
        _check_keys(connection, True)


def _check_keys(connection: Connection, on: bool) -> None:
    """Switch SQLite's foreign keys: a batch migration drops and rebuilds tables that others refer to."""
    raw = connection.connection.dbapi_connection
    if isinstance(raw, sqlite3.Connection):
        raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def revision(connection: Connection) -> str | None:
    """The revision of a database's schema; None if it is no database of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def revision_at(address: str) -> str | None:
    """The revision of the schema of a database, which is left as it is.

    Raises:
        StoreError: If there is none.
    """
    engine = connect_engine(address)
    try:
        with _told(engine.url.render_as_string(hide_password=True), engine.url), engine.connect() as connection:
            return revision(connection)
        raise AssertionError("errors were told")
    finally:
        engine.dispose()


def _check_upgradable(connection: Connection, current: str | None, where: str) -> None:
    if current is None:
        if others := sorted(inspect(connection).get_table_names()):
            raise StoreError(f"{where}: is not a Dealtrail database (it holds the tables {', '.join(others[:5])})")
    elif current not in known_revisions():
        raise StoreError(
            f"{where}: was written by a newer Dealtrail (its schema is {current}, this program knows up to {NEWEST}); "
            "upgrade Dealtrail or use another database"
        )


def known_revisions() -> list[str]:
    """All revisions of the migrations folder, the newest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]


def migrate(connection: Connection, revision: str = "head") -> None:
    """Bring a database to a revision of the schema, within the connection's transaction."""
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
