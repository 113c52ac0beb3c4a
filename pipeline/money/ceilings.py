"""Deals whose sum some article tells as 'up to': a headline that leaves the words out makes it no promise."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import select

from pipeline.store import Store
from pipeline.store import models as t
from schemas.merged import Deal, Review
from schemas.quantity import Bound

_SAME = Decimal("0.005")


def told_as_ceilings(store: Store, deals: Iterable[tuple[str, Deal]]) -> frozenset[str]:
    """The deals of which an article says that their sum is 'up to' that much; a sum that people set is as they set
    it.
    """
    query = (
        select(t.deal_mention.c.deal_id, t.mention.c.amount_value, t.mention.c.amount_currency)
        .join(t.mention, t.mention.c.id == t.deal_mention.c.mention_id)
        .where(t.mention.c.amount_bound == Bound.MAX.value)
        .distinct()
    )
    told: dict[str, list[tuple[Decimal, str]]] = {}
    with store.reading() as connection:
        for row in connection.execute(query):
            told.setdefault(row.deal_id, []).append((Decimal(row.amount_value), row.amount_currency))
    return frozenset(deal_id for deal_id, deal in deals if deal_id in told and _matches(deal, told[deal_id]))


def _matches(deal: Deal, ceilings: Iterable[tuple[Decimal, str]]) -> bool:
    amount = deal.amount
    if amount is None or "amount" in deal.edited or deal.review is Review.REJECTED:
        return False
    return any(
        currency == amount.currency and abs(value - amount.value) <= _SAME * amount.value
        for value, currency in ceilings
    )
