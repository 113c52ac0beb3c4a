"""A news source as people describe it in sources.toml."""

from __future__ import annotations

import codecs
import datetime
import re
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from pydantic import Field, field_validator, model_validator

from schemas.article import Language
from schemas.base import Noun


def _http(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{address!r} is no http or https address")
    return address


class Section(Noun):
    """A page that lists articles, and the CSS selector of the links to them."""

    url: str
    links: str = Field(default="a[href]", min_length=1)

    _address = field_validator("url")(staticmethod(_http))

    @field_validator("links")
    @classmethod
    def _selector(cls, text: str) -> str:
        import soupsieve

        try:
            soupsieve.compile(text)
        except soupsieve.SelectorSyntaxError as error:
            raise ValueError(f"{text!r} is no CSS selector: {str(error).splitlines()[0]}") from error
        return text


class Source(Noun):
    """A news source: where its articles are announced, which addresses are articles, how often it may be asked.

    `allow` and `deny` are regular expressions that are looked for in an address; without `allow` every address on the
    source's own hosts is one. `seconds_between` is the least time between two requests to one host. `window_days` is
    the age from which an announced article is left out. `zone` is the time zone of instants without one. `encoding`
    is only for sites that declare a wrong one. `private_hosts` are the hosts that may have a loopback or private
    address. `checked` is whether `dealtrail sources check` has found it readable.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    title: str = ""
    language: Language
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    seconds_between: float = Field(default=2.0, ge=0, le=3600)
    requests_at_once: int = Field(default=1, ge=1, le=16)
    cron: str = "*/30 * * * *"
    zone: str | None = None
    encoding: str | None = None
    window_days: float = Field(default=7, gt=0)
    private_hosts: tuple[str, ...] = ()
    checked: bool = False

    @field_validator("feeds", "sitemaps")
    @classmethod
    def _addresses(cls, addresses: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_http(address) for address in addresses)

    @field_validator("allow", "deny")
    @classmethod
    def _patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
        return patterns

    @field_validator("cron")
    @classmethod
    def _cron(cls, text: str) -> str:
        try:
            CronSim(text, datetime.datetime(2026, 1, 1))
        except CronSimError as error:
            raise ValueError(f"{text!r} is no cron schedule: {error}") from error
        return text

    @field_validator("zone")
    @classmethod
    def _zone(cls, name: str | None) -> str | None:
        if name is not None:
            try:
                ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError) as error:
                raise ValueError(f"{name!r} is no time zone; write e.g. Asia/Taipei") from error
        return name

    @field_validator("encoding")
    @classmethod
    def _encoding(cls, name: str | None) -> str | None:
        if name is not None:
            try:
                codecs.lookup(name)
            except LookupError as error:
                raise ValueError(f"{name!r} is no encoding that Python knows") from error
        return name

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of its feeds, sitemaps and sections, without `www.`."""
        addresses = (*self.feeds, *self.sitemaps, *(section.url for section in self.sections))
        return frozenset((urlsplit(address).hostname or "").removeprefix("www.") for address in addresses)


class ListedSource(Source):
    """A source that is crawled on a schedule, and so must announce its articles somewhere."""

    @model_validator(mode="after")
    def _announced(self) -> ListedSource:
        if not (self.feeds or self.sitemaps or self.sections):
            raise ValueError(f"source {self.name!r} names no feed, sitemap or section")
        return self
