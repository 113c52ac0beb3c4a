"""Companies: the gazetteer's names, tickers, names that an article introduces, and words that only look like names."""

from __future__ import annotations

import pytest

from extractors.company.recognise import recognise
from extractors.language import detect_language, detect_place
from extractors.normal_text import normalise
from extractors.quantity import find_quantities
from schemas import Article


def _companies(own: str) -> dict[str, str]:
    """The companies of a text: for each form as the article writes it, the gazetteer id or the name."""
    article = Article(doc_id="a", text=own)
    normal = normalise(own)
    place = detect_place(article, detect_language(own), normal.text)
    found = recognise(normal.text, place, "", find_quantities(normal.text, place))
    return {
        normal.quote(span.start, span.end): span.entity.company_id or span.entity.name
        for span in found.spans
        if not span.weak
    }


@pytest.mark.parametrize(
    ("text", "form", "company"),
    [
        ("輝達宣布投資。", "輝達", "nvidia"),
        ("英伟达宣布投资。", "英伟达", "nvidia"),
        ("Nvidia said it would invest.", "Nvidia", "nvidia"),
        ("台積電宣布擴產。", "台積電", "tsmc"),
        ("阿里巴巴集團宣布投資。", "阿里巴巴集團", "alibaba"),
        ("甲骨文與微軟簽約。", "甲骨文", "oracle"),
    ],
)
def test_names_of_the_gazetteer(text: str, form: str, company: str) -> None:
    assert _companies(text).get(form) == company


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("這一幕令人聯想到網路泡沫。", "聯想"),
        ("各家都在計算力成本與電費。", "力成"),
        ("各家都在計算算力成本。", "力成"),
        ("The company missed its target for the year.", "target"),
        ("He ordered an apple and a visa.", "apple"),
        ("The deal is worth a block of shares.", "block"),
        ("公司將以大眾利益為先。", "大眾"),
    ],
)
def test_words_that_only_look_like_names(text: str, wrong: str) -> None:
    assert wrong not in _companies(text)


@pytest.mark.parametrize(
    ("text", "form", "company"),
    [
        ("鴻海（2317）公告處分股份。", "鴻海", "hon-hai"),
        ("Oracle (NYSE: ORCL) said so.", "Oracle", "oracle"),
    ],
)
def test_names_with_their_tickers(text: str, form: str, company: str) -> None:
    assert _companies(text).get(form) == company


def test_a_ticker_names_a_company_that_nobody_listed() -> None:
    assert "晶鑫微" in _companies("晶鑫微（688999.SH）公告，與微軟簽署協議。")


def test_an_introduced_name_stands_for_its_company() -> None:
    found = _companies("深圳市泓汇智诚科技有限公司（以下简称“泓汇智诚”）与微软签署协议。泓汇智诚将提供服务器。")
    assert found["泓汇智诚"] == found["深圳市泓汇智诚科技有限公司"]


def test_an_acronym_in_brackets_stands_for_its_company() -> None:
    found = _companies("Keurig Dr Pepper (KDP) is buying JDE Peet's. KDP said the deal will close in 2026.")
    assert found["KDP"] == found["Keurig Dr Pepper"]


def test_an_unknown_english_name_is_found() -> None:
    assert "Zorvane Robotics" in _companies("Microsoft has bought Zorvane Robotics for $2 billion.")


@pytest.mark.parametrize("text", ["CHF 45 million was paid to Microsoft.", "Microsoft paid SEK 300 million in cash."])
def test_a_currency_is_no_company(text: str) -> None:
    assert not {"CHF", "SEK"} & set(_companies(text))


def test_a_legal_form_is_no_company_of_its_own() -> None:
    found = _companies("Corvanta and Tamaki Pharmaceutical Co., Ltd. announced an agreement on Monday.")
    assert "Ltd." not in found and "Ltd" not in found


@pytest.mark.parametrize("form", ["Limited", "Group", "AG", "Inc", "plc"])
def test_a_listed_company_is_itself_with_its_legal_form_too(form: str) -> None:
    found = _companies(f"Gold Fields {form} said on Monday it would buy Zorvane Robotics for $3 billion.")
    assert "gold-fields" in found.values()


def test_a_person_is_no_company() -> None:
    assert not {"Jensen Huang", "Huang"} & set(
        _companies("Nvidia chief executive Jensen Huang said demand was strong.")
    )
