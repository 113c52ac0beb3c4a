"""A pair of companies as it was judged: how probable each way is in which the two may deal."""

from __future__ import annotations

from typing import NamedTuple

from extractors.company.spans import Entity
from extractors.loglinear import Scores
from extractors.pairs.pair import Pair
from extractors.pairs.score import Way, by_way
from schemas.deal import Kind, Role

_SURER = 3.0
"""How many times likelier than a frame's roles of two companies others must be to prevail."""


class Judged(NamedTuple):
    """A pair with the probability of each kind, the likeliest way of each, the probability of every way, how likely the
    weights alone hold any, and the probability of every label of the weights."""

    pair: Pair
    kinds: dict[Kind, float]
    ways: dict[Kind, Way]
    known: dict[Way, float]
    alone: float
    shares: Scores

    @property
    def kind(self) -> Kind:
        """The likeliest kind."""
        return max(self.kinds, key=lambda kind: self.kinds[kind])

    def role(self, entity: Entity, kind: Kind) -> Role:
        """What one of the two does in a deal of that kind."""
        return self.ways[kind].first if entity == self.pair.first else self.ways[kind].second

    def surer(self, kind: Kind, first: str, second: str) -> bool:
        """Whether the likeliest way of a kind is far likelier than the one with these roles."""
        return self.known[self.ways[kind]] >= _SURER * self.known.get(Way(kind, Role(first), Role(second)), 0.0)


def judge(pair: Pair, shares: Scores, language: str) -> Judged:
    """A pair by how probable each label of the weights is."""
    kinds: dict[Kind, float] = {}
    ways: dict[Kind, Way] = {}
    known = by_way(shares, language)
    for way, share in known.items():
        kinds[way.kind] = kinds.get(way.kind, 0.0) + share
        if way.kind not in ways or share > known[ways[way.kind]]:
            ways[way.kind] = way
    return Judged(pair, kinds, ways, known, sum(kinds.values()), shares)
