"""Deals made from mentions: only what a new mention or a decision touches is thought over again and written.

The outcome is that of merging everything at once: a mention can change only those that hang together with it by a
chain of likeness (its component), and likeness is looked for wherever a block is shared.
"""

from __future__ import annotations

import gc
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from pipeline.blocking import block_keys
from pipeline.choose import choose
from pipeline.compare import DOUBT_AT, compare
from pipeline.decisions import Edit, Rulings, edit_deal, edit_mention, rulings_of
from pipeline.facts import Facts, Key, facts
from pipeline.merge import Cluster, Clustering, Constraints, cluster
from pipeline.resolve import Companies
from pipeline.store import models as t
from pipeline.store.changes import Change, changes_of, write_changes
from pipeline.store.copies import copies_of
from pipeline.store.deals import deal_row, deals_by_id, differs, update_deals, write_doubts
from pipeline.store.engine import lock_merging
from pipeline.store.identity import identify_clusters
from pipeline.store.insert import insert_pairs
from pipeline.store.load import StoredMention, load_mentions, parts_of
from pipeline.store.log import companies_of, resolve_anchors, ruled_about
from pipeline.store.parties import learn_all, learn_names
from pipeline.store.unsettle import unsettle_uids
from schemas.decision import Action
from schemas.merged import Claim, Review

VERSION = "1"
"""The version of merging: where a database was merged by another one, all of it is merged anew."""

_CHUNK = 2000
_KEPT = 60_000
"""Mentions that stay in memory between comparing and writing; beyond it they are read twice instead."""


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


@dataclass(slots=True)
class _Run:
    """What one refresh thinks over."""

    connection: Connection
    companies: Companies
    facts: dict[Key, Facts] = field(default_factory=dict)
    ids: dict[Key, int] = field(default_factory=dict)
    uids: dict[Key, str] = field(default_factory=dict)
    links: dict[Key, tuple[str | None, str | None, tuple[str, ...]]] = field(default_factory=dict)
    keys: dict[Key, frozenset[int]] = field(default_factory=dict)
    kept: dict[int, StoredMention] = field(default_factory=dict)
    rulings: Rulings = field(default_factory=Rulings)


def pending(connection: Connection) -> bool:
    """Whether a mention has not been merged yet, a component has lost one, or merging itself has changed since."""
    unmerged = select(t.mention.c.id).outerjoin(t.deal_mention).where(t.deal_mention.c.component.is_(None)).limit(1)
    if connection.execute(unmerged).first() is not None:
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
    with _without_collection():
        return _refresh(connection, now)


