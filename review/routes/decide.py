"""What reviewers send: decisions, skips, undos, decisions over a filter, and what a selection of text says."""

from __future__ import annotations

import math
from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, JSONResponse, Response

from review import leases, queue, ruling
from review.accounts import Role
from review.entries import MERGE, Item
from review.fields import FIELDS
from review.item_view import context_of, stored_mention
from review.queue_filter import QueueFilter
from review.site import Ask, Asking, address, local, see_other
from review.values import as_typed, value_of_text
from schemas.deal import DealMention
from schemas.decision import Action
from schemas.errors import DecisionConflict, DecisionError

router = APIRouter(include_in_schema=False)

MOST_AT_ONCE = 500
_ALLOWED = {
    False: (Action.ACCEPT, Action.REJECT, Action.EDIT, Action.SPLIT, Action.COMMENT),
    True: (Action.MERGE, Action.DISTINCT, Action.COMMENT),
}


class Form:
    """The fields of a form that was sent, each read as what it should be."""

    def __init__(self, ask: Ask) -> None:
        self._fields: dict[str, list[str]] = getattr(ask.request.state, "form", {})

    def text(self, name: str, most: int = 10_000) -> str:
        """A field's text, cut at `most`."""
        return (self._fields.get(name) or [""])[0].strip()[:most]

    def texts(self, name: str) -> list[str]:
        """All values of a field."""
        return self._fields.get(name, [])

    def number(self, name: str) -> float | None:
        """A field's number, None if it is none."""
        try:
            value = float(self.text(name))
        except ValueError:
            return None
        return value if math.isfinite(value) else None

    def whole(self, name: str) -> int | None:
        """A field's whole number, None if it is none."""
        text = self.text(name, 12)
        return int(text) if text.isdecimal() else None


@router.post("/decide")
def decide_item(ask: Asking) -> Response:
    """Carry out a decision about an item of the queue."""
    ask.need(Role.REVIEWER)
    form = Form(ask)
    site = ask.site
    site.catalogue.look()
    key = form.text("item")
    item = site.catalogue.item(key)
    if item is None:
        raise HTTPException(404, ask.words("This is no longer there: it was merged, split or read anew."))
    back = dict(_pairs(form.text("filter")))
    if form.text("action") == "skip":
        leases.skip(site.store, key, ask.name)
        return _answer(ask, {"done": "skip", "item": key}, _queue(back, after=key))
    action = _action(form, item)
    try:
        order = _order(ask, form, item, action)
        assert ask.person is not None
        done = ruling.rule(
            site.store, site.catalogue, ask.person, item, action,
            version=form.whole("version"), seconds=form.number("seconds"), **order,
        )  # fmt: skip
    except DecisionConflict as conflict:
        return _conflict(ask, item, conflict)
    stays = action in (Action.EDIT, Action.COMMENT)
    told = {
        "done": action.value,
        "item": key,
        "decision": done.decision.id,
        "stays": stays,
        "versions": _versions(ask, item, done.decision.deal_id),
        "total": _total(ask, QueueFilter.of(back)),
    }
    return _answer(ask, told, _queue(back, item=key) if stays else _queue(back, after=key))


@router.post("/undo")
def undo(ask: Asking) -> Response:
    """Undo a decision that is named, or the last of whoever asks; or take back a skip."""
    ask.need(Role.REVIEWER)
    form = Form(ask)
    site = ask.site
    back = dict(_pairs(form.text("filter")))
    if form.text("skipped"):
        leases.unskip(site.store, form.text("skipped"), ask.name)
        return _answer(ask, {"done": "undo", "item": form.text("skipped")}, _queue(back, item=form.text("skipped")))
    assert ask.person is not None
    done = ruling.take_back(site.store, site.catalogue, ask.person, form.text("decision") or None)
    with site.store.reading() as connection:
        from pipeline.store.log import read_decision

        undone = read_decision(connection, str(done.decision.undoes))
    key = _key_of(ask, undone)
    to = form.text("to")
    return _answer(
        ask,
        {"done": "undo", "item": key, "decision": done.decision.id, "undone": done.decision.undoes},
        local(to) if to else _queue(back, item=key),
    )


