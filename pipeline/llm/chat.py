"""One question to a server of the OpenAI chat protocol: bounded in time and size, tried again where that may help."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from schemas.recognisers import LlmSettings

_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_LONGEST_WAIT = 60.0
_CONNECT = 10.0


class NoReply(Exception):
    """No reply after all tries; another question may have one."""


class NoServer(Exception):
    """No reply to this question and none to any other: a wrong key, address or model."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server gave; tokens are None where it does not count them."""

    text: str
    tokens_in: int | None
    tokens_out: int | None


class Chat:
    """A server that answers questions."""

    def __init__(self, settings: LlmSettings, key: str | None, schema: Mapping[str, Any]) -> None:
        self._settings = settings
        self._key = key
        self._format: dict[str, Any] | None = {
            "type": "json_schema",
            "json_schema": {"name": "deals", "strict": True, "schema": schema},
        }
        # Compressed, a small reply could become a large one within one piece.
        headers = {"Accept-Encoding": "identity", "Content-Type": "application/json"}
        headers |= {"Authorization": f"Bearer {key}"} if key else {}
        # A key is for the server that the user named: no proxy of the environment and no redirect gets it.
        self._client = httpx.Client(
            headers=headers,
            timeout=httpx.Timeout(settings.seconds, connect=min(settings.seconds, _CONNECT)),
            trust_env=False,
            follow_redirects=False,
        )

    def ask(self, messages: list[dict[str, str]]) -> Reply:
        """The reply to a conversation.

        Raises:
            NoReply: If all tries failed in ways that may pass.
            NoServer: If the server refuses, which it would again.
        """
        fault = ""
        for number in range(self._settings.tries):
            if number:
                time.sleep(self._wait(number, fault))
            try:
                status, headers, body = self._post(messages)
            except httpx.HTTPError as error:
                fault = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
                continue
            except _Bad as error:
                fault = str(error)
                continue
            if status == 200:
                try:
                    return _reply(body)
                except ValueError as error:
                    fault = f"its answer is none of the chat protocol: {error}"
                    continue
            if status == 400 and self._format is not None:
                self._format = None  # many servers of the protocol know no schemas; the prompt says what is wanted
                continue
            if status not in _AGAIN:
                raise NoServer(f"HTTP {status}: {self._excerpt(body)}")
            fault = f"HTTP {status}{' after ' + headers['retry-after'] if 'retry-after' in headers else ''}"
        raise NoReply(fault)

    def _excerpt(self, body: bytes) -> str:
        """The beginning of what a server says; some repeat the key that they refuse."""
        told = body.decode("utf-8", "replace")
        return " ".join((told.replace(self._key, "…") if self._key else told)[:300].split())

    def _wait(self, number: int, fault: str) -> float:
        """Twice as long each time, or as long as the server asks, up to a minute."""
        asked = fault.rpartition(" after ")[2] if fault.startswith("HTTP") and " after " in fault else ""
        doubled = self._settings.wait_seconds * 2.0 ** (number - 1)
        return min(_LONGEST_WAIT, max(doubled, float(asked) if asked.isdigit() else 0.0))

    def _post(self, messages: list[dict[str, str]]) -> tuple[int, Mapping[str, str], bytes]:
        told: dict[str, Any] = {
            "model": self._settings.model,
            "messages": messages,
            "temperature": 0,
            "max_tokens": self._settings.reply_tokens,
        }
        if self._format is not None:
            told["response_format"] = self._format
        ends = time.monotonic() + self._settings.seconds
        address, content = f"{self._settings.address}/chat/completions", json.dumps(told).encode()
        with self._client.stream("POST", address, content=content) as response:
            held = bytearray()
            if response.headers.get("content-encoding", "identity") != "identity":
                raise _Bad("a compressed reply, which was not asked for")
            for piece in response.iter_raw():
                held += piece
                if len(held) > self._settings.reply_bytes:
                    raise _Bad(f"a reply of more than {self._settings.reply_bytes:,} bytes")
                if time.monotonic() > ends:
                    raise _Bad(f"no whole reply within {self._settings.seconds:g} seconds")
            return response.status_code, response.headers, bytes(held)


class _Bad(Exception):
    """A reply that is not taken to its end."""


def _reply(body: bytes) -> Reply:
    try:
        told = json.loads(body)
        text = told["choices"][0]["message"]["content"]
        used = told.get("usage") or {}
        counts = [used.get(name) for name in ("prompt_tokens", "completion_tokens")]
    except (KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"{type(error).__name__} {error}") from error
    if not isinstance(text, str):
        raise ValueError("its message has no text")
    tokens = [count if isinstance(count, int) and 0 <= count < 10**9 else None for count in counts]
    return Reply(text.encode("utf-8", "replace").decode(), *tokens)
