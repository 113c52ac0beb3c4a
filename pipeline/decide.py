"""Deciding: what a person rules of deals, mentions and companies, logged and acted on in one transaction."""

from __future__ import annotations

import base64
import datetime
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, select, update

from pipeline.decisions import Edit, active, builds_on, edit_deal, edit_mention, value_of
from pipeline.store import Refreshed, Store, refresh
from pipeline.store import models as t
from pipeline.store.deals import deal_of
from pipeline.store.engine import lock_companies, lock_merging
from pipeline.store.identity import resolve_id
from pipeline.store.load import StoredMention, load_mentions
from pipeline.store.log import anchor_of, append, decisions_about, read_decision, read_log
from pipeline.store.parties import identify_parties
from pipeline.store.unsettle import unsettle_uids
from schemas.decision import COMPANY_ACTIONS, Action, Anchor, Decision
from schemas.errors import DecisionConflict, DecisionError
from schemas.merged import Deal, Review

_OF_TWO = (Action.MERGE, Action.DISTINCT)
_OF_ONE = (Action.ACCEPT, Action.REJECT, Action.COMMENT, Action.EDIT)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it was written, and what it changed; `known` if it stood already, so that nothing was written."""

    decision: Decision
    deals: Refreshed
    known: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """What a person wants to decide.

    Attributes:
        action: What to do.
        by: Who decides.
        deal_id: The deal that it is about, by any of its ids.
        why: In their words.
        other_id: The other deal, to merge with it or to keep it apart.
        mentions: Uids of mentions: those that leave (split), or the one that is meant instead of the whole deal.
        field: The field to edit, as the gold format names it.
        value: Its new value, as JSON.
        keeps: Which part of a split keeps the id: those that stay, or those that leave.
        version: The version of the deal that the person looked at; None decides whatever it says now.
        other_version: Likewise of the other deal.
    """

    action: Action
    by: str
    deal_id: str
    why: str = ""
    other_id: str | None = None
    mentions: tuple[str, ...] = ()
    field: str | None = None
    value: Any = None
    keeps: str = "stay"
    version: int | None = None
    other_version: int | None = None


def decide(store: Store, order: Order, now: datetime.datetime | None = None) -> Decided:
    """Decide about a deal or one of its mentions.

    Raises:
        DecisionError: If the order makes no sense; nothing is written then.
        DecisionConflict: If the deal has changed since the person looked at it.
    """
    with store.writing() as connection:
        return decide_within(connection, order, now)


def decide_within(connection: Connection, order: Order, now: datetime.datetime | None = None) -> Decided:
    """As `decide`, within a transaction that writes and is somebody else's to keep or to undo."""
    lock_merging(connection)
    deal_id, deal = _deal(connection, order.deal_id)
    _check_version(connection, deal_id, order.version)
    if order.other_id is not None and order.other_version is not None:
        _check_version(connection, _deal(connection, order.other_id)[0], order.other_version)
    decision = _decision(connection, order, deal_id, deal, _stamp(now))
    return _carry_out(connection, decision)


def decide_company(
    store: Store,
    action: Action,
    by: str,
    company: str,
    *,
    other: str | None = None,
    name: str | None = None,
    why: str = "",
    now: datetime.datetime | None = None,
) -> Decided:
    """Decide about a company: confirm, rename, merge it into another, take a name out of it, or say who owns it.

    Args:
        store: The database.
        action: One of the actions for companies.
        by: Who decides.
        company: Its id.
        other: The company it is merged into, that a name goes to, or that owns it.
        name: Its new name (rename), the name that is its own for sure (confirm), or that leaves it (split).
        why: In their words.
        now: The time of the decision.
    """
    if action not in COMPANY_ACTIONS:
        raise DecisionError(f"{action} is no decision about a company")
    with store.writing() as connection:
        lock_companies(connection, change=True)
        lock_merging(connection)
        for each in (company, other if action is Action.MERGE_COMPANIES else None):
            if each is not None and not _is_company(connection, each):
                raise DecisionError(f"there is no company {each!r} in this database; `dealtrail companies` lists them")
        if action is Action.MERGE_COMPANIES and company == other:
            raise DecisionError(f"{company} cannot be merged into itself")
        decision = _made(
            at=_stamp(now),
            by=by,
            action=action,
            why=why,
            scope="company",
            company=company,
            other_company=other,
            name=name,
        )
        return _carry_out(connection, decision)


