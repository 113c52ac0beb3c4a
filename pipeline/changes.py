"""What is new or changed since an instant, from the log that merging keeps, in words for people."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.deals import deal_of
from pipeline.store.load import parts_of
from pipeline.wording import amount_words, party_words, power_words, term_words
from schemas.deal import Party
from schemas.merged import Deal
from schemas.quantity import Money, Power, Terms
from schemas.record import Record

_PARTIES = TypeAdapter(tuple[Party, ...])
_WORDS = {
    "new": "New",
    "changed": "Changed",
    "merged": "Merged into another deal",
    "split": "Told apart from another deal",
    "gone": "No article tells it any more",
    "decided": "Decided by a person",
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field's values before and after, as the deal's JSON has them; None where it told nothing."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class DealChange:
    """Something that happened to a deal at an instant (UTC).

    `what` is new, changed, merged, split, gone or decided. `current` is the id that the deal's leads to now and `deal`
    that deal as it is now; both are None where it is gone.
    """

    at: datetime.datetime
    deal_id: str
    what: str
    fields: tuple[FieldChange, ...]
    current: str | None = None
    deal: Deal | None = None

    def title(self) -> str:
        """The change in a line: `Changed: Nvidia → OpenAI, investment`."""
        told = self.deal_id if self.deal is None else f"{party_words(self.deal.parties)}, {self.deal.kind}"
        return f"{_WORDS.get(self.what, self.what)}: {told}"

    def lines(self) -> list[str]:
        """What changed, a line a field; of a new deal what it is."""
        told = [_field_words(each) for each in self.fields]
        if self.deal is not None and self.what in {"new", "split"}:
            told += [words for words in (self.deal.status.value, _size(self.deal), _day(self.deal)) if words]
        return told

    def record(self) -> Record:
        """The change as a JSON object."""
        return {
            "at": self.at.isoformat(timespec="microseconds"),
            "deal_id": self.deal_id,
            "what": self.what,
            "fields": [{"field": each.field, "before": each.before, "after": each.after} for each in self.fields],
            "current": self.current,
            "title": self.title(),
        }


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes, the newest first, and how many older ones were left out for the limit."""

    told: list[DealChange]
    more: int = 0


def changes_since(
    store: Store, since: datetime.datetime, limit: int | None = None, only: Collection[str] | None = None
) -> Changes:
    """What happened at or after an instant.

    Args:
        store: The database.
        since: An instant with its zone.
        limit: The most changes; the newest are kept.
        only: Ids of deals as they are now; changes of others are left out.
    """
    stamp = since.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    query = select(t.deal_change).where(t.deal_change.c.at >= stamp)
    with store.reading() as connection:
        rows = connection.execute(query.order_by(t.deal_change.c.at.desc(), t.deal_change.c.id.desc())).all()
        current = _current_ids(connection, {row.deal_id for row in rows})
        if only is not None:
            rows = [row for row in rows if current.get(row.deal_id) in only]
        kept = rows[:limit]
        deals = _deals(connection, {current[row.deal_id] for row in kept if row.deal_id in current})
    told = [_change(row, current.get(row.deal_id), deals) for row in kept]
    return Changes(told, len(rows) - len(kept))


def _current_ids(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The deals that ids lead to now; one that leads to none is not there."""
    found: dict[str, str] = {}
    for part in parts_of(sorted(ids)):
        query = select(t.deal_identity.c.deal_id, t.deal_identity.c.leads_to).where(
            t.deal_identity.c.deal_id.in_(part), t.deal_identity.c.leads_to.is_not(None)
        )
        found.update({row.deal_id: row.leads_to for row in connection.execute(query)})
    return found


def _deals(connection: Connection, ids: Iterable[str]) -> dict[str, Deal]:
    found: dict[str, Deal] = {}
    for part in parts_of(sorted(ids)):
        rows = connection.execute(select(t.deal).where(t.deal.c.id.in_(part)))
        found.update({row.id: deal_of(row) for row in rows})
    return found


def _change(row: Any, current: str | None, deals: dict[str, Deal]) -> DealChange:
    fields = tuple(FieldChange(each["field"], each["before"], each["after"]) for each in json.loads(row.fields))
    deal = None if current is None else deals.get(current)
    return DealChange(datetime.datetime.fromisoformat(row.at), row.deal_id, row.what, fields, current, deal)


def _field_words(change: FieldChange) -> str:
    if change.field == "terms":
        return "; ".join(_terms_words(change.before, change.after)) or "terms"
    before, after = (_value_words(change.field, value) for value in (change.before, change.after))
    return f"{change.field}: {before or 'not told'} → {after or 'not told'}"


def _value_words(field: str, value: Any) -> str:
    if value is None:
        return ""
    if field == "amount":
        return amount_words(Money.model_validate(value))
    if field == "power":
        return power_words(Power.model_validate(value))
    if field == "parties":
        return party_words(_PARTIES.validate_python(value))
    return str(value) if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)


def _terms_words(before: Any, after: Any) -> Sequence[str]:
    """Each term that changed."""
    old, new = (dict(term_words(Terms.model_validate(value or {}))) for value in (before, after))
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return [f"{name}: {old.get(name, 'not told')} → {new.get(name, 'not told')}" for name in names]


def _size(deal: Deal) -> str:
    return ", ".join(words for words in (amount_words(deal.amount), power_words(deal.power)) if words)


def _day(deal: Deal) -> str:
    return f"announced {deal.announced}" if deal.announced else ""
