"""What is in the database, held ready in memory for lists: deals, mentions and doubtful pairs, in order of weight.

It is read whole once. After that a decision brings only the deals that it touched, and what other processes write is
found by the versions of deals, at most once a second.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import TypeVar

from sqlalchemy import Connection, func, select

from pipeline.rates import Rates
from pipeline.resolve import PROVISIONAL, company_ids, normal_name, parent_of
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.load import parts_of
from pipeline.store.log import read_log
from review.entries import DealEntry, Item, Load, Place, load

T = TypeVar("T")
P = TypeVar("P", bound=tuple[float, str] | tuple[str, str])

FACETS = ("kind", "status", "review", "language", "host")
_MOST_KEPT = 200
_KEY = itemgetter(1)

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
        self._making: dict[object, threading.Lock] = {}
        self._clear()

    def _clear(self) -> None:
        self.deals: dict[str, DealEntry] = {}
        self.items: dict[str, Item] = {}
        self.names: dict[str, set[str]] = defaultdict(set)
        self.forms: dict[str, set[str]] = defaultdict(set)
        self.shown_names: dict[str, str] = {}
        self.provisional: set[str] = set()
        self.mentions_of: Counter[str] = Counter()
        self.sources: Counter[str] = Counter()
        self._deals_of: dict[str, set[str]] = defaultdict(set)
        self._of_deal: dict[str, set[str]] = defaultdict(set)
        self._order: list[Place] = []
        self._open: list[Place] = []
        self.by_day: list[tuple[str, str]] = []
        self.facets: dict[str, Counter[str]] = {name: Counter() for name in FACETS}

    def look(self) -> None:
        """Take in what was written since the last look."""
        with self._lock:
            if self._stamp and time.monotonic() - self._looked < _LOOK_SECONDS:
                return
            with self._store.reading() as connection:
                stamp = _stamp(connection)
                if stamp != self._stamp:
                    self._take(connection, None if not self._stamp else self._altered(connection, stamp))
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

    def after(
        self,
        place: Place | None,
        tests: Sequence[Callable[[Item], bool]] = (),
        everything: bool = False,
        among: list[Place] | None = None,
    ) -> Iterator[Item]:
        """The items behind a place that pass all tests, in order; from the first on if there is no place.

        Only those `among` some places are looked at, where these are given. Should the list change meanwhile, an item
        may be passed over this time: copying 300,000 places for each page would cost more than the page.
        """
        order = self.ordered(everything) if among is None else among
        keys = map(_KEY, islice(order, 0 if place is None else bisect_right(order, place), None))
        found: Iterator[Item] = filter(None, map(self.items.get, keys))
        for test in tests:
            found = filter(test, found)
        return found

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
                if len(kept) > _MOST_KEPT:
                    kept.clear()
                kept[key] = made
            return made

    def of_deal(self, deal_id: str) -> list[Item]:
        """A deal's items."""
        with self._lock:
            return [self.items[key] for key in self._of_deal.get(deal_id, ()) if key in self.items]

    def places_of(self, deal_ids: Iterable[str], everything: bool = False) -> list[Place]:
        """The places of the items of deals, in order: of those that are open, or of all."""
        items = {item.key: item for deal_id in deal_ids for item in self.of_deal(deal_id)}
        return sorted(item.place for item in items.values() if everything or item.open)

    def deals_of(self, companies: Iterable[str]) -> set[str]:
        """Ids of the deals that name any of these companies."""
        with self._lock:
            return {deal_id for company in companies for deal_id in self._deals_of.get(company, ())}

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

    def _altered(self, connection: Connection, stamp: tuple[object, ...]) -> set[str]:
        """The deals that may be otherwise than they are held."""
        if stamp[2:] == self._stamp[2:]:
            return _logged(connection, self._stamp)
        now = {row.id: row.version for row in connection.execute(select(t.deal.c.id, t.deal.c.version))}
        gone = set(self.deals) - set(now)
        return gone | {
            deal_id
            for deal_id, version in now.items()
            if deal_id not in self.deals or self.deals[deal_id].version != version
        }

    def _take(self, connection: Connection, deal_ids: Collection[str] | None) -> None:
        loaded = load(connection, self._rates, deal_ids)
        self._kept = {}
        if deal_ids is None:
            self._clear()
        else:
            self._forget(deal_ids)
        self._add(loaded)

    def _forget(self, deal_ids: Iterable[str]) -> None:
        for deal_id in deal_ids:
            deal = self.deals.pop(deal_id, None)
            if deal is not None:
                self._tally(deal, -1)
                for company in deal.companies:
                    self._deals_of[company].discard(deal_id)
            for key in self._of_deal.pop(deal_id, ()):
                self._drop(self.items.pop(key, None))

    def _tally(self, deal: DealEntry, by: int) -> None:
        """Count a deal in or out of the facets of the whole list, which leaves out what was rejected."""
        if deal.review == "rejected":
            return
        for name, values in facet_values(deal):
            for value in values:
                self.facets[name][value] += by
        if by < 0:
            _remove(self.by_day, (deal.day, deal.id))

    def _drop(self, item: Item | None) -> None:
        if item is None:
            return
        _remove(self._order, item.place)
        _remove(self._open, item.place)
        if item.uid:
            self.mentions_of.subtract(item.companies)
            self.sources[item.source] -= 1

    def _add(self, loaded: Load) -> None:
        many = len(loaded.items) > 1_000
        self.deals.update(loaded.deals)
        for deal_id, deal in loaded.deals.items():
            self._tally(deal, 1)
            if not many and deal.review != "rejected":
                insort(self.by_day, (deal.day, deal.id))
            for company in deal.companies:
                self._deals_of[company].add(deal_id)
        if many:
            self.by_day = sorted((each.day, each.id) for each in self.deals.values() if each.review != "rejected")
        self.provisional -= loaded.shown_names.keys()
        self.provisional |= loaded.provisional
        self.shown_names.update(loaded.shown_names)
        for company, forms in loaded.forms.items():
            self.forms[company] |= forms
        for company, names in loaded.names.items():
            self.names[company] |= names
        for item in loaded.items:
            # A mention that moved from one deal to another is told of by both.
            self._drop(self.items.get(item.key))
            self.items[item.key] = item
            if item.uid:
                self.mentions_of.update(item.companies)
                self.sources[item.source] += 1
            for own in (item.deal_id, item.other_id):
                if own is not None:
                    self._of_deal[own].add(item.key)
            if not many:
                insort(self._order, item.place)
                if item.open:
                    insort(self._open, item.place)
        if many:
            self._order = sorted(item.place for item in self.items.values())
            self._open = sorted(item.place for item in self.items.values() if item.open)


def facet_values(deal: DealEntry) -> tuple[tuple[str, Collection[str]], ...]:
    """What a deal counts for in each facet."""
    return (
        ("kind", (deal.kind,)),
        ("status", (deal.status,)),
        ("review", (deal.review,)),
        ("language", deal.languages),
        ("host", deal.hosts),
    )


def _logged(connection: Connection, since: tuple[object, ...]) -> set[str]:
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


def _remove(order: list[P], place: P) -> None:
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
