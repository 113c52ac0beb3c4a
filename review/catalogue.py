"""What is in the database, held ready in memory for lists: deals, mentions and doubtful pairs, in order of weight.

It is read whole once. After that a decision brings only the deals that it touched, and what other processes write is
found by the versions of deals, at most once a second.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection, func, select

from pipeline.rates import Rates
from pipeline.resolve import PROVISIONAL, company_ids, normal_name, parent_of
from pipeline.store import Store
from pipeline.store import models as t
from review.entries import DealEntry, Item, Load, Place, load

T = TypeVar("T")

_LOOK_SECONDS = 1.0


class Catalogue:
    """The lists of one database, safe to use from many threads.

    Args:
        store: The database.
        rates: By which sums become dollars.
    """

    def __init__(self, store: Store, rates: Rates) -> None:
        self._store = store
        self._rates = rates
        self._lock = threading.RLock()
        self._stamp: tuple[object, ...] = ()
        self._looked = 0.0
        self._kept: dict[object, object] = {}
        self._clear()

    def _clear(self) -> None:
        self.deals: dict[str, DealEntry] = {}
        self.items: dict[str, Item] = {}
        self.names: dict[str, set[str]] = defaultdict(set)
        self.shown_names: dict[str, str] = {}
        self._of_deal: dict[str, set[str]] = defaultdict(set)
        self._order: list[Place] = []
        self._open: list[Place] = []

    def look(self) -> None:
        """Take in what was written since the last look."""
        with self._lock:
            if self._stamp and time.monotonic() - self._looked < _LOOK_SECONDS:
                return
            with self._store.reading() as connection:
                stamp = _stamp(connection)
                if stamp != self._stamp:
                    self._take(connection, None if not self._stamp else self._altered(connection))
                    self._stamp = stamp
            self._looked = time.monotonic()

    def changed(self, deal_ids: Iterable[str]) -> None:
        """Take in what a decision just did to deals."""
        with self._lock:
            if not self._stamp:
                return
            before = self._stamp
            with self._store.reading() as connection:
                stamp = _stamp(connection)
                self._take(connection, set(deal_ids))
            # What another process wrote at the same time is still to be looked for.
            self._stamp = stamp if stamp[1:] == before[1:] else before
            self._looked = 0.0

    def ordered(self, everything: bool = False) -> list[Place]:
        """The items' places, the weightiest first: those that are open, or all."""
        return self._order if everything else self._open

    def after(self, place: Place | None, fits: Callable[[Item], bool], everything: bool = False) -> Iterator[Item]:
        """The items behind a place that fit, in order; all from the first on if there is no place."""
        with self._lock:
            order = list(self.ordered(everything))
        for found in order[0 if place is None else bisect_right(order, place) :]:
            item = self.items.get(found[1])
            if item is not None and fits(item):
                yield item

    def kept(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, made once for as long as nothing changes."""
        with self._lock:
            if key in self._kept:
                return self._kept[key]  # type: ignore[return-value]
        made = make()
        with self._lock:
            if len(self._kept) > 200:
                self._kept.clear()
            self._kept[key] = made
        return made

    def of_deal(self, deal_id: str) -> list[Item]:
        """A deal's items."""
        return [self.items[key] for key in self._of_deal.get(deal_id, ()) if key in self.items]

    def companies_called(self, text: str) -> frozenset[str]:
        """Ids of companies that go by a name, in any script, or one of whose names holds it; subsidiaries count too."""
        plain = normal_name(text)
        return self.kept(("called", plain, text), lambda: self._called(text, plain)) if plain else frozenset()

    def _called(self, text: str, plain: str) -> frozenset[str]:
        known = {text, *company_ids(text)}
        return frozenset(
            company
            for company, names in list(self.names.items())
            if company in known
            or (not company.startswith(PROVISIONAL) and parent_of(company) in known)
            or any(plain in name for name in names)
        )

    def _altered(self, connection: Connection) -> set[str]:
        now = {row.id: row.version for row in connection.execute(select(t.deal.c.id, t.deal.c.version))}
        gone = set(self.deals) - set(now)
        return gone | {
            deal_id
            for deal_id, version in now.items()
            if deal_id not in self.deals or self.deals[deal_id].version != version
        }

    def _take(self, connection: Connection, deal_ids: Collection[str] | None) -> None:
        loaded = load(connection, self._rates, deal_ids)
        self._kept.clear()
        if deal_ids is None:
            self._clear()
        else:
            self._forget(deal_ids)
        self._add(loaded)

    def _forget(self, deal_ids: Iterable[str]) -> None:
        for deal_id in deal_ids:
            self.deals.pop(deal_id, None)
            for key in self._of_deal.pop(deal_id, ()):
                item = self.items.pop(key, None)
                if item is not None:
                    _remove(self._order, item.place)
                    _remove(self._open, item.place)

    def _add(self, loaded: Load) -> None:
        many = len(loaded.items) > 1_000
        self.deals.update(loaded.deals)
        self.shown_names.update(loaded.shown_names)
        for company, names in loaded.names.items():
            self.names[company] |= names
        for item in loaded.items:
            # A mention that moved from one deal to another is told of by both.
            if (held := self.items.get(item.key)) is not None:
                _remove(self._order, held.place)
                _remove(self._open, held.place)
            self.items[item.key] = item
            for deal_id in (item.deal_id, item.other_id):
                if deal_id is not None:
                    self._of_deal[deal_id].add(item.key)
            if not many:
                insort(self._order, item.place)
                if item.open:
                    insort(self._open, item.place)
        if many:
            self._order = sorted(item.place for item in self.items.values())
            self._open = sorted(item.place for item in self.items.values() if item.open)


def _remove(order: list[Place], place: Place) -> None:
    at = bisect_right(order, place) - 1
    if 0 <= at < len(order) and order[at] == place:
        del order[at]


def _stamp(connection: Connection) -> tuple[object, ...]:
    """What differs whenever something was written: the newest decision first, then the newest change and mention."""
    parts: Sequence[object] = (
        connection.scalar(select(func.max(t.decision.c.number))),
        connection.scalar(select(func.max(t.deal_change.c.id))),
        connection.scalar(select(func.max(t.mention.c.id))),
        connection.scalar(select(func.count()).select_from(t.deal)),
    )
    return tuple(parts)
