"""What happened to deals, written down as it happens, so that people can ask what is new since a day."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, insert

from pipeline.store import models as t

_TOLD = ("kind", "status", "parties", "amount", "power", "terms", "announced", "review", "sources")
"""The fields of a deal whose change is news; how a value was chosen is none."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a deal: new, changed, merged (into `into`), split (told apart from another), or gone."""

    deal_id: str
    what: str
    version: int = 1
    into: str | None = None
    fields: tuple[dict[str, Any], ...] = field(default=())


def changes_of(
    fresh: Sequence[Mapping[str, Any]],
    altered: Sequence[Mapping[str, Any]],
    old: Mapping[str, Row[Any]],
    revived: Collection[str],
) -> list[Change]:
    """The changes that rows of deals bring; `revived` are ids that were there before and come back."""
    told = [Change(row["id"], "split" if row["id"] in revived else "new") for row in fresh]
    for row in altered:
        before, after = json.loads(old[row["id"]].record), json.loads(row["record"])
        fields = tuple(
            {"field": name, "before": before.get(name), "after": after.get(name)}
            for name in _TOLD
            if _plain(before.get(name)) != _plain(after.get(name))
        )
        if fields:
            told.append(Change(row["id"], "changed", old[row["id"]].version + 1, fields=fields))
    return told


def write_changes(connection: Connection, changes: Sequence[Change], now: str) -> None:
    """Write changes with their time, in order of deal."""
    rows = [
        {
            "at": now,
            "deal_id": change.deal_id,
            "what": change.what,
            "version": change.version,
            "fields": json.dumps(
                [{"field": "id", "before": change.deal_id, "after": change.into}] if change.into else change.fields,
                ensure_ascii=False,
            ),
        }
        for change in sorted(changes, key=lambda each: (each.deal_id, each.what))
    ]
    if rows:
        connection.execute(insert(t.deal_change), rows)


def _plain(value: Any) -> Any:
    """Parties by name and role: another spelling found elsewhere is no news."""
    if isinstance(value, list):
        return sorted((each["name"], each["role"]) for each in value)
    return value
