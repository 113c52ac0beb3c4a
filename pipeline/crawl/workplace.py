"""What the steps of a crawl share: the database, the archive's folder and the settings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.fetch import Fetcher, Politeness
from pipeline.store import Store
from pipeline.store.addresses import Fetched, archived_page, load_hosts, save_hosts
from schemas.settings import Settings
from schemas.source import Source


@dataclass(frozen=True, slots=True)
class Failure:
    """What failed: an address, the kind of failure (`later`, `aside`, `empty`, `list`, `unread`) and the reason."""

    place: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Workplace:
    """An open database, the archive's folder and the settings."""

    store: Store
    archive: Path
    settings: Settings

    def archived_page(self, key: str) -> Fetched | None:
        """Where the page of an address lies, None if it was never fetched."""
        with self.store.reading() as connection:
            return archived_page(connection, key)

    @asynccontextmanager
    async def fetcher(self, source: Source) -> AsyncIterator[Fetcher]:
        """A fetcher for a source that knows what earlier runs learned of its hosts, and leaves what this one does."""
        limits = self.settings.fetch
        with self.store.reading() as connection:
            states = load_hosts(connection)
        politeness = Politeness(limits.dead_after, limits.dead_seconds, states)
        async with Fetcher(
            limits,
            contact=self.settings.contact,
            private_hosts=source.private_hosts,
            politeness=politeness,
            seconds_between=source.seconds_between,
            at_once=source.requests_at_once,
        ) as fetcher:
            try:
                yield fetcher
            finally:
                with self.store.writing() as connection:
                    save_hosts(connection, politeness.states)
