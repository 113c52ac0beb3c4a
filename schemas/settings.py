"""The settings of reading, crawling, backfilling and comparing money, with their units, read once and handed down."""

from __future__ import annotations

import re

from pydantic import Field, field_validator

from schemas.base import Noun
from schemas.recognisers import Choice, LlmSettings, NerSettings

_CONTACT = re.compile(r"^(?:mailto:)?[^@\s]+@[^@\s]+\.[^@\s]+$|^https?://[^\s/]+\.\S+$")


class FetchSettings(Noun):
    """Limits of fetching; times are seconds, sizes bytes.

    `connect_seconds` and `read_seconds` are for a single step, `total_seconds` for a whole response. `body_bytes` is
    the most that is taken of a page, before and after decompression; feeds and sitemaps may be larger.
    `tries` counts the first one. `retry_after_seconds` is the longest wait that a server may ask for within a run;
    beyond it the address is left for a later run. `dead_after` is how many failures in a row make a host dead, for
    `dead_seconds`.
    """

    connect_seconds: float = Field(default=10, gt=0)
    read_seconds: float = Field(default=20, gt=0)
    total_seconds: float = Field(default=60, gt=0)
    robots_seconds: float = Field(default=20, gt=0)
    robots_keep_seconds: float = Field(default=24 * 3600, gt=0)
    body_bytes: int = Field(default=10_000_000, gt=0)
    list_bytes: int = Field(default=60_000_000, gt=0)
    redirects: int = Field(default=8, ge=0)
    tries: int = Field(default=3, ge=1, le=20)
    backoff_seconds: float = Field(default=2, ge=0)
    retry_after_seconds: float = Field(default=120, ge=0)
    dead_after: int = Field(default=5, ge=1)
    dead_seconds: float = Field(default=3600, ge=0)


class DiscoverySettings(Noun):
    """How much one run takes in: items of one feed, addresses of one sitemap, child sitemaps, addresses in all."""

    feed_items: int = Field(default=5_000, ge=1)
    sitemap_addresses: int = Field(default=50_000, ge=1)
    sitemaps: int = Field(default=50, ge=1)
    pages: int = Field(default=500, ge=1)
    parts: int = Field(default=10, ge=1, description="pages that one article may be spread over")


class ArchiveSettings(Noun):
    """Where fetched pages are kept: the folder (default: beside the database) and the size at which a file ends."""

    folder: str | None = None
    file_bytes: int = Field(default=1_000_000_000, ge=1_000)


class Settings(Noun):
    """All settings.

    `contact` is the mail or web address that sites see in the User-Agent, `recognisers` who reads articles (see
    `Choice.parse`), `ner` how models that find companies are run, `llm` the language model that reads beside them (its
    address alone, or a table), `sources_at_once` how many sources one `crawl` command takes at the same time; with more
    than one, which article comes first is chance, and so may be the id that a deal told by several of them is given.

    `rates` is a file of exchange rates in the form of the European Central Bank's history, None the small one that
    ships. `rates_days` is how many days older than its deal a rate may be; None means 10, and 35 with the file that
    ships, which has one row a month.
    """

    contact: str | None = None
    fetch: FetchSettings = FetchSettings()
    discovery: DiscoverySettings = DiscoverySettings()
    archive: ArchiveSettings = ArchiveSettings()
    recognisers: str = "rules"
    ner: NerSettings = NerSettings()
    llm: LlmSettings | None = None
    sources_at_once: int = Field(default=1, ge=1, le=64)
    batch_pages: int = Field(default=20, ge=1, le=1000, description="pages of one batch, and of one Prefect task")
    rates: str | None = None
    rates_days: int | None = Field(default=None, ge=0, le=366)

    @field_validator("recognisers")
    @classmethod
    def _known(cls, text: str) -> str:
        Choice.parse(text)
        return text

    @field_validator("llm", mode="before")
    @classmethod
    def _address(cls, told: object) -> object:
        return {"address": told} if isinstance(told, str) else told

    @field_validator("contact")
    @classmethod
    def _reachable(cls, text: str | None) -> str | None:
        if text is not None and not _CONTACT.match(text):
            raise ValueError(f"{text!r} is no mail address and no web address that a site's owner could write to")
        return text
