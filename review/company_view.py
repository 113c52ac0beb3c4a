"""Companies: the list, and a company's page with what it pays and is paid."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from pipeline.companies import Candidate, CompanyRow, candidates
from pipeline.store import Store
from pipeline.store.log import companies_of
from review.catalogue import Catalogue, Sheet
from review.columns import Array
from review.entries import DealEntry
from review.reading import IN, OUT, WITH

MOST_OF_YEAR = 40
"""How many deals of a year a company's page shows; the list has all of them."""

_SIDES = {"out": OUT, "in": IN, "with": WITH}
_FIRM = ("agreed", "completed")
_MOST_COUNTERPARTIES = 30


@dataclass(frozen=True, slots=True)
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


@dataclass(slots=True)
class CompanyView:
    """All that a company's page shows; `totals` are of its deals by what it does: out (it pays), in, with (partners).

    `counterparties` are (id, name, deals), the most frequent first; `years` are (year, its deals, the first of them).
    """

    id: str
    name: str
    provisional: bool
    names: tuple[str, ...]
    group: tuple[str, str] | None
    totals: dict[str, Total]
    counterparties: list[tuple[str, str, int, float]]
    years: list[tuple[str, int, list[DealEntry]]]
    candidates: list[Candidate] = field(default_factory=list)


def company_rows(store: Store, catalogue: Catalogue, like: str, provisional: bool) -> list[CompanyRow]:
    """The companies that deals name, the most told of first; `like` is a part of a name, in any script and case."""
    catalogue.look()
    return catalogue.kept(("companies", like, provisional), lambda: _rows(store, catalogue, like, provisional))


def _rows(store: Store, catalogue: Catalogue, like: str, provisional: bool) -> list[CompanyRow]:
    with store.reading() as connection:
        known = companies_of(connection)
    called = catalogue.companies_called(like) if like else None
    rows = []
    for company, number in zip(catalogue.texts.companies.texts, catalogue.sheet.mentions_of.tolist(), strict=False):
        unsure = company in catalogue.provisional
        if number > 0 and (called is None or company in called) and (unsure or not provisional):
            names = tuple(sorted(catalogue.forms.get(company, ())))
            shown = catalogue.shown_names.get(company, company)
            rows.append(CompanyRow(company, shown, unsure, number, names, known.group(company)))
    return sorted(rows, key=lambda each: (-each.mentions, each.name, each.id))


def company_view(store: Store, catalogue: Catalogue, company_id: str) -> CompanyView | None:
    """All about a company; None if no deal names it."""
    catalogue.look()
    sheet, code = catalogue.sheet, catalogue.texts.companies.known(company_id)
    if not 0 <= code < len(sheet.mentions_of) or not sheet.mentions_of[code]:
        return None
    own = np.flatnonzero((sheet.of_deal["company"] == code) & sheet.deals_alive[sheet.of_deal["row"]])
    rows, sides = sheet.of_deal["row"][own], sheet.of_deal["side"][own]
    alive = _counting(catalogue, sheet, rows)
    with store.reading() as connection:
        known = companies_of(connection)
    owner = known.group(company_id)
    provisional = company_id in catalogue.provisional
    shown = catalogue.shown_names.get(company_id, company_id)
    return CompanyView(
        id=company_id,
        name=shown,
        provisional=provisional,
        names=tuple(sorted(catalogue.forms.get(company_id, ()))),
        group=None if owner == company_id else (owner, known.by_id(owner, owner).name),
        totals={name: _total(catalogue, sheet, rows[alive & (sides == side)]) for name, side in _SIDES.items()},
        counterparties=_counterparties(catalogue, sheet, rows[alive], code),
        years=_years(catalogue, sheet, rows),
        candidates=_candidates(store, catalogue, company_id) if provisional else [],
    )


def _counting(catalogue: Catalogue, sheet: Sheet, rows: Array) -> Array:
    """Which deals count: those that are neither cancelled nor rejected."""
    words = catalogue.texts.words
    cancelled = sheet.deals["status"][rows] == words.known("cancelled")
    found: Array = ~cancelled & (sheet.deals["review"][rows] != words.known("rejected"))
    return found


def _total(catalogue: Catalogue, sheet: Sheet, rows: Array) -> Total:
    deals = {name: sheet.deals[name][rows] for name in ("status", "usd", "gigawatts", "ceiling")}
    firm = np.isin(deals["status"], catalogue.texts.words.known_of(_FIRM))
    usd, told = np.nan_to_num(deals["usd"]), ~np.isnan(deals["usd"])
    return Total(
        firm=float(usd[firm & ~deals["ceiling"]].sum()),
        ceiling=float(usd[firm & deals["ceiling"]].sum()),
        planned=float(usd[~firm].sum()),
        gigawatts=float(np.nan_to_num(deals["gigawatts"])[firm].sum()),
        deals=len(rows),
        unknown=int(np.count_nonzero(~told)),
    )


def _candidates(store: Store, catalogue: Catalogue, company_id: str) -> list[Candidate]:
    return catalogue.kept(
        ("candidates", company_id),
        lambda: candidates(store, company_id, catalogue.forms, catalogue.shown_names),
    )


def _counterparties(catalogue: Catalogue, sheet: Sheet, rows: Array, code: int) -> list[tuple[str, str, int, float]]:
    of_deal = sheet.of_deal
    mine = np.zeros(len(sheet.deals_alive), dtype=np.bool_)
    mine[rows] = True
    others = mine[of_deal["row"]] & (of_deal["company"] != code)
    company, deal = of_deal["company"][others], of_deal["row"][others]
    count = np.bincount(company)
    usd = np.bincount(company, weights=np.nan_to_num(sheet.deals["usd"][deal]))
    there = np.flatnonzero(count)
    ids = catalogue.texts.companies.texts
    ranked = sorted((-int(count[each]), -float(usd[each]), ids[each]) for each in there)
    return [
        (other, catalogue.shown_names.get(other, other), -number, -sum_)
        for number, sum_, other in ranked[:_MOST_COUNTERPARTIES]
    ]


def _years(catalogue: Catalogue, sheet: Sheet, rows: Array) -> list[tuple[str, int, list[DealEntry]]]:
    days = sheet.deals["day"][rows]
    ordered = rows[np.lexsort((~sheet.deals["tie"][rows], -days))]
    years = sheet.deals["day"][ordered] // 10_000
    found = []
    for year in np.unique(years)[::-1]:
        own = ordered[years == year]
        found.append((str(year) if year else "", len(own), catalogue.ids_of(sheet, own[:MOST_OF_YEAR])))
    entries = catalogue.entries([deal_id for _, _, ids in found for deal_id in ids])
    return [(year, number, [entries[each] for each in ids if each in entries]) for year, number, ids in found]
