"""The merge set is whole: sentences are verbatim, names stand in their texts, every case names what exists."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from pathlib import Path

import pytest

from corpora.goldfile import read_gold, read_records
from corpora.merge_cases import articles, read_cases
from schemas import InputError, Language
from schemas.record import Record

RECORDS: list[Record] = list(chain.from_iterable(map(read_records, articles())))
DEALS = [(record, deal) for record in RECORDS for deal in record["deals"]]
MONTHS = [f"2025-{month}" for month in (10, 11, 12)] + [f"2026-{month:02}" for month in range(1, 11)]


def test_it_is_as_large_and_as_mixed_as_was_asked() -> None:
    scripts = Counter(record["lang"] for record, _ in DEALS)
    assert len(DEALS) >= 250
    assert len({deal["cluster"] for _, deal in DEALS}) >= 80
    assert set(scripts) == {language.value for language in Language}
    assert all(number * 4 >= len(DEALS) for number in scripts.values())
    assert sorted({record["published"][:7] for record in RECORDS}) == MONTHS
    assert len({record["doc_id"] for record in RECORDS}) == len(RECORDS) == len({record["url"] for record in RECORDS})


@pytest.mark.parametrize("path", articles(), ids=lambda path: path.stem)
def test_it_is_read_as_gold_and_every_deal_is_told_verbatim(path: Path) -> None:
    for found in read_gold(path):
        assert found.mentions
        for mention in found.mentions:
            assert mention.quote in found.article.text, found.article.doc_id


def test_every_company_is_named_in_the_text_and_no_deal_stands_twice_in_an_article() -> None:
    for record, deal in DEALS:
        for party in deal["parties"]:
            forms = [party["name"], *party["aliases"]]
            assert any(form in record["text"] for form in forms), (record["doc_id"], party["name"])
            assert all(alias in record["text"] for alias in party["aliases"]), (record["doc_id"], party["aliases"])
        assert deal["kind"] in deal["kinds_ok"]
    for record in RECORDS:
        clusters = [deal["cluster"] for deal in record["deals"]]
        assert len(set(clusters)) == len(clusters), record["doc_id"]


def test_no_deal_is_announced_after_it_was_told() -> None:
    for record, deal in DEALS:
        assert deal["announced"] is None or deal["announced"][:4] <= record["published"][:4], record["doc_id"]
        if deal["announced"] is not None and len(deal["announced"]) == 10:
            assert deal["announced"] <= record["published"], record["doc_id"]


def test_every_case_names_deals_and_articles_that_exist() -> None:
    told = defaultdict(set)
    for record, deal in DEALS:
        told[deal["cluster"]].add(record["doc_id"])
    cases = read_cases()
    assert len({case.name for case in cases}) == len(cases)
    for case in cases:
        assert case.one_deal or case.apart, case.name
        for cluster in case.clusters:
            assert told[cluster] & set(case.doc_ids), (case.name, cluster)
        for doc_id in case.doc_ids:
            assert any(doc_id in told[cluster] for cluster in case.clusters), (case.name, doc_id)
        for cluster in case.one_deal:
            assert len(told[cluster] & set(case.doc_ids)) >= 2, (case.name, cluster)


def test_every_deal_is_in_a_case_and_is_told_twice() -> None:
    assert {deal["cluster"] for _, deal in DEALS} == frozenset().union(*(case.clusters for case in read_cases()))
    assert min(Counter(deal["cluster"] for _, deal in DEALS).values()) >= 2


def test_a_file_of_cases_that_does_not_fit_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cases.toml"
    with pytest.raises(InputError, match="cannot be read"):
        read_cases(path)
    for text, reason in (("x = 1", "no table"), ('[[case]]\nname = "Two Words"', "does not fit"), ("[[", "not fit")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=reason):
            read_cases(path)
