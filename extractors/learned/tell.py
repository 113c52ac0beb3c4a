"""From the scores of windows to the deals that they tell: pairs joined to deals, figures and status given to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extractors.learned.classes import FIELDS, NOBODY, PAIRS, STATUSES
from extractors.learned.roles import RoleReader, Scores, pairs_of
from extractors.quantity.spans import Quantity
from schemas.deal import Kind, Status

_PAYER = {Kind.INVESTMENT: "investor", Kind.ACQUISITION: "acquirer", Kind.DEBT: "lender"}
_PAID = {Kind.INVESTMENT: "investee", Kind.ACQUISITION: "target", Kind.DEBT: "borrower"}
_JOINT = (Kind.PROJECT, Kind.PARTNERSHIP)
_SELLER = PAIRS.index("seller")
_SOLO = (Kind.PROJECT, Kind.DEBT, Kind.INVESTMENT)


@dataclass(slots=True)
class Telling:
    """One deal as one window tells it; `roles` pairs a role with the number of a company (from 0) in the window."""

    scores: Scores
    kind: Kind
    roles: list[tuple[str, int]]
    probability: float
    status: Status
    status_probability: float
    figures: dict[str, tuple[Quantity, float]] = field(default_factory=dict)


@dataclass(slots=True)
class _Pair:
    payer: int
    paid: int
    kind: Kind
    probability: float
    figures: dict[str, tuple[Quantity, float]]


def tellings(reader: RoleReader, scores: Scores, least: float) -> list[Telling]:
    """The deals of a window whose pairs are as probable as `least`."""
    pairs = list(_likely(reader, scores, least))
    found = [_telling(reader, scores, group) for group in _groups(pairs)]
    for item in found:
        _add_sellers(item, least)
    return found


def _likely(reader: RoleReader, scores: Scores, least: float) -> Iterator[_Pair]:
    for payer, paid in pairs_of(scores):
        row = scores.kinds[payer, paid]
        told = 1.0 - float(row[0]) - float(row[_SELLER])
        best = int(row[1:_SELLER].argmax()) + 1
        if told < least:
            continue
        kind = Kind(PAIRS[best])
        if kind in _JOINT and payer > paid:
            continue  # participants stand in both orders
        if payer == NOBODY and kind not in _SOLO:
            continue
        yield _Pair(payer, paid, kind, told, _figures(reader, scores, payer, paid))


def _figures(reader: RoleReader, scores: Scores, payer: int, paid: int) -> dict[str, tuple[Quantity, float]]:
    if not scores.window.quantities:
        return {}
    found: dict[str, tuple[Quantity, float]] = {}
    for quantity, row in zip(scores.window.quantities, reader.fields(scores, payer, paid), strict=True):
        best = int(row.argmax())
        name, chance = FIELDS[best], float(row[best])
        if best and (name not in found or chance > found[name][1]):
            found[name] = quantity, chance
    return found


def _groups(pairs: list[_Pair]) -> list[list[_Pair]]:
    """Pairs of one deal together: several payers of one kind for one company, with one sum or none; joint ones by overlap."""
    named = {pair.paid for pair in pairs if pair.payer != NOBODY}
    groups: list[list[_Pair]] = []
    for pair in pairs:
        if pair.payer == NOBODY and pair.paid in named:
            continue
        home = next((group for group in groups if _together(group, pair)), None)
        if home is None:
            groups.append([pair])
        else:
            home.append(pair)
    return groups


def _together(group: list[_Pair], pair: _Pair) -> bool:
    first = group[0]
    if first.kind is not pair.kind:
        return False
    one, other = first.figures.get("amount"), pair.figures.get("amount")
    same = one is None or other is None or one[0] is other[0]
    members = {number for item in group for number in (item.payer, item.paid)}
    if pair.kind in _JOINT:
        return same and bool(members & {pair.payer, pair.paid})
    if pair.kind in _PAYER:
        return same and pair.paid == first.paid
    return one is not None and other is not None and same and (pair.paid == first.paid or pair.payer == first.payer)


def _telling(reader: RoleReader, scores: Scores, group: list[_Pair]) -> Telling:
    best = max(group, key=lambda pair: pair.probability)
    chances = reader.status(scores, best.payer, best.paid)
    status = int(chances.argmax())
    roles: list[tuple[str, int]] = []
    for pair in group:
        for role, number in _roles_of(pair):
            if number != NOBODY and (role, number - 1) not in roles:
                roles.append((role, number - 1))
    figures: dict[str, tuple[Quantity, float]] = {}
    for pair in group:
        for name, item in pair.figures.items():
            if name not in figures or item[1] > figures[name][1]:
                figures[name] = item
    return Telling(
        scores, best.kind, roles, best.probability, Status(STATUSES[status]), float(chances[status]), figures
    )


def _roles_of(pair: _Pair) -> Iterable[tuple[str, int]]:
    if pair.kind in _JOINT:
        return ("participant", pair.payer), ("participant", pair.paid)
    return (_PAYER.get(pair.kind, "buyer"), pair.payer), (_PAID.get(pair.kind, "seller"), pair.paid)


def _add_sellers(item: Telling, least: float) -> None:
    if item.kind not in (Kind.INVESTMENT, Kind.ACQUISITION):
        return
    held = {number for _, number in item.roles}
    for role, number in list(item.roles):
        if role not in ("investee", "target"):
            continue
        for seller in range(1, len(item.scores.window.companies) + 1):
            if seller - 1 not in held and item.scores.kinds[seller, number + 1, _SELLER] >= least:
                item.roles.append(("seller", seller - 1))
                held.add(seller - 1)
