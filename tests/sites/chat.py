"""A server of the chat protocol on a free loopback port that answers as a test says: well, badly, slowly or not."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

Told = dict[str, Any]
FIELDS = (
    "amount",
    "power",
    "years",
    "start",
    "end",
    "stake",
    "shares",
    "price_per_share",
    "annual_amount",
    "announced",
)


def deal(kind: str, words: str, parties: dict[str, str], **fields: str | None) -> Told:
    """A deal as a language model tells it; `parties` are names and their roles."""
    told: Told = {"kind": kind, "words": words, "status": "agreed", "status_words": None}
    told |= {"parties": [{"name": name, "role": role} for name, role in parties.items()]}
    return told | dict.fromkeys(FIELDS) | fields


class Request(BaseHTTPRequestHandler):
    """One question."""

    server: _Server

    def do_POST(self) -> None:
        """Answer as the test says."""
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            self.server.asked.append(told)
            self.server.headers.append(dict(self.headers.items()))
            number = len(self.server.asked)
        try:
            self.server.answer(self, told, number)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def say(self, content: str, tokens: tuple[int, int] | None = (100, 20)) -> None:
        """Answer with a message, and with how many tokens went in and out."""
        body: Told = {"choices": [{"message": {"role": "assistant", "content": content}}]}
        if tokens is not None:
            body["usage"] = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
        self.give(200, json.dumps(body).encode())

    def tell(self, *deals: Told) -> None:
        """Answer with deals."""
        self.say(json.dumps({"deals": list(deals)}, ensure_ascii=False))

    def give(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Answer with a status and a body."""
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Quiet."""


Answer = Callable[[Request, Told, int], None]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    answer: Answer
    asked: list[Told]
    headers: list[dict[str, str]]
    lock: threading.Lock


class ChatServer:
    """Runs while its `with` block does; `asked` are the questions that came, in order, `headers` theirs."""

    def __init__(self, answer: Answer) -> None:
        self._server = _Server(("127.0.0.1", 0), Request)
        self._server.answer = answer
        self._server.asked, self._server.headers = [], []
        self._server.lock = threading.Lock()

    @property
    def address(self) -> str:
        """What the settings name."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def asked(self) -> list[Told]:
        """The questions that came."""
        return self._server.asked

    @property
    def headers(self) -> list[dict[str, str]]:
        """The headers of each."""
        return self._server.headers

    def __enter__(self) -> ChatServer:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
