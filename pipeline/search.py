"""Finding deals: by any name of a company, kind, status, size, day and language."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, select

from pipeline.resolve import PROVISIONAL, company_ids, normal_name, parent_of
from pipeline.store import Store
from pipeline.store.deals import deal_of
from pipeline.store.models import DealMentionRow, DealRow, MentionPartyRow
from schemas.article import Language
from schemas.deal import Kind, Status
from schemas.merged import Deal


@dataclass(frozen=True, slots=True)
class Filter:
    """Which deals are wanted; None leaves a field open.

    `min_amount` is in units of `currency` and leaves out deals in other currencies. `since` is compared with the day
    a deal was announced, or else last written of. `company` is any of its names; its subsidiaries count too.
    """

    company: str | None = None
    kind: Kind | None = None
    status: Status | None = None
    min_amount: Decimal | None = None
    currency: str = "USD"
    since: datetime.date | None = None
    language: Language | None = None
    limit: int | None = None


def find_deals(store: Store, wanted: Filter | None = None) -> list[tuple[str, Deal]]:
    """Deals with their ids, the newest first."""
    wanted = wanted or Filter()
    with store.reading() as connection:
        return [(row.id, deal_of(row)) for row in islice(_matching(connection, wanted), wanted.limit)]


def companies_called(connection: Connection, name: str) -> set[str]:
    """Ids of the companies in the database that go by a name, in any script, and of their subsidiaries."""
    called = set(company_ids(name)) | {PROVISIONAL + normal_name(name)}
    parties = select(MentionPartyRow.company_id, MentionPartyRow.name, MentionPartyRow.aliases).distinct()
    plain = normal_name(name)
    for company_id, own, aliases in connection.execute(parties):
        if plain in {normal_name(each) for each in (own, *json.loads(aliases))}:
            called.add(company_id)
    stored = connection.scalars(select(MentionPartyRow.company_id).distinct())
    return called | {each for each in stored if not each.startswith(PROVISIONAL) and parent_of(each) in called}


def _matching(connection: Connection, wanted: Filter) -> Iterator[Any]:
    for row in connection.execute(_query(connection, wanted)):
        if wanted.min_amount is None or Decimal(row.amount_value) >= wanted.min_amount:
            yield row


def _query(connection: Connection, wanted: Filter) -> Select[Any]:
    query = select(DealRow.__table__).order_by(DealRow.day.is_(None), DealRow.day.desc(), DealRow.id)
    if wanted.kind is not None:
        query = query.where(DealRow.kind == wanted.kind.value)
    if wanted.status is not None:
        query = query.where(DealRow.status == wanted.status.value)
    if wanted.min_amount is not None:
        query = query.where(DealRow.amount_value.is_not(None), DealRow.amount_currency == wanted.currency)
    if wanted.since is not None:
        query = query.where(DealRow.day >= wanted.since.isoformat())
    if wanted.language is not None:
        query = query.where(DealRow.languages.contains(wanted.language.value))
    if wanted.company is not None:
        companies = companies_called(connection, wanted.company)
        links = select(DealMentionRow.deal_id).join(
            MentionPartyRow, MentionPartyRow.mention_id == DealMentionRow.mention_id
        )
        query = query.where(DealRow.id.in_(links.where(MentionPartyRow.company_id.in_(companies))))
    return query
