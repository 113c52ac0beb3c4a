"""How likely two companies of a sentence are parties of one deal, and in which roles: learned weights."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extractors.loglinear import Weights, read
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
    """The ways in the order of the columns of `weights`, whose rows `places` gives by feature."""

    ways: tuple[Way | None, ...]
    bias: npt.NDArray[np.float64]
    places: dict[str, int]
    weights: npt.NDArray[np.float64]


@lru_cache(maxsize=2)
def _model(language: str) -> _Model:
    return model_of(read(weights_file(language)))


def model_of(table: Weights) -> _Model:
    """Learned weights as they are reckoned with."""
    labels = sorted(table)
    features = sorted({feature for row in table.values() for feature in row if feature})
    places = {feature: place for place, feature in enumerate(features)}
    weights = np.zeros((len(features), len(labels)))
    for number, label in enumerate(labels):
        for feature, weight in table[label].items():
            if feature:
                weights[places[feature], number] = weight
    ways = tuple(None if label in (NONE, SAME) else way_of(label) for label in labels)
    return _Model(ways, np.array([table[label][""] for label in labels]), places, weights)


Scores = npt.NDArray[np.float64]
"""What features say for each way."""


def scores_of(features: Iterable[str], language: str) -> Scores:
    """What features say for each way, summed up; each counts once."""
    model = _model(language)
    told = sorted({model.places[feature] for feature in features if feature in model.places})
    scores: Scores = model.weights[told].sum(0)
    return scores


def probabilities(told: Scores, language: str) -> dict[Way, float]:
    """How probable each way is; what is missing to 1 is that the two make no deal with each other."""
    model = _model(language)
    scores = model.bias + told
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    return {way: share for way, share in zip(model.ways, shares.tolist(), strict=True) if way is not None}
