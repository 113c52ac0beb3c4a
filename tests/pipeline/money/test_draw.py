"""Drawings: whole, safe whatever articles say, with every leg leading to its deals, on paper that suits the reader."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from html.parser import HTMLParser
from itertools import combinations

import numpy as np
import pytest
from lxml import etree

from pipeline.money.draw import graph_svg, page, picture, sankey_svg, to_png
from pipeline.money.draw.layout import push_apart, spread
from pipeline.money.draw.page import STYLE
from pipeline.money.graph import MoneyGraph
from pipeline.money.loops import find_loops
from schemas import Bound, Kind, Language, Status
from schemas.errors import InputError
from schemas.merged import Claim
from tests.conftest import mention, party
from tests.pipeline.money.build import Role, deal, graph_of

HOSTILE = "<script>alert(1)</script>\"'&\x00\u202e]]>--><svg/onload=x>"


def story() -> MoneyGraph:
    return graph_of(
        [
            deal("nx", "ox", 100, kind=Kind.INVESTMENT, bound=Bound.MAX, status=Status.PLANNED),
            deal("ox", "rx", 300),
            deal("rx", "nx", kind=Kind.PURCHASE),
            deal("ax bx cx", "ox", 40, kind=Kind.INVESTMENT),
        ]
    )


def hostile() -> MoneyGraph:
    told = deal("nx", "ox", 1).model_copy(
        update={
            "quote": HOSTILE,
            "parties": (party(HOSTILE, Role.BUYER, company_id="~h"), party("微軟" + HOSTILE, Role.SELLER)),
        }
    )
    return graph_of([told])


def claim(quote: str, url: str | None) -> Claim:
    told = mention(party("nx", Role.BUYER), party("ox", Role.SELLER), quote=quote)
    return Claim(doc_id="a", position=0, language=Language.ZH_HANT, title=HOSTILE, url=url, mention=told)


def html_of(graph: MoneyGraph, claims: dict[str, list[Claim]] | None = None, most: int = 40) -> str:
    return "".join(page(graph, picture(graph, most), find_loops(graph).found, claims or {}, {"deals": "4"}))


@pytest.mark.parametrize("draw", [graph_svg, sankey_svg])
@pytest.mark.parametrize("graph", [story(), hostile(), graph_of([])])
def test_an_svg_is_well_formed_and_runs_nothing(draw: object, graph: MoneyGraph) -> None:
    svg = draw(picture(graph))  # type: ignore[operator]
    root = etree.fromstring(svg.encode())
    tags = {etree.QName(each).localname for each in root.iter() if isinstance(each.tag, str)}
    assert tags <= {"svg", "style", "rect", "defs", "marker", "path", "g", "title", "text", "a"}
    assert not [name for each in root.iter() for name in each.attrib if name.lower().startswith("on")]
    assert "prefers-color-scheme: dark" in svg


def test_arrows_are_told_apart_by_how_sure_they_are() -> None:
    svg = graph_svg(picture(story()))
    assert svg.count('class="line equity planned" stroke-width="') == 1
    assert "equity ≤100bn" in svg and "purchases 300bn" in svg


def test_a_joint_sum_is_drawn_once_among_its_payers() -> None:
    shown = picture(story())
    joint = [arrow.usd for arrow in shown.arrows if arrow.leg.jointly]
    assert len(joint) == 3
    assert sum(joint) == pytest.approx(40e9)


def test_only_the_strongest_legs_are_drawn_and_the_rest_counted() -> None:
    shown = picture(story(), 2)
    assert [arrow.leg.usd for arrow in shown.arrows] == [300 * 10**9, 40 * 10**9]
    assert shown.left_out == 4
    assert "4 weaker legs are not drawn" in html_of(story(), most=2)


def test_a_drawing_is_the_same_every_time() -> None:
    assert graph_svg(picture(story())) == graph_svg(picture(story()))


def test_boxes_do_not_cover_each_other() -> None:
    ties = [(one, (one * 7 + 3) % 20) for one in range(20)]
    widths = [80.0 + number for number in range(20)]
    places = push_apart(spread(20, ties, 1500, 950, 70), widths, 34, (1500, 950))
    for one, other in combinations(range(20), 2):
        gap = np.abs(places[one] - places[other])
        assert gap[0] >= (widths[one] + widths[other]) / 2 - 1 or gap[1] >= 33


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_nodes_have_places_too(count: int) -> None:
    assert spread(count, [(0, count - 1)] if count else [], 900, 600, 70).shape == (count, 2)


def test_png_shows_chinese_and_needs_no_window_system() -> None:
    image = to_png(graph_svg(picture(hostile())), 1)
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(image) > 2_000


def test_what_cannot_be_drawn_is_named() -> None:
    with pytest.raises(InputError, match="PNG"):
        to_png("<svg")


class Reader(HTMLParser):
    """What a page links to, names and allows."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.policy = ""
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.add(tag)
        self.handlers += [name for name in told if name.startswith("on") or name == "style"]
        if told.get("id"):
            self.ids.add(told["id"] or "")
        if tag == "a":
            self.links.append(told.get("href") or "")
        if told.get("http-equiv") == "Content-Security-Policy":
            self.policy = told.get("content") or ""


def test_the_page_fetches_and_runs_nothing() -> None:
    claims = {"D-0": [claim(HOSTILE, "javascript:alert(1)"), claim("再一句", "https://news.example/a?b=1&c=2")]}
    text = html_of(hostile(), claims)
    reader = Reader()
    reader.feed(text)
    assert not reader.tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    assert reader.handlers == []
    assert all(link.startswith(("#", "https://news.example/")) for link in reader.links)
    assert "javascript:" not in text
    assert reader.policy.startswith("default-src 'none'; style-src 'sha256-")
    styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert styles == [STYLE]
    assert b64encode(hashlib.sha256(STYLE.encode()).digest()).decode() in reader.policy


def test_every_leg_leads_to_its_deals_and_sentences() -> None:
    claims = {"D-1": [claim("OpenAI與甲骨文簽約", "https://news.example/a")]}
    text = html_of(story(), claims)
    reader = Reader()
    reader.feed(text)
    anchors = {link[1:] for link in reader.links if link.startswith("#")}
    assert anchors and anchors <= reader.ids
    assert '<blockquote lang="zh-Hant">OpenAI與甲骨文簽約' in text
    assert "nx → ox → rx → nx" in text
    assert "told jointly with others" in text


def test_a_page_without_deals_says_so() -> None:
    assert "No deal that passes the filter" in html_of(graph_of([]))
