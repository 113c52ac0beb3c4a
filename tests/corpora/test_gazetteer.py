"""The company gazetteer: its files are sound, its names are right, its faults are told with their line."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from opencc import OpenCC

from corpora import gazetteer
from corpora.build_companies import short_english
from corpora.gazetteer import COMPANY_FILES, Company, GazetteerError, by_ticker, company_by_id, load_companies
from schemas.errors import DealtrailError

CORE_FILE, LISTED_FILE = COMPANY_FILES
TO_SIMPLIFIED = OpenCC("t2s")


@pytest.fixture(scope="module")
def core() -> tuple[Company, ...]:
    return tuple(gazetteer.read_companies(CORE_FILE))


def same(text: str) -> str:
    return TO_SIMPLIFIED.convert(text).casefold()


def test_sizes(core: tuple[Company, ...]) -> None:
    assert len(core) >= 650
    assert len(load_companies()) >= 3000
    assert LISTED_FILE.stat().st_size < 3_000_000


def test_ids_are_unique_slugs_and_core_is_sorted(core: tuple[Company, ...]) -> None:
    ids = [company.id for company in load_companies()]
    assert len(ids) == len(set(ids))
    assert [company_id for company_id in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", company_id)] == []
    assert [company.id for company in core] == sorted(company.id for company in core)


def test_parents_exist_and_nobody_owns_itself() -> None:
    ids = {company.id for company in load_companies()}
    for company in load_companies():
        assert company.parent is None or (company.parent in ids and company.parent != company.id), company.id


def test_no_name_leads_to_two_core_companies(core: tuple[Company, ...]) -> None:
    owners: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for company in core:
        for alias in company.aliases:
            owners[same(alias.text)].append((company.id, alias.context))
    shared = {text: who for text, who in owners.items() if len(who) > 1 and not all(context for _, context in who)}
    assert shared == {}


def test_no_ticker_leads_to_two_companies() -> None:
    owners: dict[str, list[str]] = defaultdict(list)
    for company in load_companies():
        for ticker in company.tickers:
            assert re.fullmatch(r"[A-Z]+:[0-9A-Z.&-]+", ticker), ticker
            owners[ticker].append(company.id)
    assert {ticker: who for ticker, who in owners.items() if len(who) > 1} == {}


@pytest.mark.parametrize("region", ["TW", "HK", "CN", "EN"])
def test_every_core_company_has_a_name_in_every_region(core: tuple[Company, ...], region: str) -> None:
    assert [company.id for company in core if not any(alias.used_in(region) for alias in company.aliases)] == []


def test_every_core_company_carries_its_own_name(core: tuple[Company, ...]) -> None:
    for company in core:
        assert company.name in [alias.text for alias in company.aliases], company.id


def test_the_tail_repeats_no_name_of_the_core(core: tuple[Company, ...]) -> None:
    taken = {same(alias.text) for company in core for alias in company.aliases}
    tail = load_companies()[len(core) :]
    assert [alias.text for company in tail for alias in company.aliases if same(alias.text) in taken] == []


def test_two_characters_of_the_tail_ask_for_context(core: tuple[Company, ...]) -> None:
    for company in load_companies()[len(core) :]:
        for alias in company.aliases:
            assert alias.context or len(alias.text) > 2, (company.id, alias.text)


@pytest.mark.parametrize("mark", ["*ST", "ST"])
def test_no_listing_marks_in_the_tail(core: tuple[Company, ...], mark: str) -> None:
    names = [alias.text for company in load_companies()[len(core) :] for alias in company.aliases]
    assert [name for name in names if re.match(re.escape(mark) + r"[\u4e00-\u9fff]", name)] == []


@pytest.mark.parametrize(
    ("company_id", "text", "region"),
    [
        ("nvidia", "輝達", "TW"),
        ("nvidia", "英偉達", "HK"),
        ("nvidia", "英伟达", "CN"),
        ("amd", "超微", "TW"),
        ("amd", "超威半導體", "HK"),
        ("super-micro-computer", "美超微", "TW"),
        ("texas-instruments", "德儀", "TW"),
        ("lam-research", "科林研發", "TW"),
        ("lam-research", "泛林集团", "CN"),
        ("asml", "艾司摩爾", "TW"),
        ("asml", "阿斯麥", "HK"),
        ("western-digital", "西部数据", "CN"),
        ("caterpillar", "開拓重工", "TW"),
        ("softbank", "軟體銀行", "TW"),
        ("blackrock", "貝萊德", "TW"),
        ("berkshire-hathaway", "波克夏", "TW"),
        ("berkshire-hathaway", "巴郡", "HK"),
        ("macquarie", "麥格理", "TW"),
        ("macquarie", "麥格里", "HK"),
        ("jpmorgan", "小摩", "TW"),
        ("jpmorgan", "摩通", "HK"),
        ("morgan-stanley", "大摩", "CN"),
        ("hsbc", "滙控", "HK"),
        ("merck-and-co", "默沙東", "TW"),
        ("johnson-and-johnson", "嬌生", "TW"),
        ("johnson-and-johnson", "强生", "CN"),
        ("astrazeneca", "阿斯利康", "CN"),
        ("shell", "蜆殼", "HK"),
        ("mercedes-benz", "賓士", "TW"),
        ("mercedes-benz", "平治", "HK"),
        ("mercedes-benz", "奔驰", "CN"),
        ("volkswagen", "福斯", "TW"),
        ("nike", "耐吉", "TW"),
        ("qia", "卡達投資局", "TW"),
        ("pif", "沙特公共投资基金", "CN"),
        ("openai", "OpenAI", "TW"),
        ("coreweave", "CoreWeave", "CN"),
        ("bloom-energy", "Bloom", "EN"),
        ("santander", "Santander", "EN"),
    ],
)
def test_names_by_region(company_id: str, text: str, region: str) -> None:
    company = company_by_id(company_id)
    assert company is not None
    wanted = [alias for alias in company.aliases if same(alias.text) == same(text)]
    assert wanted and wanted[0].used_in(region)


@pytest.mark.parametrize(
    ("company_id", "parent"),
    [
        ("aws", "amazon"),
        ("google-cloud", "google"),
        ("alibaba-cloud", "alibaba"),
        ("gip", "blackrock"),
        ("hisilicon", "huawei"),
    ],
)
def test_units_that_act_under_their_own_name_have_a_parent(company_id: str, parent: str) -> None:
    company = company_by_id(company_id)
    assert company is not None and company.parent == parent


@pytest.mark.parametrize(
    ("company_id", "text", "context"),
    [
        ("amazon", "Amazon", False),
        ("oracle", "甲骨文", False),
        ("microsoft", "微軟", False),
        ("target", "Target", True),
        ("orange", "Orange", True),
        ("horizon-robotics", "地平线", True),
        ("scale-ai", "Scale", True),
    ],
)
def test_context_is_for_real_danger(company_id: str, text: str, context: bool) -> None:
    company = company_by_id(company_id)
    assert company is not None
    assert [alias.context for alias in company.aliases if alias.text == text] == [context]


def test_neighbours_that_forbid_a_match() -> None:
    lenovo, qualcomm = company_by_id("lenovo"), company_by_id("qualcomm")
    assert lenovo is not None and qualcomm is not None
    name = next(alias for alias in lenovo.aliases if alias.text == "聯想")
    assert "令人" in name.not_before and {"到", "起来"} <= set(name.not_after)
    assert "膨" in next(alias for alias in qualcomm.aliases if alias.text == "高通").not_after


def test_neighbours_are_written_in_simplified_characters() -> None:
    for company in load_companies():
        for alias in company.aliases:
            for neighbour in alias.not_before + alias.not_after:
                assert neighbour and neighbour == TO_SIMPLIFIED.convert(neighbour), company.id


@pytest.mark.parametrize(
    ("code", "exchange", "company_id"),
    [
        ("NVDA", "NASDAQ", "nvidia"),
        ("nvda", None, "nvidia"),
        ("00700", "HKEX", "tencent"),
        ("700", "HKEX", "tencent"),
        ("2330", "TWSE", "tsmc"),
        ("300750", None, "catl"),
        ("2330", "NASDAQ", None),
        ("NOSUCH", None, None),
    ],
)
def test_ticker_lookup(code: str, exchange: str | None, company_id: str | None) -> None:
    company = by_ticker(code, exchange)
    assert (company.id if company else None) == company_id


def test_unknown_id() -> None:
    assert company_by_id("no-such-company") is None


GOOD_LINE = '{"id": "a", "name": "A", "country": null, "aliases": [{"text": "A", "regions": ["*"]}]}'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "no JSON"),
        ("[]", "no JSON object"),
        ('{"id": "b", "name": "B", "country": null, "aliases": []}', "no aliases"),
        (GOOD_LINE.replace('"id": "a", ', ""), "missing key: id"),
        (GOOD_LINE.replace('"*"', '"JP"'), "bad regions"),
        (GOOD_LINE.replace('"name": "A"', '"name": " "'), "name is not a text"),
        (GOOD_LINE.replace('"country"', '"land": 1, "country"'), "unknown key: land"),
        (GOOD_LINE.replace('["*"]', '["*"], "context": "yes"'), "context is neither true nor false"),
        (GOOD_LINE.replace('["*"]', '"*"'), "regions is not a list"),
    ],
)
def test_a_malformed_line_is_told_with_its_number(tmp_path: Path, line: str, reason: str) -> None:
    file = tmp_path / "core.jsonl"
    file.write_text(f"{GOOD_LINE}\n{line}\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=re.escape(reason)) as caught:
        list(gazetteer.read_companies(file))
    assert (caught.value.file, caught.value.line) == ("core.jsonl", 2)
    assert isinstance(caught.value, DealtrailError)


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Lucky Cement Co., Ltd.", "Lucky Cement"),
        ("Abbott Laboratories", "Abbott Laboratories"),
        ("Southern Company (The)", "Southern"),
        ("Shanghai Zijiang Enterprise Group Co.,Ltd.", "Shanghai Zijiang Enterprise Group"),
        ("Acme Holdings, Inc.", "Acme Holdings"),
        ("Teva Pharmaceutical Industries Limited", "Teva Pharmaceutical Industries"),
    ],
)
def test_legal_forms_are_cut(full: str, short: str) -> None:
    assert short_english(full) == short
