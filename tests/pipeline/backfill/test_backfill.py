"""Backfilling archives: every kind of input, resumed where it was killed, the same rows whoever does it."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.pages import write_warc
from pipeline.backfill import backfill, plan_shards, progress, start
from pipeline.backfill.items import items
from pipeline.backfill.run import How
from pipeline.store import Store
from schemas import InputError
from schemas.page import Page

COLUMNS = {
    "article": "doc_id, content_hash, extraction_hash, text, title, url, published, lang, language",
    "deal": "id, kind, status, amount_value, amount_currency, day, languages, sources, record",
    "reading": "doc_id, address, canonical, author, publisher, published_at, captured, signature",
    "near_duplicate": "doc_id, of_doc_id, likeness",
}
"""What must be equal: all but row numbers and the time of the run."""

EVIDENCE = """SELECT a.doc_id, m.position, m.kind, m.quote, m.amount_value, e.position, e.field, e."start", e."end",
    e.quote, d.deal_id FROM evidence e JOIN mention m ON m.id = e.mention_id JOIN article a ON a.id = m.article_id
    JOIN deal_mention d ON d.mention_id = m.id ORDER BY 1, 2, 6"""


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(path) as connection:
        found = {
            table: connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fetchall()
            for table, columns in COLUMNS.items()
        }
        return found | {"evidence": connection.execute(EVIDENCE).fetchall()}


QUICK = "rules,-shipped-roles"
"""Who reads: what these tests hold does not hang on the readers of roles, which take most of the time."""


@pytest.fixture(scope="module")
def warc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2,000 pages, a tenth of which hold deals."""
    return write_warc(tmp_path_factory.mktemp("warc"), 2_000, 0.1)


