"""Whether two amounts can be those of one deal: exact, rounded, a bound, a range, restated, or yearly."""

from __future__ import annotations

from pipeline.facts import Facts, Sum
from pipeline.reason import Reason
from schemas.quantity import Bound

UNITS_PER_DOLLAR = {
    "USD": (1.0, 1.0),
    "EUR": (0.83, 0.98),
    "GBP": (0.72, 0.83),
    "CHF": (0.77, 0.93),
    "CNY": (6.9, 7.35),
    "HKD": (7.75, 7.85),
    "TWD": (28.5, 33.5),
    "JPY": (138.0, 162.0),
    "KRW": (1280.0, 1500.0),
    "INR": (82.0, 92.0),
    "SGD": (1.26, 1.37),
    "AUD": (1.45, 1.68),
    "CAD": (1.34, 1.47),
}
"""Between which rates a dollar was sold from 2024 to 2026, roughly: only to see whether a sum in one currency may be
another one restated; nothing is converted by them."""

SAME, NEARLY, CLEAR = 0.01, 0.12, 0.5
"""Relative differences: the same number, one rounded or updated, a clear one."""

ROUNDED = 0.02
"""By how much a restated sum may be rounded besides."""

_COARSE = 0.05

RESTATED = 0.2
"""The greatest difference between two sums, each at the middle of its rates, one of which restates the other."""


def near(a: float, b: float, tolerance: float) -> bool:
    """Whether two numbers differ by no more than `tolerance` of the larger."""
    return abs(a - b) <= tolerance * max(abs(a), abs(b))


def in_dollars(money: Sum) -> float:
    """Roughly what a sum is in dollars; its own number where its currency is not known."""
    low, high = UNITS_PER_DOLLAR.get(money.currency, (1.0, 1.0))
    return money.value * 2 / (low + high)


def compare_amounts(a: Facts, b: Facts, reasons: list[Reason]) -> None:
    """Reasons from the two totals and yearly sums; a clearly other total in the same currency forbids."""
    if a.annual is not None and b.annual is not None and a.annual.currency == b.annual.currency:
        same = near(a.annual.value, b.annual.value, SAME)
        reasons.append(Reason("same yearly sum", 2) if same else Reason("other yearly sum", -1))
    if a.amount is None or b.amount is None:
        _from_yearly(a, b, reasons)
    elif a.amount.currency == b.amount.currency:
        reasons.append(_same_currency(a, b, a.amount, b.amount))
    else:
        _restated(a.amount, b.amount, reasons)


def _from_yearly(a: Facts, b: Facts, reasons: list[Reason]) -> None:
    """One states a total, the other a yearly sum and the years: they may come to the same."""
    for one, other in ((a, b), (b, a)):
        if one.amount is None or other.annual is None or other.years is None:
            continue
        total = other.annual.value * other.years
        if one.amount.currency == other.annual.currency and near(one.amount.value, total, NEARLY):
            reasons.append(Reason("the yearly sum over the years is the total", 2))


def _same_currency(a: Facts, b: Facts, first: Sum, second: Sum) -> Reason:
    if near(first.value, second.value, SAME) or (first.low is not None and _range(first) == _range(second)):
        return Reason("same amount, {} {:,.0f}", 3, values=(first.currency, first.value))
    if _in_range(first, second) or _in_range(second, first):
        return Reason("one amount lies in the range of the other", 1.5)
    if _told_of(a, second) or _told_of(b, first):
        return Reason("one tells the other's amount as its former or other one", 2)
    if near(first.value, second.value, NEARLY):
        if first.bound is Bound.EXACT is second.bound and not rounds(first.value, second.value):
            return Reason("a somewhat other amount", -1)
        return Reason("nearly the same amount", 0.75)
    if _is_part(a, first, b, second) or _is_part(b, second, a, first):
        return Reason("one amount is a ceiling, a floor or a part of the other", -0.5)
    values = (first.currency, first.value, second.value)
    return Reason("{} {:,.0f} is not {:,.0f}", bars=True, values=values, leaves_open="sum")


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


def _restated(first: Sum, second: Sum, reasons: list[Reason]) -> None:
    if first.currency not in UNITS_PER_DOLLAR or second.currency not in UNITS_PER_DOLLAR:
        return
    a, b = in_dollars(first), in_dollars(second)
    (low, high), (least, most) = _dollar_range(first), _dollar_range(second)
    values = (second.currency, second.value, first.currency, first.value)
    if low <= most * (1 + ROUNDED) and least <= high * (1 + ROUNDED):
        reasons.append(Reason("{} {:,.0f} may restate {} {:,.0f}", 2, values=values))
    elif near(a, b, CLEAR):
        reasons.append(Reason("other amount in another currency", -1))
    else:
        reasons.append(Reason("{} {:,.0f} is not {} {:,.0f}", -3, values=values))


def _dollar_range(money: Sum) -> tuple[float, float]:
    low, high = UNITS_PER_DOLLAR[money.currency]
    return money.value / high, money.value / low


def _told_of(facts: Facts, other: Sum) -> bool:
    return any(near(each.value, other.value, SAME) for each in facts.former if each.currency == other.currency)


def rounds(a: float, b: float) -> bool:
    """Whether one of two numbers is the other with fewer digits, as people round: 5.83 to 5.8, not 2.2 to 2."""
    return near(a, b, _COARSE) and any(
        float(f"{fine:.{digits}e}") == coarse for fine, coarse in ((a, b), (b, a)) for digits in (0, 1, 2)
    )
