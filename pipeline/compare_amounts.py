"""Whether two amounts can be those of one deal: exact, rounded, a bound, a range, restated, or yearly."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.facts import Facts
from pipeline.reason import Reason
from schemas.deal import DealMention
from schemas.quantity import Bound, Money, Terms

UNITS_PER_DOLLAR = {
    "USD": Decimal(1),
    "EUR": Decimal("0.87"),
    "GBP": Decimal("0.75"),
    "CHF": Decimal("0.80"),
    "CNY": Decimal("7.1"),
    "HKD": Decimal("7.8"),
    "TWD": Decimal(31),
    "JPY": Decimal(150),
    "KRW": Decimal(1400),
    "INR": Decimal(87),
    "SGD": Decimal("1.3"),
    "AUD": Decimal("1.53"),
    "CAD": Decimal("1.39"),
}
"""Rough rates, only to see whether a sum in one currency may be another one restated; nothing is converted by them."""

SAME, NEARLY, RESTATED, CLEAR = Decimal("0.01"), Decimal("0.12"), Decimal("0.15"), Decimal("0.5")
"""Relative differences: the same number, one rounded or updated, one converted at another day's rate, a clear one."""


def near(a: Decimal, b: Decimal, tolerance: Decimal) -> bool:
    """Whether two numbers differ by no more than `tolerance` of the larger."""
    return abs(a - b) <= tolerance * max(abs(a), abs(b))


def compare_amounts(a: Facts, b: Facts) -> Iterator[Reason]:
    """Reasons from the two totals and yearly sums; a clearly other total in the same currency forbids."""
    first, second = a.mention, b.mention
    if (yearly := _yearly(first.terms, second.terms)) is not None:
        yield yearly
    if first.amount is None or second.amount is None:
        yield from _from_yearly(first, second)
    elif first.amount.currency == second.amount.currency:
        yield _same_currency(first, second, first.amount, second.amount)
    else:
        yield from _restated(first.amount, second.amount)


def _yearly(a: Terms, b: Terms) -> Reason | None:
    first, second = a.annual_amount, b.annual_amount
    if first is None or second is None or first.currency != second.currency:
        return None
    return Reason("same yearly sum", 2) if near(first.value, second.value, SAME) else Reason("other yearly sum", -1)


def _from_yearly(a: DealMention, b: DealMention) -> Iterator[Reason]:
    """One states a total, the other a yearly sum and the years: they may come to the same."""
    for one, other in ((a, b), (b, a)):
        total = _total_of_years(other)
        if one.amount is None or total is None or one.amount.currency != total.currency:
            continue
        if near(one.amount.value, total.value, NEARLY):
            yield Reason("the yearly sum over the years is the total", 2)


def _total_of_years(mention: DealMention) -> Money | None:
    terms = mention.terms
    if terms.annual_amount is None or terms.years is None:
        return None
    return Money(value=terms.annual_amount.value * terms.years, currency=terms.annual_amount.currency)


def _same_currency(a: DealMention, b: DealMention, first: Money, second: Money) -> Reason:
    if near(first.value, second.value, SAME) or (_range(first) and _range(first) == _range(second)):
        return Reason(f"same amount, {first.currency} {first.value:,.0f}", 3)
    if _in_range(first, second) or _in_range(second, first):
        return Reason("one amount lies in the range of the other", 1.5)
    if near(first.value, second.value, NEARLY):
        return Reason("nearly the same amount", 0.75)
    if _is_part(a, first, b, second) or _is_part(b, second, a, first):
        return Reason("one amount is a ceiling, a floor or a part of the other", -0.5)
    return Reason(f"{first.currency} {first.value:,.0f} is not {second.value:,.0f}", bars=True)


def _range(money: Money) -> tuple[Decimal, Decimal] | None:
    return None if money.low is None or money.high is None else (money.low, money.high)


def _in_range(money: Money, limits: Money) -> bool:
    span = _range(limits)
    return span is not None and span[0] <= money.value <= span[1]


def _is_part(whole: DealMention, total: Money, part: DealMention, sum_: Money) -> bool:
    """Whether `sum_` may be a part of `total`: below a ceiling, above a floor, a stage of it, or one year's."""
    yearly = whole.terms.annual_amount
    if yearly is not None and near(yearly.value, sum_.value, SAME):
        return True
    if total.bound is Bound.MIN and part.amount is not None:
        return sum_.value >= total.value
    staged = total.bound is Bound.MAX or whole.terms.tranche is not None
    return staged and sum_.value <= total.value


def _restated(first: Money, second: Money) -> Iterator[Reason]:
    a, b = _dollars(first), _dollars(second)
    if a is None or b is None:
        return
    if near(a, b, RESTATED):
        yield Reason(f"{second.currency} {second.value:,.0f} may restate {first.currency} {first.value:,.0f}", 2)
    elif near(a, b, CLEAR):
        yield Reason("other amount in another currency", -1)
    else:
        yield Reason(f"{second.currency} {second.value:,.0f} is not {first.currency} {first.value:,.0f}", -3)


def _dollars(money: Money) -> Decimal | None:
    rate = UNITS_PER_DOLLAR.get(money.currency)
    return None if rate is None else money.value / rate
