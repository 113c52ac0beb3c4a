"""`dealtrail backfill` through the front door."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.pages import write_warc
from tests.conftest import Ran

Command = Callable[..., Ran]


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DEALTRAIL_SETTINGS", "DEALTRAIL_SOURCES", "DEALTRAIL_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_an_archive_with_a_bar_and_then_nothing_more(command: Command, tmp_path: Path) -> None:
    write_warc(tmp_path / "archive", 80, 0.5)
    ran = command("backfill", tmp_path / "archive", "--database", "d.sqlite", "--progress")
    assert ran.code == 0, ran.err
    assert "80 pages, " in ran.err
    assert "80 pages: " in ran.err
    assert "deals new" in ran.err
    again = command("backfill", tmp_path / "archive", "--database", "d.sqlite")
    assert "0 deals new, 0 changed" in again.err
    assert "pages/s" not in again.err
    assert command("deals", "--database", "d.sqlite").code == 0


def test_what_fails_is_named_with_code_one(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"doc_id": "a", "text": "Nvidia will invest $2 billion in OpenAI."}\n{no\n')
    ran = command("backfill", tmp_path / "a.jsonl", "--database", "d.sqlite")
    assert ran.code == 1
    assert "line 2: is not JSON" in ran.err
    assert "1 articles, 1 mentions of deals, 1 failed" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (("nowhere.warc",), 1, "does not exist"),
        (("a.warc", "--since", "2026"), 2, "--since and --until are for sitemaps"),
        (("https://news.example/sitemap.xml",), 2, "contact"),
        (("https://news.example/sitemap.xml", "--since", "soon"), 2, "is no date"),
        (("https://news.example/s.xml", "--source", "x"), 2, "there is no sources.toml"),
        (("cc.paths",), 2, "contact"),
        (("a.warc", "--processes", "0"), 2, "processes"),
    ],
)
def test_what_makes_no_sense_is_refused(
    command: Command, tmp_path: Path, arguments: tuple[str, ...], code: int, reason: str
) -> None:
    (tmp_path / "cc.paths").write_text("crawl-data/CC-NEWS/2026/11/CC-NEWS-20261101000000-00001.warc.gz\n")
    ran = command("backfill", *arguments, "--database", "d.sqlite")
    assert ran.code == code
    assert reason in ran.err
