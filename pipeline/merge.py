"""Mentions to clusters, one a deal. The result depends on the mentions and people's rulings, not on any order.

Mentions that people put together start as one cluster; the rest join it, the surest pairs first, unless a reason or a
ruling keeps a pair of them apart. `Clustering` also tells which mentions hang together by any chain of likeness (a
component): what a new mention does not hang together with cannot change by it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.answer import answered
from pipeline.blocking import block_keys
from pipeline.compare import DOUBT_AT, MERGE_AT, Comparison, Verdict, cannot_be_one, compare
from pipeline.facts import Facts, Key

_SLACK = 1.0
"""How far the mean score between two clusters may lie below what two mentions need."""

_BY_PEOPLE = "put together by a person"


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
class Doubt:
    """Two clusters (by their places in the list) that may be one: too little is told to say so."""

    first: int
    second: int
    comparison: Comparison


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
    by_key = {facts.key: facts for facts in sorted(mentions, key=lambda facts: facts.key)}
    joiner = _Joiner(by_key, constraints)
    known = {key: block_keys(facts) for key, facts in by_key.items()} if keys is None else keys
    edges, doubtful = joiner.edges(_candidates(list(by_key), known))
    for _, a, b in sorted(edges, key=lambda edge: (-edge[0], edge[1], edge[2])):
        joiner.join(a, b)
    return joiner.clustering(edges, doubtful)


def _candidates(order: Sequence[Key], keys: Mapping[Key, Collection[int]]) -> Iterator[tuple[Key, Key]]:
    """Every pair that shares a block, once, without keeping the pairs: of a large database there are millions."""
    blocks: dict[int, list[int]] = defaultdict(list)
    for number, key in enumerate(order):
        for block in keys[key]:
            blocks[block].append(number)
    for number, key in enumerate(order):
        partners: set[int] = set()
        for block in keys[key]:
            members = blocks[block]
            if members[-1] > number:
                partners.update(members[bisect_right(members, number) :])
        for other in partners:
            if order[other][0] != key[0]:
                yield key, order[other]


Edge = tuple[float, Key, Key]


class _Joiner:
    """Clusters as they grow."""

    def __init__(self, by_key: dict[Key, Facts], constraints: Constraints) -> None:
        self._facts = by_key
        self._apart = constraints.apart
        self._cluster: dict[Key, list[Key]] = {key: [key] for key in by_key}
        self._reasons: dict[Key, tuple[str, ...]] = {}
        self._scores: dict[tuple[Key, Key], float] = {}
        self._ruled: dict[Key, int] = {}
        for number, group in enumerate(constraints.together):
            present = sorted(key for key in group if key in by_key)
            for key in present:
                self._cluster[key] = present
                self._ruled[key] = number
                if len(present) > 1:
                    self._reasons[key] = (_BY_PEOPLE,)

    def edges(self, pairs: Iterable[tuple[Key, Key]]) -> tuple[list[Edge], list[Edge]]:
        """The pairs that are one deal by themselves, and those that may be, each with its score."""
        sure: list[Edge] = []
        doubtful: list[Edge] = []
        facts = self._facts
        for a, b in pairs:
            first, second = facts[a], facts[b]
            if cannot_be_one(first, second):
                continue
            comparison = compare(first, second)
            if comparison.reasons[-1].bars or (a, b) in self._apart:
                continue
            score = self._scores[a, b] = comparison.score
            if score >= MERGE_AT:
                sure.append((score, a, b))
            elif score >= DOUBT_AT:
                doubtful.append((score, a, b))
        return sure, doubtful

    def join(self, a: Key, b: Key) -> None:
        """Join the clusters of two mentions unless a pair of them forbids it or they are too unlike on the whole."""
        left, right = self._cluster[a], self._cluster[b]
        if left is right:
            return
        if len(left) + len(right) > 2:
            total = 0.0
            for x in left:
                for y in right:
                    score = self._across(x, y, left, right)
                    if score is None:
                        return
                    total += score
            if total / (len(left) * len(right)) < MERGE_AT - _SLACK:
                return
        why: tuple[str, ...] | None = None
        for key in (a, b):
            if key not in self._reasons:
                why = why or tuple(str(reason) for reason in compare(self._facts[a], self._facts[b]).reasons)
                self._reasons[key] = why
        left.extend(right)
        for key in right:
            self._cluster[key] = left

    def _across(self, x: Key, y: Key, left: list[Key], right: list[Key]) -> float | None:
        """What two mentions of clusters that may be joined score; None if they keep the clusters apart."""
        pair = (x, y) if x < y else (y, x)
        known = self._scores.get(pair)
        if known is not None:
            return known
        if pair in self._apart:
            return None
        comparison = compare(self._facts[x], self._facts[y])
        if not comparison.barred:
            return comparison.score
        together = [self._facts[key] for key in (*left, *right)]
        return MERGE_AT - _SLACK if answered(self._facts[x], self._facts[y], comparison, together) else None

    def clustering(self, edges: Iterable[Edge], doubtful: Iterable[Edge]) -> Clustering:
        """All clusters, each once, with their components, and the doubts between them."""
        distinct = {id(keys): tuple(sorted(keys)) for keys in self._cluster.values()}
        components = self._components((a, b) for _, a, b in (*edges, *doubtful))
        clusters = [
            Cluster(keys, {key: self._reasons.get(key, ()) for key in keys}, components[keys[0]])
            for keys in sorted(distinct.values())
        ]
        place = {key: number for number, each in enumerate(clusters) for key in each.keys}
        best: dict[tuple[int, int], Edge] = {}
        for edge in (*edges, *doubtful):
            pair = tuple(sorted((place[edge[1]], place[edge[2]])))
            if pair[0] != pair[1]:
                best[pair[0], pair[1]] = max(best.get((pair[0], pair[1]), edge), edge)
        doubts = (self._doubt(pair, edge, clusters) for pair, edge in sorted(best.items()))
        return Clustering(clusters, [doubt for doubt in doubts if doubt is not None])

    def _doubt(self, pair: tuple[int, int], edge: Edge, clusters: list[Cluster]) -> Doubt | None:
        """A pair of clusters to look at; none where a mention of one is certainly not of the other's deal."""
        left, right = clusters[pair[0]].keys, clusters[pair[1]].keys
        for x in left:
            for y in right:
                if ((x, y) if x < y else (y, x)) in self._apart:
                    return None
                if compare(self._facts[x], self._facts[y]).verdict is Verdict.DIFFERENT:
                    return None
        return Doubt(*pair, compare(self._facts[edge[1]], self._facts[edge[2]]))

    def _components(self, links: Iterable[tuple[Key, Key]]) -> dict[Key, Key]:
        """The first key of each mention's component."""
        home = {key: key for key in self._facts}

        def find(key: Key) -> Key:
            while home[key] != key:
                home[key] = home[home[key]]
                key = home[key]
            return key

        for keys in {id(keys): keys for keys in self._cluster.values()}.values():
            for key in keys[1:]:
                _join(home, find(keys[0]), find(key))
        for a, b in links:
            _join(home, find(a), find(b))
        return {key: find(key) for key in home}


def _join(home: dict[Key, Key], a: Key, b: Key) -> None:
    first, second = (a, b) if a < b else (b, a)
    home[second] = first
