"""The facts of many mentions as columns of numbers, to compare millions of pairs at once (`pipeline.scores`)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from pipeline.compare_amounts import UNITS_PER_DOLLAR
from pipeline.facts import Actor, Days, Facts, Gigawatts, Sum
from schemas.deal import Kind, Status
from schemas.quantity import Bound

T = TypeVar("T", bound=Hashable)

KINDS = {kind: number for number, kind in enumerate(Kind)}
STATUSES = {status: number for number, status in enumerate(Status)}
BOUNDS = {bound: number for number, bound in enumerate(Bound)}

_FIGURES = (
    *("kind", "status", "stated", "tranche"),
    *("amount", "currency", "bound", "low", "high", "per_dollar_low", "per_dollar_high"),
    *("annual", "annual_currency", "price", "price_currency"),
    *("power", "power_bound", "years", "stake", "shares"),
    *("start_first", "start_last", "announced_first", "announced_last", "vague", "published_first", "published_last"),
    *("words", "copies", "former", "cast", "roster", "all_known"),
)
_PLACE = {name: number for number, name in enumerate(_FIGURES)}
_CHUNK = 5_000
_UNTOLD = float("nan")


@dataclass(frozen=True, slots=True)
class Columns:
    """Mentions in their order, a column a figure: NaN where it is not told.

    Currencies, kinds, statuses and bounds are numbers for their names. `words`, `copies` and `former` are 0 for none;
    `cast` numbers the companies of a mention with their names, `roster` without the names of known ones.
    """

    figures: NDArray[np.float64]
    words: Sequence[frozenset[str]]
    former: Sequence[tuple[Sum, ...]]
    casts: Sequence[tuple[Actor, ...]]
    rosters: Sequence[tuple[Actor, ...]]

    def of(self, name: str, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """One figure of these mentions."""
        column: NDArray[np.float64] = self.figures[_PLACE[name]]
        return column[rows]


class _Numbers:
    """Things by the numbers that they get as they come."""

    def __init__(self, first: Iterable[Hashable] = ()) -> None:
        self.numbers: dict[Hashable, int] = {each: number for number, each in enumerate(first)}

    def of(self, thing: Hashable) -> int:
        return self.numbers.setdefault(thing, len(self.numbers))


def columns_of(mentions: Iterable[Facts]) -> Columns:
    """The facts of mentions as columns, in the order given."""
    words, former, copies = _Numbers([frozenset()]), _Numbers([()]), _Numbers([""])
    currencies, casts, rosters = _Numbers(), _Numbers(), _Numbers()
    kept: dict[int, tuple[Actor, ...]] = {}

    def row(facts: Facts) -> tuple[float, ...]:
        roster = rosters.of(tuple(_plain(actor) for actor in facts.actors))
        kept.setdefault(roster, facts.actors)
        return (
            KINDS[facts.kind],
            STATUSES[facts.status],
            facts.stated,
            facts.tranche,
            *_of_sum(facts.amount, currencies),
            *_plain_sum(facts.annual, currencies),
            *_plain_sum(facts.price, currencies),
            *_of_power(facts.power),
            _told(facts.years),
            _told(facts.stake),
            _told(facts.shares),
            *_of_days(facts.start),
            *_of_days(facts.announced),
            facts.announced is not None and len(facts.announced.text) == 4,
            *_of_days(facts.published),
            words.of(facts.words),
            copies.of(facts.copies),
            former.of(facts.former),
            casts.of(facts.actors),
            roster,
            all(actor.known for actor in facts.actors),
        )

    rest = iter(mentions)
    parts: list[NDArray[np.float64]] = []
    while part := [row(facts) for facts in islice(rest, _CHUNK)]:
        parts.append(np.array(part, dtype=np.float64).T)
    figures = np.ascontiguousarray(np.hstack(parts)) if parts else np.empty((len(_FIGURES), 0))
    return Columns(
        figures,
        list(words.numbers),  # type: ignore[arg-type]
        list(former.numbers),  # type: ignore[arg-type]
        list(casts.numbers),  # type: ignore[arg-type]
        [kept[number] for number in range(len(rosters.numbers))],
    )


def _plain(actor: Actor) -> Hashable:
    """What counts of a company beside another that is known too: by which of its names it is called does not."""
    names = None if actor.known else actor.names
    return actor.id, actor.known, actor.parent, names, actor.side, actor.centre


def _told(value: float | None) -> float:
    return _UNTOLD if value is None else value


def _of_sum(money: Sum | None, currencies: _Numbers) -> tuple[float, ...]:
    if money is None:
        return (_UNTOLD,) * 7
    low, high = UNITS_PER_DOLLAR.get(money.currency, (_UNTOLD, _UNTOLD))
    return (
        money.value,
        currencies.of(money.currency),
        BOUNDS[money.bound],
        _told(money.low),
        _told(money.high),
        low,
        high,
    )


def _plain_sum(money: Sum | None, currencies: _Numbers) -> tuple[float, float]:
    return (_UNTOLD, _UNTOLD) if money is None else (money.value, currencies.of(money.currency))


def _of_power(power: Gigawatts | None) -> tuple[float, float]:
    return (_UNTOLD, _UNTOLD) if power is None else (power.value, BOUNDS[power.bound])


def _of_days(days: Days | None) -> tuple[float, float]:
    return (_UNTOLD, _UNTOLD) if days is None else (days.first, days.last)
