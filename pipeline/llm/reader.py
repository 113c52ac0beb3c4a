"""The language model of a choice as a recogniser: cached, counted, within its budget."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from extractors.llm.consult import LanguageReader
from extractors.llm.question import Question, schema
from pipeline.llm.chat import Chat, NoReply, NoServer, Reply
from pipeline.llm.ledger import Ledger
from schemas.errors import ModelError
from schemas.recognisers import LlmSettings

_FAILURES = 3
"""Questions in a row without an answer after which a run asks no more: the server is down."""

_MENDS = 2
"""How often one question is put: a reply that does not fit is sent back once with what is wrong."""


@lru_cache(maxsize=4)
def language_reader(settings: LlmSettings) -> LanguageReader:
    """What asks the language model of the settings, made once a process and run.

    Raises:
        ModelError: If the key is not in the environment, or replies cannot be kept.
    """
    asker = _Asker(settings, _key(settings, os.environ), Ledger(_path(settings)))
    return LanguageReader(asker, settings.when, settings.certain, settings.passage_characters)


def usage(settings: LlmSettings) -> str:
    """What a run has used of a language model, in words for people: for its report."""
    try:
        used = Ledger(_path(settings)).used(settings.run)
    except ModelError as error:
        return f"language model {settings.model}: what it used is not known: {error}"
    parts = [
        f"{used.asked:,} replies",
        f"{used.kept:,} from the cache",
        f"{used.tokens_in:,} tokens in and {used.tokens_out:,} out",
    ]
    parts += [f"cost {used.cost:.4f}"] if settings.price_in or settings.price_out else []
    parts += [f"{used.unusable:,} replies unusable"] if used.unusable else []
    parts += [f"{used.failed:,} questions without a reply"] if used.failed else []
    parts += [f"stopped: {used.stopped}; {used.unasked:,} passages not asked"] if used.stopped else []
    return f"language model {settings.model}: {', '.join(parts)}"


class _Asker:
    def __init__(self, settings: LlmSettings, key: str | None, ledger: Ledger) -> None:
        self._settings = settings
        self._ledger = ledger
        self._chat = Chat(settings, key, schema())
        self._failures = 0

    def __call__(self, question: Question, check: Callable[[str], object]) -> str | None:
        try:
            return self._ask(question, check)
        except ModelError:  # the ledger fails, which `usage` tells; without it nothing would bound the cost
            return None

    def _ask(self, question: Question, check: Callable[[str], object]) -> str | None:
        run, key = self._settings.run, self._cache_key(question)
        kept = self._ledger.reply(key)
        if kept is not None and _fits(kept, check) is None:
            self._ledger.count(run, "kept")
            return kept
        messages = [{"role": "system", "content": question.prompt}, {"role": "user", "content": question.text}]
        for _ in range(_MENDS):
            if self._ledger.used(run).stopped:
                self._ledger.count(run, "unasked")
                return None
            reply = self._request(messages)
            if reply is None:
                return None
            fault = _fits(reply.text, check)
            if fault is None:
                self._ledger.keep(key, reply.text)
                return reply.text
            self._ledger.count(run, "unusable")
            messages += [
                {"role": "assistant", "content": reply.text[: self._settings.passage_characters]},
                {"role": "user", "content": f"That does not fit the schema ({fault}). Answer again, with JSON alone."},
            ]
        return None

    def _request(self, messages: list[dict[str, str]]) -> Reply | None:
        run, settings = self._settings.run, self._settings
        expected = sum(_tokens(message["content"]) for message in messages)
        tokens, cost = expected + settings.reply_tokens, self._cost(expected, settings.reply_tokens)
        if not self._ledger.reserve(run, tokens, settings.tokens, cost, settings.cost):
            limit = f"{settings.tokens:,} tokens" + ("" if settings.cost is None else f", cost {settings.cost:g}")
            self._ledger.stop(run, f"the budget of the run ({limit}) has no room for another question")
            self._ledger.count(run, "unasked")
            return None
        used_in = used_out = 0
        try:
            reply = self._chat.ask(messages)
            used_in = expected if reply.tokens_in is None else reply.tokens_in
            used_out = _tokens(reply.text) if reply.tokens_out is None else reply.tokens_out
            self._ledger.count(run, "asked")
            self._failures = 0
            return reply
        except (NoReply, NoServer) as error:
            self._failures += 1
            self._ledger.count(run, "failed")
            if isinstance(error, NoServer) or self._failures >= _FAILURES:
                self._ledger.stop(run, f"{settings.address}: {error}")
            return None
        finally:
            self._ledger.settle(run, tokens, cost, used_in, used_out, self._cost(used_in, used_out))

    def _cost(self, tokens_in: int, tokens_out: int) -> float:
        return (tokens_in * self._settings.price_in + tokens_out * self._settings.price_out) / 1e6

    def _cache_key(self, question: Question) -> str:
        named = "\x00".join([question.version, self._settings.address, self._settings.model, question.text])
        return hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()


def _fits(text: str, check: Callable[[str], object]) -> str | None:
    """None where a reply fits, else what is wrong with it."""
    try:
        check(text)
    except ValueError as error:
        return str(error)[:200]
    return None


def _tokens(text: str) -> int:
    """An estimate on the high side: three bytes a token in Latin script, a character each in Chinese."""
    return math.ceil(len(text.encode("utf-8", "replace")) / 3)


def _key(settings: LlmSettings, environment: Mapping[str, str]) -> str | None:
    if settings.key is None:
        return None
    if not environment.get(settings.key):
        raise ModelError(f"the language model at {settings.address} wants a key, and {settings.key} is not set")
    return environment[settings.key]


def _path(settings: LlmSettings) -> Path:
    if settings.cache is not None:
        return Path(settings.cache).expanduser() / "llm.sqlite"
    from platformdirs import user_cache_path

    return user_cache_path("dealtrail", appauthor=False) / "llm.sqlite"
