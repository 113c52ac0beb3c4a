"""A run's page: what a crawl or a backfill did, which deals came of it, and what failed."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection, Row, func, select

from pipeline.search import deal_by_id
from pipeline.store import models as t
from pipeline.store import runs
from review.site import Ask, Asking
from schemas.merged import Deal

router = APIRouter(include_in_schema=False)

PER_PAGE = 100
_MOST_DEALS = 50


@router.get("/runs/{run_id:path}")
def one_run(run_id: str, ask: Asking) -> HTMLResponse:
    """What a run did: its numbers, the deals that came of it, and what it could not read."""
    wanted = ask.request.query_params.get("kind", "")
    crawl = runs.run(ask.site.store, run_id)
    with ask.site.store.reading() as connection:
        kinds, failures = _failures(connection, run_id, wanted)
        backfill = connection.execute(select(t.backfill).where(t.backfill.c.id == run_id)).one_or_none()
        shards = connection.execute(
            select(t.shard).where(t.shard.c.backfill_id == run_id).order_by(t.shard.c.number)
        ).all()
    if crawl is None and backfill is None and not kinds:
        raise HTTPException(404, ask.words("There is no such run."))
    return ask.page(
        "run.html", run_id=run_id, crawl=crawl, backfill=backfill, kinds=kinds, failures=failures, shards=shards,
        counts=_counts(shards) if crawl is None else crawl.counts, deals={} if crawl is None else _deals(ask, crawl),
        plan={} if backfill is None else json.loads(backfill.plan), wanted=wanted, most_deals=_MOST_DEALS,
        shard_states=Counter(row.state for row in shards),
    )  # fmt: skip


def _failures(connection: Connection, run_id: str, kind: str) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """How many failures of each kind a run had, and the first of those that are wanted."""
    own = t.failure.c.run_id == run_id
    number = func.count().label("number")
    kinds = select(t.failure.c.kind, number).where(own).group_by(t.failure.c.kind).order_by(number.desc())
    query = select(t.failure).where(own).order_by(t.failure.c.place).limit(PER_PAGE)
    if kind:
        query = query.where(t.failure.c.kind == kind)
    return list(connection.execute(kinds)), list(connection.execute(query))


def _counts(shards: list[Row[Any]] | Any) -> dict[str, int]:
    """What the parts of a backfill did, added up."""
    total: Counter[str] = Counter()
    for row in shards:
        total.update(json.loads(row.counts))
    return dict(total)


def _deals(ask: Ask, crawl: runs.CrawlRun) -> dict[str, tuple[list[tuple[str, Deal]], int]]:
    """The deals of a crawl as they are now, by what happened to them; the number counts those that are gone since."""
    store = ask.site.store
    found = {}
    for what in ("new", "changed"):
        told = crawl.deals.get(what, ())[:_MOST_DEALS]
        there = {current for each in told if (current := store.resolve_id(each)) is not None}
        found[what] = ([(each, deal_by_id(store, each)) for each in told if each in there], len(set(told) - there))
    return found
