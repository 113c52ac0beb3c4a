"""Crawling through the front door: what is refused at start, what is told, what sources can do for themselves."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dealtrail.demo_site import DemoSite
from pipeline.configuration import read_sources
from tests.conftest import Ran
from tests.sites.server import Site

Command = Callable[..., Ran]


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither this machine's settings nor a file in the current folder may leak in."""
    for name in ("DEALTRAIL_SETTINGS", "DEALTRAIL_SOURCES", "DEALTRAIL_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[DemoSite]:
    with DemoSite() as running:
        (tmp_path / "sources.toml").write_text(running.sources, encoding="utf-8")
        yield running


def test_crawl_and_reextract(site: DemoSite, command: Command, tmp_path: Path) -> None:
    ran = command("crawl", "--database", "deals.sqlite")
    assert ran.code == 0, ran.err
    assert "harbour-ledger: 6 pages fetched, 3 articles new, 0 changed, 2 failures" in ran.err
    assert "empty: " in ran.err
    assert list((tmp_path / "deals-archive").glob("*.warc.gz"))
    again = command("reextract", "--database", "deals.sqlite")
    assert again.code == 0
    assert "0 articles new, 0 changed, 0 forgotten; 0 deals new, 0 changed, 0 gone" in again.err
    assert "OpenAI" in command("deals", "--database", "deals.sqlite").out


def test_a_source_that_fails_is_told_with_code_one(site: DemoSite, command: Command, tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("/tw/rss.xml", "/tw/gone.xml"), encoding="utf-8")
    ran = command("crawl", "harbour-daily", "--database", "deals.sqlite")
    assert ran.code == 1
    assert f"list: {site.url}/tw/gone.xml: answers 404" in ran.err
    assert "1 articles new" in ran.err, "the sitemap is read all the same"


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("sources.toml", "window_days", "window_weeks", "line 9: source.window_weeks: unknown key"),
        ("sources.toml", 'zone = "Asia/Taipei"', 'cron = "every day"', "line 8: source.cron: 'every day' is no cron"),
        ("dealtrail.toml", "", "[fetch]\ntries = 0", "dealtrail.toml, line 2: fetch.tries: "),
    ],
)
def test_bad_configuration_is_refused_at_start(
    site: DemoSite, command: Command, tmp_path: Path, name: str, old: str, new: str, reason: str
) -> None:
    path = tmp_path / name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(text.replace(old, new, 1) if old else new, encoding="utf-8")
    for arguments in (("crawl",), ("serve",), ("sources", "check")):
        ran = command(*arguments, *(() if arguments[0] == "sources" else ("--database", "deals.sqlite")))
        assert ran.code == 2
        assert reason in ran.err
    assert site.asked == []


def test_an_unreachable_database_is_refused_at_start(site: DemoSite, command: Command) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        address = f"postgresql://someone:secret@127.0.0.1:{door.getsockname()[1]}/deals"
        (Path("dealtrail.toml")).write_text('[archive]\nfolder = "archive"\n')
        for name in ("crawl", "serve"):
            ran = command(name, "--database", address)
            assert ran.code == 1
            assert "cannot be opened" in ran.err
            assert "secret" not in ran.err
    assert site.asked == []


def test_others_sites_need_a_contact(command: Command, tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nname = "a"\nlanguage = "en"\nfeeds = ["https://news.example/feed"]\n'
    )
    for arguments in (("crawl",), ("serve",), ("sources", "check")):
        ran = command(*arguments)
        assert ran.code == 2
        assert "contact" in ran.err


def test_sources_check_says_what_can_be_read(site: DemoSite, command: Command, tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("/cn/", "/cm/"), encoding="utf-8")
    ran = command("sources", "check")
    assert ran.code == 1
    assert "2 of 3 sources can be read" in ran.err
    assert f"riverbank: {site.url}/cm/: answers 404" in ran.err
    assert "allows" in ran.out
    assert "2025-09-23" in ran.out


def test_sources_add_finds_feeds_by_itself(command: Command, tmp_path: Path) -> None:
    feed = "<rss><channel><item><title>輝達宣布投資新創公司</title><link>/1</link></item></channel></rss>"
    link = '<link rel="alternate" type="application/rss+xml" href="/x/news.xml">'
    page = f"<html><head><title>首頁</title>{link}</head></html>"
    paths = {
        "/": lambda request: request.give(200, page, content_type="text/html"),
        "/x/news.xml": lambda request: request.give(200, feed),
        "/robots.txt": lambda request: request.give(200, f"Sitemap: {site.url}/s/news-1.xml\n"),
        "/s/news-1.xml": lambda request: request.give(200, "<urlset><url><loc>http://a.example/1</loc></url></urlset>"),
    }
    with Site(paths) as site:
        ran = command("sources", "add", site.url + "/", "--private")
        assert ran.code == 0, ran.err
        (source,) = read_sources(tmp_path / "sources.toml")
        assert source.feeds == (site.url + "/x/news.xml",)
        assert source.sitemaps == (site.url + "/s/news-1.xml",)
        assert source.language == "zh-Hant"
        assert command("sources", "add", site.url + "/", "--private").code == 2
    with Site({"/": lambda request: request.give(200, "<html>nothing</html>")}) as site:
        ran = command("sources", "add", site.url + "/", "--private")
        assert ran.code == 1
        assert "has no feed or news sitemap" in ran.err


def test_serve_crawls_on_schedule_and_ends_with_what_it_started(site: DemoSite, tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    last = "[[source]]" + path.read_text(encoding="utf-8").rpartition("[[source]]\n")[2]
    path.write_text(last.replace("[[source]]", '[[source]]\ncron = "* * * * *"\n'), encoding="utf-8")
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    environment = os.environ | {"XDG_DATA_HOME": str(tmp_path / "data"), "PREFECT_LOGGING_LEVEL": "ERROR"}
    command = [sys.executable, "-m", "dealtrail", "serve", "--database", "deals.sqlite", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    try:
        end = time.monotonic() + 150
        while time.monotonic() < end and _articles(tmp_path / "deals.sqlite") < 3 and process.poll() is None:
            time.sleep(0.5)
        assert _articles(tmp_path / "deals.sqlite") == 3, (tmp_path / "log").read_text()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), 2):
        pass


def _articles(database: Path) -> int:
    if not database.exists():
        return 0
    with sqlite3.connect(database, timeout=30) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM article").fetchone()[0])
        except sqlite3.OperationalError:
            return 0
