"""What a decision would do, found by carrying it out and undoing the transaction."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from pipeline.decide import Order, decide_within
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.deals import deal_of
from pipeline.store.load import load_mentions
from schemas.merged import Claim, Deal


@dataclass(frozen=True, slots=True)
class DealAfter:
    """A deal as it would be, with the claims that it would be made of; `new` if there is no such deal yet."""

    id: str
    deal: Deal
    claims: tuple[Claim, ...]
    new: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What would be new or changed, and the ids of deals that would be gone into others."""

    deals: tuple[DealAfter, ...]
    gone: tuple[str, ...]


class _NotForReal(Exception):
    """Ends the transaction, so that nothing of it stays."""

    def __init__(self, effect: Effect) -> None:
        self.effect = effect


def preview(store: Store, order: Order) -> Effect:
    """Say what a decision would do; nothing is written.

    Raises:
        DecisionError: If the order makes no sense.
        DecisionConflict: If the deal has changed since the person looked at it.
    """
    try:
        with store.writing() as connection:
            done = decide_within(connection, order).deals
            after = []
            for deal_id in sorted({*done.new_ids, *done.changed_ids}):
                row = connection.execute(select(t.deal).where(t.deal.c.id == deal_id)).one()
                claims = tuple(each.claim for each in load_mentions(connection, deal_id=deal_id, counted=True))
                after.append(DealAfter(deal_id, deal_of(row), claims, deal_id in done.new_ids))
            raise _NotForReal(Effect(tuple(after), done.gone_ids))
    except _NotForReal as told:
        return told.effect
