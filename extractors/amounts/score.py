"""The weights of sums: how probable it is that a sum is the amount of a deal, its yearly sum, its price per share, or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from extractors.loglinear import Model, read

LANGUAGES = ("en", "zh")

AMOUNT, ANNUAL, PRICE, NONE = "amount", "annual_amount", "price_per_share", "none"
"""What a sum may be to a deal; all but `amount` and `none` are called as the terms of a deal are."""


def weights_file(language: str) -> Path:
    """The weights of a language by label, one a line; `python -m extractors.amounts.learn` writes them."""
    return Path(__file__).with_name(f"{language}.jsonl")


@lru_cache(maxsize=2)
def _model(language: str) -> Model:
    return Model(read(weights_file(language)))


def probabilities(rows: Sequence[Iterable[str]], language: str) -> list[dict[str, float]]:
    """How probable each label is for each of several rows of features; each feature counts once."""
    model = _model(language)
    return [dict(zip(model.labels, model.shares(model.scores(row)), strict=True)) for row in rows]
