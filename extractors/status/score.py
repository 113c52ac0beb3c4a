"""The weights of statuses: how probable each is by what a sentence shows of a deal."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extractors.loglinear import read
from schemas.deal import Status

LANGUAGES = ("en", "zh")


def weights_file(language: str) -> Path:
    """The weights of a language by status, one a line; `python -m extractors.status.learn` writes them."""
    return Path(__file__).with_name(f"{language}.jsonl")


@lru_cache(maxsize=2)
def _model(
    language: str,
) -> tuple[tuple[Status, ...], npt.NDArray[np.float64], dict[str, int], npt.NDArray[np.float64]]:
    """The statuses in the order of the columns of the weights, the bias, and each feature's row."""
    table = read(weights_file(language))
    labels = sorted(table)
    places = {
        name: place for place, name in enumerate(sorted({name for row in table.values() for name in row if name}))
    }
    weights = np.zeros((len(places), len(labels)))
    for number, label in enumerate(labels):
        for name, weight in table[label].items():
            if name:
                weights[places[name], number] = weight
    return tuple(map(Status, labels)), np.array([table[label][""] for label in labels]), places, weights


def probabilities(features: Iterable[str], language: str) -> dict[Status, float]:
    """How probable each status is; each feature counts once."""
    statuses, bias, places, weights = _model(language)
    told = sorted({places[name] for name in features if name in places})
    scores = bias + weights[told].sum(0)
    shares = np.exp(scores - scores.max())
    return dict(zip(statuses, (shares / shares.sum()).tolist(), strict=True))
