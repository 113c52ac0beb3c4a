"""A whole crawl of the site that misbehaves: it ends, takes what is there, and tells of everything else why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.crawl import Workplace, crawl_source
from pipeline.extract import extract_articles
from pipeline.store import Store
from pipeline.store.addresses import counts
from schemas import Language
from schemas.settings import DiscoverySettings, FetchSettings, Settings
from schemas.source import Source
from tests.pipeline.backfill.test_web import page
from tests.sites.misbehaving import _rss, paths
from tests.sites.server import Site

BAD = {
    "/busy-long": ("later", "answers 429"),
    "/down": ("later", "answers 503"),
    "/drip": ("later", "took longer than"),
    "/silent": ("later", "does not answer in time"),
    "/cut": ("later", "was cut short"),
    "/short": ("later", "cannot be reached"),
    "/bomb": ("aside", "is larger than"),
    "/huge": ("aside", "is 200,000,000 bytes"),
    "/huge-unsaid": ("aside", "is larger than"),
    "/circle": ("aside", "redirects in a circle"),
    "/endless": ("aside", "redirects more than"),
    "/inside": ("aside", "no public address"),
    "/metadata": ("aside", "no public address"),
    "/gone": ("aside", "answers 410"),
    "/private": ("aside", "forbidden by the robots"),
    "/plain": ("empty", "holds no article"),
}


@pytest.fixture
def site() -> Iterator[Site]:
    good = page("2026-03-01")
    more = {
        "/robots.txt": lambda request: request.give(200, "User-agent: *\nDisallow: /private\n"),
        "/feed": lambda request: request.give(200, _rss(*BAD, "/good")),
        "/good": lambda request: request.give(200, good, content_type="text/html; charset=utf-8"),
    }
    with Site({**paths(), **more}) as running:  # type: ignore[arg-type]
        yield running


def test_the_crawl_ends_and_tells_of_everything(site: Site, tmp_path: Path) -> None:
    fetch = FetchSettings(connect_seconds=1, read_seconds=1, total_seconds=2, tries=1, dead_after=100)
    settings = Settings(
        contact="tests@example.org", fetch=fetch, discovery=DiscoverySettings(feed_items=5_000, sitemaps=10, pages=40)
    )
    lists = ("/feed", "/feed-none", "/feed-broken", "/feed-entities")
    source = Source(
        name="bad",
        language=Language.EN,
        feeds=tuple(site.url + path for path in lists),
        sitemaps=(site.url + "/sitemap-endless",),
        private_hosts=(site.host,),
        seconds_between=0,
        requests_at_once=4,
        window_days=10_000,
    )
    with Store(str(tmp_path / "deals.sqlite")) as store:
        place = Workplace(store, tmp_path / "archive", settings)
        done = crawl_source(source, place, extract_articles)
        told = {failure.place.removeprefix(site.url): failure for failure in done.failures}
        for path, (kind, reason) in BAD.items():
            assert told[path].kind == kind, told[path]
            assert reason in told[path].reason
        assert told["/feed-none"].kind == "list"
        assert done.new == 1
        assert site.count("/sitemap-endless") <= 1
        assert sum(path.startswith("/sitemap-endless?") for path, _ in site.seen) <= 11
        assert site.count("/private") == 0
        with store.reading() as connection:
            states = counts(connection, "bad")
    assert states["read"] == 1
    assert "wanted" not in states
    assert "fetched" not in states


def test_a_feed_of_fifty_thousand_items_is_cut_to_what_a_run_takes(site: Site, tmp_path: Path) -> None:
    settings = Settings(
        fetch=FetchSettings(tries=1), discovery=DiscoverySettings(feed_items=1_000, pages=30), batch_pages=15
    )
    source = Source(
        name="many",
        language=Language.EN,
        feeds=(site.url + "/feed-many",),
        private_hosts=(site.host,),
        seconds_between=0,
        requests_at_once=8,
    )
    with Store(str(tmp_path / "deals.sqlite")) as store:
        done = crawl_source(source, Workplace(store, tmp_path / "archive", settings), extract_articles)
        assert (done.discovered.announced, done.discovered.wanted) == (1_000, 1_000)
        assert len(done.failures) == 30
        with store.reading() as connection:
            assert counts(connection, "many") == {"aside": 30, "wanted": 970}
