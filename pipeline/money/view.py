"""The money of the deals that pass a filter: what the commands and the pages show."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

import sqlalchemy as sa

from pipeline.companies import company_called
from pipeline.export.selection import Selection, claims_of, select
from pipeline.money.ceilings import told_as_ceilings
from pipeline.money.graph import MoneyGraph, Pair, money_graph
from pipeline.money.legs import Leg, legs_of
from pipeline.money.loops import DEFAULT_LENGTH, Loops, find_loops
from pipeline.money.pause import without_collecting
from pipeline.rates import Rates
from pipeline.resolve import company_ids
from pipeline.search import Filter
from pipeline.store import Store
from pipeline.store import models as t
from schemas.deal import Status
from schemas.errors import DecisionError
from schemas.merged import Claim

T = TypeVar("T")

_CHUNK = 400
_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deals, of which statuses (None: all but cancelled), and whether subsidiaries count as their group."""

    deals: Filter = field(default_factory=Filter)
    statuses: frozenset[Status] | None = None
    rolled_up: bool = False


@dataclass(frozen=True)
class View:
    """The deals that are wanted and their graph; legs and loops are made when they are asked for, and once."""

    store: Store
    selection: Selection
    graph: MoneyGraph
    _loops: dict[tuple[int, str | None], Loops] = field(default_factory=dict, repr=False)
    _kept: dict[object, Any] = field(default_factory=dict, repr=False)
    _drawing: Lock = field(default_factory=Lock, repr=False, compare=False)

    @cached_property
    def legs(self) -> dict[Pair, Leg]:
        """The legs of the graph."""
        return legs_of(self.graph)

    def loops(self, length: int = DEFAULT_LENGTH, through: str | None = None) -> Loops:
        """The loops of the graph, as `find_loops` tells them."""
        found = self._loops.get((length, through))
        if found is None:
            found = find_loops(self.graph, length, through=through, legs=self.legs)
            if len(self._loops) < _MOST_KEPT:
                self._loops[length, through] = found
        return found

    def kept(self, key: object, make: Callable[[], T]) -> T:
        """What `make` makes of this view, made once: a drawing takes a second. The key is all that it depends on."""
        with self._drawing:
            if key not in self._kept:
                if len(self._kept) >= _MOST_KEPT:
                    self._kept.clear()
                self._kept[key] = make()
            return self._kept[key]  # type: ignore[no-any-return]

    def node_called(self, name: str) -> str:
        """The node that a company's id or name means.

        Raises:
            DecisionError: If there is no such company, several, or none of its deals is here.
        """
        companies = self.selection.companies
        known = {companies.final(company) for company in company_ids(name)} & self.graph.companies.keys()
        company = known.pop() if len(known) == 1 else company_called(self.store, name)
        node = companies.group(company) if self.graph.rolled_up else company
        if node not in self.graph.nodes:
            raise DecisionError(f"no deal of {name!r} passes the filter; `dealtrail deals --company` shows all of them")
        return node

    def claims(self, deal_ids: Iterable[str]) -> dict[str, Sequence[Claim]]:
        """What each article says of deals, with its evidence."""
        return evidence(self.store, deal_ids)


@without_collecting()
def view(store: Store, rates: Rates, wanted: Wanted | None = None) -> View:
    """The graph of the deals that are wanted."""
    wanted = wanted or Wanted()
    selection = _of_statuses(select(store, rates, wanted.deals), wanted.statuses)
    graph = money_graph(
        selection.deals,
        selection.companies,
        rates,
        rolled_up=wanted.rolled_up,
        statuses=wanted.statuses,
        ceilings=told_as_ceilings(store, selection.deals),
    )
    return View(store, selection, graph)


def _of_statuses(selection: Selection, statuses: frozenset[Status] | None) -> Selection:
    if statuses is None:
        return selection
    deals = [(deal_id, deal) for deal_id, deal in selection.deals if deal.status in statuses]
    told = selection.about.filter | {"status": ", ".join(sorted(statuses))}
    return replace(selection, deals=deals, about=replace(selection.about, filter=told, deals=len(deals)))


class Views:
    """Views of one database, kept until it changes: pages ask for the same one again and again, by many people.

    Safe to use from several threads; `most` views are kept.
    """

    def __init__(self, store: Store, rates: Rates, most: int = 8) -> None:
        self._store, self._rates, self._most = store, rates, most
        self._lock = Lock()
        self._stamp: Stamp = (None, None)
        self._kept: OrderedDict[Wanted, View] = OrderedDict()

    def of(self, wanted: Wanted) -> View:
        """The view that is wanted, as the database is now."""
        with self._lock:
            now = stamp(self._store)
            if now != self._stamp:
                self._kept.clear()
                self._stamp = now
            if wanted not in self._kept:
                self._kept[wanted] = view(self._store, self._rates, wanted)
            self._kept.move_to_end(wanted)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return self._kept[wanted]


Stamp = tuple[int | None, int | None]


def stamp(store: Store) -> Stamp:
    """What changes whenever a deal or a ruling on companies does: the numbers of the last change and decision."""
    with store.reading() as connection:
        change = connection.scalar(sa.select(sa.func.max(t.deal_change.c.id)))
        decision = connection.scalar(sa.select(sa.func.max(t.decision.c.number)))
    return change, decision


def evidence(store: Store, deal_ids: Iterable[str]) -> dict[str, Sequence[Claim]]:
    """What each article says of deals, by deal."""
    wanted = sorted(set(deal_ids))
    found: dict[str, Sequence[Claim]] = {}
    for start in range(0, len(wanted), _CHUNK):
        with store.reading() as connection:
            found.update(claims_of(connection, wanted[start : start + _CHUNK]))
    return found
