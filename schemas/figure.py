"""Company figures: what an article reports of a company itself, such as revenue or debt. Never a deal."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from pydantic import Field, model_validator

from schemas.base import Noun
from schemas.evidence import Evidence
from schemas.quantity import Bound, Money, PartialDate


class Measure(StrEnum):
    """What is measured of a company; a debt ratio is in per cent, all else is money."""

    REVENUE = "revenue"
    DEBT = "debt"
    DEBT_RATIO = "debt ratio"
    CAPITAL_SPENDING = "capital spending"
    BACKLOG = "backlog"
    MARKET_VALUE = "market value"
    VALUATION = "valuation"


class Basis(StrEnum):
    """Whether a figure is told as a fact, or expected, estimated or aimed at by somebody."""

    REPORTED = "reported"
    EXPECTED = "expected"


class CompanyFigure(Noun):
    """A figure of a company as one article reports it.

    `company_id` is its gazetteer identity if known; a sum is in `amount`, a ratio in `percent`; `period` is the time
    that it is of, as far as the sentence says; `rule` is the id of the rule that found it.
    """

    company: str = Field(min_length=1)
    company_id: str | None = None
    measure: Measure
    amount: Money | None = None
    percent: Decimal | None = None
    bound: Bound = Bound.EXACT
    period: PartialDate | None = None
    basis: Basis = Basis.REPORTED
    quote: str = Field(min_length=1)
    evidence: tuple[Evidence, ...]
    rule: str = Field(min_length=1)

    @model_validator(mode="after")
    def _one_value(self) -> CompanyFigure:
        if (self.measure is Measure.DEBT_RATIO) != (self.percent is not None) or (self.amount is None) == (
            self.percent is None
        ):
            raise ValueError(f"a figure of {self.measure} has one value, in per cent for a ratio and else in money")
        return self
