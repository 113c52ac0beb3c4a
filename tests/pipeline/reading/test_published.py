"""When a page was published: to the minute with its zone where it says so, never in the future, never a number."""

from __future__ import annotations

import datetime

import pytest

from pipeline.reading.document import Document
from pipeline.reading.instants import read_address_day, read_instant
from pipeline.reading.published import find_published

NOW = datetime.datetime(2026, 11, 21, 12, 0, tzinfo=datetime.UTC)
TAIPEI = datetime.timezone(datetime.timedelta(hours=8))


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-20T09:30:00+08:00", "2026-11-20T01:30:00"),
        ("2026-11-20T09:30:00.123Z", "2026-11-20T09:30:00"),
        ("2026-11-20 09:30:00 +0800", "2026-11-20T01:30:00"),
        ("20261120T0930Z", "2026-11-20T09:30:00"),
        ("2026/11/20 9:30", "2026-11-20T01:30:00"),
        ("2026年11月20日 09:30 來源:本報", "2026-11-20T01:30:00"),
        ("發布時間:2026年11月20日(星期五)下午3時05分", "2026-11-20T07:05:00"),
        ("2026-11-20 上午12:10", "2026-11-19T16:10:00"),
        ("民國115年11月20日 09:30", "2026-11-20T01:30:00"),
        ("中時新聞網 2026.11.20 | 09:30", "2026-11-20T01:30:00"),
        ("Fri, 20 Nov 2026 09:30:00 GMT", "2026-11-20T09:30:00"),
        ("Published November 20, 2026 at 9:30 PM EST", "2026-11-21T02:30:00"),
        ("20 Nov 2026, 09:30 BST", "2026-11-20T08:30:00"),
    ],
)
def test_instants_as_sites_write_them(text: str, instant: str) -> None:
    found = read_instant(text, TAIPEI, NOW)
    assert found is not None
    assert found.instant is not None
    assert found.instant.astimezone(datetime.UTC).replace(tzinfo=None).isoformat() == instant


def test_without_a_zone_only_the_day_is_known() -> None:
    found = read_instant("2026-11-20 09:30", None, NOW)
    assert found is not None
    assert (found.day, found.instant) == (datetime.date(2026, 11, 20), None)


@pytest.mark.parametrize(
    "text", ["2026-11-22", "2027-01-01T00:00:00Z", "2026-11-21T12:30:00Z", "2026-13-45", "20261120123", "soon", "1,234"]
)
def test_no_date_or_one_in_the_future(text: str) -> None:
    assert read_instant(text, TAIPEI, NOW) is None


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2026/11/20/nvidia-deal", "2026-11-20"),
        ("/news/20261120/1234.html", "2026-11-20"),
        ("/n1/2026/1120/c1004-40123456.html", "2026-11-20"),
        ("/cj/2026/11-20/10123456.shtml", "2026-11-20"),
        ("/2026-11-20/doc-abc.shtml", "2026-11-20"),
        ("/article/20261120", None),
        ("/news/afe/202611200123.aspx", None),
        ("/story/20261399/1", None),
        ("/2026/11/25/future", None),
        ("/id/120261120/1", None),
        ("/item?date=2026/11/20/", None),
    ],
)
def test_days_in_addresses(path: str, day: str | None) -> None:
    found = read_address_day("https://news.example" + path, NOW)
    assert (found.day.isoformat() if found else None) == day


def published(head: str = "", body: str = "", url: str | None = None, zone: str | None = "Asia/Taipei") -> str | None:
    document = Document(f"<html><head>{head}</head><body>{body}</body></html>", "page")
    found = find_published(document, url, zone, NOW)
    return None if found is None else found.instant.isoformat() if found.instant else found.day.isoformat()


LINKED = (
    '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": "2026-11-01T00:00:00Z"},'
    '{"@type": ["NewsArticle"], "datePublished": "%s"}]}</script>'
)


def test_the_article_of_the_json_ld_comes_before_its_page_and_all_else() -> None:
    head = LINKED % "2026-11-20T09:30:00+08:00" + '<meta property="article:published_time" content="2026-11-19">'
    assert published(head) == "2026-11-20T09:30:00+08:00"


def test_a_future_date_is_passed_over_for_the_next() -> None:
    meta = '<meta property="article:published_time" content="2026-11-20T08:00:00+08:00">'
    assert published(LINKED % "2029-01-01T00:00:00Z" + meta, zone=None) == "2026-11-01T00:00:00+00:00"
    assert published('<meta name="date" content="2030-01-01">' + meta) == "2026-11-20T08:00:00+08:00"


def test_a_day_is_made_an_instant_by_the_page_only_if_they_agree() -> None:
    head = '<meta name="pubdate" content="2026-11-20">'
    heading = "<h1>標題</h1><div class='info'>{} 來源:本報</div>"
    assert published(head, heading.format("2026-11-20 09:30")) == "2026-11-20T09:30:00+08:00"
    assert published(head, heading.format("2026-11-18 09:30")) == "2026-11-20"


def test_the_text_by_the_heading_and_then_the_address() -> None:
    url = "https://news.example/2026/11/19/a"
    assert published(body="<h1>標題</h1><p>記者王小明 2026年11月20日 09:30</p>", url=url) == "2026-11-20T09:30:00+08:00"
    assert published(body="<h1>標題</h1><p>內文</p>", url=url) == "2026-11-19"
    assert published(body="<h1>標題</h1><p>內文</p>") is None
