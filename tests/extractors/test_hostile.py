"""Hostile text: whatever an article holds, reading it raises nothing and takes no longer than its length allows."""

from __future__ import annotations

import random
import re
import time
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpora.goldfile import GOLD, read_gold
from extractors.explain import explain_article
from extractors.reader import extract
from schemas import Article

SIZE = 60_000
"""Bytes of UTF-8 in a hostile text: twenty times a long article, and enough to show a square of the length."""

MOST_TIMES, SLACK_SECONDS = 6.5, 0.5
"""How many times the processor time of its first quarter a hostile text may take, and what is allowed besides: four
times is in proportion, sixteen would be a square. A limit in seconds failed on a slow machine and passed squares on a
fast one.
"""

MOST_TIMES_NEWS = 8.0
"""How many times the processor time of as much ordinary news a hostile text may take. The worst, in which every
sentence is another deal, took 2.6 times on a quiet machine and 4.7 on one that was busy only then.
"""

ANY = st.text(st.characters(exclude_categories=()), max_size=300)
WORDS = re.findall(
    r"\S+|\s",
    "輝達 投資 OpenAI 100億美元 ， 。 收購 與 簽署 Nvidia acquired invested $5 billion \n 該公司 雙方 （ ） “ ” 2025年 "
    "9月22日 3GW 每股 最多 、 ( NVDA ) 以下簡稱 否認 如果 signed with from . , 1, ' 's the company a 5-year deal "
    "\u200b \ud800 % 億 成 年 元 $",
)
NEWS = st.lists(
    st.sampled_from(WORDS),
    max_size=60,
).map("".join)


@given(st.one_of(ANY, NEWS))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read(text: str) -> None:
    article = Article(doc_id="hostile", text=text)
    for mention in extract(article).mentions:
        for item in mention.evidence:
            assert article.text[item.start : item.end] == item.quote


@pytest.mark.parametrize("odd", ["\ud800", "\udfff", "\x00", "\ufffe", "\U0010ffff", "\u202e"])
def test_a_deal_beside_an_odd_character_is_told(odd: str) -> None:
    text = f"Nvidia{odd} invested $5 billion in OpenAI{odd}. 輝達{odd}投資OpenAI{odd} 100億美元{odd}。"
    extraction = extract(Article(doc_id="odd", text=text))
    assert len(extraction.mentions) >= 1
    assert "\ud800" not in extraction.model_dump_json()


@given(NEWS)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_explained_in_safe_characters(text: str) -> None:
    explained = explain_article(Article(doc_id="hostile", text=text))
    explained.encode("utf-8")
    assert "\x1b" not in explained


@pytest.mark.parametrize("url", ["http://[broken", "https://例子.tw/\x00", "::::", "a" * 10_000])
def test_any_address_is_read(url: str) -> None:
    assert extract(Article(doc_id="a", text="輝達投資OpenAI 100億美元。", url=url)).mentions


@pytest.mark.parametrize(
    "number", ["9" * 5000, "億" * 50, "1" + ",000" * 40, "九" * 90, "千" * 60, "9" * 30 + "." + "9" * 30]
)
@pytest.mark.parametrize("unit", ["美元", "年", " years", "GW", "%", " decades", "股", " million dollars", "個月"])
def test_absurd_numbers_are_no_error(number: str, unit: str) -> None:
    extract(
        Article(doc_id="a", text=f"輝達投資OpenAI，{number}{unit}，每股${number}。Nvidia paid OpenAI ${number}{unit}.")
    )


def _repeat(unit: str) -> str:
    return unit * (SIZE // len(unit.encode("utf-8")))


def _names(template: str, separator: str) -> str:
    """Company names that are all different, as many as fit."""
    size = len((template.format("Abcd") + separator).encode("utf-8"))
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = (
        "Q" + letters[i // 17576 % 26] + letters[i // 676 % 26] + letters[i // 26 % 26] + letters[i % 26]
        for i in range(SIZE // (size + 1))
    )
    return separator.join(template.format(word) for word in words)


def _random(first: int, last: int, size: int) -> str:
    source = random.Random(7)
    return "".join(chr(source.randrange(first, last)) for _ in range(size))


HOSTILE = {
    "one numeral": _repeat("億"),
    "per share": _repeat("每股"),
    "capital and": _repeat("A and "),
    "open brackets": _repeat("((("),
    "full-width brackets": _repeat("A（"),
    "digits": _repeat("1234567890"),
    "digit groups": _repeat("1,"),
    "ranges": _repeat("1-2-3-"),
    "decimals": _repeat("1.1.1."),
    "commas": _repeat("，"),
    "list of companies": _repeat("台積電、"),
    "capital words": _repeat("Alpha Beta Gamma "),
    "capital letters": _repeat("A "),
    "shouting": _repeat("ALPHA BETA "),
    "quotes": _repeat("「“'\""),
    "possessives": _repeat("A's "),
    "spaces": _repeat(" "),
    "new lines": _repeat("\n"),
    "dots": _repeat("."),
    "dollars": _repeat("$1 "),
    "years": _repeat("2025年"),
    "tenths": _repeat("一成"),
    "fractions": _repeat("一分之一"),
    "zero width": _repeat("億\u200b"),
    "one letter": _repeat("a"),
    "legal forms": _repeat("公司集团股份"),
    "references": _repeat("雙方"),
    "triggers": _repeat("收購"),
    "english triggers": _repeat("acquire "),
    "cues": _repeat("否認"),
    "definitions": _repeat("(以下稱「甲」)"),
    "no punctuation": _repeat("台積電向輝達投資一百億美元並且與微軟合作建設資料中心"),
    "no punctuation in english": _repeat("Microsoft agreed to buy chips from Nvidia for 5 billion dollars and "),
    "mixed": _repeat("Nvidia輝達2.5GW與OpenAI，"),
    "one deal again and again": _repeat("輝達投資OpenAI 100億美元。"),
    "other names each time": _names("{} Holdings", ", "),
    "other deals each time": _names("{} Holdings bought Zorvane Inc for $3 million.", " "),
    "other chinese names each time": _names("{}科技有限公司收購微軟", "。"),
    "random chinese": _random(0x4E00, 0x9FFF, SIZE // 3),
    "random ascii": _random(0x20, 0x7F, SIZE),
    "random unicode": _random(0x20, 0xD7FF, SIZE // 3),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_huge_text_takes_as_much_longer_as_it_is_longer(name: str) -> None:
    extract(Article(doc_id="warm", text="輝達投資OpenAI 100億美元。Nvidia paid $3 billion."))
    whole = HOSTILE[name]
    quarter, all_of_it = _seconds(whole[: len(whole) // 4]), _seconds(whole)
    assert all_of_it < MOST_TIMES * quarter + SLACK_SECONDS
    assert all_of_it < MOST_TIMES_NEWS * _seconds_of_news() + SLACK_SECONDS


@lru_cache(maxsize=1)
def _seconds_of_news() -> float:
    """Processor time of one reading of the project's own articles, put together to the same size."""
    articles = [item.article.text for path in sorted(GOLD.glob("own-dev-*.jsonl")) for item in read_gold(path)]
    news = "\n".join(articles)
    return _seconds((news * (SIZE // len(news.encode("utf-8")) + 1)).encode("utf-8")[:SIZE].decode("utf-8", "ignore"))


def _seconds(text: str) -> float:
    """Processor time of one reading."""
    began = time.process_time()
    extract(Article(doc_id="hostile", text=text))
    return time.process_time() - began
