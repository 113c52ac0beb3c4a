"""The scores of millions of pairs of mentions at once: what `pipeline.compare` gives for each, without the reasons.

`compare` says what counts and why; here the same is reckoned column by column. A test holds the two to each other: who
changes a reason there changes its points here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.columns import BOUNDS, KINDS, STATUSES, Columns
from pipeline.compare import (
    APART_DAYS,
    DECIMALS,
    FAR_DAYS,
    NEAR_DAYS,
    party_reasons,
    told_as,
    word_points,
)
from pipeline.compare_amounts import CLEAR, NEARLY, ROUNDED, SAME, near, rounds
from schemas.deal import Kind, Status
from schemas.quantity import Bound

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]

_CHUNK = 500_000
_MAX, _MIN, _EXACT = BOUNDS[Bound.MAX], BOUNDS[Bound.MIN], BOUNDS[Bound.EXACT]
_TOLD_AS = np.array([[told_as(a, b) for b in KINDS] for a in KINDS])


def score_pairs(columns: Columns, first: Rows, second: Rows) -> Numbers:
    """The score of each pair; NaN where a reason forbids that the two are one deal.

    Args:
        columns: All mentions, in order of key.
        first: The places of the pairs' first mentions; these come before the second ones.
        second: The places of the second ones. Mentions of one article are taken as if they were of two.
    """
    parts = [
        _scored(columns, first[start : start + _CHUNK], second[start : start + _CHUNK])
        for start in range(0, len(first), _CHUNK)
    ]
    return np.concatenate(parts) if parts else np.empty(0)


def _scored(columns: Columns, first: Rows, second: Rows) -> Numbers:
    scores = np.full(len(first), np.nan)
    left = np.arange(len(first))
    points = np.zeros(len(first))
    for part in _PARTS:
        pairs = _Pairs(columns, first[left], second[left], points)
        part(pairs)
        left, points = left[~pairs.barred], pairs.points[~pairs.barred]
    scores[left] = np.round(points, DECIMALS)
    return scores


@dataclass(slots=True)
class _Pairs:
    """Pairs with the points that they have so far; a part of the comparison adds to them or bars pairs."""

    columns: Columns
    first: Rows
    second: Rows
    points: Numbers
    barred: Mask = field(init=False)

    def __post_init__(self) -> None:
        self.barred = np.zeros(len(self.first), dtype=np.bool_)

    def both(self, name: str) -> tuple[Numbers, Numbers]:
        return self.columns.of(name, self.first), self.columns.of(name, self.second)

    def add(self, points: float | Numbers, where: Mask) -> None:
        self.points = self.points + np.where(where, points, 0.0)

    def bar(self, where: Mask) -> None:
        self.barred = self.barred | where


def _near(a: Numbers, b: Numbers, tolerance: float) -> Mask:
    found: Mask = np.abs(a - b) <= tolerance * np.maximum(np.abs(a), np.abs(b))
    return found


def _told(*values: Numbers) -> Mask:
    found: Mask = ~np.isnan(values[0])
    for each in values[1:]:
        found = found & ~np.isnan(each)
    return found


def _kinds(pairs: _Pairs) -> None:
    a, b = pairs.both("kind")
    pairs.add(1.0, a == b)
    pairs.bar((a != b) & ~_TOLD_AS[a.astype(np.int64), b.astype(np.int64)])


def _amounts(pairs: _Pairs) -> None:
    annual, other_annual = pairs.both("annual")
    annual_currency, other_annual_currency = pairs.both("annual_currency")
    yearly = annual_currency == other_annual_currency
    same = _near(annual, other_annual, SAME)
    pairs.add(2.0, yearly & same)
    pairs.add(-1.0, yearly & ~same)
    a, b = pairs.both("amount")
    currency, other_currency = pairs.both("currency")
    years, other_years = pairs.both("years")
    for total, of, rate, rate_of, length, missing in (
        (a, currency, other_annual, other_annual_currency, other_years, b),
        (b, other_currency, annual, annual_currency, years, a),
    ):
        pairs.add(2.0, np.isnan(missing) & (of == rate_of) & _near(total, rate * length, NEARLY))
    both = _told(a, b)
    _same_currency(pairs, both & (currency == other_currency), annual, other_annual)
    _restated(pairs, both & (currency != other_currency))


def _same_currency(pairs: _Pairs, open_: Mask, annual: Numbers, other_annual: Numbers) -> None:
    a, b = pairs.both("amount")
    low, least = pairs.both("low")
    high, most = pairs.both("high")
    bound, other_bound = pairs.both("bound")
    tranche, other_tranche = pairs.both("tranche")

    def decide(where: Mask, points: float) -> None:
        nonlocal open_
        pairs.add(points, open_ & where)
        open_ = open_ & ~where

    one_range = (low == least) & ((high == most) | (np.isnan(high) & np.isnan(most)))
    decide(_near(a, b, SAME) | one_range, 3.0)
    decide(((least <= a) & (a <= most)) | ((low <= b) & (b <= high)), 1.5)
    decide(_told_of(pairs, open_), 2.0)
    nearly = _near(a, b, NEARLY)
    exact = open_ & nearly & (bound == _EXACT) & (other_bound == _EXACT)
    coarse = np.zeros(len(a), dtype=np.bool_)
    coarse[exact] = [rounds(x, y) for x, y in zip(a[exact].tolist(), b[exact].tolist(), strict=True)]
    decide(exact & ~coarse, -1.0)
    decide(nearly, 0.75)
    part = _is_part(a, bound, tranche, annual, b) | _is_part(b, other_bound, other_tranche, other_annual, a)
    decide(part, -0.5)
    pairs.bar(open_)


def _is_part(total: Numbers, bound: Numbers, tranche: Numbers, annual: Numbers, piece: Numbers) -> Mask:
    one_year = _near(annual, piece, SAME)
    staged = (bound == _MAX) | (tranche == 1)
    other: Mask = np.where(bound == _MIN, piece >= total, staged & (piece <= total))
    return one_year | other


def _told_of(pairs: _Pairs, open_: Mask) -> Mask:
    """Whether one tells the other's sum as its former or other one; both are in one currency, as former sums are."""
    former, other_former = pairs.both("former")
    a, b = pairs.both("amount")
    found = np.zeros(len(a), dtype=np.bool_)
    for own, value in ((former, b), (other_former, a)):
        for place in np.flatnonzero(open_ & (own > 0) & ~found):
            told = pairs.columns.former[int(own[place])]
            found[place] = any(near(each.value, float(value[place]), SAME) for each in told)
    return found


