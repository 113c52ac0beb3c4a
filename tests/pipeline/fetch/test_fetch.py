"""The fetcher against a site that misbehaves, over real sockets."""

from __future__ import annotations

import asyncio
import datetime
import time
import tracemalloc
from collections.abc import Iterator

import pytest

from pipeline.fetch import Fetcher, LeftAlone, NotModified, Politeness, Validators
from pipeline.fetch.answers import retry_after
from schemas import AgainLater, SetAside, SettingsError
from schemas.page import Page
from schemas.settings import FetchSettings
from tests.sites.misbehaving import PLAIN, paths
from tests.sites.server import Answer, Site

QUICK = FetchSettings(
    connect_seconds=1, read_seconds=1, total_seconds=1.5, robots_seconds=1, tries=2, backoff_seconds=0.01
)
CONTACT = "tests@example.org"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site(paths()) as running:
        yield running


def fetch(site: Site, path: str, settings: FetchSettings = QUICK, **options: object) -> Page | NotModified:
    async def run() -> Page | NotModified:
        async with Fetcher(
            settings, contact=CONTACT, private_hosts=[site.host], seconds_between=0, at_once=4
        ) as fetcher:
            return await fetcher.fetch(site.url + path, **options)  # type: ignore[arg-type]

    return asyncio.run(run())


def page(site: Site, path: str, settings: FetchSettings = QUICK, **options: object) -> Page:
    found = fetch(site, path, settings, **options)
    assert isinstance(found, Page)
    return found


@pytest.mark.parametrize(
    "path", ["/plain", "/down-once", "/gzip", "/deflate", "/raw-deflate", "/moved", "/busy", "/tagged"]
)
def test_what_works_at_last_gives_the_page(site: Site, path: str) -> None:
    assert page(site, path).body == PLAIN.encode()


def test_a_page_knows_where_it_came_from(site: Site) -> None:
    found = page(site, "/moved")
    assert (found.url, found.final_url) == (site.url + "/moved", site.url + "/plain")
    assert found.header("content-type") == "text/html"
    assert datetime.datetime.now(datetime.UTC) - found.fetched < datetime.timedelta(minutes=1)


def test_what_was_sent_is_kept_beside_what_it_means(site: Site) -> None:
    found = page(site, "/gzip")
    assert found.wire.startswith(b"\x1f\x8b")
    assert page(site, "/two-members").body == b"one two"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/down", "answers 503"),
        ("/busy-long", "answers 429"),
        ("/drip", "took longer than 1.5 seconds"),
        ("/silent", "does not answer in time"),
        ("/cut", "was cut short"),
        ("/short", "cannot be reached"),
    ],
)
def test_what_may_work_later_says_so(site: Site, path: str, reason: str) -> None:
    with pytest.raises(AgainLater, match=reason) as error:
        fetch(site, path)
    assert error.value.place == site.url + path


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/bomb", "is larger than 10,000,000 bytes"),
        ("/huge", "is 200,000,000 bytes, more than the 10,000,000"),
        ("/huge-unsaid", "is larger than 10,000,000 bytes"),
        ("/no-gzip", "is not packed as gzip"),
        ("/brotli", "which nobody asked for"),
        ("/circle", "redirects in a circle"),
        ("/endless", "redirects more than 8 times"),
        ("/inside", "127.0.0.1, which is no public address"),
        ("/metadata", "169.254.169.254, which is no public address"),
        ("/file", "is no http or https address"),
        ("/gone", "answers 410"),
        ("/nothing", "answers 404"),
    ],
)
def test_what_will_not_work_is_set_aside_at_once(site: Site, path: str, reason: str) -> None:
    before = site.count(path)
    with pytest.raises(SetAside, match=reason):
        fetch(site, path)
    assert site.count(path) <= before + 1


