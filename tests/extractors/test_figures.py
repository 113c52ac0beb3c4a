"""Company figures in sentences written by hand: how many are found, and how many that are found are there.

The sentences were written before the rules were tried on them; the floors are what is reached, so that a change for
the worse fails.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.reader import extract
from schemas import Article, Basis, CompanyFigure, Measure, PartialDate

SENTENCES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "figures.jsonl").read_text(encoding="utf-8").splitlines()
]
PRECISION, RECALL = 0.95, 0.90

Told = tuple[str, str, str]


def found_in(text: str, published: str = "2025-11-20") -> tuple[CompanyFigure, ...]:
    return extract(Article(doc_id="a", text=text, published=PartialDate(published))).figures


def told(figure: CompanyFigure) -> Told:
    if figure.amount is None:
        assert figure.percent is not None
        value = f"{figure.percent.normalize():f}%"
    else:
        value = f"{figure.amount.value.quantize(Decimal(1)):f} {figure.amount.currency}"
    return figure.company, figure.measure.value, value


def test_the_sentences_are_of_three_scripts_and_half_of_them_hold_traps() -> None:
    assert len(SENTENCES) >= 40
    for lang in ("zh-Hant", "zh-Hans", "en"):
        own = [each for each in SENTENCES if each["lang"] == lang]
        assert len(own) >= 12
        assert sum(not each["figures"] for each in own) >= 5


def test_precision_and_recall_do_not_fall() -> None:
    right = claimed = wanted = 0
    faults = []
    for each in SENTENCES:
        want = {tuple(figure) for figure in each["figures"]}
        got = {told(figure) for figure in found_in(each["text"])}
        right += len(want & got)
        claimed += len(got)
        wanted += len(want)
        faults += [("missed", *figure) for figure in want - got] + [("wrong", *figure) for figure in got - want]
    assert right / claimed >= PRECISION, faults
    assert right / wanted >= RECALL, faults


@pytest.mark.parametrize("each", SENTENCES, ids=lambda each: each["text"][:24])
def test_evidence_is_where_it_says(each: dict[str, str]) -> None:
    for figure in found_in(each["text"]):
        assert {item.field for item in figure.evidence} >= {"company", "measure", "value"}
        for item in figure.evidence:
            assert each["text"][item.start : item.end] == item.quote


def test_a_figure_is_never_a_deal() -> None:
    for each in SENTENCES:
        if each["figures"]:
            extraction = extract(Article(doc_id="a", text=each["text"]))
            sums = {mention.amount.value for mention in extraction.mentions if mention.amount}
            assert not sums & {figure.amount.value for figure in extraction.figures if figure.amount}, each["text"]


def test_the_time_of_a_figure_is_told() -> None:
    (figure,) = found_in("OpenAI在2025年上半年的收入約為43億美元。")
    assert figure.period == PartialDate("2025-H1")
    (figure,) = found_in("腾讯2025年前三季度收入为5500亿元。")
    assert figure.period == PartialDate("2025")  # not its third quarter


def test_what_is_expected_is_no_fact() -> None:
    assert [each.basis for each in found_in("OpenAI今年營收可望達130億美元。")] == [Basis.EXPECTED]
    assert [each.basis for each in found_in("OpenAI去年營收為37億美元。")] == [Basis.REPORTED]


def test_its_figure_is_of_the_company_named_before() -> None:
    (figure,) = found_in("甲骨文的財務槓桿已經偏高。其負債權益比約為450%。")
    assert (figure.company_id, figure.measure) == ("oracle", Measure.DEBT_RATIO)


def test_companies_in_one_list_have_no_figure_alone() -> None:
    assert found_in("微軟和輝達的營收達1,500億美元。") == ()


def test_an_investor_is_not_who_is_valued() -> None:
    assert found_in("新創甲乙丙公告B輪增資4.2億元到位，領投的是軟銀，紅杉資本跟投，投後估值28億元。") == ()


def test_a_company_that_nobody_lists_is_named_as_the_article_names_it() -> None:
    (figure,) = found_in("Tamaki Foods Ltd is a food maker. It had revenue of $402.6 million in 2025.")
    assert "Tamaki" in figure.company
