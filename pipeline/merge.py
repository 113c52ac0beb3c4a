"""Mentions to clusters, one a deal. The result depends on the mentions and people's rulings, not on any order.

Mentions that people put together start as one cluster; the rest join it, the surest pairs first, unless a reason or a
ruling keeps a pair of them apart. `Clustering` also tells which mentions hang together by any chain of pairs that are
sure (a component): what a new mention does not hang together with cannot change by it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.answer import answered
from pipeline.blocking import block_keys
from pipeline.candidates import candidates
from pipeline.columns import columns_of
from pipeline.compare import MERGE_AT, Comparison, compare
from pipeline.doubtful import Doubt, doubts_between
from pipeline.facts import Facts, Key
from pipeline.scores import score_pairs

_SLACK = 1.0
"""How far the mean score between two clusters may lie below what two mentions need."""

_BY_PEOPLE = "put together by a person"

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Constraints:
    """What people ruled: sets of mentions that are one deal, and pairs (each in order of key) that are not."""

    together: tuple[frozenset[Key], ...] = ()
    apart: frozenset[tuple[Key, Key]] = frozenset()


@dataclass(frozen=True, slots=True)
class Cluster:
    """The mentions of one deal in order of key, and for each why it was merged (empty for one that stands alone).

    `component` is the first key of all that hang together with them.
    """

    keys: tuple[Key, ...]
    reasons: dict[Key, tuple[str, ...]]
    component: Key


@dataclass(frozen=True, slots=True)
class Clustering:
    """All clusters in order of their first key, and the pairs of them that a person should look at."""

    clusters: list[Cluster]
    doubts: list[Doubt] = field(default_factory=list)


def cluster(
    mentions: Iterable[Facts],
    constraints: Constraints = Constraints(),
    keys: Mapping[Key, Collection[int]] | None = None,
) -> Clustering:
    """Put mentions of one deal together.

    Args:
        mentions: What is compared.
        constraints: What people ruled.
        keys: The block keys of each mention where they are known already.
    """
    ordered = sorted(mentions, key=lambda facts: facts.key)
    if not ordered:
        return Clustering([])
    place = {facts.key: number for number, facts in enumerate(ordered)}
    apart = {(place[a], place[b]) for a, b in constraints.apart if a in place and b in place}
    together = [sorted(place[key] for key in group if key in place) for group in constraints.together]
    pairs = _scored([block_keys(each) if keys is None else keys[each.key] for each in ordered], ordered, apart)
    homes = _components(pairs.only(pairs.scores >= MERGE_AT), together, len(ordered))
    joiner = _Joiner(ordered, apart, together)
    for known, edges in _by_component(pairs, homes):
        joiner.know(known)
        for a, b in edges:
            joiner.join(a, b)
    groups = joiner.groups()
    clusters = [
        Cluster(
            tuple(ordered[number].key for number in group),
            {ordered[number].key: joiner.reasons.get(number, ()) for number in group},
            ordered[int(homes[group[0]])].key,
        )
        for group in groups
    ]
    return Clustering(clusters, doubts_between(groups, ordered, pairs.first, pairs.second, pairs.scores, apart))


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of places with their scores, NaN for those that cannot be one deal."""

    first: Rows
    second: Rows
    scores: NDArray[np.float64]

    def only(self, which: NDArray[np.bool_] | Rows) -> _Pairs:
        return _Pairs(self.first[which], self.second[which], self.scores[which])


def _scored(keys: Sequence[Collection[int]], ordered: Sequence[Facts], apart: Collection[tuple[int, int]]) -> _Pairs:
    columns = columns_of(ordered)
    numbers: dict[str, int] = {}
    articles = np.array([numbers.setdefault(facts.doc_id, len(numbers)) for facts in ordered])
    ruled = np.array([a * len(ordered) + b for a, b in apart], dtype=np.int64)
    parts = []
    for first, second in candidates(keys, articles):
        scores = score_pairs(columns, first, second)
        scores[np.isin(first * len(ordered) + second, ruled)] = np.nan
        parts.append((first.astype(np.int32), second.astype(np.int32), scores))
    if not parts:
        return _Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    first, second, scores = (np.concatenate(column) for column in zip(*parts, strict=True))
    return _Pairs(first, second, scores)


