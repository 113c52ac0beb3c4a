"""The money of the deals that pass a filter: what the commands and the pages show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.companies import company_called
from pipeline.export.selection import Selection, claims_of, select
from pipeline.money.ceilings import told_as_ceilings
from pipeline.money.graph import MoneyGraph, money_graph
from pipeline.rates import Rates
from pipeline.resolve import company_ids
from pipeline.search import Filter
from pipeline.store import Store
from schemas.deal import Status
from schemas.errors import DecisionError
from schemas.merged import Claim

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deals, of which statuses (None: all but cancelled), and whether subsidiaries count as their group."""

    deals: Filter = field(default_factory=Filter)
    statuses: Collection[Status] | None = None
    rolled_up: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """The deals that are wanted and their graph."""

    store: Store
    selection: Selection
    graph: MoneyGraph

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


def view(store: Store, rates: Rates, wanted: Wanted | None = None) -> View:
    """The graph of the deals that are wanted."""
    wanted = wanted or Wanted()
    selection = select(store, rates, wanted.deals)
    graph = money_graph(
        selection.deals,
        selection.companies,
        rates,
        rolled_up=wanted.rolled_up,
        statuses=wanted.statuses,
        ceilings=told_as_ceilings(store, selection.deals),
    )
    return View(store, selection, graph)


def evidence(store: Store, deal_ids: Iterable[str]) -> dict[str, Sequence[Claim]]:
    """What each article says of deals, by deal."""
    wanted = sorted(set(deal_ids))
    found: dict[str, Sequence[Claim]] = {}
    for start in range(0, len(wanted), _CHUNK):
        with store.reading() as connection:
            found.update(claims_of(connection, wanted[start : start + _CHUNK]))
    return found
