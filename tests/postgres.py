"""A PostgreSQL server of Debian's package for the time of a test, started as a user that is not root."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_USER = "nobody"


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; Debian does not put them on the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


@contextmanager
def running() -> Iterator[str]:
    """The address of an empty database on a server of its own."""
    folder = Path(tempfile.mkdtemp(prefix="dealtrail-postgres-", dir="/tmp"))
    place = programs()
    assert place is not None
    user = _other_user()
    if user is not None:
        os.chown(folder, user, -1)
    options = {"user": user, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    initialise = [place / "initdb", "-D", folder / "data", "-A", "trust", "-U", "dealtrail", "--no-sync", "-E", "UTF8"]
    # People's servers sort by a language, not by bytes as SQLite does: what depends on it shows here.
    if b"--icu-locale" in subprocess.run([place / "initdb", "--help"], capture_output=True).stdout:
        initialise += ["--locale-provider=icu", "--icu-locale=en-US"]
    subprocess.run(initialise, check=True, **options)  # type: ignore[call-overload]
    port = _free_port()
    command = [place / "postgres", "-D", folder / "data", "-p", str(port), "-k", folder, "-h", "127.0.0.1", "-F"]
    command += ["-c", "max_connections=200"]
    server = subprocess.Popen(command, **options)  # type: ignore[call-overload]
    try:
        _wait(port)
        yield f"postgresql://dealtrail@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _other_user() -> int | None:
    """The id of a user that is not root, None if we are one: PostgreSQL refuses root."""
    return pwd.getpwnam(_USER).pw_uid if os.geteuid() == 0 else None


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait(port: int) -> None:
    import psycopg

    end = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(f"host=127.0.0.1 port={port} user=dealtrail dbname=postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@dataclass
class Server:
    """A running server that makes databases."""

    address: str
    made: int = 0

    def new_database(self) -> str:
        """The address of an empty database."""
        return self._make("")

    def new_store(self) -> str:
        """The address of a database with all tables, copied from one that was made once."""
        if not hasattr(self, "_template"):
            from pipeline.store import Store

            self._template = self.new_database()
            Store(self._template).close()
        return self._make(f" TEMPLATE {self._template.rpartition('/')[2]}")

    def _make(self, how: str) -> str:
        import psycopg

        self.made += 1
        name = f"test_{self.made}"
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}{how}".encode())
        return f"{self.address.rpartition('/')[0]}/{name}"
