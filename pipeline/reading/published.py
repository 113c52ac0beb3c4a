"""When a page says it was published: its data for machines first, then its text, then its address."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import islice
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from pipeline.day import day_of
from pipeline.reading.document import Document, text_of
from pipeline.reading.instants import Published, read_address_day, read_instant
from pipeline.reading.scripts import published_in_scripts
from schemas.quantity import PartialDate

_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "rnews:datepublished", "bytedance:published_time", "weibo:article:create_at", "apub:time", "parsely-pub-date",
    "sailthru.date", "article.published", "publishdate", "publish_time", "published_at", "publication_date", "pubdate",
    "cxenseparse:recs:publishtime", "og:release_date", "dc.date.issued", "dc.date", "dcterms.created", "date",
)  # fmt: skip
_LABEL = re.compile(
    r"(?:(?:發布|发布|發佈|發表|发表|刊登|刊出|上稿|見報|见报)(?:時間|时间|日期|於|于)|(?:First )?[Pp]ublished|Posted|Publication date"
    r"|Veröffentlicht|Erschienen|Erstellt|Stand:)\s*[:：]?\s*(?:on\b|am\b)?\s*(?=\d|[A-Z][a-z]{2,8}\.? \d|$)"
)
_TITLE_DAY = re.compile(r"[|｜_]\s*([\d./年月日 -]{8,12})\s*$")
_NEAR = (
    "//*[self::span or self::div or self::p or self::time or self::em or self::i or self::small or self::td or self::li]"
    "[contains(concat(@class,' ',@id),'time') or contains(concat(@class,' ',@id),'date')"
    " or contains(concat(@class,' ',@id),'Date') or contains(concat(@class,' ',@id),'Time')"
    " or contains(concat(@class,' ',@id),'pub') or contains(concat(@class,' ',@id),'info')"
    " or contains(concat(@class,' ',@id),'source') or contains(concat(@class,' ',@id),'meta')"
    " or contains(concat(@class,' ',@id),'byline') or contains(concat(@class,' ',@id),'author')]"
)
_CHANGED = ("article:modified_time", "og:updated_time", "datemodified")
_PROGRAMS = ("script", "style")
_LONGEST = 200
_MOST_NEAR = 40
_MOST_LABELS = 10
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
    if zone:
        return _find(document, url, ZoneInfo(zone), latest)
    found = _find(document, url, None, latest)
    if found is not None and found.instant is None and (own := _own_zone(document, found.day, latest)):
        return _find(document, url, own, latest)
    return found


def _find(
    document: Document, url: str | None, info: datetime.tzinfo | None, latest: datetime.datetime
) -> Published | None:
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


def _own_zone(document: Document, day: datetime.date, latest: datetime.datetime) -> datetime.tzinfo | None:
    """The zone in which the page says that it was changed that day; UTC is how machines write, and tells nothing."""
    linked = (node.get("dateModified") for node in document.linked_articles)
    for text in (*document.meta(*_CHANGED), *(stated for stated in linked if isinstance(stated, str))):
        found = read_instant(text, None, latest)
        if found is not None and found.instant is not None and found.day == day and found.instant.utcoffset():
            return found.instant.tzinfo
    return None


def _local(instant: datetime.datetime, zone: datetime.tzinfo | None) -> Published:
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
    yield from published_in_scripts(document)
    yield from _elements(document.tree)
    yield from _title_day(document)
    yield from _labelled(document.tree)
    yield from _near(document.tree)


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


def _near(tree: HtmlElement) -> Iterator[str]:
    for element in tree.xpath(_NEAR)[:_MOST_NEAR]:
        text = text_of(element)
        if len(text) <= _LONGEST:
            yield text
    for element in tree.xpath("//time[@datetime]")[:1]:
        yield element.get("datetime")


def _title_day(document: Document) -> Iterator[str]:
    """The day that ends the title in the page's head."""
    for title in (*document.meta("og:title"), *(text_of(head) for head in document.tree.xpath("//title")[:1])):
        if match := _TITLE_DAY.search(title):
            yield match[1]


def _labelled(tree: HtmlElement) -> Iterator[str]:
    """The texts that begin by saying that they tell the publication, with what stands beside them."""
    labels = (
        element
        for element in tree.iter("*")
        if element.tag not in _PROGRAMS and element.text and _LABEL.match(element.text.lstrip())
    )
    for label in islice(labels, _MOST_LABELS):
        for place in (label, label.getparent()):
            if place is not None and len(text := text_of(place)) <= _LONGEST:
                yield text


def _own_text(element: HtmlElement) -> str:
    if not isinstance(element.tag, str) or element.tag in _PROGRAMS:
        return ""
    text = text_of(element)
    return text if len(text) <= _LONGEST else ""