def _restated(pairs: _Pairs, open_: Mask) -> None:
    a, b = pairs.both("amount")
    low, least = pairs.both("per_dollar_low")
    high, most = pairs.both("per_dollar_high")
    open_ = open_ & _told(low, least)
    overlap = (a / high <= b / least * (1 + ROUNDED)) & (b / most <= a / low * (1 + ROUNDED))
    pairs.add(2.0, open_ & overlap)
    dollars, other_dollars = a * 2 / (low + high), b * 2 / (least + most)
    clear = _near(dollars, other_dollars, CLEAR)
    pairs.add(np.where(clear, -1.0, -3.0), open_ & ~overlap)


def _power(pairs: _Pairs) -> None:
    a, b = pairs.both("power")
    bound, other_bound = pairs.both("power_bound")
    same, nearly = _near(a, b, 0.02), _near(a, b, 0.1)
    pairs.add(2.0, same)
    pairs.add(0.5, nearly & ~same)
    within = ((bound == _MAX) & (b <= a)) | ((bound == _MIN) & (b >= a))
    within |= ((other_bound == _MAX) & (a <= b)) | ((other_bound == _MIN) & (a >= b))
    pairs.bar(_told(a, b) & ~nearly & ~within)


def _parties(pairs: _Pairs) -> None:
    kind, other_kind = pairs.both("kind")
    takeover = (kind == KINDS[Kind.ACQUISITION]) | (other_kind == KINDS[Kind.ACQUISITION])
    known, other_known = pairs.both("all_known")
    plain = (known == 1) & (other_known == 1)
    points = np.empty(len(kind))
    for where, name, actors in (
        (plain, "roster", pairs.columns.rosters),
        (~plain, "cast", pairs.columns.casts),
    ):
        left = pairs.columns.of(name, pairs.first[where]).astype(np.int64)
        right = pairs.columns.of(name, pairs.second[where]).astype(np.int64)
        codes = (left * (len(actors) + 1) + right) * 2 + takeover[where]
        unique, inverse = np.unique(codes, return_inverse=True)
        points[where] = np.array([_party_points(code, actors) for code in unique.tolist()], dtype=np.float64)[inverse]
    pairs.bar(np.isnan(points))
    pairs.add(points, ~np.isnan(points))


