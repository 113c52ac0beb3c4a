"""Mentions to clusters, one a deal. The result depends on the mentions alone, not on the order they come in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from pipeline.compare import MERGE_AT, Comparison, compare
from pipeline.facts import Facts, Key

_SLACK = 1.0
"""How far the mean score between two clusters may lie below what two mentions need."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The mentions of one deal in order of key, and for each why it was merged (empty for one that stands alone)."""

    keys: tuple[Key, ...]
    reasons: dict[Key, tuple[str, ...]]


def cluster(mentions: Iterable[Facts]) -> list[Cluster]:
    """Put mentions of one deal together, the surest pairs first; clusters come in order of their first key.

    Two clusters are never joined if a reason forbids one pair of them, so that a vague mention cannot bridge two
    deals; two mentions of one article are never one deal.
    """
    by_key = {facts.key: facts for facts in sorted(mentions, key=lambda facts: facts.key)}
    joiner = _Joiner(by_key)
    for _, a, b in sorted(_pairs(by_key, joiner), key=lambda pair: (-pair[0], pair[1], pair[2])):
        joiner.join(a, b)
    return joiner.clusters()


def _pairs(by_key: dict[Key, Facts], joiner: _Joiner) -> list[tuple[float, Key, Key]]:
    """Pairs that are one deal by themselves, with their score; only mentions that share a block are compared."""
    names = {name for facts in by_key.values() for actor in facts.actors for name in actor.names}
    blocks: dict[str, list[Key]] = defaultdict(list)
    for key, facts in by_key.items():
        for block in facts.blocks(names):
            blocks[block].append(key)
    candidates = {pair for keys in blocks.values() for pair in combinations(keys, 2) if pair[0][0] != pair[1][0]}
    compared = ((joiner.compared(a, b), a, b) for a, b in candidates)
    return [(comparison.score, a, b) for comparison, a, b in compared if comparison.merges]


class _Joiner:
    """Clusters as they grow."""

    def __init__(self, by_key: dict[Key, Facts]) -> None:
        self._facts = by_key
        self._cluster: dict[Key, list[Key]] = {key: [key] for key in by_key}
        self._reasons: dict[Key, tuple[str, ...]] = {}
        self._known: dict[tuple[Key, Key], Comparison] = {}

    def compared(self, a: Key, b: Key) -> Comparison:
        """The comparison of two mentions, made once."""
        pair = (a, b) if a < b else (b, a)
        if pair not in self._known:
            self._known[pair] = compare(self._facts[a], self._facts[b])
        return self._known[pair]

    def join(self, a: Key, b: Key) -> None:
        """Join the clusters of two mentions unless a pair of them forbids it or they are too unlike on the whole."""
        left, right = self._cluster[a], self._cluster[b]
        if left is right:
            return
        across = [self.compared(x, y) for x in left for y in right]
        mean = sum(comparison.score for comparison in across) / len(across)
        if any(comparison.barred for comparison in across) or mean < MERGE_AT - _SLACK:
            return
        why = tuple(str(reason) for reason in self.compared(a, b).reasons)
        for key in (a, b):
            self._reasons.setdefault(key, why)
        left.extend(right)
        for key in right:
            self._cluster[key] = left

    def clusters(self) -> list[Cluster]:
        """All clusters, each once."""
        distinct = {id(keys): tuple(sorted(keys)) for keys in self._cluster.values()}
        return [Cluster(keys, {key: self._reasons.get(key, ()) for key in keys}) for keys in sorted(distinct.values())]
