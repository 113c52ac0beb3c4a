"""How long the graph, the loops and the commitments of many deals take: `python -m benchmarks.money [DEALS]`.

The deals are made up: companies as unevenly busy as real ones, nine of ten deals with a sum.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import TypeVar

from pipeline.money.commitments import commitments
from pipeline.money.graph import money_graph
from pipeline.money.legs import legs_of
from pipeline.money.loops import find_loops
from pipeline.rates import shipped_rates
from pipeline.resolve import GAZETTEER
from schemas import Kind, Language, Money, PartialDate, Party, Role, Status
from schemas.merged import Deal

T = TypeVar("T")

_KINDS = (
    (Kind.INVESTMENT, Role.INVESTOR, Role.INVESTEE),
    (Kind.PURCHASE, Role.BUYER, Role.SELLER),
    (Kind.COMPUTE, Role.BUYER, Role.SELLER),
    (Kind.DEBT, Role.LENDER, Role.BORROWER),
)


def made_deals(count: int, companies: int, seed: int = 6) -> list[tuple[str, Deal]]:
    """Deals between companies, of which few take part in many."""
    chance = random.Random(seed)
    weights = [1 / (rank + 8) for rank in range(companies)]
    names = [f"Company {number}" for number in range(companies)]
    ends = chance.choices(names, weights, k=2 * count)
    return [(f"D-{number}", _deal(chance, *ends[2 * number : 2 * number + 2])) for number in range(count)]


def _deal(chance: random.Random, payer: str, receiver: str) -> Deal:
    kind, pays, gets = chance.choice(_KINDS)
    told = chance.random() < 0.9
    return Deal(
        kind=kind,
        parties=(Party(name=payer, role=pays), Party(name=receiver, role=gets)),
        amount=Money(value=Decimal(chance.randint(1, 9_999) * 10**6), currency="USD") if told else None,
        status=chance.choice(list(Status)),
        announced=PartialDate(f"{chance.randint(2020, 2025)}"),
        quote="a sentence",
        confidence=0.8,
        languages=(Language.EN,),
        sources=1,
    )


def _timed(what: str, work: Callable[[], T]) -> T:
    start = time.perf_counter()
    done = work()
    print(f"{what:<44}{time.perf_counter() - start:8.2f} s")
    return done


def main(count: int = 100_000) -> None:
    """Print the times for sparse and dense graphs."""
    for companies in (max(count // 3, 2), max(count // 50, 2)):
        print(f"{count:,} deals of {companies:,} companies")
        _measure(made_deals(count, companies))


def _measure(deals: list[tuple[str, Deal]]) -> None:
    graph = _timed("graph", lambda: money_graph(deals, GAZETTEER, shipped_rates()))
    legs = _timed("legs with their sums", lambda: legs_of(graph))
    for length in (3, 4, 6):
        found = _timed(f"loops of up to {length} legs", partial(find_loops, graph, length, legs=legs))
        print(f"  {len(found.found):,} found; {found.cut}")
    through = next(iter(legs))[0]
    _timed("loops through one company", lambda: find_loops(graph, 4, through=through, legs=legs))
    _timed("commitments of all companies", lambda: commitments(graph))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
