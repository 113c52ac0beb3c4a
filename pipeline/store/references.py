"""Rows that speak of others which are not there: by foreign keys, and by texts that no constraint guards."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, ColumnElement, Connection, delete, select

from pipeline.store import models as t
from pipeline.store.fault import Fault, fault

DERIVED = ("deal", "deal_mention", "deal_identity", "mention_block", "doubt", "decision_mention", "company_name")
"""The tables that are made of articles, mentions and decisions; ids of deals are kept, where they lead is derived."""

_BY_TEXT = (
    ("ids that lead to no deal", t.deal_identity.c.leads_to, t.deal.c.id),
    ("deals whose id is not kept", t.deal.c.id, t.deal_identity.c.deal_id),
    ("changes of deals whose id is not kept", t.deal_change.c.deal_id, t.deal_identity.c.deal_id),
    ("decisions led to mentions that are not there", t.decision_mention.c.uid, t.mention.c.uid),
    ("undos of decisions that are not there", t.decision.c.undoes, t.decision.c.id),
    ("addresses whose article is not there", t.address.c.doc_id, t.article.c.doc_id),
    ("further pages whose first page is not there", t.address.c.part_of, t.address.c.key),
)


def dangling(connection: Connection) -> list[Fault]:
    """Every row that speaks of one that is not there, and deals and ids that do not belong together."""
    found: list[Fault] = []
    for child, parent in _foreign_keys():
        what = f"rows of {child.table.name} whose {parent.table.name} is not there"
        found += fault(what, _lost(connection, child, parent), child.table.name in DERIVED)
    for what, child, parent in _BY_TEXT:
        mendable = child.table.name in (*DERIVED, "deal_change")
        found += fault(what, _lost(connection, child, parent), mendable)
    return found + _deals(connection)


def _deals(connection: Connection) -> list[Fault]:
    waiting = select(t.unsettled.c.component)
    empty = select(t.deal.c.id).where(t.deal.c.id.not_in(select(t.deal_mention.c.deal_id)), t.deal.c.id.not_in(waiting))
    own = t.deal_identity.c
    astray = select(own.deal_id).join(t.deal, t.deal.c.id == own.deal_id)
    astray = astray.where(own.leads_to.is_(None) | (own.leads_to != own.deal_id))
    ownerless = select(own.deal_id).where(
        own.leads_to.is_not(None),
        own.leads_to.not_in(waiting),
        own.owner.is_not(None),
        own.owner.not_in(select(t.mention.c.uid)),
    )
    return [
        *fault("deals without a mention", connection.scalars(empty.order_by(t.deal.c.id))),
        *fault("deals whose own id leads elsewhere", connection.scalars(astray.order_by(own.deal_id))),
        *fault("ids whose mention is not there", connection.scalars(ownerless.order_by(own.deal_id))),
    ]


def drop_dangling(connection: Connection) -> int:
    """Delete rows of derived tables that speak of others which are not there; say how many."""
    dropped = 0
    for child, parent in _foreign_keys():
        if child.table.name in DERIVED:
            lost = child.is_not(None) & child.not_in(select(parent))
            dropped += connection.execute(delete(child.table).where(lost)).rowcount
    return dropped


def _foreign_keys() -> Iterator[tuple[Column[object], Column[object]]]:
    for table in t.metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
            yield key.parent, key.column


def _lost(connection: Connection, child: Column[object], parent: Column[object]) -> Iterator[str]:
    keys: list[ColumnElement[object]] = list(child.table.primary_key)
    other = parent.table.alias()
    joined = child.table.outerjoin(other, child == other.c[parent.name])
    query = select(*keys, child.label("missing")).select_from(joined)
    query = query.where(child.is_not(None), other.c[parent.name].is_(None)).order_by(*keys)
    return (f"{' '.join(map(str, row[:-1]))} → {row.missing}" for row in connection.execute(query))
