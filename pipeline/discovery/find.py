"""A site's own feeds and sitemaps, found from any of its pages: what `dealtrail sources add` writes down."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from extractors.language import detect_language
from pipeline.addresses import absolute
from pipeline.discovery.announced import Announced
from pipeline.discovery.feeds import read_feed
from pipeline.discovery.sitemaps import read_sitemap
from pipeline.fetch import Fetcher, NotModified
from pipeline.reading.page import html_page
from schemas.article import Language
from schemas.errors import FetchError, InputError
from schemas.page import Page

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_USUAL_FEEDS = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml")
_USUAL_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml")
_MOST = 5
_MOST_ITEMS = 2_000
_NOT_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(slots=True)
class FoundSource:
    """What was found of a site: working feeds and news sitemaps, with how many addresses each announces."""

    name: str
    title: str
    language: Language
    feeds: dict[str, int] = field(default_factory=dict)
    sitemaps: dict[str, int] = field(default_factory=dict)

    def toml(self) -> str:
        """A [[source]] for sources.toml."""
        lines = ["[[source]]", f'name = "{self.name}"', f'title = "{_quoted(self.title)}"']
        lines.append(f'language = "{self.language.value}"')
        for key, found in (("feeds", self.feeds), ("sitemaps", self.sitemaps)):
            if found:
                addresses = ", ".join(f'"{_quoted(url)}"' for url in found)
                lines.append(f"{key} = [{addresses}]")
        return "\n".join(lines) + "\n"


async def find_source(url: str, fetcher: Fetcher, most_bytes: int) -> FoundSource:
    """Look for a site's feeds and sitemaps: those its page names, those its robots.txt names, and the usual places.

    Args:
        url: A page of the site, or a feed.
        fetcher: What fetches.
        most_bytes: The largest feed or sitemap.

    Raises:
        FetchError: If the page cannot be had.
        InputError: If the site has neither feed nor news sitemap.
    """
    page = await _page(fetcher, url)
    titles: Counter[str] = Counter()
    found = FoundSource(_name(url), "", Language.EN)
    html = html_page(page)
    for link in [
        url,
        *_feed_links(html.document.tree.xpath("//link[@href]"), page.final_url),
        *_usual(url, _USUAL_FEEDS),
    ]:
        if len(found.feeds) < _MOST and (items := await _try_feed(fetcher, link, page, most_bytes)):
            found.feeds.setdefault(link, len(items))
            titles.update(each.title for each in items)
    named = [link for link in (await fetcher.robots(url)).sitemaps if "news" in link.lower()]
    for link in [*named, *_usual(url, _USUAL_SITEMAPS)]:
        if len(found.sitemaps) < _MOST and (count := await _try_sitemap(fetcher, link, most_bytes)):
            found.sitemaps.setdefault(link, count)
    if not found.feeds and not found.sitemaps:
        raise InputError(url, "has no feed or news sitemap that could be found; name a section page in sources.toml")
    found.title = html.publisher or html.title or found.name
    found.language = detect_language(" ".join(titles) or " ".join(html.lines) or html.title)
    return found


async def _page(fetcher: Fetcher, url: str) -> Page:
    found = await fetcher.fetch(url)
    assert not isinstance(found, NotModified), "nothing was known that could be unmodified"
    return found


async def _try_feed(fetcher: Fetcher, url: str, page: Page, most_bytes: int) -> list[Announced]:
    try:
        found = page if url == page.url else await _page(fetcher, url)
        return read_feed(found.body, found.final_url, _MOST_ITEMS, most_bytes)
    except InputError:
        return []  # A place where a feed might have been: that there is none is no failure.


async def _try_sitemap(fetcher: Fetcher, url: str, most_bytes: int) -> int:
    try:
        found = await _page(fetcher, url)
        listed = read_sitemap(found.body, found.final_url, _MOST_ITEMS, most_bytes)
    except (FetchError, InputError):
        return 0
    return len(listed.pages) + len(listed.sitemaps)


def _feed_links(links: list[object], base: str) -> Iterator[str]:
    for link in links:
        kind, href = link.get("type"), link.get("href")  # type: ignore[attr-defined]
        if kind in _FEED_TYPES and (address := absolute(base, href)):
            yield address


def _usual(url: str, paths: tuple[str, ...]) -> list[str]:
    return [address for path in paths if (address := absolute(url, path))]


def _name(url: str) -> str:
    host = (urlsplit(url).hostname or "site").removeprefix("www.")
    return _NOT_NAME.sub("-", host.lower()).strip("-")[:60] or "site"


def _quoted(text: str) -> str:
    return "".join(character for character in text if character.isprintable()).replace("\\", "\\\\").replace('"', '\\"')
