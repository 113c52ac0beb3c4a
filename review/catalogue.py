"""What is in the database, held ready in memory for lists: deals, mentions and doubtful pairs, as columns of numbers.

It is a function of the database and of the rates by which sums become dollars. It is read whole once; after that a
decision brings only the deals that it touched, and what other processes write is found by the log of changes, at most
once a second.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from sqlalchemy import Connection, func, select

from pipeline.pause import keep_what_is_there
from pipeline.rates import Rates
from pipeline.resolve import company_ids, normal_name
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.load import parts_of
from pipeline.store.log import read_log
from review.columns import Array, Columns, day_text
from review.entries import MENTION, DealEntry, Dollars, Item, deal_entries
from review.name_index import NameIndex
from review.reading import DEAL_COLUMNS, ITEM_COLUMNS, Load, Texts, load, normal_names, pairs

T = TypeVar("T")

FACETS = ("kind", "status", "review", "language", "host")
_MOST_KEPT = 200
_MOST_ENTRIES = 20_000
_LOOK_SECONDS = 1.0
_MANY = 10_000
"""Deals from which on a search for garbage among them is felt."""


@dataclass(frozen=True)
class Sheet:
    """All columns at one moment; rows that are not `alive` have been written anew or are gone.

    `of_deal` and `of_item` say which company (a code) belongs to which row, `side` what it does in the deal; `order`
    are the rows of items, the weightiest first.
    """

    deals: dict[str, Array]
    deals_alive: Array
    of_deal: dict[str, Array]
    items: dict[str, Array]
    items_alive: Array
    of_item: dict[str, Array]
    order: Array

    @cached_property
    def hosts(self) -> tuple[Array, Array]:
        """Each deal's row with the code of each source that tells of it, once."""
        rows = np.flatnonzero(self.items_alive & (self.items["other"] < 0))
        deals = self.row_of_deal[self.items["deal"][rows]].astype(np.int64)
        found = np.unique(deals << 32 | self.items["source"][rows])
        return found >> 32, found & 0xFFFFFFFF

    def take_hosts(self, before: Sheet, first_item: int) -> None:
        """Know the hosts from those of the sheet before, if it knew them; items from `first_item` on are new."""
        if "hosts" not in before.__dict__:
            return
        rows, hosts = before.hosts
        kept = self.deals_alive[rows]
        fresh = first_item + np.flatnonzero(self.items_alive[first_item:] & (self.items["other"][first_item:] < 0))
        deals = self.row_of_deal[self.items["deal"][fresh]].astype(np.int64)
        # Both parts are in order, and few are new: to sort all again would take a third of a decision.
        old = rows[kept] << 32 | hosts[kept]
        new = np.setdiff1d(deals << 32 | self.items["source"][fresh], old[np.isin(rows[kept], deals)])
        found = np.insert(old, np.searchsorted(old, new), new)
        self.__dict__["hosts"] = found >> 32, found & 0xFFFFFFFF

    @cached_property
    def row_of_deal(self) -> Array:
        """The row of each deal by its code; -1 where it is gone."""
        found = np.full(int(self.deals["deal"].max(initial=-1)) + 1, -1, dtype=np.int32)
        rows = np.flatnonzero(self.deals_alive)
        found[self.deals["deal"][rows]] = rows
        return found

    @cached_property
    def mentions_of(self) -> Array:
        """How many mentions name each company, by its code."""
        rows = self.of_item["row"]
        counted = self.items_alive[rows] & (self.items["other"][rows] < 0)
        return np.bincount(self.of_item["company"][counted])


