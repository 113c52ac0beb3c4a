"""Whether the other mentions of two deals answer what two of them leave open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.compare import Comparison, Verdict, compare, days_forbid, likeness
from pipeline.compare_amounts import SAME, near
from pipeline.facts import Facts, Sum


def answered(a: Facts, b: Facts, comparison: Comparison, together: Sequence[Facts]) -> bool:
    """Whether two mentions that keep each other apart may be one deal in the light of others.

    Two that share too few companies: a third names those of both. Two whose sums differ: a third tells that the one sum
    became the other, or was wrong.

    Args:
        a: A mention.
        b: Another one.
        comparison: Their comparison, whose last reason keeps them apart.
        together: All mentions that would be one deal with them.
    """
    match comparison.reasons[-1].leaves_open:
        case "companies":
            named = any(_names_all(third, a) and _names_all(third, b) for third in together)
            return named and not days_forbid(a, b)
        case "sum":
            rest = compare(replace(a, amount=None), replace(b, amount=None))
            return _told_as_one(a.amount, b.amount, together) and rest.verdict is not Verdict.DIFFERENT
        case _:
            return False


def _told_as_one(first: Sum | None, second: Sum | None, together: Sequence[Facts]) -> bool:
    if first is None or second is None:
        return False
    for third in together:
        if third.amount is None:
            continue
        for own, other in ((first, second), (second, first)):
            if (
                third.amount.currency == own.currency
                and near(third.amount.value, own.value, SAME)
                and any(near(each.value, other.value, SAME) for each in third.former)
            ):
                return True
    return False


def _names_all(third: Facts, facts: Facts) -> bool:
    """Whether a mention names every company of another."""
    return all(any(likeness(actor, other) > 0 for other in third.actors) for actor in facts.actors)
