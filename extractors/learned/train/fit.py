"""Trains the role reader: passages and gold articles in, a network out, its scores told on the way."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import nn

from extractors.learned.classes import NOBODY, PAIRS
from extractors.learned.encode import MOST_TOKENS, Row, Words, encode
from extractors.learned.hints import Hints
from extractors.learned.train.labels import Labels, joined
from extractors.learned.train.network import Answers, RoleNetwork, padded, tensor
from extractors.learned.window import MOST_COMPANIES


@dataclass(frozen=True, slots=True)
class Schedule:
    """How to train: passes over all windows, windows a step, greatest learning rates, the share of windows that are
    joined with another (`together`) or read without hints (`unhinted`), and the seed of all chance."""

    epochs: int = 10
    batch: int = 16
    encoder_rate: float = 1e-4
    heads_rate: float = 1e-3
    warm_up: float = 0.1
    together: float = 0.4
    unhinted: float = 0.2
    seed: int = 0


@dataclass(slots=True)
class PairScore:
    """Pairs told rightly, wrongly and not at all by a network, and how many of the right ones had the right kind."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    kind: int = 0

    @property
    def f1(self) -> float:
        """The F1 of pairs, whatever their kind."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def train(
    network: RoleNetwork,
    examples: Sequence[Labels],
    words: Words,
    schedule: Schedule,
    tell: Callable[[int, float], None] = lambda epoch, loss: None,
) -> None:
    """Fit a network; `tell` hears the mean loss of each epoch. Company tokens are dealt anew at every sight of a window."""
    chance = random.Random(schedule.seed)
    torch.manual_seed(schedule.seed)
    usable = [item for item in examples if encode(item.window, words) is not None]
    steps = schedule.epochs * math.ceil(len(usable) / schedule.batch)
    optimizer = torch.optim.AdamW(
        [
            {"params": network.encoder.parameters(), "lr": schedule.encoder_rate},
            {"params": network.heads.parameters(), "lr": schedule.heads_rate},
        ],
        weight_decay=0.01,
    )
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (schedule.warm_up * steps)) * max(0.02, 1 - step / steps)
    )
    for epoch in range(schedule.epochs):
        network.train()
        losses = []
        seen = [_perhaps_joined(item, usable, words, schedule.together, chance) for item in usable]
        for batch in _batches(seen, schedule.batch, chance):
            rows, answers, hints = [], [], []
            for item in batch:
                row = encode(item.window, words, chance.sample(range(MOST_COMPANIES), len(item.window.companies)))
                assert row is not None
                rows.append(row)
                answers.append(answers_of(item))
                hints.append(Hints() if chance.random() < schedule.unhinted else item.hints)
            with torch.autocast("cpu", dtype=torch.bfloat16):  # a third faster, and no worse
                loss = network.loss(rows, answers, hints)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            rates.step()
            losses.append(float(loss.detach()))
        tell(epoch, sum(losses) / max(1, len(losses)))
    network.eval()


def _perhaps_joined(
    item: Labels, examples: Sequence[Labels], words: Words, share: float, chance: random.Random
) -> Labels:
    if chance.random() >= share:
        return item
    both = joined(item, chance.choice(examples))
    return both if both is not None and encode(both.window, words) is not None else item


def answers_of(item: Labels) -> Answers:
    """The classes that a network should give: every ordered pair that is sure, and the figures of the true ones."""
    count = len(item.window.companies)
    pairs = [
        (payer, paid, item.pairs.get((payer, paid), 0))
        for payer in range(NOBODY, count + 1)
        for paid in range(1, count + 1)
        if payer != paid and ((payer, paid) in item.pairs or (payer, paid) not in item.unsure)
    ]
    statuses = [(*pair, status) for pair, status in item.statuses.items() if PAIRS[item.pairs[pair]] != "seller"]
    fields = [
        (*pair, quantity, truth.get(quantity, 0))
        for pair, truth in item.fields.items()
        for quantity in range(len(item.window.quantities))
    ]
    return Answers(tuple(pairs), tuple(statuses), tuple(fields))


def _batches(examples: Sequence[Labels], size: int, chance: random.Random) -> Iterator[list[Labels]]:
    """All examples once, in batches of windows of like length, the batches in random order."""
    order = list(range(len(examples)))
    chance.shuffle(order)
    batches: list[list[int]] = []
    for begin in range(0, len(order), size * 20):
        part = sorted(
            order[begin : begin + size * 20],
            key=lambda number: examples[number].window.end - examples[number].window.start,
        )
        batches.extend(part[first : first + size] for first in range(0, len(part), size))
    chance.shuffle(batches)
    for batch in batches:
        yield [examples[number] for number in batch]


def pair_score(network: RoleNetwork, examples: Sequence[Labels], words: Words, least: float = 0.5) -> PairScore:
    """How well a network tells pairs that deal with each other from those that do not."""
    network.eval()
    score = PairScore()
    with torch.no_grad():
        for item in examples:
            row = encode(item.window, words)
            if row is not None:
                _count(network, item, row, least, score)
    return score


def _count(network: RoleNetwork, item: Labels, row: Row, least: float, score: PairScore) -> None:
    pairs = answers_of(item).pairs
    if not pairs:
        return
    ids, mask = padded([row])
    states = network(ids, mask)
    vectors = torch.stack([states[0, 0], *[states[0, list(places)].mean(0) for places in row.companies]])
    heads, rows = network.heads, [0] * len(pairs)
    payers, paid = vectors[[pair[0] for pair in pairs]], vectors[[pair[1] for pair in pairs]]
    hints = tensor([item.hints.of_pair(payer, paid_one) for payer, paid_one, _ in pairs])
    hidden = heads.pair(payers, paid, heads.key(states)[rows], heads.word(states)[rows], mask[rows], hints)
    for (_, _, truth), chances in zip(pairs, heads.kind(hidden).softmax(-1), strict=True):
        told = int(chances[1:].argmax()) + 1 if 1 - float(chances[0]) >= least else 0
        score.right += bool(told and truth)
        score.kind += bool(told and told == truth)
        score.wrong += bool(told and not truth)
        score.missed += bool(truth and not told)


__all__ = ["MOST_TOKENS", "PairScore", "Schedule", "answers_of", "pair_score", "train"]
