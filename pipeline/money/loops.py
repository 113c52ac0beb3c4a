"""Loops: closed paths of money, two companies that pay each other, and triangles of investment and purchase.

They are ranked by the least sure of their legs, then by the smallest: where all is agreed and much flows in every leg,
first. What the limits leave out is told, and is weaker than what was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from pipeline.money.cycles import Search, closed_paths
from pipeline.money.graph import Link, MoneyGraph, Pair
from pipeline.money.legs import Leg, legs_of
from pipeline.money.payments import Family
from pipeline.money.sums import STANDINGS, Standing
from pipeline.pause import without_collecting

DEFAULT_LENGTH = 4
MOST_LENGTH = 6
MOST_LOOPS = 1_000
BUDGET = 3_000_000
"""Places looked at before a search gives up: some seconds."""


class LoopKind(StrEnum):
    """The form of a loop: a triangle is three companies tied by investment and purchase without a closed path."""

    CIRCLE = "circle"
    TWO_PARTY = "two-party"
    TRIANGLE = "triangle"


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop.

    `members` are nodes in the direction of the money (in a triangle: by id), `legs` what flows between them, `links`
    the ties of a triangle whose direction is not told. `standing` is that of the least sure leg, `smallest` the leg
    with the least USD among those that tell a sum, `untold` how many tell none. `through` are the groups of which one
    company is paid and another pays on.
    """

    kind: LoopKind
    members: tuple[str, ...]
    legs: tuple[Leg, ...]
    links: tuple[Link, ...]
    standing: Standing
    smallest: Leg | None
    untold: int
    through: tuple[str, ...] = ()

    @property
    def unsure(self) -> tuple[Leg, ...]:
        """The legs that are only plans or rumours."""
        return tuple(leg for leg in self.legs if leg.standing is not Standing.FIRM)

    @property
    def shares_for_purchases(self) -> bool:
        """Whether one side invests or gives shares and the other buys: equity against purchases."""
        if self.kind is not LoopKind.TWO_PARTY:
            return False
        one, other = self.legs
        return any(a.has(Family.EQUITY) and b.has(Family.SUPPLY) for a, b in ((one, other), (other, one)))


@dataclass(slots=True)
class Loops:
    """Loops, the first the one to look at first. `cut` says what limits left out, `left` how many legs were not
    looked at.
    """

    found: list[Loop] = field(default_factory=list)
    cut: str | None = None
    left: int = 0


@without_collecting()
def find_loops(
    graph: MoneyGraph,
    length: int = DEFAULT_LENGTH,
    *,
    through: str | None = None,
    most: int = MOST_LOOPS,
    budget: int = BUDGET,
    legs: Mapping[Pair, Leg] | None = None,
) -> Loops:
    """The loops of a graph.

    Args:
        graph: Companies or, better, groups: a loop that closes only inside a group is then found and says so.
        length: The most legs of a closed path, 2 to 6.
        through: The node that they must hold.
        most: The most loops of each form.
        budget: The most places to look at.
        legs: The legs of the graph where they are known already.

    Raises:
        ValueError: If the length makes no sense.
    """
    if not 2 <= length <= MOST_LENGTH:
        raise ValueError(f"a loop has 2 to {MOST_LENGTH} legs, not {length}")
    known = dict(legs_of(graph) if legs is None else legs)
    near = known if through is None else _near(known, through, length)
    result = Loops()
    _add_circles(result, graph, near, length, through, most, budget)
    _add_triangles(result, graph, known, through, most, budget)
    result.found.sort(key=_rank)
    return result


def _rank(loop: Loop) -> tuple[object, ...]:
    size = loop.smallest.usd if loop.smallest is not None and loop.smallest.usd is not None else Decimal(0)
    return (
        loop.standing,
        loop.kind is LoopKind.TRIANGLE,
        loop.untold > 0,
        -size,
        len(loop.members),
        loop.members,
    )


def _add_circles(
    result: Loops, graph: MoneyGraph, legs: dict[Pair, Leg], length: int, through: str | None, most: int, budget: int
) -> None:
    """Pass by pass: first what is firm throughout, then what holds a plan, then what holds a rumour."""
    search: Search[str] = Search(budget)
    for standing in Standing:
        usable = sorted((leg for leg in legs.values() if leg.standing <= standing), key=_strength)
        if not any(leg.standing is standing for leg in usable):
            continue
        for path in closed_paths([leg.pair for leg in usable], length, search):
            own = [legs[pair] for pair in zip(path, (*path[1:], path[0]), strict=True)]
            if max(leg.standing for leg in own) is not standing or (through is not None and through not in path):
                continue
            if len(result.found) >= most:
                result.cut = f"only the first {most:,} closed paths; every other one is weaker"
                return
            result.found.append(_circle(graph, path, own))
        if search.spent:
            result.left = search.left
            result.cut = f"{search.left:,} of {len(legs):,} legs, the weakest, were not followed: too many paths"
            return


def _strength(leg: Leg) -> tuple[object, ...]:
    return (leg.usd is None, -(leg.usd or Decimal(0)), leg.pair)


