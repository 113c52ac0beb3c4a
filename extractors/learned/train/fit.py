"""Trains the reader of roles: texts with the ways of their pairs in, a network out, its scores told on the way."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from extractors.learned.tokens import COMPANIES, Words, windows_of
from extractors.learned.train.examples import Taught
from extractors.learned.train.network import RoleNetwork, Two
from extractors.learned.train.packing import Seen, packed
from extractors.pairs.score import NONE

_LEAST_WAYS = 4
"""How often a way must be taught to be told apart."""

_ARTICLE_SHARE = 0.5
_MEMORY = 0.998
"""How much of the running mean of the weights each step leaves; what is kept is that mean, which chance moves less."""

_SMOOTHING = 0.02


@dataclass(frozen=True, slots=True)
class Schedule:
    """How to train: passes over all texts, tokens a step, greatest learning rates, warm-up, and the seed of all chance."""

    epochs: int = 4
    tokens: int = 1000
    encoder_rate: float = 1e-4
    heads_rate: float = 1e-3
    warm_up: float = 0.1
    seed: int = 0


@dataclass(slots=True)
class PairScore:
    """Pairs told rightly (and with the right kind), wrongly, and not at all by a network."""

    right: int = 0
    kind: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        """The F1 of pairs that deal with each other, whatever the kind."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    @property
    def f1_of_kinds(self) -> float:
        """The same where the kind must be right."""
        return 2 * self.kind / max(1, 2 * self.right + self.wrong + self.missed)


def ways_of(texts: Iterable[Taught]) -> list[str]:
    """The ways that are taught often enough, `none` first."""
    often = Counter(way for text in texts for way in text.ways.values())
    return [NONE, *sorted(way for way, count in often.items() if count >= _LEAST_WAYS and way != NONE)]


def train(
    network: RoleNetwork,
    texts: Sequence[Taught],
    words: Words,
    labels: Sequence[str],
    schedule: Schedule,
    tell: Callable[[int, float], None] = lambda epoch, loss: None,
) -> None:
    """Fit a network; `tell` hears the mean loss of each epoch. Tokens of companies are dealt anew at every sight of a text.

    What is kept is an exponential running mean of the weights over the last steps (Polyak and Juditsky, 1992).
    """
    chance = random.Random(schedule.seed)
    steps = schedule.epochs * len(_batches(_seen(texts, words, chance), schedule.tokens, chance))
    encoder = [each for each in network.encoder.parameters() if each.requires_grad]
    others = [*network.slots.parameters(), *network.heads.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": schedule.encoder_rate}, {"params": others, "lr": schedule.heads_rate}],
        weight_decay=0.01,
    )
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (schedule.warm_up * steps)) * max(0.02, 1 - step / steps)
    )
    numbers = {label: number for number, label in enumerate(labels)}
    learning = [*encoder, *others]
    means = [each.detach().clone() for each in learning]
    step = 0
    for epoch in range(schedule.epochs):
        network.train()
        losses = []
        for batch in _batches(_seen(texts, words, chance), schedule.tokens, chance):
            loss = _loss(network, batch, numbers)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            rates.step()
            step += 1
            for mean, each in zip(means, learning, strict=True):
                mean.lerp_(each.detach(), 1 - min(_MEMORY, step / (step + 9)))
            losses.append(float(loss.detach()))
        tell(epoch, sum(losses) / max(1, len(losses)))
    with torch.no_grad():
        for each, mean in zip(learning, means, strict=True):
            each.copy_(mean)
    network.eval()


def pair_score(network: RoleNetwork, texts: Sequence[Taught], words: Words, labels: Sequence[str]) -> PairScore:
    """How well a network tells pairs that deal with each other from those that do not."""
    network.eval()
    score = PairScore()
    with torch.no_grad():
        for text in texts:
            left = dict(text.ways)
            for window in windows_of(text.sentences, text.pairs, words):
                for place, row in zip(window.places, network([window], [])[0].softmax(-1), strict=True):
                    truth = left.pop((place.sentence, place.number), None)
                    if truth is not None:
                        _count(score, truth, row, labels)
            score.missed += sum(truth != NONE for truth in left.values())
    return score


def _count(score: PairScore, truth: str, chances: Tensor, labels: Sequence[str]) -> None:
    told = labels[int(chances[1:].argmax()) + 1] if float(chances[0]) < 0.5 else NONE
    score.right += told != NONE and truth != NONE
    score.kind += told != NONE and truth != NONE and told.split(":")[0] == truth.split(":")[0]
    score.wrong += told != NONE and truth == NONE
    score.missed += told == NONE and truth != NONE


def _seen(texts: Iterable[Taught], words: Words, chance: random.Random) -> list[Seen]:
    seen = [
        Seen(window, text)
        for text in texts
        for window in windows_of(text.sentences, text.pairs, words, chance.sample(range(COMPANIES), COMPANIES))
    ]
    return packed(seen, chance)


def _loss(network: RoleNetwork, batch: Sequence[Seen], numbers: dict[str, int]) -> Tensor:
    asked = [
        Two(number, one, other)
        for number, (window, text) in enumerate(batch)
        for one, other in text.article_ways
        if one in window.mentions and other in window.mentions
    ]
    with torch.autocast("cpu", dtype=torch.bfloat16):  # a third faster, and no worse
        pairs, articles = network([window for window, _ in batch], asked)
    truths, weights = [], []
    for window, text in batch:
        for place in window.places:
            way = text.ways.get((place.sentence, place.number))
            truths.append(numbers.get(way or NONE, 0))
            weights.append(0.0 if way is None else text.weight)
    cost = nn.functional.cross_entropy(
        pairs.float(), torch.tensor(truths), label_smoothing=_SMOOTHING, reduction="none"
    )
    weight = torch.tensor(weights)
    total: Tensor = (cost * weight).sum() / weight.sum().clamp(min=1)
    if articles is not None:
        ways = [numbers.get(batch[two.window].text.article_ways[two.first, two.second], 0) for two in asked]
        total = total + _ARTICLE_SHARE * nn.functional.cross_entropy(
            articles.float(), torch.tensor(ways), label_smoothing=_SMOOTHING
        )
    return total


def _batches(seen: Sequence[Seen], tokens: int, chance: random.Random) -> list[list[Seen]]:
    """All windows once, those of like length together, so many that a batch holds some `tokens`, in random order."""
    order = sorted(seen, key=lambda each: len(each.window.ids) + 30 * chance.random())
    batches: list[list[Seen]] = []
    for each in order:
        if batches and len(each.window.ids) * (len(batches[-1]) + 1) <= tokens:
            batches[-1].append(each)
        else:
            batches.append([each])
    chance.shuffle(batches)
    return batches
