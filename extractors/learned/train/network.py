"""The network of the reader of roles, for training: an encoder over an article and small heads over pairs of companies.

Needs the extra `train` (PyTorch); what runs in daily use is its export (`extractors.learned.roles`), which reckons as
`Heads.pairs` does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from extractors.company.spans import Entity
from extractors.learned.tokens import FREE, STANDINGS, Window

HIDDEN = 256


class Two(NamedTuple):
    """Two companies of an article: the number of the window in its batch, and who they are."""

    window: int
    first: Entity
    second: Entity


class Heads(nn.Module):
    """What is asked of the vectors of tokens: the way of each pair, by its sentence and by the whole article."""

    def __init__(self, width: int, ways: int) -> None:
        super().__init__()
        self.left = nn.Linear(width, HIDDEN)
        self.right = nn.Linear(width, HIDDEN)
        self.first = nn.Linear(width, HIDDEN)
        self.second = nn.Linear(width, HIDDEN)
        self.opening = nn.Linear(width, HIDDEN)
        self.standing = nn.Embedding(STANDINGS, HIDDEN)
        self.ask = nn.Linear(HIDDEN, HIDDEN // 2)
        self.key = nn.Linear(width, HIDDEN // 2)
        self.word = nn.Linear(width, HIDDEN)
        self.near = nn.Embedding(3, 1)
        self.near.weight.data = torch.tensor([[0.0], [1.0], [2.0]])
        self.both = nn.Linear(HIDDEN, HIDDEN)
        self.way = nn.Linear(HIDDEN, ways)
        self.article_first = nn.Linear(width, HIDDEN)
        self.article_second = nn.Linear(width, HIDDEN)
        self.article_ask = nn.Linear(HIDDEN, HIDDEN // 2)
        self.article_both = nn.Linear(HIDDEN, HIDDEN)
        self.article_way = nn.Linear(HIDDEN, ways)
        self.act = nn.GELU(approximate="tanh")
        self.drop = nn.Dropout(0.1)


class RoleNetwork(nn.Module):
    """A BERT with the heads on top; the vectors of slots are its own, apart from those of words."""

    def __init__(self, encoder: Any, slots: Tensor, ways: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.slots = nn.Embedding.from_pretrained(slots, freeze=False)
        self.heads = Heads(slots.shape[1], ways)
        self.drop = nn.Dropout(0.1)

    def forward(self, windows: Sequence[Window], asked: Sequence[Two]) -> tuple[Tensor, Tensor | None]:
        """The scores of the ways of all pairs of windows, in order, and of the two companies asked for of each article."""
        ids, mask, sentences = _padded(windows)
        states = self.drop(self.encoder(inputs_embeds=self.vectors(ids), attention_mask=mask).last_hidden_state)
        pooled = {
            (number, entity): torch.logsumexp(states[number, places].float(), 0).to(states.dtype)
            - math.log(len(places))
            for number, window in enumerate(windows)
            for entity, places in window.mentions.items()
        }
        return self._of_sentences(windows, states, sentences, pooled), self._of_articles(asked, states, mask, pooled)

    def vectors(self, ids: Tensor) -> Tensor:
        """The vectors of tokens before the encoder reads them."""
        words = nn.functional.embedding(ids, self.encoder.embeddings.word_embeddings.weight)
        return torch.where((ids < FREE)[..., None], self.slots(ids.clamp(max=FREE - 1)), words)

    def _of_sentences(
        self, windows: Sequence[Window], states: Tensor, sentences: Tensor, pooled: dict[tuple[int, Entity], Tensor]
    ) -> Tensor:
        heads = self.heads
        told = []
        for number, window in enumerate(windows):
            places, own, length = window.places, states[number], len(window.ids)
            both = heads.left(own[[each.left for each in places]]) + heads.right(own[[each.right for each in places]])
            both = both + heads.first(torch.stack([pooled[number, each.pair.first] for each in places]))
            both = both + heads.second(torch.stack([pooled[number, each.pair.second] for each in places]))
            both = both + heads.opening(own[[each.opening for each in places]])
            both = heads.act(both + heads.standing(torch.tensor([each.how for each in places])))
            sentence = torch.tensor([[each.sentence] for each in places])
            at = sentences[number, :length][None, :]
            near = (at == sentence).long() * 2 + (at == sentence - 1).long()
            context = self._context(heads.ask(both), own[:length], heads.near.weight[:, 0][near])
            told.append(heads.way(self._joined(heads.both, both, context)))
        return torch.cat(told)

    def _of_articles(
        self, asked: Sequence[Two], states: Tensor, mask: Tensor, pooled: dict[tuple[int, Entity], Tensor]
    ) -> Tensor | None:
        heads = self.heads
        told = []
        for number in sorted({two.window for two in asked}):
            own = [two for two in asked if two.window == number]
            first = heads.article_first(torch.stack([pooled[number, two.first] for two in own]))
            second = heads.article_second(torch.stack([pooled[number, two.second] for two in own]))
            both = heads.act(first + second)
            context = self._context(heads.article_ask(both), states[number, : int(mask[number].sum())], None)
            told.append(heads.article_way(self._joined(heads.article_both, both, context)))
        return torch.cat(told) if told else None

    def _context(self, asked: Tensor, states: Tensor, near: Tensor | None) -> Tensor:
        keys = self.heads.key(states)
        scores = (asked @ keys.T).float() / keys.shape[-1] ** 0.5
        weights = (scores if near is None else scores + near).softmax(-1)
        result: Tensor = weights.to(states.dtype) @ self.heads.word(states)
        return result

    def _joined(self, layer: nn.Linear, both: Tensor, context: Tensor) -> Tensor:
        heads = self.heads
        result: Tensor = heads.drop(heads.act(layer(heads.drop(both + heads.act(context)))))
        return result


def _padded(windows: Sequence[Window]) -> tuple[Tensor, Tensor, Tensor]:
    """The ids of windows as one matrix, where they are not padding, and the number of each token's sentence."""
    longest = max(len(window.ids) for window in windows)
    ids = torch.zeros((len(windows), longest), dtype=torch.long)
    mask = torch.zeros((len(windows), longest), dtype=torch.long)
    sentences = torch.full((len(windows), longest), -9, dtype=torch.long)
    for number, window in enumerate(windows):
        ids[number, : len(window.ids)] = torch.tensor(window.ids)
        mask[number, : len(window.ids)] = 1
        sentences[number, : len(window.ids)] = torch.tensor(window.sentences)
    return ids, mask, sentences
