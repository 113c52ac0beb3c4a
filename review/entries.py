"""The entries of lists: deals as lists show them, and the items of the queue."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, select

from pipeline.rates import USD, Rates, day_of_rate
from pipeline.store import models as t
from pipeline.store.load import parts_of
from pipeline.store.rows import to_date
from schemas.quantity import Money

MENTION, MERGE = "mention", "merge"

_PLAIN = re.compile(r"https?://([a-z0-9.-]+)(?:[/?#]|$)")
"""Most addresses, whose host is read at once."""


@dataclass(slots=True)
class DealEntry:
    """A deal as lists show it; `usd` and `gigawatts` are its size where told."""

    id: str
    version: int
    kind: str
    status: str
    review: str
    day: str
    languages: tuple[str, ...]
    sources: int
    conflicts: tuple[str, ...]
    confidence: float
    parties: tuple[tuple[str, str, str | None], ...]
    amount: Money | None
    usd: float | None
    gigawatts: float | None


@dataclass(slots=True)
class Item:
    """Something that a person may decide: a mention, or whether two deals are one (`other_id` is the second).

    `state` is open, accepted or rejected, `by` who said so; `source` is the host of the article's address, or the
    beginning of its name; `row` is its place in the catalogue.
    """

    key: str
    what: str
    deal_id: str
    weight: float
    kind: str
    status: str
    source: str
    day: str
    confidence: float
    state: str = "open"
    by: str = ""
    other_id: str | None = None
    uid: str = ""
    row: int = -1

    @property
    def open(self) -> bool:
        """Whether nobody has decided."""
        return self.state == "open"


def deal_entries(connection: Connection, dollars: Dollars, deal_ids: Sequence[str]) -> dict[str, DealEntry]:
    """The entries of some deals by their ids."""
    found = {}
    for part in parts_of(sorted(set(deal_ids))):
        for row in connection.execute(select(t.deal).where(t.deal.c.id.in_(part))):
            found[row.id] = deal_entry(row, dollars)
    return found


def deal_entry(row: Row[Any], dollars: Dollars) -> DealEntry:
    """The entry of a deal's row."""
    told = json.loads(row.record)
    amount = None if told["amount"] is None else Money.model_validate(told["amount"])
    power = told["power"]
    return DealEntry(
        id=row.id,
        version=row.version,
        kind=row.kind,
        status=row.status,
        review=row.review,
        day=row.day or "",
        languages=tuple(told["languages"]),
        sources=row.sources,
        conflicts=tuple(told["conflicts"]),
        confidence=told["confidence"],
        parties=tuple((each["name"], each["role"], each["company_id"]) for each in told["parties"]),
        amount=amount,
        usd=None if amount is None else dollars.of_deal(told["amount"]["value"], amount.currency, told),
        gigawatts=None if power is None else float(power["value"]),
    )


class Dollars:
    """Rates into dollars, each looked for once: lists convert a hundred thousand sums of a few hundred days."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._found: dict[tuple[str, datetime.date], Decimal | None] = {}

    def of_deal(self, value: str, currency: str, told: dict[str, Any]) -> float | None:
        """The sum of a deal's record; None where no rate tells it."""
        if currency == USD:
            return float(value)
        day = day_of_rate(to_date(told["announced"]), to_date(told["latest"]))
        return None if day is None else self._usd(value, currency, day)

    def of_mention(self, value: str, currency: str, published: str | None) -> float | None:
        """The sum of a mention by the rate of its article's day, or else by the newest."""
        if currency == USD:
            return float(value)
        date = to_date(published)
        return self._usd(value, currency, datetime.date.max if date is None else date.last_day())

    def _usd(self, value: str, currency: str, day: datetime.date) -> float | None:
        key = currency, day
        if key not in self._found:
            rate = self._rates.rate(currency, USD, day)
            self._found[key] = None if rate is None else rate.value
        found = self._found[key]
        return None if found is None else float(Decimal(value) * found)


def merge_key(first: str, second: str) -> str:
    """The key of the question whether two deals are one."""
    return f"d-{min(first, second)}~{max(first, second)}"


def source_of(url: str | None, doc_id: str) -> str:
    """Where an article comes from: its host, without `www.`, or the first part of its name."""
    host = ""
    if url and (plain := _PLAIN.match(url)):
        host = plain[1]
    elif url:
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            host = ""
    return host.removeprefix("www.") or doc_id.split("-")[0][:40]
