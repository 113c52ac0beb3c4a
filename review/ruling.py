"""Carrying out what a reviewer sent: a decision, a skip, an undo, or many decisions at once."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from pipeline.decide import Decided, Order, decide, undo
from pipeline.decisions import active
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.log import read_log
from review import leases
from review.accounts import Person
from review.catalogue import Catalogue
from review.entries import MERGE, Item
from schemas.decision import Action, Decision
from schemas.errors import DecisionError

LONGEST_SECONDS = 3_600.0
"""A longer look is no look: somebody went away."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a bulk decision did: its name, how many items it decided, and those that could not be, each with why."""

    batch: str
    done: int
    failed: tuple[tuple[str, str], ...] = ()


def rule(
    store: Store,
    catalogue: Catalogue,
    person: Person,
    item: Item,
    action: Action,
    *,
    version: int | None = None,
    seconds: float | None = None,
    batch: str | None = None,
    **order: Any,
) -> Decided:
    """Decide about an item: of a mention accept, reject, edit, comment, split; of two deals merge, distinct, comment.

    Raises:
        DecisionError: If the order makes no sense.
        DecisionConflict: If the deal has changed since it was looked at.
    """
    if item.what == MERGE:
        order = {"other_id": item.other_id} | order
    elif action in (Action.ACCEPT, Action.REJECT, Action.EDIT, Action.SPLIT, Action.COMMENT):
        order = {"mentions": (item.uid,)} | order
    done = decide(store, Order(action, person.name, item.deal_id, version=version, **order))
    take_in(catalogue, done, item.deal_id, item.other_id)
    remember(store, done.decision, seconds, batch)
    if action not in (Action.EDIT, Action.COMMENT):
        leases.release(store, item.key, person.name)
    return done


def take_back(
    store: Store, catalogue: Catalogue, person: Person, decision_id: str | None = None, why: str = ""
) -> Decided:
    """Undo a decision, by default the last that stands of this person's.

    Raises:
        DecisionError: If there is none, or later ones build on it.
    """
    if decision_id is None:
        last = last_of(store, person.name)
        if last is None:
            raise DecisionError("there is nothing of yours to undo")
        decision_id = last.id
    done = undo(store, decision_id, person.name, why)
    take_in(catalogue, done)
    return done


def rule_all(
    store: Store, catalogue: Catalogue, person: Person, items: Sequence[Item], action: Action, why: str
) -> Bulk:
    """Accept or reject many mentions, or keep many pairs apart, each as a decision of its own, told together."""
    batch = secrets.token_hex(8)
    done = 0
    failed: list[tuple[str, str]] = []
    for item in items:
        chosen = action
        if item.what == MERGE:
            chosen = Action.MERGE if action is Action.ACCEPT else Action.DISTINCT
        try:
            rule(store, catalogue, person, item, chosen, why=why, batch=batch, seconds=0.0)
            done += 1
        except DecisionError as error:
            failed.append((item.key, str(error)))
    return Bulk(batch, done, tuple(failed))


def take_back_all(store: Store, catalogue: Catalogue, person: Person, batch: str) -> Bulk:
    """Undo every decision of a batch that stands, the last first."""
    with store.reading() as connection:
        query = (
            select(t.decision.c.id)
            .join(t.decision_time, t.decision_time.c.decision_id == t.decision.c.id)
            .where(t.decision_time.c.batch == batch)
            .order_by(t.decision.c.number.desc())
        )
        ids = list(connection.scalars(query))
    failed: list[tuple[str, str]] = []
    for decision_id in ids:
        try:
            take_back(store, catalogue, person, decision_id)
        except DecisionError as error:
            failed.append((decision_id, str(error)))
    return Bulk(batch, len(ids) - len(failed), tuple(failed))


def last_of(store: Store, name: str) -> Decision | None:
    """The last decision of a person that stands."""
    with store.reading() as connection:
        # Only what could undo one of the last decisions is read, not the whole log.
        query = (
            select(t.decision.c.record).where(t.decision.c.by == name).order_by(t.decision.c.number.desc()).limit(500)
        )
        own = list(reversed(read_log(connection, query)))
        undos = select(t.decision.c.record).where(t.decision.c.undoes.is_not(None)).order_by(t.decision.c.number)
        known = {each.id for each in own}
        every = [*own, *(each for each in read_log(connection, undos) if each.id not in known)]
    standing = active(sorted(every, key=lambda each: each.at))
    return next((each for each in reversed(standing) if each.id in known), None)


def remember(store: Store, decision: Decision, seconds: float | None, batch: str | None = None) -> None:
    """Keep how long a decision took."""
    if seconds is None and batch is None:
        return
    kept = min(max(seconds or 0.0, 0.0), LONGEST_SECONDS)
    with store.writing() as connection:
        connection.execute(insert(t.decision_time).values(decision_id=decision.id, seconds=round(kept, 1), batch=batch))


def take_in(catalogue: Catalogue, done: Decided, *deal_ids: str | None) -> None:
    """Bring the lists up to what a decision did."""
    deals = done.deals
    touched: Iterable[str | None] = (
        *deals.new_ids,
        *deals.changed_ids,
        *deals.gone_ids,
        done.decision.deal_id,
        done.decision.other_id,
        *deal_ids,
    )
    catalogue.changed(each for each in touched if each is not None)
