"""A database of the first schema comes through every migration with all that it held, on SQLite and PostgreSQL.

`tests/data/database-0001.sql` was written by the program of that time: the demo's articles, and two articles by which
one deal's id became an alias of another's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.search import deal_by_id
from pipeline.store import Store
from pipeline.store.backup import backup, restore
from pipeline.store.check import check
from schemas import Money

SQL = Path(__file__).parents[1] / "data" / "database-0001.sql"
TRUTH = {
    "article": "SELECT * FROM article",
    "evidence": 'SELECT mention_id, position, field, start, "end", quote FROM evidence',
    "mention": "SELECT id, article_id, position, kind, status, amount_value, amount_currency, amount_bound, "
    "amount_low, amount_high, power_value, power_bound, terms, announced, quote, confidence, rules FROM mention",
    "party": "SELECT mention_id, position, company_id, known_id, name, role, aliases FROM mention_party",
    "id": "SELECT id, created FROM deal",
}
Groups = dict[str, set[tuple[str, int]]]


@pytest.fixture
def first(tmp_path: Path) -> Path:
    path = tmp_path / "first.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(SQL.read_text(encoding="utf-8"))
    return path


def held(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(path) as connection:
        return {name: sorted(connection.execute(query), key=repr) for name, query in TRUTH.items()}


def groups(store: Store) -> Groups:
    found: Groups = {}
    for extraction, ids in store.extractions():
        for position, deal_id in enumerate(ids):
            found.setdefault(str(deal_id), set()).add((extraction.article.doc_id, position))
    return found


def first_groups(path: Path) -> Groups:
    found: Groups = {}
    query = (
        "SELECT deal_id, doc_id, position FROM deal_mention JOIN mention ON mention.id = mention_id "
        "JOIN article ON article.id = article_id"
    )
    with sqlite3.connect(path) as connection:
        for deal_id, doc_id, position in connection.execute(query):
            found.setdefault(deal_id, set()).add((doc_id, position))
    return found


def test_the_first_schema_upgrades_without_loss(
    first: Path, new_database: Callable[[], str], request: pytest.FixtureRequest
) -> None:
    before, was = held(first), first_groups(first)
    backup(str(first), first.with_name("portable"), portable=True)  # A backup upgrades nothing.
    address = str(first)
    if "://" in new_database():
        address = request.getfixturevalue("postgres_server").new_database()
        assert restore(first.with_name("portable"), address).schema == "0001"
    with Store(address) as store:
        store.refresh_if_pending()
        assert check(store).faults == ()
        now = groups(store)
        assert {deal_id: store.resolve_id(deal_id) for deal_id in was} == {deal_id: deal_id for deal_id in was}
        # Merging and choosing have changed since; what is told of one deal has not come apart.
        assert all(was[deal_id] <= now[deal_id] for deal_id in was)
        assert store.resolve_id("D-SOAG63DP") == "D-CEFRRZTP"
        assert store.aliases("D-CEFRRZTP") == ["D-SOAG63DP"]
        assert now["D-CEFRRZTP"] == {("alias-a", 0), ("alias-b", 0)}
        assert deal_by_id(store, "D-CEFRRZTP").amount == Money(value=1000, currency="USD")
    back = first.with_name("back.sqlite")
    backup(address, first.with_name("after"), portable=True)
    restore(first.with_name("after"), str(back))
    assert held(back) == before


def test_the_first_schema_is_what_the_first_migration_makes(first: Path, tmp_path: Path) -> None:
    from pipeline.store import engine as engines

    made = engines.connect_engine(str(tmp_path / "made.sqlite"), new=True)
    with made.connect().execution_options(**engines.write_options()) as connection, connection.begin():
        engines.migrate(connection, "0001")
    made.dispose()
    query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
    with sqlite3.connect(first) as one, sqlite3.connect(tmp_path / "made.sqlite") as other:
        assert one.execute(query).fetchall() == other.execute(query).fetchall()


@pytest.mark.parametrize("told, found", [("quote", True), ("other", False), (None, False)])
def test_upgrading_finds_evidence_that_is_not_in_its_article(
    new_database: Callable[[], str], request: pytest.FixtureRequest, told: str | None, found: bool
) -> None:
    from sqlalchemy import column, insert, table, text

    from pipeline.store import engine as engines

    address = new_database()
    if "://" in address:
        address = request.getfixturevalue("postgres_server").new_database()
    made = engines.connect_engine(address, new=True)
    rows: dict[str, dict[str, object]] = {
        "article": {"id": 1, "doc_id": "a", "content_hash": "", "extraction_hash": "", "text": "雙方 quote",
                    "title": "", "language": "en"},
        "mention": {"id": 1, "article_id": 1, "position": 0, "uid": "u", "kind": "compute", "status": "agreed",
                    "terms": "{}", "quote": "quote", "confidence": 0.5, "rules": "[]"},
    }  # fmt: skip
    if told is not None:
        rows["evidence"] = {"mention_id": 1, "position": 0, "field": "kind", "start": 3, "end": 8, "quote": told}
    with made.connect().execution_options(**engines.write_options()) as connection, connection.begin():
        engines.migrate(connection, "0005")
        for name, row in rows.items():
            connection.execute(insert(table(name, *map(column, row))).values(row))
    made.dispose()
    with Store(address) as store, store.reading() as connection:
        assert bool(connection.scalar(text("SELECT located FROM mention"))) is found
