"""When money is due, and what companies promised and were promised."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.money.commitments import commitments
from pipeline.money.schedule import Due, schedule
from pipeline.money.sums import Bucket
from schemas import Bound, Kind, PartialDate, Price, Status, Terms
from tests.pipeline.money.build import deal, graph_of, node


def due(usd: int, **terms: object) -> dict[int | None, Decimal]:
    return {each.year: each.usd for each in schedule(Decimal(usd), Terms(**terms))}  # type: ignore[arg-type]


def test_a_total_over_years_is_spread_evenly_and_says_so() -> None:
    parts = schedule(Decimal(300), Terms(years=Decimal(5), start=PartialDate("2027")))
    assert parts == tuple(Due(year, Decimal(60), spread=True) for year in range(2027, 2032))


@pytest.mark.parametrize(
    ("terms", "wanted"),
    [
        ({"years": "1", "start": "2026-H2"}, {2026: 6, 2027: 6}),
        ({"years": "2", "end": "2027"}, {2026: 6, 2027: 6}),
        ({"start": "2026-10", "end": "2027-12"}, {2026: Decimal("2.4"), 2027: Decimal("9.6")}),
        ({"start": "2026", "end": "2026"}, {2026: 12}),
        ({"years": "5"}, {None: 12}),
        ({"start": "2026"}, {None: 12}),
        ({"start": "2031", "end": "2026"}, {None: 12}),
        ({"years": "1000", "start": "2026"}, {None: 12}),
        ({}, {None: 12}),
    ],
)
def test_terms_say_when(terms: dict[str, str], wanted: dict[int | None, object]) -> None:
    assert due(12, **terms) == wanted


@given(
    st.decimals(min_value=0, max_value=10**15, places=2),
    st.integers(1, 400).map(lambda months: Decimal(months) / 12),
    st.sampled_from(["2026", "2026-H2", "2026-Q4", "2026-11", "2026-11-21"]),
)
def test_the_parts_make_the_whole(usd: Decimal, years: Decimal, start: str) -> None:
    parts = schedule(usd, Terms(years=years, start=PartialDate(start)))
    assert sum((each.usd for each in parts), Decimal(0)) == usd
    assert all(each.usd >= 0 for each in parts)
    assert [each.year for each in parts] == sorted({each.year for each in parts if each.year})


DEALS = [
    deal("ox", "rx", 300, years=Decimal(5), start=PartialDate("2027"), power="4.5"),
    deal("ox", "wx", 38, years=Decimal(7)),
    deal("nx", "ox", 100, kind=Kind.INVESTMENT, bound=Bound.MAX, status=Status.PLANNED, power="10"),
]


def test_what_a_company_pays_and_gets() -> None:
    each = next(each for each in commitments(graph_of(DEALS)) if each.node == node("ox"))
    assert each.to_pay.sums.firm == 338 * 10**9
    assert each.to_get.sums.totals == {Bucket.PLANNED_UP_TO: 100 * 10**9}
    assert list(each.to_pay.by_year) == [2027, 2028, 2029, 2030, 2031, None]
    assert each.to_pay.by_year[2027].usd == {Bucket.FIRM: 60 * 10**9}
    assert each.to_pay.by_year[2027].spread
    assert each.to_pay.by_year[None].usd == {Bucket.FIRM: 38 * 10**9}
    assert not each.to_pay.by_year[None].spread
    assert each.to_pay.by_year[2027].gigawatts == {Bucket.FIRM: Decimal("4.5")}
    assert each.to_get.gigawatts(Bucket.PLANNED) == 10
    assert [promise.others for promise in each.to_pay.promises] == [(node("rx"),), (node("wx"),)]


def test_who_promised_the_most_comes_first() -> None:
    assert next(each.node for each in commitments(graph_of(DEALS))) == node("ox")
    assert [each.node for each in commitments(graph_of(DEALS), [node("wx")])] == [node("wx")]


def test_a_part_tells_the_power_of_the_whole_once_more() -> None:
    whole = deal("ox", "rx", 300, power="4.5")
    part = deal("ox", "rx", 60, power="4.5", tranche="the first tranche")
    (each,) = commitments(graph_of([whole, part]), [node("ox")])
    assert each.to_pay.gigawatts(Bucket.FIRM) == Decimal("4.5")


def test_shares_given_bring_no_power() -> None:
    cent = Price(value=Decimal("0.01"), currency="USD")
    graph = graph_of([deal("ox", "ax", kind=Kind.INVESTMENT, power="6", price_per_share=cent)])
    (issuer,) = commitments(graph, [node("ax")])
    assert issuer.to_pay.gigawatts(Bucket.FIRM) == 0
    assert issuer.to_get.gigawatts(Bucket.FIRM) == 6
