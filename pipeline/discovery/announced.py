"""One announced address with what its list says about it, and the choice of those that are wanted."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pipeline.addresses import key_of
from pipeline.reading.instants import Published, read_instant
from schemas.source import Source


@dataclass(frozen=True, slots=True)
class Announced:
    """An address; `published` and `modified` are texts as the list writes them, None where it says nothing."""

    url: str
    published: str | None = None
    modified: str | None = None
    title: str = ""

    @property
    def version(self) -> str | None:
        """What changes when the page does."""
        return self.modified or self.published


def choose(announced: Iterable[Announced], source: Source, now: datetime.datetime) -> Iterator[Announced]:
    """The addresses of articles of a source that lie within its window, each once."""
    allow, deny = [re.compile(each) for each in source.allow], [re.compile(each) for each in source.deny]
    earliest = now - datetime.timedelta(days=source.window_days)
    seen: set[str] = set()
    for each in announced:
        if not _is_article(each.url, source, allow, deny) or is_older(each, earliest, source.zone):
            continue
        key = key_of(each.url)
        if key not in seen:
            seen.add(key)
            yield each


def is_older(each: Announced, earliest: datetime.datetime, zone: str | None) -> bool:
    """Whether a list says that an article was published, or last changed, before an instant."""
    texts = [text for text in (each.modified, each.published) if text]
    dates = [found for text in texts if (found := said(text, zone)) is not None]
    return bool(dates) and all(_before(found, earliest) for found in dates)


def said(text: str, zone: str | None) -> Published | None:
    """The day and instant that a list says; a list may be wrong by a day, so the future is not refused here."""
    always = datetime.datetime(9000, 1, 1, tzinfo=datetime.UTC)
    return read_instant(text, ZoneInfo(zone) if zone else None, always)


def _before(found: Published, earliest: datetime.datetime) -> bool:
    if found.instant is not None:
        return found.instant < earliest
    return found.day < earliest.date()


def _is_article(url: str, source: Source, allow: list[re.Pattern[str]], deny: list[re.Pattern[str]]) -> bool:
    if any(pattern.search(url) for pattern in deny):
        return False
    if allow:
        return any(pattern.search(url) for pattern in allow)
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return any(host == own or host.endswith("." + own) for own in source.hosts)
