"""Sums that do not lie: named cases, and what holds whatever the deals are."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.money.sums import Bucket, Sums, add_up
from schemas import Bound, Kind, Price, Status
from schemas.merged import Deal
from tests.pipeline.money.build import deal, graph_of, node

BILLION = Decimal(10**9)


def paid(deals: list[Deal], payer: str = "ax", ceilings: tuple[str, ...] = ()) -> Sums:
    return add_up(graph_of(deals, ceilings).paid_by(node(payer)))


def got(deals: list[Deal], receiver: str) -> Sums:
    return add_up(graph_of(deals).paid_to(node(receiver)))


def billions(sums: Sums) -> dict[str, Decimal]:
    return {bucket.value: value / BILLION for bucket, value in sums.totals.items()}


def why(sums: Sums, deal_id: str) -> str:
    (entry,) = [each for each in sums.entries if each.deal_id == deal_id]
    return entry.why


def test_plans_rumours_and_promises_are_told_apart() -> None:
    sums = paid([deal("ax", "bx", number, status=status) for number, status in enumerate(Status, start=1)])
    assert billions(sums) == {"rumoured": 1, "planned": 2, "firm": 3 + 4}


def test_a_ceiling_is_never_a_promise() -> None:
    sums = paid([deal("ax", "bx", 100, bound=Bound.MAX), deal("ax", "cx", 5)])
    assert billions(sums) == {"firm": 5, "firm, up to": 100}
    assert "ceiling" in why(sums, "D-0")
    assert billions(paid([deal("ax", "bx", 100)], ceilings=("D-0",))) == {"firm, up to": 100}


def test_at_least_and_about_mark_their_sum() -> None:
    assert paid([deal("ax", "bx", 3, bound=Bound.MIN)]).words() == "firm ≥3bn USD"
    assert paid([deal("ax", "bx", 3, bound=Bound.APPROX)]).words() == "firm ~3bn USD"


def test_of_a_total_and_its_tranche_one_counts() -> None:
    whole = deal("ax", "bx", 100, kind=Kind.INVESTMENT)
    tranche = deal("ax", "bx", 10, kind=Kind.INVESTMENT, tranche="the first tranche")
    sums = paid([whole, tranche])
    assert billions(sums) == {"firm": 100}
    assert why(sums, "D-1") == "does not count: a part of D-0"


def test_a_tranche_that_is_surer_than_its_whole_counts_and_the_whole_less() -> None:
    whole = deal("ax", "bx", 100, kind=Kind.INVESTMENT, bound=Bound.MAX, status=Status.PLANNED)
    tranche = deal("ax", "bx", 10, kind=Kind.INVESTMENT, status=Status.COMPLETED, tranche="the first tranche")
    sums = paid([whole, tranche])
    assert billions(sums) == {"firm": 10, "planned, up to": 90}
    assert "less 10bn USD that D-1" in why(sums, "D-0")


def test_orders_that_follow_each_other_all_count() -> None:
    orders = [deal("ax", "bx", sum_) for sum_ in ("11.9", "4", "6.5")]
    assert billions(paid(orders)) == {"firm": Decimal("22.4")}


def test_a_yearly_figure_is_not_added_to_the_total_that_it_makes() -> None:
    total = deal("ax", "bx", 300, years=Decimal(5))
    yearly = deal("ax", "bx", yearly="60")
    assert billions(paid([total, yearly])) == {"firm": 300}
    yearly_for_years = deal("ax", "bx", yearly="60", years=Decimal(5))
    assert billions(paid([total, yearly_for_years])) == {"firm": 300}


def test_a_yearly_figure_makes_a_sum_only_by_its_years() -> None:
    assert billions(paid([deal("ax", "bx", yearly="60", years=Decimal(5))])) == {"firm": 300}
    sums = paid([deal("ax", "bx", yearly="60")])
    assert billions(sums) == {}
    assert "60bn USD a year" in why(sums, "D-0")


def test_an_amount_that_is_the_yearly_figure_is_no_total() -> None:
    assert billions(paid([deal("ax", "bx", 60, yearly="60")])) == {}


def test_a_joint_sum_counts_once_for_who_gets_it_and_in_full_for_nobody_who_pays() -> None:
    joint = [deal("ax bx", "cx", 40, kind=Kind.INVESTMENT)]
    assert billions(got(joint, "cx")) == {"firm": 40}
    assert billions(paid(joint, "ax")) == {"firm, up to": 40}
    assert "jointly" in why(paid(joint, "ax"), "D-0")
    assert billions(add_up(graph_of(joint).edges)) == {"firm": 40}


def test_shares_of_a_joint_sum_are_not_added_to_it() -> None:
    joint = deal("ax bx", "cx", 15, kind=Kind.INVESTMENT)
    shares = [deal("ax", "cx", 10, kind=Kind.INVESTMENT), deal("bx", "cx", 5, kind=Kind.INVESTMENT)]
    assert billions(got([joint, *shares], "cx")) == {"firm": 15}
    assert billions(paid([joint, *shares], "ax")) == {"firm": 10, "firm, up to": 5}


def test_an_earlier_deal_of_one_of_them_is_no_share() -> None:
    joint = deal("ax bx", "cx", 15, kind=Kind.INVESTMENT)
    earlier = deal("ax", "cx", 10, kind=Kind.INVESTMENT, announced="2023-01-23")
    assert billions(got([joint, earlier], "cx")) == {"firm": 25}


def test_shares_given_are_no_money() -> None:
    cent = Price(value=Decimal("0.01"), currency="USD")
    graph = graph_of([deal("ax", "bx", 90, kind=Kind.INVESTMENT, power="6", price_per_share=cent)])
    assert billions(add_up(graph.paid_by(node("bx")))) == {}
    assert billions(add_up(graph.paid_by(node("ax")))) == {"firm": 90}


def test_a_sum_without_a_rate_is_named() -> None:
    sums = paid([deal("ax", "bx", 3, currency="XTS")])
    assert billions(sums) == {}
    assert "no rate" in why(sums, "D-0")


COMPANIES = ["ax", "bx", "cx", "dx"]
DEALS = st.lists(
    st.builds(
        deal,
        st.sampled_from(["ax", "bx", "ax bx", "cx"]),
        st.sampled_from(["dx", "ex", "dx ex"]),
        st.one_of(st.none(), st.integers(1, 500)),
        kind=st.sampled_from([Kind.INVESTMENT, Kind.COMPUTE, Kind.DEBT]),
        status=st.sampled_from(Status),
        bound=st.sampled_from(Bound),
        yearly=st.one_of(st.none(), st.integers(1, 90).map(str)),
        years=st.one_of(st.none(), st.integers(1, 10).map(Decimal)),
        tranche=st.one_of(st.none(), st.just("the first tranche")),
        announced=st.sampled_from([None, "2025", "2025-03-01", "2025-10-01"]),
    ),
    max_size=8,
)


def told(each: Deal) -> Decimal:
    """The most that a deal can add to any sum."""
    terms = each.terms
    own = Decimal(0) if each.amount is None else each.amount.value
    yearly = Decimal(0) if terms.annual_amount is None else terms.annual_amount.value
    return max(own, yearly * (terms.years or 1))


@settings(max_examples=150, deadline=None)
@given(DEALS)
def test_no_sum_is_more_than_what_its_deals_tell(deals: list[Deal]) -> None:
    sums = add_up(graph_of(deals).edges)
    firm = [each for each in deals if each.status in (Status.AGREED, Status.COMPLETED)]
    no_ceilings = [each for each in firm if each.amount is None or each.amount.bound is not Bound.MAX]
    assert sums.firm <= sum((told(each) for each in no_ceilings), Decimal(0))
    assert sum(sums.totals.values(), Decimal(0)) <= sum((told(each) for each in deals), Decimal(0))
    assert all(value >= 0 for value in sums.totals.values())


@settings(max_examples=150, deadline=None)
@given(DEALS)
def test_every_deal_comes_with_a_reason_and_the_reasons_make_the_sum(deals: list[Deal]) -> None:
    graph = graph_of(deals)
    sums = add_up(graph.edges)
    assert sorted(entry.deal_id for entry in sums.entries) == sorted({edge.deal_id for edge in graph.edges})
    for bucket in Bucket:
        parts = [entry.usd for entry in sums.entries if entry.bucket is bucket and entry.usd is not None]
        assert sum(parts, Decimal(0)) == sums.of(bucket)
    assert all(entry.why for entry in sums.entries)
    assert all((entry.usd is None) == (entry.bucket is None) for entry in sums.entries)


@settings(max_examples=100, deadline=None)
@given(DEALS, st.randoms())
def test_sums_do_not_depend_on_the_order_of_deals(deals: list[Deal], chance: random.Random) -> None:
    edges = list(graph_of(deals).edges)
    shuffled = edges.copy()
    chance.shuffle(shuffled)
    assert add_up(shuffled) == add_up(edges)


@settings(max_examples=100, deadline=None)
@given(DEALS, st.integers(1, 500))
def test_what_is_cancelled_changes_nothing(deals: list[Deal], billion: int) -> None:
    more = [*deals, deal("ax", "dx", billion, status=Status.CANCELLED)]
    assert add_up(graph_of(more).edges).totals == add_up(graph_of(deals).edges).totals


@settings(max_examples=100, deadline=None)
@given(DEALS)
def test_ceilings_alone_promise_nothing(deals: list[Deal]) -> None:
    names = [f"D-{number}" for number in range(len(deals))]
    assert add_up(graph_of(deals, names).edges).firm == 0


@settings(max_examples=100, deadline=None)
@given(DEALS)
def test_payers_alone_never_claim_more_than_all_together(deals: list[Deal]) -> None:
    graph = graph_of(
        [each.model_copy(update={"terms": each.terms.model_copy(update={"tranche": None})}) for each in deals]
    )
    alone = sum((add_up(graph.paid_by(node(name))).firm for name in COMPANIES), Decimal(0))
    # What a receiver counts once as joint, its payers count as shares where they tell them: never more.
    assert alone <= sum((told(each) for each in deals), Decimal(0))


@pytest.mark.parametrize("bucket", Bucket)
def test_a_bucket_that_holds_nothing_is_nought(bucket: Bucket) -> None:
    assert Sums().of(bucket) == 0
    assert Sums().words() == "no sum told"
