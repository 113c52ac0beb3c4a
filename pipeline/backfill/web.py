"""Backfilling from the web: a sitemap with a range of days, or a list of addresses; through the archive, as a crawl."""

from __future__ import annotations

import asyncio
import datetime
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.addresses import absolute
from pipeline.archive import recover
from pipeline.crawl import Crawled, Days, Failure, Workplace
from pipeline.crawl.run import Runner, fetch_and_read, here
from pipeline.discovery import Announced, read_sitemap
from pipeline.discovery.announced import is_older, said
from pipeline.fetch import Fetcher, NotModified
from pipeline.ingest import Extract
from pipeline.store.addresses import Found, want
from schemas.article import Language
from schemas.errors import InputError
from schemas.source import Source

_MOST_SITEMAPS = 5_000
_LATE_DAYS = 3
"""Articles are listed as changed up to so many days before they say they were published: zones and early postings."""


def own_source(url: str, name: str | None = None) -> Source:
    """A source for a site that sources.toml does not know; its articles may be of any age."""
    host = urlsplit(url).hostname or "site"
    plain = re.sub(r"[^a-z0-9]+", "-", host.lower()).strip("-")
    return Source(name=name or f"backfill-{plain}"[:60], language=Language.EN, window_days=365 * 200)


def read_addresses(path: Path) -> list[str]:
    """The addresses of a text file, one a line; empty lines and lines that begin with # are passed over.

    Raises:
        InputError: If it cannot be read, or a line is no address.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read: {error}") from error
    found = []
    for number, line in enumerate(map(str.strip, lines), start=1):
        if line and not line.startswith("#"):
            address = absolute("", line)
            if address is None:
                raise InputError(str(path), f"{line[:100]!r} is no http or https address", number)
            found.append(address)
    if not found:
        raise InputError(str(path), "holds no address")
    return found


def backfill_addresses(
    source: Source,
    urls: Sequence[str],
    place: Workplace,
    extract: Extract,
    days: Days | None = None,
    runner: Runner = here,
    tell: Callable[[Crawled], None] = lambda _: None,
) -> Crawled:
    """Fetch, archive and read addresses; those that were fetched before are not fetched again."""
    now = datetime.datetime.now(datetime.UTC)
    done = Crawled(source.name)
    recover(place.archive)
    with place.store.writing() as connection:
        done.discovered.announced = len(urls)
        done.discovered.wanted = want(connection, source.name, [Found(url) for url in urls], now)
    return fetch_and_read(source, place, extract, now, done, days=days, most=10**9, runner=runner, tell=tell)


def backfill_sitemap(
    source: Source,
    url: str,
    place: Workplace,
    extract: Extract,
    days: Days,
    runner: Runner = here,
    tell: Callable[[Crawled], None] = lambda _: None,
) -> Crawled:
    """Backfill from a sitemap and those that it names: the articles that were published within a range of days.

    What a sitemap says of an address only serves to leave out what cannot lie in the range; the article's own date
    decides.
    """
    urls, failures = asyncio.run(_listed(source, url, place, days))
    done = backfill_addresses(source, urls, place, extract, days, runner, tell)
    done.failures[:0] = failures
    return done


async def _listed(source: Source, url: str, place: Workplace, days: Days) -> tuple[list[str], list[Failure]]:
    pages: list[Announced] = []
    failures: list[Failure] = []
    waiting, seen = [url], {url}
    settings = place.settings
    async with place.fetcher(source) as fetcher:
        while waiting and len(seen) <= _MOST_SITEMAPS:
            address = waiting.pop(0)
            try:
                found = read_sitemap(
                    await _body(fetcher, address, settings.fetch.list_bytes),
                    address,
                    settings.discovery.sitemap_addresses,
                    settings.fetch.list_bytes,
                )
            except InputError as error:
                failures.append(Failure(error.place, "list", error.reason))
                continue
            pages += found.pages
            below = [each.url for each in found.sitemaps if _may_lie(each, days, source) and each.url not in seen]
            seen.update(below)
            waiting += below
    return [each.url for each in pages if _may_lie(each, days, source)], failures


async def _body(fetcher: Fetcher, url: str, most: int) -> bytes:
    found = await fetcher.fetch(url, most=most)
    assert not isinstance(found, NotModified), "nothing was known that could be unmodified"
    return found.body


def _may_lie(each: Announced, days: Days, source: Source) -> bool:
    """Not changed since before the range began; and not said to be published after it ended."""
    if days.since is not None:
        earliest = datetime.datetime.combine(days.since, datetime.time(), datetime.UTC)
        if is_older(each, earliest - datetime.timedelta(days=_LATE_DAYS), source.zone):
            return False
    published = said(each.published, source.zone) if each.published else None
    late = datetime.timedelta(days=_LATE_DAYS)
    return published is None or days.until is None or published.day <= days.until + late
