"""The quality gate of reading: the project's own forty pages, whose articles were written before any program read them."""

from __future__ import annotations

from benchmarks.chinese_pages import cases
from benchmarks.read import measure
from benchmarks.readers import ours
from benchmarks.samples import chinese_samples
from pipeline.reading import read_page
from schemas.page import Page


def test_bodies_and_dates_of_the_chinese_pages() -> None:
    done = measure(list(chinese_samples()), ours)
    assert done.f1 >= 0.97, done.wrong
    assert (done.right, done.dated) == (40, 40), done.wrong


def test_no_page_gives_the_deals_of_its_furniture_or_loses_a_character() -> None:
    for case in cases():
        page = Page(url=case.url, final_url=case.url, status=200, body=case.body, fetched=case.captured)
        found = read_page(page, zone=case.zone)
        assert "白鷺" not in found.article.text, case.id
        assert "白鹭" not in found.article.text, case.id
        assert found.article.title == case.title
        missing = [
            line for line in case.paragraphs if line not in found.article.text and "\ufffd" not in found.article.text
        ]
        assert not missing, case.id
