"""One key for all addresses of a page, and other keys for other pages."""

from __future__ import annotations

import pytest

from pipeline.addresses import absolute, key_of, same_site, trusted_canonical, without_tracking

PAGE = "https://www.news.example/tech/2026/story.html?id=5"


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example/tech/2026/story.html?id=5",
        "https://m.news.example/tech/2026/story.html?id=5#top",
        "https://WWW.NEWS.example:443/tech/2026/story.html?utm_source=x&id=5&fbclid=7",
        "https://amp.news.example/amp/tech/2026/story.html?id=5&amp=1",
        "https://www.news.example/tech/2026/story.amp.html?id=5&from=rss&spm=a.b",
    ],
)
def test_forms_of_one_page_share_a_key(other: str) -> None:
    assert key_of(other) == key_of(PAGE)


@pytest.mark.parametrize(
    "other",
    [
        "https://www.news.example/tech/2026/story.html?id=6",
        "https://www.news.example/tech/2026/story.html",
        "https://finance.news.example/tech/2026/story.html?id=5",
        "https://www.news.example:8443/tech/2026/story.html?id=5",
        "https://www.news.example/tech/2026/Story.html?id=5",
    ],
)
def test_other_pages_have_other_keys(other: str) -> None:
    assert key_of(other) != key_of(PAGE)


def test_short_hosts_and_fronts() -> None:
    assert key_of("https://m.example") == "m.example/"
    assert key_of("https://www.example.org/index.html") == key_of("http://example.org") == "example.org/"
    assert key_of("https://例子.example/新聞/1") == key_of("https://例子.example/%E6%96%B0%E8%81%9E/1")


def test_links_that_lead_nowhere() -> None:
    base = "https://news.example/a/"
    assert absolute(base, " ../b#c ") == "https://news.example/b"
    for link in ("javascript:void(0)", "mailto:a@b", "http://[broken", "http://:80/", "/x" * 2000, "http://a:b/"):
        assert absolute(base, link) is None


def test_a_canonical_address_is_trusted_only_on_its_own_site() -> None:
    assert same_site("https://m.news.example/1", "https://www.news.example/2")
    assert same_site("https://ec.news.example/1", "https://www.news.example/2")
    assert not same_site("https://news.example/1", "https://others.example/1")
    assert trusted_canonical(PAGE, "/tech/2026/story.html?id=5") == PAGE
    assert trusted_canonical(PAGE, "https://news.example/") is None
    assert trusted_canonical(PAGE, "https://evil.example/tech") is None


def test_tracking_goes_and_the_rest_stays() -> None:
    assert without_tracking(PAGE + "&utm_medium=x") == PAGE
    assert without_tracking(PAGE) == PAGE
