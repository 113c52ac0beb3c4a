"""The graph of who pays whom: companies (or groups) are nodes, each deal an edge from every payer to every receiver.

A deal of several payers or receivers whose shares are not told is `jointly` told: its edges carry the whole deal's
sum, which belongs to none of them alone (`pipeline.money.sums` counts it once or not at all). Partners whose side is
not told make a link, which moves nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.money.payments import Family, Flow, Move, is_over, sides
from pipeline.pause import without_collecting
from pipeline.rates import USD, Rates, rate_day
from pipeline.resolve import Companies
from schemas.deal import Party, Status
from schemas.merged import Deal
from schemas.quantity import Bound, Money
from schemas.rates import Converted

Pair = tuple[str, str]
"""The ids of a payer and a receiver."""


Place = tuple[str, str, str, bool, str]
"""A node, the company in it, the node's name, whether it is known, and the company's name."""


@dataclass(frozen=True, slots=True)
class Node:
    """A company, or a group of companies: `members` are the ids of those of them that deals name."""

    id: str
    name: str
    known: bool
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Edge:
    """A deal between two nodes, from who gives to who gets.

    `dollars` is the whole deal's amount in USD and `yearly` what it tells a year, where rates tell them. `givers` and
    `getters` are the companies themselves, where the nodes are groups. `pairs` counts the pairs of companies that the
    deal's sum is told for together; `whole` names all payers and receivers, by which deals of one group are known;
    `ceiling` is whether some article tells the sum as 'up to'.
    """

    deal_id: str
    deal: Deal
    payer: str
    receiver: str
    flow: Flow
    family: Family
    dollars: Converted | None
    yearly: Converted | None
    givers: frozenset[str]
    getters: frozenset[str]
    pairs: int
    whole: tuple[frozenset[str], frozenset[str]]
    ceiling: bool = False

    @property
    def jointly(self) -> bool:
        """Whether the deal's sum is told for several payers or receivers together."""
        return self.pairs > 1

    @property
    def pair(self) -> Pair:
        """The two nodes."""
        return self.payer, self.receiver


@dataclass(frozen=True, slots=True)
class Link:
    """Two companies that a deal joins without saying who pays; `first` sorts before `second`."""

    deal_id: str
    deal: Deal
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one deal is in a graph: its edges and links, why it made no edge, and the places that it touches."""

    deal: Deal
    ceiling: bool
    edges: tuple[Edge, ...]
    links: tuple[Link, ...]
    left_out: str | None
    places: tuple[Place, ...]


@dataclass(slots=True)
class MoneyGraph:
    """Nodes by id, edges, links; `left_out` counts the deals that made no edge, by reason; `rolled_up` is whether
    nodes are groups, `companies` names the companies themselves; `drawn` is each deal's own part of it, `promised`
    the commitments that were added up, by node, `all_promised` those of all nodes, the largest first.
    """

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    rolled_up: bool = False
    companies: dict[str, str] = field(default_factory=dict)
    drawn: dict[str, Drawn] = field(default_factory=dict, repr=False, compare=False)
    promised: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    all_promised: list[Any] | None = field(default=None, repr=False, compare=False)

    def by_pair(self) -> dict[Pair, list[Edge]]:
        """The edges from each node to each other."""
        found: dict[Pair, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            found[edge.pair].append(edge)
        return dict(found)

    def paid_by(self, node: str) -> list[Edge]:
        """The edges that leave a node."""
        return [edge for edge in self.edges if edge.payer == node]

    def paid_to(self, node: str) -> list[Edge]:
        """The edges that lead to a node."""
        return [edge for edge in self.edges if edge.receiver == node]

    def name(self, node: str) -> str:
        """A node's name for people."""
        return self.nodes[node].name


@without_collecting()
def money_graph(
    deals: Iterable[tuple[str, Deal]],
    companies: Companies,
    rates: Rates,
    *,
    rolled_up: bool = False,
    statuses: Collection[Status] | None = None,
    ceilings: Collection[str] = frozenset(),
    before: MoneyGraph | None = None,
) -> MoneyGraph:
    """Draw up the graph of deals.

    Args:
        deals: Deals with their ids, as `pipeline.search` finds them.
        companies: Who parties are and whom they belong to.
        rates: For sums in USD.
        rolled_up: Whether subsidiaries count as their group.
        statuses: Which statuses are wanted; by default all but cancelled.
        ceilings: The deals whose sum some article tells as 'up to' (`pipeline.money.ceilings`).
        before: The graph of the same companies, rates and wishes from before some deals changed: deals that are the
            very same are taken over from it.
    """
    graph = MoneyGraph(rolled_up=rolled_up, promised={} if before is None else dict(before.promised))
    drawer = _Drawer(graph, companies, rates, ceilings, {} if before is None else before.drawn)
    for deal_id, deal in deals:
        if statuses is not None and deal.status not in statuses:
            continue
        if is_over(deal) and (statuses is None or Status.CANCELLED not in statuses):
            graph.left_out["cancelled or lapsed"] += 1
        else:
            drawer.draw(deal_id, deal)
    graph.nodes = drawer.nodes()
    return graph


