"""Where the money goes: loops of it, and what companies promised."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse

from pipeline.figures import FigureClaim, figures_of
from pipeline.money import words
from pipeline.money.commitments import commitments as read_commitments
from pipeline.money.sums import Bucket
from pipeline.money.view import View, Wanted
from pipeline.search import Filter
from pipeline.wording import short
from review.site import Ask, Asking
from schemas.errors import DecisionError
from schemas.merged import Review

router = APIRouter(include_in_schema=False)

_MOST = 50
_LENGTHS = (2, 3, 4, 5, 6)
_BUCKETS = (Bucket.FIRM, Bucket.FIRM_UP_TO, Bucket.PLANNED)


@router.get("/loops")
def loops(ask: Asking) -> HTMLResponse:
    """Closed paths of money, each leg with its deals and the sentences that tell them."""
    length = _length(ask.request.query_params.get("length", ""))
    shown, through, note = _view(ask, rolled_up=True)
    found = shown.loops(length, through)
    first = [] if note else found.found[:_MOST]
    claims = shown.claims(edge.deal_id for loop in first for leg in loop.legs for edge in leg.edges)
    return ask.page(
        "loops.html", graph=shown.graph, loops=first, total=0 if note else len(found.found), claims=claims, words=words,
        length=length, lengths=_LENGTHS, cut=found.cut, note=note, **_told(ask),
    )  # fmt: skip


@router.get("/commitments")
def commitments(ask: Asking) -> HTMLResponse:
    """What companies promised to pay and were promised, by year, against what articles report of them."""
    shown, node, note = _view(ask, rolled_up=False)
    found = [] if note else read_commitments(shown.graph, None if node is None else [node])[:_MOST]
    figures: list[FigureClaim] = []
    if node is not None and found:
        members = shown.graph.nodes[node].members | {node}
        figures = figures_of(ask.site.store, members)
    return ask.page(
        "commitments.html", graph=shown.graph, found=found, one=node is not None, figures=figures, buckets=_BUCKETS,
        firm=Bucket.FIRM, short=short, note=note, **_told(ask),
    )  # fmt: skip


def _view(ask: Ask, rolled_up: bool) -> tuple[View, str | None, str]:
    """The money that the query asks for, the company that it names, and what is wrong with that name."""
    query = ask.request.query_params
    least, company = query.get("least", "").strip(), query.get("company", "").strip()[:200]
    try:
        amount = Decimal(least) * 10**9 if least else None
    except InvalidOperation as error:
        raise HTTPException(400, ask.words("%(text)s is no number.", text=least[:40])) from error
    review = Review.ACCEPTED if query.get("reviewed") else None
    shown = ask.site.views.of(Wanted(Filter(min_amount=amount, review=review), rolled_up=rolled_up))
    if not company:
        return shown, None, ""
    try:
        return shown, shown.node_called(company), ""
    except DecisionError as error:
        return shown, None, str(error)


def _told(ask: Ask) -> dict[str, Any]:
    query = ask.request.query_params
    return {
        "company": query.get("company", "").strip()[:200],
        "least": query.get("least", "").strip()[:40],
        "reviewed": bool(query.get("reviewed")),
    }


def _length(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 3 and int(text) in _LENGTHS else 4