def test_a_bomb_and_a_huge_page_take_little_memory(site: Site) -> None:
    tracemalloc.start()
    for path in ("/bomb", "/huge-unsaid"):
        with pytest.raises(SetAside):
            fetch(site, path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


def test_a_long_retry_after_is_left_to_a_later_run_and_told(site: Site) -> None:
    began = time.monotonic()
    with pytest.raises(AgainLater) as error:
        fetch(site, "/busy-long")
    assert error.value.wait == 3600
    assert time.monotonic() - began < 1


def test_a_short_retry_after_is_waited_for() -> None:
    with Site(paths()) as site:
        began = time.monotonic()
        page(site, "/busy")
        assert time.monotonic() - began >= 1


def test_retry_after_may_be_a_date() -> None:
    now = datetime.datetime(2026, 11, 21, 7, 28, tzinfo=datetime.UTC)
    assert retry_after("Sat, 21 Nov 2026 07:28:30 GMT", now) == 30
    assert retry_after("Sat, 21 Nov 2026 07:27:00 GMT", now) == 0
    assert retry_after("soon", now) is None
    assert retry_after("120") == 120


def test_the_server_is_asked_whether_there_is_a_newer_version(site: Site) -> None:
    assert page(site, "/tagged").header("etag") == '"v1"'
    assert fetch(site, "/tagged", validators=Validators(etag='"v1"')) == NotModified(site.url + "/tagged")
    assert isinstance(fetch(site, "/tagged", validators=Validators(etag='"v0"')), Page)


def test_the_program_names_itself_and_its_contact(site: Site) -> None:
    page(site, "/plain")
    agent = {name.lower(): value for name, value in site.seen[-1][1].items()}["user-agent"]
    assert agent.startswith("Dealtrail/")
    assert CONTACT in agent


def test_nothing_is_fetched_from_others_without_a_contact(site: Site) -> None:
    async def run(private_hosts: list[str]) -> object:
        async with Fetcher(QUICK, private_hosts=private_hosts, seconds_between=0) as fetcher:
            return await fetcher.fetch(site.url + "/plain")

    before = len(site.seen)
    with pytest.raises(SettingsError, match="contact"):
        asyncio.run(run([]))
    assert len(site.seen) == before
    assert isinstance(asyncio.run(run([site.host])), Page)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.1",
        "10.1.2.3",
        "[fe80::1]",
        "0.0.0.0",
    ],
)
def test_private_addresses_are_refused_in_every_spelling(host: str) -> None:
    async def run() -> None:
        async with Fetcher(QUICK, contact=CONTACT, seconds_between=0) as fetcher:
            await fetcher.fetch(f"http://{host}:1/")

    with pytest.raises(SetAside, match="no public address"):
        asyncio.run(run())


def robots_site(answer: Answer) -> Site:
    return Site({**paths(), "/robots.txt": answer})


def test_robots_may_forbid() -> None:
    rules = "User-agent: *\nDisallow: /secret\nAllow: /\n"
    with robots_site(lambda request: request.give(200, rules)) as site:
        page(site, "/plain")
        with pytest.raises(SetAside, match="forbidden by the robots"):
            fetch(site, "/secret")
        assert site.count("/secret") == 0


def test_robots_hold_after_a_redirect_too() -> None:
    rules = "User-agent: dealtrail\nDisallow: /plain\n"
    with robots_site(lambda request: request.give(200, rules)) as site:
        with pytest.raises(SetAside, match="forbidden by the robots"):
            fetch(site, "/moved")
        assert site.count("/plain") == 0


def test_a_missing_robots_allows_and_a_broken_one_is_read_as_far_as_it_goes() -> None:
    with robots_site(lambda request: request.give(404)) as site:
        page(site, "/plain")
    with robots_site(lambda request: request.give(200, b"\xff\xfe\0<html>" + b"x" * 3_000_000)) as site:
        page(site, "/plain")


@pytest.mark.parametrize("answer", [lambda r: r.give(503), lambda r: time.sleep(3), lambda r: r.give(429)])
def test_an_unreachable_robots_means_wait_and_nothing_else_is_asked(answer: Answer) -> None:
    with robots_site(answer) as site:
        with pytest.raises(LeftAlone, match=r"robots\.txt cannot be had"):
            fetch(site, "/plain")
        assert site.count("/plain") == 0
        assert site.count("/robots.txt") == 1


def test_the_crawl_delay_is_kept() -> None:
    with robots_site(lambda request: request.give(200, "User-agent: *\nCrawl-delay: 0.4\n")) as site:

        async def run() -> float:
            async with Fetcher(QUICK, contact=CONTACT, private_hosts=[site.host], seconds_between=0, at_once=4) as f:
                began = time.monotonic()
                await asyncio.gather(*(f.fetch(f"{site.url}/plain?{n}") for n in range(4)))
                return time.monotonic() - began

        assert asyncio.run(run()) >= 1.2


def test_a_dead_host_is_left_alone() -> None:
    with Site({"*": lambda request: time.sleep(3)}) as site:
        hurried = QUICK.model_copy(update={"read_seconds": 0.1, "robots_seconds": 0.2, "dead_after": 2, "tries": 1})
        politeness = Politeness(hurried.dead_after, hurried.dead_seconds)

        async def run() -> str:
            said = ""
            for n in range(3):
                async with Fetcher(
                    hurried, contact=CONTACT, private_hosts=[site.host], politeness=politeness, seconds_between=0
                ) as fetcher:
                    with pytest.raises(LeftAlone) as error:
                        await fetcher.fetch(f"{site.url}/{n}")
                    said = str(error.value)
            return said

        assert "has not answered 2 times in a row" in asyncio.run(run())
        assert len(site.seen) == 2
