"""A whole crawl of one source. Each step is given to a runner: this process, or a task of a Prefect flow."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ParamSpec, Protocol, TypeVar

from pipeline.archive import recover
from pipeline.crawl.discover import Discovered, discover
from pipeline.crawl.fetch import FetchedBatch, fetch_batch
from pipeline.crawl.read import Days, Tally, read_batch
from pipeline.crawl.workplace import Workplace
from pipeline.ingest import Extract
from pipeline.store import Refreshed, runs
from pipeline.store.addresses import unread, wanted
from pipeline.store.readings import link_copies
from schemas.source import Source

P = ParamSpec("P")
R = TypeVar("R")


class Runner(Protocol):
    """Makes a step run somewhere, under a name."""

    def __call__(self, name: str, step: Callable[P, R]) -> Callable[P, R]:
        """The step as it is to be called."""
        ...


def here(name: str, step: Callable[P, R]) -> Callable[P, R]:
    """The runner that calls a step as it is."""
    return step


@dataclass(slots=True)
class Crawled(Tally):
    """What a crawl of a source did: pages by what became of them, what reading them gave, deals."""

    source: str
    discovered: Discovered = field(default_factory=Discovered)
    fetched: int = 0
    unmodified: int = 0
    deals: Refreshed = field(default_factory=Refreshed)

    def add_fetched(self, batch: FetchedBatch) -> None:
        """Count a batch of fetched pages in."""
        self.fetched += batch.fetched
        self.unmodified += batch.unchanged
        self.failures += batch.failures

    def counts(self) -> dict[str, int]:
        """The numbers by name, in the order in which they come about."""
        return {
            "lists": self.discovered.lists,
            "lists unchanged": self.discovered.unchanged,
            "announced": self.discovered.announced,
            "fetched": self.fetched,
            "unmodified": self.unmodified,
            "articles new": self.new,
            "articles changed": self.changed,
            "mentions": self.mentions,
            "failures": len(self.failures),
            "deals new": self.deals.new,
            "deals changed": self.deals.changed,
            "deals gone": self.deals.gone,
        }


def crawl_source(
    source: Source,
    place: Workplace,
    extract: Extract,
    now: datetime.datetime | None = None,
    runner: Runner = here,
    tell: Callable[[Crawled], None] = lambda _: None,
    recovered: bool = False,
) -> Crawled:
    """Crawl a source: what an earlier, killed run fetched is read first, and nothing is fetched twice.

    Args:
        source: The source.
        place: Where all is kept.
        extract: The extractor.
        now: The time of this run.
        runner: How steps are run.
        tell: Called after every step with what has been done.
        recovered: Whether somebody has already recovered what a killed run left in the archive.

    Raises:
        SettingsError: If there is no contact address and the site is somebody else's.
    """
    done = Crawled(source.name)
    run_id = runs.begin(place.store, source.name)
    try:
        _crawl(source, place, extract, now or datetime.datetime.now(datetime.UTC), runner, tell, recovered, done)
    except Exception as error:
        _end(place, run_id, done, f"{type(error).__name__}: {error}")
        raise
    _end(place, run_id, done)
    return done


def _end(place: Workplace, run_id: str, done: Crawled, fault: str | None = None) -> None:
    failures = ((each.place, each.kind, each.reason) for each in done.failures)
    deals = {"new": done.deals.new_ids, "changed": done.deals.changed_ids, "gone": done.deals.gone_ids}
    runs.end(place.store, run_id, done.counts(), deals, failures, fault)


def _crawl(
    source: Source,
    place: Workplace,
    extract: Extract,
    now: datetime.datetime,
    runner: Runner,
    tell: Callable[[Crawled], None],
    recovered: bool,
    done: Crawled,
) -> None:
    if not recovered:
        recover(place.archive)
    done.discovered = runner("discover", discover)(source, place, now)
    done.failures += done.discovered.failures
    tell(done)
    fetch_and_read(source, place, extract, now, done, runner=runner, tell=tell)


def fetch_and_read(
    source: Source,
    place: Workplace,
    extract: Extract,
    now: datetime.datetime,
    done: Crawled,
    *,
    days: Days | None = None,
    most: int | None = None,
    runner: Runner = here,
    tell: Callable[[Crawled], None] = lambda _: None,
) -> Crawled:
    """Fetch and read all addresses of a source that are wanted, and merge.

    Args:
        source: The source.
        place: Where all is kept.
        extract: The extractor.
        now: The time of this run.
        done: What has been done so far; it is counted on.
        days: Only articles published within these are kept.
        most: The most pages; by default the settings'.
        runner: How steps are run.
        tell: Called after every step with what has been done.
    """
    read = _Reader(source, place, extract, now, runner, days, done)
    doc_ids = read.all()
    left = most or place.settings.discovery.pages
    while urls := _wanted(source, place, now, min(left, place.settings.batch_pages)):
        done.add_fetched(runner("fetch", fetch_batch)(source, urls, place, now))
        doc_ids += read.all()
        left -= len(urls)
        tell(done)
    done.deals = runner("merge", merge)(place, doc_ids)
    tell(done)
    return done


def merge(place: Workplace, doc_ids: Sequence[str]) -> Refreshed:
    """Link the copies of articles that came in, and merge all mentions into deals if any of them are new."""
    if not doc_ids:
        return place.store.refresh_if_pending()
    with place.store.writing() as connection:
        link_copies(connection, doc_ids)
    return place.store.refresh()


def _wanted(source: Source, place: Workplace, now: datetime.datetime, most: int) -> list[str]:
    if most <= 0:
        return []
    with place.store.reading() as connection:
        return wanted(connection, source.name, now, most)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the pages of a source that are archived and unread, batch by batch."""

    source: Source
    place: Workplace
    extract: Extract
    now: datetime.datetime
    runner: Runner
    days: Days | None
    done: Crawled

    def all(self) -> list[str]:
        """Read them; say the ids of their articles."""
        doc_ids: list[str] = []
        with self.place.store.reading() as connection:
            pages = unread(connection, self.source.name)
        size = self.place.settings.batch_pages
        step = self.runner("read", read_batch)
        for first in range(0, len(pages), size):
            batch = step(self.source, pages[first : first + size], self.place, self.extract, self.now, days=self.days)
            self.done.count(batch)
            doc_ids += batch.doc_ids
        return doc_ids
