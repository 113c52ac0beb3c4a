"""Where articles come from: addresses by source and state, and the runs that fetched them."""

from __future__ import annotations

import json
from collections import defaultdict

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlalchemy import func, select

from pipeline.store import models as t
from pipeline.store import runs
from review.site import Asking

router = APIRouter(include_in_schema=False)

PER_PAGE = 100


@router.get("/sources")
def list_sources(ask: Asking) -> HTMLResponse:
    """Every source with how many of its addresses are in which state, and every backfill."""
    with ask.site.store.reading() as connection:
        counted = (
            select(
                t.address.c.source, t.address.c.kind, t.address.c.state, func.count().label("number"),
                func.max(t.address.c.fetched_at).label("last"),
            )
            .group_by(t.address.c.source, t.address.c.kind, t.address.c.state)
            .order_by(t.address.c.source)
        )  # fmt: skip
        rows = connection.execute(counted).all()
        backfills = connection.execute(select(t.backfill).order_by(t.backfill.c.created.desc()).limit(100)).all()
        shards = connection.execute(
            select(t.shard.c.backfill_id, t.shard.c.state, func.count().label("number")).group_by(
                t.shard.c.backfill_id, t.shard.c.state
            )
        ).all()
        failures = connection.execute(
            select(t.failure.c.run_id, func.count().label("number")).group_by(t.failure.c.run_id)
        ).all()
    states: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    last: dict[str, str] = defaultdict(str)
    for row in rows:
        states[row.source][row.state] += row.number
        last[row.source] = max(last[row.source], row.last or "")
    parts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in shards:
        parts[row.backfill_id][row.state] = row.number
    backfills_told = [
        {
            "id": row.id,
            "state": row.state,
            "created": row.created,
            "shards": parts[row.id],
            "plan": json.loads(row.plan),
        }
        for row in backfills
    ]
    return ask.page(
        "sources.html", states=states, last=last, names=sorted({row.state for row in rows}), backfills=backfills_told,
        failures={row.run_id: row.number for row in failures}, crawls=runs.runs(ask.site.store),
        known={run.id for run in runs.runs(ask.site.store, most=10_000)} | {each["id"] for each in backfills_told},
    )  # fmt: skip


@router.get("/sources/{source}")
def one_source(source: str, ask: Asking) -> HTMLResponse:
    """A source's addresses that did not become an article, with the reason."""
    with ask.site.store.reading() as connection:
        query = select(t.address).where(t.address.c.source == source, t.address.c.reason.is_not(None))
        rows = connection.execute(query.order_by(t.address.c.fetched_at.desc()).limit(PER_PAGE)).all()
        states = connection.execute(
            select(t.address.c.state, func.count().label("number"))
            .where(t.address.c.source == source)
            .group_by(t.address.c.state)
        ).all()
    crawls = runs.runs(ask.site.store, source, 20)
    status = 200 if states or crawls else 404
    return ask.page(
        "source.html", status, source=source, rows=rows, states=states, most=PER_PAGE, crawls=crawls, failures={}
    )
