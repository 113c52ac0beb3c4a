"""What each company has promised to pay and was promised, by year where terms say so, in USD and GW."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.money.graph import Edge, MoneyGraph
from pipeline.money.legs import same
from pipeline.money.payments import Flow
from pipeline.money.schedule import Due, schedule
from pipeline.money.sums import STANDINGS, Bucket, Entry, Sums, add_up, bucket_of
from pipeline.pause import without_collecting
from schemas.merged import Deal
from schemas.quantity import Bound


@dataclass(frozen=True, slots=True)
class Promise:
    """One deal as a company's promise: `others` are the nodes on the other side, `due` when its USD are due (empty
    where it adds nothing), `gigawatts` its power (None where another deal of the same sum counts it).
    """

    entry: Entry
    others: tuple[str, ...]
    due: tuple[Due, ...]
    gigawatts: Decimal | None

    @property
    def deal(self) -> Deal:
        """The deal."""
        return self.entry.deal

    @property
    def power_bucket(self) -> Bucket | None:
        """The bucket of its power, which may be a ceiling where its sum is none."""
        standing = STANDINGS.get(self.deal.status)
        if self.gigawatts is None or standing is None or self.deal.power is None:
            return None
        return bucket_of(standing, self.entry.jointly or self.deal.power.bound is Bound.MAX)


@dataclass(slots=True)
class YearLine:
    """What falls in a year (None: no terms say when) by bucket; power counts in the year in which it begins."""

    usd: dict[Bucket, Decimal] = field(default_factory=dict)
    gigawatts: dict[Bucket, Decimal] = field(default_factory=dict)
    spread: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """All that a company pays, or all that it gets."""

    sums: Sums
    promises: tuple[Promise, ...]
    by_year: dict[int | None, YearLine]

    def gigawatts(self, bucket: Bucket) -> Decimal:
        """The power of a bucket over all years."""
        return sum((line.gigawatts.get(bucket, Decimal(0)) for line in self.by_year.values()), Decimal(0))


@dataclass(frozen=True, slots=True)
class Commitments:
    """A node's promises to others, and others' to it."""

    node: str
    name: str
    to_pay: Side
    to_get: Side


@without_collecting()
def commitments(graph: MoneyGraph, nodes: Iterable[str] | None = None) -> list[Commitments]:
    """The commitments of nodes (by default all that pay or are paid), who promised the most first.

    What was added up once is kept with the graph, and taken over where all edges of a node are the very same.
    """
    if nodes is None and graph.all_promised is not None:
        return list(graph.all_promised)
    paid_by: dict[str, list[Edge]] = defaultdict(list)
    paid_to: dict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        paid_by[edge.payer].append(edge)
        paid_to[edge.receiver].append(edge)
    wanted = sorted(set(paid_by) | set(paid_to)) if nodes is None else list(nodes)
    found = [_of(graph, node, paid_by.get(node, []), paid_to.get(node, [])) for node in wanted if node in graph.nodes]
    found.sort(key=lambda each: (-each.to_pay.sums.firm, -each.to_get.sums.firm, each.node))
    if nodes is None:
        graph.all_promised = list(found)
    return found


def _of(graph: MoneyGraph, node: str, pays: list[Edge], gets: list[Edge]) -> Commitments:
    held: tuple[list[Edge], list[Edge], Commitments] | None = graph.promised.get(node)
    if held is not None and same(held[0], pays) and same(held[1], gets):
        return held[2]
    to_pay, to_get = _side(pays, [edge.receiver for edge in pays]), _side(gets, [edge.payer for edge in gets])
    made = Commitments(node, graph.name(node), to_pay, to_get)
    graph.promised[node] = pays, gets, made
    return made


def _side(edges: Sequence[Edge], others: Sequence[str]) -> Side:
    sums = add_up(edges)
    across: dict[str, list[str]] = defaultdict(list)
    for edge, other in zip(edges, others, strict=True):
        across[edge.deal_id].append(other)
    promises = tuple(_promise(entry, tuple(sorted(across[entry.deal_id]))) for entry in sums.entries)
    return Side(sums, promises, _by_year(promises))


def _promise(entry: Entry, others: tuple[str, ...]) -> Promise:
    terms, power = entry.deal.terms, entry.deal.power
    due = () if entry.usd is None else schedule(entry.usd, terms)
    # A tranche or a yearly figure tells the power of the whole once more.
    counted = entry.part_of is None and entry.flow is Flow.MONEY
    return Promise(entry, others, due, power.value if power is not None and counted else None)


def _by_year(promises: Iterable[Promise]) -> dict[int | None, YearLine]:
    lines: dict[int | None, YearLine] = defaultdict(YearLine)
    for promise in promises:
        bucket = promise.entry.bucket
        for due in promise.due:
            if bucket is not None:
                line = lines[due.year]
                line.usd[bucket] = line.usd.get(bucket, Decimal(0)) + due.usd
                line.spread = line.spread or due.spread
        power_bucket = promise.power_bucket
        if power_bucket is not None and promise.gigawatts is not None:
            start = promise.deal.terms.start
            line = lines[None if start is None else start.year]
            line.gigawatts[power_bucket] = line.gigawatts.get(power_bucket, Decimal(0)) + promise.gigawatts
    return dict(sorted(lines.items(), key=lambda item: (item[0] is None, item[0] or 0)))
