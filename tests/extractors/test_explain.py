"""Explanations: what a person reads of how an article was read, as text and as a page."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

import pytest

from extractors.explain import explain_article, explain_html
from schemas import Article, PartialDate

TEXT = (
    "輝達昨日宣布，將向OpenAI投資最多1,000億美元。分析師估計，微軟明年將向甲骨文採購50億美元的算力。\n"
    "Nvidia said it would take a stake in Intel for $5 billion."
)
ARTICLE = Article(doc_id="a-1", title="輝達投資OpenAI", text=TEXT, published=PartialDate("2025-09-23"))


def test_text_tells_what_was_found_and_what_was_refused() -> None:
    explained = explain_article(ARTICLE)
    assert "a-1  輝達投資OpenAI" in explained
    assert "language zh-Hant, market TW, published 2025-09-23" in explained
    assert re.search(r"RULE  zh-[a-z-]+ by “投资” \[investment\]: .*investor Nvidia", explained)
    assert "{money}" in explained and "{date}" in explained
    assert "no    " in explained and "cue   forecast" in explained
    assert "up to 100,000,000,000 USD" in explained
    assert re.search(r"amount \d+–\d+ “最多1,000億美元”|amount \d+–\d+ “1,000億美元”", explained)


def test_text_fits_a_hundred_columns() -> None:
    long = Article(doc_id="a", title="長" * 300, text=TEXT * 20 + "x" * 500 + "投資" * 200)
    for line in explain_article(long).splitlines():
        assert sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line) <= 100


def test_text_of_an_article_without_deals() -> None:
    assert "No deal was found." in explain_article(Article(doc_id="a", text="今天天氣很好。"))
    assert "No deal was found." in explain_article(Article(doc_id="a", text=""))


@pytest.mark.parametrize("letter", ["\x1b", "\x9b", "\u202e", "\ud800", "\x00", "\r"])
def test_text_steers_no_terminal(letter: str) -> None:
    explained = explain_article(
        Article(doc_id=f"a{letter}" if letter != "\ud800" else "a", title=letter, text=f"輝達{letter}。")
    )
    assert letter not in explained


class _Page(HTMLParser):
    """The tags of a page and the text outside its style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def test_page_marks_the_articles_own_text() -> None:
    page = _Page(explain_html(ARTICLE))
    said = "".join(page.said)
    assert page.tags[0] == "html" and "table" in page.tags
    for label in ("COMPANY", "MONEY", "DATE", "TRIGGER", "CUE FORECAST"):
        assert label in said
    assert "輝達" in said and "1,000億美元" in said


def test_page_stands_alone() -> None:
    assert _Page(explain_html(ARTICLE)).links == []


HOSTILE = '</style></div><script>alert(1)</script><img src=x onerror=alert(1)> "&amp;" {0} {text} \'\ud800\x00'


def test_page_takes_nothing_for_markup() -> None:
    text = f"{HOSTILE}輝達{HOSTILE}投資<b>OpenAI</b> 100億美元。{HOSTILE}"
    page = _Page(explain_html(Article(doc_id="a", title=HOSTILE, text=text)))
    assert not {"script", "img"} & set(page.tags) - {"b"}
    assert "<script>alert(1)</script>" in "".join(page.said)
    explain_html(Article(doc_id="a", title=HOSTILE, text=text)).encode("utf-8")
