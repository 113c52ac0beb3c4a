"""Whether two deals are one: what the program says of two that a person names, and the pairs that it leaves to
people.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from pipeline.answer import answered
from pipeline.compare import Verdict, compare
from pipeline.decisions import rulings_of
from pipeline.facts import Facts, facts
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.identity import resolve_id
from pipeline.store.load import StoredMention, load_mentions
from pipeline.store.log import companies_of, ruled_about
from schemas.errors import DecisionError


@dataclass(frozen=True, slots=True)
class DealComparison:
    """What two deals are to each other, and why, as sentences about their mentions; `ruled` if people said so."""

    verdict: Verdict
    reasons: tuple[str, ...]
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class DoubtfulPair:
    """Two deals that may be one, with the score of the likest two of their mentions and its reasons."""

    deal_id: str
    other_id: str
    score: float
    reasons: tuple[str, ...]


def compare_deals(store: Store, deal_id: str, other_id: str) -> DealComparison:
    """Compare two deals, mention by mention.

    They are two if two of their mentions cannot be one deal and no other mention answers why; one if the likest two
    are; else there is not enough to tell.

    Raises:
        DecisionError: If there is no such deal.
    """
    with store.reading() as connection:
        companies = companies_of(connection)
        sides: list[list[StoredMention]] = []
        for each in (deal_id, other_id):
            current = resolve_id(connection, each)
            if current is None:
                raise DecisionError(f"there is no deal {each}")
            sides.append(load_mentions(connection, deal_id=current, counted=True))
        uids = [[each.claim.uid for each in side] for side in sides]
        rulings = rulings_of(ruled_about(connection, [*uids[0], *uids[1]]))
    if sides[0][0].deal_id == sides[1][0].deal_id:
        return DealComparison(Verdict.SAME, ("both ids lead to one deal",))
    if any((min(a, b), max(a, b)) in rulings.apart for a in uids[0] for b in uids[1]):
        return DealComparison(Verdict.DIFFERENT, ("kept apart by a person",), ruled=True)
    left, right = (
        [facts((m.claim.doc_id, m.position), m.mention, m.claim.published, companies) for m in side] for side in sides
    )
    return _compared(left, right)


def _compared(left: Sequence[Facts], right: Sequence[Facts]) -> DealComparison:
    pairs = [(a, b, compare(a, b)) for a in left for b in right]
    together = [*left, *right]
    for a, b, comparison in pairs:
        if comparison.barred and not answered(a, b, comparison, together):
            return DealComparison(Verdict.DIFFERENT, (f"{a.doc_id} and {b.doc_id}: {comparison}",))
    open_pairs = [(a, b, each) for a, b, each in pairs if not each.barred]
    if not open_pairs:
        return DealComparison(Verdict.UNSURE, ("no two of their mentions can be compared alone",))
    ranked = sorted(open_pairs, key=lambda pair: -pair[2].score)
    told = tuple(f"{a.doc_id} and {b.doc_id}: {each}" for a, b, each in ranked[:3])
    best = ranked[0][2].verdict
    # Two deals that a whole merge left apart although two mentions fit: the rest of them speaks against it.
    return DealComparison(Verdict.UNSURE if best is Verdict.SAME else best, told)


def doubts(store: Store, limit: int = 100) -> list[DoubtfulPair]:
    """Pairs of deals that a person should look at, the likest first."""
    with store.reading() as connection:
        return _pairs(connection, _likest().limit(limit))


def doubts_of(store: Store, deal_id: str) -> list[DoubtfulPair]:
    """The pairs that one deal is part of, the likest first."""
    with store.reading() as connection:
        return _pairs(connection, _likest().where((t.doubt.c.deal_id == deal_id) | (t.doubt.c.other_id == deal_id)))


def _likest() -> Select[Any]:
    return select(t.doubt).order_by(t.doubt.c.score.desc(), t.doubt.c.deal_id, t.doubt.c.other_id)


def _pairs(connection: Connection, query: Select[Any]) -> list[DoubtfulPair]:
    return [
        DoubtfulPair(row.deal_id, row.other_id, row.score, tuple(json.loads(row.reasons)))
        for row in connection.execute(query)
    ]
