"""What a model finds, and what a model is to the rest: text in, spans of companies out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Found:
    """The name of a company at `start:end` of a text; `score` is how probable the model holds it, `model` its name."""

    start: int
    end: int
    score: float = 1.0
    model: str = "ner"


class Finder(Protocol):
    """A model that finds companies in a text of any length."""

    def find(self, text: str) -> list[Found]:
        """The companies of a text, in order, none overlapping."""
        ...
