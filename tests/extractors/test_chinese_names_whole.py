"""Names of whole Chinese articles: short forms, names in Latin letters, branches, places, and words glued together."""

from __future__ import annotations

import pytest

from extractors.company.chinese_words import segment
from extractors.company.latin_whole import whole_latin
from extractors.company.recognise import Companies, recognise
from extractors.company.shorter import shorter_names
from extractors.company.spans import CompanySpan, Entity
from extractors.normal_text import normalise
from schemas.article import Place


def _read(own: str) -> Companies:
    return recognise(normalise(own).text, Place.MAINLAND)


def _names(own: str) -> list[str]:
    text = normalise(own).text
    return [text[span.start : span.end] for span in _read(own).spans]


def _spans(text: str, *names: str) -> list[CompanySpan]:
    return [
        CompanySpan(text.index(name), text.index(name) + len(name), Entity(name, name), "context") for name in names
    ]


@pytest.mark.parametrize(
    ("text", "whole", "short"),
    [
        ("霁澜生科今日上市。\n霁澜去年亏损。", "霁澜生科", "霁澜"),
        ("青岛霁澜科技今日上市。\n霁澜科技去年亏损。", "青岛霁澜科技", "霁澜科技"),
        ("Quorane Systems今日上市。\nQuorane 去年亏损。", "Quorane Systems", "Quorane "),
    ],
)
def test_the_beginning_of_a_whole_name_is_that_company(text: str, whole: str, short: str) -> None:
    short = short.strip()
    spans = [
        _spans(text, whole)[0],
        CompanySpan(text.rindex(short), text.rindex(short) + len(short), Entity(short, short), "context"),
    ]
    assert shorter_names(text, spans) == {short: spans[0].entity}


def test_the_beginning_of_two_names_is_neither() -> None:
    text = "霁澜生科与霁澜电力今日上市，霁澜、霁"
    first, second = _spans(text, "霁澜生科", "霁澜电力")
    third = CompanySpan(text.index("霁澜、"), text.index("、霁"), Entity("霁澜", "霁澜"), "context")
    assert shorter_names(text, [first, second, third]) == {}


def test_a_short_name_and_the_whole_one_are_one_company() -> None:
    found = _read("远山数据以3亿元收购霁澜生科六成股权。\n\n交易完成后，霁澜的创始人留任，远山数据将向霁澜提供贷款。")
    assert {span.entity.name for span in found.spans} == {"远山数据", "霁澜生科"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("公司已向Aurora Quellen采购12台机组。", "Aurora Quellen"),
        ("公司已取得招商银行宁波分行出具的贷款承诺函。", "招商银行宁波分行"),
        ("公司二月向中信银行(国际)借下一亿港元。", "中信银行(国际)"),
        ("公司出资设立江西瑞霁固废处置有限公司，投资4亿元。", "江西瑞霁固废处置有限公司"),
        ("公告：和霁物流控股有限公司收购两座仓库。", "和霁物流控股有限公司"),
    ],
)
def test_the_whole_name_is_found(text: str, name: str) -> None:
    assert name in _names(text)


@pytest.mark.parametrize(
    "text",
    [
        "甲骨文负债权益比(Debt-to-Equity Ratio)约为450%。",
        "小米发布Mate Pro Max，售价5999元。",
        "执行长Dale Quellen表示",
    ],
)
def test_terms_products_and_persons_in_latin_capitals_are_no_companies(text: str) -> None:
    assert whole_latin(text, []) == []


def test_a_piece_of_latin_capitals_grows_to_the_whole() -> None:
    text = "融资由Silver Harrow与DC Quell提供"
    grown = whole_latin(text, _spans(text, "Quell"))
    assert {text[span.start : span.end] for span in grown} == {"Silver Harrow", "DC Quell"}


def test_function_words_behind_short_unknown_words_stand_alone() -> None:
    assert "富以" not in [word.text for word in segment("合景泰富以11.9亿元出售裙楼。")]
