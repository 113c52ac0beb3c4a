"""The database keeps what was found exactly, changes nothing on a repeat, and keeps the ids of its deals."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select

from pipeline.search import find_deals
from pipeline.store import Saved, Store
from pipeline.store.engine import NEWEST, known_revisions, open_engine
from pipeline.store.models import metadata
from pipeline.store.rows import exact
from schemas import Evidence, Extraction, Money, PartialDate, Power, Price, Role, StoreError, Terms
from tests.conftest import extraction, mention, party

MICROSOFT, IREN = party("Microsoft", Role.BUYER, "微軟"), party("IREN", Role.SELLER)
NEBIUS = party("Nebius", Role.SELLER)


def full() -> Extraction:
    told = mention(
        MICROSOFT,
        IREN,
        amount=Money(value=Decimal("9.70E+9"), currency="USD", low=Decimal("0.1"), high=Decimal("1e30")),
        power=Power(value=Decimal("0.20")),
        terms=Terms(
            years=Decimal("5.5"),
            start=PartialDate("2026-H2"),
            price_per_share=Price(value=Decimal("0.01"), currency="USD"),
            tranche="20% prepaid",
        ),
        announced="2025-11-03",
        quote="a sentence",
        evidence=(Evidence(field="amount", start=2, end=10, quote="sentence"),),
        rules=("compute.rent", "years"),
    )
    return extraction("a", told, mention(MICROSOFT, NEBIUS), published="2025-11")


def dump(address: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with Store(address) as store, store.reading() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in metadata.tables.items()
        }


def ids(store: Store) -> dict[tuple[str, int], str | None]:
    return {
        (found.article.doc_id, position): deal_id
        for found, deal_ids in store.extractions()
        for position, deal_id in enumerate(deal_ids)
    }


def test_what_was_found_comes_back_as_it_was(database: str) -> None:
    with Store(database) as store:
        store.save([full()])
        ((found, _),) = store.extractions()
    assert found == full()
    assert [item.quote for item in found.mentions[0].evidence] == [found.article.text[2:10]]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**30))
def test_decimals_are_exact_text(value: Decimal) -> None:
    text = exact(value)
    assert text is not None
    assert Decimal(text) == value
    assert "E" not in text


def test_the_same_again_changes_no_row(database: str) -> None:
    with Store(database) as store:
        assert store.save([full()]) == Counter({Saved.NEW: 1})
        store.refresh()
    before = dump(database)
    with Store(database) as store:
        assert store.save([full()]) == Counter({Saved.UNCHANGED: 1})
        assert (store.refresh().new, store.refresh().changed) == (0, 0)
    assert dump(database) == before


def test_a_changed_article_replaces_its_mentions_and_keeps_their_deals(database: str) -> None:
    with Store(database) as store:
        store.save([full()])
        store.refresh()
        before = ids(store)
        # The same two deals told in the other order, one with another status and amount, and a new one.
        moved = extraction(
            "a",
            mention(MICROSOFT, NEBIUS, usd=17),
            mention(MICROSOFT, party("Lambda", Role.SELLER)),
            mention(MICROSOFT, IREN, usd=9_700_000_000),
            text="a new text",
        )
        assert store.save([moved]) == Counter({Saved.CHANGED: 1})
        store.refresh()
        after = ids(store)
        assert (after["a", 0], after["a", 2]) == (before["a", 1], before["a", 0])
        assert after["a", 1] not in before.values()
        store.save([extraction("a", text="nothing any more")])
        store.refresh()
        assert find_deals(store) == []
        assert store.resolve_id(str(before["a", 0])) is None


def test_an_article_that_changed_its_day_alone_changes_its_deals(database: str) -> None:
    with Store(database) as store:
        store.save([extraction("a", mention(MICROSOFT, IREN), published="2025-11-05")])
        store.refresh()
        store.save([extraction("a", mention(MICROSOFT, IREN), published="2025-12-24")])
        store.refresh_if_pending()
        ((_, deal),) = find_deals(store)
        assert str(deal.latest) == "2025-12-24"


def test_an_older_id_survives_a_merge_and_the_other_leads_to_it(database: str) -> None:
    with Store(database) as store:
        store.save([extraction("a", mention(MICROSOFT, IREN, usd=100))])
        store.refresh()
        store.save([extraction("b", mention(MICROSOFT, IREN, usd=700))])
        store.refresh()
        first, second = ids(store)["a", 0], ids(store)["b", 0]
        assert first != second
        store.save([extraction("b", mention(MICROSOFT, IREN, usd=100))])
        refreshed = store.refresh()
        assert (refreshed.deals, refreshed.gone) == (1, 1)
        assert ids(store) == {("a", 0): first, ("b", 0): first}
        assert store.resolve_id(str(second).lower()) == first
        assert store.aliases(str(first)) == [second]
        # Told apart again, both ids are themselves again.
        store.save([extraction("b", mention(MICROSOFT, IREN, usd=700))])
        store.refresh()
        assert store.resolve_id(str(first)) == first
        assert store.count() == 2


def test_ids_do_not_depend_on_the_order_of_one_ingest(new_database: Callable[[], str]) -> None:
    articles = [
        extraction(name, mention(MICROSOFT, seller)) for name, seller in zip("abc", (IREN, NEBIUS, IREN), strict=True)
    ]
    found = []
    for order in (articles, articles[::-1]):
        with Store(new_database()) as store:
            store.save(order)
            store.refresh()
            found.append(ids(store))
    assert found[0] == found[1]
    assert found[0]["a", 0] == found[0]["c", 0]


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(5)))
def test_articles_one_by_one_in_any_order_come_to_the_same_deals(
    new_database: Callable[[], str], order: list[int]
) -> None:
    told = [
        mention(MICROSOFT, IREN, usd=9),
        mention(MICROSOFT, IREN),
        mention(MICROSOFT, NEBIUS),
        mention(MICROSOFT, IREN, usd=9),
        mention(MICROSOFT, NEBIUS, usd=4),
    ]
    with Store(new_database()) as store:
        for number in order:
            store.save([extraction(str(number), told[number])])
            store.refresh()
        found = ids(store)
    groups = {frozenset(key[0] for key, deal in found.items() if deal == deal_id) for deal_id in found.values()}
    assert groups == {frozenset("013"), frozenset("24")}


def test_a_merge_left_undone_is_finished(database: str) -> None:
    with Store(database) as store:
        store.save([full()])
        assert find_deals(store) == []
        store.refresh_if_pending()
        assert len(find_deals(store)) == 2


def test_a_failed_save_leaves_nothing(database: str) -> None:
    with Store(database) as store:
        with pytest.raises(RuntimeError):
            store.save(_broken())
        assert store.extractions() == []


def _broken():  # type: ignore[no-untyped-def]
    yield full()
    raise RuntimeError("the extractor broke")


def test_sqlite_is_set_up_as_promised(tmp_path: Path) -> None:
    with Store(str(tmp_path / "d.sqlite")) as store, store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_the_migrations_make_just_the_tables_of_the_models(database: str) -> None:
    assert known_revisions()[0] == NEWEST
    engine = open_engine(database)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}
    engine.dispose()


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite"
    Store(str(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"newer Dealtrail.*upgrade Dealtrail or use another database"):
        Store(str(path))


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE photos (id INTEGER)")
    with pytest.raises(StoreError, match=r"is not a Dealtrail database .*photos"):
        Store(str(path))
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("photos",)]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("mysql://someone:secret@localhost/deals", "the driver 'MySQLdb' is not installed"),
        ("oracool://x", "there is no database called 'oracool'"),
        ("://x", "is no database address"),
    ],
)
def test_an_address_that_leads_nowhere(address: str, reason: str) -> None:
    with pytest.raises(StoreError, match=reason) as error:
        Store(address)
    assert "secret" not in str(error.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite"
    path.write_text("this is a text, and quite a long one, so that it is read as a damaged database" * 20)
    with pytest.raises(StoreError, match="not a database"):
        Store(str(path))
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(str(path / "below.sqlite"))
