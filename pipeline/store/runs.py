"""What crawls did, kept for people to look at: when, with which counts, which deals, and what failed.

The last runs of a source are kept; what failed in them stands in the table `failure` under the run's id.
"""

from __future__ import annotations

import datetime
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Row, delete, select

from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.addresses import stamp
from pipeline.store.insert import put

KEPT = 200
"""How many runs of a source are kept."""

_MOST_DEALS = 2_000


@dataclass(frozen=True, slots=True)
class CrawlRun:
    """A crawl of a source; `ended` and `fault` are None while it runs, or when it was killed. `counts` are numbers by
    name, `deals` ids by new, changed and gone.
    """

    id: str
    source: str
    begun: str
    ended: str | None
    fault: str | None
    counts: Mapping[str, int]
    deals: Mapping[str, tuple[str, ...]]


def begin(store: Store, source: str, now: datetime.datetime | None = None) -> str:
    """Note that a crawl of a source begins.

    Returns:
        The run's id.
    """
    began = stamp(now or datetime.datetime.now(datetime.UTC))
    run_id = f"crawl-{began[:19].replace(':', '').replace('-', '')}-{secrets.token_hex(3)}"
    row = {"id": run_id, "source": source, "begun": began, "ended": None, "fault": None, "counts": "{}", "deals": "{}"}
    with store.writing() as connection:
        put(connection, t.crawl, [row])
        kept = select(t.crawl.c.id).where(t.crawl.c.source == source).order_by(t.crawl.c.begun.desc())
        old = list(connection.scalars(kept.offset(KEPT).limit(KEPT)))
        connection.execute(delete(t.failure).where(t.failure.c.run_id.in_(old)))
        connection.execute(delete(t.crawl).where(t.crawl.c.id.in_(old)))
    return run_id


def end(
    store: Store,
    run_id: str,
    counts: Mapping[str, int],
    deals: Mapping[str, Iterable[str]],
    failures: Iterable[tuple[str, str, str]] = (),
    fault: str | None = None,
) -> None:
    """Note what a crawl did.

    Args:
        store: The database.
        run_id: The run's id.
        counts: Numbers by name.
        deals: The ids of deals by new, changed and gone.
        failures: What failed: the place, the kind of failure, the reason.
        fault: Why the crawl as a whole ended early.
    """
    told = {name: list(ids)[:_MOST_DEALS] for name, ids in deals.items()}
    values = {
        "ended": stamp(datetime.datetime.now(datetime.UTC)),
        "fault": fault,
        "counts": json.dumps(dict(counts)),
        "deals": json.dumps(told),
    }
    named = {place: {"run_id": run_id, "place": place, "kind": kind, "reason": why} for place, kind, why in failures}
    with store.writing() as connection:
        connection.execute(t.crawl.update().where(t.crawl.c.id == run_id).values(values))
        put(connection, t.failure, list(named.values()))


def runs(store: Store, source: str | None = None, most: int = 100) -> list[CrawlRun]:
    """Crawls, the last first; of one source if it is named."""
    query = select(t.crawl).order_by(t.crawl.c.begun.desc(), t.crawl.c.id).limit(most)
    if source is not None:
        query = query.where(t.crawl.c.source == source)
    with store.reading() as connection:
        return [_run(row) for row in connection.execute(query)]


def run(store: Store, run_id: str) -> CrawlRun | None:
    """A crawl by its id."""
    with store.reading() as connection:
        row = connection.execute(select(t.crawl).where(t.crawl.c.id == run_id)).one_or_none()
    return None if row is None else _run(row)


def _run(row: Row[tuple[object, ...]]) -> CrawlRun:
    deals = {name: tuple(ids) for name, ids in json.loads(row.deals).items()}
    return CrawlRun(row.id, row.source, row.begun, row.ended, row.fault, json.loads(row.counts), deals)
