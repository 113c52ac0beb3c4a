"""Where the money goes: a picture of it, loops, and what companies promised."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import HTMLResponse

from pipeline.figures import FigureClaim, figures_of
from pipeline.money.commitments import commitments as read_commitments
from pipeline.money.draw import Picture, drawing_style, graph_svg, picture, sankey_svg
from pipeline.money.graph import Edge
from pipeline.money.legs import Leg
from pipeline.money.sums import Bucket
from pipeline.money.view import View
from pipeline.money.words import best_claim
from pipeline.wording import short
from review.money_filter import BY, COMPANY, GROUP, STATUSES, MoneyFilter
from review.money_words import MoneyWords
from review.paging import page_count, page_number
from review.site import Ask, Asking, address
from review.vocabulary import KINDS
from schemas.errors import DecisionError

router = APIRouter(include_in_schema=False)

LOOPS_PER_PAGE, COMPANIES_PER_PAGE = 20, 50
_DEALS = 3
"""How many deals of a leg stand on a page of many legs; the leg's own page has all."""

_DEALS_OF_LEG = 200
_LENGTHS = (2, 3, 4, 5, 6)
_DRAWN = (20, 40, 80, 120)
_BUCKETS = (Bucket.FIRM, Bucket.FIRM_UP_TO, Bucket.PLANNED)
_STYLE = drawing_style(".drawing")
_STYLE_ADDRESS = f"/graph/drawing.css?{hashlib.sha256(_STYLE.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a page of the money is made from: `node` is the company asked for, `fault` why there is none.

    `behind` says that deals have changed since.
    """

    filter: MoneyFilter
    view: View
    words: MoneyWords
    node: str | None
    fault: str
    usual: str
    behind: bool

    def page(self, ask: Ask, template: str, **values: Any) -> HTMLResponse:
        """The page, filled in."""
        return ask.page(
            template, wanted=self.filter, graph=self.view.graph, words=self.words, fault=self.fault, kinds=KINDS,
            behind=self.behind, statuses=tuple(STATUSES), by=self.filter.by or self.usual, ways=BY, short=short,
            best_claim=best_claim, **values,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A picture of the strongest of `total` legs, as a graph and as a Sankey diagram in SVG."""

    picture: Picture
    total: int
    graph: str
    sankey: str


@router.get("/loops")
def loops(ask: Asking) -> HTMLResponse:
    """Closed paths of money, each leg with its deals and the sentences that tell them."""
    length = _one_of(_LENGTHS, ask.request.query_params.get("length", ""), 4)
    shown = _shown(ask, GROUP)
    found = shown.view.loops(length, shown.node)
    loops = [] if shown.fault else found.found
    pages = page_count(len(loops), LOOPS_PER_PAGE)
    page = page_number(ask.request.query_params, pages)
    part = loops[(page - 1) * LOOPS_PER_PAGE : page * LOOPS_PER_PAGE]
    return shown.page(
        ask, "loops.html", loops=part, total=len(loops), length=length, lengths=_LENGTHS, page=page, pages=pages,
        claims=_claims(shown.view, (leg for loop in part for leg in loop.legs)), most=_DEALS, cut=found.cut,
    )  # fmt: skip


@router.get("/graph")
def graph(ask: Asking) -> HTMLResponse:
    """Who pays whom, as a graph, a Sankey diagram and a table; each line leads to its deals and their sentences."""
    most = _one_of(_DRAWN, ask.request.query_params.get("most", ""), 40)
    shown = _shown(ask, COMPANY)
    drawn = shown.view.kept(("drawn", shown.node, most, ask.words.language), lambda: _drawn(shown, most))
    if shown.fault:
        drawn = _Drawn(Picture({}, (), 0), 0, "", "")
    return shown.page(
        ask, "graph.html", drawn=drawn.picture, total=drawn.total, most_drawn=most, choices=_DRAWN, most=_DEALS,
        graph_svg=drawn.graph, sankey_svg=drawn.sankey, style=_STYLE_ADDRESS, left_out=shown.view.graph.left_out,
        claims=_claims(shown.view, (arrow.leg for arrow in drawn.picture.arrows)),
    )  # fmt: skip


