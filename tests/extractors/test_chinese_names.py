"""Chinese names that no list holds: what makes a reader take a run of characters for a company."""

from __future__ import annotations

import time

import pytest

from extractors.company.chinese_words import segment
from extractors.company.recognise import recognise
from extractors.normal_text import normalise
from schemas.article import Place


def _names(own: str, place: Place = Place.MAINLAND, title: str = "") -> list[str]:
    """The names found in a text, as it writes them."""
    normal = normalise(own)
    return [normal.quote(span.start, span.end) for span in recognise(normal.text, place, title).spans]


def _company(own: str, surface: str) -> str:
    """The company that the last `surface` of a text stands for."""
    normal = normalise(own)
    found = [
        span for span in recognise(normal.text, Place.MAINLAND).spans if normal.quote(span.start, span.end) == surface
    ]
    return found[-1].entity.key


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        # A suffix and a rare word make a name by themselves.
        ("由澄岳资本、砺川创投联合领投", ["澄岳资本", "砺川创投"]),
        ("由澄岳資本、礪川創投聯合領投", ["澄岳資本", "礪川創投"]),
        # Behind a verb of buying, before what is bought of it.
        ("公司拟以3.2亿元收购锐珩微电子60%股权", ["锐珩微电子"]),
        ("董事會通過以每股25元收購昱曜科技股權", ["昱曜科技"]),
        # Out of somebody's hands; here even common words are a name.
        ("基金从远大制造手中拿下两成股份", ["远大制造"]),
        # Function words glued to an unknown name by the segmenter's model.
        ("本轮由霁澜资本独家投资", ["霁澜资本"]),
        ("砺珩拟以每股7元受让股份", ["砺珩"]),
        # Descriptions and nationalities are no part of the name.
        ("储能新创砺能科技刚获澄岳投资1.8亿元注资", ["砺能科技", "澄岳投资"]),
        ("買方澄樂置業有限公司與獨立第三方簽約", ["澄樂置業有限公司"]),
        ("从法国欧榭制药手里买下两家药厂", ["欧榭制药"]),
        # A name goes on behind a known group's name.
        ("全资子公司张北数据港与客户签订合同", ["张北数据港"]),
        ("与中国电建集团福建院、澄岳重工组成联合体", ["中国电建集团福建院", "澄岳重工"]),
        # Latin names go on in Chinese, and a seat in brackets belongs to its name.
        ("斥资认购QVL银行优先股", ["QVL银行"]),
        ("向东岳集装箱(香港)订购2万个货柜", ["东岳集装箱(香港)"]),
        # Lists lend their certainty.
        ("四川澄鲲振宇和神州数码紧随其后", ["四川澄鲲振宇", "神州数码"]),
        # Public bodies and foundations.
        ("澄海教育基金会宣布认购新股", ["澄海教育基金会"]),
        ("與新北市政府簽署備忘錄", ["新北市政府"]),
        # A particle behind a known name may form a word with its last character.
        ("该公司连同三生国健将海外权益授予辉瑞", ["三生国健", "辉瑞"]),
        # A Latin word that is an English word is a name where a company stands.
        ("公司把海外权益交给Summit；", ["Summit"]),
    ],
)
def test_a_name_is_known_by_its_form_and_place(sentence: str, names: list[str]) -> None:
    assert [name for name in _names(sentence) if name in names] == names


@pytest.mark.parametrize(
    "sentence",
    [
        "那是您說的，我不給財測。",
        "這批股權約值950億元，須予披露交易已公布。",
        "成班股民已請銀行飲檸檬水。",
        "王董早上宣布買下辦公桌。",
        "董事长黎承岳表示，公司不缺钱。",
        "创始人陆明珩说，今年先把订单做完。",
        "国际战略投资与民间资本都在观望。",
        "与瑞士工业巨头谈判多年。",
        "规模750兆瓦，约合3亿卢比。",
        "各地加快基础设施建设，大规模储能、海量算力需求旺盛。",
        "从丹麦人手里接下半导体事业。",
    ],
)
def test_phrases_persons_and_units_are_no_companies(sentence: str) -> None:
    assert _names(sentence) == []


def test_the_segmenter_gives_back_what_it_took_from_its_neighbours() -> None:
    words = [word.text for word in segment("由加澜资本领投，恒砺拟以现金入股")]
    assert {"由", "加澜", "领投", "拟"} <= set(words)


def test_positions_of_words_are_those_of_the_text() -> None:
    text = "澄岳资本\u3000与 QVL 银行\n签约：由砺珩拟认购。\r\n三江产投"
    for word in segment(text):
        assert text[word.start : word.end] == word.text


def test_a_defined_short_name_stands_for_the_full_one() -> None:
    text = "与上海澄岳恒宇科技合伙企业（有限合伙）（以下简称“澄岳恒宇”）签约。澄岳恒宇将受让股份。"
    assert _names(text).count("澄岳恒宇") == 2
    assert _company(text, "澄岳恒宇") == _company(text, "上海澄岳恒宇科技合伙企业（有限合伙）")


def test_a_legal_name_with_a_known_name_in_it_is_that_company() -> None:
    assert _company("阿里巴巴（中国）有限公司发来意向函", "阿里巴巴（中国）有限公司") == "alibaba"


def test_a_person_once_titled_is_a_person_everywhere() -> None:
    text = "创始人陆明珩约在食堂见面。后来与陆明珩签约的是三家客户。"
    assert _names(text) == []


def test_a_name_that_recurs_needs_to_stand_only_once_where_a_company_stands() -> None:
    text = "澜岚宣布裁员。一年前，澜岚很红。如今澜岚没有声音。"
    assert _names(text).count("澜岚") == 3


def test_any_text_is_read_in_linear_time() -> None:
    def seconds(text: str) -> float:
        started = time.process_time()
        recognise(text, Place.MAINLAND)
        return time.process_time() - started

    unit = "由砺珩资本（600000）与霁澜领投，公司向王董订购三生国健、" * 300
    recognise(unit[:100], Place.MAINLAND)
    assert seconds(unit * 4) < 12 * seconds(unit) + 0.5


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("中国联通承诺三年内向中兴采购120亿元人民币设备。", {"中国联通", "中兴"}),
        ("英業達向台電預訂了15 MW備載。", {"英業達", "台電"}),
        ("台電擬與科威特石油簽10年LNG合約。", {"台電", "科威特石油"}),
        ("台積電上月獲安集投資注資三億元。", {"台積電", "安集投資"}),
        ("我們不缺方向，也懂浪潮。", set()),
        ("他是個快手，做事很急。", set()),
    ],
)
def test_short_names_that_are_words_count_between_words_that_want_a_company(text: str, names: set[str]) -> None:
    assert set(_names(text)) == names
