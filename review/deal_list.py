"""The list of deals: which are wanted, in which order, how many of each kind."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from review.catalogue import Catalogue, Sheet
from review.columns import LANGUAGE_BITS, Array, day_number, until
from review.entries import DealEntry
from review.paging import page_count, page_number
from review.values import value_of_text
from schemas.errors import DecisionError

PER_PAGE = 50
ORDERS: dict[str, tuple[tuple[str, float], ...]] = {
    "day": (("day", 0.0),),
    "size": (("usd", -math.inf), ("gigawatts", 0.0)),
    "power": (("gigawatts", 0.0),),
    "sources": (("sources", 0.0), ("day", 0.0)),
    "confidence": (("confidence", 0.0),),
    "conflicts": (("conflicts", 0.0), ("usd", 0.0)),
}
"""By which columns deals are sorted, each with what stands for an untold value; deals alike in all by their ids."""

_MOST_VALUES = 12
_DAY = re.compile(r"\d{4}(-\d{2}){0,2}")


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
        for name in ("since", "until"):
            if not _DAY.fullmatch(told[name]):
                told[name] = ""
        if told["sort"] not in ORDERS:
            told["sort"] = "day"
        told["page"] = page_number(query)
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
    sheet, rows, facets = catalogue.kept(("deals", tuple(wanted.query())), lambda: _found(catalogue, wanted))
    pages = page_count(len(rows), PER_PAGE)
    page = min(wanted.page, pages)
    part = _page(sheet, rows, wanted, page)
    shown = catalogue.entries(catalogue.ids_of(sheet, part))
    return DealPage(tuple(shown.values()), len(rows), page, pages, facets)


Facets = dict[str, list[tuple[str, int]]]


def _found(catalogue: Catalogue, wanted: DealFilter) -> tuple[Sheet, Array, Facets]:
    """The rows of the deals that are wanted, in no order, of which sheet, and what values they have."""
    sheet = catalogue.sheet
    mask = deal_mask(catalogue, sheet, wanted)
    rows = np.flatnonzero(mask).astype(np.int32)
    return sheet, rows, _facets(catalogue, sheet, mask, rows)


def _page(sheet: Sheet, rows: Array, wanted: DealFilter, page: int) -> Array:
    """The rows of a page: only those that can stand on it or before it are sorted."""
    columns = [_column(sheet, name, rows, untold) for name, untold in ORDERS[wanted.sort]]
    if not wanted.up:
        columns = [-column for column in columns]
    last = page * PER_PAGE
    if last < len(rows):
        near = columns[0] <= np.partition(columns[0], last - 1)[last - 1]
        rows, columns = rows[near], [column[near] for column in columns]
    ids = sheet.deals["tie"][rows]
    ids = ids if wanted.up else ~ids
    return rows[np.lexsort((ids, *reversed(columns)))][last - PER_PAGE : last]


def _column(sheet: Sheet, name: str, rows: Array, untold: float) -> Array:
    column = sheet.deals[name][rows].astype(np.float64)
    return np.where(np.isnan(column), untold, column)


def deal_mask(catalogue: Catalogue, sheet: Sheet, wanted: DealFilter) -> Array:
    """Which rows of deals a filter lets through."""
    deals, words = sheet.deals, catalogue.texts.words
    found: Array = sheet.deals_alive.copy()
    if wanted.review:
        found &= deals["review"] == words.known(wanted.review)
    else:
        found &= deals["review"] != words.known("rejected")
    for name in ("kind", "status"):
        if getattr(wanted, name):
            found &= deals[name] == words.known(getattr(wanted, name))
    if wanted.language:
        found &= (deals["languages"] & LANGUAGE_BITS.get(wanted.language, 0)) != 0
    if wanted.host:
        rows, hosts = sheet.hosts
        found &= _at(sheet, rows[hosts == words.known(wanted.host)])
    if wanted.company:
        found &= _of_companies(catalogue, sheet, (wanted.company,))
    if wanted.since:
        found &= deals["day"] >= day_number(wanted.since)
    if wanted.until:
        found &= until(deals["day"], wanted.until)
    if wanted.least:
        found &= _at_least(deals, wanted.least)
    if wanted.q:
        found &= _search(catalogue, sheet, wanted.q)
    return found


def _at(sheet: Sheet, rows: Array) -> Array:
    found = np.zeros(len(sheet.deals_alive), dtype=np.bool_)
    found[rows] = True
    return found


def _of_companies(catalogue: Catalogue, sheet: Sheet, companies: frozenset[str] | tuple[str, ...]) -> Array:
    return _at(sheet, catalogue.rows_of_companies(sheet, companies))


def _at_least(deals: dict[str, Array], text: str) -> Array:
    """Deals of at least a sum, by default in dollars; all where it is no sum."""
    try:
        told = text if text[-1:].isalpha() and len(text) > 4 else f"{text} USD"
        least = float(value_of_text("amount", told)["value"])
    except (DecisionError, TypeError):
        return np.ones(len(deals["usd"]), dtype=np.bool_)
    return deals["usd"] >= least


def _search(catalogue: Catalogue, sheet: Sheet, text: str) -> Array:
    """Deals of the companies that go by a search as a whole; else those with every word of it in a company's name, or
    with it as their id.
    """
    whole = catalogue.companies_called(text)
    if whole:
        return _of_companies(catalogue, sheet, whole)
    found = np.ones(len(sheet.deals_alive), dtype=np.bool_)
    for word in text.split()[:8]:
        found &= _of_companies(catalogue, sheet, catalogue.companies_called(word))
    row = catalogue.deal_row(text.strip().upper())
    if row is not None and row < len(found):
        found[row] = sheet.deals_alive[row]
    return found


def _facets(catalogue: Catalogue, sheet: Sheet, mask: Array, rows: Array) -> Facets:
    words = catalogue.texts.words.texts
    found = {name: _most(words, np.bincount(sheet.deals[name][rows])) for name in ("kind", "status", "review")}
    languages = sheet.deals["languages"][rows]
    counts = [(name, int(np.count_nonzero(languages & bit))) for name, bit in LANGUAGE_BITS.items()]
    found["language"] = sorted((each for each in counts if each[1]), key=lambda each: (-each[1], each[0]))
    of_deal, hosts = sheet.hosts
    found["host"] = _most(words, np.bincount(hosts[mask[of_deal]]))
    return found


def _most(words: list[str], counts: Array) -> list[tuple[str, int]]:
    """The values with the most deals, each with how many."""
    there = np.flatnonzero(counts)
    named = sorted((-int(counts[code]), words[code]) for code in there)
    return [(name, -number) for number, name in named[:_MOST_VALUES]]


def near_deals(catalogue: Catalogue, deal_id: str, most: int = 12) -> list[DealEntry]:
    """Deals that share companies with one, those that share the most first, then those of its kind."""
    sheet, row = catalogue.sheet, catalogue.deal_row(deal_id)
    if row is None:
        return []
    of_deal, kinds = sheet.of_deal, sheet.deals["kind"]
    shared = np.isin(of_deal["company"], of_deal["company"][of_deal["row"] == row])
    rows, count = np.unique(of_deal["row"][shared], return_counts=True)
    others = sheet.deals_alive[rows] & (rows != row)
    rows, count = rows[others], count[others]
    first = rows[np.lexsort((sheet.deals["tie"][rows], kinds[rows] != kinds[row], -count))][:most]
    return list(catalogue.entries(catalogue.ids_of(sheet, first)).values())