def _circle(graph: MoneyGraph, path: tuple[str, ...], legs: list[Leg]) -> Loop:
    first = path.index(min(path))
    members = path[first:] + path[:first]
    turned = tuple(legs[first:] + legs[:first])
    kind = LoopKind.TWO_PARTY if len(path) == 2 else LoopKind.CIRCLE
    return Loop(kind, members, turned, (), *_weakest(turned), _inside_groups(turned))


def _weakest(legs: Iterable[Leg]) -> tuple[Standing, Leg | None, int]:
    own = tuple(legs)
    told = [leg for leg in own if leg.usd is not None]
    smallest = min(told, key=lambda leg: (leg.usd, leg.pair), default=None)
    return max(leg.standing for leg in own), smallest, len(own) - len(told)


def _inside_groups(legs: tuple[Leg, ...]) -> tuple[str, ...]:
    """The groups of which no single company both is paid in the leg before and pays in the leg behind."""
    found = []
    for before, behind in zip((legs[-1], *legs[:-1]), legs, strict=True):
        paid = {company for edge in before.edges for company in edge.getters}
        paying = {company for edge in behind.edges for company in edge.givers}
        if not paid & paying:
            found.append(behind.payer)
    return tuple(sorted(set(found)))


def _near(legs: Mapping[Pair, Leg], node: str, length: int) -> dict[Pair, Leg]:
    """The legs that can be part of a closed path through a node."""
    ahead, back = _distances(legs, node, False), _distances(legs, node, True)
    return {
        pair: leg
        for pair, leg in legs.items()
        if pair[0] in ahead and pair[1] in back and ahead[pair[0]] + 1 + back[pair[1]] <= length
    }


def _distances(legs: Iterable[Pair], node: str, backwards: bool) -> dict[str, int]:
    out: dict[str, list[str]] = defaultdict(list)
    for first, last in legs:
        if backwards:
            first, last = last, first
        out[first].append(last)
    found, edge = {node: 0}, [node]
    while edge:
        edge = [last for first in edge for last in _new(out[first], found, found[first] + 1)]
    return found


def _new(nodes: Iterable[str], found: dict[str, int], distance: int) -> Iterator[str]:
    for node in nodes:
        if node not in found:
            found[node] = distance
            yield node


@dataclass(slots=True)
class _Tie:
    """All between two companies in either direction, and without one."""

    legs: list[Leg] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    @property
    def standing(self) -> Standing:
        return min([*(leg.standing for leg in self.legs), *(STANDINGS[link.deal.status] for link in self.links)])

    @property
    def usd(self) -> Decimal:
        return max((leg.usd for leg in self.legs if leg.usd is not None), default=Decimal(0))


def _add_triangles(
    result: Loops, graph: MoneyGraph, legs: Mapping[Pair, Leg], through: str | None, most: int, budget: int
) -> None:
    ties = _ties(graph, legs)
    closed = {frozenset(loop.members) for loop in result.found if len(loop.members) == 3}
    near: dict[str, set[str]] = defaultdict(set)
    steps = count = 0
    ordered = sorted(ties.items(), key=lambda item: (item[1].standing, -item[1].usd, item[0]))
    for number, ((one, other), _) in enumerate(ordered):
        for third in sorted(near[one] & near[other]):
            steps += 1
            trio = frozenset((one, other, third))
            if (through is None or through in trio) and trio not in closed:
                made = _triangle(ties, tuple(sorted(trio)), legs)
                if made is not None:
                    count += 1
                    result.found.append(made)
        if count >= most or steps >= budget:
            left = len(ordered) - number - 1
            if left:
                cut = f"triangles of the {left:,} weakest ties are left out"
                result.cut = cut if result.cut is None else f"{result.cut}; {cut}"
            return
        near[one].add(other)
        near[other].add(one)


def _ties(graph: MoneyGraph, legs: Mapping[Pair, Leg]) -> dict[Pair, _Tie]:
    found: dict[Pair, _Tie] = defaultdict(_Tie)
    for (payer, receiver), leg in legs.items():
        found[min(payer, receiver), max(payer, receiver)].legs.append(leg)
    for link in graph.links:
        if link.deal.status in STANDINGS:
            found[link.first, link.second].links.append(link)
    return dict(found)


def _triangle(ties: Mapping[Pair, _Tie], trio: tuple[str, ...], legs: Mapping[Pair, Leg]) -> Loop | None:
    """Three companies as a triangle; None where their money runs in a circle or is not of both families."""
    one, two, three = trio
    if any(all(pair in legs for pair in turn) for turn in _turns(trio)):
        return None
    own = [ties[one, two], ties[one, three], ties[two, three]]
    flows = tuple(leg for tie in own for leg in tie.legs)
    links = tuple(link for tie in own if not tie.legs for link in tie.links)
    invested = any(leg.has(Family.EQUITY) for leg in flows)
    if sum(bool(tie.legs) for tie in own) < 2 or not invested or not any(leg.has(Family.SUPPLY) for leg in flows):
        return None
    _, smallest, untold = _weakest(flows)
    return Loop(LoopKind.TRIANGLE, trio, flows, links, max(tie.standing for tie in own), smallest, untold)


def _turns(trio: tuple[str, ...]) -> tuple[tuple[Pair, ...], ...]:
    one, two, three = trio
    return ((one, two), (two, three), (three, one)), ((one, three), (three, two), (two, one))
