"""Fits a small pretrained encoder to label the companies of English text, and tells how well it does."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from corpora.tagged import Tagged

LABELS = ("O", "B-ORG", "I-ORG")
IGNORED = -100
MOST_TOKENS = 128


@dataclass(frozen=True, slots=True)
class Schedule:
    """How to train: passes over all texts, texts a step, the greatest learning rate, the share of steps that warm up."""

    epochs: int = 3
    batch: int = 32
    rate: float = 2e-4
    warm_up: float = 0.1
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """The tokens of a text and their labels; pieces behind the first of a word have none."""

    ids: tuple[int, ...]
    labels: tuple[int, ...]


def rows(tokenizer: Any, texts: Sequence[Tagged]) -> list[Row]:
    """Texts as tokens with labels, cut at the most tokens that a row takes."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return [_row(tokenizer, each) for each in texts if each.text.strip()]


def _row(tokenizer: Any, tagged: Tagged) -> Row:
    encoded = tokenizer.encode(tagged.text)
    labels = []
    words = encoded.word_ids
    for number, (word, (start, end)) in enumerate(zip(words, encoded.offsets, strict=True)):
        if word is None or (number and word == words[number - 1]):
            labels.append(IGNORED)
            continue
        inside = next(((a, b) for a, b in tagged.companies if start < b and end > a), None)
        labels.append(0 if inside is None else 1 if start <= inside[0] else 2)
    return Row(tuple(encoded.ids[:MOST_TOKENS]), tuple(labels[:MOST_TOKENS]))


def train(
    network: Any, examples: Sequence[Row], schedule: Schedule, tell: Callable[[int, float], None] = lambda *_: None
) -> None:
    """Fit a token classifier of transformers; `tell` hears the mean loss of each epoch."""
    chance = random.Random(schedule.seed)
    torch.manual_seed(schedule.seed)
    steps = schedule.epochs * math.ceil(len(examples) / schedule.batch)
    optimizer = torch.optim.AdamW(network.parameters(), lr=schedule.rate, weight_decay=0.01)
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (schedule.warm_up * steps)) * max(0.02, 1 - step / steps)
    )
    for epoch in range(schedule.epochs):
        network.train()
        losses = []
        for batch in _batches(examples, schedule.batch, chance):
            ids, mask, labels = _padded(batch)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = network(input_ids=ids, attention_mask=mask).logits
            loss = nn.functional.cross_entropy(logits.float().flatten(0, 1), labels.flatten(), ignore_index=IGNORED)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            rates.step()
            losses.append(float(loss.detach()))
        tell(epoch, sum(losses) / max(1, len(losses)))
    network.eval()


def _batches(examples: Sequence[Row], size: int, chance: random.Random) -> Iterator[list[Row]]:
    """All rows once, in batches of like length, the batches in random order."""
    order = list(range(len(examples)))
    chance.shuffle(order)
    batches = []
    for begin in range(0, len(order), size * 20):
        part = sorted(order[begin : begin + size * 20], key=lambda number: len(examples[number].ids))
        batches += [part[first : first + size] for first in range(0, len(part), size)]
    chance.shuffle(batches)
    for batch in batches:
        yield [examples[number] for number in batch]


def _padded(batch: Sequence[Row]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    width = max(len(row.ids) for row in batch)
    ids = torch.tensor([[*row.ids, *[0] * (width - len(row.ids))] for row in batch])
    mask = torch.tensor([[1] * len(row.ids) + [0] * (width - len(row.ids)) for row in batch])
    labels = torch.tensor([[*row.labels, *[IGNORED] * (width - len(row.labels))] for row in batch])
    return ids, mask, labels
