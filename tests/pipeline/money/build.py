"""Deals and graphs for tests of the money."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from pipeline.money.graph import MoneyGraph, money_graph
from pipeline.rates import shipped_rates
from pipeline.resolve import Companies
from schemas import Bound, Kind, Language, Money, PartialDate, Party, Power, Price, Role, Status, Terms
from schemas.merged import Deal

RATES = shipped_rates()
ROLES = {
    Kind.INVESTMENT: (Role.INVESTOR, Role.INVESTEE),
    Kind.ACQUISITION: (Role.ACQUIRER, Role.TARGET),
    Kind.PURCHASE: (Role.BUYER, Role.SELLER),
    Kind.COMPUTE: (Role.BUYER, Role.SELLER),
    Kind.POWER: (Role.BUYER, Role.SELLER),
    Kind.DEBT: (Role.LENDER, Role.BORROWER),
}


def deal(
    payers: str,
    receivers: str,
    billions: int | str | None = None,
    *,
    kind: Kind = Kind.COMPUTE,
    status: Status = Status.AGREED,
    bound: Bound = Bound.EXACT,
    currency: str = "USD",
    sellers: str = "",
    participants: str = "",
    announced: str | None = "2025-10-01",
    power: str | None = None,
    yearly: str | None = None,
    **terms: object,
) -> Deal:
    """A deal; companies are letters or words apart by spaces, sums are in billions."""
    parties = [Party(name=name, role=Role.PARTICIPANT) for name in participants.split()]
    if kind in ROLES:
        pays, gets = ROLES[kind]
        parties += [Party(name=name, role=pays) for name in payers.split()]
        parties += [Party(name=name, role=gets) for name in receivers.split()]
        parties += [Party(name=name, role=Role.SELLER) for name in sellers.split()]
    if yearly is not None:
        terms["annual_amount"] = Price(value=Decimal(yearly) * 10**9, currency=currency)
    amount = None if billions is None else Money(value=Decimal(str(billions)) * 10**9, currency=currency, bound=bound)
    return Deal(
        kind=kind,
        parties=tuple(parties),
        amount=amount,
        power=None if power is None else Power(value=Decimal(power)),
        terms=Terms(**terms),  # type: ignore[arg-type]
        status=status,
        announced=None if announced is None else PartialDate(announced),
        quote=f"{payers} pays {receivers}",
        confidence=0.9,
        languages=(Language.EN,),
        sources=1,
    )


def graph_of(deals: Iterable[Deal], ceilings: Collection[str] = (), rolled_up: bool = False) -> MoneyGraph:
    """The graph of deals, which are D-0, D-1 and so on."""
    named = [(f"D-{number}", each) for number, each in enumerate(deals)]
    return money_graph(named, Companies(), RATES, ceilings=ceilings, rolled_up=rolled_up)


def node(name: str) -> str:
    """The node of a company that nobody listed."""
    return f"~{name.casefold()}"
