"""A quantity as a span of the matching text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class QuantityKind(StrEnum):
    """What a quantity measures; its value is in units of the currency, GW, GWh, years, shares, per cent or pieces."""

    MONEY = "money"
    PRICE = "price_per_share"
    POWER = "power"
    ENERGY = "energy"
    DURATION = "duration"
    DATE = "date"
    SHARES = "shares"
    PERCENT = "percent"
    CHIPS = "chips"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at `start:end` of the matching text.

    `value` is None for a date and for a vague amount (bound `vague`: 'tens of billions', 数百亿). `cue_start` is where
    the words of its bound begin, `iso` the value of a date, `low` and `high` the ends of a range.
    """

    kind: QuantityKind
    start: int
    end: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str | None = None
    bound: str = "exact"
    iso: str | None = None
    cue_start: int = -1
