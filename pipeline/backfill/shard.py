"""Doing one shard: items in batches, each saved together with the checkpoint behind it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field

from sqlalchemy import Connection, select, update

from pipeline.backfill.items import Item, items
from pipeline.backfill.plan import Shard
from pipeline.backfill.prefilter import may_hold_deal
from pipeline.ingest import Extract
from pipeline.reading import read_page
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.insert import put
from pipeline.store.readings import save_readings
from schemas.errors import InputError, NoArticle, StoreConflict
from schemas.page import Page, Reading

BATCH_ARTICLES = 32
BATCH_PAGES = 1_000
"""Pages after which a checkpoint is written even if none of them held an article."""


@dataclass(slots=True)
class Counts:
    """What has been done: `skipped` by the pre-filter, `empty` without an article, `failed` unreadable."""

    pages: int = 0
    skipped: int = 0
    empty: int = 0
    articles: int = 0
    mentions: int = 0
    failed: int = 0

    def plus(self, other: Counts) -> Counts:
        """The sum."""
        mine, theirs = asdict(self), asdict(other)
        return Counts(**{name: mine[name] + theirs[name] for name in mine})


@dataclass(slots=True)
class _Batch:
    counts: Counts = field(default_factory=Counts)
    readings: list[Reading] = field(default_factory=list)
    failures: list[InputError] = field(default_factory=list)
    next_item: int = 0

    def is_full(self) -> bool:
        return len(self.readings) >= BATCH_ARTICLES or self.counts.pages >= BATCH_PAGES


def run_shard(
    store: Store,
    backfill_id: str,
    number: int,
    extract: Extract,
    *,
    most_bytes: int = 10_000_000,
    prefilter: bool = True,
    zone: str | None = None,
    tell: Callable[[Counts], None] = lambda _: None,
    abandoned: Callable[[], bool] = lambda: False,
) -> Counts:
    """Do a shard from its checkpoint to its end.

    Args:
        store: The database.
        backfill_id: The backfill.
        number: The shard's number.
        extract: The extractor.
        most_bytes: The largest page.
        prefilter: Whether pages that cannot hold a deal are skipped before they are parsed.
        zone: The time zone of pages that state none.
        tell: Called after every checkpoint with what has been done.
        abandoned: Whether nobody waits for this any more, asked before every batch.

    Raises:
        StoreConflict: If another process is doing the same shard, or this one is abandoned.
    """
    shard, next_item, counts, finished = _load(store, backfill_id, number)
    if finished:
        return counts
    wanted = may_hold_deal if prefilter else _everything
    for batch in _batches(items(shard, next_item, most_bytes, wanted), next_item, zone):
        if abandoned():
            raise StoreConflict("the process that started this one is gone; whoever resumes it does this shard")
        next_item, counts = _save(store, (backfill_id, number), batch, extract, next_item, counts)
        tell(counts)
    _checkpoint_alone(store, (backfill_id, number), next_item, counts)
    return counts


def _everything(body: bytes) -> bool:
    return True


def _batches(found: Iterator[tuple[int, Item | None]], resumed_at: int, zone: str | None) -> Iterator[_Batch]:
    batch = _Batch()
    for next_item, item in found:
        if (item is None or isinstance(item, Page)) and next_item == resumed_at and resumed_at > 0:
            continue  # The page that the checkpoint was written at has been done.
        batch.next_item = next_item
        _take(item, batch, zone)
        if batch.is_full():
            yield batch
            batch = _Batch()
    if batch.counts.pages or batch.failures:
        yield batch


def _take(item: Item | None, batch: _Batch, zone: str | None) -> None:
    batch.counts.pages += 1
    if item is None:
        batch.counts.skipped += 1
    elif isinstance(item, Page):
        try:
            item = read_page(item, zone=zone)
        except NoArticle:
            batch.counts.empty += 1
            return
        except InputError as error:
            item = error
    if isinstance(item, InputError):
        batch.counts.failed += 1
        batch.failures.append(item)
    elif isinstance(item, Reading):
        batch.readings.append(item)


def _save(
    store: Store, key: tuple[str, int], batch: _Batch, extract: Extract, before: int, counts: Counts
) -> tuple[int, Counts]:
    extractions = list(extract(reading.article for reading in batch.readings))
    batch.counts.articles = len(extractions)
    batch.counts.mentions = sum(len(each.mentions) for each in extractions)
    total = counts.plus(batch.counts)

    def checkpoint(connection: Connection) -> None:
        _keep_failures(connection, key[0], batch.failures)
        _move(connection, key, before, batch.next_item, total, "doing")

    save_readings(store, list(zip(batch.readings, extractions, strict=True)), checkpoint)
    return batch.next_item, total


def _checkpoint_alone(store: Store, key: tuple[str, int], next_item: int, counts: Counts) -> None:
    with store.writing() as connection:
        _move(connection, key, next_item, next_item, counts, "done")


def _move(connection: Connection, key: tuple[str, int], before: int, after: int, counts: Counts, state: str) -> None:
    """Move a checkpoint on from where this process believes it to be."""
    mine = (t.shard.c.backfill_id == key[0]) & (t.shard.c.number == key[1]) & (t.shard.c.next_item == before)
    values = {"next_item": after, "counts": json.dumps(asdict(counts)), "state": state}
    if connection.execute(update(t.shard).where(mine).values(values)).rowcount != 1:
        raise _Taken(f"shard {key[1]} is being done by another process")


class _Taken(StoreConflict):
    """Another process has moved the checkpoint."""


def _keep_failures(connection: Connection, run_id: str, failures: list[InputError]) -> None:
    rows = {
        (run_id, each.place if each.line is None else f"{each.place}, line {each.line}"): each.reason
        for each in failures
    }
    put(
        connection,
        t.failure,
        [{"run_id": run, "place": place, "kind": "unread", "reason": reason} for (run, place), reason in rows.items()],
    )


def _load(store: Store, backfill_id: str, number: int) -> tuple[Shard, int, Counts, bool]:
    where = (t.shard.c.backfill_id == backfill_id) & (t.shard.c.number == number)
    with store.reading() as connection:
        row = connection.execute(select(t.shard).where(where)).one()
    return Shard.from_json(row.input), row.next_item, Counts(**json.loads(row.counts)), row.state == "done"
