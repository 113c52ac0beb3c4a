"""Bodies that pages make hard to find: scripts longer than the article, comments within sentences, prose passed over."""

from __future__ import annotations

import lxml.html
from lxml.html import HtmlElement

from pipeline.reading.body import find_body

PARAGRAPHS = [
    f"In its {nth} year the harbour company bought another {count} cranes from the maker across the bay, "
    f"and paid {count} million dollars for them, as its chairman told the assembled shareholders on Monday."
    for nth, count in (("first", 3), ("second", 5), ("third", 8), ("fourth", 13), ("fifth", 21))
]


def _page(body: str) -> HtmlElement:
    return lxml.html.document_fromstring(f"<html><head><title>Cranes</title></head><body>{body}</body></html>")


def test_an_article_in_a_block_with_a_suspicious_name_stays_though_the_page_is_mostly_script() -> None:
    prose = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    script = "<script>" + "var settings = {};" * 2_000 + "</script>"
    assert find_body(_page(f'{script}<div class="content share">{prose}</div>'), []) == PARAGRAPHS


def test_comments_within_sentences_cut_nothing_off() -> None:
    remarked = PARAGRAPHS[2].replace(" bought", "<!-- --> bought").replace(" and paid", "<!-- --> and paid")
    prose = "".join(f"<p>{paragraph}</p>" for paragraph in [*PARAGRAPHS[:2], remarked, *PARAGRAPHS[3:]])
    assert find_body(_page(f"<article>{prose}</article>"), []) == PARAGRAPHS


def test_the_page_that_was_read_is_left_as_it_was() -> None:
    page = _page("<article><!-- a --><p>" + "</p><p>".join(PARAGRAPHS) + "</p></article>")
    before = lxml.html.tostring(page)
    find_body(page, [])
    assert lxml.html.tostring(page) == before
