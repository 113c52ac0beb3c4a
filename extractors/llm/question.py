"""What a language model is asked about a passage; the prompt and the schema are files beside this one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from schemas.article import Article

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Question:
    """One passage to read: `prompt` says how, `text` holds it, `version` stands for prompt and schema."""

    prompt: str
    text: str
    version: str


class Ask(Protocol):
    """Asks a language model."""

    def __call__(self, question: Question, check: Callable[[str], object]) -> str | None:
        """The reply, which `check` accepts (it raises ValueError at others); None where none could be had."""
        ...


def question(article: Article, passage: str) -> Question:
    """The question about a passage of an article."""
    head = [f"Title: {article.title}"] if article.title else []
    head += [f"Published: {article.published}"] if article.published is not None else []
    return Question(prompt(), "\n".join([*head, "Passage:", passage]), version())


@lru_cache(maxsize=1)
def prompt() -> str:
    """How to read: the text of `prompt.md`."""
    return (_FOLDER / "prompt.md").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """What a reply must be: `schema.json`."""
    told: dict[str, Any] = json.loads((_FOLDER / "schema.json").read_text(encoding="utf-8"))
    return told


@lru_cache(maxsize=1)
def version() -> str:
    """A short digest of prompt and schema: replies to others are not replies to these."""
    return hashlib.sha256((prompt() + json.dumps(schema(), sort_keys=True)).encode()).hexdigest()[:16]
