"""Reading whole sentences: what was once read wrongly, each as the general fact behind it."""

from __future__ import annotations

import pytest

from extractors.reader import extract
from extractors.recognisers import RULES_ONLY
from schemas import Article, DealMention, Kind, PartialDate, Role, Status


def _mentions(text: str, title: str = "") -> tuple[DealMention, ...]:
    return extract(Article(doc_id="a", text=text, title=title, published=PartialDate("2025-11-20"))).mentions


def _names(mention: DealMention) -> set[str]:
    return {party.name for party in mention.parties}


def test_the_last_of_a_list_belongs_to_it() -> None:
    (mention,) = _mentions("字節跳動、阿里巴巴和騰訊聯合向月之暗面投資20億美元。")
    assert _names(mention) == {"ByteDance", "Alibaba", "Tencent", "Moonshot AI"}


def test_a_word_that_marks_a_role_is_no_company() -> None:
    (mention,) = _mentions("北京字节跳动科技有限公司、阿里巴巴集团控股有限公司联合向月之暗面投资20亿美元。")
    assert _names(mention) == {"ByteDance", "Alibaba", "Moonshot AI"}


@pytest.mark.parametrize(
    "text",
    [
        "Microsoft did not buy Oracle for $5 billion.",
        "微軟沒有收購甲骨文，金額50億美元的說法並不屬實。",
        "摩根大通估算，OpenAI将向甲骨文采购5万亿美元的算力。",
        "每当OpenAI部署1吉瓦的算力，英伟达就投入相应资金。",
        "微软投资者对亚马逊感到失望。",
        "笔者持有英伟达、AMD相关股票，并认购微软股份。",
    ],
)
def test_what_is_no_deal(text: str) -> None:
    assert _mentions(text) == ()


def test_a_joke_reaches_the_quotation_behind_its_colon() -> None:
    joke = "最近美股圈流傳著一個段子:\n\n「OpenAI 投資Oracle 1,000 億美金買雲端運算服務。」"
    text = f"{joke}\n\n甲骨文向輝達採購400億美元晶片。"
    (mention,) = _mentions(text)
    assert _names(mention) == {"Oracle", "Nvidia"}


def test_an_owner_beside_its_company_is_no_second_party() -> None:
    (mention,) = _mentions("亞馬遜旗下AWS與OpenAI簽訂380億美元的雲端運算合約。")
    assert _names(mention) == {"AWS", "OpenAI"}


def test_a_company_behind_its_owner_stands_where_the_owner_stood() -> None:
    (mention,) = _mentions("OpenAI再與亞馬遜旗下AWS簽約，七年斥資380億美元購買算力。")
    assert {party.name: party.role for party in mention.parties} == {"OpenAI": Role.BUYER, "AWS": Role.SELLER}


def test_names_side_by_side_that_act_together_are_one_list() -> None:
    article = Article(doc_id="a", text="微軟英偉達齊撐Anthropic，合共注資150億美元。")
    (mention,) = extract(article, RULES_ONLY).mentions
    assert {party.name for party in mention.parties if party.role is Role.INVESTOR} == {"Microsoft", "Nvidia"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nvidia agreed to buy $5 billion of Intel's shares at $23.28 each.", Kind.INVESTMENT),
        ("Oracle is spending around $40 billion on Nvidia processors for a campus in Texas.", Kind.PURCHASE),
        ("Nvidia agreed to buy Intel for $5 billion.", Kind.ACQUISITION),
    ],
)
def test_the_owner_of_what_is_bought_is_not_bought(text: str, kind: Kind) -> None:
    (mention,) = _mentions(text)
    assert mention.kind is kind


def test_the_object_of_one_verb_does_not_act_in_the_next_clause() -> None:
    mentions = _mentions("輝達先前承諾投資OpenAI千億美元，此時又以20億美元入股xAI。")
    assert {frozenset(_names(mention)) for mention in mentions} == {
        frozenset({"Nvidia", "OpenAI"}),
        frozenset({"Nvidia", "xAI"}),
    }


def test_an_object_stays_in_its_clause() -> None:
    assert _mentions("微软与工会签署协议，Nebius没有参与。") == ()


def test_two_sums_of_one_pair_in_their_own_clauses_are_two_deals() -> None:
    mentions = _mentions("谷歌2023年向Anthropic投了20亿美元，今年又向Anthropic追加10亿美元。")
    assert sorted(mention.amount.value for mention in mentions if mention.amount) == [10**9, 2 * 10**9]


def test_the_total_goes_before_its_parts() -> None:
    (mention,) = _mentions("三生製藥將海外權益授予輝瑞，首付款12.5億美元，里程碑最高48億美元，合計不超過60.5億美元。")
    assert mention.amount is not None
    assert mention.amount.value == 6_050_000_000


def test_a_round_gathers_who_led_and_who_followed() -> None:
    (mention,) = _mentions("Mistral AI宣布完成17亿欧元C轮融资，由阿斯麦领投，英伟达、DST Global跟投。")
    assert _names(mention) == {"Mistral AI", "ASML", "Nvidia", "DST Global"}
    assert mention.kind is Kind.INVESTMENT


def test_a_later_sentence_can_end_a_deal() -> None:
    (mention,) = _mentions("CoreWeave擬以90億美元併購Core Scientific。這筆交易上月遭股東否決，協議隨即終止。")
    assert mention.status is Status.CANCELLED


def test_every_status_has_its_evidence() -> None:
    for mention in _mentions("Nvidia invested $5 billion in Intel. 輝達投資OpenAI 1000億美元。"):
        assert "status" in {item.field for item in mention.evidence}


def test_a_unit_that_stands_alone_is_no_power() -> None:
    (mention,) = _mentions("OpenAI與甲骨文簽署3,000億美元的雲端運算協議。這次用的是GW(千兆瓦)作為計量單位。")
    assert mention.power is None


def test_half_a_surrogate_does_not_stop_the_reading() -> None:
    (mention,) = _mentions("Nvidia invested $5 billion in OpenAI\ud800.")
    assert _names(mention) == {"Nvidia", "OpenAI"}


def test_what_may_be_cancelled_is_not_cancelled() -> None:
    told = "甲骨文計劃向輝達採購數百億美元的GPU。這些合約可以延後、重新談判，甚至在某些條件下取消。"
    (mention,) = extract(Article(doc_id="a", text=told)).mentions
    assert mention.status is not Status.CANCELLED
    (mention,) = extract(
        Article(doc_id="a", text=told.replace("可以延後、重新談判，甚至在某些條件下", "昨天已"))
    ).mentions
    assert mention.status is Status.CANCELLED
