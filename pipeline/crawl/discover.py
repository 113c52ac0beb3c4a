"""The first step of a crawl: a source's lists to addresses that are wanted."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.crawl.workplace import Failure, Workplace
from pipeline.discovery import Announced, read_feed, read_section, read_sitemap
from pipeline.discovery.announced import choose, is_older
from pipeline.fetch import Fetcher, NotModified
from pipeline.store.addresses import Found, note_list, validators, want
from schemas.errors import InputError
from schemas.page import Page
from schemas.source import Source

_WHOLE_AGAIN = datetime.timedelta(hours=6)
"""After this time a list is asked for whole: a server that always says 'not modified' would never be found out."""


@dataclass(slots=True)
class Discovered:
    """What the lists of a source gave: lists read, lists unchanged, addresses announced, and those to be fetched."""

    lists: int = 0
    unchanged: int = 0
    announced: int = 0
    wanted: int = 0
    failures: list[Failure] = field(default_factory=list)


def discover(source: Source, place: Workplace, now: datetime.datetime) -> Discovered:
    """Read a source's feeds, sitemaps and sections, and note the addresses that are new or have changed."""
    return asyncio.run(_discover(source, place, now))


async def _discover(source: Source, place: Workplace, now: datetime.datetime) -> Discovered:
    async with place.fetcher(source) as fetcher:
        finder = _Finder(source, place, fetcher, now)
        for url in source.feeds:
            await finder.read("feed", url, finder.feed)
        await finder.sitemaps(list(source.sitemaps))
        for section in source.sections:

            def links(page: Page, selector: str = section.links) -> list[Announced]:
                return read_section(page, selector, place.settings.discovery.pages, source.encoding)

            await finder.read("section", section.url, links)
    chosen = list(choose(finder.announced, source, now))
    finder.done.announced = len(finder.announced)
    with place.store.writing() as connection:
        found = [Found(each.url, each.version) for each in chosen]
        finder.done.wanted = want(connection, source.name, found, now)
    return finder.done


class _Finder:
    """Reads lists one after the other; what fails is noted and the others go on."""

    def __init__(self, source: Source, place: Workplace, fetcher: Fetcher, now: datetime.datetime) -> None:
        self.done = Discovered()
        self.announced: list[Announced] = []
        self._source = source
        self._place = place
        self._fetcher = fetcher
        self._now = now
        self._earliest = now - datetime.timedelta(days=source.window_days)

    def feed(self, page: Page) -> list[Announced]:
        """The items of a feed."""
        settings = self._place.settings
        return read_feed(page.body, page.final_url, settings.discovery.feed_items, settings.fetch.list_bytes)

    async def read(self, kind: str, url: str, parse: Callable[[Page], list[Announced]]) -> None:
        """Fetch one list and take what it announces."""
        try:
            page = await self._fetch(url)
            if page is not None:
                self.announced.extend(parse(page))
                self._note(kind, page)
        except InputError as error:
            self.done.failures.append(Failure(error.place, "list", error.reason))

    async def sitemaps(self, waiting: list[str]) -> None:
        """Read sitemaps, and those that their indexes name, the newest first and not those older than the window."""
        settings, seen = self._place.settings, set(waiting)
        while waiting and len(seen) <= settings.discovery.sitemaps + len(self._source.sitemaps):
            url = waiting.pop(0)

            def pages(page: Page) -> list[Announced]:
                found = read_sitemap(
                    page.body, page.final_url, settings.discovery.sitemap_addresses, settings.fetch.list_bytes
                )
                fresh = [each for each in found.sitemaps if not is_older(each, self._earliest, self._source.zone)]
                for each in sorted(fresh, key=lambda each: each.modified or "", reverse=True):
                    if each.url not in seen:
                        seen.add(each.url)
                        waiting.append(each.url)
                return found.pages

            await self.read("sitemap", url, pages)

    async def _fetch(self, url: str) -> Page | None:
        with self._place.store.reading() as connection:
            known = validators(connection, url, self._now - _WHOLE_AGAIN)
        found = await self._fetcher.fetch(url, known, self._place.settings.fetch.list_bytes)
        if isinstance(found, NotModified):
            self.done.unchanged += 1
            return None
        return found

    def _note(self, kind: str, page: Page) -> None:
        """Only after it was read: a list that could not be read must come whole again, not as 'not modified'."""
        self.done.lists += 1
        with self._place.store.writing() as connection:
            note_list(connection, self._source.name, kind, page)
