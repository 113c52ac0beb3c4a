"""Several sources at once: side by side, politely, and none the worse for another's failure."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extractors.reader import extract
from pipeline.crawl import Crawled, Workplace, crawl_sources
from pipeline.extract import extract_articles
from pipeline.store import Store
from pipeline.store.addresses import counts
from schemas import DealtrailError, Language
from schemas.article import Article
from schemas.settings import FetchSettings, Settings
from schemas.source import Source
from tests.pipeline.backfill.test_web import PARAGRAPHS, page
from tests.sites.server import Request, Site

DAYS = ("2026-03-01", "2026-03-02", "2026-03-03")
DEALS = len(extract(Article(doc_id="page", text="\n\n".join(PARAGRAPHS))).mentions)
"""What the page tells: a purchase of chips, with a stake for their maker."""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    settings = Settings(fetch=FetchSettings(tries=1, read_seconds=5, robots_seconds=2))
    with Store(str(tmp_path / "deals.sqlite")) as store:
        yield Workplace(store, tmp_path / "archive", settings)


def feed(folder: str, days: tuple[str, ...] = DAYS) -> Callable[[Request], None]:
    items = "".join(f"<item><link>/{folder}/{day}</link><pubDate>{day}</pubDate></item>" for day in days)
    return lambda request: request.give(200, f"<rss><channel>{items}</channel></rss>")


def give(day: str) -> Callable[[Request], None]:
    return lambda request: request.give(200, page(day), content_type="text/html; charset=utf-8")


def source(name: str, site: Site, host: str = "127.0.0.1", seconds_between: float = 0) -> Source:
    own = f"{host}:{site.host.partition(':')[2]}"
    return Source(
        name=name, language=Language.ZH_HANT, feeds=(f"http://{own}/{name}.xml",), private_hosts=(own,),
        seconds_between=seconds_between, window_days=10_000,
    )  # fmt: skip


def crawled(sources: list[Source], place: Workplace, at_once: int) -> dict[str, Crawled | DealtrailError]:
    return {each.name: done for each, done in crawl_sources(sources, place, extract_articles, at_once)}


@pytest.mark.parametrize(("at_once", "together"), [(2, True), (1, False)])
def test_sources_on_two_hosts_are_asked_side_by_side(place: Workplace, at_once: int, together: bool) -> None:
    met = threading.Barrier(2)

    def wait_for_the_other(request: Request) -> None:
        try:
            met.wait(2)
        except threading.BrokenBarrierError:
            request.give(503)
        else:
            give("2026-03-01")(request)

    paths = {f"/{name}.xml": feed(name, DAYS[:1]) for name in ("one", "two")}
    with Site({**paths, "/one/2026-03-01": wait_for_the_other, "/two/2026-03-01": wait_for_the_other}) as site:
        done = crawled([source("one", site), source("two", site, "localhost")], place, at_once)
    assert [isinstance(each, Crawled) and each.fetched == 1 for each in done.values()] == [together, together]
    assert place.store.count() == (DEALS if together else 0), "both tell of the same deals"


def test_a_host_that_two_sources_share_is_asked_no_faster_and_no_more_at_once(place: Workplace) -> None:
    lock, begun, inside, most = threading.Lock(), list[float](), 0, 0

    def slowly(request: Request) -> None:
        nonlocal inside, most
        with lock:
            begun.append(time.monotonic())
            inside += 1
            most = max(most, inside)
        time.sleep(0.1)
        with lock:
            inside -= 1
        give(request.path[-10:])(request)

    paths = {f"/{name}/{day}": slowly for name in ("one", "two") for day in DAYS}
    with Site({**paths, "/one.xml": feed("one"), "/two.xml": feed("two")}) as site:
        done = crawled([source(name, site, seconds_between=0.3) for name in ("one", "two")], place, 2)
    assert all(isinstance(each, Crawled) and each.fetched == 3 for each in done.values())
    assert most == 1
    pauses = [later - earlier for earlier, later in itertools.pairwise(begun)]
    assert min(pauses) > 0.25


def test_a_source_that_cannot_be_crawled_leaves_the_others(place: Workplace) -> None:
    paths = {f"/mine/{day}": give(day) for day in DAYS}
    with Site({**paths, "/mine.xml": feed("mine")}) as site:
        stranger = source("stranger", site).model_copy(update={"private_hosts": ()})
        for at_once in (1, 2):
            done = crawled([stranger, source("mine", site)], place, at_once)
            assert isinstance(done["stranger"], DealtrailError)
            assert "contact" in str(done["stranger"])
            assert isinstance(done["mine"], Crawled)
    with Store(place.store.address) as store:
        assert store.count() == DEALS > 0


def test_whoever_stops_taking_results_stops_the_crawl(place: Workplace) -> None:
    gate = threading.Event()

    def slowly(request: Request) -> None:
        gate.wait(5)
        give(request.path[-10:])(request)

    names = ("quick", "slow")
    paths = {"/quick/2026-03-01": give("2026-03-01"), "/slow/2026-03-01": slowly}
    with Site({**paths, **{f"/{name}.xml": feed(name, DAYS[:1]) for name in names}}) as site:
        sources = [source("quick", site), source("slow", site, "localhost")]
        results = crawl_sources(sources, place, extract_articles, 2)
        first, _ = next(results)
        assert first.name == "quick"
        results.close()
        gate.set()
        threads = [each for each in threading.enumerate() if each.daemon and "work" in each.name]
        for each in threads:
            each.join(10)
        with place.store.reading() as connection:
            assert "read" not in counts(connection, "slow"), "fetched or not, its next step was not begun"
