"""How likely two companies of a sentence are parties of one deal, and in which roles: learned weights."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from extractors.loglinear import read
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


class _Model(NamedTuple):
    ways: tuple[Way | None, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[tuple[int, float], ...]]


@lru_cache(maxsize=2)
def _model(language: str) -> _Model:
    table = read(weights_file(language))
    labels = sorted(table)
    weights: dict[str, list[tuple[int, float]]] = {}
    for number, label in enumerate(labels):
        for feature, weight in table[label].items():
            weights.setdefault(feature, []).append((number, weight))
    bias = tuple(table[label][""] for label in labels)
    ways = tuple(None if label in (NONE, SAME) else way_of(label) for label in labels)
    return _Model(ways, bias, {feature: tuple(row) for feature, row in weights.items() if feature})


def probabilities(features: Iterable[str], language: str) -> dict[Way, float]:
    """How probable each way is; what is missing to 1 is that the two make no deal with each other."""
    model = _model(language)
    scores = list(model.bias)
    for feature in set(features):
        for number, weight in model.weights.get(feature, ()):
            scores[number] += weight
    highest = max(scores)
    shares = [math.exp(score - highest) for score in scores]
    total = sum(shares)
    return {way: share / total for way, share in zip(model.ways, shares, strict=True) if way is not None}
