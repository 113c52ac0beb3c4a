"""Sitemaps and their indexes, plain or gzipped, with the news extension, as text lists too."""

from __future__ import annotations

from dataclasses import dataclass, field

import lxml.etree

from pipeline.addresses import absolute
from pipeline.discovery.announced import Announced
from pipeline.discovery.xml import elements, local, text_in

_ENTRIES = frozenset({"url", "sitemap"})


@dataclass(slots=True)
class Sitemap:
    """What a sitemap lists: `pages`, and in an index the `sitemaps` below it."""

    pages: list[Announced] = field(default_factory=list)
    sitemaps: list[Announced] = field(default_factory=list)


def read_sitemap(data: bytes, url: str, most: int, most_bytes: int) -> Sitemap:
    """The entries of a sitemap or of an index of sitemaps, as many as may be read.

    Args:
        data: The sitemap.
        url: Its address.
        most: The most entries.
        most_bytes: The largest sitemap after decompression.

    Raises:
        InputError: If it is no sitemap.
    """
    found = Sitemap()
    if data.lstrip()[:4] == b"http":
        lines = data.decode("utf-8", errors="replace").split()[:most]
        found.pages = [Announced(address) for line in lines if (address := absolute(url, line))]
        return found
    for number, element in enumerate(elements(data, url, _ENTRIES, most_bytes)):
        if number >= most:
            break
        each = _entry(element, url)
        if each is not None:
            (found.sitemaps if local(element) == "sitemap" else found.pages).append(each)
    return found


def _entry(element: lxml.etree._Element, url: str) -> Announced | None:
    address = absolute(url, text_in(element, "loc"))
    if address is None or not text_in(element, "loc"):
        return None
    news = next((child for child in element if isinstance(child.tag, str) and local(child) == "news"), None)
    published = text_in(news, "publication_date") if news is not None else ""
    title = text_in(news, "title")[:500] if news is not None else ""
    return Announced(address, published or None, text_in(element, "lastmod") or None, title)
