"""When a deal's money is due: by calendar year where its terms say so."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import ROUND_DOWN, Context, Decimal

from schemas.quantity import Terms

_EXACT = Context(prec=100, rounding=ROUND_DOWN)
_CENT = Decimal("0.01")
_MOST_MONTHS = 1_200


@dataclass(frozen=True, slots=True)
class Due:
    """What is due in a year, in USD; `year` is None where no terms say when, `spread` marks an even split of a total
    that nobody told by year.
    """

    year: int | None
    usd: Decimal
    spread: bool = False


def schedule(usd: Decimal, terms: Terms) -> tuple[Due, ...]:
    """A sum by year, evenly by months over the time that terms tell; the parts add up to the sum exactly.

    The time is from `start` to `end`, or `years` from `start` or up to `end`. Without two of them there is no time.
    """
    months = window(terms)
    if months is None:
        return (Due(None, usd),)
    first, count = months
    by_year: dict[int, int] = {}
    for month in range(first, first + count):
        by_year[month // 12] = by_year.get(month // 12, 0) + 1
    if len(by_year) == 1:
        return (Due(next(iter(by_year)), usd),)
    found = []
    left = usd
    for year, own in list(by_year.items())[:-1]:
        part = _EXACT.quantize(_EXACT.divide(_EXACT.multiply(usd, Decimal(own)), Decimal(count)), _CENT)
        found.append(Due(year, part, spread=True))
        left = _EXACT.subtract(left, part)
    return (*found, Due(max(by_year), left, spread=True))


def window(terms: Terms) -> tuple[int, int] | None:
    """The first month (counted from the year 0) of a deal's time, and how many months it is; None if it is not told."""
    start = None if terms.start is None else _month(terms.start.first_day())
    end = None if terms.end is None else _month(terms.end.last_day())
    length = None if terms.years is None else max(1, round(terms.years * 12))
    if start is not None and end is not None:
        length = end - start + 1
    elif start is None and end is not None and length is not None:
        start = end - length + 1
    if start is None or length is None or not 0 < length <= _MOST_MONTHS or start < 12:
        return None
    return start, length


def _month(day: datetime.date) -> int:
    return day.year * 12 + day.month - 1
