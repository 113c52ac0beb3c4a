"""The same for programs: deals, companies, mentions and decisions as JSON, and a feed of changes."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from pipeline.atom import atom_feed
from pipeline.changes import changes_since
from pipeline.decide import Order, decide, decisions, undo
from pipeline.search import deal_by_id
from pipeline.store import models as t
from review import queue, ruling
from review.accounts import Role
from review.company_view import company_rows
from review.deal_list import ORDERS, DealFilter, deal_page
from review.entries import DealEntry
from review.item_view import stored_mention
from review.queue_filter import QueueFilter
from review.routes.api_answers import (
    FAULTS,
    CompaniesAnswer,
    DealAnswer,
    DealsAnswer,
    DecidedAnswer,
    DecisionsAnswer,
    MentionsAnswer,
)
from review.site import Ask, Asking
from schemas.article import Language
from schemas.deal import Kind, Status
from schemas.decision import Action
from schemas.errors import DecisionConflict
from schemas.merged import Review
from schemas.record import mention_record, money_record

router = APIRouter(prefix="/api", tags=["deals"], responses=FAULTS)

TEXT = r"^[^\x00]*$"
"""A text without the one character that no database can keep."""

Page = Annotated[int, Query(ge=1, le=1_000_000, description="Which page, from 1.")]


class Sent(BaseModel):
    """A decision that is sent: about a deal, or about one of its mentions."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["accept", "reject", "edit", "merge", "split", "distinct", "comment"]
    deal_id: str = Field(min_length=1, max_length=40, pattern=TEXT)
    why: str = Field(default="", max_length=10_000, pattern=TEXT)
    other_id: str | None = Field(default=None, max_length=40, pattern=TEXT)
    mentions: tuple[Annotated[str, Field(pattern=TEXT)], ...] = Field(default=(), max_length=1_000)
    field: str | None = Field(default=None, max_length=40)
    value: Any = None
    keeps: Literal["stay", "leave"] = "stay"
    version: Annotated[int, Field(ge=0, lt=2**53)] | None = None


class Undoing(BaseModel):
    """An undo that is sent."""

    model_config = ConfigDict(extra="forbid")

    decision_id: str = Field(min_length=1, max_length=40, pattern=TEXT)
    why: str = Field(default="", max_length=10_000, pattern=TEXT)


@router.get("/deals", response_model=DealsAnswer)
def deals(
    ask: Asking,
    q: Annotated[str, Query(max_length=200, description="A company's name in either script, or an id.")] = "",
    kind: Kind | None = None,
    status: Status | None = None,
    review: Review | None = None,
    language: Language | None = None,
    company: Annotated[str, Query(max_length=200, description="A company's id.")] = "",
    least: Annotated[str, Query(max_length=40, description="The least sum, e.g. `5bn USD`.")] = "",
    sort: Annotated[str, Query(pattern=f"^({'|'.join(ORDERS)})$")] = "day",
    page: Page = 1,
) -> dict[str, Any]:
    """Deals, 50 a page, the newest (or largest…) first."""
    ask.site.catalogue.look()
    wanted = DealFilter(
        q=q.strip(), kind=kind or "", status=status or "", review=review or "", language=language or "",
        company=company, least=least, sort=sort, page=page,
    )  # fmt: skip
    found = deal_page(ask.site.catalogue, wanted)
    return {
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
        "deals": [_entry(each) for each in found.deals],
    }


@router.get("/deals/{deal_id}", response_model=DealAnswer)
def deal(ask: Asking, deal_id: str) -> dict[str, Any]:
    """One deal with every claim; an earlier id gives the deal that it joined."""
    current = ask.site.store.resolve_id(deal_id)
    if current is None:
        raise HTTPException(404, f"there is no deal {deal_id}")
    with ask.site.store.reading() as connection:
        version = connection.scalar(select(t.deal.c.version).where(t.deal.c.id == current))
    claims = [
        {"doc_id": claim.doc_id, "uid": claim.uid, "url": claim.url, "reasons": list(claim.reasons)}
        | mention_record(claim.mention)
        for claim in ask.site.store.claims(current)
    ]
    told = deal_by_id(ask.site.store, current).model_dump(mode="json")
    return {
        "id": current,
        "version": version,
        "deal": told,
        "claims": claims,
        "aliases": ask.site.store.aliases(current),
    }


