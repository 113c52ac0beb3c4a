"""The weights of statuses: how probable each is by what a sentence shows of a deal."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from extractors.loglinear import Model, read
from schemas.deal import Status

LANGUAGES = ("en", "zh")


def weights_file(language: str) -> Path:
    """The weights of a language by status, one a line; `python -m extractors.status.learn` writes them."""
    return Path(__file__).with_name(f"{language}.jsonl")


@lru_cache(maxsize=2)
def _model(language: str) -> Model:
    return Model(read(weights_file(language)))


def probabilities(features: Iterable[str], language: str) -> dict[Status, float]:
    """How probable each status is; each feature counts once."""
    model = _model(language)
    return dict(zip(map(Status, model.labels), model.shares(model.scores(features)), strict=True))
