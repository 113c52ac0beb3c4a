"""Companies: the list, and a company's page with what it pays and is paid."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.companies import Candidate, CompanyRow, candidates, companies
from pipeline.store import Store
from pipeline.store.log import companies_of
from review.catalogue import Catalogue
from review.entries import DealEntry
from schemas.quantity import Bound

_PAYERS = frozenset({"investor", "acquirer", "buyer", "lender"})
_SIDES = ("out", "in", "with")
_FIRM = frozenset({"agreed", "completed"})


@dataclass(slots=True)
class Total:
    """Sums in US dollars and gigawatts of deals on one side, each deal once.

    `firm` adds what is agreed or completed and told as a sum, `ceiling` what is agreed 'up to' a sum, `planned` what is
    only planned or rumoured; cancelled and rejected deals count nowhere. `unknown` counts deals without a sum in
    dollars.
    """

    firm: float = 0.0
    ceiling: float = 0.0
    planned: float = 0.0
    gigawatts: float = 0.0
    deals: int = 0
    unknown: int = 0

    def add(self, deal: DealEntry) -> None:
        """Count a deal."""
        if deal.status == "cancelled" or deal.review == "rejected":
            return
        self.deals += 1
        if deal.status in _FIRM:
            self.gigawatts += deal.gigawatts or 0.0
        if deal.usd is None:
            self.unknown += 1
        elif deal.status not in _FIRM:
            self.planned += deal.usd
        elif deal.amount is not None and deal.amount.bound is Bound.MAX:
            self.ceiling += deal.usd
        else:
            self.firm += deal.usd


@dataclass(slots=True)
class CompanyView:
    """All that a company's page shows; `sides` are its deals by what it does: out (it pays), in, with (partners)."""

    id: str
    name: str
    provisional: bool
    names: tuple[str, ...]
    group: tuple[str, str] | None
    sides: dict[str, list[DealEntry]]
    totals: dict[str, Total]
    counterparties: list[tuple[str, str, int, float]]
    years: list[tuple[str, list[DealEntry]]]
    candidates: list[Candidate] = field(default_factory=list)


def company_rows(store: Store, catalogue: Catalogue, like: str, provisional: bool) -> list[CompanyRow]:
    """The companies that deals name, the most told of first."""
    catalogue.look()
    return catalogue.kept(
        ("companies", like, provisional),
        lambda: companies(store, provisional=provisional, like=like or None),
    )


def company_view(store: Store, catalogue: Catalogue, company_id: str) -> CompanyView | None:
    """All about a company; None if no deal names it."""
    rows = {row.id: row for row in company_rows(store, catalogue, "", False)}
    row = rows.get(company_id)
    if row is None:
        return None
    deals = [deal for deal in list(catalogue.deals.values()) if company_id in deal.companies]
    deals.sort(key=lambda deal: (deal.day, deal.id), reverse=True)
    sides: dict[str, list[DealEntry]] = {side: [] for side in _SIDES}
    totals = {side: Total() for side in _SIDES}
    for deal in deals:
        side = _side(deal, company_id, row)
        sides[side].append(deal)
        totals[side].add(deal)
    group = None if row.group == company_id else (row.group, catalogue.shown_names.get(row.group, row.group))
    if group is not None and group[0] not in rows:
        with store.reading() as connection:
            group = (group[0], companies_of(connection).by_id(group[0], group[0]).name)
    return CompanyView(
        id=company_id,
        name=row.name,
        provisional=row.provisional,
        names=row.names,
        group=group,
        sides=sides,
        totals=totals,
        counterparties=_counterparties(catalogue, deals, company_id),
        years=_years(deals),
        candidates=candidates(store, company_id) if row.provisional else [],
    )


def _side(deal: DealEntry, company_id: str, row: CompanyRow) -> str:
    own = {name.casefold() for name in (row.name, *row.names)}
    roles = [role for name, role, known in deal.parties if known == company_id or name.casefold() in own]
    if any(role in _PAYERS for role in roles):
        return "out"
    return "in" if roles and roles[0] != "participant" else "with"


def _counterparties(
    catalogue: Catalogue, deals: Iterable[DealEntry], company_id: str
) -> list[tuple[str, str, int, float]]:
    count: Counter[str] = Counter()
    usd: dict[str, float] = defaultdict(float)
    for deal in deals:
        if deal.status == "cancelled" or deal.review == "rejected":
            continue
        for other in deal.companies - {company_id}:
            count[other] += 1
            usd[other] += deal.usd or 0.0
    ranked = sorted(count, key=lambda other: (-count[other], -usd[other], other))
    return [(other, catalogue.shown_names.get(other, other), count[other], usd[other]) for other in ranked[:30]]


def _years(deals: Iterable[DealEntry]) -> list[tuple[str, list[DealEntry]]]:
    years: dict[str, list[DealEntry]] = defaultdict(list)
    for deal in deals:
        years[deal.day[:4]].append(deal)
    return sorted(years.items(), reverse=True)
