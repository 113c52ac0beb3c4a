"""The ids of deals in the database: each kept for good, led on to the deal that holds it now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from pipeline.assign import Assignment, Owned, assign, first_choice
from pipeline.store import models as t
from pipeline.store.load import parts_of


def resolve_id(connection: Connection, deal_id: str) -> str | None:
    """The id of the deal that an id leads to now, in any case; None if there is none."""
    return connection.scalar(
        select(t.deal_identity.c.leads_to).where(t.deal_identity.c.deal_id == deal_id.strip().upper())
    )


def aliases_of(connection: Connection, deal_id: str) -> list[str]:
    """The other ids that lead to a deal."""
    query = (
        select(t.deal_identity.c.deal_id)
        .where(t.deal_identity.c.leads_to == deal_id, t.deal_identity.c.deal_id != deal_id)
        .order_by(t.deal_identity.c.deal_id)
    )
    return list(connection.scalars(query))


def identify_clusters(
    connection: Connection,
    clusters: Sequence[Sequence[str]],
    seeds: Sequence[str],
    before: Mapping[str, Sequence[str]],
    keeps: Mapping[str, tuple[str, ...]],
    now: str,
) -> tuple[Assignment, dict[str, str | None]]:
    """Give clusters their ids and write where every id of theirs leads now.

    Args:
        connection: A connection in a transaction that writes.
        clusters: The uids of each cluster's mentions, the first one first.
        seeds: A text for each cluster that is its own.
        before: The deals that these mentions belonged to, with the uids of those of their mentions that are left.
        keeps: Ids that people gave to a part of a deal.
        now: When new ids are made.

    Returns:
        The ids, and for each id that one of the clusters or old deals bears where it leads now (None: to no deal).
    """
    uids = [uid for cluster in clusters for uid in cluster]
    rows = _rows(connection, uids, list(before))
    present = set(uids)
    lasting = {deal_id: _lasting_owner(row, present, before) for deal_id, row in rows.items()}
    owners = {
        deal_id: next((uid for uid in keeps.get(deal_id, ()) if uid in present), lasting[deal_id]) for deal_id in rows
    }
    owned: dict[str, list[Owned]] = defaultdict(list)
    for deal_id, owner in owners.items():
        if owner is not None:
            owned[owner].append(Owned(rows[deal_id].number, deal_id))
    known: dict[str, bool] = {}
    wanted = [first_choice(seed) for seed, own in zip(seeds, clusters, strict=True) if owned.keys().isdisjoint(own)]
    for part in parts_of(wanted):
        held = set(connection.scalars(select(t.deal_identity.c.deal_id).where(t.deal_identity.c.deal_id.in_(part))))
        known.update((deal_id, deal_id in held) for deal_id in part)

    def taken(deal_id: str) -> bool:
        if deal_id not in known:
            query = select(t.deal_identity.c.deal_id).where(t.deal_identity.c.deal_id == deal_id)
            known[deal_id] = connection.scalar(query) is not None
        return known[deal_id]

    assignment = assign(clusters, owned, seeds, taken)
    leads: dict[str, str | None] = {deal_id: assignment.leads.get(deal_id) for deal_id in rows}
    _write(connection, rows, lasting, leads, assignment, now)
    return assignment, leads | {deal_id: deal_id for deal_id in assignment.made}


def _rows(connection: Connection, uids: Sequence[str], deals: Sequence[str]) -> dict[str, Row[Any]]:
    """Every id that these mentions own or that led to these deals."""
    found: dict[str, Row[Any]] = {}
    for column, values in ((t.deal_identity.c.owner, uids), (t.deal_identity.c.leads_to, deals)):
        for part in parts_of(values):
            for row in connection.execute(select(t.deal_identity).where(column.in_(part))):
                found[row.deal_id] = row
    return found


def _lasting_owner(row: Row[Any], present: set[str], before: Mapping[str, Sequence[str]]) -> str | None:
    """Who owns an id but for people's decisions: its owner, or the first mention left of the deal that it led to."""
    if row.owner in present:
        return str(row.owner)
    return next(iter(before.get(row.leads_to, ())), row.owner)


def _write(
    connection: Connection,
    rows: Mapping[str, Row[Any]],
    lasting: Mapping[str, str | None],
    leads: Mapping[str, str | None],
    assignment: Assignment,
    now: str,
) -> None:
    """Write new ids and what changed. An owner that people set is not written, so that an undo gives the id back."""
    last = connection.scalar(select(func.max(t.deal_identity.c.number))) or 0
    new = [
        {"deal_id": deal_id, "number": number, "owner": owner, "created": now, "leads_to": deal_id}
        for number, (deal_id, owner) in enumerate(assignment.made.items(), start=last + 1)
    ]
    if new:
        connection.execute(insert(t.deal_identity), new)
    changed = [
        {"of": deal_id, "to": leads[deal_id], "own": lasting[deal_id]}
        for deal_id, row in sorted(rows.items())
        if (row.owner, row.leads_to) != (lasting[deal_id], leads[deal_id])
    ]
    if changed:
        statement = update(t.deal_identity).where(t.deal_identity.c.deal_id == bindparam("of"))
        connection.execute(statement.values(leads_to=bindparam("to"), owner=bindparam("own")), changed)
