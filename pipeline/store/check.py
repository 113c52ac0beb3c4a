"""Is the database whole? Everything that is wrong is named and counted; what is derived can be made anew."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from pipeline.store import Store, refresh
from pipeline.store import models as t
from pipeline.store.derived import differing, make_anew, misled
from pipeline.store.engine import lock_companies, lock_merging
from pipeline.store.fault import Fault, fault
from pipeline.store.references import dangling
from pipeline.store.refresh import Refreshed
from pipeline.store.truth import garbled, inexact, unfounded
from schemas.errors import StoreError


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found; `waiting` mentions are merged by the next run (all, where merging itself has changed)."""

    articles: int = 0
    mentions: int = 0
    deals: int = 0
    decisions: int = 0
    waiting: int = 0
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Repaired:
    """What making the derived tables anew changed, and what is still wrong."""

    dropped: int
    deals: Refreshed
    left: Checked


def check(store: Store) -> Checked:
    """Look for everything that is wrong, in one state of the database; nothing is written.

    Claims and evidence are held against their articles, every reference against what it leads to, and all that is
    derived against what articles, mentions and decisions make now.
    """
    if damage := _damage(store):
        return Checked(faults=tuple(damage))
    with store.reading(frozen=True) as connection:
        unreadable = garbled(connection)
        faults = [*dangling(connection), *unfounded(connection), *inexact(connection), *unreadable]
        if not unreadable:
            faults += misled(connection)
            faults += differing(connection) if refresh.is_current(connection) else []
        return Checked(
            articles=_count(connection, t.article),
            mentions=_count(connection, t.mention),
            deals=_count(connection, t.deal),
            decisions=_count(connection, t.decision),
            waiting=_waiting(connection),
            faults=tuple(faults),
        )


def repair(store: Store, now: datetime.datetime | None = None) -> Repaired:
    """Make all that is derived anew, in one transaction; articles, mentions, decisions and ids are not touched."""
    stamp = (now or datetime.datetime.now(datetime.UTC)).astimezone(datetime.UTC).isoformat(timespec="microseconds")
    with store.writing() as connection:
        lock_companies(connection, change=True)
        lock_merging(connection)
        dropped, deals = make_anew(connection, stamp)
    return Repaired(dropped, deals, check(store))


def _damage(store: Store) -> list[Fault]:
    """What SQLite itself finds wrong with its file."""
    try:
        with store.reading() as connection:
            if connection.dialect.name != "sqlite":
                return []
            told = list(connection.exec_driver_sql("PRAGMA integrity_check").scalars())
    except StoreError as error:
        told = [str(error)]
    return fault("places where the file itself is damaged", [each for each in told if each != "ok"], False)


def _waiting(connection: Connection) -> int:
    if not refresh.is_current(connection):
        return _count(connection, t.mention)
    waiting = select(t.unsettled.c.component)
    unmerged = (
        select(func.count(t.mention.c.id))
        .outerjoin(t.deal_mention, t.deal_mention.c.mention_id == t.mention.c.id)
        .where(t.deal_mention.c.component.is_(None) | t.deal_mention.c.component.in_(waiting))
    )
    return connection.scalar(unmerged) or 0


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0