def _drawn(shown: _Shown, most: int) -> _Drawn:
    node, labels = shown.node, shown.words.labels()
    legs = {pair: leg for pair, leg in shown.view.legs.items() if node is None or node in pair}
    drawn = picture(shown.view.graph, most, legs, labels)
    return _Drawn(
        drawn,
        len(legs),
        graph_svg(drawn, standalone=False, links=True, labels=labels),
        sankey_svg(drawn, standalone=False, links=True, labels=labels),
    )


@router.get("/graph/leg")
def leg(ask: Asking) -> HTMLResponse:
    """All deals by which one company pays another, each with every sentence that tells it."""
    query = ask.request.query_params
    shown = _shown(ask, COMPANY)
    found = shown.view.legs.get((query.get("payer", ""), query.get("receiver", "")))
    if found is None:
        raise HTTPException(404, ask.words("No deal that passes the filter says that the one pays the other."))
    claims = shown.view.claims(edge.deal_id for edge in found.edges[:_DEALS_OF_LEG])
    entries = {entry.deal_id: entry for entry in found.sums.entries}
    back = address("/graph", shown.filter.query())
    return shown.page(ask, "leg.html", leg=found, claims=claims, entries=entries, most=_DEALS_OF_LEG, back=back)


@router.get("/graph/drawing.css")
def drawing_css() -> Response:
    """How the drawings look."""
    return Response(_STYLE, media_type="text/css", headers={"Cache-Control": "private, max-age=31536000, immutable"})


@router.get("/commitments")
def commitments(ask: Asking) -> HTMLResponse:
    """What companies promised to pay and were promised, by year, against what articles report of them."""
    shown = _shown(ask, COMPANY)
    node, graph = shown.node, shown.view.graph
    found = shown.view.kept(("commitments", node), lambda: read_commitments(graph, None if node is None else [node]))
    found = [] if shown.fault else found
    pages = page_count(len(found), COMPANIES_PER_PAGE)
    page = page_number(ask.request.query_params, pages)
    part = found[(page - 1) * COMPANIES_PER_PAGE : page * COMPANIES_PER_PAGE]
    figures: list[FigureClaim] = []
    if node is not None and found:
        figures = figures_of(ask.site.store, graph.nodes[node].members | {node})
    return shown.page(
        ask, "commitments.html", found=part, total=len(found),
        one=node is not None, figures=figures, buckets=_BUCKETS, firm=Bucket.FIRM, page=page, pages=pages,
    )  # fmt: skip


def _shown(ask: Ask, usual: str) -> _Shown:
    """The money that the query asks for, the company that it names, and what is wrong with it."""
    wanted = MoneyFilter.of(ask.request.query_params)
    bad = wanted.faults()
    if bad:
        raise HTTPException(400, ask.words("%(text)s makes no sense here.", text=getattr(wanted, bad[0])[:40]))
    asked = wanted.wanted(usual)
    view = ask.site.views.of(asked)
    node, fault = None, ""
    if wanted.company:
        try:
            node = view.node_called(wanted.company)
        except DecisionError as error:
            fault = str(error)
    return _Shown(wanted, view, MoneyWords(ask.words, view.graph), node, fault, usual, ask.site.views.behind(asked))


def _claims(view: View, legs: Iterable[Leg]) -> dict[str, Any]:
    edges: Iterable[Edge] = (edge for leg in legs for edge in leg.edges[:_DEALS])
    found: dict[str, Any] = dict(view.claims(edge.deal_id for edge in edges))
    return found


def _one_of(choices: tuple[int, ...], text: str, usual: int) -> int:
    return next((each for each in choices if str(each) == text), usual)
