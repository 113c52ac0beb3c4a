"""The second step of a crawl: wanted addresses into the archive."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.archive import ArchiveWriter
from pipeline.crawl.workplace import Failure, Workplace
from pipeline.fetch import Fetcher, LeftAlone, NotModified
from pipeline.store.addresses import State, note_failure, note_page, note_unchanged, validators
from schemas.errors import AgainLater, FetchError, StoreError
from schemas.page import Page
from schemas.source import Source

_FIRST_WAIT = datetime.timedelta(minutes=10)
_LONGEST_WAIT = datetime.timedelta(days=1)
_MOST_RUNS = 8
"""Runs in which an address may fail before it is set aside; with doubling waits the last is about a day later."""


@dataclass(slots=True)
class FetchedBatch:
    """What became of a batch of addresses; the pages themselves lie in the archive."""

    fetched: int = 0
    unchanged: int = 0
    failures: list[Failure] = field(default_factory=list)


def fetch_batch(source: Source, urls: Sequence[str], place: Workplace, now: datetime.datetime) -> FetchedBatch:
    """Fetch addresses, write their pages into the archive, and note where they lie.

    Args:
        source: Where they are from.
        urls: The addresses.
        place: Where all is kept.
        now: The time of this run, from which the wait of those that fail for now is counted: it is over in a later run.

    Raises:
        SettingsError: If there is no contact address and the site is somebody else's.
        StoreError: If the archive cannot be written.
    """
    try:
        return asyncio.run(_fetch_batch(source, urls, place, now))
    except OSError as error:
        raise StoreError(f"the archive {place.archive} cannot be written: {error.strerror or error}") from error


async def _fetch_batch(source: Source, urls: Sequence[str], place: Workplace, now: datetime.datetime) -> FetchedBatch:
    done = FetchedBatch()
    archive = place.settings.archive
    async with place.fetcher(source) as fetcher:
        with ArchiveWriter(place.archive, archive.file_bytes) as writer:
            gate = asyncio.Semaphore(2 * source.requests_at_once)

            async def one(url: str) -> None:
                async with gate:
                    await _fetch_one(url, fetcher, writer, place, now, done)

            await asyncio.gather(*(one(url) for url in urls))
    return done


async def _fetch_one(
    url: str, fetcher: Fetcher, writer: ArchiveWriter, place: Workplace, now: datetime.datetime, done: FetchedBatch
) -> None:
    with place.store.reading() as connection:
        known = validators(connection, url)
    try:
        found = await fetcher.fetch(url, known)
    except FetchError as error:
        done.failures.append(_failed(error, url, place, now))
        return
    if isinstance(found, NotModified):
        done.unchanged += 1
        with place.store.writing() as connection:
            note_unchanged(connection, url)
    else:
        done.fetched += 1
        _keep(found, writer, place)


def _keep(page: Page, writer: ArchiveWriter, place: Workplace) -> None:
    where = writer.write(page)
    # The database may only say that a page is kept when it would survive a loss of power.
    writer.sync()
    with place.store.writing() as connection:
        note_page(connection, page, where)


def _failed(error: FetchError, url: str, place: Workplace, now: datetime.datetime) -> Failure:
    with place.store.writing() as connection:
        if isinstance(error, AgainLater):
            asked = datetime.timedelta(seconds=error.wait or 0)
            # A host's trouble is not the fault of its pages: it does not count against them.
            runs = 10**9 if isinstance(error, LeftAlone) else _MOST_RUNS
            state = note_failure(connection, url, error.reason, lambda tries: now + max(asked, _wait(tries)), runs)
        else:
            state = note_failure(connection, url, error.reason, None, _MOST_RUNS)
    return Failure(url, "later" if state is State.LATER else "aside", error.reason)


def _wait(tries: int) -> datetime.timedelta:
    return min(_FIRST_WAIT * 2.0 ** min(tries - 1, 20), _LONGEST_WAIT)
