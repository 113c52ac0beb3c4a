"""Deals as they stand in the database."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from pipeline.compare import Comparison
from pipeline.store import models as t
from pipeline.store.load import parts_of
from pipeline.store.rows import exact
from schemas.merged import Deal


@dataclass(frozen=True, slots=True)
class DealDoubt:
    """Two deals that may be one, with the comparison of the likest two of their mentions."""

    deal_id: str
    other_id: str
    comparison: Comparison


def deal_of(row: Row[Any]) -> Deal:
    """The deal of its row."""
    return Deal.model_validate_json(row.record)


def count_deals(connection: Connection) -> int:
    """How many deals there are."""
    return connection.scalar(select(func.count()).select_from(t.deal)) or 0


def deals_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, Row[Any]]:
    """The rows of those of these deals that there are, by their ids."""
    found: dict[str, Row[Any]] = {}
    for part in parts_of(sorted(ids)):
        found.update({row.id: row for row in connection.execute(select(t.deal).where(t.deal.c.id.in_(part)))})
    return found


def deal_row(deal_id: str, deal: Deal) -> dict[str, Any]:
    """The row of a deal but for its version and the time when it was made."""
    day = deal.announced or deal.latest
    return {
        "id": deal_id,
        "kind": deal.kind.value,
        "status": deal.status.value,
        "review": deal.review.value,
        "amount_value": exact(deal.amount.value) if deal.amount else None,
        "amount_currency": deal.amount.currency if deal.amount else None,
        "day": day.last_day().isoformat() if day else None,
        "languages": " ".join(deal.languages),
        "sources": deal.sources,
        "record": deal.model_dump_json(),
    }


def differs(before: Row[Any], row: Mapping[str, Any]) -> bool:
    """Whether a row says anything else than before."""
    told = before._mapping
    return any(told[name] != value for name, value in row.items())


def update_deals(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write over deals that differ; each is a version further."""
    names = [name for name in rows[0] if name != "id"]
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    statement = update(t.deal).where(t.deal.c.id == bindparam("of")).values(version=t.deal.c.version + 1, **values)
    connection.execute(
        statement,
        [
            {"of": row["id"]} | {f"new_{name}": row[name] for name in names}
            for row in sorted(rows, key=lambda row: row["id"])
        ],
    )


def write_doubts(connection: Connection, doubts: Iterable[DealDoubt], of: Collection[str]) -> None:
    """Write doubts in the place of those that these deals had."""
    for part in parts_of(sorted(of)):
        connection.execute(delete(t.doubt).where(t.doubt.c.deal_id.in_(part) | t.doubt.c.other_id.in_(part)))
    rows = {}
    for doubt in doubts:
        first, second = sorted((doubt.deal_id, doubt.other_id))
        reasons = [str(reason) for reason in doubt.comparison.reasons]
        rows[first, second] = {
            "deal_id": first,
            "other_id": second,
            "score": round(doubt.comparison.score, 3),
            "reasons": json.dumps(reasons, ensure_ascii=False),
        }
    if rows:
        connection.execute(insert(t.doubt), [rows[pair] for pair in sorted(rows)])
