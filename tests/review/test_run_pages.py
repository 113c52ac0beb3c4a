"""What a crawl did is a page: of a real crawl of the demo's site, of one that ended early, of a backfill."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dealtrail.demo_site import DemoSite
from pipeline.configuration import read_sources
from pipeline.crawl import Workplace, crawl_source
from pipeline.extract import extract_articles
from pipeline.store import Store, runs
from schemas.settings import Settings
from tests.review.conftest import Opened


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo's English source crawled twice, the second time when its feed is gone and the network fails."""
    folder = tmp_path_factory.mktemp("crawled")
    with DemoSite() as site, Store(str(folder / "d.sqlite")) as store:
        (folder / "sources.toml").write_text(site.sources, encoding="utf-8")
        source = read_sources(folder / "sources.toml")[2]
        place = Workplace(store, folder / "archive", Settings())
        crawl_source(source, place, extract_articles)

        def break_off(name: str, step: object) -> object:
            raise OSError("the disk is full")

        with pytest.raises(OSError):
            crawl_source(source, place, extract_articles, runner=break_off)  # type: ignore[arg-type]
        yield store


@pytest.fixture
def crawls(crawled: Store, open_site: Opened) -> TestClient:
    return open_site(crawled)


def test_crawls_are_listed_with_what_they_brought(crawls: TestClient) -> None:
    page = crawls.get("/sources").text
    assert len(re.findall(r'href="/runs/crawl-', page)) == 2
    assert "ended early" in page
    assert "harbour-ledger" in page
    assert len(re.findall(r'href="/runs/crawl-', crawls.get("/sources/harbour-ledger").text)) == 2


def test_a_crawls_page_tells_its_numbers_deals_and_failures(crawls: TestClient, crawled: Store) -> None:
    failed, first = runs.runs(crawled)
    page = crawls.get(f"/runs/{first.id}").text
    assert "Crawl of harbour-ledger" in page
    for name, number in (("pages fetched", first.counts["fetched"]), ("articles new", 3), ("failures", 2)):
        assert f"<dt>{name}</dt><dd>{number}</dd>" in page
    for deal_id in first.deals["new"]:
        assert f'href="/deals/{deal_id}"' in page
    assert first.deals["new"]
    assert page.count("no article</td>") == 2
    assert "the disk is full" in crawls.get(f"/runs/{failed.id}").text


def test_a_run_that_there_is_none_of_is_not_found(crawls: TestClient) -> None:
    assert crawls.get("/runs/nothing").status_code == 404
    assert crawls.get("/sources/nothing").status_code == 404


def test_only_the_last_runs_of_a_source_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "KEPT", 2)
    with Store(str(tmp_path / "d.sqlite")) as store:
        made = []
        for number in range(4):
            made.append(runs.begin(store, "paper"))
            runs.end(store, made[-1], {"fetched": number}, {"new": ["D-1"]}, [("x", "empty", "nothing")])
        assert [each.id for each in runs.runs(store, "paper")] == made[:1:-1]
        assert runs.run(store, made[0]) is None
        assert runs.run(store, made[3]).counts == {"fetched": 3}  # type: ignore[union-attr]
