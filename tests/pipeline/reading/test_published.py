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
        ("Sept. 20, 2026 9.30pm", "2026-09-20T13:30:00"),
        ("Stand: 20.11.2026, 09:30 Uhr", "2026-11-20T01:30:00"),
        ("Fr 20.11.26 | 09:30 Uhr | Von Eva Muster", "2026-11-20T01:30:00"),
        ("Veröffentlicht am 13. Mai 2026 um 15:44", "2026-05-13T07:44:00"),
        ("erstellt: 01. März 2026, 15:25", "2026-03-01T07:25:00"),
        ("입력 2026.11.20 (금) 오후 6:40", "2026-11-20T10:40:00"),
        ("2026년 11월 20일 오전 9:30", "2026-11-20T01:30:00"),
        ("2026年11月20日(金) 午後6時40分", "2026-11-20T10:40:00"),
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
    "text",
    [
        "Acme raised on Nov 20, 2026 1.50 billion dollars",
        "05.11.2026 - Güncelleme : 20.11.2026",
        "5. November 2026 und 12 Uhr",
    ],
)
def test_a_number_after_a_date_is_no_clock(text: str) -> None:
    found = read_instant(text, TAIPEI, NOW)
    assert found is not None
    assert found.day.month == 11
    assert found.instant is None


@pytest.mark.parametrize("text", ["version 1.2.24", "10.10.20.24", "Market 12, 2024", "Mark 3, 2024", "120 Mar 2025"])
def test_what_is_like_a_date_and_none(text: str) -> None:
    assert read_instant(text, TAIPEI, NOW) is None


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


@pytest.mark.parametrize("name", ["article:published:time", "Publish_Date", "date-published", "dc-date.issued"])
def test_names_of_meta_elements_are_written_with_any_separators(name: str) -> None:
    assert published(f'<meta name="{name}" content="2026-11-20T09:30:00+08:00">') == "2026-11-20T09:30:00+08:00"


def test_a_clock_without_a_zone_is_in_the_zone_of_the_pages_own_change_that_day() -> None:
    head = '<meta property="og:updated_time" content="2026-11-{}"><meta name="pubdate" content="2026-11-20 09:30">'
    assert published(head.format("20T11:00:00+09:00"), zone=None) == "2026-11-20T09:30:00+09:00"
    assert published(head.format("20T11:00:00+09:00"), zone="Asia/Taipei") == "2026-11-20T09:30:00+08:00"
    assert published(head.format("21T11:00:00+09:00"), zone=None) == "2026-11-20"
    assert published(head.format("20T11:00:00Z"), zone=None) == "2026-11-20"


STATE = """<script>window["__STATE__"] = window["__STATE__"] || {}; load({"queries": [
{"related": [{"title": "輝達與另一家公司的故事", "publishedAt": "2026-11-01 08:00"}]},
{"detail": {"title": "%s", "createdAt": "2026-11-18 08:00", "%s": %s}}]});</script>"""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("deployDt", '"2026.11.20 09:30"'),
        ("publishedAt", '"2026-11-20T01:30:00Z"'),
        ("publication_date", "1795138200"),
        ("publishTime", "1795138200000"),
    ],
)
def test_scripts_tell_the_publication_of_the_page_with_their_headline(name: str, value: str) -> None:
    title = "<title>甲公司向乙公司採購十億元晶片 - 某報</title>"
    script = STATE % ("甲公司向乙公司採購十億元晶片", name, value)
    assert published(title, script) == "2026-11-20T09:30:00+08:00"


@pytest.mark.parametrize(
    ("title", "name", "value"),
    [
        ("另一篇報導的標題在此", "publishedAt", '"2026-11-20 09:30"'),
        ("甲公司向乙公司採購十億元晶片", "published", "true"),
        ("甲公司向乙公司採購十億元晶片", "modifiedAt", '"2026-11-20 09:30"'),
        ("甲公司向乙公司採購十億元晶片", "publishedAt", "12345"),
        ("甲公司向乙公司採購十億元晶片", "publishedAt", '"2026-11-20 09:30'),
    ],
)
def test_scripts_of_other_stories_or_of_no_publication_tell_nothing(title: str, name: str, value: str) -> None:
    assert published("<title>甲公司向乙公司採購十億元晶片</title>", STATE % (title, name, value)) is None


def test_a_label_tells_which_date_is_the_publication() -> None:
    filler = "<p>內文</p>" * 20
    other = "<div class='related-date'>2026-11-02</div>"
    labelled = "<table><tr><td>發布時間：</td><td>2026-11-20 09:30</td></tr></table>"
    assert published(body=f"<h1>標題</h1>{filler}{other}{labelled}") == "2026-11-20T09:30:00+08:00"
    assert published(body=f"{filler}<p>Published on November 20, 2026</p>") == "2026-11-20"
    assert published(body=f"{filler}<p>發表於國際期刊的研究，其資料止於2026-11-20。</p>") is None


def test_the_day_that_ends_the_title_of_the_page() -> None:
    assert published("<title>Ziele und Chancen | Welt | 20.11.2026</title>") == "2026-11-20"
    assert published("<title>從2026-11-20起漲價 | 某報</title>") is None
