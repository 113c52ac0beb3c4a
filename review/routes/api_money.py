"""The money for programs: loops, who pays whom, commitments, and what crawls did."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query
from pydantic import BeforeValidator

from pipeline.figures import figures_of
from pipeline.money.commitments import commitments as read_commitments
from pipeline.money.draw import picture
from pipeline.money.legs import Leg
from pipeline.money.records import commitments_record, loop_record, sums_record
from pipeline.money.view import View
from pipeline.store import runs
from review.money_filter import COMPANY, GROUP, SURE, MoneyFilter
from review.routes.api_answers import FAULTS, CommitmentsAnswer, GraphAnswer, LoopsAnswer, RunsAnswer
from review.site import Asking
from schemas.deal import Kind, Status
from schemas.errors import DecisionError
from schemas.record import number

router = APIRouter(prefix="/api", tags=["money"], responses=FAULTS)

Limit = Annotated[int, Query(ge=1, le=400, description="The most of them.")]


def _written_out(text: Any) -> Any:
    """A date as it is written, not a number of seconds, which a date may be told by too."""
    if isinstance(text, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("a day is written as 2026-01-31")
    return text


def money_filter(
    company: Annotated[str, Query(max_length=200, description="A company by its id or any name.")] = "",
    kind: Kind | None = None,
    status: Annotated[
        Status | Literal["sure"] | None, Query(description="`sure` is agreed or completed; none is all but cancelled.")
    ] = None,
    since: Annotated[datetime.date | None, BeforeValidator(_written_out), Query(description="The first day.")] = None,
    least: Annotated[
        str, Query(pattern=r"^([0-9]{1,7}(\.[0-9]{1,6})?)?$", description="The least sum, in billions of USD.")
    ] = "",
    reviewed: Annotated[bool, Query(description="Only what people accepted.")] = False,
    by: Annotated[Literal["group", "company", ""], Query(description="Whether subsidiaries count as a group.")] = "",
) -> MoneyFilter:
    """The filter of a query."""
    return MoneyFilter(
        company=company.strip(), kind=kind or "", status=SURE if status == SURE else status or "",
        since="" if since is None else since.isoformat(), least=least, reviewed="1" if reviewed else "", by=by,
    )  # fmt: skip


Wanted = Annotated[MoneyFilter, Depends(money_filter)]


@router.get("/loops", response_model=LoopsAnswer)
def loops(
    ask: Asking,
    wanted: Wanted,
    length: Annotated[int, Query(ge=2, le=6, description="The most legs of a closed path.")] = 4,
    limit: Limit = 50,
) -> dict[str, Any]:
    """Closed paths of money, companies that pay each other, and triangles, with every leg's deals and sentences."""
    view, node = _view(ask, wanted, GROUP)
    found = view.loops(length, node)
    first = found.found[:limit]
    claims = view.claims(edge.deal_id for loop in first for leg in loop.legs for edge in leg.edges)
    links = view.claims(link.deal_id for loop in first for link in loop.links)
    told = [loop_record(view.graph, loop, claims | links) for loop in first]
    return {"total": len(found.found), "loops": told, "cut": found.cut}


@router.get("/graph", response_model=GraphAnswer)
def graph(ask: Asking, wanted: Wanted, limit: Limit = 400) -> dict[str, Any]:
    """Who pays whom: each pair with its sums and the ids of its deals."""
    view, node = _view(ask, wanted, COMPANY)
    legs = {pair: leg for pair, leg in view.legs.items() if node is None or node in pair}
    drawn = picture(view.graph, limit, legs)
    told = [_leg(view, arrow.leg) for arrow in drawn.arrows]
    return {"total": len(legs), "legs": told, "left_out": dict(view.graph.left_out)}


@router.get("/commitments", response_model=CommitmentsAnswer)
def commitments(ask: Asking, wanted: Wanted, limit: Limit = 50) -> dict[str, Any]:
    """What companies promised to pay and were promised, by year, and what articles report of them."""
    view, node = _view(ask, wanted, COMPANY)
    found = view.kept(("commitments", node), lambda: read_commitments(view.graph, None if node is None else [node]))
    first = found[:limit]
    members = {each.node: view.graph.nodes[each.node].members | {each.node} for each in first}
    figures = figures_of(ask.site.store, frozenset[str]().union(*members.values()))
    told = [
        commitments_record(view.graph, each, [claim for claim in figures if claim.company_id in members[each.node]])
        for each in first
    ]
    return {"total": len(found), "companies": told}


@router.get("/runs", response_model=RunsAnswer)
def crawl_runs(
    ask: Asking, source: Annotated[str, Query(max_length=200)] = "", limit: Limit = 100
) -> dict[str, Iterable[Any]]:
    """What crawls did: when, with which counts, and which deals are new, changed and gone by them."""
    return {"runs": [asdict(each) for each in runs.runs(ask.site.store, source or None, limit)]}


def _view(ask: Asking, wanted: MoneyFilter, usual: str) -> tuple[View, str | None]:
    view = ask.site.views.of(wanted.wanted(usual))
    if not wanted.company:
        return view, None
    try:
        return view, view.node_called(wanted.company)
    except DecisionError as error:
        raise HTTPException(404, str(error)) from error


def _leg(view: View, leg: Leg) -> dict[str, Any]:
    return {
        "payer": leg.payer, "payer_name": view.graph.name(leg.payer), "receiver": leg.receiver,
        "receiver_name": view.graph.name(leg.receiver), "standing": leg.standing.word, "usd": number(leg.usd),
        "ceiling": leg.ceiling, "sums": sums_record(leg.sums), "deals": [edge.deal_id for edge in leg.edges],
    }  # fmt: skip
