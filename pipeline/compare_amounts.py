"""Whether two amounts can be those of one deal: exact, rounded, a bound, a range, restated, or yearly."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.facts import Facts, Sum
from pipeline.reason import Reason
from schemas.quantity import Bound

UNITS_PER_DOLLAR = {
    "USD": 1.0,
    "EUR": 0.87,
    "GBP": 0.75,
    "CHF": 0.80,
    "CNY": 7.1,
    "HKD": 7.8,
    "TWD": 31.0,
    "JPY": 150.0,
    "KRW": 1400.0,
    "INR": 87.0,
    "SGD": 1.3,
    "AUD": 1.53,
    "CAD": 1.39,
}
"""Rough rates, only to see whether a sum in one currency may be another one restated; nothing is converted by them."""

SAME, NEARLY, RESTATED, CLEAR = 0.01, 0.12, 0.15, 0.5
"""Relative differences: the same number, one rounded or updated, one converted at another day's rate, a clear one."""


def near(a: float, b: float, tolerance: float) -> bool:
    """Whether two numbers differ by no more than `tolerance` of the larger."""
    return abs(a - b) <= tolerance * max(abs(a), abs(b))


def in_dollars(money: Sum) -> float:
    """Roughly what a sum is in dollars; its own number where its currency is not known."""
    return money.value / UNITS_PER_DOLLAR.get(money.currency, 1.0)


def compare_amounts(a: Facts, b: Facts) -> Iterator[Reason]:
    """Reasons from the two totals and yearly sums; a clearly other total in the same currency forbids."""
    if a.annual is not None and b.annual is not None and a.annual.currency == b.annual.currency:
        same = near(a.annual.value, b.annual.value, SAME)
        yield Reason("same yearly sum", 2) if same else Reason("other yearly sum", -1)
    if a.amount is None or b.amount is None:
        yield from _from_yearly(a, b)
    elif a.amount.currency == b.amount.currency:
        yield _same_currency(a, b, a.amount, b.amount)
    else:
        yield from _restated(a.amount, b.amount)


def _from_yearly(a: Facts, b: Facts) -> Iterator[Reason]:
    """One states a total, the other a yearly sum and the years: they may come to the same."""
    for one, other in ((a, b), (b, a)):
        total = _total_of_years(other)
        if one.amount is None or total is None or one.amount.currency != total.currency:
            continue
        if near(one.amount.value, total.value, NEARLY):
            yield Reason("the yearly sum over the years is the total", 2)


def _total_of_years(facts: Facts) -> Sum | None:
    if facts.annual is None or facts.years is None:
        return None
    return Sum(facts.annual.value * facts.years, facts.annual.currency)


def _same_currency(a: Facts, b: Facts, first: Sum, second: Sum) -> Reason:
    if near(first.value, second.value, SAME) or (first.low is not None and _range(first) == _range(second)):
        return Reason("same amount, {} {:,.0f}", 3, values=(first.currency, first.value))
    if _in_range(first, second) or _in_range(second, first):
        return Reason("one amount lies in the range of the other", 1.5)
    if near(first.value, second.value, NEARLY):
        return Reason("nearly the same amount", 0.75)
    if _is_part(a, first, b, second) or _is_part(b, second, a, first):
        return Reason("one amount is a ceiling, a floor or a part of the other", -0.5)
    return Reason("{} {:,.0f} is not {:,.0f}", bars=True, values=(first.currency, first.value, second.value))


def _range(money: Sum) -> tuple[float | None, float | None]:
    return money.low, money.high


def _in_range(money: Sum, limits: Sum) -> bool:
    return limits.low is not None and limits.high is not None and limits.low <= money.value <= limits.high


def _is_part(whole: Facts, total: Sum, part: Facts, piece: Sum) -> bool:
    """Whether `piece` may be a part of `total`: below a ceiling, above a floor, a stage of it, or one year's."""
    if whole.annual is not None and near(whole.annual.value, piece.value, SAME):
        return True
    if total.bound is Bound.MIN:
        return piece.value >= total.value
    staged = total.bound is Bound.MAX or whole.tranche
    return staged and piece.value <= total.value


def _restated(first: Sum, second: Sum) -> Iterator[Reason]:
    if first.currency not in UNITS_PER_DOLLAR or second.currency not in UNITS_PER_DOLLAR:
        return
    a, b = in_dollars(first), in_dollars(second)
    values = (second.currency, second.value, first.currency, first.value)
    if near(a, b, RESTATED):
        yield Reason("{} {:,.0f} may restate {} {:,.0f}", 2, values=values)
    elif near(a, b, CLEAR):
        yield Reason("other amount in another currency", -1)
    else:
        yield Reason("{} {:,.0f} is not {} {:,.0f}", -3, values=values)
