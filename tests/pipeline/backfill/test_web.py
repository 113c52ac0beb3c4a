"""Backfilling over the web: sitemaps with a range of days, lists of addresses, archives on a server."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.pages import write_warc
from pipeline.backfill import Backfilled
from pipeline.backfill.download import backfill_served
from pipeline.backfill.web import backfill_addresses, backfill_sitemap, own_source, read_addresses
from pipeline.crawl import Days, Workplace
from pipeline.extract import extract_articles
from pipeline.store import Store
from schemas import InputError
from schemas.errors import FetchError
from schemas.settings import FetchSettings, Settings
from schemas.source import Source
from tests.pipeline.reading.test_page import PARAGRAPHS
from tests.sites.server import Request, Site

QUICK = Settings(fetch=FetchSettings(tries=1, read_seconds=2), batch_pages=5)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with Store(str(tmp_path / "deals.sqlite")) as store:
        yield Workplace(store, tmp_path / "archive", QUICK)


def page(day: str) -> str:
    meta = f'<meta property="article:published_time" content="{day}T09:00:00+08:00">'
    body = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    return f"<html><head>{meta}<title>標題{day}</title></head><body><article>{body}</article></body></html>"


def give(text: str) -> object:
    return lambda request: request.give(200, text, content_type="text/html; charset=utf-8")


def source(site: Site) -> Source:
    return own_source(site.url).model_copy(
        update={"private_hosts": (site.host,), "seconds_between": 0.0, "requests_at_once": 4}
    )


def paths(days: dict[str, str]) -> dict[str, object]:
    """A site whose sitemap says one day of each article and the article itself another."""
    site: dict[str, object] = {f"/a/{day}": give(page(day)) for day in days}
    entries = "".join(f"<url><loc>/a/{day}</loc><lastmod>{said}</lastmod></url>" for day, said in days.items())
    site["/sitemap.xml"] = give("<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>")
    site["/s1.xml"] = give(f"<urlset>{entries}</urlset>")
    return site


def test_a_sitemap_is_cut_by_the_articles_own_days(place: Workplace) -> None:
    days = {
        "2026-02-27": "2026-11-01",  # an old article that was touched lately
        "2026-03-01": "2026-03-01",
        "2026-03-15": "2026-11-20",
        "2026-04-02": "2026-04-02",
        "2025-01-01": "2025-01-01",
    }
    with Site(paths(days)) as site:  # type: ignore[arg-type]
        march = Days(datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))
        done = backfill_sitemap(source(site), site.url + "/sitemap.xml", place, extract_articles, march)
        assert done.new == 2
        assert site.count("/a/2025-01-01") == 0, "what cannot lie in the range is not even fetched"
        published = sorted(str(found.article.published) for found, _ in place.store.extractions())
        assert published == ["2026-03-01", "2026-03-15"]
        outside = [failure.reason for failure in done.failures if "outside" in failure.reason]
        assert len(outside) == 2
        again = backfill_sitemap(source(site), site.url + "/sitemap.xml", place, extract_articles, march)
        assert (again.fetched, again.new) == (0, 0)


def test_a_list_of_addresses(place: Workplace, tmp_path: Path) -> None:
    with Site(paths({"2026-03-01": "2026-03-01", "2026-03-02": ""})) as site:  # type: ignore[arg-type]
        path = tmp_path / "list.txt"
        path.write_text(f"# mine\n{site.url}/a/2026-03-01\n\n{site.url}/a/2026-03-02\n{site.url}/gone\n")
        done = backfill_addresses(source(site), read_addresses(path), place, extract_articles)
        assert done.new == 2
        assert [(failure.kind, failure.reason) for failure in done.failures] == [("aside", "answers 404")]
    path.write_text("ftp://x\n")
    with pytest.raises(InputError, match="line 1: 'ftp://x' is no http or https address"):
        read_addresses(path)
    path.write_text("# nothing\n")
    with pytest.raises(InputError, match="holds no address"):
        read_addresses(path)


def test_archives_on_a_server_come_one_by_one_and_once(place: Workplace, tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "served", 40, 0.5)
    served = {
        "/crawl/one.warc.gz": lambda request: request.give(200, warc.read_bytes()),
        "/crawl/gone.warc.gz": lambda request: request.give(404),
    }
    with Site(served) as site:

        def run() -> list[Backfilled | InputError]:
            names = ["crawl/gone.warc.gz", "crawl/one.warc.gz"]
            address = str(tmp_path / "deals.sqlite")
            return list(backfill_served(names, site.url + "/", source(site), place, address))

        gone, one = run()
        assert isinstance(gone, FetchError)
        assert isinstance(one, Backfilled)
        assert one.counts.pages == 40
        assert one.deals.new > 5
        assert not list((place.archive / "downloads").iterdir())
        (gone,) = run()
        assert isinstance(gone, FetchError)
        assert site.count("/crawl/one.warc.gz") == 1


def test_sitemaps_without_end_and_parts_without_end_come_to_an_end(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sitemap(request: Request) -> None:
        number = int(request.path.partition("?n=")[2] or 0)
        more = "".join(f"<sitemap><loc>/s.xml?n={number * 3 + k}</loc></sitemap>" for k in (1, 2, 3))
        request.give(200, f"<sitemapindex>{more}</sitemapindex>")

    def calendar(request: Request) -> None:
        number = int(request.path.partition("?page=")[2] or 1)
        link = f'<a href="/day?page={number + 1}">下一頁</a>'
        text = page("2026-03-01").replace("</article>", f"<p>第{number}天的活動照常舉行,歡迎參加。</p>{link}</article>")
        request.give(200, text, content_type="text/html; charset=utf-8")

    monkeypatch.setattr("pipeline.backfill.web._MOST_SITEMAPS", 50)
    with Site({"/s.xml": sitemap, "/day": calendar}) as site:
        backfill_sitemap(source(site), site.url + "/s.xml", place, extract_articles, Days())
        assert len(site.seen) < 60
        done = backfill_addresses(source(site), [site.url + "/day"], place, extract_articles)
        assert done.fetched == QUICK.discovery.parts
        (found,) = [found for found, _ in place.store.extractions()]
        assert "第10天" in found.article.text
        assert "第11天" not in found.article.text
