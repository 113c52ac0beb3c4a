"""A page as it came over the wire, and what was read from it besides the article's text."""

from __future__ import annotations

from pydantic import AwareDatetime

from schemas.article import Article
from schemas.base import Noun


class Page(Noun):
    """A fetched page; `body` is decompressed, `wire` as the server sent it, header names are in lower case.

    `url` is the address that was asked for, `final_url` the one that answered after redirects.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes
    wire: bytes = b""
    fetched: AwareDatetime

    def header(self, name: str) -> str | None:
        """The first header of that name (in lower case), None if there is none."""
        return next((value for key, value in self.headers if key == name), None)


class ArchivePlace(Noun):
    """Where a page lies: a WARC file by its name in the archive's folder, and the offset of its record in bytes."""

    file: str
    offset: int


class Reading(Noun):
    """What was read from a page: the article, and what the page says about it.

    `published_at` is the instant of publication where the page states one with its zone or its source has one;
    `captured` is when the page was fetched; `next_part` is the address of the article's next page.
    """

    article: Article
    address: str
    canonical: str | None = None
    author: str | None = None
    publisher: str | None = None
    published_at: AwareDatetime | None = None
    captured: AwareDatetime
    next_part: str | None = None
