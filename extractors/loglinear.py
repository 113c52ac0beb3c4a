"""Log-linear models over named features: learned with numpy, written as JSON Lines, read as plain dictionaries."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Weights = dict[str, dict[str, float]]
"""For each label the weight of each feature; `` (no feature) is the label's bias."""


Scores = npt.NDArray[np.float64]
"""What features say for each label, in the order of a model's labels."""


class Example(NamedTuple):
    """A label and the features that it is to be told from."""

    label: str
    features: Sequence[str]


def learn(
    rows: Iterable[Example], penalty: float = 1.0, least_often: int = 3, least_weight: float = 0.05, rounds: int = 120
) -> Weights:
    """The weights of a multinomial logistic regression with a squared penalty; always the same for the same rows.

    Args:
        rows: What to learn from.
        penalty: How much a weight costs, by its square.
        least_often: In how many rows a feature must stand to count.
        least_weight: Smaller weights are left out.
        rounds: Steps of Adam over all rows at once.
    """
    rows = list(rows)
    labels = sorted({row.label for row in rows})
    often = Counter(feature for row in rows for feature in set(row.features))
    number = {feature: place for place, feature in enumerate(sorted(f for f in often if often[f] >= least_often))}
    known = [sorted({number[feature] for feature in row.features if feature in number}) for row in rows]
    true = np.zeros((len(rows), len(labels)))
    true[np.arange(len(rows)), [labels.index(row.label) for row in rows]] = 1.0
    weights = _fitted(known, true, len(number), penalty, rounds)
    return {
        label: {"": round(float(weights[-1, column]), 2)}
        | {
            feature: round(float(weights[place, column]), 2)
            for feature, place in number.items()
            if abs(weights[place, column]) >= least_weight
        }
        for column, label in enumerate(labels)
    }


def _fitted(
    known: list[list[int]], true: npt.NDArray[np.float64], features: int, penalty: float, rounds: int
) -> npt.NDArray[np.float64]:
    """The weights by feature and label; the last row is the bias, which is a feature of every row and costs nothing."""
    with_bias = [[*row, features] for row in known]
    columns = np.array([column for row in with_bias for column in row])
    begins = np.cumsum([0, *(len(row) for row in with_bias)])[:-1]
    rows = np.repeat(np.arange(len(known)), [len(row) for row in with_bias])
    order = np.argsort(columns, kind="stable")
    starts = np.searchsorted(columns[order], np.arange(features + 1))
    cost = np.full((features + 1, 1), penalty)
    cost[-1] = 0.0
    weights, mean, variance = (np.zeros((features + 1, true.shape[1])) for _ in range(3))
    for step in range(1, rounds + 1):
        score = np.add.reduceat(weights[columns], begins, axis=0)
        share = np.exp(score - score.max(axis=1, keepdims=True))
        fault = share / share.sum(axis=1, keepdims=True) - true
        slope = np.add.reduceat(fault[rows[order]], starts, axis=0) + cost * weights
        mean = 0.9 * mean + 0.1 * slope
        variance = 0.99 * variance + 0.01 * slope**2
        weights -= 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(variance / (1 - 0.99**step)) + 1e-8)
    return weights


def write(weights: Weights, path: Path) -> None:
    """Write weights, one label a line."""
    rows = (
        json.dumps({"label": label, "weights": row}, ensure_ascii=False, separators=(",", ":"))
        for label, row in sorted(weights.items())
    )
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def read(path: Path) -> Weights:
    """The weights that a file holds."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["label"]: row["weights"] for row in rows}


class Model:
    """Learned weights as they are reckoned with: `labels` are in the order of all scores and shares."""

    def __init__(self, table: Weights) -> None:
        self.labels = tuple(sorted(table))
        features = sorted({feature for row in table.values() for feature in row if feature})
        self._places = {feature: place for place, feature in enumerate(features)}
        self._weights = np.zeros((len(features), len(self.labels)))
        for number, label in enumerate(self.labels):
            for feature, weight in table[label].items():
                if feature:
                    self._weights[self._places[feature], number] = weight
        self._bias = np.array([table[label][""] for label in self.labels])

    def scores(self, features: Iterable[str]) -> Scores:
        """What features say for each label, summed up without the bias; each counts once."""
        places = self._places
        told = sorted({places[feature] for feature in features if feature in places})
        scores: Scores = self._weights[told].sum(0)
        return scores

    def shares(self, told: Scores) -> list[float]:
        """How probable each label is, by the sum of scores."""
        scores = self._bias + told
        shares = np.exp(scores - scores.max())
        found: list[float] = (shares / shares.sum()).tolist()
        return found
