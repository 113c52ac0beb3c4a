"""The entries of lists: deals and items of the queue, read from the database."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, Select, select

from pipeline.rates import USD, Rates, day_of_rate
from pipeline.resolve import normal_name
from pipeline.store import models as t
from pipeline.store.load import parts_of
from pipeline.store.log import ruled_about
from pipeline.store.rows import to_date
from review.weight import merge_likelihood, weight
from schemas.decision import Action
from schemas.quantity import Money

Place = tuple[float, str]
"""Where an item stands in the order: its weight, negative, and its key."""

MENTION, MERGE = "mention", "merge"


@dataclass(slots=True)
class DealEntry:
    """A deal as lists need it; `usd` and `gigawatts` are its size where told."""

    id: str
    version: int
    kind: str
    status: str
    review: str
    day: str
    languages: tuple[str, ...]
    sources: int
    conflicts: tuple[str, ...]
    confidence: float
    parties: tuple[tuple[str, str, str | None], ...]
    amount: Money | None
    usd: float | None
    gigawatts: float | None
    companies: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()


@dataclass(slots=True)
class Item:
    """Something that a person may decide: a mention, or whether two deals are one (`other_id` is the second).

    `state` is open, accepted or rejected, `by` who said so; `source` is the host of the article's address, or the
    beginning of its name.
    """

    key: str
    what: str
    deal_id: str
    weight: float
    kind: str
    status: str
    language: str
    source: str
    day: str
    confidence: float
    companies: frozenset[str]
    state: str = "open"
    by: str = ""
    other_id: str | None = None
    uid: str = ""

    @property
    def place(self) -> Place:
        """Where it stands in the order."""
        return (-self.weight, self.key)

    @property
    def open(self) -> bool:
        """Whether nobody has decided."""
        return self.state == "open"


@dataclass(slots=True)
class Load:
    """What was read: deals by id, items, and of companies their names as told and normalised, the name that they are
    shown by, and those that nobody listed or confirmed.
    """

    deals: dict[str, DealEntry] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    forms: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    shown_names: dict[str, str] = field(default_factory=dict)
    provisional: set[str] = field(default_factory=set)


def load(connection: Connection, rates: Rates, deal_ids: Collection[str] | None = None) -> Load:
    """Read deals with their mentions and doubts: all, or some by their ids."""
    loaded = Load()
    for row in _parts(connection, select(t.deal), t.deal.c.id, deal_ids):
        loaded.deals[row.id] = _entry(row, rates)
    companies, parties = _parties(connection, deal_ids, loaded)
    for deal_id, entry in loaded.deals.items():
        entry.companies = companies.get(deal_id, frozenset())
    doubts = _doubts(connection, deal_ids)
    in_doubt = {deal_id for pair in doubts for deal_id in pair}
    _add_mentions(connection, deal_ids, loaded, parties, in_doubt, rates)
    beside = _beside(connection, in_doubt - set(loaded.deals), loaded, rates)
    for (first, second), score in doubts.items():
        pair = [loaded.deals.get(each) or beside.get(each) for each in (first, second)]
        if pair[0] is not None and pair[1] is not None:
            loaded.items.append(_merge_item(pair[0], pair[1], score))
    return loaded


def _beside(connection: Connection, deal_ids: Collection[str], loaded: Load, rates: Rates) -> dict[str, DealEntry]:
    """The deals that may be one with those read, which are not read anew themselves."""
    found = {row.id: _entry(row, rates) for row in _parts(connection, select(t.deal), t.deal.c.id, deal_ids)}
    companies, _ = _parties(connection, deal_ids, loaded)
    for deal_id, entry in found.items():
        entry.companies = companies.get(deal_id, frozenset())
    return found


def _parts(
    connection: Connection, query: Select[Any], column: Any, wanted: Collection[str] | None
) -> Iterator[Row[Any]]:
    if wanted is None:
        yield from connection.execute(query)
        return
    for part in parts_of(sorted(wanted)):
        yield from connection.execute(query.where(column.in_(part)))


def _entry(row: Row[Any], rates: Rates) -> DealEntry:
    told = json.loads(row.record)
    amount = None if told["amount"] is None else Money.model_validate(told["amount"])
    power = told["power"]
    return DealEntry(
        id=row.id,
        version=row.version,
        kind=row.kind,
        status=row.status,
        review=row.review,
        day=row.day or "",
        languages=tuple(told["languages"]),
        sources=row.sources,
        conflicts=tuple(told["conflicts"]),
        confidence=told["confidence"],
        parties=tuple((each["name"], each["role"], each["company_id"]) for each in told["parties"]),
        amount=amount,
        usd=_usd(amount, told, rates),
        gigawatts=None if power is None else float(power["value"]),
    )


def _usd(amount: Money | None, told: dict[str, Any], rates: Rates) -> float | None:
    if amount is None:
        return None
    day = day_of_rate(to_date(told["announced"]), to_date(told["latest"]))
    return _in_usd(amount.value, amount.currency, day, rates)


def _in_usd(value: Decimal, currency: str, day: datetime.date | None, rates: Rates) -> float | None:
    if currency == USD:
        return float(value)
    rate = None if day is None else rates.rate(currency, USD, day)
    return None if rate is None else float(value * rate.value)


def _parties(
    connection: Connection, deal_ids: Collection[str] | None, loaded: Load
) -> tuple[dict[str, frozenset[str]], dict[int, frozenset[str]]]:
    query = (
        select(
            t.deal_mention.c.deal_id, t.mention_party.c.mention_id, t.mention_party.c.company_id,
            t.mention_party.c.name, t.company.c.name.label("shown"), t.company.c.provisional,
        )
        .join(t.mention_party, t.mention_party.c.mention_id == t.deal_mention.c.mention_id)
        .join(t.company, t.company.c.id == t.mention_party.c.company_id)
    )  # fmt: skip
    of_deal: dict[str, set[str]] = defaultdict(set)
    of_mention: dict[int, set[str]] = defaultdict(set)
    for row in _parts(connection, query, t.deal_mention.c.deal_id, deal_ids):
        of_deal[row.deal_id].add(row.company_id)
        of_mention[row.mention_id].add(row.company_id)
        if row.name not in loaded.forms[row.company_id]:
            loaded.forms[row.company_id].add(row.name)
            loaded.names[row.company_id].add(normal_name(row.name))
        if row.company_id not in loaded.shown_names:
            loaded.shown_names[row.company_id] = row.shown
            if row.provisional:
                loaded.provisional.add(row.company_id)
            loaded.names[row.company_id].add(normal_name(row.shown))
    return (
        {deal_id: frozenset(found) for deal_id, found in of_deal.items()},
        {mention_id: frozenset(found) for mention_id, found in of_mention.items()},
    )


def _doubts(connection: Connection, deal_ids: Collection[str] | None) -> dict[tuple[str, str], float]:
    first = list(_parts(connection, select(t.doubt), t.doubt.c.deal_id, deal_ids))
    second = [] if deal_ids is None else list(_parts(connection, select(t.doubt), t.doubt.c.other_id, deal_ids))
    return {(row.deal_id, row.other_id): row.score for row in (*first, *second)}


def _add_mentions(
    connection: Connection,
    deal_ids: Collection[str] | None,
    loaded: Load,
    parties: dict[int, frozenset[str]],
    doubtful: Collection[str],
    rates: Rates,
) -> None:
    query = (
        select(
            t.mention.c.id, t.mention.c.uid, t.mention.c.kind, t.mention.c.status, t.mention.c.amount_value,
            t.mention.c.amount_currency, t.mention.c.power_value, t.mention.c.confidence, t.deal_mention.c.deal_id,
            t.article.c.doc_id, t.article.c.url, t.article.c.published, t.article.c.language,
        )
        .join(t.deal_mention, t.deal_mention.c.mention_id == t.mention.c.id)
        .join(t.article, t.article.c.id == t.mention.c.article_id)
    )  # fmt: skip
    rows = list(_parts(connection, query, t.deal_mention.c.deal_id, deal_ids))
    ruled = _ruled(connection, None if deal_ids is None else [row.uid for row in rows])
    hosts: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        entry = loaded.deals.get(row.deal_id)
        if entry is None:
            continue
        source = source_of(row.url, row.doc_id)
        hosts[row.deal_id].add(source)
        state, by = ruled.get(row.uid, ("open", ""))
        usd = _mention_usd(row, rates)
        gigawatts = None if row.power_value is None else float(row.power_value)
        conflicts = len(entry.conflicts) + (row.deal_id in doubtful)
        size = (usd, gigawatts) if usd is not None or gigawatts is not None else (entry.usd, entry.gigawatts)
        loaded.items.append(
            Item(
                key=f"m-{row.uid}",
                what=MENTION,
                deal_id=row.deal_id,
                weight=round(weight(row.confidence, *size, conflicts), 6),
                kind=row.kind,
                status=row.status,
                language=row.language,
                source=source,
                day=row.published or entry.day,
                confidence=row.confidence,
                companies=parties.get(row.id, frozenset()),
                state=state,
                by=by,
                uid=row.uid,
            )
        )
    for deal_id, entry in loaded.deals.items():
        entry.hosts = frozenset(hosts.get(deal_id, ()))


def _mention_usd(row: Row[Any], rates: Rates) -> float | None:
    if row.amount_value is None:
        return None
    published = to_date(row.published)
    day = None if published is None else published.last_day()
    return _in_usd(Decimal(row.amount_value), row.amount_currency, day or datetime.date.max, rates)


def _merge_item(first: DealEntry, second: DealEntry, score: float) -> Item:
    size = max((each.usd for each in (first, second) if each.usd is not None), default=None)
    gigawatts = max((each.gigawatts for each in (first, second) if each.gigawatts is not None), default=None)
    conflicts = max(len(first.conflicts), len(second.conflicts)) + 1
    likelihood = merge_likelihood(score)
    return Item(
        key=merge_key(first.id, second.id),
        what=MERGE,
        deal_id=first.id,
        other_id=second.id,
        weight=round(weight(likelihood, size, gigawatts, conflicts), 6),
        kind=first.kind,
        status=first.status,
        language=" ".join(sorted({*first.languages, *second.languages})),
        source="",
        day=max(first.day, second.day),
        confidence=likelihood,
        companies=first.companies | second.companies,
    )


def merge_key(first: str, second: str) -> str:
    """The key of the question whether two deals are one."""
    return f"d-{min(first, second)}~{max(first, second)}"


def source_of(url: str | None, doc_id: str) -> str:
    """Where an article comes from: its host, without `www.`, or the first part of its name."""
    host = ""
    if url:
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            host = ""
    return host.removeprefix("www.") or doc_id.split("-")[0][:40]


def _ruled(connection: Connection, uids: Iterable[str] | None) -> dict[str, tuple[str, str]]:
    """What people said of mentions: accepted or rejected, and who."""
    if uids is None:
        spoken = select(t.decision_mention.c.uid).where(t.decision_mention.c.uid.is_not(None)).distinct()
        uids = list(connection.scalars(spoken))
    found: dict[str, tuple[str, str]] = {}
    for each in ruled_about(connection, list(uids)):
        if each.decision.action in (Action.ACCEPT, Action.REJECT):
            found.update(dict.fromkeys(each.mentions, (f"{each.decision.action.value}ed", each.decision.by)))
    return found
