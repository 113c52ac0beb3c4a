"""The working set of a merge: mentions that are thought over together, with what hangs together with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from sqlalchemy import Connection, delete, func, select

from pipeline.blocking import block_keys
from pipeline.columns import columns_of
from pipeline.compare import MERGE_AT
from pipeline.decisions import Rulings
from pipeline.facts import Facts, Key
from pipeline.resolve import Companies
from pipeline.scores import score_pairs
from pipeline.store import models as t
from pipeline.store.insert import insert_pairs
from pipeline.store.load import parts_of
from pipeline.store.log import ruled_about
from pipeline.store.ready import Ready, load_ready
from schemas.decision import Action

Link = tuple[str | None, str | None, str | None]
"""The deal and component of a mention so far, and why it was merged there as JSON."""


@dataclass(slots=True)
class WorkingSet:
    """What one refresh thinks over, `complete` if that is all there is.

    `fresh` are the mentions that are new or were decided about, not only like others; `beside` are mentions that were
    looked at and belong to other deals, by their ids.
    """

    connection: Connection
    companies: Companies
    complete: bool = False
    facts: dict[Key, Facts] = field(default_factory=dict)
    ids: dict[Key, int] = field(default_factory=dict)
    uids: dict[Key, str] = field(default_factory=dict)
    links: dict[Key, Link] = field(default_factory=dict)
    keys: dict[Key, frozenset[int]] = field(default_factory=dict)
    fresh: set[Key] = field(default_factory=set)
    beside: dict[int, Ready] = field(default_factory=dict)
    rulings: Rulings = field(default_factory=Rulings)


def unmerged(connection: Connection) -> list[int]:
    """The mentions that no merge has seen yet."""
    # Mostly there are none, and counting is far quicker than looking for each that is not there.
    seen = select(func.count()).select_from(t.deal_mention).where(t.deal_mention.c.component.is_not(None))
    if connection.scalar(select(func.count()).select_from(t.mention)) == connection.scalar(seen):
        return []
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
    load(run, [each for each in _members(connection, _joined(run)) if each not in known], fresh=False)
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
    there = [run.beside.pop(each) for each in ids if each in run.beside]
    met = {each.id for each in there}
    for each in (*there, *load_ready(run.connection, [each for each in ids if each not in met], run.companies)):
        key = each.key
        run.facts[key] = each.facts
        run.ids[key] = each.id
        run.uids[key] = each.uid
        run.links[key] = (each.deal_id, each.component, each.reasons)
        if fresh:
            run.keys[key] = block_keys(each.facts)
            run.fresh.add(key)
    if not fresh:
        _read_blocks(run, ids)


def write_blocks(run: WorkingSet) -> None:
    """Write the block keys of mentions that have others than before."""
    if run.complete:
        _write_all_blocks(run)
        return
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


def _write_all_blocks(run: WorkingSet) -> None:
    # An index over a million rows is made far quicker at once than kept row by row.
    indexes = sorted(t.mention_block.indexes, key=lambda each: str(each.name))
    for index in indexes:
        index.drop(run.connection)
    run.connection.execute(delete(t.mention_block))
    counts = [len(values) for values in run.keys.values()]
    values = np.fromiter(chain.from_iterable(run.keys.values()), np.int64, sum(counts))
    ids = np.repeat([run.ids[key] for key in run.keys], counts)
    order = np.lexsort((ids, values))
    rows = list(zip(values[order].tolist(), ids[order].tolist(), strict=True))
    insert_pairs(run.connection, t.mention_block, rows)
    for index in indexes:
        index.create(run.connection)


def _read_blocks(run: WorkingSet, ids: Sequence[int]) -> None:
    by_id = {mention_id: key for key, mention_id in run.ids.items()}
    found: dict[Key, set[int]] = defaultdict(set)
    for part in parts_of(ids):
        for row in run.connection.execute(select(t.mention_block).where(t.mention_block.c.mention_id.in_(part))):
            found[by_id[row.mention_id]].add(row.key)
    for mention_id in ids:
        run.keys[by_id[mention_id]] = frozenset(found[by_id[mention_id]])


def holders_elsewhere(run: WorkingSet, keys: Iterable[Key]) -> dict[int, list[Key]]:
    """Mentions that are not loaded but share a block with one of these, by id, with those that they share one with."""
    holders: dict[int, list[Key]] = defaultdict(list)
    for key in keys:
        for value in run.keys[key]:
            holders[value].append(key)
    known = set(run.ids.values())
    pairs: dict[int, set[Key]] = defaultdict(set)
    for part in parts_of(sorted(holders)):
        for value, mention_id in run.connection.execute(_BLOCKS.where(t.mention_block.c.key.in_(part))).tuples():
            if mention_id not in known:
                pairs[mention_id].update(holders[value])
    return {each: sorted(pairs[each]) for each in sorted(pairs)}


def look_beside(run: WorkingSet, ids: Iterable[int]) -> None:
    """Make mentions ready that are not part of the set."""
    missing = [each for each in ids if each not in run.beside]
    run.beside.update((each.id, each) for each in load_ready(run.connection, missing, run.companies))


def scores_beside(run: WorkingSet, pairs: Mapping[int, Sequence[Key]]) -> list[tuple[float, Key, int]]:
    """The score of each pair of a loaded mention and one beside that may be one deal."""
    look_beside(run, pairs)
    own = sorted({key for keys in pairs.values() for key in keys})
    others = [run.beside[each] for each in pairs]
    facts = sorted([*(run.facts[key] for key in own), *(each.facts for each in others)], key=lambda each: each.key)
    place = {each.key: number for number, each in enumerate(facts)}
    couples = [(key, each) for each in others for key in pairs[each.id] if key[0] != each.key[0]]
    places = np.array([(place[key], place[each.key]) for key, each in couples], dtype=np.int64).reshape(-1, 2)
    scores = score_pairs(columns_of(facts), places.min(axis=1, initial=len(facts)), places.max(axis=1, initial=-1))
    return [
        (score, key, each.id) for score, (key, each) in zip(scores.tolist(), couples, strict=True) if score == score
    ]


def _joined(run: WorkingSet) -> list[str]:
    """The components that a loaded mention joins."""
    scores = scores_beside(run, holders_elsewhere(run, run.facts))
    found = {run.beside[each].component for score, _, each in scores if score >= MERGE_AT}
    return sorted(each for each in found if each is not None)


_BLOCKS = select(t.mention_block.c.key, t.mention_block.c.mention_id)