@router.get("/companies", response_model=CompaniesAnswer)
def companies(
    ask: Asking,
    q: Annotated[str, Query(max_length=200, description="A part of a name, in either script.")] = "",
    provisional: bool = False,
    page: Page = 1,
) -> dict[str, Any]:
    """Companies, 100 a page, the most told of first."""
    rows = company_rows(ask.site.store, ask.site.catalogue, q.strip(), provisional)
    part = rows[(page - 1) * 100 : page * 100]
    told = [
        {"id": row.id, "name": row.name, "provisional": row.provisional, "mentions": row.mentions,
         "names": list(row.names), "group": row.group}
        for row in part
    ]  # fmt: skip
    return {"total": len(rows), "page": page, "pages": max(1, -(-len(rows) // 100)), "companies": told}


@router.get("/mentions", response_model=MentionsAnswer)
def mentions(ask: Asking, request: Request, page: Page = 1) -> dict[str, Any]:
    """What the queue holds, 50 a page, the weightiest first; the query takes the queue's filters (kind, status,
    company, language, source, since, until, least, most, state, what, reviewer).
    """
    wanted = QueueFilter.of(request.query_params)
    site = ask.site
    total = queue.count(site.catalogue, wanted)
    page = min(page, max(1, -(-total // 50)))
    found = queue.matching(site.catalogue, wanted, 50, (page - 1) * 50)
    told = [
        {
            "key": item.key, "what": item.what, "uid": item.uid or None, "deal_id": item.deal_id,
            "other_id": item.other_id, "weight": item.weight, "confidence": item.confidence, "state": item.state,
            "source": item.source, "day": item.day,
        }
        for item in found
    ]  # fmt: skip
    return {"total": total, "page": page, "pages": max(1, -(-total // 50)), "mentions": told}


@router.get("/mentions/{uid}")
def mention(ask: Asking, uid: str) -> dict[str, Any]:
    """One mention, as people set it, with its evidence."""
    with ask.site.store.reading() as connection:
        found = stored_mention(connection, uid)
    if found is None:
        raise HTTPException(404, f"there is no mention {uid}")
    claim, edited, _ = found
    return {"uid": uid, "doc_id": claim.doc_id, "edited": list(edited)} | mention_record(claim.mention)


@router.get("/decisions", response_model=DecisionsAnswer)
def decision_log(ask: Asking, deal_id: Annotated[str, Query(max_length=40)] = "", page: Page = 1) -> dict[str, Any]:
    """What people decided, 100 a page, in order; of one deal if it is named."""
    if deal_id and ask.site.store.resolve_id(deal_id) is None:
        raise HTTPException(404, f"there is no deal {deal_id}")
    log = decisions(ask.site.store, deal_id or None)
    part = log[(page - 1) * 100 : page * 100]
    told = [each.model_dump(mode="json", exclude_defaults=True) for each in part]
    return {"total": len(log), "page": page, "pages": max(1, -(-len(log) // 100)), "decisions": told}


@router.post("/decisions", status_code=201, response_model=DecidedAnswer)
def make_decision(ask: Asking, sent: Sent) -> dict[str, Any]:
    """Decide about a deal, or about those of its mentions that are named."""
    ask.need(Role.REVIEWER)
    for deal_id in (sent.deal_id, sent.other_id):
        if deal_id is not None and ask.site.store.resolve_id(deal_id) is None:
            raise HTTPException(404, f"there is no deal {deal_id}")
    fields = sent.model_dump() | {"action": Action(sent.action), "by": ask.name, "mentions": sent.mentions}
    return _done(ask, lambda: decide(ask.site.store, Order(**fields)), sent.deal_id, sent.other_id)


@router.post("/decisions/undo", status_code=201, response_model=DecidedAnswer)
def undo_decision(ask: Asking, sent: Undoing) -> dict[str, Any]:
    """Undo a decision, or an undo."""
    ask.need(Role.REVIEWER)
    with ask.site.store.reading() as connection:
        known = connection.scalar(select(t.decision.c.id).where(t.decision.c.id == sent.decision_id))
    if known is None:
        raise HTTPException(404, f"there is no decision {sent.decision_id}")
    return _done(ask, lambda: undo(ask.site.store, sent.decision_id, ask.name, sent.why))


@router.get("/changes.atom", responses={200: {"content": {"application/atom+xml": {}}}}, response_class=Response)
def feed(
    ask: Asking,
    days: Annotated[int, Query(ge=1, le=3650, description="How many days back.")] = 7,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> Response:
    """What is new and changed, as an Atom feed."""
    since = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=days)
    found = changes_since(ask.site.store, since, limit)
    return Response(atom_feed(found.told, since), media_type="application/atom+xml")


def _done(ask: Ask, work: Any, *deal_ids: str | None) -> dict[str, Any]:
    try:
        done = work()
    except DecisionConflict as conflict:
        raise HTTPException(409, str(conflict)) from conflict
    ruling.take_in(ask.site.catalogue, done, *deal_ids)
    return {
        "decision": done.decision.model_dump(mode="json", exclude_defaults=True),
        "known": done.known,
        "new": list(done.deals.new_ids),
        "changed": list(done.deals.changed_ids),
        "gone": list(done.deals.gone_ids),
    }


def _entry(entry: DealEntry) -> dict[str, Any]:
    return {
        "id": entry.id, "version": entry.version, "kind": entry.kind, "status": entry.status, "review": entry.review,
        "day": entry.day or None, "amount": money_record(entry.amount), "usd": entry.usd, "gigawatts": entry.gigawatts,
        "parties": [{"name": name, "role": role, "company_id": known} for name, role, known in entry.parties],
        "sources": entry.sources, "languages": list(entry.languages), "conflicts": list(entry.conflicts),
        "confidence": entry.confidence,
    }  # fmt: skip
