"""The network of the role reader, for training: an encoder over a window's tokens and small heads over its slots.

Needs the extra `train` (PyTorch); what runs in daily use is its export (`extractors.learned.roles`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from extractors.learned.classes import FIELDS, PAIRS, STATUSES
from extractors.learned.encode import Row
from extractors.learned.hints import PAIR_WIDTH, Array, Hints


@dataclass(frozen=True, slots=True)
class Answers:
    """The true classes of one row: pair kinds, statuses of true pairs, and fields of figures in true pairs."""

    pairs: tuple[tuple[int, int, int], ...]
    statuses: tuple[tuple[int, int, int], ...]
    fields: tuple[tuple[int, int, int, int], ...]


class Heads(nn.Module):
    """What is asked of the slots: each ordered pair's kind and status, each figure's part in the deal of a pair."""

    def __init__(self, width: int, hidden: int = 256, dropout: float = 0.1) -> None:
        super().__init__()
        self.payer = nn.Linear(width, hidden)
        self.paid = nn.Linear(width, hidden)
        self.ask = nn.Linear(hidden, hidden // 2)
        self.key = nn.Linear(width, hidden // 2)
        self.word = nn.Linear(width, hidden)
        self.both = nn.Linear(hidden, hidden)
        self.hint = nn.Linear(PAIR_WIDTH, hidden, bias=False)
        self.status_hint = nn.Linear(len(STATUSES), len(STATUSES), bias=False)
        self.field_hint = nn.Linear(len(FIELDS), hidden, bias=False)
        self.kind = nn.Linear(hidden, len(PAIRS))
        self.status = nn.Linear(hidden, len(STATUSES))
        self.figure = nn.Linear(width, hidden)
        self.deal = nn.Linear(hidden, hidden)
        self.field = nn.Linear(hidden, len(FIELDS))
        self.act = nn.ReLU()
        self.drop = nn.Dropout(dropout)

    def pair(self, payer: Tensor, paid: Tensor, keys: Tensor, words: Tensor, mask: Tensor, hints: Tensor) -> Tensor:
        """The vectors of ordered pairs: of their companies, of the words that matter to the two, and of the rules' hints.

        `payer` and `paid`: pairs × width; `keys`, `words` and `mask`: pairs × tokens × …, of each pair's window;
        `hints`: pairs × `PAIR_WIDTH`.
        """
        companies = self.act(self.payer(payer) + self.paid(paid))
        scores = torch.einsum("ph,pth->pt", self.ask(companies), keys) / keys.shape[-1] ** 0.5
        weights = scores.masked_fill(mask == 0, -1e4).softmax(-1)
        context = torch.einsum("pt,pth->ph", weights, words)
        return self.act(self.both(self.drop(companies + self.act(context) + self.act(self.hint(hints)))))

    def statuses(self, pairs: Tensor, hints: Tensor) -> Tensor:
        """The scores of `STATUSES` for the deals of pairs."""
        scores: Tensor = self.status(pairs) + self.status_hint(hints)
        return scores

    def fields(self, figures: Tensor, pairs: Tensor, hints: Tensor) -> Tensor:
        """The scores of `FIELDS` for figures in the deals of pairs."""
        scores: Tensor = self.field(
            self.drop(self.act(self.figure(figures) + self.deal(pairs) + self.field_hint(hints)))
        )
        return scores


class RoleNetwork(nn.Module):
    """An encoder (`ids, mask → rows × tokens × width`) with the heads on top."""

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = Heads(width)
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The vectors of all tokens."""
        return self.encoder(ids, mask)

    def loss(self, rows: Sequence[Row], answers: Sequence[Answers], hints: Sequence[Hints]) -> Tensor:
        """The mean loss of a batch, over pairs, statuses and figures."""
        ids, mask = padded(rows)
        states = self.drop(self(ids, mask))
        payers: list[Tensor] = []
        paid: list[Tensor] = []
        figures: list[Tensor] = []
        of_row: list[int] = []
        kinds: list[int] = []
        of_pair: list[int] = []
        fields: list[int] = []
        true_pairs: list[int] = []
        statuses: list[int] = []
        pair_hints: list[Array] = []
        status_hints: list[Array] = []
        field_hints: list[Array] = []
        for index, (row, answer, hint) in enumerate(zip(rows, answers, hints, strict=True)):
            vectors = [states[index, 0], *[states[index, list(places)].mean(0) for places in row.companies]]
            place: dict[tuple[int, int], int] = {}
            for one, other, label in answer.pairs:
                place[one, other] = len(kinds)
                payers.append(vectors[one])
                paid.append(vectors[other])
                kinds.append(label)
                of_row.append(index)
                pair_hints.append(hint.of_pair(one, other))
            for one, other, label in answer.statuses:
                true_pairs.append(place[one, other])
                statuses.append(label)
                status_hints.append(hint.of_status(one, other))
            for one, other, quantity, label in answer.fields:
                of_pair.append(place[one, other])
                figures.append(states[index, row.quantities[quantity]])
                fields.append(label)
                field_hints.append(hint.of_figures(one, other, len(row.quantities))[quantity])
        if not kinds:
            return states.sum() * 0
        keys, words = self.heads.key(states), self.heads.word(states)
        pairs = self.heads.pair(
            torch.stack(payers), torch.stack(paid), keys[of_row], words[of_row], mask[of_row], tensor(pair_hints)
        )
        total = nn.functional.cross_entropy(self.heads.kind(pairs), torch.tensor(kinds), label_smoothing=0.02)
        if statuses:
            total = total + 0.3 * nn.functional.cross_entropy(
                self.heads.statuses(pairs[true_pairs], tensor(status_hints)),
                torch.tensor(statuses),
                label_smoothing=0.02,
            )
        if fields:
            scores = self.heads.fields(torch.stack(figures), pairs[of_pair], tensor(field_hints))
            total = total + 0.5 * nn.functional.cross_entropy(scores, torch.tensor(fields))
        return total


def tensor(rows: Sequence[Array]) -> Tensor:
    """Rows of numbers as one matrix."""
    return torch.from_numpy(np.stack(rows))


def padded(rows: Sequence[Row]) -> tuple[Tensor, Tensor]:
    """The ids of rows as one matrix, and where they are not padding."""
    longest = max(len(row.ids) for row in rows)
    ids = torch.zeros((len(rows), longest), dtype=torch.long)
    mask = torch.zeros((len(rows), longest), dtype=torch.long)
    for index, row in enumerate(rows):
        ids[index, : len(row.ids)] = torch.tensor(row.ids)
        mask[index, : len(row.ids)] = 1
    return ids, mask


class PretrainedEncoder(nn.Module):
    """A BERT of the library transformers, whose last layer is the answer."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The vectors of all tokens."""
        states: Tensor = self.model(input_ids=ids, attention_mask=mask).last_hidden_state
        return states
