"""What leaves the house, through the front door: sums in USD, exports with their headers, changes."""

from __future__ import annotations

import csv
import datetime
import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import feedparser
import networkx as nx
import openpyxl
import pyarrow.parquet as pq
import pytest
from rich.cells import cell_len

from tests.conftest import Ran

Command = Callable[..., Ran]

pytestmark = pytest.mark.usefixtures("toy")

ECB = "Date,USD,JPY,CNY,TWD,\n2025-11-04,1.15,176.4,N/A,35.5,\n2025-10-31,1.1554,178.14,8.222,,\n"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of the machine's owner."""
    monkeypatch.chdir(tmp_path)
    for name in ("DEALTRAIL_SETTINGS", "DEALTRAIL_CONTACT"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def base(tmp_path: Path, command: Command) -> Path:
    """Deals of four currencies; for one of them there is no rate anywhere, for one only from the user's own file."""
    lines = [
        {"doc_id": "a", "text": "Microsoft rents from IREN for USD 9700000000.", "published": "2025-11-03"},
        {"doc_id": "b", "text": "SoftBank acquires Ampere for JPY 1000000000000.", "published": "2025-11-05"},
        {"doc_id": "c", "text": "Foxconn invests in Gogoro for TWD 5000000000.", "published": "2025-11-05"},
        {"doc_id": "d", "text": "Vingroup invests in Xanh for VND 90000000000000.", "published": "2025-11-05"},
        {"doc_id": "e", "text": "Baidu acquires Kunlun for CNY 7000000000.", "published": "2026-09-01"},
    ]
    news = tmp_path / "news.jsonl"
    news.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    path = tmp_path / "deals.sqlite"
    assert command("ingest", news, "--database", path).code == 0
    return path


@pytest.fixture
def ecb(tmp_path: Path) -> Path:
    path = tmp_path / "eurofxref-hist.csv"
    path.write_text(ECB, encoding="utf-8")
    return path


def test_deals_show_dollars_beside_the_told_sum_with_rate_and_day(command: Command, base: Path, ecb: Path) -> None:
    ran = command("deals", "--database", base, "--rates", ecb)
    assert ran.code == 0
    assert max(map(cell_len, ran.out.splitlines())) <= 80
    told = " ".join(ran.out.split())
    assert "1tn JPY ≈6.519bn" in told  # 1.15 / 176.4
    assert "0.006519" in told
    assert "2025-11-04" in told
    assert "≈161.972m" in told  # 1.15 / 35.5, of the same day
    assert "9.7bn USD ≈" not in told
    assert "without an amount in USD, as there is no rate for them: 2 deals" in ran.err
    assert f"{ecb} ends with 2025-11-04" in ran.err


def test_a_list_of_dollars_has_no_column_for_them(command: Command, base: Path) -> None:
    ran = command("deals", "--database", base, "--company", "Microsoft")
    assert "USD" not in ran.out.splitlines()[0]
    assert "rate" not in ran.err


def test_show_says_by_which_rate(command: Command, base: Path, ecb: Path) -> None:
    ids = {row["kind"] + row["currency"]: row["deal_id"] for row in _rows(command("export", "--database", base).out)}
    ran = command("show", ids["acquisitionJPY"], "--database", base, "--rates", ecb)
    assert f"≈6.519bnUSDat0.006519of2025-11-04({ecb})" in "".join(ran.out.split())
    assert "no rate for VND" in command("show", ids["investmentVND"], "--database", base).out


@pytest.mark.parametrize(
    ("options", "found", "left_out"),
    [
        (("--min-amount", "1bn"), {"USD", "JPY"}, 2),
        (("--min-amount", "100m"), {"USD", "JPY", "TWD"}, 2),
        (("--min-amount", "900bn", "--currency", "JPY"), {"USD", "JPY"}, 2),
        (("--min-amount", "90兆", "--currency", "vnd"), {"VND"}, 4),
        (("--min-amount", "6bn", "--currency", "CNY"), {"USD", "JPY", "CNY"}, 1),
    ],
)
def test_the_least_amount_is_compared_across_currencies(
    command: Command, base: Path, ecb: Path, options: tuple[str, ...], found: set[str], left_out: int
) -> None:
    ran = command("export", "--database", base, "--rates", ecb, *options)
    assert {row["currency"] for row in _rows(ran.out)} == found
    assert f"{left_out} deal" in ran.err.split("left out")[1]


def test_settings_name_the_rates_and_how_old_they_may_be(command: Command, base: Path, ecb: Path) -> None:
    settings = base.parent / "conf" / "my.toml"
    settings.parent.mkdir()
    settings.write_text('rates = "../eurofxref-hist.csv"\nrates_days = 3\n', encoding="utf-8")
    by_currency = {r["currency"]: r for r in _rows(command("export", "--database", base, "--settings", settings).out)}
    assert (by_currency["TWD"]["amount_usd"], by_currency["TWD"]["usd_rate_date"]) == ("161971831", "2025-11-04")
    assert by_currency["JPY"]["usd_rate"] == "0.006519274376"
    settings.write_text('rates = "../eurofxref-hist.csv"\nrates_days = 0\n', encoding="utf-8")
    assert {r["amount_usd"] for r in _rows(command("export", "--database", base, "--settings", settings).out)} == {
        "",
        "9700000000",
    }
    ecb.write_text("Date,USD\n2025-13-01,1\n")
    broken = command("deals", "--database", base, "--settings", settings)
    assert broken.code == 1
    assert "eurofxref-hist.csv, line 2: '2025-13-01' is no day" in broken.err


def test_the_rates_that_ship_convert_until_they_end(command: Command, base: Path) -> None:
    by_currency = {row["currency"]: row for row in _rows(command("export", "--database", base).out)}
    assert by_currency["TWD"]["usd_rate_date"] == by_currency["JPY"]["usd_rate_date"] == "2025-10-31"
    assert by_currency["CNY"]["amount_usd"] == ""


def test_each_format_is_read_by_the_programs_it_is_for(command: Command, base: Path, tmp_path: Path) -> None:
    chosen = ("--database", base, "--kind", "investment")
    for name in ("d.xlsx", "d.graphml", "d.parquet", "d.jsonl", "d.csv"):
        ran = command("export", *chosen, "--output", tmp_path / name)
        assert (ran.code, ran.out) == (0, ""), ran.err
    assert command("export", *chosen, "--format", "ftm", "--output", tmp_path / "d.ftm.json").code == 0
    assert openpyxl.load_workbook(tmp_path / "d.xlsx")["deals"].max_row == 3
    assert nx.read_graphml(tmp_path / "d.graphml").number_of_edges() == 2
    assert pq.read_table(tmp_path / "d.parquet").num_rows == 2
    assert len((tmp_path / "d.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    entities = [json.loads(line) for line in (tmp_path / "d.ftm.json").read_text(encoding="utf-8").splitlines()]
    assert [each["schema"] for each in entities].count("Payment") == 2
    for name, ending in (("d.csv", "dictionary"), ("d.jsonl", "manifest"), ("d.ftm.json", "manifest")):
        about = json.loads((tmp_path / f"{name}.{ending}.json").read_text(encoding="utf-8"))["about"]
        assert (about["filter"], about["deals"]) == ({"kind": "investment"}, 2)
    assert not list(tmp_path.glob(".*.part"))


def test_an_export_that_fails_leaves_what_was_there(
    command: Command, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.export.xlsx.MOST_ROWS", 1)
    old = tmp_path / "d.xlsx"
    old.write_text("yesterday's")
    ran = command("export", "--database", base, "--output", old)
    assert ran.code == 1
    assert "a sheet holds 1 rows" in ran.err
    assert old.read_text() == "yesterday's"
    assert not list(tmp_path.glob(".*.part"))


def test_the_dictionary_is_printed_as_it_is_kept(command: Command) -> None:
    ran = command("export", "--dictionary")
    assert ran.code == 0
    assert tomllib.loads(ran.out)["deals"]["amount_usd"]["unit"] == "USD"


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "--format", "xlsx"),
        ("export", "--format", "graphml"),
        ("export", "--by", "article", "--kind", "debt"),
        ("export", "--by", "article", "--format", "ftm"),
        ("deals", "--min-amount", "5", "--currency", "dollars"),
        ("changes", "--since", "soon"),
        ("changes", "--since", "2026-11-21T09:30:00"),
        ("changes", "--since", "2026-11-21Tnoon"),
        ("changes", "--since", "2026", "--out", "x.txt"),
        ("changes",),
    ],
)
def test_wrong_usage_is_told_with_code_two(command: Command, base: Path, arguments: tuple[str, ...]) -> None:
    ran = command(*arguments, "--database", base)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_changes_are_listed_as_table_lines_and_feed(
    command: Command, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEALTRAIL_CONTACT", "you@example.org")
    since = ("changes", "--database", base, "--since", "2026")
    table = command(*since)
    assert table.code == 0
    assert "New: SoftBank → Ampere" in table.out
    assert "5 changes since 2026-01-01 00:00 UTC" in table.err
    assert max(map(cell_len, table.out.splitlines())) <= 80
    lines = command(*since, "--format", "jsonl").records()
    assert {line["what"] for line in lines} == {"new"}
    later = (datetime.datetime.fromisoformat(lines[0]["at"]) + datetime.timedelta(seconds=1)).isoformat()
    assert "0 changes" in command("changes", "--database", base, "--since", later).err
    few = command(*since, "--format", "jsonl", "--limit", "2")
    assert len(few.records()) == 2
    assert "3 older ones left out" in few.err
    some = command(*since, "--format", "jsonl", "--company", "SoftBank", "--min-amount", "1bn").records()
    assert len(some) == 1
    feed = tmp_path / "changes.xml"
    assert command(*since, "--format", "atom", "--out", feed).code == 0
    read = feedparser.parse(feed.read_bytes())
    assert (read.bozo, len(read.entries)) == (False, 5)
    assert read.entries[0].id.startswith("tag:you@example.org,2026:dealtrail/D-")


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))