@pytest.fixture(scope="module")
def whole(warc: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    """The rows of an uninterrupted run."""
    path = tmp_path_factory.mktemp("whole") / "deals.sqlite"
    ran = command(path, warc)
    assert ran.wait() == 0
    found = rows(path)
    assert len(found["article"]) >= 180
    assert len(found["deal"]) >= 100
    assert len(found["evidence"]) >= 300
    return found


def command(database: Path, *what: Path, processes: int = 1) -> subprocess.Popen[bytes]:
    arguments = ["backfill", *map(str, what), "--database", str(database), "--processes", str(processes)]
    arguments += ["--recognisers", QUICK]
    with (database.parent / "log").open("ab") as log:
        return subprocess.Popen([sys.executable, "-m", "dealtrail", *arguments], stdout=log, stderr=log)


def test_killed_at_ten_points_it_ends_with_the_same_rows(
    warc: Path, whole: dict[str, list[tuple[object, ...]]], tmp_path: Path
) -> None:
    path = tmp_path / "deals.sqlite"
    draw = random.Random(20261121)
    size = warc.stat().st_size
    reached = []
    for point in sorted(draw.uniform(0, 0.9) * size for _ in range(10)):
        process = command(path, warc)
        end = time.monotonic() + 60
        while _checkpoint(path) < point and process.poll() is None and time.monotonic() < end:
            time.sleep(0.005)
        time.sleep(draw.uniform(0, 0.1))
        told = (tmp_path / "log").read_text()
        assert process.poll() is None, f"the run must still be under way when it is killed: {told}"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        reached.append(_checkpoint(path))
    assert len(set(reached)) >= 5, "it must have been killed at several points of its work"
    assert command(path, warc).wait() == 0
    assert rows(path) == whole


def _checkpoint(path: Path) -> int:
    """The byte that the only shard has come to."""
    if not path.exists():
        return 0
    with sqlite3.connect(path, timeout=30) as connection:
        try:
            return int(connection.execute("SELECT sum(next_item) FROM shard").fetchone()[0] or 0)
        except sqlite3.OperationalError:
            return 0


def test_two_processes_and_many_shards_give_the_same_rows(
    warc: Path, whole: dict[str, list[tuple[object, ...]]], tmp_path: Path
) -> None:
    path = tmp_path / "deals.sqlite"
    with Store(str(path)) as store:
        number = start(store, [warc], how=How(recognisers=QUICK), shard_bytes=4_000_000)
        assert progress(store, number).shards > 4
        done = backfill(store, str(path), number, processes=2)
        assert done.counts.pages == 2_000
        assert done.shards_done == done.shards
    assert rows(path) == whole


def test_again_changes_nothing_and_does_nothing_unless_asked(warc: Path, tmp_path: Path) -> None:
    small = write_warc(tmp_path, 60, 0.5)
    with Store(str(tmp_path / "d.sqlite")) as store:
        first = backfill(store, "", start(store, [small]))
        assert first.deals.new > 5
        before = rows(tmp_path / "d.sqlite")
        assert backfill(store, "", start(store, [small])).deals.new == 0
        again = backfill(store, "", start(store, [small], again=True))
        assert (again.counts.pages, again.deals.new, again.deals.changed) == (60, 0, 0)
    assert rows(tmp_path / "d.sqlite") == before


def test_shards_hold_every_page_once(warc: Path) -> None:
    shards = plan_shards([warc], shard_bytes=2_000_000)
    assert len(shards) > 8
    urls = [page.url for shard in shards for _, page in items(shard, 0, 10**7) if isinstance(page, Page)]
    assert len(urls) == len(set(urls)) == 2_000


def test_wacz_plain_warc_folders_and_path_lists(tmp_path: Path) -> None:
    import gzip

    small = write_warc(tmp_path / "a", 30, 0.5)
    wacz = tmp_path / "b.wacz"
    with zipfile.ZipFile(wacz, "w") as packed:
        packed.write(small, "archive/data.warc.gz")
        packed.writestr("pages/pages.jsonl", "{}")
    plain = tmp_path / "c.warc"
    plain.write_bytes(gzip.decompress(small.read_bytes()))
    (tmp_path / "warc.paths.gz").write_bytes(gzip.compress(f"a/{small.name}\n".encode()))
    expected = [page.url for shard in plan_shards([small]) for _, page in items(shard, 0, 10**7)]  # type: ignore[union-attr]
    for path in (wacz, plain, tmp_path / "a", tmp_path / "warc.paths.gz"):
        found = [page.url for shard in plan_shards([path]) for _, page in items(shard, 0, 10**7)]  # type: ignore[union-attr]
        assert found == expected, path


def test_articles_from_lines_and_parquet(tmp_path: Path) -> None:
    records = [
        {"doc_id": f"d{n}", "text": f"Nvidia agreed to invest ${n + 2} billion in OpenAI.", "published": "2026-11-20"}
        for n in range(50)
    ]
    lines = tmp_path / "a.jsonl"
    lines.write_text("".join(json.dumps(each) + "\n" for each in records) + "{broken\n")
    pq.write_table(pa.Table.from_pylist(records), tmp_path / "a.parquet")
    for path, failed in ((lines, 1), (tmp_path / "a.parquet", 0)):
        database = tmp_path / f"{path.suffix[1:]}.sqlite"
        with Store(str(database)) as store:
            done = backfill(store, str(database), start(store, [path]))
            assert (done.counts.articles, done.counts.failed) == (50, failed)
            assert len(done.failures) == failed
    both = [rows(tmp_path / f"{name}.sqlite") for name in ("jsonl", "parquet")]
    assert both[0] == both[1]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"x", "has an ending that cannot be backfilled from"),
        ("a.wacz", b"no zip", "is no WACZ file"),
        ("a.paths", b"../../etc/passwd.warc.gz\n", "is no list of WARC paths"),
        ("a.paths", b"", "is no list of WARC paths"),
        ("none.warc", None, "does not exist"),
    ],
)
def test_what_cannot_be_backfilled_from_is_refused_at_start(
    tmp_path: Path, name: str, data: bytes | None, reason: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=reason):
        plan_shards([tmp_path / name])


def test_a_damaged_archive_is_named_and_what_came_before_is_kept(tmp_path: Path) -> None:
    small = write_warc(tmp_path, 40, 0.5)
    cut = tmp_path / "cut.warc.gz"
    shutil.copy(small, cut)
    with cut.open("r+b") as stream:
        stream.truncate(cut.stat().st_size // 2)
    with Store(str(tmp_path / "d.sqlite")) as store:
        done = backfill(store, "", start(store, [cut]))
        assert 10 < done.counts.pages < 30
        assert done.counts.articles > 3
        (failure,) = done.failures
        assert str(cut) in failure.place
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 no parquet")
    (tmp_path / "noise.warc.gz").write_bytes(os.urandom(5_000))
    with Store(str(tmp_path / "e.sqlite")) as store:
        done = backfill(store, "", start(store, [tmp_path / "bad.parquet", tmp_path / "noise.warc.gz"]))
        assert len(done.failures) >= 1
        assert done.shards_done == 2
