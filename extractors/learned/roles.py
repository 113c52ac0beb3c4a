"""Reads roles with a trained model: which companies of a window deal with each other, how, and which figure is whose.

The encoder runs in ONNX Runtime, the small heads in NumPy. A model is a folder: `encoder.onnx`, `heads.npz`, what makes
tokens of words, and `card.toml`, which names every file with its SHA-256 and the classes that the heads give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from extractors.learned.encode import Row, Words, encode
from extractors.learned.hints import Hints
from extractors.learned.window import Window

Array = NDArray[np.float32]


class Encoder(Protocol):
    """Gives the vectors of all tokens of a batch: `ids, mask` (rows × tokens, int64) → rows × tokens × width."""

    def __call__(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Array:
        """The vectors of all tokens."""
        ...


@dataclass(frozen=True, slots=True)
class Scores:
    """What a model says of a window of `n` companies and `q` figures; number 0 is the party that is not named.

    `kinds`: (n+1) × (n+1) × classes of pairs, probabilities, payer first. `hidden`: the pairs' vectors, of which
    `RoleReader.status` and `RoleReader.fields` tell more.
    """

    window: Window
    kinds: Array
    hidden: Array
    figures: Array
    hints: Hints


class RoleReader:
    """A trained model; `heads` holds the weights by the names of the network's layers (`payer.weight`…)."""

    def __init__(self, encoder: Encoder, heads: dict[str, Array], words: Words, batch: int = 16) -> None:
        self._encoder = encoder
        self._heads = heads
        self._words = words
        self._batch = batch

    def read(self, windows: Sequence[Window], hints: Sequence[Hints]) -> list[Scores]:
        """The scores of windows with the rules' hints, in their order; those longer than the model reads are left out."""
        rows = [
            (window, row, hint)
            for window, hint in zip(windows, hints, strict=True)
            if (row := encode(window, self._words)) is not None
        ]
        scores: dict[int, Scores] = {}
        by_length = sorted(range(len(rows)), key=lambda number: len(rows[number][1].ids))
        for begin in range(0, len(by_length), self._batch):
            numbers = by_length[begin : begin + self._batch]
            states = self._encoder(*padded([rows[number][1] for number in numbers]))
            for index, number in enumerate(numbers):
                scores[number] = self._scores(*rows[number], states[index][: len(rows[number][1].ids)])
        return [scores[number] for number in range(len(rows))]

    def _scores(self, window: Window, row: Row, hints: Hints, states: Array) -> Scores:
        companies = np.stack([states[0], *[states[list(places)].mean(0) for places in row.companies]])
        payer = self._linear("payer", companies)
        paid = self._linear("paid", companies)
        both = _relu(payer[:, None, :] + paid[None, :, :])
        keys = self._linear("key", states)
        weights = _softmax(self._linear("ask", both) @ keys.T / keys.shape[-1] ** 0.5)
        context = weights @ self._linear("word", states)
        numbers = range(len(companies))
        features = np.stack([np.stack([hints.of_pair(one, other) for other in numbers]) for one in numbers])
        said = _relu(features @ self._heads["hint.weight"].T)
        hidden = _relu(self._linear("both", both + _relu(context) + said))
        figures = (
            self._linear("figure", states[list(row.quantities)]) if row.quantities else np.zeros((0, 1), "float32")
        )
        return Scores(window, _softmax(self._linear("kind", hidden)), hidden, figures, hints)

    def status(self, scores: Scores, payer: int, paid: int) -> Array:
        """The probabilities of the statuses of a pair's deal."""
        hints = scores.hints.of_status(payer, paid) @ self._heads["status_hint.weight"].T
        return _softmax(self._linear("status", scores.hidden[payer, paid]) + hints)

    def fields(self, scores: Scores, payer: int, paid: int) -> Array:
        """The probabilities of what each figure of the window is in a pair's deal: figures × fields."""
        deal = self._linear("deal", scores.hidden[payer, paid])
        count = len(scores.window.quantities)
        hints = scores.hints.of_figures(payer, paid, count) @ self._heads["field_hint.weight"].T
        return _softmax(self._linear("field", _relu(scores.figures + deal + hints)))

    def _linear(self, name: str, values: Any) -> Array:
        result: Array = values @ self._heads[f"{name}.weight"].T + self._heads[f"{name}.bias"]
        return result


def padded(rows: Sequence[Row]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The ids of rows as one matrix, and where they are not padding."""
    longest = max(len(row.ids) for row in rows)
    ids = np.zeros((len(rows), longest), dtype=np.int64)
    mask = np.zeros_like(ids)
    for index, row in enumerate(rows):
        ids[index, : len(row.ids)] = row.ids
        mask[index, : len(row.ids)] = 1
    return ids, mask


def _relu(values: Any) -> Array:
    result: Array = np.maximum(values, 0)
    return result


def _softmax(values: Array) -> Array:
    shifted = np.exp(values - values.max(-1, keepdims=True))
    result: Array = shifted / shifted.sum(-1, keepdims=True)
    return result


def pairs_of(scores: Scores) -> Iterator[tuple[int, int]]:
    """Every ordered pair of a window as (payer, paid), the unnamed payer among them."""
    count = len(scores.window.companies) + 1
    for payer in range(count):
        for paid in range(1, count):
            if payer != paid:
                yield payer, paid