@router.get("/bulk")
def bulk_page(ask: Asking) -> HTMLResponse:
    """What a decision over a filter would do, before it is done."""
    ask.need(Role.REVIEWER)
    wanted = QueueFilter.of(ask.request.query_params)
    site = ask.site
    total = queue.count(site.catalogue, wanted)
    some = queue.matching(site.catalogue, wanted, 20)
    deals = site.catalogue.entries([each for item in some for each in (item.deal_id, item.other_id) if each])
    return ask.page("bulk.html", wanted=wanted, total=total, some=some, most=MOST_AT_ONCE, deals=deals)


@router.post("/bulk")
def bulk(ask: Asking) -> Response:
    """Accept or reject all that a filter lets through, if they are still as many as were told."""
    ask.need(Role.REVIEWER)
    form = Form(ask)
    site = ask.site
    back = dict(_pairs(form.text("filter")))
    wanted = QueueFilter.of(back)
    items = [item for item in queue.matching(site.catalogue, wanted, MOST_AT_ONCE + 1) if item.open]
    if len(items) != form.whole("expected") or not items or len(items) > MOST_AT_ONCE:
        raise DecisionError(
            ask.words("The filter lets through another number of items by now. Look at it again before you decide.")
        )
    action = Action.REJECT if form.text("action") == "reject" else Action.ACCEPT
    assert ask.person is not None
    done = ruling.rule_all(site.store, site.catalogue, ask.person, items, action, form.text("why"))
    notice = ask.words.count("%(number)s item decided.", "%(number)s items decided.", done.done)
    if done.failed:
        notice += " " + ask.words(
            "%(number)s could not be decided: %(why)s", number=len(done.failed), why=done.failed[0][1]
        )
    return see_other(address("/", QueueFilter.of({}).query(), notice=notice, batch=done.batch))


@router.post("/bulk/undo")
def undo_bulk(ask: Asking) -> Response:
    """Undo every decision that was made together."""
    ask.need(Role.REVIEWER)
    assert ask.person is not None
    done = ruling.take_back_all(ask.site.store, ask.site.catalogue, ask.person, Form(ask).text("batch"))
    notice = ask.words.count("%(number)s decision undone.", "%(number)s decisions undone.", done.done)
    return see_other(address("/", notice=notice))


@router.post("/value")
def value(ask: Asking) -> Response:
    """What characters of an article, by their positions in its own text, say for a field."""
    ask.need(Role.REVIEWER)
    form = Form(ask)
    start, end, name = form.whole("start"), form.whole("end"), form.text("field")
    with ask.site.store.reading() as connection:
        found = stored_mention(connection, form.text("uid"))
    if found is None or start is None or end is None or not 0 <= start < end <= min(len(found[2].text), start + 1_000):
        raise HTTPException(400, ask.words("Select some words of the article."))
    quote = found[2].text[start:end]
    told: dict[str, Any] = {"start": start, "end": end, "quote": quote}
    if name == "parties":
        return JSONResponse(told | {"text": " ".join(quote.split()), "bound": ""})
    try:
        read = as_typed(name, value_of_text(name, quote, None, context_of(found[2])))
    except DecisionError as error:
        return JSONResponse(told | {"problem": str(error)})
    return JSONResponse(told | {"text": read.text, "bound": read.bound})


