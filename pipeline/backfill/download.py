"""Backfilling from archives on a server, such as Common Crawl's CC-NEWS: a file comes, is read, and goes."""

from __future__ import annotations

import asyncio
import datetime
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urljoin

from sqlalchemy import select

from pipeline.backfill.run import Backfilled, How, backfill, start
from pipeline.crawl import Workplace
from pipeline.store import models as t
from pipeline.store.addresses import stamp
from pipeline.store.insert import put
from schemas.errors import FetchError, InputError
from schemas.source import Source

COMMON_CRAWL = "https://data.commoncrawl.org/"
MOST_BYTES = 10_000_000_000


def backfill_served(
    paths: Sequence[str],
    base: str,
    source: Source,
    place: Workplace,
    database: str,
    *,
    how: How | None = None,
    processes: int = 1,
    tell: Callable[[Backfilled], None] = lambda _: None,
) -> Iterator[Backfilled | InputError]:
    """Yield what each archive gave, or why it could not be had; archives that were done before are passed over.

    Args:
        paths: The archives' paths.
        base: The address that they are below.
        source: Whose rules hold for the server.
        place: Where all is kept; archives lie in the archive's folder while they are read.
        database: The database's address, for other processes.
        how: How shards are done.
        processes: How many processes read.
        tell: Called now and then with how far the current archive is.
    """
    folder = place.archive / "downloads"
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        url = urljoin(base, path)
        key = hashlib.sha256(url.encode()).hexdigest()[:16]
        if _is_done(place, key):
            continue
        local = folder / f"{key}-{Path(path).name}"
        try:
            if not local.exists():
                asyncio.run(_fetch(url, local, source, place))
        except FetchError as error:
            yield error
            continue
        done = backfill(place.store, database, start(place.store, [local], how=how), processes=processes, tell=tell)
        _note_done(place, key, url)
        local.unlink()
        yield done


async def _fetch(url: str, local: Path, source: Source, place: Workplace) -> None:
    async with place.fetcher(source) as fetcher:
        await fetcher.download(url, local, MOST_BYTES)


def _is_done(place: Workplace, key: str) -> bool:
    with place.store.reading() as connection:
        return connection.scalar(select(t.backfill.c.state).where(t.backfill.c.id == key)) == "done"


def _note_done(place: Workplace, key: str, url: str) -> None:
    row = {"id": key, "plan": json.dumps({"url": url}), "state": "done"}
    with place.store.writing() as connection:
        put(connection, t.backfill, [row | {"created": stamp(datetime.datetime.now(datetime.UTC))}])
