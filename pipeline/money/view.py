"""The money of the deals that pass a filter: what the commands and the pages show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

from pipeline.companies import company_called
from pipeline.export.selection import Selection, claims_of, select
from pipeline.money.ceilings import told_as_ceilings
from pipeline.money.graph import MoneyGraph, Pair, money_graph
from pipeline.money.legs import Leg, legs_of
from pipeline.money.loops import DEFAULT_LENGTH, Loops, find_loops
from pipeline.pause import without_collecting
from pipeline.rates import Rates
from pipeline.resolve import company_ids
from pipeline.search import Filter, ReadDeals
from pipeline.store import Store
from schemas.deal import Status
from schemas.errors import DecisionError
from schemas.merged import Claim

T = TypeVar("T")

_CHUNK = 400
_MOST_KEPT = 64
_MOST_CLAIMS = 5_000


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
    before: Mapping[Pair, Leg] | None = field(default=None, repr=False)
    _loops: dict[tuple[int, str | None], Loops] = field(default_factory=dict, repr=False)
    _claims: dict[str, Sequence[Claim]] = field(default_factory=dict, repr=False)
    _kept: dict[object, Any] = field(default_factory=dict, repr=False)
    _drawing: Lock = field(default_factory=Lock, repr=False, compare=False)

    @cached_property
    def legs(self) -> dict[Pair, Leg]:
        """The legs of the graph."""
        return legs_of(self.graph, self.before)

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

    @property
    def asked(self) -> list[tuple[int, str | None]]:
        """Which loops were asked for."""
        return list(self._loops)

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
        wanted = list(dict.fromkeys(deal_id for deal_id in deal_ids))
        fresh = evidence(self.store, (deal_id for deal_id in wanted if deal_id not in self._claims))
        if len(self._claims) > _MOST_CLAIMS:
            self._claims.clear()
        self._claims.update(fresh)
        return {deal_id: fresh.get(deal_id) or self._claims[deal_id] for deal_id in wanted if deal_id in self._claims}


@without_collecting()
def view(
    store: Store, rates: Rates, wanted: Wanted | None = None, read: ReadDeals | None = None, before: View | None = None
) -> View:
    """The graph of the deals that are wanted.

    Args:
        store: The database.
        rates: For sums in USD.
        wanted: Which deals; all by default.
        read: Deals of the database that were read before.
        before: The same view from before some deals changed: what did not change is taken over from it.
    """
    wanted = wanted or Wanted()
    selection = _of_statuses(select(store, rates, wanted.deals, read=read), wanted.statuses)
    if before is not None and before.selection.companies.rulings != selection.companies.rulings:
        before = None
    graph = money_graph(
        selection.deals,
        selection.companies,
        rates,
        rolled_up=wanted.rolled_up,
        statuses=wanted.statuses,
        ceilings=told_as_ceilings(store, selection.deals),
        before=None if before is None else before.graph,
    )
    return View(store, selection, graph, None if before is None else before.__dict__.get("legs", before.before))


def _of_statuses(selection: Selection, statuses: frozenset[Status] | None) -> Selection:
    if statuses is None:
        return selection
    deals = [(deal_id, deal) for deal_id, deal in selection.deals if deal.status in statuses]
    told = selection.about.filter | {"status": ", ".join(sorted(statuses))}
    return replace(selection, deals=deals, about=replace(selection.about, filter=told, deals=len(deals)))


def evidence(store: Store, deal_ids: Iterable[str]) -> dict[str, Sequence[Claim]]:
    """What each article says of deals, by deal."""
    wanted = sorted(set(deal_ids))
    found: dict[str, Sequence[Claim]] = {}
    for start in range(0, len(wanted), _CHUNK):
        with store.reading() as connection:
            found.update(claims_of(connection, wanted[start : start + _CHUNK]))
    return found
