"""The commands that look after the database tell people what they did, and fail with a reason."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

pytestmark = pytest.mark.usefixtures("toy")
Command = Callable[..., Ran]
FIRST = Path(__file__).parents[1] / "data" / "database-0001.sql"


def test_backup_and_restore(command: Command, news: Path, tmp_path: Path) -> None:
    database, kept = tmp_path / "d.sqlite", tmp_path / "kept.sqlite"
    command("ingest", news, "--database", database)
    done = command("db", "backup", kept, "--database", database)
    assert (done.code, "3 articles, 2 deals" in done.err, "verified" in done.err) == (0, True, True)
    assert command("db", "backup", kept, "--database", database).code == 1
    refused = command("db", "restore", kept, "--database", database)
    assert (refused.code, "--force" in refused.err) == (1, True)
    done = command("db", "restore", kept, "--database", database, "--force")
    assert (done.code, "2 deals" in done.err, "is kept" in done.err) == (0, True, True)
    assert len(list(tmp_path.glob("d.sqlite.replaced-*"))) == 1


def test_check_names_what_is_wrong_and_repairs_what_is_derived(command: Command, news: Path, tmp_path: Path) -> None:
    database = tmp_path / "d.sqlite"
    command("ingest", news, "--database", database)
    # The toy extractor points at its amounts alone.
    with sqlite3.connect(database) as connection:
        connection.execute("INSERT INTO evidence SELECT id, 9, 'kind', 0, 1, 'M' FROM mention WHERE article_id = 1")
        connection.execute("INSERT INTO evidence SELECT id, 9, 'kind', 0, 1, '消' FROM mention WHERE article_id = 2")
        connection.execute("INSERT INTO evidence SELECT id, 9, 'kind', 0, 1, 'S' FROM mention WHERE article_id = 3")
    whole = command("db", "check", "--database", database)
    assert (whole.code, whole.out) == (0, "")
    assert "3 articles, 3 mentions, 2 deals, 0 decisions: whole" in whole.err
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE deal SET status = 'rumoured'")
    broken = command("db", "check", "--database", database)
    assert (broken.code, "--repair" in broken.err) == (1, True)
    assert broken.out.startswith("2 deals that differ from what their mentions and decisions make: D-")
    mended = command("db", "check", "--database", database, "--repair")
    assert (mended.code, "2 changed" in mended.err) == (0, True)
    assert command("db", "check", "--database", database).code == 0


def test_upgrade_says_from_where(command: Command, tmp_path: Path) -> None:
    database = tmp_path / "d.sqlite"
    with sqlite3.connect(database) as connection:
        connection.executescript(FIRST.read_text(encoding="utf-8"))
    done = command("db", "upgrade", "--database", database)
    assert (done.code, "was 0001" in done.err, "34 deals" in done.err) == (0, True, True)
    assert "newest already" in command("db", "upgrade", "--database", database).err


@pytest.mark.parametrize("arguments", [("upgrade",), ("check",), ("backup", "b")])
def test_there_is_nothing_to_look_after(command: Command, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = command("db", *arguments, "--database", tmp_path / "none.sqlite")
    assert (done.code, "there is no database" in done.err) == (2, True)
