"""Who looks at what: nobody is given what another person has before them, or what they put aside themselves."""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import islice

from sqlalchemy import Connection, delete, insert, select, update

from pipeline.store import Store
from pipeline.store import models as t

LEASE_SECONDS = 300.0
"""How long an item that somebody was given is given to nobody else."""

SKIP_SECONDS = 8 * 3600.0
"""How long an item that somebody skipped is not given to them again."""


def take(store: Store, items: Iterable[str], holder: str, wanted: int = 1, *, alone: bool = False) -> list[str]:
    """Take the first items of an order that nobody else holds and the holder has not skipped.

    Who is `alone` needs to hold nothing, so that no page waits for a crawl that is writing.
    """
    now = time.time()
    taken: list[str] = []
    if alone:
        with store.reading() as connection:
            query = select(t.skipped.c.item).where(t.skipped.c.holder == holder, t.skipped.c.until >= now)
            put_aside = set(connection.scalars(query))
        return list(islice((item for item in items if item not in put_aside), wanted))
    with store.writing() as connection:
        connection.execute(delete(t.lease).where(t.lease.c.until < now))
        held = {row.item: row.holder for row in connection.execute(select(t.lease))}
        aside = _aside(connection, holder, now)
        for item in items:
            if len(taken) == wanted:
                break
            if item in aside or held.get(item, holder) != holder:
                continue
            _hold(connection, item, holder, now + LEASE_SECONDS, item in held)
            taken.append(item)
    return taken


def hold(store: Store, item: str, holder: str) -> str | None:
    """Take one item that was asked for by name; give who holds it if that is somebody else."""
    now = time.time()
    with store.writing() as connection:
        connection.execute(delete(t.lease).where(t.lease.c.until < now))
        holds = connection.scalar(select(t.lease.c.holder).where(t.lease.c.item == item))
        if holds is not None and holds != holder:
            return str(holds)
        _hold(connection, item, holder, now + LEASE_SECONDS, holds is not None)
    return None


def release(store: Store, item: str, holder: str) -> None:
    """Give an item back."""
    with store.writing() as connection:
        connection.execute(delete(t.lease).where(t.lease.c.item == item, t.lease.c.holder == holder))


def skip(store: Store, item: str, holder: str) -> None:
    """Put an item aside and give it back."""
    until = time.time() + SKIP_SECONDS
    with store.writing() as connection:
        connection.execute(delete(t.lease).where(t.lease.c.item == item, t.lease.c.holder == holder))
        connection.execute(delete(t.skipped).where(t.skipped.c.item == item, t.skipped.c.holder == holder))
        connection.execute(insert(t.skipped).values(item=item, holder=holder, until=until))


def unskip(store: Store, item: str, holder: str) -> None:
    """Take back what was put aside."""
    with store.writing() as connection:
        connection.execute(delete(t.skipped).where(t.skipped.c.item == item, t.skipped.c.holder == holder))


def _hold(connection: Connection, item: str, holder: str, until: float, held: bool) -> None:
    if held:
        connection.execute(update(t.lease).where(t.lease.c.item == item).values(holder=holder, until=until))
    else:
        connection.execute(insert(t.lease).values(item=item, holder=holder, until=until))


def _aside(connection: Connection, holder: str, now: float) -> set[str]:
    connection.execute(delete(t.skipped).where(t.skipped.c.until < now))
    return set(connection.scalars(select(t.skipped.c.item).where(t.skipped.c.holder == holder)))
