"""Quantities: money, power, partial dates, and the terms of a deal. Numbers are exact decimals."""

from __future__ import annotations

import calendar
import datetime
import re
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache, total_ordering
from typing import Annotated

from pydantic import Field, RootModel, field_validator

from schemas.base import Noun


class Bound(StrEnum):
    """How a number limits the true value: `max` is 'up to', `min` is 'at least'."""

    EXACT = "exact"
    APPROX = "approx"
    MAX = "max"
    MIN = "min"


Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Money(Noun):
    """A sum in units of `currency` (ISO 4217); a range carries `low` and `high` beside its midpoint."""

    value: Decimal
    currency: Currency
    bound: Bound = Bound.EXACT
    low: Decimal | None = None
    high: Decimal | None = None


class Power(Noun):
    """Electric power in gigawatts, whatever unit the text uses."""

    value: Decimal
    bound: Bound = Bound.EXACT


class Price(Noun):
    """A price per unit or a sum per year, in units of `currency`."""

    value: Decimal
    currency: Currency


_ISO = re.compile(r"^(?P<year>\d{4})(?:-(?:(?P<part>H[12]|Q[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?$")


@total_ordering
class PartialDate(RootModel[str]):
    """A date known to the year, half, quarter, month or day: `2026`, `2026-H2`, `2026-Q3`, `2026-09`, `2026-09-22`."""

    model_config = {"frozen": True}

    @field_validator("root")
    @classmethod
    def _valid(cls, text: str) -> str:
        match = _ISO.match(text)
        if match is None:
            raise ValueError(f"{text!r} is no partial date (YYYY, YYYY-H1, YYYY-Q3, YYYY-MM or YYYY-MM-DD)")
        if match["month"]:
            datetime.date(int(match["year"]), int(match["month"]), int(match["day"] or 1))
        return text

    @property
    def year(self) -> int:
        """The calendar year."""
        return int(self.root[:4])

    def first_day(self) -> datetime.date:
        """The first day that the date may mean."""
        return self._span()[0]

    def last_day(self) -> datetime.date:
        """The last day that the date may mean."""
        return self._span()[1]

    def covers(self, other: PartialDate) -> bool:
        """Whether every day of `other` lies within this date."""
        return self.first_day() <= other.first_day() and other.last_day() <= self.last_day()

    def _span(self) -> tuple[datetime.date, datetime.date]:
        return _span_of(self.root)

    def __lt__(self, other: PartialDate) -> bool:
        return (self.first_day(), self.last_day()) < (other.first_day(), other.last_day())

    def __hash__(self) -> int:
        return hash(self.root)

    def __str__(self) -> str:
        return self.root


@lru_cache(maxsize=50_000)
def _span_of(text: str) -> tuple[datetime.date, datetime.date]:
    """The first and last day of a valid partial date."""
    match = _ISO.match(text)
    assert match is not None
    year, part, month, day = int(match["year"]), match["part"], match["month"], match["day"]
    if day:
        exact = datetime.date(year, int(month), int(day))
        return exact, exact
    if month:
        first, last = int(month), int(month)
    elif part:
        size = 6 if part[0] == "H" else 3
        last = size * int(part[1])
        first = last - size + 1
    else:
        first, last = 1, 12
    return datetime.date(year, first, 1), datetime.date(year, last, calendar.monthrange(year, last)[1])


class Terms(Noun):
    """The terms of a deal; `years` is its length, `tranche` the words that stage its payment."""

    years: Decimal | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    stake_pct: Decimal | None = None
    shares: Decimal | None = None
    price_per_share: Price | None = None
    annual_amount: Price | None = None
    tranche: str | None = None
