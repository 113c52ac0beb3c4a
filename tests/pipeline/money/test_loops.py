"""Loops: each once, all of them, the strongest first, and what limits leave out."""

from __future__ import annotations

import random
from decimal import Decimal

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.money.cycles import Search, closed_paths, components
from pipeline.money.loops import LoopKind, Loops, find_loops
from pipeline.money.sums import Standing
from pipeline.money.words import loop_summary, loop_title
from schemas import Bound, Kind, Price, Status
from schemas.merged import Deal
from tests.pipeline.money.build import deal, graph_of, node

EDGES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=30, unique=True)


def turned(path: tuple[int, ...]) -> tuple[int, ...]:
    first = path.index(min(path))
    return path[first:] + path[:first]


@settings(max_examples=200, deadline=None)
@given(EDGES, st.integers(2, 6))
def test_every_closed_path_is_found_once(edges: list[tuple[int, int]], longest: int) -> None:
    found = [turned(path) for path in closed_paths(edges, longest, Search(10**9))]
    graph = networkx.DiGraph([edge for edge in edges if edge[0] != edge[1]])
    wanted = {turned(tuple(path)) for path in networkx.simple_cycles(graph, length_bound=longest)}
    assert len(found) == len(set(found))
    assert set(found) == wanted


@settings(max_examples=100, deadline=None)
@given(EDGES)
def test_the_strongest_come_first(edges: list[tuple[int, int]]) -> None:
    place = {edge: number for number, edge in enumerate(edges)}
    weakest = [
        max(place[pair] for pair in zip(path, (*path[1:], path[0]), strict=True))
        for path in closed_paths(edges, 6, Search(10**9))
    ]
    assert weakest == sorted(weakest)


@settings(max_examples=100, deadline=None)
@given(EDGES)
def test_components_are_those_that_lead_back(edges: list[tuple[int, int]]) -> None:
    found = components(edges)
    wanted = list(networkx.strongly_connected_components(networkx.DiGraph(edges)))
    assert len(set(found.values())) == len(wanted)
    assert all(len({found[member] for member in group}) == 1 for group in wanted)


def test_a_spent_search_says_how_much_is_left() -> None:
    chance = random.Random(1)
    edges = list({(chance.randrange(40), chance.randrange(40)) for _ in range(900)})
    search: Search[int] = Search(50)
    list(closed_paths(edges, 6, search))
    assert 0 < search.left < len(edges)


def titles(deals: list[Deal], length: int = 4, **options: object) -> list[str]:
    graph = graph_of(deals, rolled_up=bool(options.pop("rolled_up", False)))
    found: Loops = find_loops(graph, length, **options)  # type: ignore[arg-type]
    return [loop_title(graph, loop) for loop in found.found]


STORY = [
    deal("nx", "ox", 100, kind=Kind.INVESTMENT, bound=Bound.MAX, status=Status.PLANNED),
    deal("ox", "rx", 300),
    deal("rx", "nx", 40, kind=Kind.PURCHASE, bound=Bound.APPROX),
]


def test_a_circle_has_its_legs_its_smallest_and_what_is_only_planned() -> None:
    graph = graph_of(STORY)
    (loop,) = find_loops(graph).found
    assert loop.kind is LoopKind.CIRCLE
    assert loop.standing is Standing.PLANNED
    assert [(leg.payer, leg.usd, leg.ceiling) for leg in loop.legs] == [
        (node("nx"), 100 * 10**9, True),
        (node("ox"), 300 * 10**9, False),
        (node("rx"), 40 * 10**9, False),
    ]
    assert loop.smallest is not None and loop.smallest.payer == node("rx")
    assert [leg.payer for leg in loop.unsure] == [node("nx")]
    assert "not agreed: nx → ox" in loop_summary(graph, loop)


def test_loops_that_are_agreed_come_before_larger_plans() -> None:
    small = [deal("ax", "bx", 1), deal("bx", "ax", 1)]
    assert titles([*STORY, *small]) == ["ax → bx → ax", "nx → ox → rx → nx"]


def test_of_agreed_loops_the_largest_smallest_leg_comes_first() -> None:
    small = [deal("ax", "bx", 1), deal("bx", "ax", 900)]
    large = [deal("cx", "dx", 2), deal("dx", "cx", 2)]
    untold = [deal("ex", "fx", 999), deal("fx", "ex")]
    assert titles([*untold, *small, *large]) == ["cx → dx → cx", "ax → bx → ax", "ex → fx → ex"]


