"""A backfill: planned once, its shards done by one process or many, merged when all are done."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import select, update

from pipeline.backfill.plan import SHARD_BYTES, Shard, plan_shards
from pipeline.backfill.shard import Counts, run_shard
from pipeline.extract import asked, extractor, missing_recognisers
from pipeline.store import Refreshed, Store
from pipeline.store import models as t
from pipeline.store.addresses import stamp
from pipeline.store.insert import insert_new, put
from pipeline.store.readings import link_copies
from schemas.errors import InputError
from schemas.recognisers import Choice

_TELL_SECONDS = 0.5
_MISSING = "model"
"""The kind of a kept failure that is a recogniser's and no page's."""

_INSTEAD = "the others read without it"


@dataclass(slots=True)
class Backfilled:
    """How far a backfill is: shards done and in all, what was done in them, deals after the merge, failures kept.

    `missing` tells of recognisers that could not be loaded where a shard was done, which was then read without them,
    `asked` what was used of a language model.
    """

    id: str
    shards: int = 0
    shards_done: int = 0
    bytes: int = 0
    bytes_done: int = 0
    counts: Counts = field(default_factory=Counts)
    deals: Refreshed = field(default_factory=Refreshed)
    failures: list[InputError] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class How:
    """How shards are done: see `run_shard`; `recognisers` is the text of a `Choice`."""

    prefilter: bool = True
    most_bytes: int = 10_000_000
    zone: str | None = None
    recognisers: str = "rules"


def start(
    store: Store,
    paths: Sequence[Path],
    *,
    base: Path | None = None,
    how: How | None = None,
    shard_bytes: int = SHARD_BYTES,
    again: bool = False,
) -> str:
    """Plan a backfill, or find the plan of the same one that was begun before; say its id.

    Args:
        store: The database.
        paths: What to backfill from.
        base: The folder that the paths of path lists are in.
        how: How shards are done.
        shard_bytes: The size of a shard of a WARC file.
        again: Do all of it again, if it was done before.

    Raises:
        InputError: If a path is not there or cannot be backfilled from.
    """
    shards = plan_shards(paths, base, shard_bytes)
    plan = json.dumps({"shards": [shard.to_json() for shard in shards], "how": asdict(how or How())}, sort_keys=True)
    sizes = [Path(path).stat().st_size for path in sorted({shard.path for shard in shards})]
    backfill_id = hashlib.sha256(f"{plan} {sizes}".encode()).hexdigest()[:16]
    rows = [_shard_row(backfill_id, number, shard) for number, shard in enumerate(shards)]
    with store.writing() as connection:
        now = stamp(datetime.datetime.now(datetime.UTC))
        insert_new(connection, t.backfill, [{"id": backfill_id, "plan": plan, "state": "doing", "created": now}])
        insert_new(connection, t.shard, rows)
        if again:
            put(connection, t.shard, rows)
            connection.execute(update(t.backfill).where(t.backfill.c.id == backfill_id).values(state="doing"))
    return backfill_id


def backfill(
    store: Store,
    database: str,
    backfill_id: str,
    *,
    processes: int = 1,
    tell: Callable[[Backfilled], None] = lambda _: None,
) -> Backfilled:
    """Do what is left of a backfill in this process or several on this machine, and merge.

    Args:
        store: The database.
        database: Its address, for other processes.
        backfill_id: What `start` said.
        processes: How many processes read.
        tell: Called now and then with how far it is.
    """
    numbers = open_shards(store, backfill_id)
    how = load_how(store, backfill_id)
    if processes == 1 or len(numbers) == 1:
        for number in numbers:
            _run(store, backfill_id, number, how, tell=lambda _: tell(progress(store, backfill_id)))
    else:
        _in_processes(store, database, backfill_id, numbers, processes, tell)
    return finish(store, backfill_id, tell)


def do_shard(database: str, backfill_id: str, number: int) -> Counts:
    """Do one shard in a process of its own, with a connection of its own."""
    with Store(database) as store:
        return _run(store, backfill_id, number, load_how(store, backfill_id))


def _do_shard_for(parent: int, database: str, backfill_id: str, number: int) -> Counts:
    """Do one shard for a parent process; if that is killed, whoever resumes the backfill must find nobody at it."""
    with Store(database) as store:
        how = load_how(store, backfill_id)
        return _run(store, backfill_id, number, how, abandoned=lambda: os.getppid() != parent)


def _run(
    store: Store,
    backfill_id: str,
    number: int,
    how: How,
    tell: Callable[[Counts], None] = lambda _: None,
    abandoned: Callable[[], bool] = lambda: False,
) -> Counts:
    """Do one shard in this process, which loads a model once, and say in the database if it lacks one."""
    choice = Choice.parse(how.recognisers).for_run(backfill_id)
    _keep_missing(store, backfill_id, missing_recognisers(choice))
    return run_shard(
        store,
        backfill_id,
        number,
        extractor(choice),
        most_bytes=how.most_bytes,
        prefilter=how.prefilter,
        zone=how.zone,
        tell=tell,
        abandoned=abandoned,
    )


def _keep_missing(store: Store, backfill_id: str, faults: Sequence[str]) -> None:
    rows = [{"run_id": backfill_id, "place": fault, "kind": _MISSING, "reason": _INSTEAD} for fault in faults]
    if rows:
        with store.writing() as connection:
            put(connection, t.failure, rows)


def open_shards(store: Store, backfill_id: str) -> list[int]:
    """The shards that are not done."""
    query = select(t.shard.c.number).where(t.shard.c.backfill_id == backfill_id, t.shard.c.state != "done")
    with store.reading() as connection:
        return list(connection.scalars(query.order_by(t.shard.c.number)))


def load_how(store: Store, backfill_id: str) -> How:
    """How a backfill's shards are done."""
    with store.reading() as connection:
        plan = connection.execute(select(t.backfill.c.plan).where(t.backfill.c.id == backfill_id)).scalar_one()
    return How(**json.loads(plan)["how"])


