"""Exports hold every deal exactly and are read by the programs they are for."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import networkx as nx
import openpyxl
import pyarrow.parquet as pq
import pytest

from corpora.score import score
from pipeline.decide import Order, decide, decide_company
from pipeline.export import (
    Selection,
    article_records,
    deal_record,
    select,
    sidecar,
    to_csv,
    to_jsonl,
    write_graphml,
    write_parquet,
    write_xlsx,
)
from pipeline.export.dictionary import columns, names, schema_version, tables
from pipeline.rates import shipped_rates
from pipeline.search import Filter
from pipeline.store import Store
from schemas import Kind, Money, Power, Role, StoreError, Terms
from schemas.decision import Action
from schemas.merged import Review
from schemas.record import extraction_record
from tests.conftest import extraction, mention, party

NOW = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)


def saved(path: Path, *extractions: object) -> Store:
    store = Store(str(path))
    store.save(extractions)  # type: ignore[arg-type]
    store.refresh()
    return store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    a = mention(
        party("Microsoft", Role.BUYER),
        party("=cmd()", Role.SELLER),
        usd="0.1",
        power=Power(value=Decimal("0.168")),
        terms=Terms(years=Decimal(10)),
        quote='=HYPERLINK("x"), "輝達"\nnew line',
    )
    b = mention(
        party("OpenAI", Role.INVESTEE),
        kind=Kind.INVESTMENT,
        amount=Money(value=Decimal("40000000000.01"), currency="TWD"),
    )
    with saved(
        tmp_path / "d.sqlite",
        extraction("a", a, b, published="2025-11-03"),
        extraction("b", a, published="2025-11-05"),
    ) as opened:
        yield opened


def selection(store: Store, **wanted: object) -> Selection:
    return select(store, shipped_rates(), Filter(**wanted), NOW)  # type: ignore[arg-type]


def test_csv_is_exact_and_runs_nothing(store: Store) -> None:
    table = list(csv.DictReader(io.StringIO("".join(to_csv(selection(store))))))
    assert [row["amount"] for row in table] == ["0.1", "40000000000.01"]
    assert tuple(table[0]) == names("deals")
    assert (table[0]["quote"], table[0]["receivers"]) == ('\'=HYPERLINK("x"), "輝達"\nnew line', "'=cmd()")
    assert (table[0]["sources"], table[0]["doc_ids"]) == ("2", "a; b")


def test_csv_of_nothing_is_its_header(tmp_path: Path) -> None:
    with Store(str(tmp_path / "empty.sqlite")) as empty:
        assert "".join(to_csv(selection(empty))) == ",".join(names("deals")) + "\n"


def test_sums_in_usd_come_with_their_rate_and_its_day(store: Store) -> None:
    dollars, taiwan = csv.DictReader(io.StringIO("".join(to_csv(selection(store)))))
    assert (dollars["amount_usd"], dollars["usd_rate"], dollars["usd_rate_date"]) == ("0.1", "1", "")
    rate = Decimal(taiwan["usd_rate"])
    assert Decimal("0.0323") < rate < Decimal("0.0328")  # a dollar cost 30.7 New Taiwan dollars
    assert taiwan["usd_rate_date"] == "2025-10-31"
    assert Decimal(taiwan["amount_usd"]) == (Decimal("40000000000.01") * rate).quantize(Decimal("0.01"))


def test_jsonl_keeps_every_claim(store: Store) -> None:
    first, second = (deal_record(each) for each in selection(store))
    assert [each["doc_id"] for each in first["claims"]] == ["a", "b"]
    assert first["claims"][0]["reasons"]
    assert (first["power_gw"], second["parties"][0]["name"]) == ({"value": 0.168, "bound": "exact"}, "OpenAI")
    assert second["usd_rate_date"] == "2025-10-31"
    assert tuple(first) == names("records")
    assert all("\n" not in line[:-1] for line in to_jsonl([first, second]))


def test_parquet_is_exact_and_says_what_it_is(store: Store, tmp_path: Path) -> None:
    write_parquet(selection(store, kind=Kind.INVESTMENT), tmp_path / "deals.parquet")
    table = pq.read_table(tmp_path / "deals.parquet")
    (row,) = table.to_pylist()
    assert row["amount"] == Decimal("40000000000.01")
    assert row["usd_rate_date"] == datetime.date(2025, 10, 31)
    assert tuple(table.column_names) == names("deals")
    about = json.loads(table.schema.metadata[b"dealtrail"])
    assert (about["schema_version"], about["made_at"]) == (schema_version(), "2026-11-21T09:30:00+00:00")
    assert (about["filter"], about["deals"]) == ({"kind": "investment"}, 1)
    assert about["rates"]["until"] == "2026-02-27"
    assert table.schema.field("power_gw").metadata[b"unit"] == b"GW"


def test_parquet_refuses_what_it_cannot_hold(tmp_path: Path) -> None:
    large = mention(party("OpenAI", Role.BORROWER), kind=Kind.DEBT, usd="1e30")
    with (
        saved(tmp_path / "d.sqlite", extraction("a", large)) as store,
        pytest.raises(StoreError, match=r"deal D-\w+: amount 1000.* has more digits than Parquet holds"),
    ):
        write_parquet(selection(store), tmp_path / "deals.parquet")


def test_xlsx_has_numbers_as_numbers_and_no_formula(store: Store, tmp_path: Path) -> None:
    write_xlsx(selection(store), tmp_path / "deals.xlsx")
    book = openpyxl.load_workbook(tmp_path / "deals.xlsx")
    assert book.sheetnames == ["deals", "claims", "parties", "dictionary", "about"]
    for name in ("deals", "claims", "parties"):
        sheet = book[name]
        assert tuple(cell.value for cell in sheet[1]) == names(name)
        assert sheet.freeze_panes == "A2"
        assert not [cell for row in sheet for cell in row if cell.data_type == "f"]
    rows = [dict(zip(names("deals"), row, strict=True)) for row in book["deals"].iter_rows(min_row=2)]
    assert (rows[0]["amount"].value, rows[0]["amount"].data_type, rows[0]["power_gw"].value) == (0.1, "n", 0.168)
    assert rows[1]["amount"].value == 40000000000.01
    assert rows[1]["usd_rate_date"].value == datetime.datetime(2025, 10, 31)
    assert rows[0]["quote"].value == '=HYPERLINK("x"), "輝達"\nnew line'
    assert book["claims"].max_row == 4
    told = {row[0].value: row[1].value for row in book["about"].iter_rows(min_row=2)}
    assert (told["schema_version"], told["deals"]) == (str(schema_version()), "2")
    assert book["dictionary"].max_row == 1 + sum(len(columns(name)) for name in ("deals", "claims", "parties"))


def test_xlsx_keeps_every_digit_and_cuts_no_row_in_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = mention(party("OpenAI", Role.BORROWER), kind=Kind.DEBT, usd="12345678901234567.89", quote="貸" * 40_000)
    with saved(tmp_path / "d.sqlite", extraction("a", long), extraction("b", long)) as store:
        write_xlsx(selection(store), tmp_path / "deals.xlsx")
        row = dict(zip(names("deals"), openpyxl.load_workbook(tmp_path / "deals.xlsx")["deals"][2], strict=True))
        assert row["amount"].value == "12345678901234567.89"
        assert row["quote"].value.startswith("貸貸")
        assert row["quote"].value.endswith("…")
        monkeypatch.setattr("pipeline.export.xlsx.MOST_ROWS", 1)
        with pytest.raises(StoreError, match="a sheet holds 1 rows and there are more claims"):
            write_xlsx(selection(store), tmp_path / "deals.xlsx")


def graph(store: Store, path: Path) -> nx.MultiDiGraph:
    write_graphml(selection(store), path)
    read = nx.read_graphml(path, force_multigraph=True)
    assert read.is_directed()
    return read


def test_graphml_has_companies_as_nodes_and_deals_as_edges(store: Store, tmp_path: Path) -> None:
    read = graph(store, tmp_path / "d.graphml")
    by_name = {data["name"]: node for node, data in read.nodes(data=True)}
    (deal,) = read.get_edge_data(by_name["Microsoft"], by_name["=cmd()"]).values()
    assert (deal["relation"], deal["lead"], deal["edges"], deal["power_gw"]) == ("buyer>seller", True, 1, 0.168)
    assert deal["amount"] == 0.1
    (told_of_one,) = read.in_edges(by_name["OpenAI"], data=True)
    assert (read.nodes[told_of_one[0]]["name"], told_of_one[2]["relation"]) == ("(not told)", "?>investee")
    assert told_of_one[2]["usd_rate_date"] == "2025-10-31"
    assert (read.graph["schema_version"], read.graph["deals"]) == (str(schema_version()), "2")
    for _, _, data in read.edges(data=True):
        assert set(data) - {"id"} <= set(names("edges"))


def test_a_deal_of_many_is_an_edge_a_pair_with_one_lead(tmp_path: Path) -> None:
    bought = mention(
        party("SoftBank", Role.ACQUIRER),
        party("Ampere", Role.TARGET),
        party("Oracle", Role.SELLER),
        kind=Kind.ACQUISITION,
        usd=65,
    )
    together = mention(*(party(name, Role.PARTICIPANT) for name in ("A1", "B2\x01", "C3")), kind=Kind.PROJECT)
    with saved(tmp_path / "d.sqlite", extraction("a", bought, together)) as store:
        read = graph(store, tmp_path / "d.graphml")
    told = [data for _, _, data in read.edges(data=True)]
    assert sorted(each["relation"] for each in told if each["kind"] == "acquisition") == [
        "acquirer>seller",
        "acquirer>target",
    ]
    assert [each["relation"] for each in told if each["lead"]].count("acquirer>target") == 1
    assert sum(each["amount"] for each in told if each["lead"] and "amount" in each) == 65
    assert [each["relation"] for each in told if each["kind"] == "project"] == ["participant-participant"] * 3
    assert "B2\ufffd" in {data["name"] for _, data in read.nodes(data=True)}


def test_what_people_decided_is_exported(store: Store, tmp_path: Path) -> None:
    (first, _), (second, _) = selection(store).deals
    (uid, _) = (claim.uid for claim in store.claims(first))
    decide(store, Order(Action.ACCEPT, "ann", first, mentions=(uid,)))
    decide(store, Order(Action.REJECT, "ann", second))
    decide_company(store, Action.RENAME_COMPANY, "ann", "openai", name="Open AI Group")
    (kept,) = selection(store)
    assert (kept.deal_id, kept.deal.review, [claim.review for claim in kept.claims]) == (
        first,
        Review.PARTLY,
        [Review.ACCEPTED, Review.OPEN],
    )
    (refused,) = selection(store, review=Review.REJECTED)
    assert (refused.deal_id, refused.claims[0].review) == (second, Review.REJECTED)
    write_graphml(selection(store, review=Review.REJECTED), tmp_path / "d.graphml")
    nodes = dict(nx.read_graphml(tmp_path / "d.graphml").nodes(data=True))
    assert nodes["openai"]["name"] == "Open AI Group"


def test_every_column_is_explained() -> None:
    kinds = {"text", "integer", "number", "decimal", "date", "partial_date", "boolean", "list", "json"}
    for table in tables():
        for column in columns(table):
            assert column.type in kinds, column
            assert column.meaning.endswith("."), column


def test_a_file_without_room_for_a_header_has_one_beside_it(store: Store) -> None:
    ending, text = sidecar(selection(store, min_amount=Decimal(5), currency="TWD"), "deals")
    told = json.loads(text)
    assert ending == ".dictionary.json"
    assert tuple(each["name"] for each in told["columns"]) == names("deals")
    assert told["about"]["filter"] == {"min_amount": "5", "currency": "TWD"}
    assert told["about"]["deals"] == 1


def test_by_article_is_the_gold_format_with_the_deals_of_each(store: Store) -> None:
    found = list(article_records(store))
    ids = [[deal.pop("deal_id") for deal in record["deals"]] for record in found]
    assert ids[0][0] == ids[1][0] != ids[0][1]
    assert found == [extraction_record(each) for each, _ in store.extractions()]
    assert score(found, found).numbers()["all"]["deal"]["f1"] == 1.0
