"""Language, script and market by the evidence of the text, whatever an article declares of itself."""

from __future__ import annotations

import pytest

from extractors.language import detect_language, detect_place
from extractors.normal_text import normalise
from schemas import Article, Language, Place


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("輝達宣布投資OpenAI，金額達一千億美元。", Language.ZH_HANT),
        ("英伟达宣布投资OpenAI，金额达一千亿美元。", Language.ZH_HANS),
        ("Nvidia will invest up to $100 billion in OpenAI.", Language.EN),
        ("Nvidia（輝達）will invest up to $100 billion in OpenAI, the two companies said on Monday.", Language.EN),
        ("OpenAI、Oracle、SoftBank、MGX 與 Microsoft 簽約。", Language.ZH_HANT),
        # mixed scripts: the one that shows more
        ("他在Facebook引用大陸報導「英伟达」後說，輝達與廣達、緯創的訂單會繼續成長。", Language.ZH_HANT),
        ("报道称，台湾厂商「廣達」将为微软、亚马逊代工服务器，订单总额超过百亿美元。", Language.ZH_HANS),
        ("", Language.EN),
        ("12345 !!", Language.EN),
    ],
)
def test_language_by_its_characters(text: str, language: Language) -> None:
    assert detect_language(text) is language


def _place(text: str, url: str | None = None, lang: str | None = None) -> Place | None:
    article = Article(doc_id="a", text=text, url=url, lang=lang)
    return detect_place(article, detect_language(text), normalise(text).text)


@pytest.mark.parametrize(
    ("text", "url", "place"),
    [
        ("輝達與台積電簽約，市值超過新台幣三十兆元，上櫃公司受惠。", None, Place.TAIWAN),
        ("騰訊於港交所公布，將斥資十億港元回購股份，恒指上升。", None, Place.HONG_KONG),
        ("公司與銀行簽約。", "https://news.example.hk/a", Place.HONG_KONG),
        ("公司與銀行簽約。", "https://news.example.com.tw/a", Place.TAIWAN),
        ("英伟达与台积电签约。", "https://news.example.tw/a", Place.MAINLAND),
        ("Nvidia signed.", "https://news.example.tw/a", None),
        ("輝達與台積電簽約。", "http://[broken", Place.TAIWAN),
    ],
)
def test_market_by_address_script_and_words(text: str, url: str | None, place: Place | None) -> None:
    assert _place(text, url) is place


def test_what_an_article_declares_is_not_trusted() -> None:
    assert _place("騰訊於港交所公布，將斥資十億港元回購股份，恒指上升。", lang="zh-TW") is Place.HONG_KONG
