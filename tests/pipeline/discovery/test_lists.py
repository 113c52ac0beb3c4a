"""Feeds, sitemaps and sections from strangers: what they announce, and what they must not be able to do."""

from __future__ import annotations

import datetime
import gzip
import json
import time
import tracemalloc

import pytest

from pipeline.discovery import Announced, read_feed, read_section, read_sitemap
from pipeline.discovery.announced import choose
from schemas import InputError, Language
from schemas.page import Page
from schemas.source import Source

URL = "https://news.example/feed"
MOST = 60_000_000
NOW = datetime.datetime(2026, 11, 21, 12, 0, tzinfo=datetime.UTC)


def feed(text: str | bytes, most: int = 5_000) -> list[Announced]:
    return read_feed(text if isinstance(text, bytes) else text.encode(), URL, most, MOST)


RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<link>https://news.example/</link><title>News</title>
<item><title>輝達&amp;夥伴</title><link> /a/1 </link><pubDate>Fri, 20 Nov 2026 09:30:00 +0800</pubDate></item>
<item><title>Two</title><guid isPermaLink="true">https://news.example/a/2</guid><dc:date>2026-11-20</dc:date></item>
<item><title>Nowhere</title><link>javascript:1</link></item></channel></rss>"""


def test_rss() -> None:
    one, two = feed(RSS)
    assert (one.url, one.title, one.published) == (
        "https://news.example/a/1",
        "輝達&夥伴",
        "Fri, 20 Nov 2026 09:30:00 +0800",
    )
    assert (two.url, two.published) == ("https://news.example/a/2", "2026-11-20")


def test_atom_and_json_feed_and_rdf() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="/self" rel="self"/><entry><title>A</title>
    <link rel="enclosure" href="/audio.mp3"/><link href="/a/3"/><published>2026-11-20T01:00:00Z</published>
    <updated>2026-11-20T02:00:00Z</updated></entry></feed>"""
    (entry,) = feed(atom)
    assert (entry.url, entry.version) == ("https://news.example/a/3", "2026-11-20T02:00:00Z")
    items = [{"url": "/a/4", "title": "J", "date_published": "2026-11-20T01:00:00Z"}, {"url": 5}, "x", {}]
    (item,) = feed(json.dumps({"items": items}))
    assert (item.url, item.title) == ("https://news.example/a/4", "J")
    rdf = '<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/"><item><link>https://news.example/a/5</link></item></rdf:RDF>'
    assert [each.url for each in feed(rdf)] == ["https://news.example/a/5"]


def test_a_legacy_encoding_and_gzip() -> None:
    data = RSS.replace("utf-8", "big5").encode("big5")
    assert feed(data)[0].title == "輝達&夥伴"
    assert feed(gzip.compress(data))[0].title == "輝達&夥伴"


def test_malformed_feeds_are_read_as_far_as_they_go() -> None:
    assert [each.url for each in feed(RSS[: RSS.index("<item><title>Nowhere")])][:2] == [
        "https://news.example/a/1",
        "https://news.example/a/2",
    ]
    assert len(feed(RSS.replace("&amp;", "& &nbsp; \x01"))) == 2


@pytest.mark.parametrize("text", ["", "hello", "{", "[]", '{"items": 5}', "\0\0", "<html", "[" * 100_000])
def test_what_is_no_feed_is_told(text: str) -> None:
    with pytest.raises(InputError):
        feed(text)


def test_entity_bombs_do_nothing() -> None:
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{names}]>' + RSS.partition("?>")[2].replace(
        "Two", "&e11;"
    )
    stolen = RSS.replace("<rss", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss').replace("Two", "&x;")
    began = time.monotonic()
    tracemalloc.start()
    assert [each.url[-1] for each in feed(bomb)] == ["1", "2"]
    assert all("root:" not in each.title for each in feed(stolen))
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert time.monotonic() - began < 10


def test_a_feed_of_fifty_thousand_items_is_cut_and_quick() -> None:
    items = "".join(f"<item><title>{n}</title><link>https://news.example/a/{n}</link></item>" for n in range(50_000))
    text = f"<rss><channel>{items}</channel></rss>"
    began = time.monotonic()
    assert len(feed(text)) == 5_000
    assert len(feed(text, 10**9)) == 50_000
    assert time.monotonic() - began < 20


def test_sitemaps_with_news_and_indexes() -> None:
    news = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="n"><url><loc> https://news.example/1
    </loc><lastmod>2026-11-20</lastmod><news:news><news:publication_date>2026-11-19T00:00:00Z</news:publication_date>
    <news:title>Title</news:title></news:news></url><url></url></urlset>"""
    (page,) = read_sitemap(gzip.compress(news.encode()), URL, 100, MOST).pages
    assert (page.url, page.modified, page.published, page.title) == (
        "https://news.example/1",
        "2026-11-20",
        "2026-11-19T00:00:00Z",
        "Title",
    )
    index = "<sitemapindex><sitemap><loc>https://news.example/s.xml.gz</loc><lastmod>2026</lastmod></sitemap></sitemapindex>"
    found = read_sitemap(index.encode(), URL, 100, MOST)
    assert [each.url for each in found.sitemaps] == ["https://news.example/s.xml.gz"]
    assert len(read_sitemap(b"https://news.example/1\nhttps://news.example/2\n", URL, 1, MOST).pages) == 1


def test_a_packed_sitemap_may_not_burst() -> None:
    with pytest.raises(InputError, match="is larger than 1,000,000 bytes"):
        read_sitemap(gzip.compress(b"<urlset>" + b" " * 5_000_000), URL, 100, 1_000_000)


def section(html: str, selector: str) -> list[Announced]:
    page = Page(url=URL, final_url=URL, status=200, body=html.encode(), fetched=NOW)
    return read_section(page, selector, 100)


def test_a_section_gives_the_links_of_its_selector() -> None:
    html = "<body><a href='/about'>x</a><ul class='list'><li><a href='/1'>一</a></li><li><a href='/1'>一</a></li></ul>"
    assert [(each.url, each.title) for each in section(html, ".list")] == [("https://news.example/1", "一")]
    with pytest.raises(InputError, match="has no link for the selector"):
        section(html, ".stories a")


SOURCE = Source(name="news", language=Language.EN, feeds=(URL,), window_days=7, zone="Asia/Taipei")


def chosen(*announced: Announced, **changes: object) -> list[str]:
    return [each.url.rpartition("/")[2] for each in choose(announced, SOURCE.model_copy(update=changes), NOW)]


def test_old_items_and_other_sites_are_left_out_and_each_comes_once() -> None:
    def item(path: str, published: str | None = None, modified: str | None = None) -> Announced:
        return Announced("https://www.news.example/" + path, published, modified)

    items = [
        item("new", "2026-11-20T00:00:00Z"),
        item("new?utm_source=x"),
        item("old", "Fri, 06 Nov 2026 09:30:00 GMT"),
        item("renewed", "2026-11-01", "2026-11-21T01:00:00Z"),
        item("unsaid"),
        Announced("https://other.example/a"),
    ]
    assert chosen(*items) == ["new", "renewed", "unsaid"]
    assert chosen(*items, allow=("/un",)) == ["unsaid"]
    assert chosen(*items, deny=("/un",)) == ["new", "renewed"]
