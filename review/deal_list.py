"""The list of deals: which are wanted, in which order, how many of each kind."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from review.catalogue import FACETS, Catalogue, facet_values
from review.entries import DealEntry

PER_PAGE = 50
ORDERS: dict[str, Callable[[DealEntry], Any]] = {
    "day": lambda deal: (deal.day or "", deal.id),
    "size": lambda deal: (deal.usd if deal.usd is not None else -math.inf, deal.gigawatts or 0.0, deal.id),
    "power": lambda deal: (deal.gigawatts or 0.0, deal.id),
    "sources": lambda deal: (deal.sources, deal.day, deal.id),
    "confidence": lambda deal: (deal.confidence, deal.id),
    "conflicts": lambda deal: (len(deal.conflicts), deal.usd or 0.0, deal.id),
}


@dataclass(frozen=True, slots=True)
class DealFilter:
    """Which deals are wanted; it lives in the address. `q` is a deal's id or a part of a company's name in either
    script; `least` a sum in US dollars. Rejected deals are left out unless `review` asks for them.
    """

    q: str = ""
    kind: str = ""
    status: str = ""
    review: str = ""
    language: str = ""
    host: str = ""
    company: str = ""
    since: str = ""
    until: str = ""
    least: str = ""
    sort: str = "day"
    up: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> DealFilter:
        """The filter of a query; what makes no sense is left out."""
        told: dict[str, Any] = {
            each.name: query.get(each.name, "").strip()[:200] for each in fields(cls) if each.name != "page"
        }
        if told["sort"] not in ORDERS:
            told["sort"] = "day"
        page = query.get("page", "1")
        told["page"] = max(1, min(int(page), 1_000_000)) if page.isdecimal() and len(page) < 8 else 1
        return cls(**told)

    def query(self) -> list[tuple[str, str]]:
        """The filter as it stands in an address, without the page."""
        named = [(each.name, str(getattr(self, each.name))) for each in fields(self) if each.name != "page"]
        return [(name, value) for name, value in named if value and (name, value) != ("sort", "day")]


@dataclass(frozen=True, slots=True)
class DealPage:
    """A page of deals, of how many, and how many there are of each value of each facet."""

    deals: tuple[DealEntry, ...]
    total: int
    page: int
    pages: int
    facets: dict[str, list[tuple[str, int]]]


def deal_page(catalogue: Catalogue, wanted: DealFilter) -> DealPage:
    """The deals that a filter lets through, a page of them."""
    key = ("deals", wanted.query().__repr__())
    ids, facets = catalogue.kept(key, lambda: _found(catalogue, wanted))
    pages = max(1, -(-len(ids) // PER_PAGE))
    page = min(wanted.page, pages)
    part = ids[(page - 1) * PER_PAGE : page * PER_PAGE]
    shown = tuple(catalogue.deals[each] for each in part if each in catalogue.deals)
    return DealPage(shown, len(ids), page, pages, facets)


def _found(catalogue: Catalogue, wanted: DealFilter) -> tuple[list[str], dict[str, list[tuple[str, int]]]]:
    if not wanted.query():
        ids = [deal_id for _, deal_id in reversed(catalogue.by_day)]
        return ids, {name: _most(each) for name, each in catalogue.facets.items()}
    tests = _tests(catalogue, wanted)
    deals = [deal for deal in _candidates(catalogue, wanted) if all(test(deal) for test in tests)]
    deals.sort(key=ORDERS[wanted.sort], reverse=not wanted.up)
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for deal in deals:
        for name, values in facet_values(deal):
            counts[name].update(values)
    return [deal.id for deal in deals], {name: _most(each) for name, each in counts.items()}


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return [(value, number) for value, number in counts.most_common(12) if number > 0]


def _candidates(catalogue: Catalogue, wanted: DealFilter) -> list[DealEntry]:
    """The deals that need a look: those of the companies that are meant, or all."""
    if wanted.company:
        ids: Iterable[str] = catalogue.deals_of([wanted.company])
    elif wanted.q and wanted.q.upper() not in catalogue.deals:
        called = catalogue.companies_called(wanted.q)
        if not called:
            called = frozenset(each for word in wanted.q.split()[:8] for each in catalogue.companies_called(word))
        ids = catalogue.deals_of(called)
    else:
        return list(catalogue.deals.values())
    return [catalogue.deals[each] for each in ids if each in catalogue.deals]


def _tests(catalogue: Catalogue, wanted: DealFilter) -> list[Callable[[DealEntry], bool]]:
    tests: list[Callable[[DealEntry], bool]] = []
    if wanted.review:
        tests.append(lambda deal: deal.review == wanted.review)
    else:
        tests.append(lambda deal: deal.review != "rejected")
    if wanted.kind:
        tests.append(lambda deal: deal.kind == wanted.kind)
    if wanted.status:
        tests.append(lambda deal: deal.status == wanted.status)
    if wanted.language:
        tests.append(lambda deal: wanted.language in deal.languages)
    if wanted.host:
        tests.append(lambda deal: wanted.host in deal.hosts)
    if wanted.company:
        tests.append(lambda deal: wanted.company in deal.companies)
    if wanted.since:
        tests.append(lambda deal: deal.day >= wanted.since)
    if wanted.until:
        tests.append(lambda deal: bool(deal.day) and deal.day[: len(wanted.until)] <= wanted.until)
    if wanted.least:
        tests.append(_at_least(wanted.least))
    if wanted.q:
        tests.append(_search(catalogue, wanted.q))
    return tests


def _at_least(text: str) -> Callable[[DealEntry], bool]:
    from review.values import value_of_text
    from schemas.errors import DecisionError

    try:
        least = float(
            value_of_text("amount", text if text[-1:].isalpha() and len(text) > 4 else f"{text} USD")["value"]
        )
    except (DecisionError, TypeError):
        return lambda deal: True
    return lambda deal: deal.usd is not None and deal.usd >= least


def _search(catalogue: Catalogue, text: str) -> Callable[[DealEntry], bool]:
    """Deals of the companies that go by a search as a whole; else those with every word of it in a company's name, or
    with it as their id.
    """
    whole = catalogue.companies_called(text)
    if whole:
        return lambda deal: not whole.isdisjoint(deal.companies)
    found = [catalogue.companies_called(word) for word in text.split()[:8]]
    wanted = text.strip().upper()
    return lambda deal: deal.id == wanted or all(not called.isdisjoint(deal.companies) for called in found)