class Catalogue:
    """The lists of one database, safe to use from many threads.

    Args:
        store: The database.
        rates: By which sums become dollars.
    """

    def __init__(self, store: Store, rates: Rates) -> None:
        self._store = store
        self._dollars = Dollars(rates)
        self._lock = threading.RLock()
        self._stamp: tuple[Any, ...] = ()
        self._looked = 0.0
        self._kept: OrderedDict[object, object] = OrderedDict()
        self._making: dict[object, threading.Lock] = {}
        self._clear()

    def _clear(self) -> None:
        self.texts = Texts()
        self.names = NameIndex()
        self.forms: dict[str, set[str]] = defaultdict(set)
        self.shown_names: dict[str, str] = {}
        self.provisional: set[str] = set()
        self._deals, self._items = Columns(DEAL_COLUMNS), Columns(ITEM_COLUMNS)
        self._of_deal = Columns({"row": np.int32, "company": np.int32, "side": np.int8})
        self._of_item = Columns({"row": np.int32, "company": np.int32})
        self._deal_rows: dict[int, int] = {}
        self._entries: dict[int, DealEntry] = {}
        self._item_rows: dict[int, int] = {}
        empty = np.empty(0, dtype=np.int32)
        self.sheet = self._sheet(np.empty(0, dtype=np.bool_), np.empty(0, dtype=np.bool_), empty)

    def _sheet(self, deals_alive: Array, items_alive: Array, order: Array) -> Sheet:
        return Sheet(
            self._deals.read(), deals_alive, self._of_deal.read(),
            self._items.read(), items_alive, self._of_item.read(), order,
        )  # fmt: skip

    def look(self) -> None:
        """Take in what was written since the last look."""
        with self._lock:
            if self._stamp and time.monotonic() - self._looked < _LOOK_SECONDS:
                return
            with self._store.reading() as connection:
                stamp = _stamp(connection)
                if stamp != self._stamp:
                    self._take(connection, self._altered(connection, stamp) if self._stamp else None)
                    self._stamp = stamp
            self._looked = time.monotonic()

    def changed(self, deal_ids: Iterable[str]) -> None:
        """Take in what a decision just did to deals."""
        with self._lock:
            if not self._stamp:
                return
            with self._store.reading() as connection:
                stamp = _stamp(connection)
                # What another process wrote at the same time is in the log too.
                self._take(connection, set(deal_ids) | self._altered(connection, stamp))
            self._stamp = stamp

    def kept(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, made once for as long as nothing changes."""
        with self._lock:
            if key in self._kept:
                return self._kept[key]  # type: ignore[return-value]
            making = self._making.setdefault(key, threading.Lock())
        # Many who want the same at once wait for the first instead of all making it.
        with making:
            if key in self._kept:
                return self._kept[key]  # type: ignore[return-value]
            kept, made = self._kept, make()
            with self._lock:
                self._making.pop(key, None)
                kept[key] = made
                if len(kept) > _MOST_KEPT:
                    kept.popitem(last=False)
            return made

    def item(self, key: str) -> Item | None:
        """An item by its key; None if it is not there (any more)."""
        row = self._item_rows.get(self.texts.keys.known(key))
        return None if row is None else self.item_at(self.sheet, row)

    def item_at(self, sheet: Sheet, row: int) -> Item:
        """The item of a row."""
        own, words = {name: column[row] for name, column in sheet.items.items()}, self.texts.words.texts
        key = self.texts.keys.texts[own["key"]]
        what = words[own["what"]]
        return Item(
            key=key, what=what, deal_id=self.texts.deals.texts[own["deal"]], weight=float(own["weight"]),
            kind=words[own["kind"]], status=words[own["status"]], source=words[own["source"]],
            day=day_text(int(own["day"])), confidence=float(own["confidence"]), state=words[own["state"]],
            by=words[own["by"]], other_id=self.texts.deals.texts[own["other"]] if own["other"] >= 0 else None,
            uid=key.removeprefix("m-") if what == MENTION else "", row=row,
        )  # fmt: skip

    def deal_row(self, deal_id: str) -> int | None:
        """The row of a deal; None if there is none."""
        return self._deal_rows.get(self.texts.deals.known(deal_id))

    def version(self, deal_id: str) -> int | None:
        """The version of a deal that the lists show; None if there is none."""
        row = self.deal_row(deal_id)
        return None if row is None else int(self.sheet.deals["version"][row])

    def entries(self, deal_ids: Sequence[str]) -> dict[str, DealEntry]:
        """Those of these deals that there are, as lists show them, in this order."""
        kept, rows = self._entries, {deal_id: self.deal_row(deal_id) for deal_id in deal_ids}
        found = {deal_id: kept[row] for deal_id, row in rows.items() if row is not None and row in kept}
        missing = [deal_id for deal_id in deal_ids if deal_id not in found]
        if missing:
            with self._store.reading() as connection:
                read = deal_entries(connection, self._dollars, missing)
            if len(kept) > _MOST_ENTRIES:
                kept = self._entries = {}
            # A row is never written again: what changes gets another, under which it is read anew.
            kept.update((row, entry) for deal_id, entry in read.items() if (row := rows[deal_id]) is not None)
            found |= read
        return {deal_id: found[deal_id] for deal_id in deal_ids if deal_id in found}

    @property
    def whole(self) -> int:
        """How many items there are, decided ones too."""
        return len(self._item_rows)

    @property
    def whole_deals(self) -> int:
        """How many deals there are, rejected ones too."""
        return len(self._deal_rows)

    def mentions_of_deal(self, deal_id: str) -> int:
        """How many mentions a deal has."""
        items = self.sheet.items
        own = (items["deal"] == self.texts.deals.known(deal_id)) & self.sheet.items_alive & (items["other"] < 0)
        return int(np.count_nonzero(own))

    def sources(self) -> list[str]:
        """Where articles come from, by name."""
        sheet = self.sheet
        found = np.unique(sheet.items["source"][sheet.items_alive & (sheet.items["other"] < 0)])
        return self.kept("sources", lambda: sorted(self.texts.words.texts[each] for each in found))

    def rows_of_companies(self, sheet: Sheet, companies: Iterable[str]) -> Array:
        """The rows of the deals that name any of these companies."""
        codes = self.texts.companies.known_of(companies)
        own = sheet.of_deal["company"]
        rows = sheet.of_deal["row"][own == codes[0] if len(codes) == 1 else np.isin(own, codes)]
        return np.unique(rows[sheet.deals_alive[rows]])

    def deals_of(self, companies: Iterable[str]) -> list[str]:
        """Ids of the deals that name any of these companies."""
        sheet = self.sheet
        return self.ids_of(sheet, self.rows_of_companies(sheet, companies))

    def ids_of(self, sheet: Sheet, rows: Array) -> list[str]:
        """The ids of deals by their rows."""
        return [self.texts.deals.texts[code] for code in sheet.deals["deal"][rows]]

    def companies_called(self, text: str) -> frozenset[str]:
        """Ids of companies that go by a name, in any script, or one of whose names holds it; subsidiaries count too."""
        plain = normal_name(text)
        return self.kept(("called", plain, text), lambda: self._called(text, plain)) if plain else frozenset()

    def _called(self, text: str, plain: str) -> frozenset[str]:
        return frozenset(self.names.known({text, *company_ids(text)}) | self.names.holding(plain))

    def _altered(self, connection: Connection, stamp: tuple[Any, ...]) -> set[str]:
        """The deals that may be otherwise than they are held."""
        found = _logged(connection, self._stamp)
        if stamp[-1] != len(self._deal_rows):
            found |= set(connection.scalars(select(t.deal.c.id))) ^ {
                self.texts.deals.texts[code] for code in self._deal_rows
            }
        return found

    def _take(self, connection: Connection, deal_ids: Collection[str] | None) -> None:
        if deal_ids is not None and not deal_ids:
            return
        if deal_ids is None or 2 * len(self._item_rows) < self._items.length - 10_000:
            deal_ids = None  # Most rows are dead: all is read anew.
            self._clear()
        loaded = load(connection, self.texts, self._dollars, deal_ids, self._beside)
        deals_alive = np.append(self.sheet.deals_alive, np.ones(len(loaded.deals["deal"]), dtype=np.bool_))
        items_alive = np.append(self.sheet.items_alive, np.ones(len(loaded.items["key"]), dtype=np.bool_))
        gone = self._forget(deal_ids or (), loaded, deals_alive, items_alive)
        first_deal, first_item = self._deals.length, self._items.length
        self._add(loaded)
        order = self._ordered(gone, first_item)
        before, self.sheet = self.sheet, self._sheet(deals_alive, items_alive, order)
        if deal_ids is not None:
            self.sheet.take_hosts(before, first_item)
        self._deal_rows.update((code, first_deal + number) for number, code in enumerate(loaded.deals["deal"]))
        self._item_rows.update((code, first_item + number) for number, code in enumerate(loaded.items["key"]))
        self._learn(loaded)
        self._kept = OrderedDict()
        if deal_ids is None and first_deal + len(loaded.deals["deal"]) > _MANY:
            keep_what_is_there()

    def _forget(self, deal_ids: Iterable[str], loaded: Load, deals_alive: Array, items_alive: Array) -> Array:
        """Let the rows of deals die, and those of their items; give the latter."""
        codes = self.texts.deals.known_of(deal_ids)
        for code in codes:
            row = self._deal_rows.pop(int(code), None)
            if row is not None:
                deals_alive[row] = False
        sheet = self.sheet
        own = np.isin(sheet.items["deal"], codes) | np.isin(sheet.items["other"], codes)
        # A mention that moved from one deal to another is told of by both.
        own |= np.isin(sheet.items["key"], np.array(loaded.items["key"], dtype=np.int32))
        gone = np.flatnonzero(own & sheet.items_alive)
        items_alive[gone] = False
        for code in sheet.items["key"][gone]:
            self._item_rows.pop(int(code), None)
        return gone

    def _add(self, loaded: Load) -> None:
        first_deal, first_item = self._deals.length, self._items.length
        self._deals.add(loaded.deals)
        self._items.add(loaded.items)
        places = {code: first_deal + number for number, code in enumerate(loaded.deals["deal"])}
        sides = pairs([(places[deal], company, side) for deal, company, side in loaded.sides], 3)
        self._of_deal.add({"row": sides[:, 0], "company": sides[:, 1], "side": sides[:, 2]})
        told = pairs(sorted(set(loaded.item_companies)), 2)
        self._of_item.add({"row": told[:, 0] + first_item, "company": told[:, 1]})

    def _ordered(self, gone: Array, first: int) -> Array:
        """The rows of items in order: as before, without those that are gone, and with those from `first` on."""
        items = self._items.read()
        fresh = np.arange(first, self._items.length, dtype=np.int32)
        fresh = fresh[np.lexsort((items["tie"][fresh], -items["weight"][fresh]))]
        order = self.sheet.order
        if not len(order):
            return fresh
        if len(gone):
            order = order[~np.isin(order, gone)]
        return np.insert(order, [position(items, order, int(row)) for row in fresh], fresh) if len(fresh) else order

    def _learn(self, loaded: Load) -> None:
        shown = {company: (name, provisional) for company, _, name, provisional in loaded.names}
        self.provisional -= shown.keys()
        for company, (name, provisional) in shown.items():
            self.shown_names[company] = name
            if provisional:
                self.provisional.add(company)
        for company, form, _, _ in loaded.names:
            self.forms[company].add(form)
        for company, name in normal_names(loaded.names):
            self.names.add(company, name)

    def _beside(self, deal_id: str) -> dict[str, Any] | None:
        """What is known of a deal that is not read now."""
        row, sheet = self.deal_row(deal_id), self.sheet
        if row is None:
            return None
        companies = sheet.of_deal["company"][sheet.of_deal["row"] == row]
        return {**{name: column[row] for name, column in sheet.deals.items()}, "companies": companies.tolist()}


def position(items: dict[str, Array], order: Array, row: int) -> int:
    """Where in an order an item stands, or would stand."""
    heavy, tie = -items["weight"][row], items["tie"][row]
    low, high = 0, len(order)
    while low < high:
        middle = (low + high) // 2
        other = order[middle]
        if (-items["weight"][other], items["tie"][other]) < (heavy, tie):
            low = middle + 1
        else:
            high = middle
    return low


def _logged(connection: Connection, since: tuple[Any, ...]) -> set[str]:
    """The deals that decisions and changes since a stamp speak of, and those that they lead to now."""
    decided, changed = (number or 0 for number in since[:2])
    told: set[str] = set(connection.scalars(select(t.deal_change.c.deal_id).where(t.deal_change.c.id > changed)))
    log = select(t.decision.c.record).where(t.decision.c.number > decided)
    for each in read_log(connection, log):
        told.update(deal_id for deal_id in (each.deal_id, each.other_id) if deal_id is not None)
    found = set(told)
    for part in parts_of(sorted(told)):
        leads = select(t.deal_identity.c.leads_to).where(
            t.deal_identity.c.deal_id.in_(part), t.deal_identity.c.leads_to.is_not(None)
        )
        found.update(str(each) for each in connection.scalars(leads))
    return found


def _stamp(connection: Connection) -> tuple[Any, ...]:
    """What differs whenever something was written: the newest decision first, then the newest change and mention."""
    parts: Sequence[object] = (
        connection.scalar(select(func.max(t.decision.c.number))),
        connection.scalar(select(func.max(t.deal_change.c.id))),
        connection.scalar(select(func.max(t.mention.c.id))),
        connection.scalar(select(func.count()).select_from(t.deal)),
    )
    return tuple(parts)
