"""A crawl that is killed and run again ends with the rows of one that was not, and fetches no page twice in vain."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from dealtrail.demo_site import DemoSite
from pipeline.archive import recover

QUERIES = (
    "SELECT doc_id, content_hash, extraction_hash, url, published FROM article ORDER BY 1",
    "SELECT id, kind, status, amount_value, day, sources, record FROM deal ORDER BY 1",
    "SELECT a.doc_id, m.position, e.field, e.start, e.quote, d.deal_id FROM evidence e JOIN mention m "
    "ON m.id = e.mention_id JOIN article a ON a.id = m.article_id JOIN deal_mention d ON d.mention_id = m.id "
    "ORDER BY 1, 2, 3",
    "SELECT key, state, doc_id, part_of FROM address ORDER BY 1",
    "SELECT doc_id, of_doc_id, likeness FROM near_duplicate ORDER BY 1, 2",
)  # fmt: skip


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DemoSite]:
    plain = DemoSite._give

    def slowly(self: DemoSite, page: object, part: int) -> object:
        time.sleep(0.15)
        return plain(self, page, part)  # type: ignore[arg-type]

    monkeypatch.setattr(DemoSite, "_give", slowly)
    with DemoSite() as running:
        text = running.sources.replace("requests_at_once = 4", "requests_at_once = 1")
        (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
        (tmp_path / "dealtrail.toml").write_text("batch_pages = 2\n", encoding="utf-8")
        yield running


def crawl(folder: Path, name: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dealtrail", "crawl", "--database", str(folder / f"{name}.sqlite")]
    files = ["--sources", str(folder / "sources.toml"), "--settings", str(folder / "dealtrail.toml")]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen([*command, *files], stdout=log, stderr=log)


def rows(path: Path) -> list[list[tuple[object, ...]]]:
    with sqlite3.connect(path) as connection:
        return [connection.execute(query).fetchall() for query in QUERIES]


def test_a_killed_crawl_ends_as_one_that_was_not(site: DemoSite, tmp_path: Path) -> None:
    assert crawl(tmp_path, "whole").wait() == 0, (tmp_path / "log").read_text()
    draw = random.Random(20261121)
    kills = 0
    for _ in range(6):
        asked = len(site.asked)
        process = crawl(tmp_path, "killed")
        end, more = time.monotonic() + 60, draw.randrange(4, 9)
        while len(site.asked) < asked + more and process.poll() is None and time.monotonic() < end:
            time.sleep(0.005)
        time.sleep(draw.uniform(0, 0.2))
        kills += process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert kills >= 3
    assert crawl(tmp_path, "killed").wait() == 0, (tmp_path / "log").read_text()
    assert rows(tmp_path / "killed.sqlite") == rows(tmp_path / "whole.sqlite")
    archive = tmp_path / "killed-archive"
    recover(archive)
    assert not list(archive.glob("*.open"))
    for path in archive.glob("*.warc.gz"):
        with path.open("rb") as stream:
            assert all(record.rec_type for record in ArchiveIterator(stream))
