"""Deals in few words: amounts, powers, parties and rates as tables, feeds and exports tell them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from schemas.deal import CENTRES, PAYERS, Party, Role
from schemas.quantity import Bound, Money, Power, Price, Terms
from schemas.rates import Converted, Rate

_SIGNS = {Bound.EXACT: "", Bound.APPROX: "~", Bound.MAX: "≤", Bound.MIN: "≥"}
_UNITS = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))


def amount_words(money: Money | None) -> str:
    """An amount as in `≤100bn USD`; a range as `736m–896m USD`."""
    if money is None:
        return ""
    if money.low is not None and money.high is not None:
        return f"{short(money.low)}–{short(money.high)} {money.currency}"
    return f"{_SIGNS[money.bound]}{short(money.value)} {money.currency}"


def converted_words(converted: Converted | None) -> str:
    """A converted sum as in `≈3.14bn`."""
    return "" if converted is None else f"≈{short(converted.value)}"


def rate_words(rate: Rate) -> str:
    """A rate to four digits and its day: `0.03053 of 2025-10-31`."""
    return f"{plain(Decimal(f'{rate.value:.4g}'))} of {rate.day}"


def power_words(power: Power | None) -> str:
    """A power as in `≥10 GW`."""
    return "" if power is None else f"{_SIGNS[power.bound]}{plain(power.value)} GW"


def short(value: Decimal) -> str:
    """A number with at most four digits and a unit: 5.375bn."""
    for size, unit in _UNITS:
        if abs(value) >= size:
            return f"{plain(Decimal(f'{value / size:.3f}'))}{unit}"
    return f"{value:,.0f}" if value == value.to_integral_value() else plain(value)


def plain(value: Decimal) -> str:
    """A decimal without exponent and idle zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def party_words(parties: Sequence[Party]) -> str:
    """Who pays whom: `SoftBank → ABB Robotics (from ABB)`; partners are joined by `+`."""
    payers = [party.name for party in parties if party.role in PAYERS]
    receivers = [party.name for party in parties if party.role in CENTRES]
    sellers = [party.name for party in parties if party.role is Role.SELLER]
    others = [party.name for party in parties if party.role is Role.PARTICIPANT]
    if not receivers:
        receivers, sellers = sellers, []
    sides = [", ".join(names) for names in (payers or sellers, receivers) if names]
    told = " → ".join(sides)
    if payers and sellers:
        told += f" (from {', '.join(sellers)})"
    return " + ".join([told, *others] if told else others)


def term_words(terms: Terms) -> list[tuple[str, str]]:
    """The stated terms by name."""
    stated = (
        ("years", None if terms.years is None else plain(terms.years)),
        ("start", terms.start),
        ("end", terms.end),
        ("stake", None if terms.stake_pct is None else f"{plain(terms.stake_pct)}%"),
        ("shares", None if terms.shares is None else f"{terms.shares:,f}"),
        ("price per share", _price(terms.price_per_share)),
        ("a year", _price(terms.annual_amount)),
        ("tranche", terms.tranche),
    )
    return [(name, str(value)) for name, value in stated if value is not None]


def _price(price: Price | None) -> str | None:
    return None if price is None else f"{short(price.value)} {price.currency}"
