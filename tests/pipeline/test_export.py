"""Exports hold every deal exactly and are read by the programs they are for."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from corpora.score import score
from pipeline.export import COLUMNS, article_records, merged_records, rows, to_csv, to_jsonl, write_parquet
from pipeline.store import Store
from schemas import Kind, Power, Role, StoreError, Terms
from schemas.record import extraction_record
from tests.conftest import extraction, mention, party


@pytest.fixture
def store(tmp_path: Path) -> Store:
    a = mention(
        party("Microsoft", Role.BUYER),
        party("=cmd()", Role.SELLER),
        usd="0.1",
        power=Power(value=Decimal("0.168")),
        terms=Terms(years=Decimal(10)),
        quote='=HYPERLINK("x"), "輝達"\nnew line',
    )
    b = mention(party("OpenAI", Role.INVESTEE), kind=Kind.INVESTMENT, usd="40000000000.01")
    opened = Store(str(tmp_path / "d.sqlite"))
    opened.save([extraction("a", a, b, published="2025-11-03"), extraction("b", a, published="2025-11-05")])
    opened.refresh()
    return opened


def test_csv_is_exact_and_runs_nothing(store: Store) -> None:
    table = list(csv.DictReader(io.StringIO("".join(to_csv(rows(store))))))
    assert [row["amount"] for row in table] == ["0.1", "40000000000.01"]
    assert tuple(table[0]) == COLUMNS
    assert (table[0]["quote"], table[0]["receivers"]) == ('\'=HYPERLINK("x"), "輝達"\nnew line', "'=cmd()")
    assert (table[0]["sources"], table[0]["doc_ids"]) == ("2", "a; b")


def test_csv_of_nothing_is_its_header(tmp_path: Path) -> None:
    assert "".join(to_csv(rows(Store(str(tmp_path / "empty.sqlite"))))) == ",".join(COLUMNS) + "\n"


def test_jsonl_keeps_every_claim(store: Store) -> None:
    first, second = merged_records(store)
    assert [each["doc_id"] for each in first["claims"]] == ["a", "b"]
    assert first["claims"][0]["reasons"]
    assert (first["power_gw"], second["parties"][0]["name"]) == ({"value": 0.168, "bound": "exact"}, "OpenAI")
    assert all("\n" not in line[:-1] for line in to_jsonl([first, second]))


def test_parquet_is_exact(store: Store, tmp_path: Path) -> None:
    write_parquet(rows(store), tmp_path / "deals.parquet")
    table = pq.read_table(tmp_path / "deals.parquet").to_pylist()
    assert [row["amount"] for row in table] == [Decimal("0.1"), Decimal("40000000000.01")]
    assert list(table[0]) == list(COLUMNS)


def test_parquet_refuses_what_it_cannot_hold(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "d.sqlite"))
    store.save([extraction("a", mention(party("OpenAI", Role.BORROWER), kind=Kind.DEBT, usd="1e30"))])
    store.refresh()
    with pytest.raises(StoreError, match=r"deal D-\w+: amount 1000.* has more digits than Parquet holds"):
        write_parquet(rows(store), tmp_path / "deals.parquet")


def test_by_article_is_the_gold_format_with_the_deals_of_each(store: Store) -> None:
    found = list(article_records(store))
    ids = [[deal.pop("deal_id") for deal in record["deals"]] for record in found]
    assert ids[0][0] == ids[1][0] != ids[0][1]
    assert found == [extraction_record(each) for each, _ in store.extractions()]
    assert score(found, found).numbers()["all"]["deal"]["f1"] == 1.0
