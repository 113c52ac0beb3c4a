"""Whether a source can be read from here: its robots.txt, each of its lists, and its first article."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from pipeline.discovery import Announced, read_feed, read_section, read_sitemap
from pipeline.discovery.announced import choose
from pipeline.fetch import Fetcher, NotModified
from pipeline.reading import read_page
from schemas.errors import InputError
from schemas.page import Page
from schemas.settings import Settings
from schemas.source import Source


@dataclass(slots=True)
class Checked:
    """What was found of a source; `faults` is empty if all of it can be read."""

    source: str
    robots: str = "not asked"
    lists: str = "not asked"
    article: str = "not asked"
    faults: list[str] = field(default_factory=list)


def check_source(source: Source, settings: Settings) -> Checked:
    """Ask a source for its robots.txt, its lists and one article; nothing is kept.

    Raises:
        SettingsError: If there is no contact address and the site is somebody else's.
    """
    return asyncio.run(_check(source, settings))


async def _check(source: Source, settings: Settings) -> Checked:
    checked = Checked(source.name)
    async with Fetcher(
        settings.fetch,
        contact=settings.contact,
        private_hosts=source.private_hosts,
        seconds_between=source.seconds_between,
    ) as fetcher:
        announced = await _lists(source, settings, fetcher, checked)
        now = datetime.datetime.now(datetime.UTC)
        chosen = list(choose(announced, source, now))
        checked.lists = f"{len(announced)} announced, {len(chosen)} wanted"
        if not chosen:
            checked.article = "none"
            checked.faults.append("its lists announce no article that its patterns and window let in")
            return checked

        async def article() -> str:
            reading = read_page(await _page(fetcher, chosen[0].url), zone=source.zone, encoding=source.encoding)
            return f"{len(reading.article.text)} characters, published {reading.article.published or 'unsaid'}"

        checked.article = await _told(article, checked)
    return checked


async def _lists(source: Source, settings: Settings, fetcher: Fetcher, checked: Checked) -> list[Announced]:
    announced: list[Announced] = []
    limits, most = settings.discovery, settings.fetch.list_bytes
    readers: list[tuple[str, Callable[[Page], list[Announced]]]] = []
    for url in source.feeds:
        readers.append((url, lambda page: read_feed(page.body, page.final_url, limits.feed_items, most)))
    for url in source.sitemaps:
        readers.append((url, lambda page: _entries(page, limits.sitemap_addresses, most)))
    for each in source.sections:
        readers.append((each.url, lambda page, links=each.links: read_section(page, links, limits.pages)))  # type: ignore[misc]
    for url, read in readers:

        async def robots(url: str = url) -> str:
            return "allows" if (await fetcher.robots(url)).allows(url) else f"forbids {url}"

        async def entries(url: str = url, read: Callable[[Page], list[Announced]] = read) -> str:
            announced.extend(read(await _page(fetcher, url, most)))
            return ""

        checked.robots = await _told(robots, checked)
        await _told(entries, checked)
    return announced


def _entries(page: Page, most: int, most_bytes: int) -> list[Announced]:
    found = read_sitemap(page.body, page.final_url, most, most_bytes)
    return found.pages or found.sitemaps


async def _told(ask: Callable[[], Awaitable[str]], checked: Checked) -> str:
    try:
        return await ask()
    except InputError as error:
        if str(error) not in checked.faults:
            checked.faults.append(str(error))
        return "cannot be read"


async def _page(fetcher: Fetcher, url: str, most: int | None = None) -> Page:
    found = await fetcher.fetch(url, most=most)
    assert not isinstance(found, NotModified), "nothing was known that could be unmodified"
    return found