def progress(store: Store, backfill_id: str) -> Backfilled:
    """How far a backfill is, from its checkpoints: whoever does it and wherever."""
    done = Backfilled(backfill_id)
    with store.reading() as connection:
        rows = connection.execute(select(t.shard).where(t.shard.c.backfill_id == backfill_id)).all()
        failed = connection.execute(
            select(t.failure).where(t.failure.c.run_id == backfill_id).order_by(t.failure.c.place)
        ).all()
    for row in rows:
        shard = Shard.from_json(row.input)
        size = _size(shard)
        done.shards += 1
        done.bytes += size
        done.counts = done.counts.plus(Counts(**json.loads(row.counts)))
        if row.state == "done":
            done.shards_done += 1
            done.bytes_done += size
        elif shard.kind == "warc":
            done.bytes_done += max(0, row.next_item - shard.start)
    done.failures = [InputError(row.place, row.reason) for row in failed if row.kind != _MISSING]
    done.missing = [row.place for row in failed if row.kind == _MISSING]
    return done


def finish(store: Store, backfill_id: str, tell: Callable[[Backfilled], None] = lambda _: None) -> Backfilled:
    """Link copies and merge once all shards are done; the result does not depend on who did them in what order."""
    tell(progress(store, backfill_id))
    with store.reading() as connection:
        state = connection.execute(select(t.backfill.c.state).where(t.backfill.c.id == backfill_id)).scalar_one()
    done = progress(store, backfill_id)
    if state == "done":
        done.deals = store.refresh_if_pending()
    elif done.shards_done == done.shards:
        with store.writing() as connection:
            link_copies(connection)
        done.deals = store.refresh()
        with store.writing() as connection:
            connection.execute(update(t.backfill).where(t.backfill.c.id == backfill_id).values(state="done"))
    done.asked = list(asked(Choice.parse(load_how(store, backfill_id).recognisers).for_run(backfill_id)))
    return done


def _in_processes(
    store: Store,
    database: str,
    backfill_id: str,
    numbers: Iterable[int],
    processes: int,
    tell: Callable[[Backfilled], None],
) -> None:
    # A process that is forked would share its parent's connections.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as executor:
        waiting = {executor.submit(_do_shard_for, os.getpid(), database, backfill_id, number) for number in numbers}
        try:
            while waiting:
                finished, waiting = wait(waiting, timeout=_TELL_SECONDS, return_when=FIRST_COMPLETED)
                for each in finished:
                    each.result()
                tell(progress(store, backfill_id))
        finally:
            for each in waiting:
                each.cancel()


def _shard_row(backfill_id: str, number: int, shard: Shard) -> dict[str, object]:
    return {
        "backfill_id": backfill_id,
        "number": number,
        "input": shard.to_json(),
        "state": "open",
        "next_item": 0,
        "counts": json.dumps(asdict(Counts())),
    }


def _size(shard: Shard) -> int:
    if shard.end is not None:
        return shard.end - shard.start
    try:
        return max(1, Path(shard.path).stat().st_size - shard.start)
    except OSError:
        return 1  # Doing the shard names the error; here it only counts.