def test_length_and_company_choose_loops() -> None:
    ring = [deal(one, other, 1) for one, other in zip("abcde", "bcdea", strict=True)]
    named = [
        each.model_copy(update={"parties": tuple(p.model_copy(update={"name": p.name * 2}) for p in each.parties)})
        for each in ring
    ]
    assert titles(named, 4) == []
    assert titles(named, 5) == ["aa → bb → cc → dd → ee → aa"]
    both = [*STORY, *named]
    assert titles(both, 6, through=node("nx")) == ["nx → ox → rx → nx"]
    with pytest.raises(ValueError, match="2 to 6"):
        find_loops(graph_of(both), 7)


def test_equity_against_purchases_is_a_loop_of_two() -> None:
    cent = Price(value=Decimal("0.01"), currency="USD")
    graph = graph_of([deal("ox", "ax", kind=Kind.INVESTMENT, power="6", shares=Decimal(160), price_per_share=cent)])
    (loop,) = find_loops(graph).found
    assert loop.kind is LoopKind.TWO_PARTY
    assert loop.shares_for_purchases
    assert {(leg.payer, leg.only_shares) for leg in loop.legs} == {(node("ax"), True), (node("ox"), False)}


def test_a_loop_through_a_subsidiary_says_so() -> None:
    deals = [deal("Amazon", "Anthropic", 8, kind=Kind.INVESTMENT), deal("Anthropic", "AWS", 4)]
    assert titles(deals) == []
    graph = graph_of(deals, rolled_up=True)
    (loop,) = find_loops(graph).found
    assert loop.through == ("amazon",)
    assert "closes only inside the group of Amazon" in loop_summary(graph, loop)


def test_a_loop_that_needs_no_group_does_not_name_one() -> None:
    deals = [deal("Amazon", "Anthropic", 8, kind=Kind.INVESTMENT), deal("Anthropic", "Amazon", 4)]
    (loop,) = find_loops(graph_of(deals, rolled_up=True)).found
    assert loop.through == ()


TRIANGLE = [
    deal("mx", "ax", 5, kind=Kind.INVESTMENT),
    deal("nx", "ax", 10, kind=Kind.INVESTMENT),
    deal("ax", "mx", 30),
    deal("", "", kind=Kind.PARTNERSHIP, participants="mx nx"),
]


def test_three_companies_tied_by_investment_and_purchase_are_a_triangle() -> None:
    graph = graph_of(TRIANGLE)
    found = find_loops(graph).found
    assert [loop.kind for loop in found] == [LoopKind.TWO_PARTY, LoopKind.TRIANGLE]
    assert len(found[1].legs) == 3
    assert [link.deal_id for link in found[1].links] == ["D-3"]
    assert loop_title(graph, found[1]) == "ax – mx – nx"


@pytest.mark.parametrize("missing", range(4))
def test_a_triangle_needs_every_tie_and_both_kinds(missing: int) -> None:
    kept = [each for number, each in enumerate(TRIANGLE) if number != missing]
    found = [loop.kind for loop in find_loops(graph_of(kept)).found]
    # Without the first of four the two are still tied, by the purchase.
    assert (LoopKind.TRIANGLE in found) is (missing == 0)


def test_three_whose_money_runs_in_a_circle_are_listed_once() -> None:
    circle = [deal("mx", "ax", 5, kind=Kind.INVESTMENT), deal("ax", "nx", 10), deal("nx", "mx", 1)]
    assert [loop.kind for loop in find_loops(graph_of(circle)).found] == [LoopKind.CIRCLE]


def test_limits_keep_the_strongest_and_say_what_they_left_out() -> None:
    names = [f"c{number}x" for number in range(12)]
    deals = [deal(one, other, 1 + at) for at, (one, other) in enumerate((a, b) for a in names for b in names if a != b)]
    graph = graph_of(deals)
    everything = find_loops(graph, 3, most=10**6)
    assert everything.cut is None
    some = find_loops(graph, 3, most=20)
    assert some.cut is not None
    sizes = [loop.smallest.usd for loop in some.found if loop.smallest is not None]
    all_sizes = [loop.smallest.usd for loop in everything.found if loop.smallest is not None]
    assert sizes == all_sizes[:20]
    spent = find_loops(graph, 4, budget=30)
    assert spent.left > 0 and spent.cut is not None and "not followed" in spent.cut
