"""Reads roles with a trained network: how probable each way is in which two companies of an article may deal.

A small encoder reads the whole article (or windows of one that is longer), so that what a sentence calls "the company" is
known from those before it; small heads in NumPy then judge each pair that a sentence may tell a deal of. What they say is
joined with the log-linear weights in `extractors.pairs.settle`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from extractors.learned.tokens import Window, Words, windows_of
from extractors.pairs.pair import Pair
from extractors.slots import MaskedSentence

Array = NDArray[np.float32]

TABLES = {"near.weight": 2, "standing.weight": 2}
"""Arrays of the heads that are no layers, with the number of their dimensions."""

LAYERS = ("left", "right", "first", "second", "opening", "ask", "key", "word", "both", "way")
"""The layers of the heads, whose weights a model must hold."""

MOST_WINDOWS = 16
"""Windows of one article that are read, some 30,000 characters; what an endless text says further on, others weigh."""


class Encoder(Protocol):
    """Gives the vectors of all tokens of texts of one length: ids (rows × tokens, int64) → rows × tokens × width."""

    def __call__(self, ids: NDArray[np.int64]) -> Array:
        """The vectors of all tokens."""
        ...


class RoleReader:
    """A trained network; `heads` holds the weights by the names of its layers (`left.weight`…), `labels` its ways.

    `trades` is whether it was taught to see the trades of companies.
    """

    def __init__(
        self,
        encoder: Encoder,
        heads: Mapping[str, Array],
        words: Words,
        labels: Sequence[str],
        *,
        trades: bool = True,
    ) -> None:
        self._encoder = encoder
        self._heads = heads
        self._words = words
        self.trades = trades
        self.labels = tuple(labels)

    def read(
        self, sentences: Sequence[MaskedSentence], pairs: Mapping[int, Sequence[Pair]]
    ) -> dict[tuple[int, int], Array]:
        """The log-probabilities of `labels` for pairs, by sentence and place among those asked of it; some may be out of reach.

        `sentences` are all of an article, in order; `pairs` are those asked for, by the number of the sentence.
        """
        found: dict[tuple[int, int], Array] = {}
        if not any(pairs.values()):
            return found
        for window in windows_of(sentences, pairs, self._words, most=MOST_WINDOWS, trades=self.trades):
            told = self._judge(window, self._encoder(np.array([window.ids], dtype=np.int64))[0])
            for place, row in zip(window.places, told, strict=True):
                found[place.sentence, place.number] = row
        return found

    def _judge(self, window: Window, states: Array) -> Array:
        """The log-probabilities of the ways of all pairs of a window: pairs × ways."""
        companies = {entity: _pooled(states[places]) for entity, places in window.mentions.items()}
        places = window.places
        both = self._linear("left", states[[place.left for place in places]])
        both = both + self._linear("right", states[[place.right for place in places]])
        both = both + self._linear("first", np.stack([companies[place.pair.first] for place in places]))
        both = both + self._linear("second", np.stack([companies[place.pair.second] for place in places]))
        both = both + self._linear("opening", states[[place.opening for place in places]])
        both = _gelu(both + self._heads["standing.weight"][[place.how for place in places]])
        keys = self._linear("key", states)
        scores = self._linear("ask", both) @ keys.T / keys.shape[-1] ** 0.5
        scores = scores + self._heads["near.weight"][_nearness(window), 0]
        context = _softmax(scores) @ self._linear("word", states)
        return _log_softmax(self._linear("way", _gelu(self._linear("both", both + _gelu(context)))))

    def _linear(self, name: str, values: Any) -> Array:
        result: Array = values @ self._heads[f"{name}.weight"].T + self._heads[f"{name}.bias"]
        return result


def _nearness(window: Window) -> NDArray[np.int64]:
    """For each pair and token: 2 in the sentence of the pair, 1 in the one before it, else 0."""
    own = np.array([place.sentence for place in window.places])[:, None]
    tokens = np.array(window.sentences)[None, :]
    result: NDArray[np.int64] = (tokens == own) * 2 + (tokens == own - 1)
    return result


def _pooled(states: Array) -> Array:
    """The vectors of the places where a company stands as one: the logarithm of the mean of their exponentials."""
    most = states.max(0)
    result: Array = most + np.log(np.exp(states - most).mean(0))
    return result


def _gelu(values: Any) -> Array:
    """The Gaussian error linear unit by its tangent (Hendrycks and Gimpel, 2016)."""
    result: Array = 0.5 * values * (1 + np.tanh(0.7978845608 * (values + 0.044715 * values**3)))
    return result


def _softmax(values: Any) -> Array:
    shifted = np.exp(values - values.max(-1, keepdims=True))
    result: Array = shifted / shifted.sum(-1, keepdims=True)
    return result


def _log_softmax(values: Any) -> Array:
    shifted = values - values.max(-1, keepdims=True)
    result: Array = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result
