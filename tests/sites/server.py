"""A web server on a free loopback port, in a thread, whose paths are functions."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


class Request(BaseHTTPRequestHandler):
    """One request; `nth` counts the requests to its path, from 1."""

    protocol_version = "HTTP/1.1"
    server: _Server
    nth = 0

    def do_GET(self) -> None:
        """Answer as the path's function says."""
        path = self.path.partition("?")[0]
        with self.server.lock:
            self.server.counts[self.path] += 1
            self.nth = self.server.counts[self.path]
            self.server.seen.append((self.path, dict(self.headers.items())))
        answer = self.server.paths.get(path) or self.server.paths.get("*")
        try:
            if answer is None:
                self.give(404, b"not here")
            else:
                answer(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def give(self, status: int = 200, body: bytes | str = b"", **headers: str) -> None:
        """Answer with a body; header names are written with underscores."""
        data = body.encode() if isinstance(body, str) else body
        self.start(status, **({"content_length": str(len(data))} | headers))
        self.wfile.write(data)

    def start(self, status: int = 200, **headers: str) -> None:
        """Send the status and the headers."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Quiet."""


Answer = Callable[[Request], None]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    paths: Mapping[str, Answer]
    counts: Counter[str]
    seen: list[tuple[str, dict[str, str]]]
    lock: threading.Lock


class Site:
    """A running site; use it as a context manager. `*` among the paths answers what no other path does."""

    def __init__(self, paths: Mapping[str, Answer]) -> None:
        self._server = _Server(("127.0.0.1", 0), Request)
        self._server.paths = paths
        self._server.counts = Counter()
        self._server.seen = []
        self._server.lock = threading.Lock()
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.host}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Site:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def count(self, path: str) -> int:
        """How often a path (with its query) was asked for."""
        return self._server.counts[path]

    @property
    def seen(self) -> list[tuple[str, dict[str, str]]]:
        """The paths and headers of all requests, in order."""
        return list(self._server.seen)
