"""The working set of a merge: mentions that are thought over together, with what hangs together with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, select

from pipeline.blocking import block_keys
from pipeline.compare import DOUBT_AT, compare
from pipeline.decisions import Rulings, edit_mention, rulings_of
from pipeline.facts import Facts, Key, facts
from pipeline.resolve import Companies
from pipeline.store import models as t
from pipeline.store.copies import copies_of
from pipeline.store.insert import insert_pairs
from pipeline.store.load import StoredMention, load_mentions, parts_of
from pipeline.store.log import ruled_about
from schemas.decision import Action
from schemas.merged import Claim

_CHUNK = 2000
_KEPT = 250_000
"""Mentions that stay in memory between comparing and writing; beyond it they are read twice instead."""


@dataclass(slots=True)
class WorkingSet:
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


def unmerged(connection: Connection) -> list[int]:
    query = select(t.mention.c.id).outerjoin(t.deal_mention).where(t.deal_mention.c.component.is_(None))
    return list(connection.scalars(query))


def gather(run: WorkingSet, fresh: list[int], everything: bool) -> list[str]:
    """Load these mentions, and all that hangs together with them if it is not everything; give deals that lost one."""
    connection = run.connection
    unsettled = list(connection.scalars(select(t.unsettled.c.component)))
    lost = [name for name in unsettled if name.startswith("D-")]
    if everything:
        load(run, fresh, fresh=True)
        write_blocks(run)
        return list(connection.scalars(select(t.deal.c.id)))
    settling = _members(connection, [name for name in unsettled if not name.startswith("D-")])
    load(run, [*fresh, *settling], fresh=True)
    write_blocks(run)
    known = set(run.ids.values())
    neighbours = _neighbours(run, known)
    more = [each for each in _members(connection, neighbours) if each not in known]
    load(run, more, fresh=False)
    while named := _named(run):
        load(run, named, fresh=False)
    return lost


def _members(connection: Connection, components: Sequence[str]) -> list[int]:
    found: list[int] = []
    for part in parts_of(components):
        query = select(t.deal_mention.c.mention_id).where(t.deal_mention.c.component.in_(part))
        found += connection.scalars(query)
    return found


_OF_SEVERAL = (Action.MERGE, Action.SPLIT, Action.EDIT)
"""Decisions that say something of several mentions at once: what holds for one depends on where the others are."""


def _named(run: WorkingSet) -> list[int]:
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


def load(run: WorkingSet, ids: Sequence[int], fresh: bool) -> None:
    """Load mentions and make them ready; of fresh ones the block keys are made anew."""
    keep = len(run.ids) + len(ids) <= _KEPT
    for start in range(0, len(ids), _CHUNK):
        part = load_mentions(run.connection, ids=ids[start : start + _CHUNK], counted=True)
        part = edited(run, part)
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


def edited(run: WorkingSet, stored: Sequence[StoredMention]) -> list[StoredMention]:
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


def write_blocks(run: WorkingSet) -> None:
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


def _read_blocks(run: WorkingSet, ids: Sequence[int]) -> None:
    by_id = {mention_id: key for key, mention_id in run.ids.items()}
    found: dict[Key, set[int]] = defaultdict(set)
    for part in parts_of(ids):
        for row in run.connection.execute(select(t.mention_block).where(t.mention_block.c.mention_id.in_(part))):
            found[by_id[row.mention_id]].add(row.key)
    for mention_id in ids:
        run.keys[by_id[mention_id]] = frozenset(found[by_id[mention_id]])


def _neighbours(run: WorkingSet, known: set[int]) -> list[str]:
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
        for each in edited(run, load_mentions(run.connection, ids=ids[start : start + _CHUNK], counted=True)):
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


def claims_of(run: WorkingSet, ids: Sequence[int]) -> dict[int, Claim]:
    missing = [each for each in ids if each not in run.kept]
    loaded: dict[int, StoredMention] = {}
    if missing:
        loaded = {each.id: each for each in edited(run, load_mentions(run.connection, ids=missing, counted=True))}
    return {each: (run.kept.get(each) or loaded[each]).claim for each in ids}
