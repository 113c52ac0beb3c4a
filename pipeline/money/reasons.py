"""Why a deal counts in a sum or does not: sentences with their values apart, to be told in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Why(StrEnum):
    """The sentences; `%(…)s` are their values."""

    COUNTS = "counts as %(bucket)s"
    CANCELLED = "does not count: cancelled"
    SHARES = "does not count: shares are given, no money"
    UNTOLD = "does not count: no sum told"
    NO_RATE = "does not count: no rate tells it in USD"
    YEARLY = "does not count: %(sum)s USD a year, and no number of years told"
    YEARS = "%(sum)s USD a year for %(years)s years"
    JOINTLY = "told jointly with others: at most %(sum)s USD of it is here"
    CEILING = "told as 'up to': a ceiling, not promised in full"
    LESS = "less %(sum)s USD that %(deal)s, a part of it, counts already"
    YEAR_OF = "does not count: the yearly figure of %(deal)s"
    PART_OF = "does not count: a part of %(deal)s"


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence with its values; `bucket` is one of `pipeline.money.sums.Bucket`, `deal` a deal's id."""

    why: Why
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.why.value % self.values if self.values else self.why.value


def reason(why: Why, **values: str) -> Reason:
    """A sentence with its values."""
    return Reason(why, values)