def undo(store: Store, decision_id: str, by: str, why: str = "", now: datetime.datetime | None = None) -> Decided:
    """Undo a decision, or an undo. What is undone already stays so.

    Raises:
        DecisionError: If there is no such decision, or later ones that stand build on it; the text names them.
    """
    with store.writing() as connection:
        lock_companies(connection, change=True)
        lock_merging(connection)
        target = read_decision(connection, decision_id)
        if target is None:
            raise DecisionError(f"there is no decision {decision_id}; `dealtrail decisions list` shows them")
        related = _related(connection, target)
        standing = _standing_undo(related, target)
        if standing is not None:
            return Decided(standing, Refreshed(), known=True)
        meant = _meant(connection, target)
        later = [each for each in active(related) if each.id != target.id]
        if blocking := builds_on(meant, later):
            named = "; ".join(f"{each.id} ({each.action} by {each.by}, {each.at:%Y-%m-%d %H:%M})" for each in blocking)
            raise DecisionError(f"{target.id} cannot be undone: later decisions build on it: {named}; undo those first")
        decision = _made(
            at=_stamp(now),
            by=by,
            action=Action.UNDO,
            why=why,
            scope="decision",
            undoes=target.id,
            deal_id=target.deal_id,
        )
        return _carry_out(connection, decision, meant)


def decisions(store: Store, deal_id: str | None = None) -> list[Decision]:
    """All decisions in order, or those about the mentions that a deal has now, undone ones and undos among them."""
    with store.reading() as connection:
        if deal_id is None:
            return read_log(connection)
        found = resolve_id(connection, deal_id)
        if found is None:
            raise DecisionError(f"there is no deal {deal_id}")
        return decisions_about(connection, [each.claim.uid for each in load_mentions(connection, deal_id=found)])


def _stamp(now: datetime.datetime | None) -> datetime.datetime:
    return (now or datetime.datetime.now(datetime.UTC)).astimezone(datetime.UTC)


def _deal(connection: Connection, deal_id: str) -> tuple[str, Deal]:
    found = resolve_id(connection, deal_id)
    if found is None:
        raise DecisionError(f"there is no deal {deal_id}")
    return found, deal_of(connection.execute(select(t.deal).where(t.deal.c.id == found)).one())


def _check_version(connection: Connection, deal_id: str, seen: int | None) -> None:
    """Take the deal if it is still as it was seen; else say what has changed since."""
    statement = update(t.deal).where(t.deal.c.id == deal_id).values(version=t.deal.c.version + 1)
    if seen is None:
        connection.execute(statement)
        return
    if connection.execute(statement.where(t.deal.c.version == seen)).rowcount:
        return
    since = select(t.deal_change.c.fields).where(
        t.deal_change.c.deal_id == deal_id, t.deal_change.c.version > seen, t.deal_change.c.what == "changed"
    )
    told = tuple(
        (each["field"], json.dumps(each["before"], ensure_ascii=False), json.dumps(each["after"], ensure_ascii=False))
        for fields in connection.scalars(since.order_by(t.deal_change.c.id))
        for each in json.loads(fields)
    )
    words = "; ".join(f"{name}: {before} → {after}" for name, before, after in told) or "it was decided about"
    raise DecisionConflict(f"{deal_id} was changed by someone else since you looked at it ({words})", told)


