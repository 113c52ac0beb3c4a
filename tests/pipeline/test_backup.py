"""A backup is one whole state of the database, taken while others write; it can be moved from one kind to the other."""

from __future__ import annotations

import gzip
import json
import multiprocessing
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from pipeline.decide import Order, decide
from pipeline.near_duplicates import VERSION
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.backup import backup, restore
from pipeline.store.check import check
from pipeline.store.insert import put
from schemas import Role, StoreError
from schemas.decision import Action
from tests.conftest import extraction, mention, party

MICROSOFT, IREN = party("Microsoft", Role.BUYER, "微軟"), party("IREN", Role.SELLER)


def fill(address: str) -> None:
    """Some of every kind of value: text, exact numbers, floats, bytes, booleans, nothing."""
    with Store(address) as store:
        store.save([extraction(name, mention(MICROSOFT, IREN, usd="9.75"), published="2025-11") for name in "abc"])
        (deal_id,) = store.refresh().new_ids
        decide(store, Order(Action.EDIT, "ann", deal_id, field="terms.years", value=5))
        with store.writing() as connection:
            put(connection, t.host, [{"name": "h", "failures": 0, "dead_until": 0.1 + 0.2, "next_at": 1e300}])
            reading = {"doc_id": "a", "address": "x", "captured": "2026", "signature": bytes(range(256))}
            put(connection, t.reading, [reading | {"signature_version": VERSION}])


def contents(address: str) -> dict[str, list[str]]:
    with Store(address) as store, store.reading() as connection:
        return {
            name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for name, table in t.metadata.tables.items()
        }


@pytest.mark.parametrize("portable", [False, True])
def test_a_backup_restores_all_of_it(new_database: Callable[[], str], tmp_path: Path, portable: bool) -> None:
    address = new_database()
    fill(address)
    done = backup(address, tmp_path / "b", portable=portable)
    assert (done.articles, done.deals) == (3, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
    restore(tmp_path / "b", str(tmp_path / "restored.sqlite"))
    assert contents(str(tmp_path / "restored.sqlite")) == contents(address)


@pytest.mark.parametrize("portable", [False, True])
def test_a_database_moves_to_postgresql_and_back(postgres_server: Any, tmp_path: Path, portable: bool) -> None:
    address, server = str(tmp_path / "d.sqlite"), postgres_server.new_database()
    fill(address)
    backup(address, tmp_path / "b", portable=portable)
    assert restore(tmp_path / "b", server).aside is None
    assert contents(server) == contents(address)
    with Store(server) as store:  # New rows are numbered on.
        store.save([extraction("d", mention(MICROSOFT, IREN, usd="9.75"))])
        store.refresh()
        assert check(store).waiting == 0
    backup(server, tmp_path / "c")
    restore(tmp_path / "c", str(tmp_path / "back.sqlite"))
    assert contents(str(tmp_path / "back.sqlite")) == contents(server)


def test_a_backup_is_overwritten_only_if_asked(tmp_path: Path) -> None:
    fill(str(tmp_path / "d.sqlite"))
    backup(str(tmp_path / "d.sqlite"), tmp_path / "b")
    with pytest.raises(StoreError, match=r"there already.*--force"):
        backup(str(tmp_path / "d.sqlite"), tmp_path / "b")
    backup(str(tmp_path / "d.sqlite"), tmp_path / "b", force=True)
    with pytest.raises(StoreError, match="there is no database"):
        backup(str(tmp_path / "none.sqlite"), tmp_path / "c")
    assert not (tmp_path / "none.sqlite").exists()


def test_restore_keeps_what_it_replaces(new_database: Callable[[], str], tmp_path: Path) -> None:
    address = new_database()
    fill(address)
    backup(address, tmp_path / "b")
    with Store(address) as store:
        store.save([extraction("new", mention(MICROSOFT, IREN))])
    later = contents(address)
    with pytest.raises(StoreError, match="--force"):
        restore(tmp_path / "b", address)
    aside = restore(tmp_path / "b", address, force=True).aside
    assert aside is not None
    assert len(contents(address)["article"]) == 3
    if "://" in address:
        aside = f"{address}?options=-csearch_path%3D{aside.removeprefix('schema ')}"
    assert contents(aside) == later


def test_a_database_in_use_is_not_replaced(new_database: Callable[[], str], tmp_path: Path) -> None:
    address = new_database()
    fill(address)
    backup(address, tmp_path / "b")
    with Store(address) as store, store.reading() as connection:
        connection.execute(select(t.article)).all()
        with pytest.raises(StoreError, match="in use"):
            restore(tmp_path / "b", address, force=True)
    assert len(contents(address)["article"]) == 3


def test_what_is_no_whole_backup_is_refused_and_replaces_nothing(tmp_path: Path) -> None:
    address = str(tmp_path / "d.sqlite")
    fill(address)
    backup(address, tmp_path / "b", portable=True)
    lines = gzip.decompress((tmp_path / "b").read_bytes()).splitlines(keepends=True)
    one_less = [line for line in lines if not line.startswith(b'["microsoft"')]
    assert len(one_less) < len(lines)
    newer = [json.dumps({"dealtrail": "database", "format": 99, "schema": "0099"}).encode() + b"\n", *lines[1:]]
    damaged = {
        "is no backup": b"a text",
        "cut off": gzip.compress(b"".join(lines[:-1])),
        "damaged": (tmp_path / "b").read_bytes()[:-40],
        "other numbers of rows": gzip.compress(b"".join(one_less)),
        "newer Dealtrail": gzip.compress(b"".join(newer)),
        "not a database|malformed|holds no database|damaged": b"SQLite format 3\0" + b"x" * 5000,
    }
    before = contents(address)
    for reason, content in damaged.items():
        (tmp_path / "bad").write_bytes(content)
        with pytest.raises(StoreError, match=reason):
            restore(tmp_path / "bad", address, force=True)
    assert contents(address) == before
    assert {path.name for path in tmp_path.iterdir() if "-" not in path.name} == {"b", "bad", "d.sqlite"}


def _write(address: str, start: Any, stop: Any) -> None:
    with Store(address) as store:
        number = 0
        while not stop.is_set():
            # Two articles a transaction: a copy with one of them is torn.
            store.save([extraction(f"{number}-{side}", mention(MICROSOFT, IREN, usd=5)) for side in "ab"])
            number += 1
            start.set()


@pytest.mark.parametrize("portable", [False, True])
def test_a_backup_taken_while_others_write_is_one_state(
    new_database: Callable[[], str], tmp_path: Path, portable: bool
) -> None:
    address = new_database()
    context = multiprocessing.get_context("fork")
    start, stop = context.Event(), context.Event()
    writer = context.Process(target=_write, args=(address, start, stop))
    writer.start()
    start.wait(30)
    try:
        backups = [tmp_path / str(number) for number in range(3)]
        for each in backups:
            backup(address, each, portable=portable)
    finally:
        stop.set()
        writer.join()
    for number, each in enumerate(backups):
        path = tmp_path / f"restored-{number}.sqlite"
        restore(each, str(path))
        with sqlite3.connect(path) as restored:
            names = [name for (name,) in restored.execute("SELECT doc_id FROM article")]
            assert len(names) == 2 * len({name.partition("-")[0] for name in names}) > 0
            assert restored.execute("SELECT count(*) FROM mention").fetchone() == (len(names),)
