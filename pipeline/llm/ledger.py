"""Replies kept by what was asked, and what each run has used: one SQLite file that all processes of a run share."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import ModelError

_TABLES = """
CREATE TABLE IF NOT EXISTS reply (key TEXT PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS run (
    id TEXT PRIMARY KEY, asked INTEGER NOT NULL DEFAULT 0, kept INTEGER NOT NULL DEFAULT 0,
    unusable INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, unasked INTEGER NOT NULL DEFAULT 0,
    tokens_in INTEGER NOT NULL DEFAULT 0, tokens_out INTEGER NOT NULL DEFAULT 0, reserved INTEGER NOT NULL DEFAULT 0,
    cost REAL NOT NULL DEFAULT 0, reserved_cost REAL NOT NULL DEFAULT 0, stopped TEXT NOT NULL DEFAULT ''
);
"""
_WAIT_SECONDS = 30


def _make_ready(connection: sqlite3.Connection) -> None:
    """Make the tables, also where another process does so just then: the step to WAL does not wait by itself."""
    end = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_TABLES)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.02)


@dataclass(frozen=True, slots=True)
class Used:
    """What a run has used.

    `asked` are requests that were answered, `kept` replies from the cache, `unusable` answers that did not fit,
    `failed` questions without an answer, `unasked` those that were not put any more, and `stopped` is why, for people.
    """

    asked: int = 0
    kept: int = 0
    unusable: int = 0
    failed: int = 0
    unasked: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    stopped: str = ""


_NAMES = "asked, kept, unusable, failed, unasked, tokens_in, tokens_out, cost, stopped"


class Ledger:
    """The file; every call is a transaction of its own."""

    def __init__(self, path: Path) -> None:
        """Open the file, which is made if need be.

        Raises:
            ModelError: If it cannot be opened or is none of ours.
        """
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise ModelError(
                f"{path.parent}: replies of the language model cannot be kept there ({error.strerror}); say another "
                "folder with [llm] cache"
            ) from error
        with self._open() as connection:
            _make_ready(connection)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        # Opened for each call: a question costs seconds, and a connection must not cross into another process.
        try:
            with closing(sqlite3.connect(self._path, timeout=_WAIT_SECONDS, isolation_level=None)) as connection:
                yield connection
        except sqlite3.Error as error:
            raise ModelError(
                f"{self._path}: replies of the language model cannot be kept there ({error}); make room, move the file "
                "away, or say another folder with [llm] cache"
            ) from error

    def reply(self, key: str) -> str | None:
        """The reply that was kept for a question."""
        with self._open() as connection:
            row = connection.execute("SELECT text FROM reply WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def keep(self, key: str, text: str) -> None:
        """Keep the reply to a question."""
        with self._open() as connection:
            connection.execute("INSERT OR REPLACE INTO reply VALUES (?, ?)", (key, text))

    def reserve(self, run: str, tokens: int, most: int, cost: float, most_cost: float | None) -> bool:
        """Set tokens and money aside for a request; False if the run's budget has no room for them."""
        with self._open() as connection:
            connection.execute("INSERT OR IGNORE INTO run (id) VALUES (?)", (run,))
            done = connection.execute(
                "UPDATE run SET reserved = reserved + :tokens, reserved_cost = reserved_cost + :cost WHERE id = :run "
                "AND tokens_in + tokens_out + reserved + :tokens <= :most "
                "AND (:most_cost IS NULL OR cost + reserved_cost + :cost <= :most_cost)",
                {"run": run, "tokens": tokens, "most": most, "cost": cost, "most_cost": most_cost},
            )
            return done.rowcount == 1

    def settle(
        self, run: str, reserved: int, reserved_cost: float, tokens_in: int, tokens_out: int, cost: float
    ) -> None:
        """Put what a request used in the place of what was set aside for it."""
        with self._open() as connection:
            connection.execute(
                "UPDATE run SET reserved = reserved - ?, reserved_cost = reserved_cost - ?, tokens_in = tokens_in + ?, "
                "tokens_out = tokens_out + ?, cost = cost + ? WHERE id = ?",
                (reserved, reserved_cost, tokens_in, tokens_out, cost, run),
            )

    def count(self, run: str, name: str) -> None:
        """Count one of `asked`, `kept`, `unusable`, `failed` and `unasked`."""
        assert name in _NAMES
        with self._open() as connection:
            connection.execute("INSERT OR IGNORE INTO run (id) VALUES (?)", (run,))
            connection.execute(f"UPDATE run SET {name} = {name} + 1 WHERE id = ?", (run,))

    def stop(self, run: str, why: str) -> None:
        """Note why a run asks no more."""
        with self._open() as connection:
            connection.execute("UPDATE run SET stopped = ? WHERE id = ? AND stopped = ''", (why[:500], run))

    def used(self, run: str) -> Used:
        """What a run has used so far."""
        with self._open() as connection:
            row = connection.execute(f"SELECT {_NAMES} FROM run WHERE id = ?", (run,)).fetchone()
        return Used() if row is None else Used(*row)
