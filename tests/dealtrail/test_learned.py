"""Whoever trained a reader of roles uses it wherever articles are read: on the web, on archives and over again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.pages import write_warc
from dealtrail.demo_site import DemoSite
from extractors.recognisers import load_recognisers
from pipeline.backfill import start
from pipeline.backfill.run import How, do_shard, open_shards, progress
from pipeline.report import backfill_markdown
from pipeline.store import Store
from schemas.recognisers import Choice
from tests.conftest import Ran
from tests.tiny_model import write_model

Command = Callable[..., Ran]


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DEALTRAIL_SETTINGS", "DEALTRAIL_SOURCES", "DEALTRAIL_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_model(tmp_path / "roles")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[DemoSite]:
    with DemoSite() as running:
        (tmp_path / "sources.toml").write_text(running.sources, encoding="utf-8")
        yield running


def mentions(database: str) -> tuple[int, int]:
    """How many mentions frames had a word in, and how many the reader of roles alone found."""
    with sqlite3.connect(database) as connection:
        rules = [json.loads(each) for (each,) in connection.execute(_RULES)]
    framed = [any(not rule.endswith(("-learned", "-weighed")) for rule in each) for each in rules]
    return sum(framed), sum(any("learned" in rule for rule in each) for each in rules)


_RULES = "SELECT rules FROM mention"


def test_a_crawl_reads_by_the_settings_and_reextract_by_its_option(
    site: DemoSite, command: Command, model: Path, tmp_path: Path
) -> None:
    (tmp_path / "dealtrail.toml").write_text('recognisers = "rules,roles=roles"\n', encoding="utf-8")
    assert command("crawl", "harbour-ledger", "--database", "d.sqlite").code == 0
    assert mentions("d.sqlite")[1] > 0
    ran = command("reextract", "--recognisers", "rules,-shipped-roles", "--database", "d.sqlite")
    assert ran.code == 0, ran.err
    assert mentions("d.sqlite")[1] == 0
    assert command("reextract", "--recognisers", f"roles={model}", "--database", "d.sqlite").code == 0
    assert mentions("d.sqlite")[0] == 0 < mentions("d.sqlite")[1]


def test_every_command_that_reads_goes_by_the_settings(command: Command, model: Path, tmp_path: Path) -> None:
    text = "It is $40 million from Microsoft, and CoreWeave is glad."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "dealtrail.toml").write_text('recognisers = "rules,roles=roles"\n', encoding="utf-8")
    other = tmp_path / "other.toml"
    other.write_text('recognisers = "rules,ner=spacy:nowhere"\n', encoding="utf-8")
    gold = tmp_path / "gold.jsonl"
    gold.write_text(command("extract", "a.txt", "--recognisers", "rules").out, encoding="utf-8")
    assert "learned" in command("extract", "a.txt").out
    assert "en-learned" in command("explain", "a.txt").out
    assert "learned" not in command("extract", "a.txt", "--settings", other).out
    assert command("ingest", "a.txt", "--database", "d.sqlite").code == 0
    assert mentions("d.sqlite")[1] > 0
    for arguments in (("extract", "a.txt"), ("explain", "a.txt"), ("evaluate", gold), ("ingest", "a.txt")):
        ran = command(*arguments, "--settings", other, *(("--database", "e.sqlite") * (arguments[0] == "ingest")))
        assert (ran.code, ran.err.count("read without it: nowhere: ")) == (0, 1), ran.err


def test_a_model_that_cannot_be_loaded_is_named_once_and_the_rules_read(
    site: DemoSite, command: Command, tmp_path: Path
) -> None:
    ran = command("crawl", "--recognisers", "roles=nowhere", "--database", "d.sqlite")
    assert ran.code == 0, ran.err
    assert ran.err.count("read without it: ") == 1
    assert "nowhere" in ran.err
    assert mentions("d.sqlite")[0] > 0


def test_a_list_that_means_nothing_is_refused_with_its_line(site: DemoSite, command: Command, tmp_path: Path) -> None:
    ran = command("backfill", "a.warc", "--recognisers", "guess", "--database", "d.sqlite")
    assert (ran.code, "--recognisers 'guess': name rules" in ran.err) == (2, True)
    (tmp_path / "dealtrail.toml").write_text('batch_pages = 3\nrecognisers = "roles"\n', encoding="utf-8")
    ran = command("crawl", "--database", "d.sqlite")
    assert ran.code == 2
    assert "dealtrail.toml, line 2: recognisers: 'roles': roles needs the folder" in ran.err


@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_backfill_reads_with_the_model_in_every_process(
    command: Command, model: Path, tmp_path: Path, processes: str
) -> None:
    for number in range(2):
        line = {"doc_id": f"a{number}", "text": "It is $40 million from Microsoft, and CoreWeave is glad."}
        (tmp_path / f"{number}.jsonl").write_text(json.dumps(line), encoding="utf-8")
    options = ("--recognisers", "roles=roles", "--processes", processes, "--database", "d.sqlite")
    ran = command("backfill", "0.jsonl", "1.jsonl", *options)
    assert ran.code == 0, ran.err
    assert mentions("d.sqlite") == (0, 2)


def test_a_model_is_loaded_once_a_process_and_one_that_a_worker_lacks_is_in_the_report(
    model: Path, tmp_path: Path
) -> None:
    warc = write_warc(tmp_path / "warc", 60, 0.5)
    database = str(tmp_path / "d.sqlite")
    load_recognisers.cache_clear()
    with Store(database) as store:
        how = How(recognisers=Choice(roles=model).text)
        number = start(store, [warc], how=how, shard_bytes=200_000)
        shards = open_shards(store, number)
        assert len(shards) > 1
        for shard in shards:
            do_shard(database, number, shard)
        assert load_recognisers.cache_info().misses == 1
        assert progress(store, number).missing == []
        lost = start(store, [warc], how=How(recognisers=Choice(roles=tmp_path / "lost").text), shard_bytes=200_000)
        for shard in open_shards(store, lost):
            do_shard(database, lost, shard)
        done = progress(store, lost)
    assert done.counts.articles > 0
    assert len(done.missing) == 1
    assert done.failures == []
    assert "Read without it: " in backfill_markdown(done)
    assert "lost" in done.missing[0]
