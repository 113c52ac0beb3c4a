"""The matching text: one script and width, every position of which leads back to the article's own characters."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractors.normal_text import normalise, to_simplified

ANY = st.text(st.characters(exclude_categories=()))
MIXED = st.text(
    st.sampled_from(
        "輝達投資億萬兩台湾后發髮乾a Z9０１２Ａ，,。 \u3000\u00a0\u200b\ufeff\n「」（)￥$～—\ud800\U0002000b著"
    )
)


@given(st.one_of(ANY, MIXED))
@example("投資 100 億")
@example("１，０００億")
@example("\ud800億")
def test_every_position_leads_back(own: str) -> None:
    normal = normalise(own)
    last = 0
    for position in range(len(normal.text)):
        start, end = normal.span(position, position + 1)
        assert 0 <= last <= start < end <= len(own)
        last = end


@given(st.one_of(ANY, MIXED), st.data())
def test_a_quote_holds_the_characters_it_came_from(own: str, data: st.DataObject) -> None:
    normal = normalise(own)
    if not normal.text:
        return
    start = data.draw(st.integers(0, len(normal.text) - 1))
    end = data.draw(st.integers(start + 1, len(normal.text)))
    first, last = normal.span(start, end)
    assert normal.quote(start, end) == own[first:last]
    # normal text of the quote alone is what was matched, but for what the neighbours decide (spaces, group commas)
    alone = normalise(own[first:last]).text
    assert _bare(alone) == _bare(normal.text[start:end])


def _bare(text: str) -> str:
    return "".join(character for character in text if character not in " ,，\t\u00a0\u200b")


@given(st.one_of(ANY, MIXED))
def test_simplifying_keeps_the_length(text: str) -> None:
    assert len(to_simplified(text)) == len(text)


@pytest.mark.parametrize(
    ("own", "matched"),
    [
        ("輝達投資OpenAI", "辉达投资OpenAI"),
        ("投資 1,000 億美元", "投资1,000亿美元"),
        ("１，０００億元", "1,000亿元"),
        ("$38\ufeff bil\u00adlion", "$38 billion"),
        ("公司代號：6893　公司名稱", "公司代号：6893　公司名称"),
        ("ＯｐｅｎAI", "OpenAI"),
        ("台積電\u200b投資", "台积电投资"),
        ("Nvidia buys 5 GW", "Nvidia buys 5 GW"),
        ("微軟，OpenAI", "微软，OpenAI"),
    ],
)
def test_known_texts(own: str, matched: str) -> None:
    assert normalise(own).text == matched


def test_a_quote_is_the_articles_own_wording() -> None:
    own = "輝達 投資 1,000 億美元。"
    normal = normalise(own)
    start = normal.text.index("1,000亿美元")
    assert normal.quote(start, start + len("1,000亿美元")) == "1,000 億美元"
