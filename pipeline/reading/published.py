"""When a page says it was published: its data for machines first, then its text, then its address."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from pipeline.day import day_of
from pipeline.reading.document import Document, text_of
from pipeline.reading.instants import Published, read_address_day, read_instant
from schemas.quantity import PartialDate

_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "rnews:datepublished", "bytedance:published_time", "weibo:article:create_at", "apub:time", "parsely-pub-date",
    "sailthru.date", "article.published", "publishdate", "publish_date", "publish-date", "pubdate", "date_published",
    "cxenseparse:recs:publishtime", "og:release_date", "dc.date.issued", "dc.date", "dcterms.created", "date",
)  # fmt: skip
_NEAR = (
    "//*[self::span or self::div or self::p or self::time or self::em or self::i or self::small or self::td or self::li]"
    "[contains(concat(@class,' ',@id),'time') or contains(concat(@class,' ',@id),'date')"
    " or contains(concat(@class,' ',@id),'Date') or contains(concat(@class,' ',@id),'Time')"
    " or contains(concat(@class,' ',@id),'pub') or contains(concat(@class,' ',@id),'info')"
    " or contains(concat(@class,' ',@id),'source') or contains(concat(@class,' ',@id),'meta')"
    " or contains(concat(@class,' ',@id),'byline') or contains(concat(@class,' ',@id),'author')]"
)
_LONGEST = 200
_MOST_NEAR = 40
_AFTER_HEADING = 15


def find_published(
    document: Document, url: str | None, zone: str | None, latest: datetime.datetime
) -> Published | None:
    """The publication that a page states.

    Args:
        document: The page.
        url: Its address.
        zone: The name of the time zone that its source writes in.
        latest: When it was fetched; nothing later is believed.
    """
    info = ZoneInfo(zone) if zone else None
    day_only: Published | None = None
    for text in _stated(document):
        found = read_instant(text, info, latest)
        if found is None:
            continue
        if found.instant is None:
            day_only = day_only or found
        elif (local := _local(found.instant, info)) and (day_only is None or local.day == day_only.day):
            return local
    return day_only or (read_address_day(url, latest) if url else None)


def stated_day(document: Document, latest: datetime.datetime) -> PartialDate | None:
    """The day of publication of a page without an address, or the month or year where it states no more."""
    if found := find_published(document, None, None, latest):
        return PartialDate(found.day.isoformat())
    days = (day_of(text) for text in _stated(document))
    return next((day for day in days if day is not None and day.first_day() <= latest.date()), None)


def _local(instant: datetime.datetime, zone: ZoneInfo | None) -> Published:
    """An instant with its day where its source is; midnight in UTC is how machines write a day alone."""
    midnight = instant.utcoffset() == datetime.timedelta() and instant.time() == datetime.time()
    local = instant.astimezone(zone) if zone and not midnight else instant
    return Published(local.date(), local)


def _stated(document: Document) -> Iterator[str]:
    for nodes in (document.linked_articles, document.linked):
        for node in nodes:
            if isinstance(stated := node.get("datePublished"), str):
                yield stated
    yield from document.meta(*_META)
    yield from _elements(document.tree)


def _elements(tree: HtmlElement) -> Iterator[str]:
    headings = tree.xpath("//h1")
    article = tree.xpath("//article | //main")
    for root in (*article[:1], tree):
        for element in root.xpath(".//*[@itemprop='datePublished' or @pubdate]")[:3]:
            yield element.get("content") or element.get("datetime") or text_of(element)[:_LONGEST]
    for root in article[:1] or [tree]:
        for element in root.xpath(".//time[@datetime]")[:1]:
            yield element.get("datetime")
    for heading in headings[:1]:
        for element in heading.xpath("following::*")[:_AFTER_HEADING]:
            yield _own_text(element)
    for element in tree.xpath(_NEAR)[:_MOST_NEAR]:
        text = text_of(element)
        if len(text) <= _LONGEST:
            yield text
    for element in tree.xpath("//time[@datetime]")[:1]:
        yield element.get("datetime")


def _own_text(element: HtmlElement) -> str:
    if not isinstance(element.tag, str) or element.tag in ("script", "style"):
        return ""
    text = text_of(element)
    return text if len(text) <= _LONGEST else ""
