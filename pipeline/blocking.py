"""Blocking: keys of which two mentions of one deal share at least one, so that few are compared.

A key is made of two companies of a mention, or of the one that the deal is about and a figure or day: a round told by
two articles with other investors each is found by its sum. A company stands in a key as its group, and, where either
side may not be known, as the head of each of its names, since a longer name may begin with a shorter one. What is not
found: two mentions that share but the one company and agree only on years, stake, price or words, and two companies
both listed in one mention and both unlisted in the other.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from itertools import combinations

from pipeline.compare_amounts import RESTATED, in_dollars
from pipeline.facts import Actor, Facts
from schemas.deal import Kind

_MOST_ACTORS = 12
_MOST_STEPS = 24
_WEEK = 7


def block_keys(facts: Facts) -> frozenset[int]:
    """The keys of a mention, as signed numbers of 64 bits; they depend on the mention alone."""
    actors = facts.actors[:_MOST_ACTORS]
    texts = {"+".join(sorted(pair)) for a, b in combinations(actors, 2) for pair in _pairs(a, b)}
    about = [actor for actor in actors if actor.centre or len(actors) == 1 or facts.kind is Kind.PROJECT]
    if about:
        marks = list(_marks(facts))
        texts |= {f"{handle}|{mark}" for actor in about for handle in _own(actor) for mark in marks}
    return frozenset(
        int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True) for text in texts
    )


def _pairs(a: Actor, b: Actor) -> Iterator[tuple[str, str]]:
    """Each way in which two companies may be found together; of two known ones, at most one is unknown elsewhere."""
    if a.known and b.known:
        yield a.group, b.group
        yield from ((a.group, head) for head in b.heads)
        yield from ((head, b.group) for head in a.heads)
        return
    yield from ((x, y) for x in {a.group, *a.heads} for y in {b.group, *b.heads})


def _own(actor: Actor) -> frozenset[str]:
    return frozenset((actor.group,)) if actor.known else actor.heads | {actor.group}


def _marks(facts: Facts) -> Iterator[str]:
    """Figures and days, each as the steps of a scale on which two that count as near share one."""
    sums = [facts.amount] if facts.amount is not None else []
    if facts.annual is not None:
        yield from _steps("y", facts.annual.value, 0.01)
        if facts.years is not None:
            yield from _steps("a", in_dollars(facts.annual) * facts.years, RESTATED)
    for each in sums:
        dollars = in_dollars(each)
        rate = dollars / each.value if each.value else 0.0
        yield from _steps("a", dollars, RESTATED)
        if each.low is not None and each.high is not None:
            yield from _steps("a", each.low * rate, RESTATED, each.high * rate)
    for name, value, tolerance in (
        ("p", facts.power.value if facts.power else None, 0.1),
        ("s", facts.shares, 0.02),
    ):
        if value is not None:
            yield from _steps(name, value, tolerance)
    if facts.announced is not None and facts.announced.last - facts.announced.first < _WEEK * 5:
        first, last = facts.announced.first // _WEEK, facts.announced.last // _WEEK
        yield from (f"d{step}" for step in range(first, last + 2))


def _steps(name: str, value: float, tolerance: float, up_to: float | None = None) -> Iterator[str]:
    """The step on which a number lies and the next: numbers within the tolerance of each other share one."""
    width = -math.log(1 - tolerance)
    if value <= 0:
        return
    first = math.floor(math.log(value) / width)
    last = first if up_to is None or up_to <= value else math.floor(math.log(up_to) / width)
    yield from (f"{name}{step}" for step in range(first, min(last, first + _MOST_STEPS) + 2))