def _party_points(code: int, actors: object) -> float:
    rest, takeover = divmod(code, 2)
    left, right = divmod(rest, len(actors) + 1)  # type: ignore[arg-type]
    reasons = party_reasons(actors[left], actors[right], bool(takeover))  # type: ignore[index]
    return np.nan if reasons[-1].bars else sum(reason.points for reason in reasons)


def _terms(pairs: _Pairs) -> None:
    for name, points in (("years", 1.0), ("stake", 1.0), ("shares", 2.0)):
        a, b = pairs.both(name)
        _number(pairs, _told(a, b), a, b, points)
    price, other_price = pairs.both("price")
    currency, other_currency = pairs.both("price_currency")
    _number(pairs, currency == other_currency, price, other_price, 2.0)
    gap = _gap(pairs, "start")
    pairs.add(0.5, gap == 0)
    pairs.add(-0.5, (gap > 0) & (gap < 180))
    pairs.add(-1.0, gap >= 180)


def _number(pairs: _Pairs, where: Mask, a: Numbers, b: Numbers, points: float) -> None:
    same = _near(a, b, 0.02)
    pairs.add(points, where & same)
    pairs.add(-1.0, where & ~same)


def _gap(pairs: _Pairs, name: str) -> Numbers:
    """Days between two spans of days; NaN where one is not told."""
    first, other_first = pairs.both(f"{name}_first")
    last, other_last = pairs.both(f"{name}_last")
    gap: Numbers = np.maximum(0.0, np.maximum(other_first - last, first - other_last))
    return gap


def _days(pairs: _Pairs) -> None:
    gap = _gap(pairs, "announced")
    vague, other_vague = pairs.both("vague")
    pairs.bar(gap > FAR_DAYS)
    pairs.add(-0.75, (gap > APART_DAYS) & (gap <= FAR_DAYS))
    pairs.add(np.where((vague == 1) | (other_vague == 1), 0.25, 1.0), gap <= NEAR_DAYS)
    status, other_status = pairs.both("status")
    announced, other_announced = pairs.both("announced_first")
    published, other_published = pairs.both("published_last")
    for told, missing, out, its_status in (
        (announced, other_announced, other_published, other_status),
        (other_announced, announced, published, status),
    ):
        early = np.isnan(missing) & (told - out > NEAR_DAYS)
        waiting = np.isin(its_status, (STATUSES[Status.RUMOURED], STATUSES[Status.PLANNED]))
        pairs.add(np.where(waiting, -0.25, -1.5), early)


def _status(pairs: _Pairs) -> None:
    a, b = pairs.both("status")
    cancelled, completed = STATUSES[Status.CANCELLED], STATUSES[Status.COMPLETED]
    pairs.add(-1.0, ((a == cancelled) & (b == completed)) | ((a == completed) & (b == cancelled)))


def _objects(pairs: _Pairs) -> None:
    a, b = pairs.both("words")
    where = (a > 0) & (b > 0)
    words = pairs.columns.words
    points = np.zeros(len(a))
    points[where] = [
        word_points(len(words[int(x)] & words[int(y)]))
        for x, y in zip(a[where].tolist(), b[where].tolist(), strict=True)
    ]
    pairs.add(points, where)


def _copies(pairs: _Pairs) -> None:
    a, b = pairs.both("copies")
    pairs.add(1.0, (a > 0) & (a == b))


def _apart(pairs: _Pairs) -> None:
    a, b = (stated.astype(np.int64) for stated in pairs.both("stated"))
    pairs.add(-0.5, (a > 0) & (b > 0) & (a & b == 0))


_PARTS: tuple[Callable[[_Pairs], None], ...] = (
    _kinds,
    _amounts,
    _power,
    _parties,
    _terms,
    _days,
    _status,
    _objects,
    _copies,
    _apart,
)
