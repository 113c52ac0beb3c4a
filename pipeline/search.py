"""Finding deals: by any name of a company, kind, status, size, day and language."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select, select

from pipeline.rates import Rates
from pipeline.resolve import PROVISIONAL, company_ids, normal_name
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.deals import deal_of
from pipeline.store.load import parts_of
from pipeline.store.log import companies_of
from schemas.article import Language
from schemas.deal import Kind, Status
from schemas.merged import Deal, Review


@dataclass(frozen=True, slots=True)
class Filter:
    """Which deals are wanted; None leaves a field open.

    `min_amount` is in units of `currency`; sums in others are compared by the rate of their deal's day, and left out
    where there is none. `since` is compared with the day a deal was announced, or else last written of. `company` is
    any of its names; its subsidiaries count too. Deals that people rejected are left out unless `review` asks for them.
    """

    company: str | None = None
    kind: Kind | None = None
    status: Status | None = None
    min_amount: Decimal | None = None
    currency: str = "USD"
    since: datetime.date | None = None
    language: Language | None = None
    review: Review | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Deals with their ids, the newest first; `incomparable` counts those left out because no rate tells their size."""

    deals: list[tuple[str, Deal]]
    incomparable: int = 0


def find_deals(store: Store, wanted: Filter | None = None, rates: Rates | None = None) -> list[tuple[str, Deal]]:
    """Deals with their ids, the newest first. Without rates, `min_amount` leaves out deals in other currencies."""
    return search(store, wanted or Filter(), rates).deals


class ReadDeals:
    """Deals that were read before, of which only those that have changed since are read again."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[int, Deal]] = {}

    def take_in(self, connection: Connection) -> None:
        """Read what is new or changed, and forget what is gone."""
        now = {row.id: row.version for row in connection.execute(select(t.deal.c.id, t.deal.c.version))}
        held = {deal_id: own for deal_id, own in self._read.items() if now.get(deal_id) == own[0]}
        fresh = [deal_id for deal_id in now if deal_id not in held]
        if len(fresh) > len(now) // 2:
            held.update((row.id, (row.version, deal_of(row))) for row in connection.execute(select(t.deal)))
        else:
            for part in parts_of(fresh):
                rows = connection.execute(select(t.deal).where(t.deal.c.id.in_(part)))
                held.update((row.id, (row.version, deal_of(row))) for row in rows)
        self._read = held

    def deal(self, deal_id: str) -> Deal:
        """A deal as it was taken in."""
        return self._read[deal_id][1]


def search(store: Store, wanted: Filter, rates: Rates | None = None, read: ReadDeals | None = None) -> Found:
    """As `find_deals`, and how many could not be compared with `min_amount`; `read` are deals of the same database."""
    deals: list[tuple[str, Deal]] = []
    incomparable = 0
    with store.reading(frozen=True) as connection:
        query = _query(connection, wanted)
        if read is not None:
            read.take_in(connection)
            query = query.with_only_columns(t.deal.c.id, t.deal.c.amount_value, t.deal.c.amount_currency)
        for row in connection.execute(query):
            if len(deals) == wanted.limit:
                break
            deal = None if read is None else read.deal(row.id)
            large = _large_enough(row, wanted, rates, deal)
            if large:
                deals.append((row.id, deal or deal_of(row)))
            incomparable += large is None
    return Found(deals, incomparable)


def deal_by_id(store: Store, deal_id: str) -> Deal:
    """The deal with this very id, which must be there (`Store.resolve_id` tells)."""
    with store.reading() as connection:
        return deal_of(connection.execute(select(t.deal).where(t.deal.c.id == deal_id)).one())


def companies_called(connection: Connection, name: str) -> set[str]:
    """Ids of the companies in the database that go by a name, in any script, and of all that they own."""
    known = companies_of(connection)
    plain = normal_name(name)
    called = {known.final(each) for each in {*company_ids(name), PROVISIONAL + plain}}
    parties = select(t.mention_party.c.company_id, t.mention_party.c.name, t.mention_party.c.aliases).distinct()
    stored: set[str] = set()
    for company_id, own, aliases in connection.execute(parties):
        stored.add(company_id)
        if plain in {normal_name(each) for each in (own, *json.loads(aliases))}:
            called.add(company_id)
    shown = select(t.company.c.id, t.company.c.name).where(t.company.c.id.in_(known.rulings.shown))
    called |= {company_id for company_id, own in connection.execute(shown) if normal_name(own) == plain}
    return called | {each for each in stored if known.parent(each) in called or known.group(each) in called}


def _large_enough(row: Any, wanted: Filter, rates: Rates | None, deal: Deal | None = None) -> bool | None:
    """Whether a deal is as large as wanted; None where no rate tells."""
    if wanted.min_amount is None:
        return True
    if row.amount_currency == wanted.currency:
        return Decimal(row.amount_value) >= wanted.min_amount
    converted = None if rates is None else rates.convert_amount(deal or deal_of(row), wanted.currency)
    return None if converted is None else converted.value >= wanted.min_amount


def _query(connection: Connection, wanted: Filter) -> Select[Any]:
    query = select(t.deal).order_by(t.deal.c.day.is_(None), t.deal.c.day.desc(), t.deal.c.id)
    if wanted.kind is not None:
        query = query.where(t.deal.c.kind == wanted.kind.value)
    if wanted.status is not None:
        query = query.where(t.deal.c.status == wanted.status.value)
    if wanted.review is not None:
        query = query.where(t.deal.c.review == wanted.review.value)
    else:
        query = query.where(t.deal.c.review != Review.REJECTED.value)
    if wanted.min_amount is not None:
        query = query.where(t.deal.c.amount_value.is_not(None))
    if wanted.since is not None:
        query = query.where(t.deal.c.day >= wanted.since.isoformat())
    if wanted.language is not None:
        query = query.where(t.deal.c.languages.contains(wanted.language.value))
    if wanted.company is not None:
        companies = companies_called(connection, wanted.company)
        links = select(t.deal_mention.c.deal_id).join(
            t.mention_party, t.mention_party.c.mention_id == t.deal_mention.c.mention_id
        )
        query = query.where(t.deal.c.id.in_(links.where(t.mention_party.c.company_id.in_(companies))))
    return query
