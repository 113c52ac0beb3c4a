"""The flows against a real Prefect server: what they do, the artifacts they leave, and that no two run at once."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.artifacts import Artifact
from prefect.client.orchestration import get_client
from prefect.concurrency.sync import concurrency

from benchmarks.pages import write_warc
from dealtrail.demo_site import DemoSite
from flows.backfill import run_backfill
from flows.crawl import crawl
from flows.reextract import reextract
from flows.running import make_limit
from flows.server import LocalServer
from pipeline.store import Store
from schemas import DealtrailError, SettingsError
from tests.tiny_model import write_model

pytestmark = pytest.mark.usefixtures("server")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "deals.sqlite"
    monkeypatch.setenv("DEALTRAIL_DATABASE_URL", str(path))
    return path


@pytest.fixture
def sources(tmp_path: Path) -> Iterator[str]:
    with DemoSite() as site:
        path = tmp_path / "sources.toml"
        path.write_text(site.sources, encoding="utf-8")
        yield str(path)


def test_a_crawl_leaves_a_report_and_a_table(database: Path, sources: str) -> None:
    done = crawl(source="harbour-ledger", sources=sources)
    assert (done["new"], done["failures"]) == (3, 2)
    report = Artifact.get(key="crawl-harbour-ledger")
    assert report is not None
    assert "| articles new | 3 |" in str(report.data)
    assert "Page not found" in str(report.data)
    table = Artifact.get(key="deals-harbour-ledger")
    assert table is not None
    assert "OpenAI" in str(table.data)
    again = crawl(source="harbour-ledger", sources=sources)
    assert (again["new"], again["changed"], again["deals_new"]) == (0, 0, 0)


def test_tasks_are_batches_and_never_pages(database: Path, sources: str) -> None:
    state = crawl(source="harbour-daily", sources=sources, return_state=True)
    with get_client(sync_client=True) as client:
        from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

        assert state.state_details.flow_run_id is not None
        only = FlowRunFilter(id=FlowRunFilterId(any_=[state.state_details.flow_run_id]))
        names = [run.name.partition("-")[0] for run in client.read_task_runs(flow_run_filter=only)]
    assert sorted(set(names)) == ["discover", "fetch", "merge", "read"]
    assert len(names) <= 6, "three pages and a second part, in a batch each"


def test_no_two_runs_of_a_source_at_once(database: Path, sources: str) -> None:
    make_limit("dealtrail-source-riverbank", 1)
    with concurrency("dealtrail-source-riverbank", strict=True):
        state = crawl(source="riverbank", sources=sources, return_state=True)
    assert state.is_failed() or state.is_crashed()
    assert crawl(source="riverbank", sources=sources)["new"] == 2


def test_reextract_reads_the_archive(database: Path, sources: str) -> None:
    crawl(source="riverbank", sources=sources)
    assert reextract(sources=sources) == {
        "pages": 2,
        "changed": 0,
        "forgotten": 0,
        "deals_new": 0,
        "deals_changed": 0,
        "deals_gone": 0,
    }


def test_a_backfill_in_two_processes(database: Path, tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "warc", 200, 0.2)
    done = run_backfill([str(warc)], shard_bytes=800_000)
    assert done["pages"] == 200
    assert done["deals"] == done["deals_new"] > 15
    assert run_backfill([str(warc)], shard_bytes=800_000)["deals_new"] == 0
    with Store(str(database)) as store:
        assert store.count() == done["deals"]


def test_a_flow_without_a_database_or_with_a_wrong_source_is_refused(
    sources: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEALTRAIL_DATABASE_URL", raising=False)
    with pytest.raises(SettingsError, match="DEALTRAIL_DATABASE_URL"):
        crawl(source="riverbank", sources=sources)
    with pytest.raises(SettingsError, match="has no source 'nobody'"):
        crawl(source="nobody", sources=sources)


def test_the_server_is_quiet_and_starts_again_after_it_was_killed(tmp_path: Path) -> None:
    with LocalServer(tmp_path) as server:
        environment = server.client_environment()
        assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
        assert environment["DO_NOT_TRACK"] == "1"
        assert server._process is not None
        os.killpg(server._process.pid, signal.SIGKILL)
        server._process.wait()
        assert not server.answers()
        server.watch()
        assert server.answers()
        with pytest.raises(DealtrailError, match=f"port {server.port} is taken"):
            LocalServer(tmp_path / "other", server.port).start()
    assert not server.answers()


def test_the_server_ends_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from flows.server import LocalServer\n"
        "server = LocalServer(Path(sys.argv[1])); server.start(); print(server.port, flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    port = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    end = time.monotonic() + 40
    while time.monotonic() < end:
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) != 0:
                return
        time.sleep(0.2)
    pytest.fail("the server still runs")


def test_a_flow_reads_with_the_model_of_the_settings_and_reports_one_that_is_lost(
    database: Path, sources: str, tmp_path: Path
) -> None:
    model = write_model(tmp_path / "roles", "zh")
    settings = tmp_path / "dealtrail.toml"
    settings.write_text(f'recognisers = "roles={model}"\n', encoding="utf-8")
    crawl(source="riverbank", sources=sources, settings=str(settings))
    report = Artifact.get(key="crawl-riverbank")
    assert report is not None
    assert "Read without it" not in str(report.data)
    with sqlite3.connect(database) as connection:
        rules = [rule for (rule,) in connection.execute("SELECT rules FROM mention")]
    assert rules and any("learned" in rule for rule in rules)
    assert all(json.loads(rule)[0].endswith(("-learned", "-weighed")) for rule in rules)
    reextract(sources=sources, recognisers=f"roles={tmp_path / 'lost'}")
    again = Artifact.get(key="reextract")
    assert again is not None
    assert "Read without it: " in str(again.data)
    run_backfill([str(write_warc(tmp_path / "warc", 20, 0.5))], recognisers=f"roles={model}")
    with sqlite3.connect(database) as connection:
        assert any("learned" in rule for (rule,) in connection.execute("SELECT rules FROM mention"))
