"""The deals: made again from all mentions, written only where something changed, found by their filters."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from pipeline.assign import assign
from pipeline.choose import choose
from pipeline.facts import Key, facts
from pipeline.merge import Cluster, cluster
from pipeline.store import models as t
from pipeline.store.load import StoredMention, load_mentions
from pipeline.store.rows import exact
from schemas.merged import Deal


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
    """Whether a mention has not been merged into a deal yet, or a deal has lost its last one."""
    unmerged = select(t.mention.c.id).outerjoin(t.deal_mention).where(t.deal_mention.c.deal_id.is_(None)).limit(1)
    empty = select(t.deal.c.id).outerjoin(t.deal_mention).where(t.deal_mention.c.mention_id.is_(None)).limit(1)
    return connection.execute(unmerged).first() is not None or connection.execute(empty).first() is not None


def refresh(connection: Connection, now: str) -> Refreshed:
    """Merge all mentions and write what changed.

    Args:
        connection: A connection in a transaction that writes.
        now: The time of this run as a text that sorts by time; new deals are stamped with it.
    """
    stored = {(m.claim.doc_id, m.position): m for m in load_mentions(connection)}
    clusters = cluster(facts(key, m.mention, m.claim.published) for key, m in stored.items())
    old = {row.id: row for row in connection.execute(select(t.deal))}
    groups = [[stored[key] for key in each.keys] for each in clusters]
    assignment = assign(
        [[m.deal_id for m in group] for group in groups],
        [_seed(group[0]) for group in groups],
        {deal_id: row.created for deal_id, row in old.items()},
    )
    rows = [_deal_row(deal_id, group) for deal_id, group in zip(assignment.ids, groups, strict=True)]
    new, changed = _write_deals(connection, rows, old, now)
    _write_links(connection, assignment.ids, clusters, stored)
    gone = set(old) - set(assignment.ids)
    _write_aliases(connection, assignment.aliases, gone, set(assignment.ids))
    return Refreshed(len(rows), len(new), len(changed), len(gone), tuple(new), tuple(changed), tuple(sorted(gone)))


def resolve_id(connection: Connection, deal_id: str) -> str | None:
    """The id of the deal that an id leads to now, in any case; None if there is none."""
    deal_id = deal_id.strip().upper()
    direct = connection.scalar(select(t.deal.c.id).where(t.deal.c.id == deal_id))
    return direct or connection.scalar(select(t.deal_alias.c.deal_id).where(t.deal_alias.c.old_id == deal_id))


def aliases_of(connection: Connection, deal_id: str) -> list[str]:
    """The earlier ids that lead to a deal."""
    query = select(t.deal_alias.c.old_id).where(t.deal_alias.c.deal_id == deal_id).order_by(t.deal_alias.c.old_id)
    return list(connection.scalars(query))


def deal_of(row: Row[Any]) -> Deal:
    """The deal of its row."""
    return Deal.model_validate_json(row.record)


def count_deals(connection: Connection) -> int:
    """How many deals there are."""
    return connection.scalar(select(func.count()).select_from(t.deal)) or 0


def _seed(first: StoredMention) -> str:
    mention = first.mention
    parties = [(party.name, party.role.value) for party in mention.parties]
    return json.dumps([first.claim.doc_id, mention.kind.value, parties, mention.quote], ensure_ascii=False)


def _deal_row(deal_id: str, group: Sequence[StoredMention]) -> dict[str, Any]:
    deal = choose([m.claim for m in group])
    day = deal.announced or deal.latest
    return {
        "id": deal_id,
        "kind": deal.kind.value,
        "status": deal.status.value,
        "amount_value": exact(deal.amount.value) if deal.amount else None,
        "amount_currency": deal.amount.currency if deal.amount else None,
        "day": day.last_day().isoformat() if day else None,
        "languages": " ".join(deal.languages),
        "sources": deal.sources,
        "record": deal.model_dump_json(),
    }


def _write_deals(
    connection: Connection, rows: Iterable[dict[str, Any]], old: dict[str, Row[Any]], now: str
) -> tuple[list[str], list[str]]:
    new: list[str] = []
    changed: list[str] = []
    for row in rows:
        before = old.get(row["id"])
        if before is None:
            connection.execute(insert(t.deal).values(**row, created=now))
            new.append(row["id"])
        elif any(getattr(before, name) != value for name, value in row.items()):
            connection.execute(update(t.deal).where(t.deal.c.id == row["id"]).values(row))
            changed.append(row["id"])
    return new, changed


def _write_links(
    connection: Connection, ids: Sequence[str], clusters: Sequence[Cluster], stored: dict[Key, StoredMention]
) -> None:
    for deal_id, each in zip(ids, clusters, strict=True):
        for key in each.keys:
            mention, reasons = stored[key], each.reasons[key]
            values = {"deal_id": deal_id, "reasons": json.dumps(reasons, ensure_ascii=False)}
            if mention.deal_id is None:
                connection.execute(insert(t.deal_mention).values(mention_id=mention.id, **values))
            elif (mention.deal_id, mention.claim.reasons) != (deal_id, reasons):
                link = t.deal_mention.c.mention_id == mention.id
                connection.execute(update(t.deal_mention).where(link).values(values))


def _write_aliases(connection: Connection, aliases: dict[str, str], gone: set[str], current: set[str]) -> None:
    """Earlier ids lead on to the survivor; those of a deal that has no source left go with it."""
    # An id that was merged away may come back when its deal is told apart again.
    revived = connection.scalars(select(t.deal_alias.c.old_id).where(t.deal_alias.c.old_id.in_(current))).all()
    connection.execute(delete(t.deal_alias).where(t.deal_alias.c.old_id.in_(revived)))
    for old_id, deal_id in aliases.items():
        connection.execute(update(t.deal_alias).where(t.deal_alias.c.deal_id == old_id).values(deal_id=deal_id))
        connection.execute(insert(t.deal_alias).values(old_id=old_id, deal_id=deal_id))
    for deal_id in sorted(gone):
        connection.execute(delete(t.deal_alias).where(t.deal_alias.c.deal_id == deal_id))
        connection.execute(delete(t.deal).where(t.deal.c.id == deal_id))
