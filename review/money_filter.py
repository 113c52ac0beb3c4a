"""Which deals the pages of the money are about; the filter lives in the address of the page."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from pipeline.money.view import Wanted
from pipeline.search import Filter
from schemas.deal import Kind, Status
from schemas.merged import Review
from schemas.quantity import PartialDate

GROUP, COMPANY = BY = ("group", "company")
SURE = "sure"
STATUSES = {
    SURE: frozenset({Status.AGREED, Status.COMPLETED}),
    **{each.value: frozenset({each}) for each in Status},
}
"""What may be asked for by name; nothing asked for is all but cancelled."""

_BILLIONS = re.compile(r"[0-9]{1,7}(\.[0-9]{1,6})?")
_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


@dataclass(frozen=True, slots=True)
class MoneyFilter:
    """Which deals are wanted; an empty field leaves it open.

    `company` is any name of a company that must have a part in what is shown, `least` billions of USD, `since` a year,
    month or day. `by` is group or company: whether subsidiaries count as their group; empty as is usual on the page.
    """

    company: str = ""
    kind: str = ""
    status: str = ""
    since: str = ""
    least: str = ""
    reviewed: str = ""
    by: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> MoneyFilter:
        """The filter of a query; kinds and statuses that there are none of are left out."""
        told = {field.name: query.get(field.name, "").strip()[:200] for field in fields(cls)}
        told["by"] = told["by"] if told["by"] in BY else ""
        told["kind"] = told["kind"] if told["kind"] in list(Kind) else ""
        told["status"] = told["status"] if told["status"] in STATUSES else ""
        return cls(**told)

    def query(self) -> list[tuple[str, str]]:
        """The filter as it stands in an address."""
        named = [(field.name, str(getattr(self, field.name))) for field in fields(self)]
        return [(name, value) for name, value in named if value]

    def faults(self) -> list[str]:
        """The fields that make no sense, and are not followed."""
        bad_least = self.least and not _BILLIONS.fullmatch(self.least)
        bad_since = self.since and self._day() is None
        return [name for name, bad in (("least", bad_least), ("since", bad_since)) if bad]

    def wanted(self, usual: str) -> Wanted:
        """What the money is looked at for, without the company: one view serves all of them."""
        return Wanted(
            Filter(
                kind=Kind(self.kind) if self.kind else None,
                min_amount=Decimal(self.least) * 10**9 if _BILLIONS.fullmatch(self.least) else None,
                since=self._day(),
                review=Review.ACCEPTED if self.reviewed else None,
            ),
            statuses=STATUSES.get(self.status),
            rolled_up=(self.by or usual) == GROUP,
        )

    def _day(self) -> datetime.date | None:
        if not _DAY.fullmatch(self.since):
            return None
        try:
            return PartialDate(self.since).first_day()
        except ValueError:
            return None