class _Drawer:
    """Puts deals into a graph."""

    def __init__(
        self,
        graph: MoneyGraph,
        companies: Companies,
        rates: Rates,
        ceilings: Collection[str],
        before: Mapping[str, Drawn],
    ) -> None:
        self._graph, self._companies, self._rates, self._ceilings = graph, companies, rates, ceilings
        self._before = before
        self._places: list[Place] = []
        self._members: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, tuple[str, bool]] = {}

    def draw(self, deal_id: str, deal: Deal) -> None:
        """Add the edges and links of a deal."""
        drawn = self._before.get(deal_id)
        if drawn is None or drawn.deal is not deal or drawn.ceiling != (deal_id in self._ceilings):
            drawn = self._anew(deal_id, deal)
        graph = self._graph
        graph.drawn[deal_id] = drawn
        graph.edges += drawn.edges
        graph.links += drawn.links
        if drawn.left_out is not None:
            graph.left_out[drawn.left_out] += 1
        for node, own, name, known, own_name in drawn.places:
            self._members[node].add(own)
            self._names.setdefault(node, (name, known))
            graph.companies.setdefault(own, own_name)

    def _anew(self, deal_id: str, deal: Deal) -> Drawn:
        found = sides(deal)
        self._places = []
        links = tuple(self._link(deal_id, deal, found.joined))
        edges = tuple(edge for move in found.moves for edge in self._move(deal_id, deal, move))
        reason = None
        if not edges:
            reason = (
                "within one group" if found.moves else "nobody pays anybody" if found.joined else "one side not told"
            )
        return Drawn(deal, deal_id in self._ceilings, edges, links, reason, tuple(dict.fromkeys(self._places)))

    def _move(self, deal_id: str, deal: Deal, move: Move) -> Iterator[Edge]:
        together: dict[Pair, tuple[set[str], set[str]]] = {}
        for giver, getter in move.pairs:
            payer, own_payer = self._place(giver)
            receiver, own_receiver = self._place(getter)
            givers, getters = together.setdefault((payer, receiver), (set(), set()))
            givers.add(own_payer)
            getters.add(own_receiver)
        whole = (frozenset(pair[0] for pair in together), frozenset(pair[1] for pair in together))
        dollars, yearly = self._rates.convert_amount(deal), self._yearly(deal)
        ceiling = deal_id in self._ceilings or (deal.amount is not None and deal.amount.bound is Bound.MAX)
        for (payer, receiver), (givers, getters) in together.items():
            if payer != receiver:
                yield Edge(
                    deal_id=deal_id,
                    deal=deal,
                    payer=payer,
                    receiver=receiver,
                    flow=move.flow,
                    family=move.family,
                    dollars=dollars,
                    yearly=yearly,
                    givers=frozenset(givers),
                    getters=frozenset(getters),
                    pairs=len(together),
                    whole=whole,
                    ceiling=ceiling,
                )

    def nodes(self) -> dict[str, Node]:
        """The nodes that edges and links touch."""
        return {
            node: Node(node, *self._names[node], frozenset(members)) for node, members in sorted(self._members.items())
        }

    def _link(self, deal_id: str, deal: Deal, joined: Iterable[tuple[Party, Party]]) -> Iterator[Link]:
        seen = set()
        for one, other in joined:
            first, second = sorted((self._place(one)[0], self._place(other)[0]))
            if first != second and (first, second) not in seen:
                seen.add((first, second))
                yield Link(deal_id, deal, first, second)

    def _place(self, party: Party) -> Pair:
        """The node that a party is drawn as, and the company that it is."""
        place = self._companies.remembered(party, _rolled_up_place if self._graph.rolled_up else _own_place)
        self._places.append(place)
        return place[0], place[1]

    def _yearly(self, deal: Deal) -> Converted | None:
        price = deal.terms.annual_amount
        if price is None:
            return None
        return self._rates.convert(Money(value=price.value, currency=price.currency), USD, rate_day(deal))


def _own_place(party: Party, companies: Companies) -> Place:
    own = companies.identity(party)
    return own.id, own.id, own.name, own.known, own.name


def _rolled_up_place(party: Party, companies: Companies) -> Place:
    own = companies.identity(party)
    group = companies.group(own.id)
    shown = own if group == own.id else companies.by_id(group, group)
    return group, own.id, shown.name, shown.known, own.name
