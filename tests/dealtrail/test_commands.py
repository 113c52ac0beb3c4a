"""Every command, through the front door: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from rich.cells import cell_len

from dealtrail import settings
from schemas import SettingsError
from tests.conftest import Ran

Command = Callable[..., Ran]

pytestmark = pytest.mark.usefixtures("toy")
COMMANDS = (
    "ingest",
    "extract",
    "deals",
    "show",
    "export",
    "evaluate",
    "explain",
    "crawl",
    "reextract",
    "serve",
    "backfill",
    "changes",
)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def base(tmp_path: Path, news: Path, command: Command) -> Path:
    """A database of the three articles of `news`."""
    path = tmp_path / "deals.sqlite"
    assert command("ingest", news, "--database", path).code == 0
    return path


@pytest.mark.parametrize("name", COMMANDS)
def test_each_help_has_an_example_that_names_the_command(command: Command, name: str) -> None:
    ran = command(name, "--help")
    assert ran.code == 0
    assert f"Example: dealtrail {name}" in ran.out
    assert max(map(cell_len, ran.out.splitlines())) <= 80


def test_help_lists_every_command(command: Command) -> None:
    ran = command("--help")
    assert ran.code == 0
    assert all(name in ran.out for name in COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing",),
        ("deals", "--kind", "loan"),
        ("show",),
        ("deals", "--limit", "0"),
        ("deals", "--min-amount", "much"),
        ("deals", "--since", "yesterday"),
        ("ingest", "x.txt", "--published", "soon"),
        ("export", "--format", "parquet"),
        ("export", "--by", "article", "--format", "csv"),
        ("deals", "--database", "/nowhere/at/all.sqlite"),
    ],
)
def test_wrong_usage_is_told_with_code_two(command: Command, base: Path, arguments: tuple[str, ...]) -> None:
    more = () if "--database" in arguments or arguments[0] == "nothing" else ("--database", base)
    ran = command(*arguments, *more)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_ingest_says_what_it_did_and_where(command: Command, news: Path, tmp_path: Path) -> None:
    path = tmp_path / "new" / "deals.sqlite"
    ran = command("ingest", news, "--database", path)
    assert (ran.code, ran.out) == (0, "")
    assert "3 new, 0 changed, 0 unchanged; 2 deals" in ran.err
    assert f"database: sqlite:///{path}" in ran.err
    assert "3 read, 0 failed" in ran.err
    again = command("ingest", news, "--database", path, "--skip-known")
    assert "0 new, 0 changed, 3 unchanged; 2 deals" in again.err


def test_ingest_twice_changes_nothing(command: Command, news: Path, base: Path) -> None:
    before = command("export", "--format", "jsonl", "--database", base).out
    assert "3 unchanged" in command("ingest", news, "--database", base).err
    assert command("export", "--format", "jsonl", "--database", base).out == before


def test_ingest_names_each_failure_and_reads_the_rest(command: Command, news: Path, tmp_path: Path) -> None:
    with news.open("a", encoding="utf-8") as stream:
        stream.write('{"doc_id": "d"}\n')
    (tmp_path / "empty.txt").touch()
    (tmp_path / "binary.txt").write_bytes(b"\0\1")
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere")
    bad = [tmp_path / name for name in ("empty.txt", "binary.txt", "link.txt", "none")]
    ran = command("ingest", news, *bad, "--database", tmp_path / "d.sqlite")
    assert ran.code == 1
    assert "3 read, 5 failed" in ran.err
    assert f'failed: {news}, line 4: lacks "text"' in ran.err
    assert all(f"failed: {path}: " in ran.err for path in bad)


def test_ingest_shows_a_bar_only_where_asked_or_on_a_terminal(command: Command, news: Path, tmp_path: Path) -> None:
    assert "articles/s" not in command("ingest", news, "--database", tmp_path / "d.sqlite").err
    ran = command("ingest", news, "--database", tmp_path / "d.sqlite", "--progress")
    assert "3 articles, 3 deals" in ran.err


def test_the_database_may_come_from_the_environment(
    command: Command, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in (str(tmp_path / "a.sqlite"), f"sqlite:///{tmp_path / 'b.sqlite'}"):
        monkeypatch.setenv("DEALTRAIL_DATABASE_URL", address)
        assert command("ingest", news).code == 0
        assert "2 of 2 deals" in command("deals").err
    assert (tmp_path / "a.sqlite").exists()
    assert (tmp_path / "b.sqlite").exists()


def test_the_database_is_else_a_file_in_the_users_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    address = settings.database_address(None, {})
    assert address.startswith(str(tmp_path))
    assert address.endswith("deals.sqlite")


def test_a_broken_database_is_told_with_code_one(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite"
    path.write_text("no database " * 200)
    ran = command("deals", "--database", path)
    assert ran.code == 1
    assert "not a database" in ran.err


def test_deals_are_listed_in_eighty_columns(command: Command, base: Path) -> None:
    ran = command("deals", "--database", base)
    assert ran.code == 0
    assert "Microsoft → IREN" in ran.out
    assert "9.7bn USD" in ran.out
    assert "2 of 2 deals in sqlite:///" in ran.err
    assert max(map(cell_len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--company", "微軟"), 1),
        (("--company", "microsoft corp."), 1),
        (("--company", "微软"), 1),
        (("--company", "Nobody"), 0),
        (("--kind", "acquisition"), 1),
        (("--status", "agreed"), 2),
        (("--status", "cancelled"), 0),
        (("--min-amount", "9bn"), 1),
        (("--min-amount", "6.5e9"), 2),
        (("--min-amount", "65億"), 2),
        (("--min-amount", "1", "--currency", "twd"), 2),
        (("--min-amount", "250bn", "--currency", "twd"), 1),
        (("--since", "2025-06"), 1),
        (("--since", "2025-11-05"), 1),
        (("--since", "2025-11-06"), 0),
        (("--language", "zh-Hant"), 1),
        (("--language", "en"), 2),
        (("--limit", "1"), 1),
        (("--kind", "acquisition", "--company", "SoftBank", "--min-amount", "6bn"), 1),
    ],
)
def test_deals_are_filtered(command: Command, base: Path, options: tuple[str, ...], found: int) -> None:
    ran = command("deals", "--database", base, *options)
    assert ran.code == 0
    assert f"{found} of 2 deals" in ran.err


def test_show_tells_claims_evidence_and_reasons(command: Command, base: Path) -> None:
    deal_id = _ids(command, base)["a"]
    ran = command("show", deal_id.lower(), "--database", base)
    assert ran.code == 0
    told = " ".join(ran.out.split())
    assert "2 claims in 2 articles" in told
    assert "amount 30–44 “USD 9700000000”" in told
    assert "merged because: same kind" in told
    missing = command("show", "D-NONE", "--database", base)
    assert missing.code == 2
    assert "there is no deal D-NONE" in missing.err


def test_strangers_words_do_not_command_the_terminal(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    text = "Evil acquires Good for USD 5. \x1b[31mred\x07 [bold]"
    path.write_text(json.dumps({"doc_id": "a\x1b]0;x", "title": "\x1b[2J[red]", "text": text}), encoding="utf-8")
    command("ingest", path, "--database", tmp_path / "d.sqlite")
    deal_id = next(iter(_ids(command, tmp_path / "d.sqlite").values()))
    for ran in (
        command("show", deal_id, "--database", tmp_path / "d.sqlite"),
        command("extract", path, "--format", "table"),
    ):
        assert ran.code == 0
        assert "\x1b" not in ran.out
        assert "[red]" in ran.out


def test_extract_prints_the_gold_format(command: Command, news: Path) -> None:
    ran = command("extract", news)
    assert ran.code == 0
    assert "3 read, 0 failed" in ran.err
    first = ran.records()[0]
    assert (first["doc_id"], first["lang"], first["published"]) == ("a", "en", "2025-11-03")
    (evidence,) = first["deals"][0]["evidence"]
    assert first["text"][evidence["start"] : evidence["end"]] == evidence["quote"]


def test_extract_reads_standard_input_and_a_given_day(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b"A acquires B for USD 5"))
    monkeypatch.setattr("sys.stdin", stdin)
    (record,) = command("extract", "-", "--published", "2025-09").records()
    assert (record["published"], len(record["deals"])) == ("2025-09", 1)


def test_extract_prints_a_table(command: Command, news: Path, tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("Nothing here.")
    ran = command("extract", news, tmp_path / "plain.txt", "--format", "table")
    assert ran.code == 0
    assert "SoftBank → Ampere" in ran.out
    assert "no deal found" in ran.out


def test_export_writes_each_format(command: Command, base: Path, tmp_path: Path) -> None:
    table = list(csv.DictReader(io.StringIO(command("export", "--database", base).out)))
    assert [row["amount"] for row in table] == ["9700000000", "6500000000"]
    lines = command("export", "--format", "jsonl", "--database", base).records()
    assert [line["deal_id"] for line in lines] == [row["deal_id"] for row in table]
    ran = command("export", "--format", "parquet", "--output", tmp_path / "d.parquet", "--database", base)
    assert (ran.code, ran.out) == (0, "")
    assert pq.read_table(tmp_path / "d.parquet").num_rows == 2
    nowhere = command("export", "--output", tmp_path / "no" / "d.csv", "--database", base)
    assert nowhere.code == 2
    assert "cannot be written" in nowhere.err


def test_evaluate_scores_an_export_and_a_run_of_the_extractor(command: Command, base: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    records = command("export", "--format", "jsonl", "--by", "article", "--database", base).records()
    for record in records:
        for deal in record["deals"]:
            deal["cluster"] = deal["parties"][0]["name"]
    gold.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    said = tmp_path / "said.jsonl"
    command("export", "--format", "jsonl", "--by", "article", "--database", base, "--output", said)
    for arguments in ((gold,), (gold, said)):
        numbers = json.loads(command("evaluate", *arguments, "--json").out)
        assert numbers["all"]["deal"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "gold": 3, "said": 3}
        assert numbers["merge"] == {"bcubed_p": 1.0, "bcubed_r": 1.0, "bcubed_f1": 1.0, "pairs": 3}
    ran = command("evaluate", gold, said)
    assert "merging, B-cubed: P 1.000  R 1.000  F1 1.000  over 3 deals" in ran.out
    said.write_text("", encoding="utf-8")
    faults = command("evaluate", gold, said, "--show")
    assert faults.err.count("MISSED") == 3
    gold.write_text("{\n")
    assert command("evaluate", gold).code == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5e9", 5 * 10**9),
        ("10bn", 10**10),
        ("1,000", 1000),
        ("2.5 billion", 25 * 10**8),
        ("3兆", 3 * 10**12),
        ("50億", 5 * 10**9),
    ],
)
def test_amounts_as_people_write_them(text: str, value: int) -> None:
    assert settings.amount(text) == value


@pytest.mark.parametrize("text", ["", "bn", "5 apples", "-5", "1e999", "nan"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(SettingsError):
        settings.amount(text)


def test_a_reader_that_has_seen_enough_is_no_failure(base: Path) -> None:
    line = f"{sys.executable} -m dealtrail export --format jsonl --database {base}; echo $? >&2"
    ran = subprocess.run(["bash", "-c", f"({line}) | head -c 1"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in ran.stderr
    assert ran.stderr.splitlines()[-1] == "0"


def test_it_starts_quickly_and_loads_nothing_heavy_for_help() -> None:
    script = (
        "import sys; from dealtrail.__main__ import main; main(['deals', '--help']); "
        "print(sorted(sys.modules.keys() & {'spacy', 'opencc', 'sqlalchemy', 'alembic', 'bs4', 'pyarrow'}))"
    )
    began = time.monotonic()
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"
    assert time.monotonic() - began < 5  # generous: the machine may be busy


def test_listing_deals_needs_no_language_library_and_no_migration_tool(base: Path) -> None:
    script = (
        "import sys; from dealtrail.__main__ import main; main(sys.argv[1:]); "
        "print(sorted(sys.modules.keys() & {'spacy', 'opencc', 'sqlalchemy.orm', 'alembic', 'bs4', 'pyarrow'}))"
    )
    line = [sys.executable, "-c", script, "deals", "--database", str(base)]
    ran = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True, env=os.environ | {"COLUMNS": "80"})
    assert ran.stdout.splitlines()[-1] == "[]"


def _ids(command: Command, base: Path) -> dict[str, str]:
    records = command("export", "--format", "jsonl", "--by", "article", "--database", base).records()
    return {record["doc_id"]: deal["deal_id"] for record in records for deal in record["deals"]}
