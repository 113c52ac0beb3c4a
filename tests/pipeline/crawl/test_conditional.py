"""Asking for changes only: the validators of lists and pages are kept, and distrusted where a server's ETag lies."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.crawl import Workplace, crawl_source, discover
from pipeline.extract import extract_articles
from pipeline.store import Store
from pipeline.store.addresses import counts, validators
from schemas import Language
from schemas.settings import FetchSettings, Settings
from schemas.source import Source
from tests.pipeline.backfill.test_web import page
from tests.sites.server import Request, Site

NOW = datetime.datetime(2026, 3, 3, tzinfo=datetime.UTC)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    settings = Settings(fetch=FetchSettings(tries=1, read_seconds=1, robots_seconds=1))
    with Store(str(tmp_path / "deals.sqlite")) as store:
        yield Workplace(store, tmp_path / "archive", settings)


def source(site: Site) -> Source:
    return Source(
        name="news", language=Language.ZH_HANT, feeds=(site.url + "/feed",), private_hosts=(site.host,),
        seconds_between=0, window_days=10_000,
    )  # fmt: skip


def feed(*days: str) -> str:
    items = "".join(f"<item><link>/a/{day}</link><pubDate>{day}</pubDate></item>" for day in days)
    return f"<rss><channel>{items}</channel></rss>"


def test_an_unchanged_feed_is_answered_with_not_modified(place: Workplace) -> None:
    def answer(request: Request) -> None:
        if request.headers.get("if-none-match") == '"one"':
            request.give(304)
        else:
            request.give(200, feed("2026-03-01"), etag='"one"', last_modified="Sun, 01 Mar 2026 00:00:00 GMT")

    with Site({"/feed": answer}) as site:
        assert discover(source(site), place, NOW).lists == 1
        again = discover(source(site), place, NOW)
        assert (again.lists, again.unchanged) == (0, 1)


def test_an_etag_that_stays_while_the_feed_changes_is_distrusted(place: Workplace) -> None:
    def answer(request: Request) -> None:
        # The first time it is asked conditionally this server still tells the change; later it would not.
        if request.headers.get("if-none-match") and request.nth > 2:
            request.give(304)
        else:
            request.give(200, feed(*[f"2026-03-0{n}" for n in range(1, request.nth + 1)]), etag='"same"')

    with Site({"/feed": answer}) as site:
        for expected in (1, 1, 1):
            assert discover(source(site), place, NOW).wanted == expected
        with place.store.reading() as connection:
            assert validators(connection, site.url + "/feed").etag is None


def test_a_list_is_asked_for_whole_now_and_then(place: Workplace) -> None:
    def answer(request: Request) -> None:
        if request.headers.get("if-none-match"):
            request.give(304)  # whatever has changed
        else:
            request.give(200, feed(*[f"2026-03-0{n}" for n in range(1, request.nth + 1)]), etag='"always"')

    with Site({"/feed": answer}) as site:
        now = datetime.datetime.now(datetime.UTC)
        assert discover(source(site), place, now).wanted == 1
        assert discover(source(site), place, now).unchanged == 1
        assert discover(source(site), place, now + datetime.timedelta(hours=7)).wanted == 2
        with place.store.reading() as connection:
            assert validators(connection, site.url + "/feed").etag is None, "and then it is found out"


def test_what_fails_for_now_waits_and_what_fails_for_good_is_left(place: Workplace) -> None:
    site_paths = {
        "/feed": lambda request: request.give(200, feed("2026-03-01", "2026-03-02", "2026-03-03")),
        "/a/2026-03-01": lambda request: request.give(200, page("2026-03-01"), content_type="text/html; charset=utf-8"),
        "/a/2026-03-02": lambda request: request.give(503, retry_after="7200"),
        "/a/2026-03-03": lambda request: request.give(410),
    }
    with Site(site_paths) as site:
        done = crawl_source(source(site), place, extract_articles)
        assert (done.new, sorted(failure.kind for failure in done.failures)) == (1, ["aside", "later"])
        with place.store.reading() as connection:
            assert counts(connection, "news") == {"read": 1, "later": 1, "aside": 1}
        again = crawl_source(source(site), place, extract_articles)
        assert (again.fetched, again.failures) == (0, [])
        in_an_hour = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)
        assert crawl_source(source(site), place, extract_articles, in_an_hour).failures == []
        after_three = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=3)
        (failure,) = crawl_source(source(site), place, extract_articles, after_three).failures
        assert failure.reason == "answers 503"
        assert site.count("/a/2026-03-03") == 1


def test_a_site_whose_robots_are_down_is_left_and_nothing_is_held_against_its_pages(place: Workplace) -> None:
    down = [False]

    def robots(request: Request) -> None:
        request.give(503 if down[0] else 404)

    paths = {
        "/robots.txt": robots,
        "/feed": lambda request: request.give(200, feed("2026-03-01")),
        "/a/2026-03-01": lambda request: request.give(200, page("2026-03-01"), content_type="text/html; charset=utf-8"),
    }
    with Site(paths) as site:
        discover(source(site), place, NOW)
        down[0] = True
        done = crawl_source(source(site), place, extract_articles)
        assert {failure.kind for failure in done.failures} == {"list", "later"}
        assert site.count("/a/2026-03-01") == 0
        down[0] = False
        later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)
        assert crawl_source(source(site), place, extract_articles, later).new == 1


def test_a_dead_host_is_remembered_by_the_next_run(place: Workplace) -> None:
    with Site({"/feed": lambda request: request.give(200, feed("2026-03-01"))}) as site:
        own = source(site)
        discover(own, place, NOW)
    # The site has gone: nobody answers any more.
    limits = place.settings.fetch.model_copy(update={"dead_after": 2})
    place = Workplace(place.store, place.archive, place.settings.model_copy(update={"fetch": limits}))
    for _ in range(2):
        assert discover(own, place, NOW).failures
    (failure,) = discover(own, place, NOW).failures
    assert "has not answered 2 times in a row" in failure.reason
