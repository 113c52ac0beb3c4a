"""What lists are made of, read from the database: all of it, or what belongs to some deals."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, Select, select

from pipeline.pause import without_collecting
from pipeline.resolve import normal_name
from pipeline.store import models as t
from pipeline.store.load import parts_of
from pipeline.store.log import ruled_about
from review.columns import Array, Codes, day_number, language_bits
from review.entries import MENTION, MERGE, Dollars, merge_key, source_of
from review.weight import merge_likelihood, weight
from schemas.deal import PAYERS
from schemas.decision import Action

DEAL_COLUMNS = {
    "deal": np.int32, "version": np.int32, "kind": np.int32, "status": np.int32, "review": np.int32, "day": np.int32,
    "languages": np.int8, "sources": np.int32, "conflicts": np.int16, "confidence": np.float64, "usd": np.float64,
    "gigawatts": np.float64, "ceiling": np.bool_, "tie": np.uint64,
}  # fmt: skip
"""Of each deal; texts are codes, days and languages numbers (`review.columns`), what is not told is NaN.
`tie` sorts as ids do."""

ITEM_COLUMNS = {
    "key": np.int32, "tie": np.uint64, "what": np.int32, "deal": np.int32, "other": np.int32, "weight": np.float64,
    "kind": np.int32, "status": np.int32, "languages": np.int8, "source": np.int32, "day": np.int32,
    "confidence": np.float64, "state": np.int32, "by": np.int32, "located": np.bool_,
}  # fmt: skip
"""Of each item of the queue; `tie` orders items of one weight."""

OUT, IN, WITH = 0, 1, 2
"""What a company does in a deal: it pays, is paid, or is a partner."""

Names = tuple[str, str, str, bool]


@dataclass(slots=True)
class Texts:
    """The codes of a catalogue's texts: of ids of deals, keys of items, ids of companies, and all other words."""

    deals: Codes = field(default_factory=Codes)
    keys: Codes = field(default_factory=Codes)
    companies: Codes = field(default_factory=Codes)
    words: Codes = field(default_factory=Codes)


@dataclass(slots=True)
class Load:
    """What was read: columns of deals and of items, the deals' companies with what they do, the items' companies, and
    the names of companies: (id, name as told, name as shown, whether nobody listed or confirmed it).
    """

    deals: dict[str, list[Any]]
    items: dict[str, list[Any]]
    sides: list[tuple[int, int, int]] = field(default_factory=list)
    item_companies: list[tuple[int, int]] = field(default_factory=list)
    names: list[Names] = field(default_factory=list)


Beside = Callable[[str], dict[str, Any] | None]
"""Gives what is known already of a deal that is not read now."""


def load(
    connection: Connection, texts: Texts, dollars: Dollars, deal_ids: Collection[str] | None, beside: Beside
) -> Load:
    """Read deals with their mentions and doubts: all, or some by their ids."""
    with without_collecting():
        return _Reader(connection, texts, dollars, deal_ids, beside).read()


