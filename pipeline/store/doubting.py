"""Which deals of a working set may be one with another, of the set or beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from pipeline.compare import DOUBT_AT, Verdict, compare
from pipeline.decisions import rulings_of
from pipeline.facts import Key
from pipeline.merge import Clustering
from pipeline.store import models as t
from pipeline.store.deals import DealDoubt
from pipeline.store.load import parts_of
from pipeline.store.log import ruled_about
from pipeline.store.ready import Ready
from pipeline.store.working import WorkingSet, holders_elsewhere, look_beside, scores_beside
from schemas.merged import Review


def doubts_about(
    run: WorkingSet, clustering: Clustering, touched: Collection[int], ids: Sequence[str]
) -> list[DealDoubt]:
    """The doubts about clusters that are written anew; what is between others stands as it was written.

    Args:
        run: The working set.
        clustering: Its clusters.
        touched: The numbers of those that are written anew.
        ids: The id of each cluster's deal.
    """
    found = [
        DealDoubt(ids[each.first], ids[each.second], each.comparison)
        for each in clustering.doubts
        if each.first in touched or each.second in touched
    ]
    if run.complete:
        return found
    home = {key: number for number in touched for key in clustering.clusters[number].keys}
    kept = {key for key in home if run.rulings.review.get(run.uids[key]) is not Review.REJECTED}
    best = _likest(run, home, kept)
    members = _members(run, {deal_id for _, deal_id in best})
    for (number, deal_id), (_, first, second) in sorted(best.items()):
        if not _kept_apart(run, clustering.clusters[number].keys, members[deal_id]):
            own, other = (first, second) if first in run.facts else (second, first)
            theirs = next(each.facts for each in members[deal_id] if each.key == other)
            found.append(DealDoubt(ids[number], deal_id, compare(run.facts[own], theirs)))
    return found


def _likest(
    run: WorkingSet, home: Mapping[Key, int], keys: Collection[Key]
) -> dict[tuple[int, str], tuple[float, Key, Key]]:
    """For each cluster and deal beside it that may be one the likest pair of their mentions."""
    scored = [each for each in scores_beside(run, holders_elsewhere(run, keys)) if each[0] >= DOUBT_AT]
    uids = {run.beside[mention_id].uid for _, _, mention_id in scored}
    review = rulings_of(ruled_about(run.connection, sorted(uids))).review
    best: dict[tuple[int, str], tuple[float, Key, Key]] = {}
    for score, key, mention_id in scored:
        other = run.beside[mention_id]
        if other.deal_id is not None and review.get(other.uid) is not Review.REJECTED:
            first, second = sorted((key, other.key))
            pair = (home[key], other.deal_id)
            best[pair] = max(best.get(pair, (score, first, second)), (score, first, second))
    return best


def _members(run: WorkingSet, deal_ids: Collection[str]) -> dict[str, list[Ready]]:
    found: list[int] = []
    for part in parts_of(sorted(deal_ids)):
        found += run.connection.scalars(select(t.deal_mention.c.mention_id).where(t.deal_mention.c.deal_id.in_(part)))
    look_beside(run, found)
    members: dict[str, list[Ready]] = defaultdict(list)
    for mention_id in found:
        each = run.beside[mention_id]
        members[str(each.deal_id)].append(each)
    return members


def _kept_apart(run: WorkingSet, keys: Sequence[Key], others: Sequence[Ready]) -> bool:
    """Whether a mention of one deal is certainly not of the other."""
    return any(
        (min(run.uids[key], other.uid), max(run.uids[key], other.uid)) in run.rulings.apart
        or compare(run.facts[key], other.facts).verdict is Verdict.DIFFERENT
        for key in keys
        for other in others
    )
