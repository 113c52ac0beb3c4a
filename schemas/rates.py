"""Sums in another currency, with the rate that was used and its day."""

from __future__ import annotations

import datetime
from decimal import Decimal

from pydantic import Field

from schemas.base import Noun
from schemas.quantity import Currency


class Rate(Noun):
    """What one unit of a currency is worth in another, as published on `day`; without a day where both are the same."""

    value: Decimal = Field(gt=0)
    day: datetime.date | None = None


class Converted(Noun):
    """A sum in units of `currency`, to a hundredth of it, by `rate`."""

    value: Decimal
    currency: Currency
    rate: Rate
