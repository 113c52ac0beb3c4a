"""Deals made from mentions: only what a new mention or a decision touches is thought over again and written.

The outcome is that of merging everything at once: a mention can change only those that hang together with it by a
chain of pairs that are surely one deal (its component), and such pairs are looked for wherever a block is shared.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from pipeline.merge import Cluster, Clustering
from pipeline.pause import without_collecting
from pipeline.store import models as t
from pipeline.store.changes import Change, changes_of, write_changes
from pipeline.store.deals import deals_by_id, differs, update_deals, write_doubts
from pipeline.store.doubting import doubts_about
from pipeline.store.engine import lock_merging
from pipeline.store.identity import identify_clusters
from pipeline.store.load import parts_of
from pipeline.store.log import companies_of, resolve_anchors
from pipeline.store.making import CHUNK, cluster_set, deal_edits, deal_rows
from pipeline.store.parties import learn_all, learn_names
from pipeline.store.unsettle import unsettle_uids
from pipeline.store.working import WorkingSet, gather, unmerged

VERSION = "2"
"""The version of merging: where a database was merged by another one, all of it is merged anew."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many deals there are, and how many were new, changed, or gone (merged away or without a source)."""

    deals: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    new_ids: tuple[str, ...] = ()
    changed_ids: tuple[str, ...] = ()
    gone_ids: tuple[str, ...] = ()


def pending(connection: Connection) -> bool:
    """Whether a mention has not been merged yet, a component has lost one, or merging itself has changed since."""
    if unmerged(connection):
        return True
    if connection.execute(select(t.unsettled.c.component).limit(1)).first() is not None:
        return True
    return connection.execute(select(t.mention.c.id).limit(1)).first() is not None and not is_current(connection)


def refresh(connection: Connection, now: str) -> Refreshed:
    """Merge what is new or unsettled and write what changed.

    Args:
        connection: A connection in a transaction that writes.
        now: The time of this run as a text that sorts by time; new deals are stamped with it.
    """
    lock_merging(connection)
    with without_collecting():
        return _refresh(connection, now)


def _refresh(connection: Connection, now: str) -> Refreshed:
    everything = not is_current(connection)
    # Read once, and first: of what others save from here on nothing has been learned, and the next refresh merges it.
    fresh = list(connection.scalars(select(t.mention.c.id))) if everything else unmerged(connection)
    unsettle_uids(connection, resolve_anchors(connection))
    if everything:
        learn_all(connection)
    else:
        learn_names(connection, fresh)
    run = WorkingSet(connection, companies_of(connection), complete=everything)
    lost = gather(run, fresh, everything)
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    if run.facts or lost:
        clustering = cluster_set(run)
        new, changed, gone = _write(run, clustering, lost, now)
    connection.execute(delete(t.unsettled))
    _remember_version(connection)
    deals = connection.scalar(select(func.count()).select_from(t.deal)) or 0
    return Refreshed(deals, len(new), len(changed), len(gone), new, changed, gone)


def is_current(connection: Connection) -> bool:
    """Whether all deals were made by this version of merging."""
    return connection.scalar(select(t.fact.c.value).where(t.fact.c.name == "merging")) == VERSION


def _remember_version(connection: Connection) -> None:
    if not is_current(connection):
        connection.execute(delete(t.fact).where(t.fact.c.name == "merging"))
        connection.execute(insert(t.fact).values(name="merging", value=VERSION))


def _write(
    run: WorkingSet, clustering: Clustering, lost: Sequence[str], now: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    connection, clusters = run.connection, clustering.clusters
    before: dict[str, list[str]] = {deal_id: [] for deal_id in lost}
    for key in sorted(run.links):
        deal_id = run.links[key][0]
        if deal_id is not None:
            before.setdefault(deal_id, []).append(run.uids[key])
    uids = [[run.uids[key] for key in each.keys] for each in clusters]
    seeds = [run.uids[each.keys[0]] for each in clusters]
    assignment, leads = identify_clusters(connection, uids, seeds, before, run.rulings.keeps, now)
    touched = _touched(run, clusters, assignment.ids, before, lost)
    anew = {assignment.ids[number] for number in touched}
    old = deals_by_id(connection, anew | (before.keys() - set(assignment.ids)))
    edits = deal_edits(run, clusters)
    given = dict(enumerate(assignment.ids))
    changes: list[Change] = []
    new: list[str] = []
    changed: list[str] = []
    for start in range(0, len(touched), CHUNK):
        part = touched[start : start + CHUNK]
        rows = deal_rows(run, edits, {number: clusters[number].keys for number in part}, given)
        fresh = [row for row in rows if row["id"] not in old]
        altered = [row for row in rows if row["id"] in old and differs(old[row["id"]], row)]
        if fresh:
            connection.execute(insert(t.deal), [{**row, "created": now, "version": 1} for row in fresh])
        if altered:
            update_deals(connection, altered)
        new += [row["id"] for row in fresh]
        changed += [row["id"] for row in altered]
        changes += changes_of(
            fresh, altered, old, {deal_id for deal_id in leads if leads[deal_id] == deal_id} - set(assignment.made)
        )
    _write_links(run, clustering, assignment.ids)
    gone = sorted(set(before) & set(old) - set(assignment.ids))
    changes += [
        Change(deal_id, "merged" if leads.get(deal_id) else "gone", old[deal_id].version, leads.get(deal_id))
        for deal_id in gone
    ]
    doubts = doubts_about(run, clustering, set(touched), assignment.ids)
    write_doubts(connection, doubts, anew | set(gone))
    for part_ids in parts_of(gone):
        connection.execute(delete(t.deal).where(t.deal.c.id.in_(part_ids)))
    write_changes(connection, changes, now)
    return tuple(new), tuple(changed), tuple(gone)


def _touched(
    run: WorkingSet,
    clusters: Sequence[Cluster],
    ids: Sequence[str],
    before: Mapping[str, Sequence[str]],
    lost: Collection[str],
) -> list[int]:
    """The numbers of the clusters that are not just what a deal was: the same mentions, none of them new or ruled."""
    return [
        number
        for number, (deal_id, each) in enumerate(zip(ids, clusters, strict=True))
        if deal_id in lost
        or len(before.get(deal_id, ())) != len(each.keys)
        or any(key in run.fresh or run.links[key][0] != deal_id for key in each.keys)
    ]


def _write_links(run: WorkingSet, clustering: Clustering, ids: Sequence[str]) -> None:
    fresh, altered = [], []
    for deal_id, each in zip(ids, clustering.clusters, strict=True):
        component = run.uids[each.component]
        for key in each.keys:
            reasons = json.dumps(each.reasons[key], ensure_ascii=False)
            before = run.links[key]
            row = {"mention_id": run.ids[key], "deal_id": deal_id, "component": component, "reasons": reasons}
            if before[0] is None:
                fresh.append(row)
            elif before != (deal_id, component, reasons):
                altered.append({f"new_{name}": value for name, value in row.items()})
    if fresh:
        run.connection.execute(insert(t.deal_mention), fresh)
    if altered:
        names = ("deal_id", "component", "reasons")
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        statement = update(t.deal_mention).where(t.deal_mention.c.mention_id == bindparam("new_mention_id"))
        run.connection.execute(
            statement.values(**values), sorted(altered, key=lambda row: int(str(row["new_mention_id"])))
        )