def _components(edges: _Pairs, together: Sequence[Sequence[int]], size: int) -> Rows:
    """The first place of each mention's component: labels spread along edges until none changes."""
    ruled = [(group[0], each) for group in together for each in group[1:]]
    first = np.concatenate([edges.first, np.array([a for a, _ in ruled], dtype=np.int64)])
    second = np.concatenate([edges.second, np.array([b for _, b in ruled], dtype=np.int64)])
    homes = np.arange(size)
    while True:
        least = np.minimum(homes[first], homes[second])
        before = homes.copy()
        for side in (first, second):
            np.minimum.at(homes, before[side], least)
            np.minimum.at(homes, side, least)
        homes = homes[homes]
        if np.array_equal(homes, before):
            return homes


def _by_component(pairs: _Pairs, homes: Rows) -> Iterator[tuple[dict[tuple[int, int], float], list[tuple[int, int]]]]:
    """For each component the scores of its pairs, and its sure pairs, the surest first."""
    inside = pairs.only(np.flatnonzero((homes[pairs.first] == homes[pairs.second]) & ~np.isnan(pairs.scores)))
    order = np.lexsort((inside.second, inside.first, -inside.scores, homes[inside.first]))
    inside = inside.only(order)
    home = homes[inside.first]
    bounds = [0, *(np.flatnonzero(home[1:] != home[:-1]) + 1).tolist(), len(home)] if len(home) else []
    for start, end in pairwise(bounds):
        couples = list(zip(inside.first[start:end].tolist(), inside.second[start:end].tolist(), strict=True))
        scores = inside.scores[start:end]
        sure = int(np.searchsorted(-scores, -MERGE_AT, side="right"))
        yield dict(zip(couples, scores.tolist(), strict=True)), couples[:sure]


class _Joiner:
    """Clusters as they grow."""

    def __init__(self, facts: Sequence[Facts], apart: set[tuple[int, int]], together: Sequence[list[int]]) -> None:
        self._facts = facts
        self._apart = apart
        self._cluster: dict[int, list[int]] = {}
        self._scores: dict[tuple[int, int], float] = {}
        self._refused: set[tuple[int, int, int, int]] = set()
        self.reasons: dict[int, tuple[str, ...]] = {}
        """Why each mention was merged."""
        for group in together:
            group = list(group)
            for each in group:
                self._cluster[each] = group
                if len(group) > 1:
                    self.reasons[each] = (_BY_PEOPLE,)

    def know(self, scores: dict[tuple[int, int], float]) -> None:
        """Take the scores of the pairs of a component."""
        self._scores = scores
        self._refused.clear()

    def groups(self) -> list[list[int]]:
        """All clusters, each in order, in order of their first."""
        distinct = {id(group): sorted(group) for group in self._cluster.values()}
        alone = [[number] for number in range(len(self._facts)) if number not in self._cluster]
        return sorted([*distinct.values(), *alone])

    def join(self, a: int, b: int) -> None:
        """Join the clusters of two mentions unless a pair of them forbids it or they are too unlike on the whole."""
        left, right = self._cluster.get(a), self._cluster.get(b)
        if left is None:
            left = self._cluster[a] = [a]
        elif left is right:
            return
        if right is None:
            right = self._cluster[b] = [b]
        if len(left) + len(right) > 2:
            # The first of a cluster stays the first: with the lengths it says all that the two are made of.
            asked = (left[0], right[0], len(left), len(right))
            if asked in self._refused:
                return
            if not self._fit(left, right):
                self._refused.add(asked)
                return
        why: tuple[str, ...] | None = None
        for number in (a, b):
            if number not in self.reasons:
                why = why or tuple(str(reason) for reason in compare(self._facts[a], self._facts[b]).reasons)
                self.reasons[number] = why
        left.extend(right)
        for number in right:
            self._cluster[number] = left

    def _fit(self, left: list[int], right: list[int]) -> bool:
        total = 0.0
        for x in left:
            for y in right:
                score = self._across(x, y, left, right)
                if score is None:
                    return False
                total += score
        return round(total / (len(left) * len(right)), 6) >= MERGE_AT - _SLACK

    def _across(self, x: int, y: int, left: list[int], right: list[int]) -> float | None:
        """What two mentions of clusters that may be joined score; None if they keep the clusters apart."""
        pair = (x, y) if x < y else (y, x)
        known = self._scores.get(pair)
        if known is not None:
            return known
        if pair in self._apart:
            return None
        comparison: Comparison = compare(self._facts[x], self._facts[y])
        if not comparison.barred:
            return comparison.score
        together = [self._facts[number] for number in (*left, *right)]
        return MERGE_AT - _SLACK if answered(self._facts[x], self._facts[y], comparison, together) else None
