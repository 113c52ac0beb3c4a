"""Who pays whom in one deal: its sides as pairs of parties.

A seller is who is paid, also where somebody else is bought. Shares that are handed over for nothing, or nearly so
(warrants at a cent), are no money: they flow from the company whose shares they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations, product

from pipeline.resolve import simplified
from schemas.deal import Kind, Party, Role, Status
from schemas.merged import Deal, Happening

PAYERS = frozenset({Role.INVESTOR, Role.ACQUIRER, Role.BUYER, Role.LENDER})
_BOUGHT = frozenset({Role.INVESTEE, Role.TARGET})
_NOMINAL = Decimal("0.1")
"""The price of a share, in any currency, at or under which shares are given rather than sold."""

_GIVEN = ("认股权证", "warrant")


class Flow(StrEnum):
    """What moves: money, or shares given in place of money."""

    MONEY = "money"
    SHARES = "shares"


class Family(StrEnum):
    """Kinds of deal whose sums may be parts of one another."""

    EQUITY = "equity"
    SUPPLY = "supply"
    DEBT = "debt"
    TOGETHER = "together"


FAMILIES = {
    Kind.INVESTMENT: Family.EQUITY,
    Kind.ACQUISITION: Family.EQUITY,
    Kind.PURCHASE: Family.SUPPLY,
    Kind.COMPUTE: Family.SUPPLY,
    Kind.POWER: Family.SUPPLY,
    Kind.DEBT: Family.DEBT,
    Kind.PROJECT: Family.TOGETHER,
    Kind.PARTNERSHIP: Family.TOGETHER,
}


@dataclass(frozen=True, slots=True)
class Sides:
    """The pairs (from, to) between which a deal moves something, and the pairs that it joins without direction."""

    flow: Flow
    pairs: tuple[tuple[Party, Party], ...]
    joined: tuple[tuple[Party, Party], ...]


def sides(deal: Deal) -> Sides:
    """Who pays whom; without pairs where one side is not told."""
    payers = [party for party in deal.parties if party.role in PAYERS]
    sellers = [party for party in deal.parties if party.role is Role.SELLER]
    bought = [party for party in deal.parties if party.role in _BOUGHT]
    borrowers = [party for party in deal.parties if party.role is Role.BORROWER]
    receivers = sellers or bought or borrowers
    others = [party for party in deal.parties if party.role is Role.PARTICIPANT]
    joined = tuple(combinations(others, 2)) + tuple(product(payers + receivers, others))
    if payers and bought and is_gift(deal):
        return Sides(Flow.SHARES, tuple(product(sellers or bought, payers)), joined)
    return Sides(Flow.MONEY, tuple(product(payers, receivers)), joined)


def is_gift(deal: Deal) -> bool:
    """Whether shares are given: at a nominal price, or as warrants for which no sum is told."""
    if deal.kind is not Kind.INVESTMENT:
        return False
    price = deal.terms.price_per_share
    if price is not None:
        return price.value <= _NOMINAL
    quote = simplified(deal.quote).casefold()
    return deal.amount is None and any(word in quote for word in _GIVEN)


def is_over(deal: Deal) -> bool:
    """Whether a deal was cancelled or lapsed."""
    last = next((e.what for e in reversed(deal.history) if e.what not in (Happening.CUT, Happening.RAISED)), None)
    return deal.status is Status.CANCELLED or last in (Happening.CANCELLED, Happening.LAPSED)