def _order(ask: Ask, form: Form, item: Item, action: Action) -> dict[str, Any]:
    order: dict[str, Any] = {"why": form.text("why")}
    if item.what == MERGE:
        order["other_version"] = form.whole("other_version")
    if action is Action.COMMENT and not order["why"]:
        raise DecisionError(ask.words("A comment needs words."))
    if action is Action.EDIT:
        name = form.text("field")
        if name not in FIELDS:
            raise DecisionError(ask.words("There is no such field."))
        with ask.site.store.reading() as connection:
            found = stored_mention(connection, item.uid)
        if found is None:
            raise HTTPException(404, ask.words("This is no longer there: it was merged, split or read anew."))
        order |= {"field": name, "value": _edited(form, name, found[0].mention, found[2])}
        quote, start, end = form.text("quote", 300), form.whole("start"), form.whole("end")
        if quote and start is not None and end is not None:
            order["why"] = f"{order['why']} “{quote}” [{start}:{end}]".strip()
    return order


def _edited(form: Form, name: str, mention: DealMention, article: Any) -> Any:
    """The JSON value that an edit form states."""
    if name == "parties":
        return parties_value(form, mention)
    return value_of_text(name, form.text("value"), form.text("bound") or None, context_of(article))


def parties_value(form: Form, told: Any) -> list[dict[str, Any]]:
    """The parties that a form states: those of before under their new names and roles; a nameless one goes."""
    names, roles = form.texts("party"), form.texts("role")
    parties: list[dict[str, Any]] = []
    for number, (name, role) in enumerate(zip(names, roles, strict=False)):
        before = told.parties[number] if number < len(told.parties) else None
        if not name.strip():
            continue
        kept = before is not None and before.name == name.strip()
        parties.append(
            {
                "name": name.strip()[:200],
                "role": role,
                "aliases": list(before.aliases) if kept and before is not None else [],
                "company_id": before.company_id if kept and before is not None else None,
            }
        )
    return parties


def _action(form: Form, item: Item) -> Action:
    told = form.text("action")
    allowed = _ALLOWED[item.what == MERGE]
    if item.what == MERGE:
        told = {"accept": "merge", "reject": "distinct"}.get(told, told)
    if told not in {each.value for each in allowed}:
        raise HTTPException(400, f"{told!r} is no decision about this")
    return Action(told)


def _conflict(ask: Ask, item: Item, conflict: DecisionConflict) -> Response:
    ask.site.catalogue.changed([item.deal_id])
    values = {
        "conflict": str(conflict),
        "changed": [list(each) for each in conflict.changed],
        "version": ask.site.catalogue.version(item.deal_id),
        "item": item.key,
    }
    if _wants_json(ask):
        html = ask.html("conflict.html", **values)
        return JSONResponse(values | {"html": html}, 409)
    return ask.page("conflict_page.html", 409, **values)


def _total(ask: Ask, wanted: QueueFilter) -> str:
    return f"{queue.count(ask.site.catalogue, wanted):,}"


def _versions(ask: Ask, item: Item, deal_id: str | None) -> dict[str, int]:
    told = {each: ask.site.catalogue.version(each) for each in (item.deal_id, item.other_id, deal_id) if each}
    return {each: version for each, version in told.items() if version is not None}


def _key_of(ask: Ask, decision: Any) -> str:
    if decision is None or not decision.mentions:
        return ""
    if decision.action in (Action.MERGE, Action.DISTINCT) and decision.deal_id and decision.other_id:
        from review.entries import merge_key

        return merge_key(decision.deal_id, decision.other_id)
    uid = decision.others[0].uid if decision.action is Action.SPLIT else decision.mentions[0].uid
    return f"m-{uid}"


def _answer(ask: Ask, told: dict[str, Any], to: str) -> Response:
    return JSONResponse(told) if _wants_json(ask) else see_other(to)


def _wants_json(ask: Ask) -> bool:
    return "application/json" in ask.request.headers.get("accept", "")


def _queue(back: dict[str, str], **values: str) -> str:
    return address("/", QueueFilter.of(back).query(), **values)


def _pairs(query: str) -> list[tuple[str, str]]:
    from urllib.parse import parse_qsl

    try:
        return parse_qsl(query, max_num_fields=40)
    except ValueError:
        return []
