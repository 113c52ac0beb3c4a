"""A Prefect server on this machine, as a child process: started, waited for, watched, stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType

from schemas.errors import DealtrailError

START_SECONDS = 120
STOP_SECONDS = 10
KEEP_RUNS = "P30D"
"""How long old runs are kept, as an ISO 8601 duration."""


class LocalServer:
    """A running server; use it as a context manager. `url` is the address of its API.

    Args:
        home: The folder of its database and logs.
        port: Its port on loopback; 0 for a free one.
    """

    def __init__(self, home: Path, port: int = 0) -> None:
        self.home = home
        self.port = port or _free_port()
        self.url = f"http://127.0.0.1:{self.port}/api"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> LocalServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the server and wait until it answers.

        Raises:
            DealtrailError: If its port is taken, or it ends or does not answer in time; the message names its log.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        log = self.home / "server.log"
        if _is_taken(self.port):
            raise DealtrailError(f"port {self.port} is taken by another program; choose one with --port")
        command = [sys.executable, "-m", "flows.guarded", sys.executable, "-m", "prefect", "server", "start"]
        command += ["--host", "127.0.0.1", "--port", str(self.port)]
        with log.open("ab") as stream:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=stream,
                stderr=stream,
                env=server_environment(self.home),
                start_new_session=True,
            )
        end = time.monotonic() + START_SECONDS
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise DealtrailError(f"the local Prefect server did not start; its log is {log}")
            time.sleep(0.2)

    def answers(self) -> bool:
        """Whether the server says that it is well."""
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=2) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def watch(self) -> None:
        """Start the server again if it has ended."""
        if self._process is None or self._process.poll() is not None:
            self.start()

    def stop(self) -> None:
        """End the server and all that it started."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, number)
                process.wait(STOP_SECONDS)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue

    def client_environment(self) -> dict[str, str]:
        """The variables by which flows find this server."""
        return server_environment(self.home) | {"PREFECT_API_URL": self.url}


def server_environment(home: Path) -> dict[str, str]:
    """This process's environment with Prefect quiet: no analytics, no telemetry, old runs deleted."""
    return {
        **os.environ,
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": KEEP_RUNS,
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(START_SECONDS),
        "PREFECT_CLI_PROMPT": "false",
    }


def _is_taken(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