def _decision(connection: Connection, order: Order, deal_id: str, deal: Deal, at: datetime.datetime) -> Decision:
    own = load_mentions(connection, deal_id=deal_id)
    chosen = _chosen(own, order.mentions, deal_id)
    fields: dict[str, Any] = {"at": at, "by": order.by, "action": order.action, "why": order.why, "deal_id": deal_id}
    if order.action in _OF_TWO:
        if order.other_id is None:
            raise DecisionError(f"to {order.action} needs the other deal")
        other_id, other = _deal(connection, order.other_id)
        if other_id == deal_id:
            raise DecisionError(f"{order.deal_id} and {order.other_id} are one deal already")
        if order.action is Action.MERGE and (deal.review is Review.REJECTED) is not (other.review is Review.REJECTED):
            rejected = deal_id if deal.review is Review.REJECTED else other_id
            raise DecisionError(f"{rejected} was rejected; undo that before it is merged with another deal")
        others = load_mentions(connection, deal_id=other_id)
        return _made(**fields, other_id=other_id, mentions=_anchors(own), others=_anchors(others))
    if order.action is Action.SPLIT:
        if not chosen or len(chosen) == len(own):
            raise DecisionError(f"a split of {deal_id} needs some of its {len(own)} mentions, not all")
        return _made(**fields, mentions=_anchors(own), others=_anchors(chosen), keeps=order.keeps)
    if order.action not in _OF_ONE:
        raise DecisionError(f"{order.action} is no decision about a deal")
    fields |= {"mentions": _anchors(chosen or own), "scope": "mention" if chosen else "deal"}
    if order.action is Action.EDIT:
        fields |= _edited(order, deal, chosen)
    return _made(**fields)


def _edited(order: Order, deal: Deal, chosen: Sequence[StoredMention]) -> dict[str, Any]:
    """The parts of an edit; the value is tried first, so that nothing is written that does not fit its field."""
    if order.field is None:
        raise DecisionError("an edit needs a field")
    edit = Edit("R-AAAAAAAAAA", order.field, order.value)
    if chosen:
        before = value_of(chosen[0].mention, order.field)
        for each in chosen:
            edit_mention(each.mention, [edit])
    else:
        before = value_of(deal, order.field)
        edit_deal(deal, [edit])
    return {"field": order.field, "value": order.value, "before": before}


def _chosen(own: Sequence[StoredMention], uids: Sequence[str], deal_id: str) -> list[StoredMention]:
    by_uid = {each.claim.uid: each for each in own}
    for uid in uids:
        if uid not in by_uid:
            raise DecisionError(f"{deal_id} has no mention {uid}; `dealtrail show {deal_id}` lists them")
    return [by_uid[uid] for uid in dict.fromkeys(uids)]


def _anchors(mentions: Sequence[StoredMention]) -> tuple[Anchor, ...]:
    return tuple(anchor_of(each) for each in mentions)


def _made(**fields: Any) -> Decision:
    identity = "R-" + base64.b32encode(secrets.token_bytes(10)).decode()
    try:
        return Decision(id=identity, **fields)
    except ValidationError as error:
        raise DecisionError("; ".join(each["msg"].removeprefix("Value error, ") for each in error.errors())) from error


def _carry_out(connection: Connection, decision: Decision, meant: Decision | None = None) -> Decided:
    """Write a decision and make anew what it touches; `meant` is the decision that an undo takes back or gives back."""
    append(connection, decision)
    about = meant or decision
    if about.action in COMPANY_ACTIONS:
        identify_parties(connection)
    unsettle_uids(connection, [anchor.uid for anchor in (*about.mentions, *about.others)])
    deals = refresh.refresh(connection, decision.at.isoformat(timespec="microseconds"))
    return Decided(decision, deals)


def _related(connection: Connection, target: Decision) -> list[Decision]:
    """A decision and those after it that it may have to do with, in order."""
    own = select(t.decision.c.number).where(t.decision.c.id == target.id).scalar_subquery()
    query = select(t.decision.c.record).where(t.decision.c.number >= own).order_by(t.decision.c.number)
    if target.action not in (*COMPANY_ACTIONS, Action.UNDO):
        query = query.where(t.decision.c.action.not_in([action.value for action in COMPANY_ACTIONS]))
    return read_log(connection, query)


def _standing_undo(related: Sequence[Decision], target: Decision) -> Decision | None:
    undone: set[str] = set()
    for each in reversed(related):
        if each.action is Action.UNDO and each.id not in undone and each.undoes is not None:
            if each.undoes == target.id:
                return each
            undone.add(each.undoes)
    return None


def _meant(connection: Connection, target: Decision) -> Decision:
    """The decision that an undo of `target` takes back or gives back in the end."""
    while target.action is Action.UNDO and target.undoes is not None:
        undone = read_decision(connection, target.undoes)
        if undone is None:
            break
        target = undone
    return target


def _is_company(connection: Connection, company_id: str) -> bool:
    return connection.scalar(select(t.company.c.id).where(t.company.c.id == company_id)) is not None
