"""Marking what is to be thought over again: components that lost a mention or were decided about, and their deals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, insert, select

from pipeline.store import models as t
from pipeline.store.load import parts_of


def unsettle(connection: Connection, names: Iterable[str]) -> None:
    """Mark components, or deals that have lost a mention, as to be thought over again."""
    wanted = sorted(set(names))
    known: set[str] = set()
    for part in parts_of(wanted):
        known.update(connection.scalars(select(t.unsettled.c.component).where(t.unsettled.c.component.in_(part))))
    rows = [{"component": name} for name in wanted if name not in known]
    if rows:
        connection.execute(insert(t.unsettled), rows)


def unsettle_uids(connection: Connection, uids: Iterable[str]) -> None:
    """Mark what hangs together with mentions, by their uids, as to be thought over again."""
    names: set[str] = set()
    for part in parts_of(sorted(set(uids))):
        query = (
            select(t.deal_mention.c.component)
            .join(t.mention, t.mention.c.id == t.deal_mention.c.mention_id)
            .where(t.mention.c.uid.in_(part), t.deal_mention.c.component.is_not(None))
        )
        names.update(connection.scalars(query))
    unsettle(connection, names)


def unsettle_mentions(connection: Connection, ids: Sequence[int]) -> None:
    """Mark what hangs together with mentions as to be thought over again."""
    names: set[str] = set()
    for part in parts_of(ids):
        query = select(t.deal_mention.c.component).where(
            t.deal_mention.c.mention_id.in_(part), t.deal_mention.c.component.is_not(None)
        )
        names.update(connection.scalars(query))
    unsettle(connection, names)


def unsettle_all(connection: Connection) -> None:
    """Have the next refresh think everything over again."""
    connection.execute(delete(t.fact).where(t.fact.c.name == "merging"))
