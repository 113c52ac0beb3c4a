"""How likely two companies of a sentence are parties of one deal, and in which roles: learned weights."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from extractors.loglinear import Model, Scores, read
from schemas.deal import Kind, Role

LANGUAGES = ("en", "zh")


def weights_file(language: str) -> Path:
    """The weights of a language by way, one a line; `python -m extractors.pairs.learn` writes them."""
    return Path(__file__).with_name(f"{language}.jsonl")


NONE, SAME = "none", "same"
"""The ways of two companies that are no parties of one deal, and of two that play the same role in one."""


class Way(NamedTuple):
    """A kind of deal with the roles of the first company and of the second."""

    kind: Kind
    first: Role
    second: Role

    @property
    def label(self) -> str:
        """How the weights call it: `purchase:buyer/seller`."""
        return f"{self.kind.value}:{self.first.value}/{self.second.value}"


def way_of(label: str) -> Way:
    """The way that a label names."""
    kind, _, roles = label.partition(":")
    first, _, second = roles.partition("/")
    return Way(Kind(kind), Role(first), Role(second))


@lru_cache(maxsize=2)
def _model(language: str) -> tuple[Model, tuple[Way | None, ...]]:
    """The weights, and the way that each of their labels names."""
    model = Model(read(weights_file(language)))
    return model, tuple(None if label in (NONE, SAME) else way_of(label) for label in model.labels)


def scores_of(features: Iterable[str], language: str) -> Scores:
    """What features say for each way, summed up; each counts once."""
    return _model(language)[0].scores(features)


def probabilities(told: Scores, language: str) -> dict[Way, float]:
    """How probable each way is; what is missing to 1 is that the two make no deal with each other."""
    model, ways = _model(language)
    return {way: share for way, share in zip(ways, model.shares(told), strict=True) if way is not None}