class _Reader:
    def __init__(
        self, connection: Connection, texts: Texts, dollars: Dollars, deal_ids: Collection[str] | None, beside: Beside
    ) -> None:
        self._connection, self._texts, self._dollars, self._beside = connection, texts, dollars, beside
        self._wanted = None if deal_ids is None else sorted(deal_ids)
        self._loaded = Load({name: [] for name in DEAL_COLUMNS}, {name: [] for name in ITEM_COLUMNS})
        self._deals: dict[int, dict[str, Any]] = {}
        self._roles: dict[tuple[int, int], list[str]] = defaultdict(list)
        self._unnamed: dict[tuple[int, str], list[str]] = defaultdict(list)
        self._companies: dict[int, set[int]] = defaultdict(set)

    def read(self) -> Load:
        """All of it."""
        for row in self._rows(select(t.deal), t.deal.c.id):
            self._deal(row)
        doubts = self._doubts()
        self._mentions({deal_id for pair in doubts for deal_id in pair})
        for (first, second), score in doubts.items():
            self._merge(first, second, score)
        self._sides()
        return self._loaded

    def _rows(self, query: Select[Any], column: Any) -> Iterator[Row[Any]]:
        return _parts(self._connection, query, column, self._wanted)

    def _deal(self, row: Row[Any]) -> None:
        told, texts = json.loads(row.record), self._texts
        amount, power = told["amount"], told["power"]
        usd = None if amount is None else self._dollars.of_deal(amount["value"], amount["currency"], told)
        code = texts.deals.code(row.id)
        values = {
            "deal": code, "version": row.version, "kind": texts.words.code(row.kind),
            "status": texts.words.code(row.status), "review": texts.words.code(row.review),
            "day": day_number(row.day), "languages": language_bits(told["languages"]), "sources": row.sources,
            "conflicts": len(told["conflicts"]), "confidence": told["confidence"],
            "usd": np.nan if usd is None else usd, "gigawatts": np.nan if power is None else float(power["value"]),
            "ceiling": amount is not None and amount["bound"] == "max",
            "tie": int.from_bytes(row.id.removeprefix("D-").encode()[:8].ljust(8, b"\0")),
        }  # fmt: skip
        for name, column in self._loaded.deals.items():
            column.append(values[name])
        self._deals[code] = values
        for party in told["parties"]:
            if party["company_id"]:
                self._roles[code, texts.companies.code(party["company_id"])].append(party["role"])
            else:
                self._unnamed[code, party["name"].casefold()].append(party["role"])

    def _doubts(self) -> dict[tuple[str, str], float]:
        first = list(self._rows(select(t.doubt), t.doubt.c.deal_id))
        second = [] if self._wanted is None else list(self._rows(select(t.doubt), t.doubt.c.other_id))
        return {(row.deal_id, row.other_id): row.score for row in (*first, *second)}

    def _mentions(self, doubtful: Collection[str]) -> None:
        query = (
            select(
                t.mention.c.id, t.mention.c.uid, t.mention.c.kind, t.mention.c.status, t.mention.c.amount_value,
                t.mention.c.amount_currency, t.mention.c.power_value, t.mention.c.confidence, t.mention.c.located,
                t.deal_mention.c.deal_id, t.article.c.doc_id, t.article.c.url, t.article.c.published,
                t.article.c.language,
            )
            .join(t.deal_mention, t.deal_mention.c.mention_id == t.mention.c.id)
            .join(t.article, t.article.c.id == t.mention.c.article_id)
        )  # fmt: skip
        rows = list(self._rows(query, t.deal_mention.c.deal_id))
        uids = None if self._wanted is None else [row.uid for row in rows]
        ruled = _ruled(self._connection, uids)
        doubted = {self._texts.deals.known(deal_id) for deal_id in doubtful}
        of_mention: dict[int, tuple[int, int]] = {}
        for row in rows:
            code = self._texts.deals.known(row.deal_id)
            if code in self._deals:
                of_mention[row.id] = (len(self._loaded.items["key"]), code)
                self._mention(row, code, self._deals[code], ruled.get(row.uid, ("open", "")), code in doubted)
        self._parties(of_mention)

    def _mention(self, row: Row[Any], code: int, deal: dict[str, Any], ruled: tuple[str, str], doubted: bool) -> None:
        usd, gigawatts = None, None if row.power_value is None else float(row.power_value)
        if row.amount_value is not None:
            usd = self._dollars.of_mention(row.amount_value, row.amount_currency, row.published)
        size = (usd, gigawatts) if usd is not None or gigawatts is not None else _size(deal)
        words = self._texts.words
        self._item(
            f"m-{row.uid}", weight(row.confidence, *size, deal["conflicts"] + doubted), what=words.code(MENTION),
            deal=code, other=-1, kind=words.code(row.kind), status=words.code(row.status),
            languages=language_bits((row.language,)), source=words.code(source_of(row.url, row.doc_id)),
            day=day_number(row.published) or deal["day"], confidence=row.confidence, state=words.code(ruled[0]),
            by=words.code(ruled[1]), located=row.located,
        )  # fmt: skip

    def _merge(self, first: str, second: str, score: float) -> None:
        one, two = self._known(first), self._known(second)
        if one is None or two is None:
            return
        likelihood, words = merge_likelihood(score), self._texts.words
        usd, gigawatts = (_told(np.fmax(one[name], two[name])) for name in ("usd", "gigawatts"))
        conflicts = max(one["conflicts"], two["conflicts"]) + 1
        self._item(
            merge_key(first, second), weight(likelihood, usd, gigawatts, conflicts), what=words.code(MERGE),
            deal=one["deal"], other=two["deal"], kind=one["kind"], status=one["status"],
            languages=one["languages"] | two["languages"], source=words.code(""), day=max(one["day"], two["day"]),
            confidence=likelihood, state=words.code("open"), by=words.code(""), located=True,
        )  # fmt: skip
        place = len(self._loaded.items["key"]) - 1
        companies = {each for deal in (one, two) for each in self._companies_of(deal)}
        self._loaded.item_companies += [(place, each) for each in sorted(companies)]

    def _known(self, deal_id: str) -> dict[str, Any] | None:
        code = self._texts.deals.known(deal_id)
        return self._deals[code] if code in self._deals else self._beside(deal_id)

    def _companies_of(self, deal: dict[str, Any]) -> Iterable[int]:
        found: Iterable[int] = deal.get("companies", ())
        return self._companies[deal["deal"]] if deal["deal"] in self._deals else found

    def _item(self, key: str, heavy: float, **values: Any) -> None:
        items = self._loaded.items
        items["key"].append(self._texts.keys.code(key))
        items["tie"].append(int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest()))
        items["weight"].append(round(heavy, 6))
        for name, value in values.items():
            items[name].append(value)

    def _parties(self, of_mention: dict[int, tuple[int, int]]) -> None:
        party = t.mention_party.c
        columns = select(party.mention_id, party.company_id, party.name)
        wanted = None if self._wanted is None else sorted(of_mention)
        told: set[tuple[str, str]] = set()
        for row in _parts(self._connection, columns, party.mention_id, wanted):
            if row.mention_id not in of_mention:
                continue
            place, deal = of_mention[row.mention_id]
            company = self._texts.companies.code(row.company_id)
            self._loaded.item_companies.append((place, company))
            self._companies[deal].add(company)
            told.add((row.company_id, row.name))
            if self._unnamed:
                roles = self._unnamed.get((deal, row.name.casefold()))
                if roles and not self._roles.get((deal, company)):
                    self._roles[deal, company] += roles
        self._names(told)

    def _names(self, told: Collection[tuple[str, str]]) -> None:
        ids = None if self._wanted is None else sorted({company for company, _ in told})
        shown = {row.id: row for row in _parts(self._connection, select(t.company), t.company.c.id, ids)}
        for company, name in told:
            row = shown[company]
            self._loaded.names.append((company, name, row.name, row.provisional))

    def _sides(self) -> None:
        for deal, companies in self._companies.items():
            for company in sorted(companies):
                self._loaded.sides.append((deal, company, _side(self._roles.get((deal, company), ()))))


def _parts(connection: Connection, query: Select[Any], column: Any, wanted: Sequence[Any] | None) -> Iterator[Row[Any]]:
    if wanted is None:
        yield from connection.execute(query)
        return
    for part in parts_of(wanted):
        yield from connection.execute(query.where(column.in_(part)))


def _side(roles: Sequence[str]) -> int:
    if any(role in PAYERS for role in roles):
        return OUT
    return IN if roles and roles[0] != "participant" else WITH


def _size(deal: dict[str, Any]) -> tuple[float | None, float | None]:
    return _told(deal["usd"]), _told(deal["gigawatts"])


def _told(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def normal_names(names: Iterable[Names]) -> Iterator[tuple[str, str]]:
    """Companies with their names as told and as shown, normalised."""
    for company, name, shown, _ in names:
        yield company, normal_name(name)
        yield company, normal_name(shown)


def pairs(rows: Sequence[tuple[int, ...]], width: int) -> Array:
    """Rows of numbers as an array, also where there are none."""
    return np.array(rows, dtype=np.int64).reshape(-1, width)


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
