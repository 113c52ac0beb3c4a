"""`dealtrail serve`: a Prefect server and the process that serves the schedules, both watched."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from dealtrail.output import note
from flows.edge import DATABASE_VARIABLE
from flows.server import LocalServer

_LOOK_SECONDS = 2.0
_MOST_RESTARTS = 10
"""Restarts within `_WITHIN_SECONDS` after which something is broken for good."""

_WITHIN_SECONDS = 600.0


def serve_schedules(
    sources: Path, settings: Path | None, database: str, port: int, recognisers: str | None = None
) -> None:
    """Run until interrupted; what ends by itself is started again.

    Args:
        sources: The file of sources.
        settings: The file of settings.
        database: The database's address.
        port: The port of the Prefect server, on loopback.
        recognisers: Who reads the articles; None for what the settings say.

    Raises:
        DealtrailError: If the server does not start.
    """
    from platformdirs import user_data_path

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    home = user_data_path("dealtrail", appauthor=False) / "prefect"
    with LocalServer(home, port) as server:
        note(f"schedules run; Prefect's pages are at http://127.0.0.1:{server.port}, its log is {home / 'server.log'}")
        environment = server.client_environment() | {DATABASE_VARIABLE: database}
        command = [sys.executable, "-m", "flows.guarded", sys.executable, "-m", "flows.schedules"]
        command += ["--sources", str(sources)]
        command += ["--settings", str(settings)] if settings else []
        command += ["--recognisers", recognisers] if recognisers else []
        _watch(command, environment, server)


def _watch(command: list[str], environment: dict[str, str], server: LocalServer) -> None:
    starts: list[float] = []
    process: subprocess.Popen[bytes] | None = None
    try:
        while True:
            server.watch()
            if process is None or process.poll() is not None:
                starts = [*(each for each in starts if each > time.monotonic() - _WITHIN_SECONDS), time.monotonic()]
                if len(starts) > _MOST_RESTARTS:
                    note("the schedules ended again and again; stopping")
                    return
                process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE)
            time.sleep(_LOOK_SECONDS)
    except KeyboardInterrupt:
        note("stopping")
    finally:
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
