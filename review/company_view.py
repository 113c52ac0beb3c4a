"""Companies: the list, and a company's page with what it pays and is paid."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from pipeline.companies import Candidate, CompanyRow, candidates
from pipeline.store import Store
from pipeline.store.log import companies_of
from review.catalogue import Catalogue
from review.entries import DealEntry
from schemas.deal import PAYERS
from schemas.quantity import Bound

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
    """The companies that deals name, the most told of first; `like` is a part of a name, in any script and case."""
    catalogue.look()
    return catalogue.kept(("companies", like, provisional), lambda: _rows(store, catalogue, like, provisional))


def _rows(store: Store, catalogue: Catalogue, like: str, provisional: bool) -> list[CompanyRow]:
    with store.reading() as connection:
        known = companies_of(connection)
    called = catalogue.companies_called(like) if like else None
    rows = [
        CompanyRow(
            company,
            catalogue.shown_names.get(company, company),
            company in catalogue.provisional,
            number,
            tuple(sorted(catalogue.forms.get(company, ()))),
            known.group(company),
        )
        for company, number in list(catalogue.mentions_of.items())
        if number > 0
        and (called is None or company in called)
        and (not provisional or company in catalogue.provisional)
    ]
    return sorted(rows, key=lambda each: (-each.mentions, each.name, each.id))


def company_view(store: Store, catalogue: Catalogue, company_id: str) -> CompanyView | None:
    """All about a company; None if no deal names it."""
    catalogue.look()
    if catalogue.mentions_of.get(company_id, 0) <= 0:
        return None
    deals = [catalogue.deals[each] for each in catalogue.deals_of([company_id]) if each in catalogue.deals]
    deals.sort(key=lambda deal: (deal.day, deal.id), reverse=True)
    names = catalogue.forms.get(company_id, set())
    shown = catalogue.shown_names.get(company_id, company_id)
    own = {name.casefold() for name in (shown, *names)}
    sides: dict[str, list[DealEntry]] = {side: [] for side in _SIDES}
    totals = {side: Total() for side in _SIDES}
    for deal in deals:
        side = _side(deal, company_id, own)
        sides[side].append(deal)
        totals[side].add(deal)
    with store.reading() as connection:
        known = companies_of(connection)
    owner = known.group(company_id)
    provisional = company_id in catalogue.provisional
    return CompanyView(
        id=company_id,
        name=shown,
        provisional=provisional,
        names=tuple(sorted(names)),
        group=None if owner == company_id else (owner, known.by_id(owner, owner).name),
        sides=sides,
        totals=totals,
        counterparties=_counterparties(catalogue, deals, company_id),
        years=_years(deals),
        candidates=_candidates(store, catalogue, company_id) if provisional else [],
    )


def _candidates(store: Store, catalogue: Catalogue, company_id: str) -> list[Candidate]:
    return catalogue.kept(
        ("candidates", company_id),
        lambda: candidates(store, company_id, catalogue.forms, catalogue.shown_names),
    )


def _side(deal: DealEntry, company_id: str, own: Collection[str]) -> str:
    roles = [role for name, role, known in deal.parties if known == company_id or name.casefold() in own]
    if any(role in PAYERS for role in roles):
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
