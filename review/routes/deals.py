"""Deals: the list, a deal's page, and merging and splitting with the effect shown first."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response

from pipeline.decide import Order, decide
from pipeline.preview import preview
from pipeline.search import deal_by_id
from review import ruling
from review.accounts import Role
from review.catalogue import FACETS
from review.deal_list import ORDERS, DealFilter, deal_page, near_deals
from review.deal_view import deal_view
from review.fields import FIELDS
from review.item_view import Difference, differences
from review.routes.decide import Form, parties_value
from review.site import Ask, Asking, address, see_other
from review.values import value_of_text
from schemas.decision import Action
from schemas.errors import DecisionConflict, DecisionError

router = APIRouter(include_in_schema=False)


@router.get("/deals")
def list_deals(ask: Asking) -> HTMLResponse:
    """The deals that the address asks for."""
    site = ask.site
    site.catalogue.look()
    wanted = DealFilter.of(ask.request.query_params)
    found = deal_page(site.catalogue, wanted)
    return ask.page(
        "deals.html",
        wanted=wanted,
        found=found,
        whole=site.catalogue.whole_deals,
        facets=FACETS,
        orders=tuple(ORDERS),
        company=site.catalogue.shown_names.get(wanted.company, wanted.company),
        names=site.catalogue.shown_names,
    )


@router.get("/deals/{deal_id}")
def one_deal(deal_id: str, ask: Asking) -> Response:
    """A deal; an earlier id leads to the deal that it joined."""
    site = ask.site
    site.catalogue.look()
    current = _current(ask, deal_id)
    if current != deal_id:
        return see_other(f"/deals/{current}")
    view = deal_view(site.store, site.catalogue, current)
    return ask.page(
        "deal.html", view=view, names=site.catalogue.shown_names, notice=ask.request.query_params.get("notice", "")
    )


@router.post("/deals/{deal_id}")
def decide_deal(deal_id: str, ask: Asking) -> Response:
    """Accept, reject, comment on or edit a whole deal."""
    ask.need(Role.REVIEWER)
    form = Form(ask)
    current = _current(ask, deal_id)
    action = form.text("action")
    if action not in ("accept", "reject", "comment", "edit"):
        raise HTTPException(400, f"{action!r} is no decision about a deal")
    order: dict[str, Any] = {"why": form.text("why")}
    if action == "comment" and not order["why"]:
        raise DecisionError(ask.words("A comment needs words."))
    if action == "edit":
        name = form.text("field")
        if name not in FIELDS:
            raise DecisionError(ask.words("There is no such field."))
        deal = deal_by_id(ask.site.store, current)
        bound = form.text("bound") or None
        value = parties_value(form, deal) if name == "parties" else value_of_text(name, form.text("value"), bound)
        order |= {"field": name, "value": value}
    return _carried_out(ask, Order(Action(action), ask.name, current, version=form.whole("version"), **order))


@router.get("/deals/{deal_id}/merge")
def merge_page(deal_id: str, ask: Asking) -> HTMLResponse:
    """What merging with another deal would do."""
    ask.need(Role.REVIEWER)
    site = ask.site
    site.catalogue.look()
    current = _current(ask, deal_id)
    other = ask.request.query_params.get("with", "").strip()
    effect, problem, other_id = None, "", None
    fields: tuple[Difference, ...] = ()
    if other:
        other_id = site.store.resolve_id(other)
        try:
            if other_id is None:
                raise DecisionError(ask.words("There is no deal %(id)s.", id=other))
            effect = preview(site.store, Order(Action.MERGE, ask.name, current, other_id=other_id))
            fields = differences(deal_by_id(site.store, current), deal_by_id(site.store, other_id))
        except DecisionError as error:
            problem = str(error)
    entry = site.catalogue.entries([current])[current]
    return ask.page(
        "merge.html", id=current, entry=entry, other=other, other_id=other_id, effect=effect, problem=problem,
        fields=fields, near=near_deals(site.catalogue, current),
    )  # fmt: skip


@router.post("/deals/{deal_id}/merge")
def merge(deal_id: str, ask: Asking) -> Response:
    """Merge two deals, or keep them apart."""
    ask.need(Role.REVIEWER)
    form = Form(ask)
    action = Action.DISTINCT if form.text("action") == "distinct" else Action.MERGE
    other = ask.site.store.resolve_id(form.text("with"))
    order = Order(
        action, ask.name, _current(ask, deal_id), why=form.text("why"), other_id=other, version=form.whole("version")
    )
    return _carried_out(ask, order)


@router.get("/deals/{deal_id}/split")
def split_page(deal_id: str, ask: Asking) -> HTMLResponse:
    """What taking mentions out of a deal would do."""
    ask.need(Role.REVIEWER)
    site = ask.site
    site.catalogue.look()
    current = _current(ask, deal_id)
    query = ask.request.query_params
    chosen = query.getlist("mention")
    keeps = "leave" if query.get("keeps") == "leave" else "stay"
    effect, problem = None, ""
    if chosen:
        try:
            effect = preview(site.store, Order(Action.SPLIT, ask.name, current, mentions=tuple(chosen), keeps=keeps))
        except DecisionError as error:
            problem = str(error)
    view = deal_view(site.store, site.catalogue, current)
    return ask.page("split.html", view=view, chosen=chosen, keeps=keeps, effect=effect, problem=problem, id=current)


@router.post("/deals/{deal_id}/split")
def split(deal_id: str, ask: Asking) -> Response:
    """Take mentions out of a deal into one of their own."""
    ask.need(Role.REVIEWER)
    form = Form(ask)
    order = Order(
        Action.SPLIT, ask.name, _current(ask, deal_id), why=form.text("why"), mentions=tuple(form.texts("mention")),
        keeps="leave" if form.text("keeps") == "leave" else "stay", version=form.whole("version"),
    )  # fmt: skip
    return _carried_out(ask, order)


def _carried_out(ask: Ask, order: Order) -> Response:
    site = ask.site
    try:
        done = decide(site.store, order)
    except DecisionConflict as conflict:
        site.catalogue.changed([order.deal_id])
        values = {
            "conflict": str(conflict),
            "changed": [list(each) for each in conflict.changed],
            "item": "",
            "version": None,
        }
        return ask.page("conflict_page.html", 409, back=f"/deals/{order.deal_id}", **values)
    ruling.take_in(site.catalogue, done, order.deal_id, order.other_id)
    current = site.store.resolve_id(order.deal_id) or order.deal_id
    notice = ask.words("Done: %(action)s.", action=ask.words(order.action.value))
    return see_other(address(f"/deals/{current}", notice=notice))


def _current(ask: Ask, deal_id: str) -> str:
    current = ask.site.store.resolve_id(deal_id)
    if current is None:
        raise HTTPException(404, ask.words("There is no deal %(id)s.", id=deal_id))
    if ask.site.catalogue.deal_row(current) is None:
        ask.site.catalogue.changed([current])
    return current
