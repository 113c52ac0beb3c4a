"""One page to one reading: its article and what the page says about it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from urllib.parse import urlsplit

from bs4.dammit import EncodingDetector

from pipeline.addresses import absolute, key_of, trusted_canonical, without_tracking
from pipeline.decode import check_text, decode_page
from pipeline.reading.body import find_body
from pipeline.reading.document import Document, names_of, text_of
from pipeline.reading.instants import Published
from pipeline.reading.kinds import why_no_article
from pipeline.reading.parts import find_next_part
from pipeline.reading.published import find_published
from schemas.article import Article
from schemas.errors import NoArticle
from schemas.page import Page, Reading
from schemas.quantity import PartialDate

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_SUFFIX = re.compile(r"\s*(?:[|｜_–—»]| - | – )\s*[^|｜_–—»]{1,40}$")
_BYLINE = re.compile(
    r"(?:^|[（(【〔\s])(?:本報|本报|中央社|記者|记者|撰文|作者|文)[／/:： ]*(?:記者|记者)?[:：]?\s*([\u4e00-\u9fff]{2,4})\s*[／/|｜)）】〕\s]"
)
_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "")
_HASH_LENGTH = 16
_LONGEST_TITLE = 500


class HtmlPage:
    """What a page says, read part by part when it is asked for.

    Args:
        data: The bytes of the page.
        place: Its address or file name, for errors.
        declared: Encodings that are declared outside it, the most trusted first.
        url: The address that it was fetched from, if it was.

    Raises:
        InputError: If the bytes are no text.
    """

    def __init__(self, data: bytes, place: str, declared: Iterable[str | None] = (), url: str | None = None) -> None:
        inside = EncodingDetector.find_declared_encoding(data, is_html=True)
        self.place = place
        self.url = url
        self.document = Document(decode_page(data, place, [*declared, inside]), place)

    @cached_property
    def title(self) -> str:
        """The headline, without the site's name where that can be told; empty if there is none."""
        heading = next((text for text in self._headings if text), "")
        stated = next(self.document.meta("og:title", "twitter:title"), "")
        title = " ".join((stated or heading or self._linked_title or self._head_title).split())[:_LONGEST_TITLE]
        if heading and heading in title:
            return heading
        return _SUFFIX.sub("", title) or title if not heading else title

    @cached_property
    def lines(self) -> list[str]:
        """The paragraphs of the article."""
        return find_body(self.document.tree, [self.title, *self._headings, self._linked_title, self._head_title])

    @property
    def canonical(self) -> str | None:
        """The page's own address for itself, as it states it."""
        link = self.document.first("//link[@rel='canonical' and @href]")
        stated = link.get("href") if link is not None else next(self.document.meta("og:url"), None)
        base = self.url or ""
        return absolute(base, stated) if stated else None

    @property
    def lang(self) -> str | None:
        """The language that the page declares."""
        root = self.document.first("/html[@lang]")
        return (root.get("lang").strip() or None) if root is not None else None

    @property
    def author(self) -> str | None:
        """Who wrote the article."""
        linked = [name for node in self.document.linked_articles for name in names_of(node.get("author"))]
        if linked:
            return (
                "、".join(dict.fromkeys(linked))
                if re.search(r"[\u4e00-\u9fff]", linked[0])
                else ", ".join(dict.fromkeys(linked))
            )
        for stated in self.document.meta("author", "article:author", "dc.creator", "byl", "parsely-author"):
            if not stated.startswith("http"):
                return stated
        match = _BYLINE.search("\n".join(self.lines[:2])) or _BYLINE.search(text_of(self.document.tree)[:3000])
        return match[1] if match else None

    @property
    def publisher(self) -> str | None:
        """Who published the page."""
        linked = (name for node in self.document.linked_articles for name in names_of(node.get("publisher")))
        return next(linked, None) or next(self.document.meta("og:site_name", "application-name"), None)

    @property
    def next_part(self) -> str | None:
        """The address of the next page of the same article."""
        return find_next_part(self.document.tree, self.url) if self.url else None

    @cached_property
    def _headings(self) -> list[str]:
        return [text_of(heading) for heading in self.document.tree.xpath("//h1")[:3]]

    @cached_property
    def _linked_title(self) -> str:
        stated = (node.get("headline") for node in self.document.linked_articles)
        return next((text for text in stated if isinstance(text, str)), "")

    @cached_property
    def _head_title(self) -> str:
        head = self.document.first("//title")
        return text_of(head) if head is not None else ""


def read_page(page: Page, *, zone: str | None = None, encoding: str | None = None) -> Reading:
    """Read a fetched page.

    Args:
        page: The page.
        zone: The time zone of instants that state none.
        encoding: The encoding of a site that declares a wrong one.

    Raises:
        NoArticle: If it is something else than an article; the error's `kind` says what.
        InputError: If its bytes are no text.
    """
    kind = (page.header("content-type") or "").partition(";")[0].strip().lower()
    if kind not in _TYPES:
        raise NoArticle(page.url, "format", f"it is {kind}, not HTML")
    html = HtmlPage(page.body, page.url, [encoding, _charset(page)], page.final_url)
    if found := why_no_article(html.document, page.final_url, html.title, html.lines):
        raise NoArticle(page.url, *found)
    canonical = trusted_canonical(page.final_url, html.canonical)
    published = find_published(html.document, page.final_url, zone, page.fetched)
    address = canonical or without_tracking(page.final_url)
    article = Article(
        doc_id=doc_id_of(address),
        text=check_text("\n".join(html.lines), page.url),
        title=html.title,
        url=address,
        published=day_of(published),
        lang=html.lang,
    )
    return Reading(
        article=article,
        address=page.url,
        canonical=canonical,
        author=html.author,
        publisher=html.publisher,
        published_at=published.instant if published else None,
        captured=page.fetched,
        next_part=html.next_part,
    )


def join_parts(first: Reading, others: Sequence[HtmlPage]) -> Reading:
    """The reading of an article that is spread over several pages; lines that each of them repeats are kept once."""
    lines = first.article.text.split("\n")
    for other in others:
        known = set(lines)
        lines.extend(line for line in other.lines if line not in known)
    return first.model_copy(
        update={"article": first.article.model_copy(update={"text": "\n".join(lines)}), "next_part": None}
    )


def html_page(page: Page, encoding: str | None = None) -> HtmlPage:
    """A fetched page as HTML, whatever it holds.

    Raises:
        InputError: If its bytes are no text.
    """
    return HtmlPage(page.body, page.url, [encoding, _charset(page)], page.final_url)


def doc_id_of(address: str) -> str:
    """The id of the article at an address: its host, and a hash of its key."""
    host = (urlsplit(address).hostname or "page").removeprefix("www.")
    return f"{host}-{hashlib.sha256(key_of(address).encode()).hexdigest()[:_HASH_LENGTH]}"


def day_of(published: Published | None) -> PartialDate | None:
    """The day of a publication as a partial date."""
    return PartialDate(published.day.isoformat()) if published else None


def _charset(page: Page) -> str | None:
    match = _CHARSET.search(page.header("content-type") or "")
    return match[1] if match else None
