"""A leg of a loop: all that one node gives another, how sure it is, and how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import is_

from pipeline.money.graph import Edge, MoneyGraph, Pair
from pipeline.money.payments import Family, Flow
from pipeline.money.sums import STANDINGS, Standing, Sums, add_up, bucket_of
from pipeline.pause import without_collecting


@dataclass(frozen=True, slots=True)
class Leg:
    """What flows from one node to another.

    `standing` is that of the surest deal, `usd` what the deals of that standing sum up to; a `ceiling` where only 'up
    to' or joint sums are told, None where no sum is.
    """

    payer: str
    receiver: str
    edges: tuple[Edge, ...]
    sums: Sums
    standing: Standing
    usd: Decimal | None
    ceiling: bool

    @property
    def pair(self) -> Pair:
        """The two nodes."""
        return self.payer, self.receiver

    @property
    def only_shares(self) -> bool:
        """Whether nothing but shares flows."""
        return all(edge.flow is Flow.SHARES for edge in self.edges)

    @property
    def jointly(self) -> bool:
        """Whether every sum of it is told for several companies together."""
        return all(edge.jointly for edge in self.edges)

    def has(self, family: Family) -> bool:
        """Whether a deal of this kind of business is among its deals."""
        return any(edge.family is family for edge in self.edges)


@without_collecting()
def legs_of(graph: MoneyGraph, before: Mapping[Pair, Leg] | None = None) -> dict[Pair, Leg]:
    """The legs of a graph; deals that are over make none. Legs from `before` whose edges are the very same stay."""
    found = {}
    for pair, edges in graph.by_pair().items():
        alive = tuple(edge for edge in edges if edge.deal.status in STANDINGS)
        if alive:
            held = None if before is None else before.get(pair)
            found[pair] = held if held is not None and same(held.edges, alive) else _leg(pair, alive)
    return found


def same(one: Sequence[Edge], other: Sequence[Edge]) -> bool:
    """Whether two lists hold the very same edges."""
    return len(one) == len(other) and all(map(is_, one, other))


def _leg(pair: Pair, edges: tuple[Edge, ...]) -> Leg:
    sums = add_up(edges)
    standing = min(STANDINGS[edge.deal.status] for edge in edges)
    usd, ceiling = None, False
    for up_to in (False, True):
        told = sums.of(bucket_of(standing, up_to))
        if told > 0:
            usd, ceiling = told, up_to
            break
    return Leg(*pair, edges, sums, standing, usd, ceiling)
