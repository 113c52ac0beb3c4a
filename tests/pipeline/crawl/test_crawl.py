"""A crawl of the demo's site over real sockets: once, again, after a change, and after being killed in between."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from dealtrail.demo_site import DemoSite, _article
from pipeline.configuration import read_sources
from pipeline.crawl import Crawled, Workplace, crawl_source, discover, fetch_batch
from pipeline.extract import extract_articles
from pipeline.store import Store
from pipeline.store.addresses import counts, wanted
from schemas.settings import Settings
from schemas.source import Source


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with Store(str(tmp_path / "deals.sqlite")) as store:
        yield Workplace(store, tmp_path / "archive", Settings(batch_pages=3))


def sources(site: DemoSite, tmp_path: Path) -> tuple[Source, ...]:
    path = tmp_path / "sources.toml"
    path.write_text(site.sources, encoding="utf-8")
    return read_sources(path)


def crawl(site: DemoSite, place: Workplace, tmp_path: Path) -> list[Crawled]:
    return [crawl_source(source, place, extract_articles) for source in sources(site, tmp_path)]


def test_a_site_is_crawled_once_and_then_only_its_change(site: DemoSite, place: Workplace, tmp_path: Path) -> None:
    tw, cn, en = crawl(site, place, tmp_path)
    assert (tw.new, cn.new, en.new) == (3, 2, 3)
    assert {failure.kind for failure in tw.failures + cn.failures} == set()
    assert sorted(failure.kind for failure in en.failures) == ["empty", "empty"]
    found = {extraction.article.url: extraction for extraction, _ in place.store.extractions()}
    assert len(found) == 8
    texts = "".join(extraction.article.text for extraction in found.values())
    assert not any(
        noise in texts for noise in ("藍鯨", "Bluewhale", "云端智能", "責任編輯", "newsletter", "台積電(2330)")
    )
    assert "\ufffd" not in texts
    first = {deal for _, deals in place.store.extractions() for deal in deals}
    assert place.store.count() >= 8

    asked = len(site.asked)
    again = crawl(site, place, tmp_path)
    assert sum(each.fetched + each.new + each.changed for each in again) == 0
    pages = [path for path in site.asked[asked:] if "robots" not in path]
    assert len(pages) == 6, "only the lists are read again"

    site.edition = 2
    asked = len(site.asked)
    changed = crawl(site, place, tmp_path)
    assert [(each.fetched, each.new, each.changed) for each in changed] == [(0, 0, 0), (0, 0, 0), (1, 0, 1)]
    assert [deal for each in changed for deal in each.deals.new_ids] != []
    assert first <= {deal for _, deals in place.store.extractions() for deal in deals}


def test_an_article_in_two_parts_is_one(site: DemoSite, place: Workplace, tmp_path: Path) -> None:
    crawl(site, place, tmp_path)
    (whole,) = [e.article for e, _ in place.store.extractions() if (e.article.url or "").endswith("20251007/2.html")]
    assert whole.text.split("\n") == _article("demo-zh-hant-02")[1]
    assert not any((e.article.url or "").endswith("2_2.html") for e, _ in place.store.extractions())


def test_instants_and_publishers_are_kept(site: DemoSite, place: Workplace, tmp_path: Path) -> None:
    crawl(site, place, tmp_path)
    days = {(e.article.url or "").rpartition("/")[2]: str(e.article.published) for e, _ in place.store.extractions()}
    assert days["3.shtml"] == "2025-09-11"
    assert days["9.html"] == "2025-11-19"
    assert days["anthropic-pact"] == "2025-11-20"


def test_what_a_killed_run_left_is_done_by_the_next(site: DemoSite, place: Workplace, tmp_path: Path) -> None:
    source = sources(site, tmp_path)[0]
    now = datetime.datetime.now(datetime.UTC)
    assert discover(source, place, now).wanted == 3
    with place.store.reading() as connection:
        (url, *_) = wanted(connection, source.name, now, 1)
    assert fetch_batch(source, [url], place, now).fetched == 1
    asked = [path for path in site.asked if "/news/" in path or "/finance/" in path]
    done = crawl_source(source, place, extract_articles)
    assert (done.fetched, done.new) == (3, 3), "the page that was fetched before is read, its part and two more fetched"
    with place.store.reading() as connection:
        assert counts(connection, source.name) == {"read": 4}
    paths = [path.partition("?")[0] for path in site.asked]
    assert all(paths.count(path.partition("?")[0]) == 1 for path in asked)


def test_a_source_that_is_down_is_told_and_comes_back(site: DemoSite, place: Workplace, tmp_path: Path) -> None:
    source = sources(site, tmp_path)[2]
    down = source.model_copy(update={"feeds": (site.url + "/nowhere.xml", *source.feeds)})
    done = crawl_source(down, place, extract_articles)
    assert done.new == 3
    assert [(failure.kind, failure.reason) for failure in done.failures if failure.kind == "list"] == [
        ("list", "answers 404")
    ]