@contextmanager
def _without_collection() -> Iterator[None]:
    """No search for cyclic garbage: among the millions of facts of a full merge it would take a third of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _refresh(connection: Connection, now: str) -> Refreshed:
    everything = not is_current(connection)
    # Read once, and first: of what others save from here on nothing has been learned, and the next refresh merges it.
    fresh = list(connection.scalars(select(t.mention.c.id))) if everything else _unmerged(connection)
    unsettle_uids(connection, resolve_anchors(connection))
    if everything:
        learn_all(connection)
    else:
        learn_names(connection, fresh)
    run = _Run(connection, companies_of(connection))
    lost = _gather(run, fresh, everything)
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    if run.facts or lost:
        clustering = _cluster(run)
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


def _gather(run: _Run, fresh: list[int], everything: bool) -> list[str]:
    """Load these mentions, and all that hangs together with them if it is not everything; give deals that lost one."""
    connection = run.connection
    unsettled = list(connection.scalars(select(t.unsettled.c.component)))
    lost = [name for name in unsettled if name.startswith("D-")]
    if everything:
        _load(run, fresh, fresh=True)
        _write_blocks(run)
        return list(connection.scalars(select(t.deal.c.id)))
    settling = _members(connection, [name for name in unsettled if not name.startswith("D-")])
    _load(run, [*fresh, *settling], fresh=True)
    _write_blocks(run)
    known = set(run.ids.values())
    neighbours = _neighbours(run, known)
    more = [each for each in _members(connection, neighbours) if each not in known]
    _load(run, more, fresh=False)
    while named := _named(run):
        _load(run, named, fresh=False)
    return lost


def _unmerged(connection: Connection) -> list[int]:
    query = select(t.mention.c.id).outerjoin(t.deal_mention).where(t.deal_mention.c.component.is_(None))
    return list(connection.scalars(query))


def _members(connection: Connection, components: Sequence[str]) -> list[int]:
    found: list[int] = []
    for part in parts_of(components):
        query = select(t.deal_mention.c.mention_id).where(t.deal_mention.c.component.in_(part))
        found += connection.scalars(query)
    return found


_OF_SEVERAL = (Action.MERGE, Action.SPLIT, Action.EDIT)
"""Decisions that say something of several mentions at once: what holds for one depends on where the others are."""


def _named(run: _Run) -> list[int]:
    """Mentions that are not loaded but of which decisions about loaded ones speak, with what hangs together with them.

    What people put together need not be alike: a mention that comes back finds the others by the decision alone.
    """
    loaded = set(run.uids.values())
    named = {
        uid
        for each in ruled_about(run.connection, sorted(loaded))
        if each.decision.action in _OF_SEVERAL and each.decision.scope == "deal"
        for uid in (*each.mentions, *each.others)
    }
    return _members(run.connection, _components(run.connection, named - loaded))


def _components(connection: Connection, uids: Iterable[str]) -> list[str]:
    """The components of mentions, by their uids."""
    names: set[str] = set()
    for part in parts_of(sorted(set(uids))):
        query = (
            select(t.deal_mention.c.component)
            .join(t.mention, t.mention.c.id == t.deal_mention.c.mention_id)
            .where(t.mention.c.uid.in_(part), t.deal_mention.c.component.is_not(None))
        )
        names.update(connection.scalars(query))
    return sorted(names)


def _load(run: _Run, ids: Sequence[int], fresh: bool) -> None:
    """Load mentions and make them ready; of fresh ones the block keys are made anew."""
    keep = len(run.ids) + len(ids) <= _KEPT
    for start in range(0, len(ids), _CHUNK):
        part = load_mentions(run.connection, ids=ids[start : start + _CHUNK], counted=True)
        part = _edited(run, part)
        for each in part:
            key = (each.claim.doc_id, each.claim.position)
            run.facts[key] = facts(key, each.mention, each.claim.published, run.companies, each.claim.copies)
            run.ids[key] = each.id
            run.uids[key] = each.claim.uid
            run.links[key] = (each.deal_id, each.component, each.claim.reasons)
            if fresh:
                run.keys[key] = block_keys(run.facts[key])
            if keep:
                run.kept[each.id] = each
    if not fresh:
        _read_blocks(run, ids)


def _edited(run: _Run, stored: Sequence[StoredMention]) -> list[StoredMention]:
    """Mentions as people set and saw them, with the copies of their articles."""
    copies = copies_of(run.connection, {each.claim.doc_id for each in stored})
    rulings = rulings_of(ruled_about(run.connection, [each.claim.uid for each in stored]))
    found = []
    for each in stored:
        claim = each.claim
        update_: dict[str, Any] = {}
        if claim.doc_id in copies:
            update_["copies"] = copies[claim.doc_id]
        if claim.uid in rulings.review:
            update_["review"] = rulings.review[claim.uid]
        if claim.uid in rulings.mention_edits:
            update_["mention"] = edit_mention(claim.mention, rulings.mention_edits[claim.uid])
        found.append(
            StoredMention(each.id, each.deal_id, claim.model_copy(update=update_), each.component) if update_ else each
        )
    return found


def _write_blocks(run: _Run) -> None:
    """Write the block keys of mentions that have others than before."""
    before: dict[int, set[int]] = defaultdict(set)
    linked = [run.ids[key] for key in run.keys if run.links[key][1] is not None]
    for part in parts_of(linked):
        for row in run.connection.execute(select(t.mention_block).where(t.mention_block.c.mention_id.in_(part))):
            before[row.mention_id].add(row.key)
    stale = [run.ids[key] for key, keys in run.keys.items() if before.get(run.ids[key], set()) - keys]
    for part in parts_of(stale):
        run.connection.execute(delete(t.mention_block).where(t.mention_block.c.mention_id.in_(part)))
    gone = set(stale)
    rows = sorted(
        (value, run.ids[key])
        for key, keys in run.keys.items()
        for value in keys - (set() if run.ids[key] in gone else before.get(run.ids[key], set()))
    )
    insert_pairs(run.connection, t.mention_block, rows)


def _read_blocks(run: _Run, ids: Sequence[int]) -> None:
    by_id = {mention_id: key for key, mention_id in run.ids.items()}
    found: dict[Key, set[int]] = defaultdict(set)
    for part in parts_of(ids):
        for row in run.connection.execute(select(t.mention_block).where(t.mention_block.c.mention_id.in_(part))):
            found[by_id[row.mention_id]].add(row.key)
    for mention_id in ids:
        run.keys[by_id[mention_id]] = frozenset(found[by_id[mention_id]])


def _neighbours(run: _Run, known: set[int]) -> list[str]:
    """The components of mentions elsewhere that are like one of those loaded."""
    holders: dict[int, list[Key]] = defaultdict(list)
    for key, values in run.keys.items():
        for value in values:
            holders[value].append(key)
    pairs: dict[int, set[Key]] = defaultdict(set)
    for part in parts_of(sorted(holders)):
        query = select(t.mention_block).where(t.mention_block.c.key.in_(part))
        for row in run.connection.execute(query):
            if row.mention_id not in known:
                pairs[row.mention_id].update(holders[row.key])
    found: set[str] = set()
    ids = sorted(pairs)
    for start in range(0, len(ids), _CHUNK):
        for each in _edited(run, load_mentions(run.connection, ids=ids[start : start + _CHUNK], counted=True)):
            if each.component is None or each.component in found:
                continue
            key = (each.claim.doc_id, each.claim.position)
            other = facts(key, each.mention, each.claim.published, run.companies, each.claim.copies)
            if any(_like(run.facts[own], other) for own in pairs[each.id]):
                found.add(each.component)
    return sorted(found)


def _like(a: Facts, b: Facts) -> bool:
    comparison = compare(a, b)
    return not comparison.barred and comparison.score >= DOUBT_AT


def _cluster(run: _Run) -> Clustering:
    """Cluster what is loaded. Rejected mentions are deals of their own: they hold nothing together that people kept."""
    by_uid = {uid: key for key, uid in run.uids.items()}
    rulings = run.rulings = rulings_of(ruled_about(run.connection, list(run.uids.values())))
    constraints = Constraints(
        tuple(frozenset(by_uid[uid] for uid in group if uid in by_uid) for group in rulings.together),
        frozenset(
            (min(by_uid[a], by_uid[b]), max(by_uid[a], by_uid[b]))
            for a, b in rulings.apart
            if a in by_uid and b in by_uid
        ),
    )
    rejected = {key for key, uid in run.uids.items() if rulings.review.get(uid) is Review.REJECTED}
    if not rejected:
        return cluster(run.facts.values(), constraints, run.keys)
    kept = cluster([each for key, each in run.facts.items() if key not in rejected], constraints, run.keys)
    refused = cluster([run.facts[key] for key in rejected], constraints, run.keys)
    return Clustering([*kept.clusters, *refused.clusters], kept.doubts)


def made_anew(connection: Connection, ids: Sequence[int]) -> Anew:
    """What mentions that hang together with no others make; nothing is written."""
    run = _Run(connection, companies_of(connection))
    _load(run, ids, fresh=True)
    return Anew(run, _cluster(run))


class Anew:
    """Deals as they are made from mentions, before anything is written."""

    def __init__(self, run: _Run, clustering: Clustering) -> None:
        self._run = run
        self._clusters = clustering.clusters
        self.groups = [tuple(run.ids[key] for key in each.keys) for each in clustering.clusters]
        """The ids of the mentions of each deal."""
        self.doubts = {(each.first, each.second): each.comparison for each in clustering.doubts}
        """Which two of the groups may be one."""

    def link(self, number: int, mention_id: int) -> tuple[str, tuple[str, ...]]:
        """The component of a mention of a group, and why it was merged."""
        cluster = self._clusters[number]
        key = next(key for key in cluster.keys if self._run.ids[key] == mention_id)
        return self._run.uids[cluster.component], cluster.reasons[key]

    def block_keys(self) -> Iterator[tuple[int, frozenset[int]]]:
        """Every mention with its block keys."""
        return ((self._run.ids[key], keys) for key, keys in self._run.keys.items())

    def rows(self, deal_ids: Mapping[int, str]) -> Iterator[dict[str, Any]]:
        """The row of each of these groups as the deal of that id."""
        edits, numbers = _deal_edits(self._run, self._clusters), sorted(deal_ids)
        for start in range(0, len(numbers), _CHUNK):
            part = numbers[start : start + _CHUNK]
            yield from _deal_rows(self._run, edits, {number: self._clusters[number].keys for number in part}, deal_ids)


def _deal_rows(
    run: _Run, edits: Mapping[int, Sequence[Edit]], clusters: Mapping[int, Sequence[Key]], ids: Mapping[int, str]
) -> list[dict[str, Any]]:
    claims = _claims(run, [run.ids[key] for keys in clusters.values() for key in keys])
    rows = []
    for number, keys in clusters.items():
        deal = choose([claims[run.ids[key]] for key in keys], run.companies)
        rows.append(deal_row(ids[number], edit_deal(deal, edits.get(number, ()))))
    return rows


def _write(
    run: _Run, clustering: Clustering, lost: Sequence[str], now: str
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
    old = deals_by_id(connection, {*before, *assignment.ids})
    edits = _deal_edits(run, clusters)
    given = dict(enumerate(assignment.ids))
    changes: list[Change] = []
    new: list[str] = []
    changed: list[str] = []
    for start in range(0, len(clusters), _CHUNK):
        part = range(start, min(start + _CHUNK, len(clusters)))
        rows = _deal_rows(run, edits, {number: clusters[number].keys for number in part}, given)
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
    write_doubts(connection, clustering.doubts, assignment.ids, gone)
    for part_ids in parts_of(gone):
        connection.execute(delete(t.deal).where(t.deal.c.id.in_(part_ids)))
    write_changes(connection, changes, now)
    return tuple(new), tuple(changed), tuple(gone)


def _deal_edits(run: _Run, clusters: Sequence[Cluster]) -> dict[int, list[Edit]]:
    """The edits of deals by the number of the cluster that holds the first mention for which they were made."""
    if not run.rulings.deal_edits:
        return {}
    by_uid = {uid: key for key, uid in run.uids.items()}
    home = {key: number for number, each in enumerate(clusters) for key in each.keys}
    edits: dict[int, list[Edit]] = defaultdict(list)
    for uids, edit in run.rulings.deal_edits:
        first = next((by_uid[uid] for uid in uids if uid in by_uid), None)
        if first is not None:
            edits[home[first]].append(edit)
    return edits


def _claims(run: _Run, ids: Sequence[int]) -> dict[int, Claim]:
    missing = [each for each in ids if each not in run.kept]
    loaded: dict[int, StoredMention] = {}
    if missing:
        loaded = {each.id: each for each in _edited(run, load_mentions(run.connection, ids=missing, counted=True))}
    return {each: (run.kept.get(each) or loaded[each]).claim for each in ids}


def _write_links(run: _Run, clustering: Clustering, ids: Sequence[str]) -> None:
    fresh, altered = [], []
    for deal_id, each in zip(ids, clustering.clusters, strict=True):
        component = run.uids[each.component]
        for key in each.keys:
            reasons = each.reasons[key]
            before = run.links[key]
            row = {
                "mention_id": run.ids[key],
                "deal_id": deal_id,
                "component": component,
                "reasons": json.dumps(reasons, ensure_ascii=False),
            }
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
