"""How far confidences are probabilities: the reliability curve, and the expected calibration error.

Naeini, Cooper and Hauskrecht (2015), with ten bins of equal width: the mean over all mentions of how far the share of
right ones in a bin lies from their mean confidence.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

BINS = 10
_DRAWS = 200


class Point(NamedTuple):
    """A mention: the language of its article, its confidence, whether the gold has it, and who found it."""

    language: str
    confidence: float
    right: bool
    by: str = ""


@dataclass(frozen=True, slots=True)
class Bin:
    """Mentions of a confidence from `low` to below `high`: their number, their mean confidence, the share of right."""

    low: float
    high: float
    mentions: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The curve of some mentions.

    `error` is the expected calibration error, `chance` what it would be on average for as many mentions of the same
    confidences if these were probabilities: with few mentions it is far above 0. `brier` is the mean squared distance
    of a confidence from 1 or 0.
    """

    bins: tuple[Bin, ...]
    mentions: int
    error: float
    chance: float
    brier: float


def reliability(points: Iterable[Point]) -> Reliability:
    """The curve of mentions; chance is drawn with a fixed seed."""
    told = list(points)
    if not told:
        return Reliability((), 0, 0.0, 0.0, 0.0)
    confidences = [point.confidence for point in told]
    right = [float(point.right) for point in told]
    bins = _bins(confidences, right)
    draw = random.Random(0)
    drawn = [_error(_bins(confidences, [float(draw.random() < c) for c in confidences])) for _ in range(_DRAWS)]
    brier = sum((c - r) ** 2 for c, r in zip(confidences, right, strict=True)) / len(told)
    return Reliability(bins, len(told), _error(bins), sum(drawn) / _DRAWS, brier)


def by_language(points: Iterable[Point]) -> dict[str, Reliability]:
    """The curve of each language, and of all together where there are several."""
    told = list(points)
    languages = sorted({point.language for point in told})
    curves = {name: reliability(point for point in told if point.language == name) for name in languages}
    return curves if len(curves) < 2 else curves | {"all": reliability(told)}


def _bins(confidences: Sequence[float], right: Sequence[float]) -> tuple[Bin, ...]:
    held: dict[int, list[tuple[float, float]]] = {}
    for confidence, hit in zip(confidences, right, strict=True):
        held.setdefault(min(int(confidence * BINS), BINS - 1), []).append((confidence, hit))
    return tuple(
        Bin(
            number / BINS,
            (number + 1) / BINS,
            len(inside),
            sum(confidence for confidence, _ in inside) / len(inside),
            sum(hit for _, hit in inside) / len(inside),
        )
        for number, inside in sorted(held.items())
    )


def _error(bins: Sequence[Bin]) -> float:
    total = sum(each.mentions for each in bins)
    return sum(each.mentions * abs(each.confidence - each.right) for each in bins) / total
