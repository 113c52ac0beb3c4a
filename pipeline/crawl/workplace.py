"""What the steps of a crawl share: the database, the archive's folder and the settings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.fetch import Fetcher, Hosts, Politeness
from pipeline.store import Store
from pipeline.store.addresses import Fetched, archived_page, load_hosts, save_hosts
from pipeline.store.engine import database_url
from schemas.errors import SettingsError
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
    """An open database, the archive's folder and the settings; `hosts` is what all fetchers here share."""

    store: Store
    archive: Path
    settings: Settings
    hosts: Hosts = field(default_factory=Hosts, compare=False)

    def archived_page(self, key: str) -> Fetched | None:
        """Where the page of an address lies, None if it was never fetched."""
        with self.store.reading() as connection:
            return archived_page(connection, key)

    @asynccontextmanager
    async def fetcher(self, source: Source) -> AsyncIterator[Fetcher]:
        """A fetcher for a source that knows what earlier runs learned of its hosts, and leaves what this one does."""
        limits = self.settings.fetch
        with self.store.reading() as connection:
            self.hosts.learn(load_hosts(connection))
        politeness = Politeness(limits.dead_after, limits.dead_seconds, self.hosts)
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
                    save_hosts(connection, self.hosts.asked())


def archive_folder(database: str, settings: Settings) -> Path:
    """The archive's folder: the settings', else `archive` beside an SQLite file.

    Raises:
        SettingsError: If the database is on a server and the settings name no folder.
    """
    if settings.archive.folder is not None:
        return Path(settings.archive.folder).expanduser()
    url = database_url(database)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise SettingsError(
            'with a database server, say where pages are kept: [archive] folder = "…" in dealtrail.toml'
        )
    return Path(url.database).parent / (Path(url.database).stem + "-archive")


@contextmanager
def open_workplace(database: str, settings: Settings) -> Iterator[Workplace]:
    """Open the database and the archive.

    Raises:
        StoreError: If the database cannot be opened.
        SettingsError: If nobody says where the archive is.
    """
    folder = archive_folder(database, settings)
    with Store(database) as store:
        yield Workplace(store, folder, settings)
