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
from schemas.deal import PAYERS, Kind, Party, Role, Status
from schemas.merged import Deal, Happening

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


Pairs = tuple[tuple[Party, Party], ...]


@dataclass(frozen=True, slots=True)
class Move:
    """What moves from the first to the second of each pair, and as what kind of business."""

    flow: Flow
    family: Family
    pairs: Pairs


@dataclass(frozen=True, slots=True)
class Sides:
    """What a deal moves (nothing where one side is not told), and the pairs that it joins without direction."""

    moves: tuple[Move, ...]
    joined: Pairs


def sides(deal: Deal) -> Sides:
    """Who pays whom. Shares that a seller gives its customer are told with the purchase as one deal: both move."""
    payers = [party for party in deal.parties if party.role in PAYERS]
    sellers = [party for party in deal.parties if party.role is Role.SELLER]
    bought = [party for party in deal.parties if party.role in _BOUGHT]
    borrowers = [party for party in deal.parties if party.role is Role.BORROWER]
    others = [party for party in deal.parties if party.role is Role.PARTICIPANT]
    joined = tuple(combinations(others, 2)) + tuple(product(payers + (sellers or bought or borrowers), others))
    family = FAMILIES[deal.kind]
    given = family in (Family.EQUITY, Family.SUPPLY) and gives_shares(deal)
    givers = bought or sellers
    moves = []
    if given and payers and givers:
        moves.append(Move(Flow.SHARES, Family.EQUITY, tuple(product(givers, payers))))
    if not given or family is not Family.EQUITY:
        moves.append(Move(Flow.MONEY, family, tuple(product(payers, sellers or bought or borrowers))))
    elif deal.power is not None or deal.amount is not None:
        moves.append(Move(Flow.MONEY, Family.SUPPLY, tuple(product(payers, givers))))
    return Sides(tuple(move for move in moves if move.pairs), joined)


def gives_shares(deal: Deal) -> bool:
    """Whether shares are given: at a nominal price, or as warrants; an investment that tells a sum pays for them."""
    price = deal.terms.price_per_share
    if price is not None:
        return price.value <= _NOMINAL
    if deal.kind is Kind.ACQUISITION or (deal.kind is Kind.INVESTMENT and deal.amount is not None):
        return False
    if deal.kind is not Kind.INVESTMENT and deal.terms.shares is None and deal.terms.stake_pct is None:
        return False
    quote = simplified(deal.quote).casefold()
    return any(word in quote for word in _GIVEN)


def is_over(deal: Deal) -> bool:
    """Whether a deal was cancelled or lapsed."""
    last = next((e.what for e in reversed(deal.history) if e.what not in (Happening.CUT, Happening.RAISED)), None)
    return deal.status is Status.CANCELLED or last in (Happening.CANCELLED, Happening.LAPSED)
