"""A token classifier of the transformers family over a text of any length, whatever runs its network."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.ner.found import Found
from extractors.ner.labels import Label, spans_of
from extractors.ner.windows import Span, batches, cut

Network = Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.float32]]
"""Token ids and mask of a batch (rows, tokens) to the scores of the labels (rows, tokens, labels)."""

_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a model is fed: the most tokens of a row, of which neighbours share some; tokens of a batch; the padding."""

    window: int
    overlap: int
    batch: int
    padding: int = 0


class TokenClassifier:
    """Finds companies by a network that labels tokens."""

    def __init__(
        self, tokenizer: Any, network: Network, labels: Sequence[Label], shape: Shape, name: str, least: float
    ) -> None:
        self._tokenizer = tokenizer
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._network = network
        self._labels = labels
        self._shape = shape
        self._name = name
        self._least = least
        sample = tokenizer.encode("a")
        special = list(sample.special_tokens_mask)
        ahead = special.index(0) if 0 in special else len(special)
        behind = special[::-1].index(0) if 0 in special else 0
        self._ahead = tuple(sample.ids[:ahead])
        self._behind = tuple(sample.ids[len(special) - behind :])

    def find(self, text: str) -> list[Found]:
        """The companies of a text, in order, each at least as probable as is wanted."""
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        ids, places = list(encoded.ids), list(encoded.offsets)
        if not ids:
            return []
        chances, words = self._chances(ids), list(encoded.word_ids)
        heads = [
            number
            for number, word in enumerate(words)
            if not number or word is None or word != words[number - 1] or _apart(text, places[number])
        ]
        # A word's first piece speaks for it, as such models are trained; Chinese characters are words of their own.
        joined = [
            (places[head][0], places[end - 1][1]) for head, end in zip(heads, [*heads[1:], len(ids)], strict=True)
        ]
        found = spans_of(chances[heads], joined, self._labels)
        spans = [(*_trimmed(text, start, end), score) for start, end, score in found if score >= self._least]
        return [Found(start, end, score, self._name) for start, end, score in spans if start < end]

    def _chances(self, ids: list[int]) -> NDArray[np.float32]:
        size = self._shape.window - len(self._ahead) - len(self._behind)
        windows = cut(len(ids), size, self._shape.overlap)
        chances = np.zeros((len(ids), len(self._labels)), np.float32)
        for batch in batches([window.end - window.start for window in windows], self._shape.batch):
            chosen = [windows[number] for number in batch]
            for window, scores in zip(chosen, self._scores(ids, chosen), strict=True):
                offset = len(self._ahead) - window.start
                chances[window.first : window.last] = scores[window.first + offset : window.last + offset]
        return _softmax(chances)

    def _scores(self, ids: list[int], windows: Sequence[Span]) -> NDArray[np.float32]:
        rows = [[*self._ahead, *ids[window.start : window.end], *self._behind] for window in windows]
        width = max(len(row) for row in rows)
        tokens = np.full((len(rows), width), self._shape.padding, np.int64)
        mask = np.zeros((len(rows), width), np.int64)
        for number, row in enumerate(rows):
            tokens[number, : len(row)] = row
            mask[number, : len(row)] = 1
        return self._network(tokens, mask)


def _apart(text: str, place: tuple[int, int]) -> bool:
    """Whether a piece begins a word though its tokenizer counts it to the one before: some part words by spaces alone."""
    start, end = _trimmed(text, *place)
    if start == end:
        return False
    return bool(_CHINESE.match(text, start)) or not text[start].isalnum() or not text[start - 1 : start].isalnum()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Some tokenizers count the space ahead of a word as the word's."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: NDArray[np.float32] = raised / raised.sum(axis=1, keepdims=True)
    return result
